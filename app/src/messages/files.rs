//! The wording of what keeps a file from being read.

use crate::browser::FileError;

/// Says why a file was not read.
pub fn file_error_message(name: &str, error: FileError, max_bytes: usize) -> String {
    match error {
        FileError::TooLarge => format!("{name} is too large. The limit is {} MB.", max_bytes >> 20),
        FileError::Unreadable => format!("Could not read {name}. If it is a folder, drop the files in it."),
    }
}
