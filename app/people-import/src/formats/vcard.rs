//! vCards (RFC 6350): contacts as address books export them.

use crate::grid::Grid;
use crate::text::numbered_lines;

pub(crate) fn is_vcard(text: &str) -> bool {
    text.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCARD"))
}

pub(crate) fn read(text: &str) -> Grid {
    let mut records = Vec::new();
    let mut record: Option<(usize, Vec<(String, String)>)> = None;
    for (line, content) in unfold(text) {
        let Some((property, value)) = content.split_once(':') else { continue };
        let mut parts = property.split(';');
        let name = parts.next().unwrap_or_default().rsplit('.').next().unwrap_or_default().to_ascii_uppercase();
        let parameters = parts.collect::<Vec<_>>().join(";").to_ascii_lowercase();
        match (name.as_str(), &mut record) {
            ("BEGIN", _) => record = Some((line, Vec::new())),
            ("END", Some(_)) => records.extend(record.take()),
            ("FN", Some((_, pairs))) => pairs.push(("Full name".to_owned(), unescape(value))),
            ("EMAIL", Some((_, pairs))) => {
                let is_private = parameters.contains("home") && !parameters.contains("pref");
                let is_work = parameters.contains("work") || parameters.contains("pref");
                let header = if is_work {
                    "Work email"
                } else if is_private {
                    "Private email"
                } else {
                    "Email"
                };
                pairs.push((header.to_owned(), unescape(value)));
            }
            ("X-USERNAME" | "UID-USERNAME", Some((_, pairs))) => pairs.push(("Username".to_owned(), unescape(value))),
            _ => {}
        }
    }
    records.extend(record);
    Grid::from_records(records.into_iter().map(|(line, pairs)| (line, prefer_work(pairs))).collect())
}

/// A contact without a work email uses its unqualified one; both are the same column.
fn prefer_work(mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    let work = pairs.iter().position(|(key, _)| key == "Work email");
    if let Some(work) = work {
        pairs[work].0 = "Email".to_owned();
        let chosen = pairs.remove(work);
        pairs.retain(|(key, _)| key != "Email");
        pairs.push(chosen);
    }
    pairs
}

/// Lines that begin with a blank continue the line before (RFC 6350, 3.2).
pub(super) fn unfold(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (number, line) in numbered_lines(text) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, before))) if !before.is_empty() => before.push_str(rest),
            _ => lines.push((number, line.trim_start_matches('\u{feff}').to_owned())),
        }
    }
    lines
}

fn unescape(value: &str) -> String {
    value.replace("\\n", " ").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
}
