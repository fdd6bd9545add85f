//! Formats other than delimited text, each read into a [`Grid`].

mod content;
mod foreign;
mod format;
mod json;
mod json_value;
mod key_value;
mod ldif;
mod markup;
mod refusal;
mod terminal;
mod vcard;

pub(crate) use content::Content;
pub use format::Format;
pub use refusal::Refusal;

use crate::grid::Grid;
use crate::options::Purpose;
use crate::text::trim;

/// What the structured formats make of a text. `None` for delimited text and lists.
pub(crate) fn read(text: &str, purpose: Purpose) -> Option<Result<(Format, Content), Refusal>> {
    let start = trim(text);
    if let Some(what) = foreign::recognize(text) {
        return Some(Err(Refusal::NotAList(what)));
    }
    if start.starts_with('<') && markup::is_markup(start) {
        return Some(markup::read(text).map(|(format, grid)| (format, Content::Grid(grid))));
    }
    if start.starts_with(['{', '[']) && json::is_json(start) {
        return Some(json::read(text, purpose).map(|content| (Format::Json, content)));
    }
    if vcard::is_vcard(start) {
        return Some(named(Format::VCard, vcard::read(text)));
    }
    if ldif::is_ldif(text) {
        return Some(named(Format::Ldif, ldif::read(text)));
    }
    if let Some(grid) = terminal::read(text) {
        return Some(Ok((Format::Terminal, Content::Grid(grid))));
    }
    key_value::read(text).map(|grid| Ok((Format::KeyValue, Content::Grid(grid))))
}

fn named(format: Format, grid: Grid) -> Result<(Format, Content), Refusal> {
    if grid.has_identity() && !grid.rows.is_empty() {
        Ok((format, Content::Grid(grid)))
    } else {
        Err(Refusal::NoAccounts(format))
    }
}
