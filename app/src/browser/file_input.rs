//! Reads the files that the user chooses, drops or pastes.

use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileList};

/// Why a file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileError {
    /// It is larger than the limit.
    TooLarge,
    /// The browser cannot read it: it is a folder, was moved, or may not be read.
    Unreadable,
}

/// The files of a list.
pub fn files_of(list: Option<FileList>) -> Vec<File> {
    list.map(|files| (0..files.length()).filter_map(|index| files.get(index)).collect()).unwrap_or_default()
}

/// The bytes of a file of at most `max_bytes`.
///
/// # Errors
/// If it is larger, or cannot be read.
pub async fn read_bytes(file: &File, max_bytes: usize) -> Result<Vec<u8>, FileError> {
    #[expect(clippy::cast_precision_loss, reason = "limits are far below 2^53")]
    if file.size() > max_bytes as f64 {
        return Err(FileError::TooLarge);
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| FileError::Unreadable)?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}
