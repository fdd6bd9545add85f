//! When a job may send while the browser is offline. Does no I/O.

/// How long a job waits for a connection before it tries without, and how often it tries: a server
/// on the same machine can be reached offline.
const PROBE_INTERVAL_MS: f64 = 60_000.0;
const MAX_PROBES: u32 = 3;

/// What a job knows of the connection.
#[derive(Debug, Default)]
pub struct ConnectionLoss {
    /// When the next batch is sent although the browser is offline. None if nothing waits.
    next_probe_ms: Option<f64>,
    is_probing: bool,
    failed_probes: u32,
}

impl ConnectionLoss {
    /// Whether the job waits for a connection.
    pub const fn is_waiting(&self) -> bool {
        self.next_probe_ms.is_some()
    }

    /// Whether a batch may be sent now. While the browser is offline, one at a time, and rarely.
    pub fn may_send(&mut self, now_ms: f64, is_offline: bool) -> bool {
        let Some(next_probe_ms) = self.next_probe_ms else { return true };
        if !is_offline {
            *self = Self::default();
            return true;
        }
        if now_ms < next_probe_ms {
            return false;
        }
        self.is_probing = true;
        self.next_probe_ms = Some(now_ms + PROBE_INTERVAL_MS);
        true
    }

    /// Records that a batch did not reach the server while the browser was offline. Returns whether
    /// to retry it.
    pub fn on_unreachable(&mut self, now_ms: f64) -> bool {
        self.failed_probes += u32::from(core::mem::take(&mut self.is_probing));
        if self.failed_probes >= MAX_PROBES {
            self.next_probe_ms = None;
            return false;
        }
        self.next_probe_ms.get_or_insert(now_ms + PROBE_INTERVAL_MS);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_sent_until_the_browser_is_online() {
        let mut connection = ConnectionLoss::default();
        assert!(connection.may_send(0.0, true), "a local server can be reached");
        // Four at a time.
        assert!((0..4).all(|_| connection.on_unreachable(10.0)));
        assert!(connection.is_waiting());
        assert!(!connection.may_send(50_000.0, true));
        assert!(connection.may_send(50_001.0, false));
        assert!(!connection.is_waiting());
    }

    #[test]
    fn one_batch_a_minute_tries_without_a_connection_until_the_job_gives_up() {
        let mut connection = ConnectionLoss::default();
        assert!(connection.on_unreachable(0.0));
        for minute in 1..=3 {
            let now_ms = 60_000.0 * f64::from(minute);
            assert!(connection.may_send(now_ms, true));
            assert!(!connection.may_send(now_ms, true), "one at a time");
            assert_eq!(connection.on_unreachable(now_ms), minute < 3);
        }
        assert!(!connection.is_waiting());
        assert!(connection.may_send(200_000.0, true));
        assert!(!connection.on_unreachable(200_000.0), "the rest fails at once");
    }
}
