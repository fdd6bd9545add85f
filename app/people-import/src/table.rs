//! Delimited text as rows of cells.
//!
//! Why not the `csv` crate: it takes one unclosed quote for a field that runs to the end of the
//! file, and people's files have those. Here, a quoted cell may span lines only if its content does
//! not look like rows of its own; otherwise the quote is a stray character of its cell.

use crate::text::{count_line_breaks, is_blank, trim};
use std::borrow::Cow;

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell<'a> {
    /// Trimmed if it was not quoted; exactly what was between the quotes otherwise.
    pub text: Cow<'a, str>,
    /// Whether it was quoted.
    pub is_quoted: bool,
}

impl Cell<'_> {
    /// The text without blanks around it.
    pub(crate) fn trimmed(&self) -> &str {
        trim(&self.text)
    }
}

/// One row. It has at least one cell.
#[derive(Clone, Debug)]
pub(crate) struct Row<'a> {
    /// The line it begins in, counted from 1.
    pub line: usize,
    /// As it was written.
    pub text: &'a str,
    pub cells: Vec<Cell<'a>>,
    /// Whether a quote opened or closed nothing.
    pub has_stray_quote: bool,
}

impl Row<'_> {
    /// The number of cells that are not blank.
    pub(crate) fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.trimmed().is_empty()).count()
    }

    /// Whether it has nothing but blanks, delimiters and quotes.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.chars().all(|character| is_blank(character) || matches!(character, ',' | ';' | '|' | '"'))
    }

    /// Whether it is neither blank nor a ruler.
    pub(crate) fn has_content(&self) -> bool {
        !self.is_blank() && !self.is_ruler()
    }

    /// Whether it is a ruler of a drawn table: `|---|:--:|` or `-----+-----`.
    pub(crate) fn is_ruler(&self) -> bool {
        self.text.contains("--")
            && self
                .text
                .chars()
                .all(|character| matches!(character, '-' | '+' | '|' | ':' | '=' | ' ' | '\t' | ',' | ';'))
    }
}

/// The rows of a text, without blank ones and rulers. Without a delimiter, each line is one cell.
#[cfg(test)]
pub(crate) fn parse(text: &str, delimiter: Option<char>) -> Vec<Row<'_>> {
    Parser::new(text, delimiter, 1).filter(Row::has_content).collect()
}

/// The first rows of a text, without blank ones and rulers. Without a delimiter, each line is one
/// cell.
pub(crate) fn parse_first(text: &str, delimiter: Option<char>, count: usize) -> Vec<Row<'_>> {
    Parser::new(text, delimiter, 1).filter(Row::has_content).take(count).collect()
}

/// Cuts a text into rows.
pub(crate) struct Parser<'a> {
    text: &'a str,
    /// Byte offset of the next row.
    position: usize,
    line: usize,
    delimiter: Option<char>,
}

impl<'a> Parser<'a> {
    /// A parser at the beginning of a text whose first line has this number.
    pub(crate) const fn new(text: &'a str, delimiter: Option<char>, first_line: usize) -> Self {
        Self { text, position: 0, line: first_line, delimiter }
    }

    pub(crate) const fn delimiter(&self) -> Option<char> {
        self.delimiter
    }

    /// Adds the rows of the next so many bytes. Returns whether there may be more.
    pub(crate) fn read_rows(&mut self, rows: &mut Vec<Row<'a>>, bytes: usize) -> bool {
        let end = self.position.saturating_add(bytes);
        while self.position < end {
            let Some(row) = self.next() else { return false };
            rows.extend(Some(row).filter(Row::has_content));
        }
        true
    }

    /// Whether a cell ends at this byte offset.
    fn is_end(&self, position: usize) -> bool {
        match self.text.as_bytes().get(position) {
            None | Some(b'\r' | b'\n') => true,
            Some(byte) => self.delimiter == Some(char::from(*byte)),
        }
    }

    fn skip_blanks(&self, mut position: usize) -> usize {
        while let Some(character) = self.text[position..].chars().next()
            && is_blank(character)
            && !self.is_end(position)
        {
            position += character.len_utf8();
        }
        position
    }

