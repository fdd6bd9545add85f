//! What is shown when the app itself breaks: nothing on the page works any more, and a person must be told.

use std::panic;
use wasm_bindgen::JsValue;
use web_sys::{Document, Element};

/// Shows a screen when the app panics, and writes where it happened to the browser's console.
pub fn install() {
    panic::set_hook(Box::new(|info| {
        // The place alone: a panic's message may hold data, and the console is not for data.
        let place = info.location().map_or_else(String::new, ToString::to_string);
        web_sys::console::error_1(&JsValue::from_str(&format!("Account Admin broke at {place}")));
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            // There is nobody left to tell if this fails too.
            let _ = show(&document, &place);
        }
    }));
}

fn show(document: &Document, place: &str) -> Result<(), JsValue> {
    let screen = child(document, "div", "")?;
    screen.set_class_name("panic-screen");
    screen.set_attribute("role", "alert")?;
    screen.append_child(&*child(document, "h1", "Account Admin has stopped working")?)?;
    let what = "This is a fault in the console itself. A change that was under way may or may not have been made; nothing \
                is sent any more. Reload the page to see how things stand.";
    screen.append_child(&*child(document, "p", what)?)?;
    let link = child(document, "a", "Reload the page")?;
    link.set_class_name("button button-primary");
    // Written out, because the page's <base> would make an empty one the start page.
    let here = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    link.set_attribute("href", &here)?;
    screen.append_child(&link)?;
    screen.append_child(&*child(document, "small", place)?)?;
    if let Some(body) = document.body() {
        body.set_inner_html("");
        body.append_child(&screen)?;
    }
    Ok(())
}

fn child(document: &Document, tag: &str, text: &str) -> Result<Element, JsValue> {
    let element = document.create_element(tag)?;
    element.set_text_content(Some(text));
    Ok(element)
}
