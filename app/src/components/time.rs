//! Times in the viewer's locale, by the browser's `Intl`.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// A moment as "3 yr. ago", with the full date and time on hover and for screen readers.
#[component]
pub fn RelativeTime(
    /// Seconds since the epoch.
    seconds: i64,
    /// With the full date and time before it.
    #[prop(optional)]
    in_full: bool,
) -> impl IntoView {
    let Some(moment) = Timestamp::at(seconds) else {
        return view! { <span class="muted">{UNKNOWN}</span> }.into_any();
    };
    let (ago, full) = (moment.ago(), moment.in_full());
    let machine = String::from(moment.date().to_iso_string());
    if in_full {
        return view! { <time datetime=machine>{full} <span class="muted">" · " {ago}</span></time> }.into_any();
    }
    let hover = full.clone();
    view! {
        <time datetime=machine title=hover>
            <span aria-hidden="true">{ago}</span>
            <span class="visually-hidden">{full}</span>
        </time>
    }
    .into_any()
}

/// What is said of a moment that no calendar has.
pub const UNKNOWN: &str = "Unknown";

/// A moment that a calendar has, to be told in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp {
    /// Seconds since the epoch.
    seconds: i64,
}

impl Timestamp {
    /// How far from the epoch a JavaScript date can be, in seconds.
    const FURTHEST: u64 = 8_640_000_000_000;

    /// So many seconds since the epoch. None further from it than a JavaScript date can be.
    pub fn at(seconds: i64) -> Option<Self> {
        (seconds.unsigned_abs() <= Self::FURTHEST).then_some(Self { seconds })
    }

    /// "3 yr. ago".
    pub fn ago(self) -> String {
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds since the epoch fit an i64")]
        let now = (Date::now() / 1000.0) as i64;
        relative(self.seconds - now)
    }

    /// The full date and time.
    pub fn in_full(self) -> String {
        FULL.with(|formatter| format(formatter, &self.date()))
    }

    fn date(self) -> Date {
        #[expect(clippy::cast_precision_loss, reason = "seconds since the epoch stay far below 2^53")]
        let milliseconds = self.seconds as f64 * 1000.0;
        Date::new(&JsValue::from_f64(milliseconds))
    }
}

/// A moment of today as a clock shows it: "10:32".
#[must_use]
pub fn clock_time(milliseconds: f64) -> String {
    CLOCK.with(|formatter| format(formatter, &Date::new(&JsValue::from_f64(milliseconds))))
}

/// A moment with its day: "6 June 2019 at 07:12".
#[must_use]
pub fn full_time(milliseconds: f64) -> String {
    FULL.with(|formatter| format(formatter, &Date::new(&JsValue::from_f64(milliseconds))))
}

// Browsers take longer to make a formatter than to draw a row.
thread_local! {
    static FULL: Function =
        Intl::DateTimeFormat::new(&Array::new(), &options(&[("dateStyle", "long"), ("timeStyle", "short")])).format();
    static CLOCK: Function = Intl::DateTimeFormat::new(&Array::new(), &options(&[("timeStyle", "short")])).format();
    static RELATIVE: Intl::RelativeTimeFormat =
        Intl::RelativeTimeFormat::new(&Array::new(), &options(&[("style", "short"), ("numeric", "always")]));
}

fn relative(seconds: i64) -> String {
    /// What was said of so many of a unit. There are few: 23 hours, and then it is a day.
    type Said = Vec<((i32, &'static str), String)>;
    thread_local!(static SAID: RefCell<Said> = RefCell::default());
    let (count, unit) = in_largest_unit(seconds);
    SAID.with_borrow_mut(|said| {
        if let Some((_, text)) = said.iter().find(|(of, _)| *of == (count, unit)) {
            return text.clone();
        }
        let text = String::from(RELATIVE.with(|formatter| formatter.format(f64::from(count), unit)));
        if said.len() < MAX_CACHED {
            said.push(((count, unit), text.clone()));
        }
        text
    })
}

/// Of how many spans is kept what is said of them. Years can be any.
const MAX_CACHED: usize = 256;

fn format(formatter: &Function, moment: &Date) -> String {
    formatter.call1(&JsValue::UNDEFINED, moment).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn options(settings: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in settings {
        // Setting a property on a fresh object cannot fail.
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    options
}

/// A span of time in the largest unit of which it holds at least one, cut, not rounded: 23 months are 1 year.
fn in_largest_unit(seconds: i64) -> (i32, &'static str) {
    const UNITS: [(i64, &str); 6] = [
        (31_556_952, "year"),
        (2_629_746, "month"),
        (604_800, "week"),
        (86_400, "day"),
        (3_600, "hour"),
        (60, "minute"),
    ];
    let (length, unit) = UNITS.into_iter().find(|(length, _)| seconds.abs() >= *length).unwrap_or((1, "second"));
    (i32::try_from(seconds / length).unwrap_or(i32::MIN), unit)
}

#[cfg(test)]
mod tests {
    use super::in_largest_unit;

    #[test]
    fn spans_are_told_in_their_largest_unit() {
        assert_eq!(in_largest_unit(0), (0, "second"));
        assert_eq!(in_largest_unit(-59), (-59, "second"));
        assert_eq!(in_largest_unit(-3_700), (-1, "hour"));
        assert_eq!(in_largest_unit(-86_400 * 6), (-6, "day"));
        assert_eq!(in_largest_unit(-86_400 * 8), (-1, "week"));
        assert_eq!(in_largest_unit(-31_556_952 * 2 + 1), (-1, "year"));
        assert_eq!(in_largest_unit(7_200), (2, "hour"));
    }
}
