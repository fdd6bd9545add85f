//! When the accounts were registered.

use crate::day::Day;
use crate::row_set::Rows;
use crate::store::Store;

/// The most days that are told apart, then the most months, then the most years; then it is tens of years, and so on.
const MAX_DAYS: usize = 31;
const MAX_MONTHS: usize = 36;
const MAX_YEARS: i32 = 40;

/// How many accounts were registered in a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// The first day of it.
    pub from: Day,
    /// The last one.
    pub to: Day,
    /// How many.
    pub accounts: usize,
}

/// How long a span is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Granularity {
    /// A day.
    Day,
    /// A month of the calendar.
    Month,
    /// A year of the calendar, or ten, a hundred, a thousand.
    Years,
}

/// How many of some accounts were registered when: from the first to the last one, without a gap, in spans so long that they are few.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Histogram {
    /// How long each span is.
    pub span: Granularity,
    /// The spans, the earliest first.
    pub spans: Vec<Bucket>,
}

impl Histogram {
    /// Counts some accounts. Those of whom no time is known, or none of the calendar's, are left out.
    #[must_use]
    pub fn of(store: &Store, rows: &Rows) -> Self {
        // Times lie close together, so a list of all days between the first and the last is short.
        let days = || rows.iter().filter_map(|row| Day::of(store.registered(row)?));
        let (mut first, mut last) = (None, None);
        for day in days() {
            first = Some(first.map_or(day, |first| day.min(first)));
            last = Some(last.map_or(day, |last| day.max(last)));
        }
        let (Some(first), Some(last)) = (first, last) else {
            return Self { span: Granularity::Day, spans: Vec::new() };
        };
        let (span, mut spans) = spans_between(first, last);
        for day in days() {
            let at = spans.partition_point(|span| span.to < day);
            if let Some(span) = spans.get_mut(at) {
                span.accounts += 1;
            }
        }
        Self { span, spans }
    }
}

/// The spans from one day to another, which are both in them.
fn spans_between(first: Day, last: Day) -> (Granularity, Vec<Bucket>) {
    let ((first_year, first_month, _), (last_year, last_month, _)) = (first.date(), last.date());
    let is_few = |count: i64, most: usize| usize::try_from(count).is_ok_and(|count| count <= most);
    let months = i64::from(last_year - first_year) * 12 + i64::from(last_month) - i64::from(first_month) + 1;
    let mut spans = Vec::new();
    if is_few((last.end() - first.start()) / 86_400, MAX_DAYS) {
        let mut day = Some(first);
        while let Some(at) = day.filter(|day| *day <= last) {
            spans.push(Bucket { from: at, to: at, accounts: 0 });
            day = Day::of(at.end());
        }
        return (Granularity::Day, spans);
    }
    let mut years = 1;
    while (last_year / years - first_year / years) >= MAX_YEARS {
        years *= 10;
    }
    let (span, step) =
        if is_few(months, MAX_MONTHS) { (Granularity::Month, 1) } else { (Granularity::Years, years as u32 * 12) };
    let begin = if span == Granularity::Month { first_year } else { first_year / years * years };
    let start_of = |month: u32| Day::new((begin + (month / 12) as i32).max(1), month % 12 + 1, 1);
    let mut month = if span == Granularity::Month { first_month - 1 } else { 0 };
    while let Some(from) = start_of(month).filter(|day| *day <= last) {
        month += step;
        // After the last month of the calendar there is none.
        let to = start_of(month).map_or(last, Day::before);
        spans.push(Bucket { from, to, accounts: 0 });
    }
    (span, spans)
}

#[cfg(test)]
mod tests {
    use super::*;
    use account_api::User;

    fn of(days: &[&str]) -> Histogram {
        let mut store = Store::default();
        let mut rows = Rows::default();
        for (number, day) in days.iter().enumerate() {
            let registered_on = Day::parse(day).map(|day| day.start() + 40_000);
            store.upsert(&User { username: number.to_string(), registered_on, ..User::default() });
            rows.add(number as u32);
        }
        Histogram::of(&store, &rows)
    }

    fn told(registrations: &Histogram) -> Vec<(String, String, usize)> {
        registrations.spans.iter().map(|span| (span.from.to_string(), span.to.to_string(), span.accounts)).collect()
    }

    fn is(from: &str, to: &str, accounts: usize) -> (String, String, usize) {
        (from.to_owned(), to.to_owned(), accounts)
    }

    #[test]
    fn a_few_days_are_told_apart() {
        let registrations = of(&["2024-02-28", "2024-03-01", "2024-03-01", "never"]);
        assert_eq!(registrations.span, Granularity::Day);
        assert_eq!(
            told(&registrations),
            [is("2024-02-28", "2024-02-28", 1), is("2024-02-29", "2024-02-29", 0), is("2024-03-01", "2024-03-01", 2)]
        );
    }

    #[test]
    fn then_months_with_nobody_in_some() {
        let registrations = of(&["2023-12-31", "2024-02-29", "2024-02-01"]);
        assert_eq!(registrations.span, Granularity::Month);
        assert_eq!(
            told(&registrations),
            [is("2023-12-01", "2023-12-31", 1), is("2024-01-01", "2024-01-31", 0), is("2024-02-01", "2024-02-29", 2)]
        );
    }

    #[test]
    fn then_years_and_tens_of_them_up_to_the_last_of_the_calendar() {
        let registrations = of(&["2019-05-05", "2024-02-29"]);
        assert_eq!((registrations.span, registrations.spans.len()), (Granularity::Years, 6));
        assert_eq!(told(&registrations)[5], is("2024-01-01", "2024-12-31", 1));
        let last = of(&["9990-01-01", "9999-12-31"]);
        assert_eq!(told(&last).last(), Some(&is("9999-01-01", "9999-12-31", 1)));
        let few = of(&["0500-01-01", "2024-01-01", "9999-12-31"]);
        assert_eq!(few.spans.len(), 10);
        assert_eq!(told(&few)[..2], [is("0001-01-01", "0999-12-31", 1), is("1000-01-01", "1999-12-31", 0)][..]);
    }

    #[test]
    fn nobody_is_no_span() {
        assert_eq!(of(&[]).spans, []);
        assert_eq!(of(&["never"]).spans, []);
    }
}
