//! Rows and columns, wherever they come from: delimited text, JSON, XML, HTML, vCards, LDIF.

use crate::header;
use crate::record::SkippedLine;
use crate::role::Role;

/// A row with owned cells.
#[derive(Clone, Debug, Default)]
pub(crate) struct GridRow {
    /// The line it begins in, counted from 1.
    pub line: usize,
    /// Cells of quoted or structured sources keep their blanks.
    pub cells: Vec<String>,
    /// Whether a quote opened or closed nothing.
    pub has_stray_quote: bool,
    /// Whether it follows the closing of a letter, where the sender signs.
    pub is_signature: bool,
    /// How much of a cell may be decoration.
    pub exactness: Exactness,
}

/// How much of the cells of a row may be decoration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Exactness {
    /// Nothing: JSON, XML and the like say exactly what they mean.
    #[default]
    Structured,
    /// Quotes and brackets around cells that the file itself did not quote, and the apostrophe that
    /// keeps a spreadsheet from calculating.
    Delimited {
        /// The columns that were quoted.
        quoted: Vec<bool>,
    },
}

impl GridRow {
    /// The text of a cell; empty if the row is too short.
    pub(crate) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// The trimmed text of a cell.
    pub(crate) fn trimmed(&self, column: usize) -> &str {
        crate::text::trim(self.cell(column))
    }
}

/// A table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    /// The headers, and the line they are in.
    pub header: Option<(usize, Vec<String>)>,
    pub rows: Vec<GridRow>,
    /// What is in no row.
    pub skipped: Vec<SkippedLine>,
}

impl Grid {
    /// The number of columns, of the header or of the widest row.
    pub(crate) fn width(&self) -> usize {
        let header = self.header.as_ref().map_or(0, |(_, headers)| headers.len());
        self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0).max(header)
    }

    /// The header of a column; empty if there is none.
    pub(crate) fn header_of(&self, column: usize) -> &str {
        self.header.as_ref().and_then(|(_, headers)| headers.get(column)).map_or("", String::as_str)
    }

    /// The non-blank values of a column.
    pub(crate) fn values(&self, column: usize) -> impl Iterator<Item = &str> + Clone {
        self.rows.iter().map(move |row| row.trimmed(column)).filter(|value| !value.is_empty())
    }

    /// Collects records of key-value pairs. A key that occurs for the first time adds a column.
    pub(crate) fn from_records(records: Vec<(usize, Vec<(String, String)>)>) -> Self {
        let mut headers: Vec<String> = Vec::new();
        let mut rows = Vec::new();
        for (line, pairs) in records {
            let mut row = GridRow { line, ..GridRow::default() };
            for (key, value) in pairs {
                let column = headers.iter().position(|header| *header == key).unwrap_or_else(|| {
                    headers.push(key);
                    headers.len() - 1
                });
                row.cells.resize(row.cells.len().max(column + 1), String::new());
                if row.cells[column].is_empty() {
                    row.cells[column] = value;
                }
            }
            rows.push(row);
        }
        Self { header: Some((1, headers)), rows, skipped: Vec::new() }
    }

    /// Whether any column identifies accounts, by its header.
    pub(crate) fn has_identity(&self) -> bool {
        let headers = self.header.iter().flat_map(|(_, headers)| headers);
        headers
            .filter_map(|header| header::role_of(header))
            .any(|role| role.is_identity() && !matches!(role, Role::Name | Role::FirstName | Role::LastName))
    }
}
