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
    let what = "This is a fault in the console itself. Whatever was sent before has reached the platform; nothing is \
                sent any more. Reload the page to go on.";
    screen.append_child(&*child(document, "p", what)?)?;
    let link = child(document, "a", "Reload the page")?;
    link.set_class_name("button button-primary");
    link.set_attribute("href", "")?;
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
