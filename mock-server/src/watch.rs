//! A seed file that is read again whenever it was edited.

use mock_server::platform::Platform;
use mock_server::world::Worlds;
use std::path::Path;
use std::time::{Duration, SystemTime};
use tokio::time::MissedTickBehavior;

/// How often the file is looked at. Looking works on every file system, also those of containers and virtual machines, on which
/// notifications often do not.
const PERIOD: Duration = Duration::from_millis(250);

/// Looks at a seed file for ever. When it was edited, the default world begins anew with it; when it cannot be used, the log
/// says why, and everything stays.
///
/// `seen` is the [`mark`] of the file from before it was read the first time.
pub(crate) async fn watch(
    file: &Path,
    mut seen: Option<Mark>,
    read: impl Fn() -> Result<Platform, String>,
    worlds: Worlds,
) {
    let mut ticks = tokio::time::interval(PERIOD);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let now = mark(file);
        // Editors write a new file and rename it: for a moment there is none.
        if now.is_none() || now == seen {
            continue;
        }
        seen = now;
        match read() {
            Ok(platform) => {
                tracing::info!(
                    accounts = platform.accounts.count(),
                    "the seed was edited, the default world begins anew"
                );
                worlds.default_world().reset_to(platform);
            }
            Err(problem) => tracing::error!("{problem}. Everything stays as it was"),
        }
    }
}

/// What changes when a file is edited: when it was, and its length.
pub(crate) type Mark = (SystemTime, u64);

/// The mark of a file, if it is there.
pub(crate) fn mark(file: &Path) -> Option<Mark> {
    let metadata = std::fs::metadata(file).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
