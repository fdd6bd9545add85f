//! How often a failed request is sent again, and with which backoff.
//!
//! Which failures are transient is decided by `ApiError::is_transient` (`api/error.rs` in `app`).
//! Lists retry those and refusals with 429, jobs and lookups only the latter. A request that was
//! refused with 401 is sent again after the user has signed in again (`api/client.rs`).
//!
//! Three waits are not about failed requests, and are elsewhere: how often a list that changes
//! while it is read starts over (`sync/seam.rs` in `account-index`), and when jobs and lists try
//! again after the browser was offline (`jobs/connection_loss.rs` and `accounts/registry.rs` in
//! `app`). The tests in `sync.rs` of `account-index` repeat the waits of both policies.

/// How often a kind of failure is retried, and with which backoff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Retries after the first failure. Failures in a row count; a success starts over.
    pub max_retries: u32,
    /// Wait before the first retry, in milliseconds.
    pub initial_backoff_ms: u32,
    /// Factor between two waits: 1 for a constant backoff, 2 for an exponential one.
    pub backoff_factor: u32,
    /// Upper bound of every wait, in milliseconds, also of what a server asks for.
    pub max_backoff_ms: u32,
}

impl RetryPolicy {
    /// Reading again after a transient failure: a lost connection, a timeout, a 5xx.
    pub const TRANSIENT: Self =
        Self { max_retries: 4, initial_backoff_ms: 500, backoff_factor: 2, max_backoff_ms: 60_000 };

    /// Any request that was refused with 429 and so changed nothing. The wait is the server's
    /// `Retry-After` if it sent one.
    pub const RATE_LIMITED: Self =
        Self { max_retries: 8, initial_backoff_ms: 2_000, backoff_factor: 1, max_backoff_ms: 60_000 };

    /// Whether to retry after this many failures in a row (from 1).
    #[must_use]
    pub const fn allows_retry(self, failures: u32) -> bool {
        failures <= self.max_retries
    }

    /// The wait in milliseconds after this many failures in a row (from 1), and with the seconds
    /// of a `Retry-After` header.
    #[must_use]
    pub fn wait_ms(self, failures: u32, retry_after_secs: Option<u32>) -> u32 {
        let exponential =
            self.initial_backoff_ms.saturating_mul(self.backoff_factor.saturating_pow(failures.saturating_sub(1)));
        let wait = retry_after_secs.map_or(exponential, |seconds| seconds.saturating_mul(1_000));
        wait.min(self.max_backoff_ms)
    }

    /// The wait before the next retry, in milliseconds. `None` once the retries are used up.
    #[must_use]
    pub fn backoff_ms(self, failures: u32, retry_after_secs: Option<u32>) -> Option<u32> {
        self.allows_retry(failures).then(|| self.wait_ms(failures, retry_after_secs))
    }
}

#[cfg(test)]
mod tests {
    use super::RetryPolicy;

    #[test]
    fn transient_failures_back_off_exponentially_and_then_stop() {
        let waits: Vec<_> = (1..=5).map(|failures| RetryPolicy::TRANSIENT.backoff_ms(failures, None)).collect();
        assert_eq!(waits, [Some(500), Some(1_000), Some(2_000), Some(4_000), None]);
    }

    #[test]
    fn a_rate_limit_waits_as_long_as_the_server_asks_but_never_over_a_minute() {
        let wait = |retry_after| RetryPolicy::RATE_LIMITED.backoff_ms(1, retry_after);
        assert_eq!(wait(None), Some(2_000));
        assert_eq!(wait(Some(7)), Some(7_000));
        assert_eq!(wait(Some(u32::MAX)), Some(60_000));
        assert_eq!(RetryPolicy::RATE_LIMITED.backoff_ms(9, Some(1)), None);
    }
}
