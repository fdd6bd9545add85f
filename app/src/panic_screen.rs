//! The screen after a panic: nothing on the page works any more, and the user must know.

use std::panic;
use wasm_bindgen::JsValue;
use web_sys::{Document, Element};

/// Installs a panic hook that shows a screen and logs the location to the browser's console.
pub fn install() {
    panic::set_hook(Box::new(|info| {
        // Only the location: a panic's message may hold personal data.
        let location = info.location().map_or_else(String::new, ToString::to_string);
        web_sys::console::error_1(&JsValue::from_str(&format!("Account Admin crashed at {location}")));
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            // If this fails too, there is no way left to show anything.
            let _ = show(&document, &location);
        }
    }));
}

fn show(document: &Document, location: &str) -> Result<(), JsValue> {
    let screen = child(document, "div", "")?;
    screen.set_class_name("panic-screen");
    screen.set_attribute("role", "alert")?;
    screen.append_child(&*child(document, "h1", "Account Admin has stopped working")?)?;
    let text = "Something went wrong in the console. A change in progress may or may not have been made. Reload the page \
                to check.";
    screen.append_child(&*child(document, "p", text)?)?;
    let link = child(document, "a", "Reload the page")?;
    link.set_class_name("button button-primary");
    // The full URL, because an empty one would resolve to the page's <base>.
    let url = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    link.set_attribute("href", &url)?;
    screen.append_child(&link)?;
    screen.append_child(&*child(document, "small", location)?)?;
    if let Some(body) = document.body() {
        body.replace_children_with_node_1(&screen);
    }
    Ok(())
}

fn child(document: &Document, tag: &str, text: &str) -> Result<Element, JsValue> {
    let element = document.create_element(tag)?;
    element.set_text_content(Some(text));
    Ok(element)
}