    /// The offset of the quote that closes the one at `open`; doubled quotes are content.
    fn closing_quote(&self, open: usize) -> Option<usize> {
        let mut position = open + 1;
        loop {
            position += self.text[position..].find('"')?;
            if self.text.as_bytes().get(position + 1) != Some(&b'"') {
                return Some(position);
            }
            position += 2;
        }
    }

    /// Whether the content of a quoted cell looks like rows of the table: an unclosed quote
    /// swallowed them up to the next quote.
    fn is_swallowed_rows(&self, content: &str) -> bool {
        content.contains(['\r', '\n'])
            && content.contains('@')
            && self.delimiter.is_some_and(|delimiter| content.contains(delimiter))
    }

    /// The cell at a byte offset, the offset where it ends, and whether it has a stray quote.
    fn cell(&self, begin: usize) -> (Cell<'a>, usize, bool) {
        let quote = self.skip_blanks(begin);
        let mut end = quote;
        let mut is_stray = false;
        if self.text.as_bytes().get(quote) == Some(&b'"') {
            is_stray = true;
            if let Some(closing) = self.closing_quote(quote) {
                let content = &self.text[quote + 1..closing];
                let after = self.skip_blanks(closing + 1);
                if self.is_end(after) && !self.is_swallowed_rows(content) {
                    let text =
                        if content.contains('"') { content.replace("\"\"", "\"").into() } else { content.into() };
                    return (Cell { text, is_quoted: true }, after, false);
                }
                // A name in a mail: "Tolland, Mira" <mira@x.example>. Its comma does not delimit.
                if !content.contains(['\r', '\n']) && (after > closing + 1 || self.text[after..].starts_with('<')) {
                    (end, is_stray) = (after, false);
                }
            }
        }
        while !self.is_end(end) {
            end += 1;
        }
        let text = trim(&self.text[begin..end]);
        let is_left_over = text.len() > 1 && text.ends_with('"') && text.matches('"').count() == 1;
        let text = match (is_stray, is_left_over) {
            (true, _) => trim(text.strip_prefix('"').unwrap_or(text)),
            (false, true) => trim(text.strip_suffix('"').unwrap_or(text)),
            (false, false) => text,
        };
        (Cell { text: text.into(), is_quoted: false }, end, is_stray || is_left_over)
    }
}

impl<'a> Iterator for Parser<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        let (begin, line) = (self.position, self.line);
        if begin >= self.text.len() {
            return None;
        }
        let mut cells = Vec::new();
        let mut has_stray_quote = false;
        let mut position = begin;
        let end = loop {
            let (cell, end, is_stray) = self.cell(position);
            cells.push(cell);
            has_stray_quote |= is_stray;
            match self.text.as_bytes().get(end) {
                None | Some(b'\r' | b'\n') => break end,
                Some(_) => position = end + 1,
            }
        };
        let rest = &self.text[end..];
        self.position = end + if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
        self.line += count_line_breaks(&self.text[begin..self.position]);
        let text = &self.text[begin..end];
        if self.delimiter == Some('|') {
            strip_frame(&mut cells, text);
        }
        Some(Row { line, text, cells, has_stray_quote })
    }
}

