//! HTML tables and XML records. Everything else in a page is ignored.
//!
//! Why not an HTML or XML crate: only cells and leaf elements are needed, and a parser for either
//! weighs more than the rest of this package.

use super::format::Format;
use super::refusal::Refusal;
use crate::delimiter::find_header;
use crate::email::find_all;
use crate::grid::{Grid, GridRow};
use crate::header;
use crate::role::Role;
use crate::table::{Cell, Row};
use crate::text::{count_line_breaks, trim};

/// Whether a text that begins with `<` is markup, rather than an email in angle brackets.
pub(crate) fn is_markup(text: &str) -> bool {
    let rest = text.trim_start_matches('<');
    let is_tag = rest.starts_with(['!', '?']) || {
        let name_len = rest.len()
            - rest.trim_start_matches(|character: char| character.is_alphanumeric() || "-_:".contains(character)).len();
        name_len > 0 && rest[name_len..].starts_with(['>', ' ', '/', '\r', '\n', '\t'])
    };
    is_tag && text.contains('>')
}

/// The accounts of an HTML page or XML document.
pub(crate) fn read(text: &str) -> Result<(Format, Grid), Refusal> {
    let lower_start: String = trim(text).chars().take(2_000).collect::<String>().to_ascii_lowercase();
    let is_html = ["<!doctype html", "<html", "<head", "<body", "<table", "<div", "<center", "<p>"]
        .iter()
        .any(|tag| lower_start.contains(tag));
    if is_html {
        read_html(text).map(|grid| (Format::Html, grid)).ok_or(Refusal::WebPage)
    } else {
        read_xml(text).map(|grid| (Format::Xml, grid)).ok_or(Refusal::Xml)
    }
}

