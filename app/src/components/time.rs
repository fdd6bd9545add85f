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
        return view! { <time datetime=iso>{full} <span class="muted">" (" {relative} ")"</span></time> }.into_any();
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

    /// The time relative to now, such as "3 yr. ago" or "yesterday". Days are the smallest unit:
    /// rows of one list are drawn at different times, and must not differ in minutes.
    pub fn relative(self) -> String {
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds since the epoch fit an i64")]
        let now = (Date::now() / 1000.0) as i64;
        format_relative(self.seconds, now)
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
    /// With words for the nearest days: "yesterday".
    static RELATIVE_DAY: Intl::RelativeTimeFormat =
        Intl::RelativeTimeFormat::new(&Array::new(), &options(&[("style", "short"), ("numeric", "auto")]));
}

/// The most formatted spans to cache. Days end at 7, but years do not end.
const MAX_CACHED_SPANS: usize = 256;

fn format_relative(seconds: i64, now: i64) -> String {
    /// Formatted spans by count and unit.
    type Cache = Vec<((i32, &'static str), String)>;
    thread_local!(static CACHE: RefCell<Cache> = RefCell::default());
    let span = span_between(seconds, now);
    CACHE.with_borrow_mut(|cache| {
        if let Some((_, text)) = cache.iter().find(|(cached, _)| *cached == span) {
            return text.clone();
        }
        let (count, unit) = span;
        let formatter = if unit == "day" { &RELATIVE_DAY } else { &RELATIVE };
        let text = String::from(formatter.with(|formatter| formatter.format(f64::from(count), unit)));
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

/// The span from `now` to a time, both in seconds since the epoch, as a count of the largest unit
/// that fits into it, rounded toward zero: 23 months are 1 year. Days are counted by the calendar
/// in UTC, as filters and charts do.
fn span_between(seconds: i64, now: i64) -> (i32, &'static str) {
    const DAY_SECS: i64 = 86_400;
    const MAX_CLOCK_SKEW_SECS: i64 = 300;
    const UNITS: [(i64, &str); 3] = [(31_556_952, "year"), (2_629_746, "month"), (604_800, "week")];
    // Clocks differ, so that an account just created may seem to be in the near future.
    let seconds = if (0..MAX_CLOCK_SKEW_SECS).contains(&(seconds - now)) { now } else { seconds };
    let days = seconds.div_euclid(DAY_SECS) - now.div_euclid(DAY_SECS);
    let span = seconds - now;
    let unit = UNITS.into_iter().find(|(length, _)| span.abs() >= *length);
    let (count, unit) = unit.map_or((days, "day"), |(length, unit)| (span / length, unit));
    (i32::try_from(count).unwrap_or(i32::MIN), unit)
}

#[cfg(test)]
mod tests {
    use super::{Timestamp, span_between};

    #[test]
    fn impossible_times_are_unknown() {
        let milliseconds = 1_704_090_600_000;
        assert!(
            [i64::MIN, -1, 0, milliseconds, i64::MAX].iter().all(|seconds| Timestamp::from_secs(*seconds).is_none())
        );
        assert!(Timestamp::from_secs(1_704_090_600).is_some());
    }

    #[test]
    fn spans_are_counted_in_their_largest_unit() {
        let now = 1_704_110_400; // noon in UTC
        assert_eq!(now % 86_400, 43_200);
        let span = |seconds| span_between(now + seconds, now);
        assert_eq!([9, 0, -59, -43_200].map(span), [(0, "day"); 4], "clocks differ by some seconds");
        assert_eq!([-43_201, -86_400 * 3 / 2].map(span), [(-1, "day"); 2]);
        assert_eq!(span(-86_400 * 6), (-6, "day"));
        assert_eq!(span(-86_400 * 8), (-1, "week"));
        assert_eq!(span(-31_556_952 * 2 + 1), (-1, "year"));
        assert_eq!(span(50_000), (1, "day"));
        let before_midnight = now + 43_199;
        assert_eq!(span_between(before_midnight + 60, before_midnight), (0, "day"), "not tomorrow");
    }
}
