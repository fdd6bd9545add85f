//! The sizes of a table, in CSS pixels. Pure: [`Viewport`](super::viewport::Viewport) reads them
//! from the DOM.

/// The height of a `<thead>` that is hidden visually: it takes part in the layout with one pixel.
const MAX_HIDDEN_HEAD_PX: f64 = 2.0;

/// The measured heights of a table's parts. All are 0 until the first measurement.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TableMetrics {
    /// The scrolling element that the table is seen through, including the header row.
    pub viewport_px: f64,
    /// The header row, or 0 if it is hidden.
    pub head_px: f64,
    /// One row.
    pub row_px: f64,
}

impl TableMetrics {
    /// Metrics from raw measurements.
    pub fn new(viewport_px: f64, head_px: f64, row_px: f64) -> Self {
        Self { viewport_px, head_px: if head_px > MAX_HIDDEN_HEAD_PX { head_px } else { 0.0 }, row_px }
    }

    /// The height that is left for rows.
    pub fn body_px(&self) -> f64 {
        self.viewport_px - self.head_px
    }

    /// Whether the rows have been laid out, so that scrolling can be computed.
    pub fn is_measured(&self) -> bool {
        self.row_px > 0.0
    }
}

/// A CSS length, rounded to hundredths of a pixel.
///
/// Only integers are formatted: the standard library's code for floats would add noticeably to the
/// size of the Wasm file.
pub fn css_px(length_px: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "no element is that high")]
    let hundredths = (length_px * 100.0).round() as i64;
    format!("calc({hundredths}px / 100)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visually_hidden_header_takes_no_height() {
        assert_eq!(TableMetrics::new(600.0, 34.0, 40.0).body_px(), 566.0);
        assert_eq!(TableMetrics::new(600.0, 1.0, 40.0).body_px(), 600.0);
    }

    #[test]
    fn metrics_are_unknown_until_a_row_has_a_height() {
        assert!(!TableMetrics::default().is_measured());
        assert!(!TableMetrics::new(600.0, 34.0, 0.0).is_measured());
        assert!(TableMetrics::new(600.0, 34.0, 40.0).is_measured());
    }

    #[test]
    fn lengths_are_written_in_hundredths() {
        assert_eq!(css_px(40.0), "calc(4000px / 100)");
        assert_eq!(css_px(-12.345), "calc(-1235px / 100)");
    }
}
