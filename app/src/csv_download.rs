//! CSV downloads.

use crate::browser::file_download::FileDownload;
use crate::browser::scheduler::epoch_secs;
use account_index::{BYTE_ORDER_MARK, Day, csv_row};
use wasm_bindgen::JsValue;

/// Downloads a CSV file with a header and rows from [`csv_row`]. `name` says what is in it; the day
/// is added.
///
/// # Errors
/// When the browser has no room for it.
pub fn save_csv(name: &str, header: &[&str], rows: impl IntoIterator<Item = String>) -> Result<(), JsValue> {
    let mut text = String::from(BYTE_ORDER_MARK);
    text.push_str(&csv_row(header.iter().copied()));
    text.extend(rows);
    let file = FileDownload::default();
    file.add(&text)?;
    let day = Day::from_unix_secs(epoch_secs()).map(|day| format!("-{day}")).unwrap_or_default();
    file.save(&format!("{name}{day}.csv"), "text/csv;charset=utf-8")
}
