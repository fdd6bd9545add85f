//! Limits of the contract, shared by the console, the import and the mock.

/// The largest page that `list_users` returns, and its default (reference, "List users").
pub const MAX_PAGE: u32 = 500;

/// The longest username that can be created, in characters (contract, "Create").
pub const MAX_USERNAME_CHARS: usize = 255;

/// The longest email, in characters: a path of 256 octets less its angle brackets (RFC 5321,
/// 4.5.3.1.3 and erratum 1690). The contract names no limit.
pub const MAX_EMAIL_CHARS: usize = 254;

/// The longest password, in characters (contract, "Reset password").
pub const MAX_PASSWORD_CHARS: usize = 1024;
