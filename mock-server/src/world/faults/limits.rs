//! The limits of what a fault may ask for.

/// The longest delay: an hour.
pub const MAX_DELAY_MS: u32 = 3_600_000;

/// The longest `Retry-After`: an hour.
pub const MAX_RETRY_AFTER_SECS: u32 = MAX_DELAY_MS / 1_000;

/// The longest `msg` of an ERROR envelope.
pub const MAX_MSG_CHARS: usize = 1_000;

/// The most entries of `error_details`.
pub const MAX_DETAILS: usize = 100;

/// The longest name or reason in `error_details`.
pub const MAX_DETAIL_CHARS: usize = 255;

/// The most accounts that a list shifts by at once.
pub const MAX_SHIFT: i32 = 1_000;

/// The highest bandwidth: a gigabyte per second, which is none.
pub const MAX_BYTES_PER_SECOND: u32 = 1_000_000_000;
