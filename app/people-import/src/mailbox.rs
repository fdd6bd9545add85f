//! Recipients, as mail programs write them: `Ada <ada@x.example>; "Lovelace, Ada" <ada@x.example>`.

use crate::table::trimmed;

/// Somebody with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mailbox<'a> {
    /// What they are called; may be empty.
    pub name: &'a str,
    pub address: &'a str,
}

impl Mailbox<'_> {
    /// What to call the account: the name where it could be one of a user, else what stands before the `@`.
    pub(crate) fn username(self) -> String {
        if self.name.is_empty()
            || self.name.contains(['@', ' ', '\t', '\r', '\n', '\u{a0}'])
            || self.name.ends_with(':')
        {
            before_at(self.address).to_owned()
        } else {
            self.name.to_owned()
        }
    }
}

/// What stands before the `@` of an address; nothing where it has none.
pub(crate) fn before_at(address: &str) -> &str {
    trimmed(address.rsplit_once('@').map_or("", |(before, _)| before))
}

/// An address without what is around it: `mailto:`, quotes, brackets, marks of direction.
pub(crate) fn strip_wrapping(address: &str) -> &str {
    let bare = address.trim_matches(|letter: char| {
        trimmed(letter.encode_utf8(&mut [0; 4])).is_empty()
            || matches!(letter, '"' | '\'' | '(' | ')' | '[' | ']' | '<' | '>' | ',' | ';')
            || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    });
    without_mailto(bare)
}

/// An address without `mailto:` before it and the subject that a link may have behind it.
pub(crate) fn without_mailto(address: &str) -> &str {
    let Some((scheme, address)) =
        address.split_at_checked(7).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("mailto:"))
    else {
        return address;
    };
    debug_assert_eq!(scheme.len(), 7);
    let domain = address.find('@').unwrap_or(0);
    address[domain..].find('?').map_or(address, |at| &address[..domain + at])
}

/// A text without the quotes around it.
pub(crate) fn unquoted(text: &str) -> &str {
    let text = trimmed(text);
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    inner.filter(|inner| !inner.replace("\"\"", "").contains('"')).map_or(text, trimmed)
}

/// What `Name <address>` is made of, and what comes behind it. Other brackets are text.
pub(crate) fn bracketed(text: &str) -> Option<(Mailbox<'_>, &str)> {
    let mut from = 0;
    loop {
        let close = from + text[from..].find('>')?;
        if let Some(open) = text[from..close].rfind('<').map(|at| from + at) {
            let address = strip_wrapping(&text[open..=close]);
            if address.contains('@') {
                let name = trimmed(text[..open].trim_start_matches([',', ';']));
                let name = unquoted(name.strip_prefix('\'').and_then(|name| name.strip_suffix('\'')).unwrap_or(name));
                return Some((Mailbox { name, address }, &text[close + 1..]));
            }
        }
        from = close + 1;
    }
}

/// The recipients of a line, each as it is written: cut at commas, semicolons and tabs outside of quotes. A name that is turned
/// round is not cut: `Lovelace, Ada <ada@x.example>`.
pub(crate) fn split_recipients(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut begin = 0;
    // Where a piece begins that may be the surname of the next.
    let mut surname: Option<usize> = None;
    let mut piece = |begin: usize, end: usize, is_surname: bool| {
        let text = trimmed(&line[begin..end]);
        if text.is_empty() {
            return;
        }
        if let Some(begin) = surname.take()
            && !text.starts_with(['"', '<'])
            && bracketed(text).is_some()
        {
            pieces.pop();
            pieces.push(trimmed(&line[begin..end]));
            return;
        }
        surname = (is_surname && !text.contains(['@', '"'])).then_some(begin);
        pieces.push(text);
    };
    let mut at = 0;
    while let Some(found) = line[at..].find([',', ';', '\t', '"']) {
        at += found;
        if line.as_bytes()[at] == b'"' {
            let before = line[..at].chars().next_back();
            let is_first = before.is_none_or(|letter| letter.is_whitespace() || ",;\u{feff}".contains(letter));
            at = if is_first { closing(line, at).unwrap_or(at) } else { at } + 1;
        } else {
            let is_surname = line[at..].starts_with(", ") || line[at..].starts_with(",\u{a0}");
            piece(begin, at, is_surname);
            at += 1;
            begin = at;
        }
    }
    piece(begin, line.len(), false);
    pieces
}

