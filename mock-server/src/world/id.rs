//! IDs of worlds, snapshots and runs.

/// The maximum length of an ID, in characters.
pub const MAX_ID_CHARS: usize = 64;

/// Whether a string is a valid ID. Its characters need no escaping in tokens, paths and file names.
pub(super) fn is_valid_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= MAX_ID_CHARS
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
