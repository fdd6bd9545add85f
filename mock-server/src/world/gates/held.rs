//! The calls that a gate holds, and what becomes of them.

use crate::world::faults::check_http_status;
use crate::world::latch::Latch;
use std::sync::{Arc, OnceLock};
use thiserror::Error;

/// The largest body that can replace that of a held response.
pub const MAX_EDITED_BYTES: usize = 2 << 20;

/// What becomes of a held call when it is released.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Release {
    /// It continues as if it had never been held.
    #[default]
    Continue,
    /// The client gets this response. An operation that was not executed before is skipped.
    Respond(EditedResponse),
    /// The connection breaks, and the client gets no response. Likewise.
    Abort,
}

/// A response that replaces the one of a held call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditedResponse {
    /// The HTTP status.
    pub http_status: u16,
    /// The body, usually JSON.
    pub body: String,
}

/// Why a response cannot replace another.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EditError {
    /// No HTTP status that can carry a body.
    #[error("{0}")]
    Status(String),
    /// Larger than [`MAX_EDITED_BYTES`].
    #[error("the body has {0} bytes, more than {MAX_EDITED_BYTES}")]
    TooLarge(usize),
}

impl EditedResponse {
    /// Checks a response.
    ///
    /// # Errors
    /// [`EditError`].
    pub fn new(http_status: u16, body: String) -> Result<Self, EditError> {
        check_http_status(http_status).map_err(EditError::Status)?;
        if body.len() > MAX_EDITED_BYTES {
            Err(EditError::TooLarge(body.len()))
        } else {
            Ok(Self { http_status, body })
        }
    }
}

/// The response that a gate holds after the operation was executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldResponse {
    /// The HTTP status.
    pub http_status: u16,
    /// The body.
    pub body: Arc<[u8]>,
}

/// A call that a gate holds.
#[derive(Clone, Debug)]
pub struct HeldCall {
    /// Its number in the journal.
    pub sequence: u64,
    /// Its response, if the operation was executed.
    pub response: Option<HeldResponse>,
    waiting: Waiting,
}

impl HeldCall {
    pub(super) const fn new(sequence: u64, response: Option<HeldResponse>, waiting: Waiting) -> Self {
        Self { sequence, response, waiting }
    }

    pub(super) fn release(&self, release: Release) {
        self.waiting.end(release);
    }
}

/// What a held call waits for.
#[derive(Clone, Debug, Default)]
pub(super) struct Waiting {
    released: Latch,
    /// Set before the latch is opened.
    release: Arc<OnceLock<Release>>,
}

impl Waiting {
    fn end(&self, release: Release) {
        // Only the first release counts: a released call is in no queue any more.
        let _ = self.release.set(release);
        self.released.open();
    }

    pub(super) async fn until_released(&self) -> Release {
        self.released.wait().await;
        self.release.get().cloned().unwrap_or_default()
    }
}

/// Which of the held calls to release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// The first ones, in order of arrival.
    First(usize),
    /// The one with this number in the journal.
    Sequence(u64),
}
