//! A histogram of registration times.

use crate::date::Day;
use crate::row_set::RowSet;
use crate::store::Store;
use std::collections::BTreeMap;

/// Maximum number of buckets of one day; for a longer period they are months, then years.
const MAX_DAYS: usize = 31;
const MAX_MONTHS: usize = 36;
/// Maximum number of buckets of one year; for a longer period each has 10, 100 or 1000 years.
const MAX_YEARS: i32 = 40;

/// The least share of the accounts, in percent, that a period of [`MAX_YEARS`] has to hold for the
/// others to count as outliers.
const MIN_TYPICAL_PERCENT: usize = 95;

/// The number of accounts that were registered in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// First day of the period.
    pub first_day: Day,
    /// Last day of the period.
    pub last_day: Day,
    /// Number of accounts.
    pub count: usize,
}

/// The length of the buckets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Granularity {
    /// A day.
    Day,
    /// A calendar month.
    Month,
    /// A calendar year, or 10, 100 or 1000 of them.
    Years,
}

/// Registrations over time: contiguous buckets from the first to the last one, with the finest
/// granularity that keeps them few. A few impossible times would turn years into centuries: those
/// before and after the typical period have a bucket each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Histogram {
    /// The length of the buckets.
    pub granularity: Granularity,
    /// The buckets, earliest first. Empty if no row has a registration time.
    pub buckets: Vec<Bucket>,
}

impl Histogram {
    /// Counts rows. Ignores those without a registration time in the years 1 to 9999.
    #[must_use]
    pub fn from_rows(store: &Store, rows: &RowSet) -> Self {
        // Two passes instead of a list of days, which would take 4 MB for a million accounts.
        let days = || rows.iter().filter_map(|row| Day::from_unix_secs(store.registered(row)?));
        let (mut first, mut last) = (None, None);
        for day in days() {
            first = Some(first.map_or(day, |first| day.min(first)));
            last = Some(last.map_or(day, |last| day.max(last)));
        }
        let (Some(first), Some(last)) = (first, last) else {
            return Self { granularity: Granularity::Day, buckets: Vec::new() };
        };
        let (typical_first, typical_last) = typical_period(days, first, last);
        let (granularity, mut buckets) = empty_buckets(typical_first, typical_last);
        if let Some(next) = buckets.first().map(|bucket| bucket.first_day).filter(|next| first < *next) {
            buckets.insert(0, Bucket { first_day: first, last_day: next.previous(), count: 0 });
        }
        if let Some(end) = buckets.last().map(|bucket| bucket.last_day).filter(|end| *end < last) {
            let first_day = Day::from_unix_secs(end.end_secs()).unwrap_or(last);
            buckets.push(Bucket { first_day, last_day: last, count: 0 });
        }
        for day in days() {
            let index = buckets.partition_point(|bucket| bucket.last_day < day);
            if let Some(bucket) = buckets.get_mut(index) {
                bucket.count += 1;
            }
        }
        Self { granularity, buckets }
    }
}

/// The first and the last day without outliers: those of the densest period of [`MAX_YEARS`], if it
/// holds nearly all.
fn typical_period<Days: Iterator<Item = Day>>(days: impl Fn() -> Days, first: Day, last: Day) -> (Day, Day) {
    if last.ymd().0 - first.ymd().0 < MAX_YEARS {
        return (first, last);
    }
    let mut count_of_year = BTreeMap::<i32, usize>::new();
    for day in days() {
        *count_of_year.entry(day.ymd().0).or_default() += 1;
    }
    let total: usize = count_of_year.values().sum();
    let count_from = |year: i32| count_of_year.range(year..year + MAX_YEARS).map(|(_, count)| count).sum::<usize>();
    let densest = count_of_year.keys().copied().max_by_key(|year| count_from(*year));
    let Some(start) = densest.filter(|year| count_from(*year) * 100 >= total * MIN_TYPICAL_PERCENT) else {
        return (first, last);
    };
    let is_typical = |day: &Day| (start..start + MAX_YEARS).contains(&day.ymd().0);
    let typical = || days().filter(is_typical);
    (typical().min().unwrap_or(first), typical().max().unwrap_or(last))
}

