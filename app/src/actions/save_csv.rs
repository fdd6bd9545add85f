//! Saves a CSV file.

use crate::browser::file_download::File;
use crate::components::{Toast, Toasts};

/// The media type of CSV files.
pub const CSV_MEDIA_TYPE: &str = "text/csv;charset=utf-8";

/// Saves a CSV file, or shows a toast if the browser has no room for it.
pub fn save_csv(toasts: Toasts, file_name: &str, csv: &str) {
    let file = File::default();
    if file.add(csv).and_then(|()| file.save(file_name, CSV_MEDIA_TYPE)).is_err() {
        toasts.show(Toast::failed("The browser has no room for the file.".to_owned()));
    }
}
