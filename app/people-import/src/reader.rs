//! Reads a text step by step, so that a page can stay responsive while it reads a large file.

use crate::decode::{Decoded, decode, decode_with, recognize_binary};
use crate::delimiter;
use crate::encoding::Encoding;
use crate::fixed_width::{self, Aligned};
use crate::formats::{self, Content, Refusal};
use crate::grid::Grid;
use crate::grid_records::GridReader;
use crate::list::ListReader;
use crate::options::{Overrides, Purpose};
use crate::reading::Reading;
use crate::sheet::{self, Sheet, TableRows};
use crate::table::{Parser, Row};
use crate::text::numbered_lines;
use std::task::Poll;

/// What a step reads: a few milliseconds of work in WebAssembly, even with many columns.
const STEP_BYTES: usize = 16 * 1024;
const STEP_ROWS: usize = 100;

/// Reads a text in steps.
///
/// Each step of a table or list takes a few milliseconds, whatever the size of the text. JSON, XML
/// and the other structured formats are parsed in the first step, and their records are read in
/// the following ones.
///
/// ```
/// use people_import::{Overrides, Purpose, Reader};
/// use std::task::Poll;
///
/// let text = "username,email\nmto,mira@x.example";
/// let mut reader = Reader::new(text, Purpose::Users, &Overrides::default());
/// let reading = loop {
///     match reader.step() {
///         Poll::Ready(reading) => break reading?,
///         // Let the page paint here.
///         Poll::Pending => {}
///     }
/// };
/// assert_eq!(reading.records[0].username, "mto");
/// # Ok::<(), people_import::Refusal>(())
/// ```
pub struct Reader<'a> {
    text: &'a str,
    purpose: Purpose,
    overrides: Overrides,
    /// Whether tabs are known to delimit the cells.
    is_tabbed: bool,
    state: State<'a>,
}

