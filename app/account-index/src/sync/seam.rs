//! Recovery after a page that does not overlap the pages before it.

/// Maximum attempts to find a lost seam, each further back, before restarting from offset 0.
pub(super) const MAX_SEAM_RETRIES: u32 = 8;

/// Maximum full restarts before the result is reported as possibly incomplete.
const MAX_RESTARTS: u32 = 3;

/// Counts the attempts to find a lost seam.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SeamRecovery {
    /// Attempts for the current seam.
    retries: u32,
    /// Restarts in this pass.
    restarts: u32,
}

impl SeamRecovery {
    /// Returns the offset to continue from after a page without the seam. `None` after the last
    /// attempt: the page is accepted as it is, and accounts may be missing before it.
    pub(super) fn next_offset(&mut self, last_offset: u64, stride: u64) -> Option<u64> {
        self.retries += 1;
        if self.retries > MAX_SEAM_RETRIES && self.restarts < MAX_RESTARTS {
            self.restarts += 1;
            self.retries = 0;
            return Some(0);
        }
        if self.retries <= MAX_SEAM_RETRIES {
            // First at the same offset, because the page may have been served too early; then
            // further and further back, because accounts may have been removed.
            let step_back = if self.retries == 1 { 0 } else { stride };
            return Some(last_offset.saturating_sub(step_back));
        }
        None
    }

    /// Notes that a page was appended.
    pub(super) fn reset_retries(&mut self) {
        self.retries = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_seam_is_searched_further_back_then_from_the_start_then_accepted() {
        let mut recovery = SeamRecovery::default();
        for _ in 0..MAX_RESTARTS {
            assert_eq!(recovery.next_offset(100, 10), Some(100), "the same page again");
            for _ in 1..MAX_SEAM_RETRIES {
                assert_eq!(recovery.next_offset(100, 10), Some(90));
            }
            assert_eq!(recovery.next_offset(100, 10), Some(0), "a restart");
        }
        let retries = (0..MAX_SEAM_RETRIES).filter(|_| recovery.next_offset(100, 10).is_some()).count();
        assert_eq!(retries, MAX_SEAM_RETRIES as usize);
        assert_eq!(recovery.next_offset(100, 10), None);
    }
}
