//! Downloads a CSV file and reports failures.

use crate::components::{Toast, Toasts};
use crate::csv_download::save_csv;

/// Downloads a CSV file, or shows a toast if the browser has no room for it.
pub fn save_csv_or_notify(toasts: Toasts, name: &str, header: &[&str], rows: impl IntoIterator<Item = String>) {
    if save_csv(name, header, rows).is_err() {
        toasts.show(Toast::failed("Could not save the file: the browser is out of space.".to_owned()));
    }
}
