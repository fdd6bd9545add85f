//! An estimate of the number of accounts, by probing offsets.

/// How precise the estimate has to be: upper bound by lower bound.
const MAX_BOUNDS_RATIO: f64 = 1.1;

/// Bounds of the number of accounts, from requests for one account at some offset. An exponential
/// search finds an upper bound, then a binary search on the logarithmic scale narrows the two.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CountEstimator {
    pub(super) at_least: u64,
    pub(super) at_most: Option<u64>,
    /// Whether there is nothing more to probe.
    pub(super) is_done: bool,
}

impl CountEstimator {
    /// Returns an estimator with a lower bound that probes nothing.
    pub(super) fn without_probes(at_least: u64) -> Self {
        Self { at_least, at_most: None, is_done: true }
    }

    /// Returns the next offset to probe.
    pub(super) fn next_probe(&self) -> Option<u64> {
        if self.is_done || self.at_least == 0 {
            return None;
        }
        match self.at_most {
            None => self.at_least.checked_mul(4),
            Some(at_most) => {
                let (low, high) = (self.at_least as f64, at_most as f64);
                // The geometric mean.
                (high / low > MAX_BOUNDS_RATIO).then(|| (low * high).sqrt() as u64)
            }
        }
    }

    /// Records whether there is an account at an offset.
    pub(super) fn record(&mut self, offset: u64, exists: bool) {
        if exists {
            self.at_least = self.at_least.max(offset + 1);
        } else {
            self.at_most = Some(self.at_most.map_or(offset, |at_most| at_most.min(offset)));
        }
        // Accounts may have been added since the upper bound was found.
        if self.at_most.is_some_and(|at_most| at_most < self.at_least) {
            self.at_most = Some(self.at_least);
        }
    }
}
