//! Where one is in a list that may be longer than a browser can make an element high.

use core::ops::Range;

/// The highest that an element is made, in CSS pixels. Browsers stop at some point between 17 and 33 millions.
const HIGHEST: f64 = 8_000_000.0;

/// How far from either end of the element the bar moves by as many pixels as the list, however long that is.
const EXACT: f64 = 50_000.0;

/// How many rows are there above and below those that are seen, so that the next one can get the focus.
const OVERSCAN: usize = 2;

/// A list of rows of one height, seen through a window.
///
/// The scroll bar moves in an element of limited height. Where that is less than the list, a large move of the bar is one in
/// proportion, and a small one is one by as many pixels: every row can be reached, and none is skipped by the wheel. Near the ends
/// every move is one by as many pixels, so that nobody gets stuck there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ScrollModel {
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

impl ScrollModel {
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

    /// Whether anything but the start of the list is seen, as far as is known.
    #[must_use]
    pub fn is_moved(&self) -> bool {
        self.bar > 0.0 || self.top > 0.0
    }

    /// What is above the window where the bar is there.
    fn top_at(&self, bar: f64) -> f64 {
        let (last_bar, last_top) = (self.last_bar(), self.last_top());
        if bar <= EXACT {
            bar
        } else if bar >= last_bar - EXACT {
            last_top - (last_bar - bar)
        } else {
            EXACT + (bar - EXACT) / (last_bar - 2.0 * EXACT) * (last_top - 2.0 * EXACT)
        }
    }

    /// Where the bar belongs: the other way round.
    fn bar_at(&self, top: f64) -> f64 {
        let (last_bar, last_top) = (self.last_bar(), self.last_top());
        if top <= EXACT {
            top
        } else if top >= last_top - EXACT {
            last_bar - (last_top - top)
        } else {
            EXACT + (top - EXACT) / (last_top - 2.0 * EXACT) * (last_bar - 2.0 * EXACT)
        }
    }

    fn is_near_an_end(&self, bar: f64) -> bool {
        bar <= EXACT || bar >= self.last_bar() - EXACT
    }

    /// The bar has been moved.
    pub fn move_to(&mut self, bar: f64) {
        let by = bar - self.bar;
        let is_small = by.abs() < 2.0 * self.window;
        let is_exact = self.is_near_an_end(bar) && self.is_near_an_end(self.bar) && !self.is_off();
        let top = if !self.is_compressed() {
            bar
        } else if is_small && !is_exact {
            self.top + by
        } else {
            self.top_at(bar)
        };
        self.top = top.clamp(0.0, self.last_top());
        self.bar = bar;
    }

    /// Where the bar belongs.
    fn target_bar_position(&self) -> f64 {
        if self.is_compressed() { self.bar_at(self.top) } else { self.top }
    }

    /// Whether the bar is not where it belongs: after small moves it has come too far.
    fn is_off(&self) -> bool {
        (self.target_bar_position() - self.bar).abs() > 1.0
    }

    /// Where the bar belongs, if it is not there.
    pub fn resync_bar(&mut self) -> Option<f64> {
        let is_off = self.is_off();
        self.bar = self.target_bar_position();
        is_off.then_some(self.bar)
    }

    /// Whether the bar has come near an end too early: it has to be settled before it goes on.
    #[must_use]
    pub fn is_stuck(&self) -> bool {
        self.is_compressed() && self.is_near_an_end(self.bar) && self.is_off()
    }

