//! Export of accounts to CSV and JSON files, and the CSV writer.

mod csv;
mod file;

pub use csv::{BYTE_ORDER_MARK, Cell, csv_row};
pub use file::{Export, Format};
