//! The version of this build.

/// The version and the commit of a release: `0.1.0 (afa535dcd48d)`. Only `scripts/release` sets
/// `BUILD_COMMIT`, and this with it: any other build would compile again after each commit.
pub const VERSION: &str = match option_env!("BUILD_VERSION") {
    Some(version) => version,
    None => env!("CARGO_PKG_VERSION"),
};

/// The commit of a release.
pub(crate) const COMMIT: Option<&str> = option_env!("BUILD_COMMIT");
