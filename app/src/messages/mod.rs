//! What the console says: the wording of errors, actions and jobs, one file per feature.
//!
//! The API, the session and jobs return data; only pages, dialogs and other UI code ask for its
//! wording.

mod actions;
mod errors;
mod files;
mod jobs;
mod passwords;

pub use actions::ActionMessages;
pub use errors::Message;
pub use files::file_error_message;
pub use jobs::{JobMessages, item_error_message};
pub use passwords::{own_password_failure_message, password_failure_message};

/// A name for use in a sentence. Bidirectional controls and invisible characters are made visible,
/// and right-to-left letters are isolated from the text around them.
pub fn isolate(name: &str) -> String {
    if is_plain(name) { name.to_owned() } else { format!("\u{2068}{}\u{2069}", reveal_hidden(name)) }
}

/// A name that stands alone. Bidirectional controls, which would reorder it, and invisible
/// characters are made visible.
pub fn reveal_hidden(name: &str) -> String {
    if is_plain(name) {
        return name.to_owned();
    }
    let is_hidden = |character: char| {
        character.is_control()
            || matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let mut text = String::new();
    for character in name.chars() {
        match is_hidden(character) {
            true => text.push_str(&format!("[U+{:04X}]", u32::from(character))),
            false => text.push(character),
        }
    }
    text
}

/// Whether a name consists of visible ASCII characters, so that it needs none of this.
pub fn is_plain(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_control())
}

/// Ends a text with a full stop, unless it already ends as a sentence does. The platform's own
/// messages often have none.
pub fn sentence(text: &str) -> String {
    let text = text.trim_end();
    let stop = if text.is_empty() || text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{text}{stop}")
}

/// Capitalizes a text that starts with an ASCII letter.
pub fn capitalize(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{capitalize, isolate, reveal_hidden, sentence};

    #[test]
    fn the_first_letter_is_capitalized() {
        assert_eq!(capitalize("password reset"), "Password reset");
        assert_eq!(capitalize(""), "");
    }

    #[test]
    fn a_text_is_ended_only_if_it_has_no_end() {
        for (text, expected) in
            [("Failed to deactivate", "Failed to deactivate."), ("Taken.", "Taken."), ("Why? ", "Why?"), ("", "")]
        {
            assert_eq!(sentence(text), expected);
        }
    }

    #[test]
    fn hidden_characters_are_shown_and_other_letters_are_kept() {
        assert_eq!(reveal_hidden("a\u{202e}b"), "a[U+202E]b");
        assert_eq!(reveal_hidden("José"), "José");
        assert_eq!(isolate("José"), "\u{2068}José\u{2069}");
        assert_eq!(isolate("jane"), "jane");
    }
}