enum State<'a> {
    Start,
    /// Finds the delimiter of a text in no other format.
    Delimiter,
    /// Cuts the text into rows.
    Rows {
        parser: Parser<'a>,
        rows: Vec<Row<'a>>,
    },
    /// Finds the header of a table, or recognizes a list.
    Sheet {
        rows: Vec<Row<'a>>,
        delimiter: Option<char>,
    },
    /// Copies the rows of a table.
    Table(Box<TableRows<'a>>),
    /// Finds out which column of a grid is what.
    Columns(Box<(Reading, Grid)>),
    /// Reads records.
    Grid(Box<GridReader>),
    List(Box<ListReader<'a>>),
    Finished,
}

/// What a step leads to.
enum Next<'a> {
    State(State<'a>),
    Result(Result<Reading, Refusal>),
}

impl<'a> Reader<'a> {
    /// A reader at the beginning of a text.
    #[must_use]
    pub fn new(text: &'a str, purpose: Purpose, overrides: &Overrides) -> Self {
        Self { text, purpose, overrides: overrides.clone(), is_tabbed: false, state: State::Start }
    }

    /// Reads a part of the text, and returns the reading once there is nothing left to read.
    ///
    /// # Errors
    /// If the text as a whole cannot be a list of accounts: a web page, broken JSON.
    ///
    /// After that, each further step returns an empty reading.
    pub fn step(&mut self) -> Poll<Result<Reading, Refusal>> {
        let next = match std::mem::replace(&mut self.state, State::Finished) {
            State::Start => self.start(),
            State::Delimiter => self.delimited(),
            State::Rows { mut parser, mut rows } => {
                if parser.read_rows(&mut rows, STEP_BYTES) {
                    Next::State(State::Rows { parser, rows })
                } else {
                    Next::State(State::Sheet { rows, delimiter: parser.delimiter() })
                }
            }
            State::Sheet { rows, delimiter } => self.sheet(rows, delimiter),
            State::Table(mut table) => {
                if table.read_rows(STEP_ROWS) {
                    Next::State(State::Table(table))
                } else {
                    Next::State(State::Columns(Box::new(table.finish())))
                }
            }
            State::Columns(content) => {
                let (reading, grid) = *content;
                let grid = GridReader::new(reading, grid, self.purpose, &self.overrides);
                Next::State(State::Grid(Box::new(grid)))
            }
            State::Grid(mut grid) => {
                if grid.read_rows(STEP_ROWS) {
                    Next::State(State::Grid(grid))
                } else {
                    Next::Result(Ok(grid.finish()))
                }
            }
            State::List(mut list) => {
                if list.read_lines(STEP_ROWS) {
                    Next::State(State::List(list))
                } else {
                    Next::Result(Ok(list.finish()))
                }
            }
            State::Finished => Next::Result(Ok(Reading::new(formats::Format::List))),
        };
        match next {
            Next::State(state) => {
                self.state = state;
                Poll::Pending
            }
            Next::Result(result) => Poll::Ready(result),
        }
    }

    /// Whether the next step looks at the whole text, so that it takes longer than others.
    #[must_use]
    pub const fn is_next_step_long(&self) -> bool {
        matches!(self.state, State::Start | State::Delimiter | State::Sheet { .. } | State::Columns(_))
    }

    /// Reads the rest at once.
    fn finish(mut self) -> Result<Reading, Refusal> {
        loop {
            if let Poll::Ready(result) = self.step() {
                return result;
            }
        }
    }

    /// Recognizes the format.
    fn start(&self) -> Next<'a> {
        let (purpose, overrides) = (self.purpose, &self.overrides);
        if !self.is_tabbed
            && let Some(drawn) = sheet::undraw(self.text)
        {
            return Next::Result(read(&drawn, purpose, overrides));
        }
        if self.is_tabbed {
            return Next::State(State::Rows { parser: Parser::new(self.text, Some('\t'), 1), rows: Vec::new() });
        }
        let is_detected = overrides.delimiter.is_none() && overrides.header_line.is_none();
        if is_detected && let Some(content) = formats::read(self.text, purpose) {
            return match content {
                Ok((format, Content::Grid(grid))) => {
                    Next::State(State::Columns(Box::new((Reading::new(format), grid))))
                }
                Ok((format, Content::Texts(texts))) => {
                    let mut reading = ListReader::new(&texts.join("\n"), purpose, 1).read();
                    reading.format = format;
                    Next::Result(Ok(reading))
                }
                Err(refusal) => Next::Result(Err(refusal)),
            };
        }
        Next::State(State::Delimiter)
    }

    /// Finds what delimits the cells.
    fn delimited(&self) -> Next<'a> {
        let overrides = &self.overrides;
        if overrides.delimiter.is_none() && overrides.header_line.is_none() {
            if let Some(aligned) = fixed_width::underlined(self.text) {
                return Next::Result(self.read_aligned(&aligned));
            }
            if let Some(text) = delimiter::retab(self.text) {
                return Next::Result(self.read_aligned(&Aligned { text, header_line: None }));
            }
            if let Some(line) = sheet::framed_header(self.text) {
                let header_line = Some(Some(line));
                let overrides = Overrides { delimiter: Some(Some('|')), header_line, ..overrides.clone() };
                return Next::Result(read(self.text, self.purpose, &overrides));
            }
        }
        let declared = delimiter::declared(self.text);
        let skip = declared.map_or(0, |(_, skip)| skip);
        let delimiter = match overrides.delimiter {
            Some(delimiter) => delimiter,
            None => declared.map(|(delimiter, _)| delimiter).or_else(|| delimiter::detect(self.text)),
        };
        if delimiter.is_none()
            && overrides.delimiter.is_none()
            && let Some(aligned) = fixed_width::aligned(self.text)
        {
            return Next::Result(self.read_aligned(&aligned));
        }
        let first_line = 1 + numbered_lines(&self.text[..skip]).count();
        let parser = Parser::new(&self.text[skip..], delimiter, first_line);
        Next::State(State::Rows { parser, rows: Vec::new() })
    }

    /// Reads a text whose columns were aligned.
    fn read_aligned(&self, aligned: &Aligned) -> Result<Reading, Refusal> {
        let header_line = self.overrides.header_line.or(aligned.header_line.map(Some));
        let overrides = Overrides { header_line, ..self.overrides.clone() };
        let reader = Reader { is_tabbed: true, ..Reader::new(&aligned.text, self.purpose, &overrides) };
        reader.finish().map(|reading| Reading { delimiter: None, ..reading })
    }

    fn sheet(&self, rows: Vec<Row<'a>>, delimiter: Option<char>) -> Next<'a> {
        match Sheet::new(self.text, rows, delimiter, self.purpose, &self.overrides) {
            Sheet::Table(table) => Next::State(State::Table(Box::new(table))),
            Sheet::List(list) => Next::State(State::List(Box::new(list))),
            Sheet::Transposed(reading, grid) => Next::State(State::Columns(Box::new((reading, grid)))),
            Sheet::Empty(reading) => Next::Result(Ok(reading)),
        }
    }
}

/// Reads a text.
///
/// # Errors
/// If the text as a whole cannot be a list of accounts: a web page, broken JSON.
pub fn read(text: &str, purpose: Purpose, overrides: &Overrides) -> Result<Reading, Refusal> {
    Reader::new(text, purpose, overrides).finish()
}

/// Decodes a file, in the `encoding` that the user chose or the one that is detected.
///
/// # Errors
/// If it is not text.
pub fn decode_file(bytes: &[u8], encoding: Option<Encoding>) -> Result<Decoded, Refusal> {
    match recognize_binary(bytes) {
        Some(what) => Err(Refusal::NotText(what)),
        None => Ok(encoding.map_or_else(|| decode(bytes), |encoding| decode_with(bytes, encoding))),
    }
}

/// Reads a file: decodes it, in the `encoding` that the user chose or the one that is detected, and
/// reads the text.
///
/// # Errors
/// If it is not text, or cannot be a list of accounts as a whole.
pub fn read_file(
    bytes: &[u8],
    encoding: Option<Encoding>,
    purpose: Purpose,
    overrides: &Overrides,
) -> Result<(Reading, Encoding), Refusal> {
    let decoded = decode_file(bytes, encoding)?;
    let mut reading = read(&decoded.text, purpose, overrides)?;
    if encoding.is_none() {
        reading.note_encoding(&decoded);
    }
    Ok((reading, decoded.encoding))
}
