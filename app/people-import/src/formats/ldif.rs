//! LDIF (RFC 2849): entries of a directory server, separated by blank lines.

use super::vcard::unfold;
use crate::grid::Grid;
use crate::record::{SkipReason, SkippedLine};
use crate::text::{decode_base64, numbered_lines};

/// Whether a line near the start names an entry.
pub(crate) fn is_ldif(text: &str) -> bool {
    const FIRST_LINES: usize = 50;
    let mut lines = numbered_lines(text).map(|(_, line)| line.trim_start_matches('\u{feff}')).take(FIRST_LINES);
    lines.any(|line| line.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("dn:")) && line.contains('='))
}

pub(crate) fn read(text: &str) -> Grid {
    let (mut records, mut skipped) = (Vec::new(), Vec::new());
    let mut record: (usize, Vec<(String, String)>) = (1, Vec::new());
    for (line, content) in unfold(text).into_iter().chain([(0, String::new())]) {
        if content.trim().is_empty() {
            let (begin, pairs) = std::mem::replace(&mut record, (line + 1, Vec::new()));
            if pairs.iter().any(|(key, _)| key.eq_ignore_ascii_case("dn")) && is_person(&pairs) {
                records.push((begin, pairs.into_iter().filter(|(key, _)| !key.eq_ignore_ascii_case("dn")).collect()));
            } else if let Some((_, name)) = pairs.iter().find(|(key, _)| key.eq_ignore_ascii_case("dn")) {
                skipped.push(SkippedLine::new(begin, name, SkipReason::NotAnAccount));
            }
            continue;
        }
        let Some((key, value)) = content.split_once(':') else { continue };
        if content.starts_with('#') {
            continue;
        }
        let value = match value.strip_prefix(':') {
            // A value that is not plain ASCII is Base64.
            Some(encoded) => decode_base64(encoded.trim())
                .map_or_else(String::new, |bytes| String::from_utf8_lossy(&bytes).into_owned()),
            None => value.trim_start().to_owned(),
        };
        // `cn;lang-en: …`
        let key = key.split(';').next().unwrap_or(key).trim().to_owned();
        record.1.push((key, value));
    }
    Grid { skipped, ..Grid::from_records(records) }
}

/// Whether an entry is an account, rather than an organizational unit.
fn is_person(pairs: &[(String, String)]) -> bool {
    let has = |name: &str| pairs.iter().any(|(key, _)| key.eq_ignore_ascii_case(name));
    has("uid") || has("mail") || has("sAMAccountName") || has("userPrincipalName")
}
