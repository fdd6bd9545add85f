//! What stands between the cells of a text.

use crate::header;
use crate::table::Rows;

/// What can stand between cells.
pub(crate) const SEPARATORS: [u8; 3] = [b'\t', b';', b','];

/// How many rows tell what the separator is.
const TELLING: usize = 500;

/// The separator that a first line says for Excel, as in `sep=;`, and where the text begins behind it.
pub(crate) fn declared_delimiter(text: &str) -> Option<(u8, usize)> {
    let begin = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut bytes = text.as_bytes()[begin..].iter().copied();
    for letter in *b"sep=" {
        bytes.next().filter(|byte| byte.eq_ignore_ascii_case(&letter))?;
    }
    let separator = bytes.next().filter(|byte| SEPARATORS.contains(byte) || *byte == b'|')?;
    let behind = begin + 5;
    match (bytes.next(), bytes.next()) {
        (Some(b'\r'), Some(b'\n')) => Some((separator, behind + 2)),
        (Some(b'\r' | b'\n'), _) => Some((separator, behind + 1)),
        (None, _) => Some((separator, behind)),
        _ => None,
    }
}

/// The separator of a text; none where each line is a single cell.
pub(crate) fn separator(text: &str) -> Option<u8> {
    by_header(text).or_else(|| {
        let [tab, semicolon, comma] = DelimiterStats::all(text);
        // Whoever copies from a spreadsheet has tabs in every line. A tab in a cell of another file is in few.
        if tab.is_everywhere() {
            return Some(b'\t');
        }
        match (semicolon.is_everywhere(), comma.is_everywhere()) {
            (true, true) => Some(if comma.evenness > semicolon.evenness { b',' } else { b';' }),
            (true, false) => Some(b';'),
            (false, true) => Some(b','),
            (false, false) => (tab.cut > 0).then_some(b'\t'),
        }
    })
}

/// The separator that makes the most known heads of the first row; none where two are alike.
fn by_header(text: &str) -> Option<u8> {
    let known = SEPARATORS.map(|separator| {
        let first = Rows::new(text, Some(separator)).next();
        let words = first.and_then(|row| header::words(row.cells.iter().map(|cell| &**cell)));
        words.map_or(0, |words| words.iter().flatten().count())
    });
    let most = known.into_iter().max().filter(|most| *most > 0)?;
    let mut alike = SEPARATORS.into_iter().zip(known).filter(|(_, known)| *known == most);
    alike.next().filter(|_| alike.next().is_none()).map(|(separator, _)| separator)
}

/// How a separator cuts the rows of a text.
struct DelimiterStats {
    rows: usize,
    /// How many rows it cuts at all.
    cut: usize,
    /// How many of those it cuts into the same number of cells, and into how many. More is better.
    evenness: (usize, usize),
}

impl DelimiterStats {
    /// Of all separators at once: quotes belong to cells, whichever of them ends those.
    fn all(text: &str) -> [Self; SEPARATORS.len()] {
        let mut rows = Rows::cut_anywhere(text);
        let mut widths = [const { Vec::new() }; SEPARATORS.len()];
        while widths[0].len() < TELLING {
            let mut found = [1; SEPARATORS.len()];
            let row = rows.row(|separator| {
                for (found, _) in found.iter_mut().zip(SEPARATORS).filter(|(_, other)| *other == separator) {
                    *found += 1;
                }
            });
            let Some(row) = row else { break };
            if !row.is_blank() {
                widths.iter_mut().zip(found).for_each(|(widths, found)| widths.push(found));
            }
        }
        widths.map(Self::of)
    }

    fn of(mut widths: Vec<usize>) -> Self {
        widths.sort_unstable();
        let cut = widths.iter().filter(|width| **width > 1).count();
        let runs = widths.chunk_by(|a, b| a == b).filter(|run| run[0] > 1);
        let evenness = runs.map(|run| (run.len(), run[0])).max().unwrap_or_default();
        Self { rows: widths.len(), cut, evenness }
    }

    fn is_everywhere(&self) -> bool {
        self.cut > 0 && self.cut * 2 >= self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_told() {
        for (text, expected) in [
            ("a\tb, c; d\ne\tf", Some(b'\t')),
            ("Müller, Jörg;j@x.example\nMeier, Ida;i@x.example", Some(b';')),
            ("a,b;c\nd,e\nf,g", Some(b',')),
            ("\"a;b\",c\n\"d;e\",f", Some(b',')),
            ("a\nb\nc", None),
            ("a\nb\nDoe, Jane\n", None),
            ("a\nb\nc\td\n", Some(b'\t')),
            // The header knows better than what stands below.
            ("user,email\na;b,c;d\ne;f,g;h", Some(b',')),
        ] {
            assert_eq!(separator(text), expected, "{text}");
        }
    }
}
