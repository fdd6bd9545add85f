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

/// A name for use in a sentence. Bidirectional controls and invisible characters are made visible,
/// and right-to-left letters are isolated from the text around them.
pub fn isolate(name: &str) -> String {
    if name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_control()) {
        return name.to_owned();
    }
    let is_hidden = |character: char| {
        character.is_control()
            || matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let mut text = String::from('\u{2068}');
    for character in name.chars() {
        match is_hidden(character) {
            true => text.push_str(&format!("[U+{:04X}]", u32::from(character))),
            false => text.push(character),
        }
    }
    text + "\u{2069}"
}

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
