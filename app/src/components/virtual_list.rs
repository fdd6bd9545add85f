//! A list of which only those rows are in the page that are seen. For some ten thousand rows of one height; what may be longer is a
//! [`VirtualTable`](super::VirtualTable).

use crate::browser::is_narrow;
use crate::browser::on_resize;
use core::ops::Range;
use leptos::html;
use leptos::prelude::*;

/// How many rows are there above and below those that are seen.
const OVERSCAN: usize = 8;

/// Places of a list, from 0: the first of them, and the one behind the last.
pub type Places = Range<usize>;

/// The list, with its own scroll bar. Each row has the role that goes with the list's.
#[component]
pub fn LongList(
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    /// Its role.
    #[prop(default = "list")]
    role: &'static str,
    /// Further classes.
    #[prop(default = "")]
    class: &'static str,
    /// How many rows there are.
    #[prop(into)]
    count: Signal<usize>,
    /// How high a row is, in `rem`.
    row_height: f64,
    /// The same where there is no room for columns, if it is another.
    #[prop(optional)]
    narrow_row_height: Option<f64>,
    /// What tells the items at some places from all others. Reactive.
    #[prop(into)]
    items: Callback<Places, Vec<usize>>,
    /// The row of an item, and its place, from 0, which may become another.
    #[prop(into)]
    row: Callback<(usize, Signal<usize>), AnyView>,
) -> impl IntoView {
    let scroller = NodeRef::<html::Div>::new();
    // What is above the rows that are seen, and how much is seen, in pixels.
    let seen = RwSignal::new((0.0, 600.0));
    let is_narrow = is_narrow();
    let row_height = Memo::new(move |_| narrow_row_height.filter(|_| is_narrow.get()).unwrap_or(row_height));
    let height = Memo::new(move |_| row_height.get() * root_font_size());
    let measure = move || {
        if let Some(scroller) = scroller.try_get_untracked().flatten() {
            seen.try_set((f64::from(scroller.scroll_top()), f64::from(scroller.client_height())));
        }
    };
    Effect::new(move || {
        if let Some(scroller) = scroller.get() {
            measure();
            on_resize(&[&scroller], measure);
        }
    });
    let there = Memo::new(move |_| {
        let ((above, room), count, height) = (seen.get(), count.get(), height.get());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "neither negative nor that long")]
        let (first, many) = ((above / height) as usize, (room / height).ceil() as usize + 1);
        first.saturating_sub(OVERSCAN).min(count)..(first + many + OVERSCAN).min(count)
    });
    let shown = Memo::new(move |_| items.run(there.get()));
    let children = move |item: usize| {
        let place = Signal::derive(move || {
            let at = shown.with(|shown| shown.iter().position(|other| *other == item));
            there.get().start + at.unwrap_or_default()
        });
        row.run((item, place))
    };
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    let in_rem = move |rows: usize| format!("{}rem", rows as f64 * row_height.get());
    view! {
        <div
            class=format!("long-list {class}")
            role=role
            aria-label=label
            tabindex="0"
            node_ref=scroller
            on:scroll=move |_| measure()
        >
            <div role="presentation" class="long-list-space" style:block-size=move || in_rem(count.get())>
                <div role="presentation" style:translate=move || format!("0 {}", in_rem(there.get().start))>
                    <For each=move || shown.get() key=|item| *item children=children />
                </div>
            </div>
        </div>
    }
}

/// How many pixels a `rem` has.
fn root_font_size() -> f64 {
    let size = document()
        .document_element()
        .and_then(|root| window().get_computed_style(&root).ok().flatten())
        .and_then(|style| style.get_property_value("font-size").ok());
    size.and_then(|size| size.trim_end_matches("px").parse().ok()).unwrap_or(16.0)
}
