//! What a text was understood as: format, delimiter, header, columns, records and skipped lines.

use crate::column::Column;
use crate::decode::Decoded;
use crate::formats::Format;
use crate::mapping::Mapping;
use crate::record::{Note, Record, SkippedLine};

/// The largest number of records that are read at once. More than a grid is for, and more than a
/// server should be asked to create in an afternoon.
pub const MAX_ROWS: usize = 20_000;

/// What a text was understood as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The format.
    pub format: Format,
    /// The delimiter of a table.
    pub delimiter: Option<char>,
    /// The line of the header, counted from 1.
    pub header_line: Option<usize>,
    /// The columns of a table; empty for a list.
    pub columns: Vec<Column>,
    /// Which of them feed the records.
    pub mapping: Mapping,
    /// The records, in the order of the source.
    pub records: Vec<Record>,
    /// The lines that are in no record, blank ones aside.
    pub skipped: Vec<SkippedLine>,
    /// The number of records beyond [`MAX_ROWS`], which were not read.
    pub truncated: usize,
}

impl Reading {
    /// The headers of columns with values that are in no record.
    pub fn unused_columns(&self) -> impl Iterator<Item = &str> {
        let is_unused = |column: &&Column| column.is_filled && !column.is_used;
        self.columns.iter().filter(is_unused).map(|column| column.header.as_str())
    }

    /// Flags the records with letters that another plausible encoding reads differently.
    ///
    /// [`read_file`](crate::read_file) calls this. Callers that decode a file themselves must call
    /// it too, unless the user chose the encoding.
    pub fn note_encoding(&mut self, decoded: &Decoded) {
        let is_doubtful = |text: &str| !text.is_ascii() && text.contains(|letter| decoded.doubtful.contains(letter));
        for record in &mut self.records {
            let is_email_doubtful = decoded.encoding.is_guess() && !record.email.is_ascii();
            let password = record.password.as_deref().unwrap_or_default();
            if is_email_doubtful || [&record.username, &record.email, password].into_iter().any(is_doubtful) {
                record.notes.push(Note::GuessedEncoding);
            }
        }
    }

    /// An empty reading.
    pub(crate) fn new(format: Format) -> Self {
        Self {
            format,
            delimiter: None,
            header_line: None,
            columns: Vec::new(),
            mapping: Mapping::default(),
            records: Vec::new(),
            skipped: Vec::new(),
            truncated: 0,
        }
    }

    /// Adds a record, or counts it if there are too many.
    pub(crate) fn push(&mut self, record: Record) {
        if self.records.len() < MAX_ROWS {
            self.records.push(record);
        } else {
            self.truncated += 1;
        }
    }
}
