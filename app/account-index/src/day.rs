//! Days of the calendar, without a clock and a time zone: a day here is one of UTC, so that a link means the same everywhere.

use core::fmt;

/// Seconds of a day.
const SECONDS: i64 = 86_400;

/// A day from the year 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// Days since 1970-01-01.
    number: i32,
}

impl Day {
    /// A day of the calendar; `None` where there is no such day.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9_999).contains(&year) || !(1..=12).contains(&month) || day == 0 {
            return None;
        }
        let found = Self { number: number_of(year, month, day) };
        // The 31st of February is a day of March.
        (found.date() == (year, month, day)).then_some(found)
    }

    /// Reads `2024-02-29`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_date = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let mut parts = text.splitn(3, '-').filter(|_| is_date);
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// The day that a second is in, in seconds since the epoch; `None` outside the years 1 to 9999.
    #[must_use]
    pub fn of(seconds: i64) -> Option<Self> {
        let number = i32::try_from(seconds.div_euclid(SECONDS)).ok()?;
        (number_of(1, 1, 1)..=number_of(9_999, 12, 31)).contains(&number).then_some(Self { number })
    }

    /// Its first second, since the epoch.
    #[must_use]
    pub fn start(self) -> i64 {
        i64::from(self.number) * SECONDS
    }

    /// The first second after it.
    #[must_use]
    pub fn end(self) -> i64 {
        self.start() + SECONDS
    }

    /// The day before.
    #[must_use]
    pub const fn before(self) -> Self {
        Self { number: self.number - 1 }
    }

    /// Year, month from 1, day from 1.
    #[must_use]
    pub fn date(self) -> (i32, u32, u32) {
        // At or before the year: after 1970 years are taken for too long, before for too short.
        let mut year = 1970 + self.number.div_euclid(if self.number < 0 { 365 } else { 366 });
        while number_of(year + 1, 1, 1) <= self.number {
            year += 1;
        }
        let month = (2..=12).take_while(|month| number_of(year, *month, 1) <= self.number).count() as u32 + 1;
        (year, month, (self.number - number_of(year, month, 1)) as u32 + 1)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// Days from 1970-01-01 to a day of the Gregorian calendar.
fn number_of(year: i32, month: u32, day: u32) -> i32 {
    const BEFORE: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let whole = year - 1;
    let leaps = whole.div_euclid(4) - whole.div_euclid(100) + whole.div_euclid(400);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let in_year = BEFORE[month as usize - 1] + i32::from(is_leap && month > 2) + day as i32 - 1;
    // 719,162 days are from 0001-01-01 to 1970-01-01.
    whole * 365 + leaps + in_year - 719_162
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_and_written() {
        for (text, start) in [
            ("1970-01-01", 0),
            ("1969-12-31", -86_400),
            ("2000-02-29", 951_782_400),
            ("2024-12-31", 1_735_603_200),
            ("0001-01-01", -62_135_596_800),
            ("9999-12-31", 253_402_214_400),
        ] {
            let day = Day::parse(text).unwrap();
            assert_eq!((day.to_string().as_str(), day.start()), (text, start));
            assert_eq!(Day::of(start + 86_399), Some(day));
            assert_ne!(Day::of(day.end()), Some(day));
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "2023-02-29",
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
        assert_eq!(Day::of(i64::MIN), None);
        assert_eq!(Day::of(i64::MAX), None);
    }

    #[test]
    fn days_follow_one_another() {
        let mut day = Day::new(1896, 1, 1).unwrap();
        while *day.to_string() < *"2105-01-01" {
            let next = Day::of(day.end()).unwrap();
            assert!(next > day && next.before() == day, "{day}");
            let (year, month, date) = next.date();
            assert_eq!(Day::new(year, month, date), Some(next));
            day = next;
        }
    }
}