/// A piece of markup.
enum Token<'a> {
    Open { name: String, attributes: &'a str, is_empty: bool, line: usize },
    Close { name: String },
    Text(&'a str),
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while let Some(open) = rest.find('<') {
        if open > 0 {
            tokens.push(Token::Text(&rest[..open]));
        }
        let tag = &rest[open..];
        let (skip, inner) = if let Some(comment) = tag.strip_prefix("<!--") {
            (comment.find("-->").map_or(tag.len(), |end| end + 7), None)
        } else if let Some(data) = tag.strip_prefix("<![CDATA[") {
            let end = data.find("]]>").unwrap_or(data.len());
            tokens.push(Token::Text(&data[..end]));
            ((9 + end + 3).min(tag.len()), None)
        } else {
            let end = tag.find('>').unwrap_or(tag.len());
            ((end + 1).min(tag.len()), Some(&tag[1..end]))
        };
        if let Some(inner) = inner {
            let name_end = inner
                .trim_start_matches('/')
                .find(|character: char| character.is_whitespace() || character == '/')
                .unwrap_or(inner.trim_start_matches('/').len());
            let name = inner.trim_start_matches('/')[..name_end].to_owned();
            if inner.starts_with('/') {
                tokens.push(Token::Close { name });
            } else if !inner.starts_with(['!', '?']) && !name.is_empty() {
                let attributes = inner.get(name.len()..).unwrap_or_default();
                tokens.push(Token::Open {
                    name,
                    attributes: attributes.trim_end_matches('/'),
                    is_empty: inner.ends_with('/'),
                    line: line + count_line_breaks(&rest[..open]),
                });
            }
        }
        line += count_line_breaks(&rest[..open + skip]);
        rest = &rest[open + skip..];
    }
    if !rest.is_empty() {
        tokens.push(Token::Text(rest));
    }
    tokens
}

/// The rows of all tables of a page, if they are a list of accounts.
fn read_html(text: &str) -> Option<Grid> {
    let mut rows: Vec<GridRow> = Vec::new();
    let mut cell: Option<String> = None;
    for token in tokens(text) {
        match token {
            Token::Open { name, line, .. } if name.eq_ignore_ascii_case("tr") => {
                finish(&mut cell, &mut rows);
                rows.push(GridRow { line, ..GridRow::default() });
            }
            Token::Open { name, .. } if name.eq_ignore_ascii_case("td") || name.eq_ignore_ascii_case("th") => {
                finish(&mut cell, &mut rows);
                cell = Some(String::new());
            }
            Token::Open { name, .. } if name.eq_ignore_ascii_case("br") => {
                cell.iter_mut().for_each(|cell| cell.push(' '))
            }
            Token::Close { name } if ["td", "th", "tr", "table"].iter().any(|tag| name.eq_ignore_ascii_case(tag)) => {
                finish(&mut cell, &mut rows);
            }
            Token::Text(text) => {
                if let Some(cell) = &mut cell {
                    cell.push_str(&unescape(text));
                }
            }
            _ => {}
        }
    }
    finish(&mut cell, &mut rows);
    rows.retain(|row| row.cells.iter().any(|cell| !trim(cell).is_empty()));
    let header = {
        let parsed: Vec<Row> = rows
            .iter()
            .map(|row| Row {
                line: row.line,
                text: row.cells.iter().find(|cell| cell.contains('@')).map_or("", String::as_str),
                cells: row.cells.iter().map(|cell| Cell { text: cell.as_str().into(), is_quoted: true }).collect(),
                has_stray_quote: false,
            })
            .collect();
        find_header(&parsed).map(|(index, _)| index)
    };
    let has_emails = rows.iter().flat_map(|row| &row.cells).any(|cell| !find_all(cell).is_empty());
    let grid = match header {
        Some(index) => {
            let below = rows.split_off(index + 1);
            let header = rows.pop().map(|row| (row.line, row.cells.iter().map(|cell| trim(cell).to_owned()).collect()));
            Grid { header, rows: below, skipped: Vec::new() }
        }
        None => Grid { header: None, rows, skipped: Vec::new() },
    };
    let is_list =
        !grid.rows.is_empty() && (has_emails || grid.header.is_some() && grid.has_identity() && grid.rows.len() > 1);
    is_list.then_some(grid)
}

fn finish(cell: &mut Option<String>, rows: &mut [GridRow]) {
    if let (Some(text), Some(row)) = (cell.take(), rows.last_mut()) {
        row.cells.push(trim(&text).to_owned());
    }
}

/// The repeated elements of a document whose leaves or attributes name an account.
fn read_xml(text: &str) -> Option<Grid> {
    struct Element {
        name: String,
        line: usize,
        text: String,
        has_children: bool,
        pairs: Vec<(String, String)>,
    }
    let mut records = Vec::new();
    let mut stack: Vec<Element> = Vec::new();
    let mut close = |stack: &mut Vec<Element>| {
        let Some(element) = stack.pop() else { return };
        if !element.has_children
            && element.pairs.is_empty()
            && let Some(parent) = stack.last_mut()
        {
            parent.pairs.push((element.name, trim(&element.text).to_owned()));
        } else if is_account(&element.pairs) {
            records.push((element.line, element.pairs));
        } else if let Some(parent) = stack.last_mut() {
            // A group within a record: `<name><first>…`.
            let name = element.name;
            parent.pairs.extend(element.pairs.into_iter().map(|(key, value)| (format!("{name}.{key}"), value)));
        }
    };
    for token in tokens(text) {
        match token {
            Token::Open { name, attributes, is_empty, line } => {
                if let Some(parent) = stack.last_mut() {
                    parent.has_children = true;
                }
                stack.push(Element {
                    name,
                    line,
                    text: String::new(),
                    has_children: false,
                    pairs: attribute_pairs(attributes),
                });
                if is_empty {
                    close(&mut stack);
                }
            }
            Token::Close { .. } => close(&mut stack),
            Token::Text(text) => {
                if let Some(element) = stack.last_mut() {
                    element.text.push_str(&unescape(text));
                }
            }
        }
    }
    (!records.is_empty()).then(|| Grid::from_records(records))
}

fn is_account(pairs: &[(String, String)]) -> bool {
    pairs.iter().any(|(key, value)| {
        let is_key = matches!(
            header::role_of(key),
            Some(
                Role::Username
                    | Role::Login
                    | Role::PrincipalName
                    | Role::Email
                    | Role::WorkEmail
                    | Role::ServiceAccount
            )
        );
        is_key && !value.is_empty()
    })
}

fn attribute_pairs(attributes: &str) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut rest = attributes;
    while let Some((key, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let Some(quote) = after.chars().next().filter(|quote| matches!(quote, '"' | '\'')) else { break };
        let Some(end) = after[1..].find(quote) else { break };
        pairs.push((trim(key).to_owned(), unescape(&after[1..=end])));
        rest = &after[end + 2..];
    }
    pairs
}

/// The text with its character references resolved.
fn unescape(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        result.push_str(&rest[..start]);
        rest = &rest[start..];
        let reference = rest.find(';').filter(|end| *end < 12).and_then(|end| Some((resolve(&rest[1..end])?, end)));
        match reference {
            Some((character, end)) => {
                result.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                result.push('&');
                rest = &rest[1..];
            }
        }
    }
    result.push_str(rest);
    result
}

fn resolve(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}
