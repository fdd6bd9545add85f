//! Downloads a CSV file and reports failures.

use crate::components::{Toast, Toasts};
use crate::csv_download::save_csv;

/// Says that the browser has no room for a file.
pub fn notify_not_saved(toasts: Toasts) {
    toasts.show(Toast::failed("Could not save the file: the browser is out of space.".to_owned()));
}

/// Downloads a CSV file, or shows a toast if the browser has no room for it.
pub fn save_csv_or_notify(toasts: Toasts, name: &str, header: &[&str], rows: impl IntoIterator<Item = String>) {
    if save_csv(name, header, rows).is_err() {
        notify_not_saved(toasts);
    }
}