    /// Moves as little as is needed to see a row. Where the bar belongs then.
    pub fn reveal(&mut self, place: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "rows stay far below 2^53")]
        let start = place as f64 * self.row;
        self.top = self.top.min(start).max(start + self.row - self.window).clamp(0.0, self.last_top());
        self.bar = self.target_bar_position();
        self.bar
    }

    /// How many rows the window is high, one at least.
    #[must_use]
    pub fn page(&self) -> usize {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "neither negative nor large")]
        let rows = (self.window / self.row.max(1.0)).floor().max(1.0) as usize;
        rows
    }

    /// Goes to the start.
    pub fn restart(&mut self) {
        (self.top, self.bar) = (0.0, 0.0);
    }

    /// The rows to be there: those that are seen, and a few around them.
    #[must_use]
    pub fn visible_range(&self) -> Range<usize> {
        if self.row <= 0.0 {
            return 0..self.rows.min(OVERSCAN);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and below the rows")]
        let whole = |rows: f64| rows.max(0.0) as usize;
        let first = whole((self.top / self.row).floor()).saturating_sub(OVERSCAN);
        let end = whole(((self.top + self.window) / self.row).ceil()).saturating_add(OVERSCAN);
        first.min(self.rows)..end.min(self.rows)
    }

    /// How far the first of [`Scroll::there`] is above the window.
    #[must_use]
    pub fn first_row_offset(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "rows stay far below 2^53")]
        let first = self.visible_range().start as f64;
        self.top - first * self.row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: usize) -> ScrollModel {
        let mut scroll = ScrollModel::default();
        scroll.measure(rows, 40.0, 800.0);
        scroll
    }

    /// The rows that are seen at least in part.
    fn seen(scroll: &ScrollModel) -> Range<usize> {
        let there = scroll.visible_range();
        let first = there.start + (scroll.first_row_offset() / scroll.row) as usize;
        first..there.end.min(first + scroll.page() + 1)
    }

    #[test]
    fn a_short_list_is_as_high_as_its_rows() {
        let mut scroll = of(250);
        assert_eq!(scroll.height(), 10_000.0);
        assert_eq!(scroll.visible_range(), 0..20 + OVERSCAN);
        scroll.move_to(1_010.0);
        assert_eq!(scroll.visible_range().start, 25 - OVERSCAN);
        assert_eq!(scroll.first_row_offset(), 10.0 + f64::from(u32::try_from(OVERSCAN).unwrap_or(0)) * 40.0);
        scroll.move_to(9_200.0);
        assert_eq!(scroll.visible_range().end, 250);
        assert_eq!(scroll.resync_bar(), None);
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
        // Back and forth is the same place.
        for bar in [0.0, 10_000.0, 60_000.0, 4_000_000.0, HIGHEST - 10_000.0, HIGHEST - 800.0] {
            assert!((scroll.bar_at(scroll.top_at(bar)) - bar).abs() < 0.001, "{bar}");
        }
    }

    #[test]
    fn the_wheel_reaches_both_ends_without_getting_slower() {
        let mut scroll = of(1_000_000);
        scroll.move_to(HIGHEST - 40_000.0);
        scroll.resync_bar();
        let mut steps = 0;
        while scroll.top < scroll.last_top() {
            let bar = (scroll.bar + 100.0).min(scroll.last_bar());
            scroll.move_to(bar);
            steps += 1;
        }
        assert!((380..=400).contains(&steps), "{steps}");
        scroll.move_to(30_000.0);
        for _ in 0..300 {
            scroll.move_to((scroll.bar - 100.0).max(0.0));
        }
        assert_eq!(scroll.top, 0.0);
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
                scroll.resync_bar();
                bar = scroll.bar;
            }
        }
        assert!(steps > 50_000);
    }

    #[test]
    fn a_row_is_shown_with_as_little_movement_as_possible() {
        let mut scroll = of(1_000_000);
        assert_eq!(scroll.page(), 20);
        scroll.reveal(10);
        assert_eq!(scroll.top, 0.0);
        scroll.reveal(20);
        assert_eq!(scroll.top, 40.0);
        scroll.reveal(0);
        assert_eq!(scroll.top, 0.0);
        for place in [123_456, 999_999, 500_000, 0] {
            scroll.reveal(place);
            assert!(seen(&scroll).contains(&place));
            assert_eq!(scroll.resync_bar(), None);
        }
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
        assert_eq!(scroll.visible_range(), 0..0);
    }
}
