//! The view menu: which columns are displayed, their order and widths, and the row density.

use super::column_layout::{ColumnLayout, WIDTH_RANGE_PX};
use super::columns::column_label;
use super::context::{ListContext, use_list_context};
use crate::components::{Icon, IconName, Popover};
use account_index::Column;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The maximum width that the slider offers. Dragging the edge of the header allows more.
const MAX_SLIDER_WIDTH_PX: u32 = 600;

/// The button that opens the menu.
#[component]
pub fn ViewMenu() -> impl IntoView {
    let button = view! {
        <Icon glyph=IconName::Columns />
        <span class="button-text">"View"</span>
    }
    .into_any();
    view! {
        <Popover label="View" button_class="button view-button" button>
            <LayoutSettings />
        </Popover>
    }
}

/// The contents of the menu.
#[component]
fn LayoutSettings() -> impl IntoView {
    let ListContext { layout, kind, .. } = use_list_context();
    let columns = move || layout.with(|layout| layout.all().iter().map(|setting| setting.column).collect::<Vec<_>>());
    view! {
        <fieldset class="column-settings">
            <legend>"Columns"</legend>
            <For each=columns key=|column| *column as u8 children=|column| view! { <ColumnSettings column /> } />
        </fieldset>
        <fieldset class="segmented">
            <legend>"Row height"</legend>
            <DensityOption label="Comfortable" is_dense=false />
            <DensityOption label="Compact" is_dense=true />
        </fieldset>
        <details class="column-widths">
            <summary>"Column widths"</summary>
            <For each=columns key=|column| *column as u8 children=|column| view! { <ColumnWidth column /> } />
        </details>
        <button type="button" class="button" on:click=move |_| layout.set(ColumnLayout::new(kind))>
            "Reset to default"
        </button>
    }
}

#[component]
fn DensityOption(label: &'static str, is_dense: bool) -> impl IntoView {
    let ListContext { layout, .. } = use_list_context();
    view! {
        <label>
            <input
                type="radio"
                name="density"
                prop:checked=move || layout.with(|layout| layout.is_dense == is_dense)
                on:change=move |_| layout.update(|layout| layout.is_dense = is_dense)
            />
            {label}
        </label>
    }
}

/// The settings of a column: whether it is displayed, and its position.
#[component]
fn ColumnSettings(column: Column) -> impl IntoView {
    let ListContext { layout, .. } = use_list_context();
    let label = column_label(column);
    let is_displayed = move || layout.with(|layout| layout.setting(column).is_some_and(|setting| setting.is_displayed));
    let is_name = column == Column::Name;
    // The name stays first, so the second column cannot move up.
    let is_at_end = move |is_down: bool| {
        layout.with(|layout| {
            let columns = layout.all();
            let end = if is_down { columns.last() } else { columns.get(1) };
            end.is_some_and(|setting| setting.column == column)
        })
    };
    let shift = move |is_down, label: String, glyph| {
        view! {
            <button
                type="button"
                class="icon-button"
                aria-label=label.clone()
                title=label
                // Not `disabled`, which would lose the focus at the end.
                aria-disabled=move || is_at_end(is_down).then_some("true")
                on:click=move |event| {
                    let button = event.current_target().map(JsCast::unchecked_into::<HtmlElement>);
                    layout.update(|layout| layout.shift(column, is_down));
                    // Moving an element in the document blurs it.
                    spawn_local(async move {
                        leptos::task::tick().await;
                        let _ = button.map(|button| button.focus());
                    });
                }
            >
                <Icon glyph />
            </button>
        }
    };
    view! {
        <div class="column-setting">
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=is_displayed
                    // The name identifies the row.
                    disabled=is_name
                    on:change=move |_| layout.update(|layout| layout.toggle(column))
                />
                {label}
            </label>
            {(!is_name)
                .then(|| {
                    view! {
                        <span class="column-shift">
                            {shift(false, format!("Move {label} up"), IconName::Up)}
                            {shift(true, format!("Move {label} down"), IconName::Down)}
                        </span>
                    }
                })}
        </div>
    }
}

/// A slider for the width of a column, for those who cannot drag the edge of its header.
#[component]
fn ColumnWidth(column: Column) -> impl IntoView {
    let ListContext { layout, .. } = use_list_context();
    let label = column_label(column);
    let width = Memo::new(move |_| layout.with(|layout| layout.setting(column)?.width_px));
    let is_displayed = move || layout.with(|layout| layout.setting(column).is_some_and(|setting| setting.is_displayed));
    // Automatic widths are in the middle, from where they can become smaller and larger.
    let position = move || width.get().unwrap_or(MAX_SLIDER_WIDTH_PX / 2).to_string();
    view! {
        <label hidden=move || !is_displayed()>
            {label}
            <input
                type="range"
                aria-label=format!("{label} column width")
                aria-valuetext=move || {
                    width.get().map_or_else(|| "Automatic".to_owned(), |width| format!("{width} pixels"))
                }
                min=WIDTH_RANGE_PX.start().to_string()
                max=MAX_SLIDER_WIDTH_PX.to_string()
                step="8"
                prop:value=position
                on:input:target=move |event| {
                    let width = event.target().value().parse().ok();
                    layout.update(|layout| layout.resize(column, width));
                }
            />
        </label>
    }
}
