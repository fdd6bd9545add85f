//! Charts that are lists of links: each bar has its number beside it, so that they need neither colour nor sight.

use super::format_count;
use leptos::prelude::*;

/// A bar of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What is counted.
    pub label: String,
    /// How many there are.
    pub count: usize,
    /// Where they are listed.
    pub href: String,
}

/// Bars below one another, as long as their share of the whole.
#[component]
pub fn Bars(
    /// The bars.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
    /// How many a bar over the whole width stands for.
    #[prop(into)]
    whole: Signal<usize>,
) -> impl IntoView {
    let bar = move |Bar { label, count, href }: Bar| {
        let share = share_of(count, whole.get());
        view! {
            <li>
                <a class="bar" href=href style=format!("--share: {share}%")>
                    <span class="clip">{label}</span>
                    " "
                    <span class="bar-count">{format_count(count)}</span>
                    " "
                    <span class="bar-share">{format!("{share} %")}</span>
                </a>
            </li>
        }
    };
    view! { <ul class="bars">{move || bars.get().into_iter().map(bar).collect_view()}</ul> }
}

/// Columns beside one another, as high as their share of the highest.
#[component]
pub fn Timeline(
    /// The columns, the earliest first. Their labels are short: they stand below.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
) -> impl IntoView {
    let columns = move || {
        let bars = bars.get();
        let highest = bars.iter().map(|bar| bar.count).max().unwrap_or(0);
        bars.into_iter()
            .map(|Bar { label, count, href }| {
                let share = share_of(count, highest);
                let hover = format!("{label}: {}", format_count(count));
                view! {
                    <li>
                        <a class="column" href=href title=hover style=format!("--share: {share}%")>
                            <span class="column-label">{label}</span>
                            <span class="visually-hidden">{format!(": {}", format_count(count))}</span>
                        </a>
                    </li>
                }
            })
            .collect_view()
    };
    view! { <ol class="timeline">{columns}</ol> }
}

/// A share in percent, to the nearest; never nothing of something and never all but all of it.
fn share_of(count: usize, whole: usize) -> u64 {
    let (part, all) = (count as u64, whole as u64);
    match part {
        0 => 0,
        _ if part >= all => 100,
        _ => ((200 * part + all) / (2 * all)).clamp(1, 99),
    }
}

#[cfg(test)]
mod tests {
    use super::share_of;

    #[test]
    fn a_share_is_nothing_or_all_only_where_that_is_so() {
        assert_eq!([share_of(0, 0), share_of(0, 9), share_of(1, 1_000), share_of(999, 1_000)], [0, 0, 1, 99]);
        assert_eq!([share_of(1, 2), share_of(2, 2), share_of(3, 2)], [50, 100, 100]);
    }

    #[test]
    fn a_share_is_told_to_the_nearest() {
        assert_eq!([share_of(884, 1_000), share_of(885, 1_000), share_of(59, 1_000)], [88, 89, 6]);
    }
}
