//! The position in a list that may be longer than the highest element a browser can lay out.
//! Pure: it maps positions of the scroll bar to positions in the list.
//!
//! Why not a crate such as `leptos-struct-table`: it scrolls an element as high as all rows, and a
//! million rows of 40 pixels are higher than browsers allow.

use core::ops::Range;

/// The height at which scrolled elements are capped, in CSS pixels. Browsers' own limits lie
/// between 17 and 33 million.
const MAX_ELEMENT_HEIGHT_PX: f64 = 8_000_000.0;

/// Within this distance of either end, the list moves exactly as far as the bar.
const EXACT_ZONE_PX: f64 = 50_000.0;

/// A scroll position over rows of equal height, seen through a viewport.
///
/// The scroll bar moves in an element of limited height. If the list is higher than that, the
/// positions are compressed: a large move of the bar counts in proportion, a small one counts pixel
/// by pixel. So every row can be reached, and the wheel skips none. Near the ends every move counts
/// pixel by pixel, so that the first and the last row can be reached with the wheel.
///
/// After many small moves the bar is not where its position in the list belongs.
/// [`resync_bar`](Self::resync_bar) corrects that once scrolling has ended.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ScrollModel {
    row_count: usize,
    row_px: f64,
    viewport_px: f64,
    /// How much of the end of the viewport something else covers. The list can be scrolled out of
    /// there.
    covered_px: f64,
    /// The rows to keep rendered above and below the viewport.
    overscan: usize,
    /// How far the scroll bar is from its start.
    bar_px: f64,
    /// How much of the list is above the viewport.
    top_px: f64,
}

impl ScrollModel {
    /// A model at the start of the list that renders `overscan` rows beyond the viewport, so that
    /// the keyboard can move the focus to them.
    #[must_use]
    pub fn new(overscan: usize) -> Self {
        Self { overscan, ..Self::default() }
    }

