//! The header row: column headers sort the list and can be resized.

use super::column_layout::ColumnLayout;
use super::columns::column_label;
use super::context::{ListContext, use_list_context};
use super::selection::SelectionState;
use crate::routes::navigate_options;
use account_index::Column;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

/// The header row.
#[component]
pub fn TableHeader() -> impl IntoView {
    let ListContext { layout, .. } = use_list_context();
    let columns = move || layout.with(ColumnLayout::displayed_columns);
    view! {
        <tr role="row" aria-rowindex="1">
            <th role="columnheader" scope="col" class="cell-select">
                <SelectAll />
            </th>
            <For each=columns key=|column| *column as u8 children=|column| view! { <ColumnHeader column /> } />
            <th role="columnheader" scope="col">
                <span class="visually-hidden">"Actions"</span>
            </th>
        </tr>
    }
}

/// Selects all accounts in the list, including rows outside the viewport.
#[component]
fn SelectAll() -> impl IntoView {
    let ListContext { selection, .. } = use_list_context();
    let state = Memo::new(move |_| selection.state());
    view! {
        <input
            type="checkbox"
            aria-label="Select all results"
            prop:checked=move || state.get() == SelectionState::All
            prop:indeterminate=move || state.get() == SelectionState::Some
            on:click:target=move |event| {
                selection.toggle_all();
                // The browser has already toggled the check box by itself.
                event.target().set_checked(state.get_untracked() == SelectionState::All);
            }
        />
    }
}

/// The header of a column: a button that sorts by it, and a handle that resizes it.
#[component]
fn ColumnHeader(column: Column) -> impl IntoView {
    let ListContext { query, .. } = use_list_context();
    let navigate = use_navigate();
    let direction = Memo::new(move |_| {
        let sort = query.read().sort;
        (sort.column == column).then_some(sort.descending)
    });
    view! {
        <th
            role="columnheader"
            scope="col"
            class=format!("column-{}", column.id())
            aria-sort=move || direction.get().map(|descending| if descending { "descending" } else { "ascending" })
        >
            <button
                type="button"
                class="sort"
                on:click=move |_| navigate(&query.with_untracked(|query| query.with_sort(column).to_url()), navigate_options(true))
            >
                {column_label(column)}
                <span class="sort-arrow" aria-hidden="true">
                    {move || direction.get().map(|descending| if descending { "↓" } else { "↑" })}
                </span>
            </button>
            <ColumnResizeHandle column />
        </th>
    }
}

/// The edge of a column header. Dragging it resizes the column, and a double click resets the
/// width. Keyboard users have sliders in the view menu instead.
#[component]
fn ColumnResizeHandle(column: Column) -> impl IntoView {
    let ListContext { layout, .. } = use_list_context();
    // While dragging: the pointer's x coordinate and the column's width at the start, in pixels.
    let drag = StoredValue::new(None::<(i32, f64)>);
    let on_press = move |event: PointerEvent| {
        let Some(edge) = event.current_target().map(JsCast::unchecked_into::<Element>) else { return };
        let Ok(Some(header)) = edge.closest("th") else { return };
        event.prevent_default();
        // Fails only if the pointer has already been released.
        let _ = edge.set_pointer_capture(event.pointer_id());
        drag.set_value(Some((event.client_x(), header.get_bounding_client_rect().width())));
    };
    let on_move = move |event: PointerEvent| {
        let Some((start_x, start_width)) = drag.get_value() else { return };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`resize` clamps the width")]
        let width = (start_width + f64::from(event.client_x() - start_x)).max(0.0) as u32;
        layout.update(|layout| layout.resize(column, Some(width)));
    };
    view! {
        <span
            class="column-resizer"
            aria-hidden="true"
            on:pointerdown=on_press
            on:pointermove=on_move
            on:lostpointercapture=move |_| drag.set_value(None)
            on:dblclick=move |_| layout.update(|layout| layout.resize(column, None))
        ></span>
    }
}
