//! A text as rows of cells.

use crate::delimiter::{SEPARATORS, declared_delimiter, separator};
use std::borrow::Cow;

/// A row that has something in it.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    /// Where it began; the first line is 1.
    pub line: usize,
    /// As it was written.
    pub text: &'a str,
    /// Trimmed and without their quotes; one at least.
    pub cells: Vec<Cow<'a, str>>,
}

impl Row<'_> {
    /// What stands in a column; nothing where the row is too short for it.
    pub(crate) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell)
    }

    /// Whether it is nothing but separators, be it those of another program.
    pub(crate) fn is_blank(&self) -> bool {
        let is_nothing = |letter| is_blank(letter) || SEPARATORS.iter().any(|byte| char::from(*byte) == letter);
        self.filled() == 0 || self.text.chars().all(is_nothing)
    }

    /// How many cells have something in them.
    pub(crate) fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }
}

/// The rows of a text, without those that have nothing in them.
///
/// Quotes are those of RFC 4180. One that never closes, or closes in the middle of a cell some lines below, was a letter: it does not
/// swallow the rest of the file.
#[derive(Clone, Debug)]
pub(crate) struct Rows<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    /// Each of these ends a cell.
    separators: Separators,
}

/// Bytes that end a cell; as many as are possible while it is not known which one does.
type Separators = [Option<u8>; SEPARATORS.len()];

impl<'a> Rows<'a> {
    /// With this separator; none makes each line a single cell.
    pub(crate) fn new(text: &'a str, separator: Option<u8>) -> Self {
        Self { text, at: 0, line: 1, separators: [separator, None, None] }
    }

    /// With the separator that the text has.
    pub(crate) fn detect(text: &'a str) -> Self {
        if let Some((separator, at)) = declared_delimiter(text) {
            return Self { at, line: 2, ..Self::new(text, Some(separator)) };
        }
        Self::new(text, separator(text))
    }

    /// With every separator there is.
    pub(crate) fn cut_anywhere(text: &'a str) -> Self {
        Self { separators: SEPARATORS.map(Some), ..Self::new(text, None) }
    }

    /// What is left, each line a single cell.
    pub(crate) fn uncut(self) -> Self {
        Self { separators: [None; 3], ..self }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Whether a cell ends here.
    fn is_end(&self, at: usize) -> bool {
        match self.byte(at) {
            None | Some(b'\r' | b'\n') => true,
            byte => self.separators.contains(&byte),
        }
    }

    /// Where the first letter of a cell is.
    fn skip_blanks(&self, mut at: usize) -> usize {
        while let Some(letter) = self.text[at..].chars().next().filter(|letter| is_blank(*letter) && !self.is_end(at)) {
            at += letter.len_utf8();
        }
        at
    }

    /// The cell that begins here, and where it ends.
    fn cell(&self, begin: usize) -> (Cow<'a, str>, usize) {
        let quote = self.skip_blanks(begin);
        let mut end = quote;
        if self.byte(quote) == Some(b'"')
            && let Some(closing) = self.closing(quote)
        {
            let (inner, after) = (&self.text[quote + 1..closing], self.skip_blanks(closing + 1));
            if self.is_end(after) {
                let inner = trimmed(inner);
                return (if inner.contains('"') { inner.replace("\"\"", "\"").into() } else { inner.into() }, after);
            }
            // A name in a mail: "Lovelace, Ada" <ada@x.example>. What it quotes is not cut.
            if (after > closing + 1 || self.byte(after) == Some(b'<')) && !inner.contains(['\r', '\n']) {
                end = after;
            }
        }
        while !self.is_end(end) {
            end += 1;
        }
        (trimmed(&self.text[begin..end]).into(), end)
    }

    /// Where the quote that opens here closes.
    fn closing(&self, quote: usize) -> Option<usize> {
        let mut at = quote + 1;
        loop {
            at += self.text[at..].find('"')?;
            if self.byte(at + 1) != Some(b'"') {
                return Some(at);
            }
            at += 2;
        }
    }

    /// The next row, blank or not, and what it is cut by.
    pub(crate) fn row(&mut self, mut cut: impl FnMut(u8)) -> Option<Row<'a>> {
        let (begin, line) = (self.at, self.line);
        if begin == self.text.len() {
            return None;
        }
        let mut cells = Vec::new();
        let mut at = begin;
        let end = loop {
            let (cell, end) = self.cell(at);
            cells.push(cell);
            match self.byte(end) {
                None | Some(b'\r' | b'\n') => break end,
                Some(separator) => cut(separator),
            }
            at = end + 1;
        };
        self.at = match (self.byte(end), self.byte(end + 1)) {
            (Some(b'\r'), Some(b'\n')) => end + 2,
            (Some(_), _) => end + 1,
            (None, _) => end,
        };
        self.line += breaks(&self.text[begin..self.at]);
        Some(Row { line, text: &self.text[begin..end], cells })
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        loop {
            let row = self.row(|_| ())?;
            if !row.is_blank() {
                return Some(row);
            }
        }
    }
}

