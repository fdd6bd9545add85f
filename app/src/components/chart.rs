//! Charts that are lists of links. Each bar has its number beside it, so that a chart needs neither
//! color nor sight.

use super::format_count;
use leptos::prelude::*;

/// A bar of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The category that is counted.
    pub label: String,
    /// The number of accounts in it.
    pub count: usize,
    /// The URL of the list of them.
    pub href: String,
}

/// A bar chart: horizontal bars, as long as their share of the total.
#[component]
pub fn Bars(
    /// The bars.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
    /// The count that a bar of full width stands for.
    #[prop(into)]
    total: Signal<usize>,
) -> impl IntoView {
    let bar = move |Bar { label, count, href }: Bar| {
        let share = share_of(count, total.get());
        view! {
            <li>
                <a class="bar" href=href style=("--share", format!("{share}%"))>
                    <span class="clip">{label}</span>
                    " "
                    <span class="bar-count">{format_count(count)}</span>
                    " "
                    <span class="bar-share">{share_text(count, total.get())}</span>
                </a>
            </li>
        }
    };
    view! { <ul class="bars">{move || bars.get().into_iter().map(bar).collect_view()}</ul> }
}

/// A number that stands for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// What is counted.
    pub label: &'static str,
    /// The number.
    pub value: String,
    /// What it is made of, if that is not obvious.
    pub hint: Option<String>,
    /// The URL of the list of the accounts.
    pub href: String,
}

/// Large numbers in a row.
#[component]
pub fn Tiles(
    /// The name of the list.
    label: &'static str,
    #[prop(into)] tiles: Signal<Vec<Tile>>,
) -> impl IntoView {
    let tile = |Tile { label, value, hint, href }: Tile| {
        view! {
            <li>
                <a class="tile" href=href>
                    <span class="tile-label">{label}</span>
                    " "
                    <strong class="tile-value">{value}</strong>
                    {hint.map(|hint| view! { " " <span class="tile-label">{hint}</span> })}
                </a>
            </li>
        }
    };
    view! {
        <ul class="tiles" aria-label=label>
            {move || tiles.get().into_iter().map(tile).collect_view()}
        </ul>
    }
}

/// How many columns leave room for a number above each.
const MAX_NUMBERED_COLUMNS: usize = 24;

/// How many characters fit below a column of usual width.
const MAX_SHORT_LABEL_LEN: usize = 4;

/// A column chart over time: columns as high as their share of the highest. Where the columns are
/// too narrow for their labels, the style sheet shows every second or fourth label.
#[component]
pub fn Timeline(
    /// The columns, the earliest first. Their labels stand below and should be short.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
) -> impl IntoView {
    let columns = move || {
        let bars = bars.get();
        let max_count = bars.iter().map(|bar| bar.count).max().unwrap_or(0);
        bars.into_iter()
            .map(|Bar { label, count, href }| {
                let share = share_of(count, max_count).to_string();
                let tooltip = format!("{label}: {}", format_count(count));
                view! {
                    <li>
                        <a class="column" href=href title=tooltip style=("--share", share)>
                            <span class="column-label">{label}</span>
                            <span class="visually-hidden">": "</span>
                            <span class="column-count">{format_count(count)}</span>
                        </a>
                    </li>
                }
            })
            .collect_view()
    };
    let is_numbered = move || bars.with(Vec::len) <= MAX_NUMBERED_COLUMNS;
    // The last one is no outlier, whose period and label are longer than those of the others.
    let has_long_labels =
        move || bars.with(|bars| bars.last().is_some_and(|bar| bar.label.chars().count() > MAX_SHORT_LABEL_LEN));
    let max_count = move || format_count(bars.with(|bars| bars.iter().map(|bar| bar.count).max().unwrap_or(0)));
    view! {
        <div class="timeline-box">
            <div class="timeline-axis" aria-hidden="true">
                <span>{max_count}</span>
                <span>"0"</span>
            </div>
            <ol class="timeline" class:timeline-numbered=is_numbered class:timeline-long=has_long_labels>
                {columns}
            </ol>
        </div>
    }
}

/// A share in percent, rounded to the nearest. Only nothing is 0, and only everything is 100.
fn share_of(count: usize, total: usize) -> u64 {
    let (count, total) = (count as u64, total as u64);
    match count {
        0 => 0,
        _ if count >= total => 100,
        _ => ((200 * count + total) / (2 * total)).clamp(1, 99),
    }
}

/// The text of a share. A few of many are less than 1%.
pub fn share_text(count: usize, total: usize) -> String {
    if count > 0 && count.saturating_mul(100) < total {
        "<1%".to_owned()
    } else {
        format!("{}%", share_of(count, total))
    }
}

#[cfg(test)]
mod tests {
    use super::{share_of, share_text};

    #[test]
    fn less_than_a_hundredth_is_not_rounded_up() {
        assert_eq!(
            [share_text(7, 30_244), share_text(1, 100), share_text(0, 9), share_text(9, 9)],
            ["<1%", "1%", "0%", "100%"]
        );
    }

    #[test]
    fn only_nothing_is_0_percent_and_only_everything_is_100() {
        assert_eq!([share_of(0, 0), share_of(0, 9), share_of(1, 1_000), share_of(999, 1_000)], [0, 0, 1, 99]);
        assert_eq!([share_of(1, 2), share_of(2, 2), share_of(3, 2)], [50, 100, 100]);
    }

    #[test]
    fn shares_are_rounded_to_the_nearest_percent() {
        assert_eq!([share_of(884, 1_000), share_of(885, 1_000), share_of(59, 1_000)], [88, 89, 6]);
    }
}
