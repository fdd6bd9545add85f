//! Text with its search matches highlighted.

use core::ops::Range;
use js_sys::{Array, Function, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, StaticRange, StaticRangeInit, Text};

/// A text node whose search matches are highlighted. It can be rewritten any number of times.
///
/// The highlights are ranges of the [CSS Custom Highlight API], styled by `::highlight(found)`, and
/// not elements: text in one piece is laid out in a fraction of the time. A browser without that
/// API (some, before 2025) shows the text without highlights.
///
/// [CSS Custom Highlight API]: https://developer.mozilla.org/docs/Web/API/CSS_Custom_Highlight_API
pub struct HighlightedText {
    element: Element,
    text: Text,
    ranges: Vec<StaticRange>,
}

impl HighlightedText {
    /// An empty text, appended to `element`.
    pub fn new(element: &Element) -> Self {
        let text = document().create_text_node("");
        // Appending a new text node does not fail.
        let _ = element.append_child(&text);
        Self { element: element.clone(), text, ranges: Vec::new() }
    }

    /// Writes a text and highlights the given byte ranges of it, which lie on character boundaries.
    pub fn write(&mut self, text: &str, matches: &[Range<usize>]) {
        self.clear_highlights();
        keep_only_child(&self.element, &self.text);
        self.text.set_data(text);
        if matches.is_empty() {
            return;
        }
        FOUND.with(|highlight| {
            let Some(highlight) = highlight else { return };
            for Range { start, end } in matches {
                // DOM offsets count UTF-16 units. Names and addresses are short enough for a u32.
                let utf16_offset = |byte: usize| text[..byte].encode_utf16().count() as u32;
                let init = StaticRangeInit::new(&self.text, utf16_offset(*end), &self.text, utf16_offset(*start));
                if let Ok(range) = StaticRange::new(&init) {
                    highlight.call(&highlight.add, &range);
                    self.ranges.push(range);
                }
            }
        });
    }

    /// Removes the highlights and keeps the text.
    pub fn clear_highlights(&mut self) {
        if self.ranges.is_empty() {
            return;
        }
        FOUND.with(|highlight| {
            for range in self.ranges.drain(..) {
                if let Some(highlight) = highlight {
                    highlight.call(&highlight.delete, &range);
                }
            }
        });
    }
}

impl Drop for HighlightedText {
    fn drop(&mut self) {
        self.clear_highlights();
    }
}

/// Makes a text node the only child of its element again, if something else has replaced it.
/// Browser extensions do, and programs that translate pages: what is written to the node would not
/// be seen, and the element would keep showing the text of another account.
pub fn keep_only_child(element: &Element, text: &Text) {
    if text.parent_node().is_none() {
        element.set_text_content(None);
        // Appending a text node does not fail.
        let _ = element.append_child(text);
    }
}

thread_local! {
    /// The highlight that holds all ranges of the page. None if the browser has no such API.
    static FOUND: Option<Highlight> = Highlight::register("found");
}

/// A `Highlight` of the browser. Called by reflection, because `web_sys` binds it only behind its
/// flag for unstable APIs.
struct Highlight {
    object: JsValue,
    add: Function,
    delete: Function,
}

impl Highlight {
    /// Registers a new highlight under the name that CSS refers to.
    fn register(name: &str) -> Option<Self> {
        let get = |object: &JsValue, key: &str| Reflect::get(object, &JsValue::from_str(key)).ok();
        let function = |object: &JsValue, key: &str| get(object, key)?.dyn_into::<Function>().ok();
        let window = window();
        let registry = get(&get(&window, "CSS")?, "highlights").filter(JsValue::is_object)?;
        let object = Reflect::construct(&function(&window, "Highlight")?, &Array::new()).ok()?;
        function(&registry, "set")?.call2(&registry, &JsValue::from_str(name), &object).ok()?;
        let (add, delete) = (function(&object, "add")?, function(&object, "delete")?);
        Some(Self { object, add, delete })
    }

    fn call(&self, method: &Function, range: &StaticRange) {
        // Neither `add` nor `delete` throws for a range.
        let _ = method.call1(&self.object, range);
    }
}
