//! CSV downloads.

use crate::browser::file_download::FileDownload;
use account_index::{BYTE_ORDER_MARK, csv_row};
use wasm_bindgen::JsValue;

/// Downloads a CSV file with a header and rows from [`csv_row`].
///
/// # Errors
/// When the browser has no room for it.
pub fn save_csv(file_name: &str, header: &[&str], rows: impl IntoIterator<Item = String>) -> Result<(), JsValue> {
    let mut text = String::from(BYTE_ORDER_MARK);
    text.push_str(&csv_row(header.iter().copied()));
    text.extend(rows);
    let file = FileDownload::default();
    file.add(&text)?;
    file.save(file_name, "text/csv;charset=utf-8")
}
