//! Columns that are aligned with blanks, as terminals print them.

use crate::header;
use crate::text::{is_blank, numbered_lines, trim};

/// A text with its columns separated by tabs, and what is known of it.
pub(crate) struct Aligned {
    pub(crate) text: String,
    /// The line of the header, if the text shows it.
    pub(crate) header_line: Option<usize>,
}

/// A table whose header is underlined with dashes: PowerShell, `psql` with one column. The dashes
/// show where the columns begin.
pub(crate) fn underlined(text: &str) -> Option<Aligned> {
    const FIRST_LINES: usize = 30;
    let lines: Vec<&str> = numbered_lines(text).map(|(_, line)| line).take(FIRST_LINES).collect();
    let is_underline =
        |line: &str| line.contains("---") && line.chars().all(|character| matches!(character, '-' | ' '));
    let underline = lines.iter().position(|line| is_underline(line))?;
    let header = underline.checked_sub(1)?;
    let starts = starts_of_words(lines[underline]);
    let slices = slice(lines[header], &starts);
    let known = slices.iter().filter(|cell| header::role_of(cell).is_some()).count();
    if known == 0 || slices.iter().any(|cell| cell.contains(['|', ',', ';', '\t'])) {
        return None;
    }
    let mut aligned = String::with_capacity(text.len());
    for (number, line) in numbered_lines(text) {
        if number > header && number != underline + 1 && !trim(line).is_empty() {
            aligned.push_str(&slice(line, &starts).join("\t"));
        } else {
            aligned.push_str(line);
        }
        aligned.push('\n');
    }
    Some(Aligned { text: aligned, header_line: Some(header + 1) })
}

/// A table of several columns between which every line has at least two blanks.
pub(crate) fn aligned(text: &str) -> Option<Aligned> {
    let is_gap = |line: &str| trim(line).contains("  ");
    let normal = text.replace(['\u{a0}', '\u{2007}', '\u{202f}'], " ");
    let lines: Vec<&str> = numbered_lines(&normal).map(|(_, line)| line).collect();
    let filled = || lines.iter().filter(|line| !trim(line).is_empty());
    let with_gaps: Vec<&str> = filled().filter(|line| is_gap(line)).copied().collect();
    if with_gaps.len() < 2 || with_gaps.len() * 3 < filled().count() * 2 {
        return None;
    }
    let split = |line: &str| -> Vec<String> {
        trim(line).split("  ").map(trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
    };
    let widest = with_gaps.iter().map(|line| split(line).len()).max().unwrap_or(0);
    let starts = common_starts(&with_gaps);
    let cells = |line: &str| if starts.len() == widest && is_gap(line) { slice(line, &starts) } else { split(line) };
    let rows: Vec<String> = lines.iter().map(|line| cells(line).join("\t")).collect();
    Some(Aligned { text: rows.join("\n"), header_line: None })
}

/// The columns where words begin in a line of dashes.
fn starts_of_words(line: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut before = ' ';
    for (column, character) in line.chars().enumerate() {
        if character != ' ' && before == ' ' {
            starts.push(column);
        }
        before = character;
    }
    starts
}

/// The columns where cells begin: behind at least two columns that are blank in all lines.
fn common_starts(lines: &[&str]) -> Vec<usize> {
    let width = lines.iter().map(|line| columns_of(line).len()).max().unwrap_or(0);
    let mut is_filled = vec![false; width];
    for line in lines {
        for (column, character) in columns_of(line).into_iter().enumerate() {
            is_filled[column] |= !character.is_none_or(is_blank);
        }
    }
    let mut starts = Vec::new();
    let mut blanks = 2;
    for (column, filled) in is_filled.into_iter().enumerate() {
        if filled && blanks > 1 {
            starts.push(column);
        }
        blanks = if filled { 0 } else { blanks + 1 };
    }
    starts
}

/// The characters of a line by their column. Those of East Asia are two columns wide.
fn columns_of(line: &str) -> Vec<Option<char>> {
    let is_wide = |character: char| {
        matches!(
            character,
            '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
                | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}'
        )
    };
    let mut columns = Vec::with_capacity(line.len());
    for character in line.chars() {
        columns.push(Some(character));
        if is_wide(character) {
            // Neither blank nor a base character.
            columns.push(Some('\u{0}'));
        }
    }
    columns
}

/// The cells of a line that begin in these columns. A word that crosses the begin of a column is
/// part of the one in which it ends, as numbers aligned to the right are.
fn slice(line: &str, starts: &[usize]) -> Vec<String> {
    let columns = columns_of(line);
    let mut begins: Vec<usize> = Vec::with_capacity(starts.len());
    for (index, start) in starts.iter().enumerate() {
        let mut begin = if index == 0 { 0 } else { (*start).min(columns.len()) };
        let is_filled = |column: usize| columns.get(column).is_some_and(|character| !character.is_none_or(is_blank));
        while begin > 0 && is_filled(begin) && is_filled(begin - 1) && begin > begins.last().copied().unwrap_or(0) {
            begin -= 1;
        }
        begins.push(begin);
    }
    let ends = begins.iter().skip(1).copied().chain([columns.len()]);
    let cell = |(begin, end): (usize, usize)| -> String {
        let characters = columns[begin.min(end)..end].iter().flatten().filter(|character| **character != '\0');
        trim(&characters.collect::<String>()).to_owned()
    };
    begins.iter().copied().zip(ends).map(cell).collect()
}
