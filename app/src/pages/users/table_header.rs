//! The heads of the columns: they sort, and their edges are drawn to size.

use super::Page;
use super::columns::label_of;
use super::selection::SelectionState;
use super::toolbar::navigate_options;
use account_index::Column;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

/// The row of heads.
#[component]
pub fn Head() -> impl IntoView {
    let Page { columns, .. } = expect_context();
    let shown = move || columns.with(|columns| columns.shown().map(|at| at.column).collect::<Vec<_>>());
    view! {
        <tr role="row" aria-rowindex="1">
            <th role="columnheader" scope="col" class="cell-select">
                <SelectAll />
            </th>
            <For each=shown key=|column| *column as u8 children=|column| view! { <SortHead column /> } />
            <th role="columnheader" scope="col">
                <span class="visually-hidden">"Actions"</span>
            </th>
        </tr>
    }
}

/// Selects everybody who matches, those out of sight too.
#[component]
fn SelectAll() -> impl IntoView {
    let Page { selected, .. } = expect_context();
    let share = Memo::new(move |_| selected.share());
    view! {
        <input
            type="checkbox"
            aria-label="Select all in this list"
            prop:checked=move || share.get() == SelectionState::All
            prop:indeterminate=move || share.get() == SelectionState::Some
            on:click:target=move |event| {
                selected.toggle_all();
                // The browser has turned it over on its own.
                event.target().set_checked(share.get_untracked() == SelectionState::All);
            }
        />
    }
}

#[component]
fn SortHead(column: Column) -> impl IntoView {
    let Page { query, .. } = expect_context();
    let navigate = use_navigate();
    let direction = Memo::new(move |_| {
        let sort = query.read().sort;
        (sort.column == column).then_some(sort.descending)
    });
    view! {
        <th
            role="columnheader"
            scope="col"
            aria-sort=move || direction.get().map(|descending| if descending { "descending" } else { "ascending" })
        >
            <button
                type="button"
                class="sort"
                on:click=move |_| navigate(&query.with_untracked(|query| query.with_sort(column).to_url()), navigate_options(true))
            >
                {label_of(column)}
                <span class="sort-arrow" aria-hidden="true">
                    {move || direction.get().map(|descending| if descending { "↓" } else { "↑" })}
                </span>
            </button>
            <ColumnResizeHandle column />
        </th>
    }
}

/// The edge of a column, which is drawn with the pointer; a double click lets it have the room that there is. For the keyboard there are
/// sliders in the view's menu.
#[component]
fn ColumnResizeHandle(column: Column) -> impl IntoView {
    let Page { columns, .. } = expect_context();
    // From which place the pointer draws, and how wide the column was then.
    let drawn = StoredValue::new(None::<(i32, f64)>);
    let on_press = move |event: PointerEvent| {
        let Some(edge) = event.current_target().map(JsCast::unchecked_into::<Element>) else { return };
        let Ok(Some(head)) = edge.closest("th") else { return };
        event.prevent_default();
        // Fails only for a pointer that is gone.
        let _ = edge.set_pointer_capture(event.pointer_id());
        drawn.set_value(Some((event.client_x(), head.get_bounding_client_rect().width())));
    };
    let on_move = move |event: PointerEvent| {
        let Some((from, width)) = drawn.get_value() else { return };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cut to what a column can be")]
        let width = (width + f64::from(event.client_x() - from)).max(0.0) as u32;
        columns.update(|columns| columns.resize(column, Some(width)));
    };
    view! {
        <span
            class="column-resizer"
            aria-hidden="true"
            on:pointerdown=on_press
            on:pointermove=on_move
            on:lostpointercapture=move |_| drawn.set_value(None)
            on:dblclick=move |_| columns.update(|columns| columns.resize(column, None))
        ></span>
    }
}
