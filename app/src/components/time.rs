//! Dates and times in the user's locale, formatted by the browser's `Intl`.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// A time such as "3 yr. ago", with the full date and time on hover and for screen readers.
#[component]
pub fn RelativeTime(
    /// Seconds since the epoch.
    seconds: i64,
    /// Whether to show the full date and time in front.
    #[prop(optional)]
    with_full_date: bool,
) -> impl IntoView {
    let Some(timestamp) = Timestamp::from_secs(seconds) else {
        return view! {
            <span class="muted" title=seconds>
                {UNKNOWN_TIME}
            </span>
        }
        .into_any();
    };
    let (relative, full) = (timestamp.relative(), timestamp.full());
    let iso = String::from(timestamp.date().to_iso_string());
    if with_full_date {
        return view! { <time datetime=iso>{full} <span class="muted">" · " {relative}</span></time> }.into_any();
    }
    let tooltip = full.clone();
    view! {
        <time datetime=iso title=tooltip>
            <span aria-hidden="true">{relative}</span>
            <span class="visually-hidden">{full}</span>
        </time>
    }
    .into_any()
}

/// The text for a time that cannot be right.
pub const UNKNOWN_TIME: &str = "Unknown";

/// A time at which an account can have been registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp {
    /// Seconds since the epoch.
    seconds: i64,
}

impl Timestamp {
    /// The end of the year 9999. Later times are usually milliseconds taken for seconds.
    const MAX_SECS: i64 = 253_402_300_799;

    /// The time at `seconds` since the epoch. None if that is no time an account can have been
    /// registered at: 0 stands for a missing value.
    pub fn from_secs(seconds: i64) -> Option<Self> {
        (1..=Self::MAX_SECS).contains(&seconds).then_some(Self { seconds })
    }

    /// The time relative to now, such as "3 yr. ago".
    pub fn relative(self) -> String {
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds since the epoch fit an i64")]
        let now = (Date::now() / 1000.0) as i64;
        format_relative(self.seconds - now)
    }

    /// The full date and time, such as "6 June 2019 at 07:12 UTC": filters and charts count days in
    /// UTC too, so that a link shows everyone the same accounts.
    pub fn full(self) -> String {
        format!("{} UTC", FULL_UTC.with(|formatter| format(formatter, &self.date())))
    }

    fn date(self) -> Date {
        #[expect(clippy::cast_precision_loss, reason = "seconds since the epoch stay far below 2^53")]
        let milliseconds = self.seconds as f64 * 1000.0;
        Date::new(&JsValue::from_f64(milliseconds))
    }
}

/// Formats the time of day, such as "10:32". The argument is in milliseconds since the epoch.
#[must_use]
pub fn clock_time(milliseconds: f64) -> String {
    CLOCK.with(|formatter| format(formatter, &Date::new(&JsValue::from_f64(milliseconds))))
}

/// Formats the day and the time, such as "6 Jun, 07:12". The argument is in milliseconds since the
/// epoch.
#[must_use]
pub fn short_time(milliseconds: f64) -> String {
    SHORT.with(|formatter| format(formatter, &Date::new(&JsValue::from_f64(milliseconds))))
}

/// Formats the date and time, such as "6 June 2019 at 07:12". The argument is in milliseconds since
/// the epoch.
#[must_use]
pub fn full_time(milliseconds: f64) -> String {
    FULL.with(|formatter| format(formatter, &Date::new(&JsValue::from_f64(milliseconds))))
}

/// Formats a day such as `2024-02-29` in the user's locale: "29 Feb 2024". Native tests, which have
/// no `Intl`, get it as it is.
#[must_use]
pub fn format_day(iso_date: &str) -> String {
    if !cfg!(target_arch = "wasm32") {
        return iso_date.to_owned();
    }
    // JavaScript reads a date without a time as midnight in UTC.
    DAY.with(|formatter| format(formatter, &Date::new(&JsValue::from_str(iso_date))))
}

