//! Calendar dates and timestamps in UTC: [`Day`] and [`format_rfc3339`].
//!
//! There is no clock and no time zone here, so a date in a link means the same everywhere.
//!
//! Why not crate `jiff` or `time`: both bring time zones, parsing and formatting that would add
//! tens of kilobytes to the download, for the thirty lines of arithmetic that are needed.

use core::fmt;

const SECS_PER_DAY: i64 = 86_400;

/// A day of the proleptic Gregorian calendar, in the years 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// Days since 1970-01-01.
    days: i32,
}

impl Day {
    /// Returns the day of a date; `None` if the calendar has no such day.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9_999).contains(&year) || !(1..=12).contains(&month) || day == 0 {
            return None;
        }
        let candidate = Self { days: days_from_civil(year, month, day) };
        // Rejects days past the end of the month: February 31 would come out as a day in March.
        (candidate.ymd() == (year, month, day)).then_some(candidate)
    }

    /// Parses `2024-02-29`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_date = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let mut parts = text.splitn(3, '-').filter(|_| is_date);
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// Returns the day that contains a Unix timestamp in seconds; `None` outside the years 1 to
    /// 9999.
    #[must_use]
    pub fn from_unix_secs(secs: i64) -> Option<Self> {
        let days = i32::try_from(secs.div_euclid(SECS_PER_DAY)).ok()?;
        const { days_from_civil(1, 1, 1)..=days_from_civil(9_999, 12, 31) }.contains(&days).then_some(Self { days })
    }

    /// Returns the first second of the day, as a Unix timestamp.
    #[must_use]
    pub fn start_secs(self) -> i64 {
        i64::from(self.days) * SECS_PER_DAY
    }

    /// Returns the first second after the day, as a Unix timestamp.
    #[must_use]
    pub fn end_secs(self) -> i64 {
        self.start_secs() + SECS_PER_DAY
    }

    /// Returns the day before.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self { days: self.days - 1 }
    }

    /// Returns year, month (from 1) and day of the month (from 1).
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        civil_from_days(self.days)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// Formats a Unix timestamp in seconds as RFC 3339 in UTC, such as `2024-06-06T07:20:00Z`. Outside
/// the years 0 to 9999, which RFC 3339 cannot express, returns the seconds as a number.
#[must_use]
pub fn format_rfc3339(unix_secs: i64) -> String {
    // 0000-01-01T00:00:00 and 9999-12-31T23:59:59.
    if !(-62_167_219_200..=253_402_300_799).contains(&unix_secs) {
        return unix_secs.to_string();
    }
    // The range above makes it fit.
    let (year, month, day) = civil_from_days(unix_secs.div_euclid(SECS_PER_DAY) as i32);
    let secs_of_day = unix_secs.rem_euclid(SECS_PER_DAY);
    let (hour, minute, second) = (secs_of_day / 3_600, secs_of_day / 60 % 60, secs_of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

// The two conversions are Howard Hinnant's `days_from_civil` and `civil_from_days`:
// https://howardhinnant.github.io/date_algorithms.html
//
// Years start in March here, so that a leap day is the last day of its year. The calendar repeats
// every 400 years, an era of 146,097 days. 719,468 days lie between 0000-03-01 and 1970-01-01.

const DAYS_PER_ERA: i32 = 146_097;
const EPOCH_OFFSET_DAYS: i32 = 719_468;

/// Returns the days from 1970-01-01 to a date.
const fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let (month, day) = (month as i32, day as i32);
    let march_year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (march_year.div_euclid(400), march_year.rem_euclid(400));
    let months_since_march = (month + 9) % 12;
    let day_of_year = (153 * months_since_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * DAYS_PER_ERA + day_of_era - EPOCH_OFFSET_DAYS
}

/// Returns the year, month and day that are `days` after 1970-01-01.
fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let shifted = days + EPOCH_OFFSET_DAYS;
    let (era, day_of_era) = (shifted.div_euclid(DAYS_PER_ERA), shifted.rem_euclid(DAYS_PER_ERA));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_since_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * months_since_march + 2) / 5 + 1;
    let (month, carry) =
        if months_since_march < 10 { (months_since_march + 3, 0) } else { (months_since_march - 9, 1) };
    (era * 400 + year_of_era + carry, month as u32, day as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_parsed_and_formatted() {
        for (text, start_secs) in [
            ("1970-01-01", 0),
            ("1969-12-31", -86_400),
            ("2000-02-29", 951_782_400),
            ("2024-12-31", 1_735_603_200),
            ("0001-01-01", -62_135_596_800),
            ("9999-12-31", 253_402_214_400),
        ] {
            let day = Day::parse(text).unwrap();
            assert_eq!((day.to_string().as_str(), day.start_secs()), (text, start_secs));
            assert_eq!(Day::from_unix_secs(start_secs + 86_399), Some(day));
            assert_ne!(Day::from_unix_secs(day.end_secs()), Some(day));
        }
    }

    #[test]
    fn an_invalid_date_is_none() {
        for text in [
            "",
            "2023-02-29",
            "2024-02-31",
            "1900-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-1-1",
            "24-01-01",
            "2024-01-0x",
            "+024-01-01",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
        assert_eq!(Day::from_unix_secs(i64::MIN), None);
        assert_eq!(Day::from_unix_secs(i64::MAX), None);
    }

    #[test]
    fn consecutive_days_convert_both_ways() {
        let mut current = Day::new(1896, 1, 1).unwrap();
        while *current.to_string() < *"2105-01-01" {
            let next = Day::from_unix_secs(current.end_secs()).unwrap();
            assert!(next > current && next.previous() == current, "{current}");
            let (year, month, day) = next.ymd();
            assert_eq!(Day::new(year, month, day), Some(next));
            current = next;
        }
    }

    #[test]
    fn timestamps_are_formatted_as_rfc_3339() {
        for (unix_secs, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (-62_167_219_200, "0000-01-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
            (253_402_300_800, "253402300800"),
            (i64::MAX, "9223372036854775807"),
        ] {
            assert_eq!(format_rfc3339(unix_secs), expected);
        }
    }
}
