//! The DOM side of scrolling: measures the table's elements and moves its scroll bar.

use super::metrics::TableMetrics;
use super::scroll_model::ScrollModel;
use crate::browser::{ScrollEndFallback, on_resize};
use leptos::html;
use leptos::prelude::*;

/// The rows rendered above and below the visible ones: enough that the next one can take the focus.
const OVERSCAN: usize = 2;

/// The scrolling element of a table, its measurements and its scroll position.
#[derive(Clone, Copy)]
pub struct Viewport {
    pub scroller: NodeRef<html::Div>,
    pub thead: NodeRef<html::Thead>,
    /// An invisible element as high as a row.
    pub probe: NodeRef<html::Div>,
    pub metrics: RwSignal<TableMetrics>,
    pub scroll: RwSignal<ScrollModel>,
    scroll_end: ScrollEndFallback,
}

impl Viewport {
    /// A viewport at the start of the list. It renders only the overscan until it is measured.
    pub fn new() -> Self {
        Self {
            scroller: NodeRef::new(),
            thead: NodeRef::new(),
            probe: NodeRef::new(),
            metrics: RwSignal::default(),
            scroll: RwSignal::new(ScrollModel::new(OVERSCAN)),
            scroll_end: ScrollEndFallback::new(),
        }
    }

    /// Keeps the measurements current as the elements resize, the number of rows changes, and
    /// something covers the end of the viewport.
    pub fn observe(self, count: Signal<usize>, covered_px: Signal<i32>) {
        let Self { scroller, thead, probe, metrics, scroll, .. } = self;
        Effect::new(move || {
            let (metrics, count, covered_px) = (metrics.get(), count.get(), covered_px.get());
            if metrics.is_measured() {
                scroll.update(|scroll| {
                    scroll.measure(count, metrics.row_px, metrics.body_px());
                    scroll.cover_end(f64::from(covered_px));
                });
            }
        });
        Effect::new(move || {
            let (Some(scroller), Some(thead), Some(probe)) = (scroller.get(), thead.get(), probe.get()) else { return };
            self.measure();
            on_resize(&[scroller.as_ref(), thead.as_ref(), probe.as_ref()], move || self.measure());
        });
    }

    /// Reads the sizes from the DOM. Runs only when the browser reports a resize, because reading
    /// them forces a layout.
    fn measure(self) {
        let (Some(Some(scroller)), Some(Some(thead)), Some(Some(probe))) =
            (self.scroller.try_get_untracked(), self.thead.try_get_untracked(), self.probe.try_get_untracked())
        else {
            return;
        };
        // An element without a layout box reports zeros: keep the last measurement.
        if scroller.client_height() == 0 {
            return;
        }
        self.metrics.try_set(TableMetrics::new(
            f64::from(scroller.client_height()),
            f64::from(thead.offset_height()),
            probe.get_bounding_client_rect().height(),
        ));
    }

    /// Returns to the start whenever `list` changes, which identifies the list that is shown.
    pub fn restart_on_change(self, list: Signal<String>) {
        Effect::new(move |previous: Option<String>| {
            let list = list.get();
            if previous.is_some_and(|previous| previous != list) {
                // Setting `scrollTop` forces a layout, so skip it at the start.
                let is_moved = self.scroll.with_untracked(ScrollModel::is_moved);
                self.scroll.update(ScrollModel::restart);
                if is_moved {
                    self.set_bar(0.0);
                }
            }
            list
        });
    }

    /// Follows the scroll bar. The browser may report a scroll after the table is gone.
    pub fn on_scroll(self) {
        let Some(scroller) = self.scroller.try_get_untracked().flatten() else { return };
        let is_stuck = self.scroll.try_update(|scroll| {
            scroll.move_to(f64::from(scroller.scroll_top()));
            scroll.is_stuck()
        });
        if is_stuck == Some(true) {
            self.resync_bar();
        }
        self.scroll_end.on_scroll(move || self.resync_bar());
    }

    /// Moves the scroll bar to where the position in the list belongs.
    pub fn resync_bar(self) {
        if let Some(bar_px) = self.scroll.try_update(ScrollModel::resync_bar).flatten() {
            self.set_bar(bar_px);
        }
    }

    /// Scrolls as little as is needed to show the row at `index`.
    pub fn reveal(self, index: usize) {
        if let Some(bar_px) = self.scroll.try_update(|scroll| scroll.reveal(index)) {
            self.set_bar(bar_px);
        }
    }

    fn set_bar(self, bar_px: f64) {
        if let Some(scroller) = self.scroller.try_get_untracked().flatten() {
            #[expect(clippy::cast_possible_truncation, reason = "no element is that high")]
            scroller.set_scroll_top(bar_px.round() as i32);
        }
    }
}
