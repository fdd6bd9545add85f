//! Where one is in a list that may be longer than a browser can make an element high.

use core::ops::Range;

/// The highest that an element is made, in CSS pixels. Browsers stop at some point between 17 and 33 millions.
const HIGHEST: f64 = 8_000_000.0;

/// How many rows are there above and below those that are seen, so that the next one can get the focus.
const AROUND: usize = 6;

/// A list of rows of one height, seen through a window.
///
/// The scroll bar moves in an element of limited height. Where that is less than the list, a large move of the bar is one in
/// proportion, and a small one is one by as many pixels: every row can be reached, and none is skipped by the wheel.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scroll {
    rows: usize,
    /// How high a row is, in pixels, as all that follows.
    row: f64,
    /// How high the window is.
    window: f64,
    /// How far the bar is from its start.
    bar: f64,
    /// How much of the list is above the window.
    top: f64,
}

impl Scroll {
    /// How high the list is.
    fn list(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "rows stay far below 2^53")]
        let rows = self.rows as f64;
        rows * self.row
    }

    /// How high the element is that is scrolled.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.list().min(HIGHEST)
    }

    fn last_top(&self) -> f64 {
        (self.list() - self.window).max(0.0)
    }

    fn last_bar(&self) -> f64 {
        (self.height() - self.window).max(0.0)
    }

    fn is_compressed(&self) -> bool {
        self.list() > HIGHEST
    }

    /// There are so many rows now, of that height, in a window of that height.
    pub fn measure(&mut self, rows: usize, row: f64, window: f64) {
        if row > 0.0 && self.row > 0.0 {
            // The row that was the first stays the first.
            self.top *= row / self.row;
        }
        (self.rows, self.row, self.window) = (rows, row, window);
        self.top = self.top.min(self.last_top());
    }

    /// The bar has been moved.
    pub fn move_to(&mut self, bar: f64) {
        let (last_bar, last_top) = (self.last_bar(), self.last_top());
        let by = bar - self.bar;
        self.top = if !self.is_compressed() {
            bar
        } else if bar <= 0.0 {
            0.0
        } else if bar >= last_bar {
            last_top
        } else if by.abs() < 2.0 * self.window {
            self.top + by
        } else {
            bar / last_bar * last_top
        }
        .clamp(0.0, last_top);
        self.bar = bar;
    }

    /// Where the bar belongs, if it is not there: after small moves it has come too far.
    pub fn settled(&mut self) -> Option<f64> {
        let bar = if self.is_compressed() { self.top / self.last_top() * self.last_bar() } else { self.top };
        let is_off = (bar - self.bar).abs() > 1.0;
        self.bar = bar;
        is_off.then_some(bar)
    }

    /// Whether the bar is at an end, and the list is not: it has to be settled before it goes on.
    #[must_use]
    pub fn is_stuck(&self) -> bool {
        let near = 2.0 * self.window;
        self.is_compressed()
            && (self.bar < near && self.top > near
                || self.last_bar() - self.bar < near && self.last_top() - self.top > near)
    }

    /// Goes to the start.
    pub fn restart(&mut self) {
        (self.top, self.bar) = (0.0, 0.0);
    }

    /// The rows to be there: those that are seen, and a few around them.
    #[must_use]
    pub fn there(&self) -> Range<usize> {
        if self.row <= 0.0 {
            return 0..self.rows.min(AROUND);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and below the rows")]
        let whole = |rows: f64| rows.max(0.0) as usize;
        let first = whole((self.top / self.row).floor()).saturating_sub(AROUND);
        let end = whole(((self.top + self.window) / self.row).ceil()).saturating_add(AROUND);
        first.min(self.rows)..end.min(self.rows)
    }

    /// How far the first of [`Scroll::there`] is above the window.
    #[must_use]
    pub fn above(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "rows stay far below 2^53")]
        let first = self.there().start as f64;
        self.top - first * self.row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: usize) -> Scroll {
        let mut scroll = Scroll::default();
        scroll.measure(rows, 40.0, 800.0);
        scroll
    }

    /// The rows that are seen at least in part.
    fn seen(scroll: &Scroll) -> Range<usize> {
        let there = scroll.there();
        let first = there.start + (scroll.above() / scroll.row) as usize;
        first..there.end.min(first + (scroll.window / scroll.row) as usize + 1)
    }

    #[test]
    fn a_short_list_is_as_high_as_its_rows() {
        let mut scroll = of(250);
        assert_eq!(scroll.height(), 10_000.0);
        assert_eq!(scroll.there(), 0..26);
        scroll.move_to(1_010.0);
        assert_eq!(scroll.there().start, 25 - AROUND);
        assert_eq!(scroll.above(), 10.0 + 6.0 * 40.0);
        scroll.move_to(9_200.0);
        assert_eq!(scroll.there().end, 250);
        assert_eq!(scroll.settled(), None);
    }

    #[test]
    fn the_bar_reaches_every_part_of_a_million() {
        let mut scroll = of(1_000_000);
        assert_eq!(scroll.height(), HIGHEST);
        scroll.move_to(HIGHEST - 800.0);
        assert_eq!(seen(&scroll).end, 1_000_000);
        scroll.move_to(HIGHEST / 2.0 - 400.0);
        assert!(seen(&scroll).contains(&500_000), "{:?}", seen(&scroll));
        scroll.move_to(0.0);
        assert_eq!(seen(&scroll).start, 0);
    }

    #[test]
    fn the_wheel_skips_no_row_of_a_million_from_start_to_end() {
        let mut scroll = of(1_000_000);
        let mut bar = 0.0;
        let mut last = seen(&scroll).end;
        let mut steps = 0;
        while seen(&scroll).end < 1_000_000 {
            bar += 700.0;
            scroll.move_to(f64::min(bar, scroll.last_bar()));
            assert!(seen(&scroll).start <= last, "{:?} after {last}", seen(&scroll));
            last = seen(&scroll).end;
            steps += 1;
            // The wheel rests now and then, and where it would get stuck.
            if steps % 50 == 0 || scroll.is_stuck() {
                scroll.settled();
                bar = scroll.bar;
            }
        }
        assert!(steps > 50_000);
    }

    #[test]
    fn what_was_first_stays_first_when_rows_grow() {
        let mut scroll = of(1_000);
        scroll.move_to(4_000.0);
        scroll.measure(1_000, 80.0, 800.0);
        assert_eq!(scroll.top, 8_000.0);
        scroll.measure(10, 80.0, 800.0);
        assert_eq!(scroll.top, 0.0);
        scroll.measure(0, 80.0, 800.0);
        assert_eq!(scroll.there(), 0..0);
    }
}
