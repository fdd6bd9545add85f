//! Watches a seed file, and resets the default world when it is edited.

use mock_server::platform::Platform;
use mock_server::world::Worlds;
use std::path::Path;
use std::time::{Duration, SystemTime};
use tokio::time::MissedTickBehavior;

/// The polling interval. Why not the crate `notify`: polling also works on the file systems of
/// containers and virtual machines, which often send no notifications.
const POLL_INTERVAL: Duration = Duration::from_millis(250);

/// Polls a seed file forever. When it was edited, resets the default world to it. When it cannot be
/// used, logs why and changes nothing.
///
/// `seen` is the [`file_version`] from before the file was read for the first time.
pub(crate) async fn watch(
    file: &Path,
    mut seen: Option<FileVersion>,
    read: impl Fn() -> Result<Platform, String>,
    worlds: Worlds,
) {
    let mut ticks = tokio::time::interval(POLL_INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let current = file_version(file);
        // Editors write a new file and rename it, so the file may be missing for a moment.
        if current.is_none() || current == seen {
            continue;
        }
        seen = current;
        match read() {
            Ok(platform) => {
                tracing::info!(
                    accounts = platform.accounts.count(),
                    "the seed was edited: the default world was reset"
                );
                worlds.default_world().reset_to(platform);
            }
            Err(problem) => tracing::error!("{problem}. Nothing was changed"),
        }
    }
}

/// The modification time and the length of a file, which change when it is edited.
pub(crate) type FileVersion = (SystemTime, u64);

/// The version of a file, if it exists.
pub(crate) fn file_version(file: &Path) -> Option<FileVersion> {
    let metadata = std::fs::metadata(file).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
