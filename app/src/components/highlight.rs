//! Text with what was searched for marked in it.

use js_sys::{Array, Function, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, StaticRange, StaticRangeInit, Text};

/// An element whose text has every occurrence of a search marked, whatever the case. It is written again with other texts.
///
/// The marks are ranges of a highlight, which CSS knows as `::highlight(found)`, and not elements: a text in one piece is laid out in
/// a fraction of the time. A browser that knows no highlights (before 2025, some did not) shows the text without marks.
pub struct HighlightedText {
    text: Text,
    marks: Vec<StaticRange>,
}

impl HighlightedText {
    /// In an element that has nothing in it yet.
    pub fn new(element: &Element) -> Self {
        let text = document().create_text_node("");
        // To put a new text into an element does not fail.
        let _ = element.append_child(&text);
        Self { text, marks: Vec::new() }
    }

    /// Writes a text; nothing is marked where the search is empty.
    pub fn write(&mut self, text: &str, search: &str) {
        self.unmark();
        self.text.set_data(text);
        let found = occurrences(text, search);
        if found.is_empty() {
            return;
        }
        FOUND.with(|highlight| {
            let Some(highlight) = highlight else { return };
            for (start, end) in found {
                // Names and addresses are short.
                let at = |end: usize| text[..end].encode_utf16().count() as u32;
                let init = StaticRangeInit::new(&self.text, at(end), &self.text, at(start));
                if let Ok(mark) = StaticRange::new(&init) {
                    highlight.call(&highlight.add, &mark);
                    self.marks.push(mark);
                }
            }
        });
    }

    /// Takes the marks off; the text stays.
    pub fn unmark(&mut self) {
        if self.marks.is_empty() {
            return;
        }
        FOUND.with(|highlight| {
            for mark in self.marks.drain(..) {
                if let Some(highlight) = highlight {
                    highlight.call(&highlight.delete, &mark);
                }
            }
        });
    }
}

impl Drop for HighlightedText {
    fn drop(&mut self) {
        self.unmark();
    }
}

thread_local! {
    /// All marks of the page. None where the browser knows no highlights.
    static FOUND: Option<Highlight> = Highlight::new("found");
}

/// A highlight of the browser's, which `web_sys` holds for unstable.
struct Highlight {
    object: JsValue,
    add: Function,
    delete: Function,
}

impl Highlight {
    /// A new one, by the name that CSS knows it by.
    fn new(name: &str) -> Option<Self> {
        let get = |of: &JsValue, key: &str| Reflect::get(of, &JsValue::from_str(key)).ok();
        let function = |of: &JsValue, key: &str| get(of, key)?.dyn_into::<Function>().ok();
        let window = window();
        let registry = get(&get(&window, "CSS")?, "highlights").filter(JsValue::is_object)?;
        let object = Reflect::construct(&function(&window, "Highlight")?, &Array::new()).ok()?;
        function(&registry, "set")?.call2(&registry, &JsValue::from_str(name), &object).ok()?;
        let (add, delete) = (function(&object, "add")?, function(&object, "delete")?);
        Some(Self { object, add, delete })
    }

    fn call(&self, method: &Function, range: &StaticRange) {
        // Neither fails for a range.
        let _ = method.call1(&self.object, range);
    }
}

/// The byte ranges in `text` that equal `search` when both are lower-cased, from left to right, not overlapping.
fn occurrences(text: &str, search: &str) -> Vec<(usize, usize)> {
    let needle: Vec<char> = search.chars().flat_map(char::to_lowercase).collect();
    if needle.is_empty() {
        return Vec::new();
    }
    // Lower-casing may change lengths, so each lower-cased character remembers the character it came from.
    let folded: Vec<(char, usize, usize)> = text
        .char_indices()
        .flat_map(|(start, c)| c.to_lowercase().map(move |lower| (lower, start, start + c.len_utf8())))
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at + needle.len() <= folded.len() {
        let window = &folded[at..at + needle.len()];
        if window.iter().map(|(lower, ..)| lower).eq(&needle) {
            found.push((window[0].1, window[needle.len() - 1].2));
            at += needle.len();
        } else {
            at += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::occurrences;

    fn marked<'a>(text: &'a str, search: &str) -> Vec<&'a str> {
        occurrences(text, search).into_iter().map(|(start, end)| &text[start..end]).collect()
    }

    #[test]
    fn every_occurrence_is_found_whatever_its_case() {
        assert_eq!(marked("Walker.WALK@walk", "walk"), ["Walk", "WALK", "walk"]);
        assert_eq!(marked("aaaa", "aa"), ["aa", "aa"]);
        assert_eq!(marked("мария.Мария", "МАР"), ["мар", "Мар"]);
    }

    #[test]
    fn nothing_is_found_where_nothing_is() {
        assert!(marked("walker", "").is_empty());
        assert!(marked("", "w").is_empty());
        assert!(marked("wal", "walk").is_empty());
    }

    #[test]
    fn letters_that_grow_when_lower_cased_keep_their_bounds() {
        assert_eq!(marked("xİy", "i"), ["İ"]);
        assert_eq!(marked("İstanbul", "stan"), ["stan"]);
    }
}