    fn list_px(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "rows stay far below 2^53")]
        let rows = self.row_count as f64;
        rows * self.row_px
    }

    /// The height of the rows in the element that is scrolled.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.list_px().min(MAX_ELEMENT_HEIGHT_PX)
    }

    /// The height of the element that is scrolled.
    #[must_use]
    pub fn scrolled_px(&self) -> f64 {
        self.height() + self.covered_px
    }

    fn uncovered_px(&self) -> f64 {
        self.viewport_px - self.covered_px
    }

    fn max_top(&self) -> f64 {
        (self.list_px() - self.uncovered_px()).max(0.0)
    }

    fn max_bar(&self) -> f64 {
        (self.height() - self.uncovered_px()).max(0.0)
    }

    /// Whether the list is higher than the element that is scrolled.
    #[must_use]
    pub fn is_compressed(&self) -> bool {
        self.list_px() > MAX_ELEMENT_HEIGHT_PX
    }

    /// Takes over a new number of rows, row height and viewport height. The first visible row stays
    /// the first.
    pub fn measure(&mut self, row_count: usize, row_px: f64, viewport_px: f64) {
        if row_px > 0.0 && self.row_px > 0.0 {
            self.top_px *= row_px / self.row_px;
        }
        (self.row_count, self.row_px, self.viewport_px) = (row_count, row_px, viewport_px);
        self.top_px = self.top_px.min(self.max_top());
    }

    /// Takes over how much of the end of the viewport something covers. Half of it at most, so that
    /// there is room for rows.
    pub fn cover_end(&mut self, covered_px: f64) {
        self.covered_px = covered_px.min(self.viewport_px / 2.0);
        self.top_px = self.top_px.min(self.max_top());
    }

    /// Whether the list is scrolled away from its start.
    #[must_use]
    pub fn is_moved(&self) -> bool {
        self.bar_px > 0.0 || self.top_px > 0.0
    }

    /// Where the bar was when it was last followed or moved.
    #[must_use]
    pub fn bar_px(&self) -> f64 {
        self.bar_px
    }

    /// Maps a position of the bar to one in the list.
    fn top_at(&self, bar_px: f64) -> f64 {
        let (max_bar, max_top) = (self.max_bar(), self.max_top());
        if bar_px <= EXACT_ZONE_PX {
            bar_px
        } else if bar_px >= max_bar - EXACT_ZONE_PX {
            max_top - (max_bar - bar_px)
        } else {
            let scale = (max_top - 2.0 * EXACT_ZONE_PX) / (max_bar - 2.0 * EXACT_ZONE_PX);
            EXACT_ZONE_PX + (bar_px - EXACT_ZONE_PX) * scale
        }
    }

    /// Maps a position in the list to one of the bar. The inverse of [`top_at`](Self::top_at).
    fn bar_at(&self, top_px: f64) -> f64 {
        let (max_bar, max_top) = (self.max_bar(), self.max_top());
        if top_px <= EXACT_ZONE_PX {
            top_px
        } else if top_px >= max_top - EXACT_ZONE_PX {
            max_bar - (max_top - top_px)
        } else {
            let scale = (max_bar - 2.0 * EXACT_ZONE_PX) / (max_top - 2.0 * EXACT_ZONE_PX);
            EXACT_ZONE_PX + (top_px - EXACT_ZONE_PX) * scale
        }
    }

    fn is_near_an_end(&self, bar_px: f64) -> bool {
        bar_px <= EXACT_ZONE_PX || bar_px >= self.max_bar() - EXACT_ZONE_PX
    }

    /// Follows the bar to a new position.
    pub fn move_to(&mut self, bar_px: f64) {
        let delta = bar_px - self.bar_px;
        let is_small = delta.abs() < 2.0 * self.viewport_px;
        let is_exact = self.is_near_an_end(bar_px) && self.is_near_an_end(self.bar_px) && !self.is_off();
        let top_px = if !self.is_compressed() {
            bar_px
        } else if is_small && !is_exact {
            self.top_px + delta
        } else {
            self.top_at(bar_px)
        };
        self.top_px = top_px.clamp(0.0, self.max_top());
        self.bar_px = bar_px;
    }

    /// Where the bar belongs for the current position in the list.
    fn target_bar(&self) -> f64 {
        if self.is_compressed() { self.bar_at(self.top_px) } else { self.top_px }
    }

    /// Whether small moves have carried the bar away from where it belongs.
    fn is_off(&self) -> bool {
        (self.target_bar() - self.bar_px).abs() > 1.0
    }

    /// Moves the bar to where it belongs. Returns its new position if it has to move.
    pub fn resync_bar(&mut self) -> Option<f64> {
        let is_off = self.is_off();
        self.bar_px = self.target_bar();
        is_off.then_some(self.bar_px)
    }

    /// Whether the bar has reached an end before the list has: it must be resynchronized before it
    /// can go on.
    #[must_use]
    pub fn is_stuck(&self) -> bool {
        self.is_compressed() && self.is_near_an_end(self.bar_px) && self.is_off()
    }

    /// Scrolls as little as is needed to show a row. Returns the new position of the bar.
    pub fn reveal(&mut self, index: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "rows stay far below 2^53")]
        let row_top_px = index as f64 * self.row_px;
        let min_top_px = row_top_px + self.row_px - self.uncovered_px();
        self.top_px = self.top_px.min(row_top_px).max(min_top_px).clamp(0.0, self.max_top());
        self.bar_px = self.target_bar();
        self.bar_px
    }

    /// The number of whole rows that fit into the viewport, at least 1.
    #[must_use]
    pub fn page_rows(&self) -> usize {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "neither negative nor large")]
        let rows = (self.uncovered_px() / self.row_px.max(1.0)).floor().max(1.0) as usize;
        rows
    }

    /// Returns to the start of the list.
    pub fn restart(&mut self) {
        (self.top_px, self.bar_px) = (0.0, 0.0);
    }

    /// The rows to render: the visible ones and the overscan.
    #[must_use]
    pub fn rendered_range(&self) -> Range<usize> {
        if self.row_px <= 0.0 {
            return 0..self.row_count.min(self.overscan);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and below the rows")]
        let to_index = |rows: f64| rows.max(0.0) as usize;
        let start = to_index((self.top_px / self.row_px).floor()).saturating_sub(self.overscan);
        let end = to_index(((self.top_px + self.viewport_px) / self.row_px).ceil()).saturating_add(self.overscan);
        start.min(self.row_count)..end.min(self.row_count)
    }

    /// The first row that is entirely visible.
    #[must_use]
    pub fn first_visible(&self) -> usize {
        if self.row_px <= 0.0 {
            return 0;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and below the rows")]
        let index = (self.top_px / self.row_px).ceil().max(0.0) as usize;
        index.min(self.row_count.saturating_sub(1))
    }

    /// How far the first row of [`rendered_range`](Self::rendered_range) starts above the viewport.
    #[must_use]
    pub fn overscan_px(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "rows stay far below 2^53")]
        let start = self.rendered_range().start as f64;
        self.top_px - start * self.row_px
    }

    /// How far the first row of [`rendered_range`](Self::rendered_range) is from the start of the
    /// scrolled element, for rows that scroll with that element.
    #[must_use]
    pub fn rendered_offset(&self) -> f64 {
        // Rows beyond the end would enlarge the element, and the browser would not scroll back.
        self.bar_px.min(self.max_bar()) - self.overscan_px()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OVERSCAN: usize = 2;

    /// Rows of 40 pixels in a viewport of 800.
    fn scroll_over(row_count: usize) -> ScrollModel {
        let mut scroll = ScrollModel::new(OVERSCAN);
        scroll.measure(row_count, 40.0, 800.0);
        scroll
    }

    /// The rows that are visible at least in part.
    fn visible_range(scroll: &ScrollModel) -> Range<usize> {
        let rendered = scroll.rendered_range();
        let start = rendered.start + (scroll.overscan_px() / scroll.row_px) as usize;
        start..rendered.end.min(start + scroll.page_rows() + 1)
    }

    #[test]
    fn a_short_list_is_as_high_as_its_rows() {
        let mut scroll = scroll_over(250);
        assert_eq!(scroll.height(), 10_000.0);
        assert_eq!(scroll.rendered_range(), 0..20 + OVERSCAN);
        scroll.move_to(1_010.0);
        assert_eq!(scroll.rendered_range().start, 25 - OVERSCAN);
        assert_eq!(scroll.overscan_px(), 10.0 + f64::from(u32::try_from(OVERSCAN).unwrap_or(0)) * 40.0);
        scroll.move_to(9_200.0);
        assert_eq!(scroll.rendered_range().end, 250);
        assert_eq!(scroll.resync_bar(), None);
    }

    #[test]
    fn an_unmeasured_list_renders_the_overscan_only() {
        let mut scroll = ScrollModel::new(OVERSCAN);
        scroll.measure(250, 0.0, 800.0);
        assert_eq!(scroll.rendered_range(), 0..OVERSCAN);
    }

    #[test]
    fn the_bar_reaches_every_part_of_a_million_rows() {
        let mut scroll = scroll_over(1_000_000);
        assert_eq!(scroll.height(), MAX_ELEMENT_HEIGHT_PX);
        scroll.move_to(MAX_ELEMENT_HEIGHT_PX - 800.0);
        assert_eq!(visible_range(&scroll).end, 1_000_000);
        scroll.move_to(MAX_ELEMENT_HEIGHT_PX / 2.0 - 400.0);
        assert!(visible_range(&scroll).contains(&500_000), "{:?}", visible_range(&scroll));
        scroll.move_to(0.0);
        assert_eq!(visible_range(&scroll).start, 0);
        let end = MAX_ELEMENT_HEIGHT_PX;
        for bar in [0.0, 10_000.0, 60_000.0, 4_000_000.0, end - 10_000.0, end - 800.0] {
            assert!((scroll.bar_at(scroll.top_at(bar)) - bar).abs() < 0.001, "{bar}");
        }
    }

    #[test]
    fn the_wheel_reaches_both_ends_without_slowing_down() {
        let mut scroll = scroll_over(1_000_000);
        scroll.move_to(MAX_ELEMENT_HEIGHT_PX - 40_000.0);
        scroll.resync_bar();
        let mut steps = 0;
        while scroll.top_px < scroll.max_top() {
            let bar = (scroll.bar_px + 100.0).min(scroll.max_bar());
            scroll.move_to(bar);
            steps += 1;
        }
        assert!((380..=400).contains(&steps), "{steps}");
        scroll.move_to(30_000.0);
        for _ in 0..300 {
            scroll.move_to((scroll.bar_px - 100.0).max(0.0));
        }
        assert_eq!(scroll.top_px, 0.0);
    }

    #[test]
    fn the_wheel_skips_none_of_a_million_rows() {
        let mut scroll = scroll_over(1_000_000);
        let mut bar = 0.0;
        let mut last_end = visible_range(&scroll).end;
        let mut steps = 0;
        while visible_range(&scroll).end < 1_000_000 {
            bar += 700.0;
            scroll.move_to(f64::min(bar, scroll.max_bar()));
            assert!(visible_range(&scroll).start <= last_end, "{:?} after {last_end}", visible_range(&scroll));
            last_end = visible_range(&scroll).end;
            steps += 1;
            // Scrolling ends now and then, and the bar is resynchronized where it would get stuck.
            if steps % 50 == 0 || scroll.is_stuck() {
                scroll.resync_bar();
                bar = scroll.bar_px;
            }
        }
        assert!(steps > 50_000);
    }

    #[test]
    fn a_row_is_revealed_with_the_least_movement() {
        let mut scroll = scroll_over(1_000_000);
        assert_eq!(scroll.page_rows(), 20);
        scroll.reveal(10);
        assert_eq!(scroll.top_px, 0.0);
        scroll.reveal(20);
        assert_eq!(scroll.top_px, 40.0);
        scroll.reveal(0);
        assert_eq!(scroll.top_px, 0.0);
        for index in [123_456, 999_999, 500_000, 0] {
            scroll.reveal(index);
            assert!(visible_range(&scroll).contains(&index));
            assert_eq!(scroll.resync_bar(), None);
        }
    }

    #[test]
    fn the_first_row_stays_first_when_rows_grow() {
        let mut scroll = scroll_over(1_000);
        scroll.move_to(4_000.0);
        scroll.measure(1_000, 80.0, 800.0);
        assert_eq!(scroll.top_px, 8_000.0);
        scroll.measure(10, 80.0, 800.0);
        assert_eq!(scroll.top_px, 0.0);
        scroll.measure(0, 80.0, 800.0);
        assert_eq!(scroll.rendered_range(), 0..0);
    }

    #[test]
    fn the_last_row_can_be_scrolled_out_of_what_is_covered() {
        let mut scroll = scroll_over(250);
        scroll.cover_end(100.0);
        assert_eq!((scroll.height(), scroll.scrolled_px()), (10_000.0, 10_100.0));
        scroll.move_to(9_300.0);
        assert_eq!(scroll.overscan_px(), f64::from(u32::try_from(OVERSCAN).unwrap_or(0)) * 40.0 + 20.0);
        assert_eq!(scroll.resync_bar(), None);
        scroll.restart();
        assert_eq!(scroll.rendered_range(), 0..20 + OVERSCAN);
        assert_eq!(scroll.reveal(19), 100.0);
        scroll.reveal(249);
        scroll.cover_end(0.0);
        assert_eq!(scroll.resync_bar(), Some(9_200.0));
        // There is always room for rows.
        scroll.cover_end(1_000.0);
        assert_eq!(scroll.page_rows(), 10);
    }

    #[test]
    fn rows_never_extend_beyond_the_scrolled_element() {
        let mut scroll = scroll_over(1_000);
        scroll.move_to(1_010.0);
        assert_eq!(scroll.rendered_offset(), 920.0);
        scroll.move_to(39_200.0);
        // The list has become shorter, and the browser has not scrolled back yet.
        scroll.measure(30, 40.0, 800.0);
        assert_eq!(scroll.rendered_range(), 10 - OVERSCAN..30);
        assert_eq!(scroll.rendered_offset(), 320.0);
        let mut compressed = scroll_over(1_000_000);
        compressed.move_to(4_000_000.0);
        assert!((compressed.rendered_offset() + compressed.overscan_px() - 4_000_000.0).abs() < 0.001);
    }
}