/// Returns empty buckets that cover two days and all between them.
fn empty_buckets(first: Day, last: Day) -> (Granularity, Vec<Bucket>) {
    let ((first_year, first_month, _), (last_year, last_month, _)) = (first.ymd(), last.ymd());
    let fits = |count: i64, max: usize| usize::try_from(count).is_ok_and(|count| count <= max);
    let month_count = i64::from(last_year - first_year) * 12 + i64::from(last_month) - i64::from(first_month) + 1;
    let mut buckets = Vec::new();
    if fits((last.end_secs() - first.start_secs()) / 86_400, MAX_DAYS) {
        let mut next = Some(first);
        while let Some(day) = next.filter(|day| *day <= last) {
            buckets.push(Bucket { first_day: day, last_day: day, count: 0 });
            next = Day::from_unix_secs(day.end_secs());
        }
        return (Granularity::Day, buckets);
    }
    let mut years = 1;
    while (last_year / years - first_year / years) >= MAX_YEARS {
        years *= 10;
    }
    let (granularity, months_per_bucket) =
        if fits(month_count, MAX_MONTHS) { (Granularity::Month, 1) } else { (Granularity::Years, years as u32 * 12) };
    let (base_year, mut month) = match granularity {
        Granularity::Month => (first_year, first_month - 1),
        _ => (first_year / years * years, 0),
    };
    // Months count from January of `base_year`. There is no year 0: its bucket starts in year 1.
    let start_of = |month: u32| Day::new((base_year + (month / 12) as i32).max(1), month % 12 + 1, 1);
    while let Some(first_day) = start_of(month).filter(|day| *day <= last) {
        month += months_per_bucket;
        // `None` past the year 9999.
        let last_day = start_of(month).map_or(last, Day::previous);
        buckets.push(Bucket { first_day, last_day, count: 0 });
    }
    (granularity, buckets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use account_api::User;

    /// Returns the histogram of accounts registered on these days; text that is no day has none.
    fn histogram(days: &[&str]) -> Histogram {
        let mut store = Store::default();
        let mut rows = RowSet::default();
        for (index, day) in days.iter().enumerate() {
            let registered_on = Day::parse(day).map(|day| day.start_secs() + 40_000);
            store.upsert(&User { username: index.to_string(), registered_on, ..User::default() });
            rows.insert(index as u32);
        }
        Histogram::from_rows(&store, &rows)
    }

    fn buckets_of(histogram: &Histogram) -> Vec<(String, String, usize)> {
        let as_text = |bucket: &Bucket| (bucket.first_day.to_string(), bucket.last_day.to_string(), bucket.count);
        histogram.buckets.iter().map(as_text).collect()
    }

    fn bucket(first_day: &str, last_day: &str, count: usize) -> (String, String, usize) {
        (first_day.to_owned(), last_day.to_owned(), count)
    }

    #[test]
    fn a_short_period_has_a_bucket_per_day() {
        let histogram = histogram(&["2024-02-28", "2024-03-01", "2024-03-01", "never"]);
        assert_eq!(histogram.granularity, Granularity::Day);
        assert_eq!(
            buckets_of(&histogram),
            [
                bucket("2024-02-28", "2024-02-28", 1),
                bucket("2024-02-29", "2024-02-29", 0),
                bucket("2024-03-01", "2024-03-01", 2)
            ]
        );
    }

    #[test]
    fn a_longer_period_has_a_bucket_per_month_even_if_it_is_empty() {
        let histogram = histogram(&["2023-12-31", "2024-02-29", "2024-02-01"]);
        assert_eq!(histogram.granularity, Granularity::Month);
        assert_eq!(
            buckets_of(&histogram),
            [
                bucket("2023-12-01", "2023-12-31", 1),
                bucket("2024-01-01", "2024-01-31", 0),
                bucket("2024-02-01", "2024-02-29", 2)
            ]
        );
    }

    #[test]
    fn a_long_period_has_buckets_of_years_up_to_the_end_of_the_calendar() {
        let six_years = histogram(&["2019-05-05", "2024-02-29"]);
        assert_eq!((six_years.granularity, six_years.buckets.len()), (Granularity::Years, 6));
        assert_eq!(buckets_of(&six_years)[5], bucket("2024-01-01", "2024-12-31", 1));
        let last_decade = histogram(&["9990-01-01", "9999-12-31"]);
        assert_eq!(buckets_of(&last_decade).last(), Some(&bucket("9999-01-01", "9999-12-31", 1)));
        let ten_millennia = histogram(&["0500-01-01", "2024-01-01", "9999-12-31"]);
        assert_eq!(ten_millennia.buckets.len(), 10);
        assert_eq!(
            buckets_of(&ten_millennia)[..2],
            [bucket("0001-01-01", "0999-12-31", 1), bucket("1000-01-01", "1999-12-31", 0)][..]
        );
    }

    #[test]
    fn a_few_outliers_have_buckets_of_their_own() {
        let mut days = vec!["1970-01-01", "2099-06-01"];
        days.extend(["2019-05-05"; 30]);
        days.extend(["2024-02-29"; 30]);
        let histogram = histogram(&days);
        assert_eq!(histogram.granularity, Granularity::Years);
        let buckets = buckets_of(&histogram);
        assert_eq!(buckets.len(), 8);
        assert_eq!(buckets[..2], [bucket("1970-01-01", "2018-12-31", 1), bucket("2019-01-01", "2019-12-31", 30)]);
        assert_eq!(buckets[6..], [bucket("2024-01-01", "2024-12-31", 30), bucket("2025-01-01", "2099-06-01", 1)]);
    }

    #[test]
    fn without_registration_times_there_are_no_buckets() {
        assert_eq!(histogram(&[]).buckets, []);
        assert_eq!(histogram(&["never"]).buckets, []);
    }
}
