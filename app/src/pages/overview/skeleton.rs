//! What the overview shows before the first accounts are loaded.

use leptos::prelude::*;

/// Placeholders of the tiles and the charts. Screen readers get one sentence.
#[component]
pub fn OverviewSkeleton() -> impl IntoView {
    let boxes = |count: usize, class: &'static str| {
        let placeholder = move |_| {
            view! {
                <div class=class aria-hidden="true">
                    <span></span>
                    <span></span>
                </div>
            }
        };
        (0..count).map(placeholder).collect_view()
    };
    view! {
        <div class="charts overview-skeleton" role="status" aria-busy="true">
            <span class="visually-hidden">"Loading accounts…"</span>
            <div class="tiles">{boxes(4, "tile")}</div>
            {boxes(4, "chart")}
        </div>
    }
}