/// Removes the empty first and last cell of a row that is drawn with a frame: `| a | b |`.
fn strip_frame(cells: &mut Vec<Cell<'_>>, text: &str) {
    let text = trim(text);
    if cells.len() > 2 && text.starts_with('|') && text.ends_with('|') {
        cells.pop();
        cells.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(text: &str, delimiter: char) -> Vec<Vec<String>> {
        let rows = parse(text, Some(delimiter));
        rows.into_iter().map(|row| row.cells.into_iter().map(|cell| cell.text.into_owned()).collect()).collect()
    }

    #[test]
    fn quotes_are_those_of_rfc_4180() {
        let rows = cells("a,\"b, \"\"c\"\"\"\r\n \"d\r\ne\" , f\ng,\"\"\"\"\r", ',');
        assert_eq!(rows, [["a", "b, \"c\""], ["d\r\ne", "f"], ["g", "\""]]);
    }

    #[test]
    fn quoted_cells_keep_their_blanks_and_others_do_not() {
        assert_eq!(cells("\" a \", b \u{a0},\u{200b}c\u{3000}", ','), [[" a ", "b", "c"]]);
    }

    #[test]
    fn an_unclosed_quote_belongs_to_its_cell_only() {
        let text = "user,email\n\"ann,ann@x.example\nbob,bob@x.example\ncid\",cid@x.example\n";
        let rows = parse(text, Some(','));
        let names: Vec<_> = rows.iter().map(|row| row.cells[0].trimmed()).collect();
        assert_eq!(names, ["user", "ann", "bob", "cid"]);
        let stray: Vec<_> = rows.iter().map(|row| row.has_stray_quote).collect();
        assert_eq!(stray, [false, true, false, true]);
    }

    #[test]
    fn names_of_recipients_are_not_cut_within_their_quotes() {
        assert_eq!(
            cells("\"Tolland, Mira\" <mira@x.example>, Bo <bo@x.example>", ','),
            [["\"Tolland, Mira\" <mira@x.example>", "Bo <bo@x.example>"]]
        );
    }

    #[test]
    fn rows_know_their_line_and_blank_ones_are_left_out() {
        let rows = parse("a;1\r\n\r\n\"b\nb\";2\r \u{a0}\r;;\n\u{feff}\nc;3", Some(';'));
        let lines: Vec<_> = rows.iter().map(|row| (row.line, row.cells[0].trimmed())).collect();
        assert_eq!(lines, [(1, "a"), (3, "b\nb"), (8, "c")]);
    }

    #[test]
    fn drawn_tables_lose_their_frame_and_rulers() {
        assert_eq!(cells("| a | b |\n|---|:-:|\n| c | d |", '|'), [["a", "b"], ["c", "d"]]);
        assert_eq!(cells(" a | b\n---+---\n c | d", '|'), [["a", "b"], ["c", "d"]]);
    }

    #[test]
    fn many_unclosed_quotes_are_read_in_linear_time() {
        assert_eq!(parse(&"\"a\n".repeat(200_000), Some(',')).len(), 200_000);
        assert!(!parse(&"\",\"\"a".repeat(200_000), Some(',')).is_empty());
    }

    fn write(rows: &[Vec<String>], delimiter: char, line_break: &str, quote_pattern: &[bool]) -> String {
        let mut quote_pattern = quote_pattern.iter().cycle();
        let mut text = String::new();
        for row in rows {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| {
                    let must_quote = cell.contains(['\t', ';', ',', '|', '"', '\r', '\n']);
                    if must_quote || quote_pattern.next() == Some(&true) {
                        format!("\"{}\"", cell.replace('"', "\"\""))
                    } else {
                        cell.clone()
                    }
                })
                .collect();
            text.push_str(&cells.join(&delimiter.to_string()));
            text.push_str(line_break);
        }
        text
    }

    fn tables() -> impl Strategy<Value = Vec<Vec<String>>> {
        (1usize..5).prop_flat_map(|width| {
            let cell = "[a-z,;|\t\"\r\n é中]{0,5}x";
            prop::collection::vec(prop::collection::vec(cell.prop_map(|cell| cell.trim().to_owned()), width), 1..8)
        })
    }

    proptest! {
        #[test]
        fn any_text_has_rows_that_know_their_line(
            text in "[a,;\"\t\r\n\\PC]*",
            delimiter in prop::sample::select(vec![None, Some('\t'), Some(';'), Some(','), Some('|')]),
        ) {
            for row in parse(&text, delimiter) {
                let offset = row.text.as_ptr() as usize - text.as_ptr() as usize;
                prop_assert_eq!(row.line, 1 + count_line_breaks(&text[..offset]));
                prop_assert!(!row.cells.is_empty());
            }
        }

        #[test]
        fn well_formed_tables_are_read_back(
            rows in tables(),
            delimiter in prop::sample::select(vec!['\t', ';', ',']),
            line_break in prop::sample::select(vec!["\r\n", "\n", "\r"]),
            quote_pattern in prop::collection::vec(any::<bool>(), 7),
        ) {
            prop_assert_eq!(cells(&write(&rows, delimiter, line_break, &quote_pattern), delimiter), rows);
        }
    }
}
