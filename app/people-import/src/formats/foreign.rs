//! Texts that are no lists, by what they begin with or consist of.

use crate::text::{numbered_lines, trim};

/// What a text is, if it certainly is no list of people: `source code`.
pub(crate) fn recognize(text: &str) -> Option<&'static str> {
    const BEGINNINGS: [(&str, &str); 14] = [
        ("-----BEGIN ", "a key or certificate"),
        ("PuTTY-User-Key-File", "a key"),
        ("ssh-rsa ", "a list of SSH keys"),
        ("ssh-ed25519 ", "a list of SSH keys"),
        ("ecdsa-sha2-", "a list of SSH keys"),
        ("version https://git-lfs", "a pointer of Git LFS, not the file itself"),
        ("<?php", "source code"),
        ("#!/", "a script"),
        ("BEGIN:VCALENDAR", "a calendar"),
        ("diff --git ", "a patch"),
        ("%PDF-", "a PDF document"),
        ("{\\rtf", "an RTF document"),
        ("%!PS", "a PostScript document"),
        ("bplist00", "a property list"),
    ];
    let start = trim(text);
    let known = BEGINNINGS.iter().find(|(beginning, _)| start.starts_with(beginning)).map(|(_, what)| *what);
    known.or_else(|| by_lines(text))
}

/// The lines that decide.
const SAMPLE_LINES: usize = 300;

fn by_lines(text: &str) -> Option<&'static str> {
    let mut lines = 0_usize;
    let (mut code, mut dated, mut requests, mut sql) = (0_usize, 0_usize, 0_usize, 0_usize);
    let sample = numbered_lines(text).map(|(_, line)| trim(line)).filter(|line| !line.is_empty());
    for line in sample.take(SAMPLE_LINES) {
        lines += 1;
        code += usize::from(is_code(line));
        dated += usize::from(is_log_line(line));
        requests += usize::from(line.contains(" HTTP/1.") || line.contains(" HTTP/2"));
        sql += usize::from(is_statement(line));
    }
    let is_most = |count: usize| count > 1 && count * 5 >= lines * 4;
    match () {
        () if sql > 0 => Some("an SQL dump"),
        () if code > 2 && code * 3 >= lines => Some("source code"),
        () if is_most(requests) => Some("a log"),
        () if is_most(dated) && !text.contains('@') => Some("a log"),
        () => None,
    }
}

fn is_statement(line: &str) -> bool {
    const STATEMENTS: [&str; 6] =
        ["create table ", "insert into ", "drop table ", "alter table ", "copy public.", "lock tables "];
    let start: String = line.chars().take(20).collect::<String>().to_lowercase();
    STATEMENTS.iter().any(|statement| start.starts_with(statement)) && line.contains(['(', ';', '`'])
}

fn is_code(line: &str) -> bool {
    let starts = |words: &[&str]| words.iter().any(|word| line.starts_with(word));
    let is_declaration = starts(&["const ", "let ", "var ", "local ", "static ", "public ", "private "])
        && (line.contains('=') || line.ends_with(['{', ';']));
    let is_function = starts(&["function ", "def ", "fn ", "func ", "pub fn ", "async ", "class ", "export "])
        && line.ends_with(['{', ':', ';', '}', ')']);
    let is_import = starts(&["import ", "from ", "use ", "using ", "#include", "require", "package "])
        && (line.ends_with([';', '>', '"', '\'']) || line.contains(" import ") || line.split(' ').count() == 2);
    let is_flow = starts(&["if ", "if(", "for ", "for(", "while ", "else", "} ", "return", "elif "])
        && line.ends_with(['{', ';', ':', ')', '}']);
    let is_end = matches!(line, "}" | "};" | "})" | "});" | "{" | "end" | "fi" | "done" | "esac");
    let is_call = line.ends_with(");") || line.ends_with("):") || line.ends_with(") {");
    is_declaration || is_function || is_import || is_flow || is_end || is_call
}

/// Whether a line starts with a date and a time, followed by text.
fn is_log_line(line: &str) -> bool {
    let line = line.trim_start_matches('[');
    let words: Vec<&str> =
        line.split(|character: char| character.is_whitespace() || character == 'T').take(4).collect();
    let is_date = |word: &str| {
        word.len() == 10
            && word.bytes().enumerate().all(|(index, byte)| match index {
                4 | 7 => matches!(byte, b'-' | b'/'),
                _ => byte.is_ascii_digit(),
            })
    };
    let is_time = |word: &str| word.len() >= 5 && word.as_bytes()[2] == b':' && word.as_bytes()[0].is_ascii_digit();
    let is_month = |word: &str| {
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"].contains(&word)
    };
    let parts: Vec<&str> = line.split_whitespace().collect();
    let is_iso = words.len() > 2 && is_date(words[0]) && words.get(1).is_some_and(|word| is_time(word));
    let is_syslog = parts.len() > 4 && is_month(parts[0]) && is_time(parts[2]);
    (is_iso || is_syslog) && parts.len() > 3 && !line.contains(['\t', ';', '|'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_not_taken_for_something_else() {
        for text in [
            "mto\njfe\ndone",
            "class 7a\nfrom Mira Tolland\nimport team",
            "for Mira: mto\nlet her in",
            "2031-02-03,mto,mira@x.example\n2031-02-04,jfe,jonas@x.example",
            "username,email\nend,end@x.example\nfi,fi@x.example",
        ] {
            assert_eq!(recognize(text), None, "{text}");
        }
    }
}