// Cached, because creating a formatter takes browsers longer than drawing a row.
thread_local! {
    static FULL: Function =
        Intl::DateTimeFormat::new(&Array::new(), &options(&[("dateStyle", "long"), ("timeStyle", "short")])).format();
    static FULL_UTC: Function = Intl::DateTimeFormat::new(
        &Array::new(),
        &options(&[("dateStyle", "long"), ("timeStyle", "short"), ("timeZone", "UTC")]),
    )
    .format();
    static DAY: Function =
        Intl::DateTimeFormat::new(&Array::new(), &options(&[("dateStyle", "medium"), ("timeZone", "UTC")])).format();
    static CLOCK: Function = Intl::DateTimeFormat::new(&Array::new(), &options(&[("timeStyle", "short")])).format();
    static SHORT: Function = Intl::DateTimeFormat::new(
        &Array::new(),
        &options(&[("day", "numeric"), ("month", "short"), ("hour", "numeric"), ("minute", "2-digit")]),
    )
    .format();
    static RELATIVE: Intl::RelativeTimeFormat =
        Intl::RelativeTimeFormat::new(&Array::new(), &options(&[("style", "short"), ("numeric", "always")]));
}

/// The most formatted spans to cache. Hours end at 23 and days at 6, but years do not end.
const MAX_CACHED_SPANS: usize = 256;

/// Whether a time relative to now is the present: "in 0 sec." would read like an error. Clocks
/// differ, so that a change just made may seem to be in the near future.
const fn is_just_now(seconds: i64) -> bool {
    seconds > -60 && seconds < 10
}

fn format_relative(seconds: i64) -> String {
    if is_just_now(seconds) {
        return "just now".to_owned();
    }
    /// Formatted spans by count and unit.
    type Cache = Vec<((i32, &'static str), String)>;
    thread_local!(static CACHE: RefCell<Cache> = RefCell::default());
    let span = in_largest_unit(seconds);
    CACHE.with_borrow_mut(|cache| {
        if let Some((_, text)) = cache.iter().find(|(cached, _)| *cached == span) {
            return text.clone();
        }
        let (count, unit) = span;
        let text = String::from(RELATIVE.with(|formatter| formatter.format(f64::from(count), unit)));
        if cache.len() < MAX_CACHED_SPANS {
            cache.push((span, text.clone()));
        }
        text
    })
}

fn format(formatter: &Function, date: &Date) -> String {
    formatter.call1(&JsValue::UNDEFINED, date).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn options(settings: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in settings {
        // Setting a property on a fresh object cannot fail.
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    options
}

/// A span as a count of the largest unit that fits into it, rounded toward zero: 23 months are 1
/// year.
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
    use super::{Timestamp, in_largest_unit, is_just_now};

    #[test]
    fn impossible_times_are_unknown() {
        let milliseconds = 1_704_090_600_000;
        assert!(
            [i64::MIN, -1, 0, milliseconds, i64::MAX].iter().all(|seconds| Timestamp::from_secs(*seconds).is_none())
        );
        assert!(Timestamp::from_secs(1_704_090_600).is_some());
    }

    #[test]
    fn a_moment_ago_is_just_now() {
        assert!([-59, 0, 9].into_iter().all(is_just_now));
        assert!(![-60, 10].into_iter().any(is_just_now));
    }

    #[test]
    fn spans_are_counted_in_their_largest_unit() {
        assert_eq!(in_largest_unit(0), (0, "second"));
        assert_eq!(in_largest_unit(-59), (-59, "second"));
        assert_eq!(in_largest_unit(-3_700), (-1, "hour"));
        assert_eq!(in_largest_unit(-86_400 * 6), (-6, "day"));
        assert_eq!(in_largest_unit(-86_400 * 8), (-1, "week"));
        assert_eq!(in_largest_unit(-31_556_952 * 2 + 1), (-1, "year"));
        assert_eq!(in_largest_unit(7_200), (2, "hour"));
    }
}
