//! Names to look up.

use crate::header::{self, ColumnKind};
use crate::mailbox::{bracketed, mailboxes, split_recipients, strip_wrapping, unquoted, without_mailto};
use crate::table::{Rows, trimmed};
use std::collections::HashSet;

/// The user names and addresses of a text, each once, in its order: one a line, or separated by commas, semicolons or tabs. Of
/// `Name <address>` the address. A name with spaces is one name, and in quotes also one with commas. A first line that only says what
/// follows is none; a single word there that somebody may be called, like `user`, is a name all the same.
#[must_use]
pub fn names(text: &str) -> Vec<String> {
    let mut rows = Rows::new(text, None).peekable();
    let mut names = Vec::new();
    let mut known = HashSet::new();
    let mut is_first = true;
    while let Some(row) = rows.next() {
        // A line that is quoted as a whole is one name; unless it is many addresses.
        let whole = row.cell(0);
        let found =
            if whole == trimmed(row.text) || whole.contains('@') { split_recipients(whole) } else { vec![whole] };
        // Alone, it is somebody who is really called that.
        let is_certain = |word: ColumnKind| found.len() > 1 || !matches!(word, ColumnKind::Login | ColumnKind::Name);
        let is_head = |name: &&str| header::word(unquoted(name)).is_some_and(is_certain);
        let is_header = is_first && rows.peek().is_some() && found.iter().all(is_head);
        is_first = false;
        if is_header {
            continue;
        }
        for name in found.into_iter().flat_map(name) {
            if !name.is_empty() && known.insert(name.clone()) {
                names.push(name);
            }
        }
    }
    names
}

/// The names in a piece of a line: one, save for addresses with spaces between them.
fn name(piece: &str) -> Vec<String> {
    if bracketed(piece).is_some() {
        return mailboxes(piece).0.into_iter().map(|mailbox| mailbox.address.to_owned()).collect();
    }
    let name = unquoted(piece);
    if name.split_whitespace().all(|word| word.contains('@')) {
        name.split_whitespace().map(strip_wrapping).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    } else {
        vec![without_mailto(name).replace("\"\"", "\"")]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_lines_or_between_separators() {
        assert_eq!(names("jane\r\njoe\n\n bob \rjane\n"), ["jane", "joe", "bob"]);
        assert_eq!(names("jane, joe;bob\tanna,,jane"), ["jane", "joe", "bob", "anna"]);
        assert_eq!(names("a@x.example b@x.example"), ["a@x.example", "b@x.example"]);
    }

    #[test]
    fn a_name_with_spaces_is_one() {
        assert_eq!(names("Anna Maria\nעדה לאבלייס\n😀 x"), ["Anna Maria", "עדה לאבלייס", "😀 x"]);
    }

    #[test]
    fn quotes_go_and_keep_what_is_in_them_together() {
        assert_eq!(
            names("\"jane\"\n\"Doe, Jane\"\n\"a\", \"b;c\"\n\"say \"\"hi\"\"\""),
            ["jane", "Doe, Jane", "a", "b;c", "say \"hi\""]
        );
        assert_eq!(names("O'Brien\n5\" pipe\n\"x"), ["O'Brien", "5\" pipe", "\"x"]);
    }

    #[test]
    fn recipients_are_their_addresses() {
        assert_eq!(
            names("\"Lovelace, Ada\" <ada@x.example>; Hopper, Grace <grace@x.example>\nmailto:joe@x.example"),
            ["ada@x.example", "grace@x.example", "joe@x.example"]
        );
        assert_eq!(names("Ada <a@x.example> Bob <b@x.example>"), ["a@x.example", "b@x.example"]);
    }

    #[test]
    fn a_head_is_no_name_unless_it_is_all_there_is() {
        assert_eq!(names("\u{feff}Username\njane"), ["jane"]);
        assert_eq!(names("jane\nusername"), ["jane", "username"]);
        assert_eq!(names("user"), ["user"]);
        assert_eq!(names("user\njane"), ["user", "jane"]);
        assert_eq!(names("user,email\njane,jane@x.example"), ["jane", "jane@x.example"]);
        assert_eq!(names("users\njane"), ["users", "jane"]);
        assert_eq!(names("username;email\njane;jane@x.example"), ["jane", "jane@x.example"]);
    }

    #[test]
    fn nothing_is_nobody() {
        assert!(names("").is_empty());
        assert!(names(" \n;,\t\n\"\"").is_empty());
    }
}