/// Without what is not seen at its ends: spaces of all kinds, and marks that only programs need.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(is_blank)
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn breaks(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_break = |at: usize| match bytes[at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    (0..bytes.len()).filter(|at| is_break(*at)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        Rows::detect(text).map(|row| row.cells.into_iter().map(Cow::into_owned).collect()).collect()
    }

    #[test]
    fn quotes_are_those_of_rfc_4180() {
        let rows = cells("a,\"b, \"\"c\"\"\"\r\n \"d\r\ne\" , f\ng,\"\"\"\"\r");
        assert_eq!(rows, [["a", "b, \"c\""], ["d\r\ne", "f"], ["g", "\""]]);
    }

    #[test]
    fn a_quote_that_never_closes_is_a_letter() {
        assert_eq!(cells("\"a,b\nc,d\n"), [["\"a", "b"], ["c", "d"]]);
        assert_eq!(cells("\"a,b\nc,\"d\"\ne,f"), [["\"a", "b"], ["c", "d"], ["e", "f"]]);
        assert_eq!(cells("5\" pipe,b\n6\" pipe,d"), [["5\" pipe", "b"], ["6\" pipe", "d"]]);
    }

    #[test]
    fn names_of_mails_are_not_cut_in_their_quotes() {
        assert_eq!(
            cells("\"Lovelace, Ada\" <ada@x.example>, Bob <bob@x.example>"),
            [["\"Lovelace, Ada\" <ada@x.example>", "Bob <bob@x.example>"]]
        );
    }

    #[test]
    fn rows_know_where_they_began_and_blank_ones_are_none() {
        let text = "a;1\r\n\r\n\"b\nb\";2\r \u{a0}\r;;\n\u{feff}\nc;3";
        let lines: Vec<_> = Rows::detect(text).map(|row| (row.line, row.cells[0].to_string())).collect();
        assert_eq!(lines, [(1, "a".to_owned()), (3, "b\nb".to_owned()), (8, "c".to_owned())]);
    }

    #[test]
    fn the_first_line_may_be_for_excel() {
        assert_eq!(cells("\u{feff}sep=|\r\na|b,c"), [["a", "b,c"]]);
        assert_eq!(cells("Sep=;\na,b;c"), [["a,b", "c"]]);
    }

    #[test]
    fn cells_are_trimmed_of_all_spaces_and_marks() {
        assert_eq!(cells("\u{feff}a ,\u{a0}b\u{202f},\u{200b}c\u{3000}"), [["a", "b", "c"]]);
        assert_eq!(cells("a\0b,\0"), [["a\0b", "\0"]]);
    }

    #[test]
    fn quotes_without_end_take_no_time_without_end() {
        let text = "\"a\n".repeat(200_000);
        assert_eq!(Rows::new(&text, Some(b',')).count(), 200_000);
        let text = "\",\"\"".repeat(200_000);
        assert!(Rows::new(&text, Some(b',')).count() > 0);
    }

    fn written(rows: &[Vec<String>], separator: u8, breaks: &str, is_quoted: &[bool]) -> String {
        let mut text = String::new();
        let mut is_quoted = is_quoted.iter().cycle();
        for row in rows {
            for (at, cell) in row.iter().enumerate() {
                if at > 0 {
                    text.push(char::from(separator));
                }
                if cell.contains(['\t', ';', ',', '"', '\r', '\n']) || is_quoted.next() == Some(&true) {
                    text.push_str(&format!("\"{}\"", cell.replace('"', "\"\"")));
                } else {
                    text.push_str(cell);
                }
            }
            text.push_str(breaks);
        }
        text
    }

    fn tables() -> impl Strategy<Value = Vec<Vec<String>>> {
        let cell = "[a-z@,;\"\t\r\n 'é中😀א\0=]{0,6}".prop_map(|cell| trimmed(&cell).to_owned());
        (1usize..5).prop_flat_map(move |width| {
            let row = prop::collection::vec(cell.clone(), width)
                .prop_filter("blank", |row| row.iter().any(|cell| !cell.is_empty()));
            prop::collection::vec(row, 1..8)
        })
    }

    proptest! {
        #[test]
        fn any_text_is_rows(text in "[a,;\"\t\r\n\\PC]*", separator in prop::sample::select(vec![None, Some(b'\t'), Some(b';'), Some(b',')])) {
            for row in Rows::new(&text, separator).chain(Rows::detect(&text)) {
                prop_assert!(row.filled() > 0);
                prop_assert_eq!(row.line, 1 + breaks(&text[..row.text.as_ptr() as usize - text.as_ptr() as usize]));
            }
        }

        #[test]
        fn tables_are_read_back(
            rows in tables(),
            separator in prop::sample::select(SEPARATORS.to_vec()),
            breaks in prop::sample::select(vec!["\r\n", "\n", "\r"]),
            is_quoted in prop::collection::vec(any::<bool>(), 7),
        ) {
            let text = written(&rows, separator, breaks, &is_quoted);
            let read: Vec<Vec<String>> = Rows::new(&text, Some(separator))
                .map(|row| row.cells.into_iter().map(Cow::into_owned).collect())
                .collect();
            prop_assert_eq!(&read, &rows);
            if rows[0].len() > 1 {
                prop_assert_eq!(cells(&text), rows);
            }
        }
    }
}
