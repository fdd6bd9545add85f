//! How the table is arranged: which columns, in which order, how wide; how dense.

use super::Page;
use super::columns::{ColumnSetting, Columns, WIDTHS, label_of};
use crate::components::{Icon, IconName, Popover};
use account_index::Column;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The widest that the slider goes. Whoever wants more draws at the head of the column.
const WIDEST: u32 = 600;

/// The button that opens it.
#[component]
pub fn ViewMenu() -> impl IntoView {
    let button = view! {
        <Icon glyph=IconName::Columns />
        <span class="button-text">"View"</span>
    }
    .into_any();
    view! {
        <Popover label="View" button_class="button" button>
            <Arrange />
        </Popover>
    }
}

#[component]
fn Arrange() -> impl IntoView {
    let Page { columns, kind, .. } = expect_context();
    let all = move || columns.with(|columns| columns.all().iter().map(|at| at.column).collect::<Vec<_>>());
    view! {
        <fieldset class="column-settings">
            <legend>"Columns"</legend>
            <For each=all key=|column| *column as u8 children=|column| view! { <ArrangeColumn column /> } />
        </fieldset>
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || columns.with(|columns| columns.is_dense)
                on:change:target=move |event| {
                    let is_dense = event.target().checked();
                    columns.update(|columns| columns.is_dense = is_dense);
                }
            />
            "Dense rows"
        </label>
        <button type="button" class="button" on:click=move |_| columns.set(Columns::new(kind))>
            "Reset the view"
        </button>
    }
}

/// A column: whether it is shown, and where it goes.
#[component]
fn ArrangeColumn(column: Column) -> impl IntoView {
    let Page { columns, .. } = expect_context();
    let label = label_of(column);
    let arranged =
        Memo::new(move |_| columns.with(|columns| columns.all().iter().copied().find(|at| at.column == column)));
    let is_shown = move || arranged.get().is_some_and(|at| at.is_shown);
    let width = move || arranged.get().and_then(|at: ColumnSetting| at.width);
    let is_name = column == Column::Name;
    let shift = move |is_down, label: String, glyph| {
        view! {
            <button
                type="button"
                class="icon-button"
                aria-label=label
                on:click=move |event| {
                    let button = event.current_target().map(JsCast::unchecked_into::<HtmlElement>);
                    columns.update(|columns| columns.shift(column, is_down));
                    // What is moved in the document loses the focus.
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
                    prop:checked=is_shown
                    // A row without a name is nobody's.
                    disabled=is_name
                    on:change=move |_| columns.update(|columns| columns.toggle(column))
                />
                {label}
            </label>
            <input
                type="range"
                class="column-width"
                aria-label=format!("Width of {label}")
                aria-valuetext=move || width().map_or_else(|| "as it fits".to_owned(), |width| format!("{width} pixels"))
                min=WIDTHS.start().to_string()
                max=WIDEST.to_string()
                step="8"
                prop:value=move || width().unwrap_or(*WIDTHS.start()).to_string()
                on:input:target=move |event| {
                    let width = event.target().value().parse().ok();
                    columns.update(|columns| columns.resize(column, width));
                }
            />
            {(!is_name)
                .then(|| {
                    view! {
                        {shift(false, format!("Move {label} to the front"), IconName::Up)}
                        {shift(true, format!("Move {label} to the back"), IconName::Down)}
                    }
                })}
        </div>
    }
}
