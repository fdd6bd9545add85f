//! What the console says: the wording of errors, actions and jobs, one file per feature.
//!
//! The API, the session and jobs return data; only pages, dialogs and other UI code ask for its
//! wording.

mod actions;
mod errors;
mod files;
mod jobs;

pub use actions::ActionMessages;
pub use errors::Message;
pub use files::file_error_message;
pub use jobs::{JobMessages, item_error_message};

/// Ends a text with a full stop, unless it already ends as a sentence does. The platform's own
/// messages often have none.
pub fn sentence(text: &str) -> String {
    let text = text.trim_end();
    let stop = if text.is_empty() || text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{text}{stop}")
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_text_is_ended_only_if_it_has_no_end() {
        for (text, expected) in
            [("Failed to deactivate", "Failed to deactivate."), ("Taken.", "Taken."), ("Why? ", "Why?"), ("", "")]
        {
            assert_eq!(sentence(text), expected);
        }
    }
}
