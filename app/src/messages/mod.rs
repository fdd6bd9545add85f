//! What the console says: the wording of errors, actions and jobs, one file per feature.
//!
//! The API, the session and jobs return data; only pages, dialogs and other UI code ask for its
//! wording.

mod actions;
mod errors;
mod jobs;

pub use actions::ActionMessages;
pub use errors::Message;
pub use jobs::{JobMessages, item_error_message};