/// Where the quote that opens here closes: neither doubled, as in tables, nor behind a backslash, as in mails.
fn closing(line: &str, quote: usize) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = quote + 1;
    loop {
        at += line[at..].find('"')?;
        if bytes.get(at + 1) == Some(&b'"') {
            at += 2;
        } else if bytes[at - 1] == b'\\' {
            at += 1;
        } else {
            return Some(at);
        }
    }
}

/// Everybody whose address is in a piece, and what is left: words behind an address that are nobody's name.
pub(crate) fn mailboxes(piece: &str) -> (Vec<Mailbox<'_>>, &str) {
    let mut found = Vec::new();
    let mut rest = unquoted(piece);
    while let Some((mailbox, behind)) = bracketed(rest) {
        found.push(mailbox);
        rest = behind;
    }
    if !rest.contains('@') {
        // What stands behind a bracket is a remark.
        return (found, "");
    }
    let is_first = found.is_empty();
    loop {
        rest = trimmed(rest);
        let Some(at) = rest.find('@') else { break };
        let begin = rest[..at].rfind(char::is_whitespace).map_or(0, |space| {
            // One letter, however wide.
            space + rest[space..].chars().next().map_or(0, char::len_utf8)
        });
        let end = rest[at..].find(char::is_whitespace).map_or(rest.len(), |space| at + space);
        found.push(Mailbox { name: unquoted(&rest[..begin]), address: strip_wrapping(&rest[begin..end]) });
        rest = &rest[end..];
    }
    match found.as_mut_slice() {
        [only] if is_first && only.name.is_empty() => {
            only.name = unquoted(rest);
            (found, "")
        }
        _ => (found, rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(line: &str) -> Vec<(&str, &str)> {
        split_recipients(line)
            .into_iter()
            .flat_map(|piece| mailboxes(piece).0)
            .map(|one| (one.name, one.address))
            .collect()
    }

    #[test]
    fn outlook_turns_names_round_and_separates_by_semicolons() {
        assert_eq!(
            people("Lovelace, Ada <ada@x.example>; Hopper, Grace <grace@x.example>; 'joe@x.example' <joe@x.example>"),
            [
                ("Lovelace, Ada", "ada@x.example"),
                ("Hopper, Grace", "grace@x.example"),
                ("joe@x.example", "joe@x.example")
            ]
        );
    }

    #[test]
    fn apple_mail_quotes_names_and_separates_by_commas() {
        assert_eq!(
            people("\"Lovelace, Ada\" <ada@x.example>, Grace Hopper <grace@x.example>, joe@x.example"),
            [("Lovelace, Ada", "ada@x.example"), ("Grace Hopper", "grace@x.example"), ("", "joe@x.example")]
        );
    }

    #[test]
    fn addresses_are_found_without_brackets() {
        assert_eq!(people("a@x.example b@x.example"), [("", "a@x.example"), ("", "b@x.example")]);
        assert_eq!(people("To: Ada (mailto:ada@x.example?subject=Hi)"), [("To: Ada", "ada@x.example")]);
        assert_eq!(people("\u{202a}ada@x.example\u{202c} Ada"), [("Ada", "ada@x.example")]);
        assert_eq!(
            people("Ada <ada@x.example> (work), <b@x.example>"),
            [("Ada", "ada@x.example"), ("", "b@x.example")]
        );
        assert_eq!(mailboxes("a@x.example b@x.example c"), (people_of("a@x.example b@x.example"), "c"));
    }

    fn people_of(piece: &str) -> Vec<Mailbox<'_>> {
        mailboxes(piece).0
    }

    #[test]
    fn names_that_users_could_have_are_kept() {
        for (line, expected) in [
            ("jane <jd@x.example>", "jane"),
            ("\"jane\" <jd@x.example>", "jane"),
            ("Jane Doe <jd@x.example>", "jd"),
            ("jane@y.example <jd@x.example>", "jd"),
            ("mail: jd@x.example", "jd"),
            ("<MAILTO:jd@x.example>", "jd"),
        ] {
            assert_eq!(people_of(line)[0].username(), expected, "{line}");
        }
    }

    #[test]
    fn what_only_looks_like_a_recipient_stays_text() {
        assert_eq!(bracketed("a < b > c"), None);
        assert_eq!(split_recipients("a \"b, c"), ["a \"b", "c"]);
        assert_eq!(split_recipients("\"a \\\"b\\\", c\" <d@x>, e"), ["\"a \\\"b\\\", c\" <d@x>", "e"]);
        assert_eq!(split_recipients(" ,; \t"), Vec::<&str>::new());
        assert_eq!(unquoted("\"a\" b \"c\""), "\"a\" b \"c\"");
    }
}
