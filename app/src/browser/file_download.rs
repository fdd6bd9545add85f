//! Files that the person gets.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// A file being put together, outside the memory of the app.
#[derive(Default)]
pub struct File(js_sys::Array);

impl File {
    /// Adds a text at its end.
    ///
    /// # Errors
    /// When the browser has no room for it.
    pub fn add(&self, text: &str) -> Result<(), JsValue> {
        let part = js_sys::Array::of1(&JsValue::from_str(text));
        self.0.push(&Blob::new_with_str_sequence(&part)?.into());
        Ok(())
    }

    /// Gives it to the person under a name.
    ///
    /// # Errors
    /// When the browser has no room for it.
    pub fn save(&self, name: &str, media_type: &str) -> Result<(), JsValue> {
        let kind = BlobPropertyBag::new();
        kind.set_type(media_type);
        let blob = Blob::new_with_blob_sequence_and_options(&self.0, &kind)?;
        let url = Url::create_object_url_with_blob(&blob)?;
        let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
        link.set_href(&url);
        link.set_download(name);
        link.click();
        // The download has begun, and holds the file itself.
        Url::revoke_object_url(&url)
    }
}
