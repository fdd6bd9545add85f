//! The root path.

/// The root path of the control API.
pub const ROOT: &str = "/__mock";
