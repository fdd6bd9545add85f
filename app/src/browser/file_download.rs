//! File downloads: builds a file outside the app's memory and hands it to the user.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// A file that is built from text parts.
#[derive(Default)]
pub struct FileDownload(js_sys::Array);

impl FileDownload {
    /// Appends a text.
    ///
    /// # Errors
    /// When the browser has no room for it.
    pub fn add(&self, text: &str) -> Result<(), JsValue> {
        let part = js_sys::Array::of1(&JsValue::from_str(text));
        self.0.push(&Blob::new_with_str_sequence(&part)?.into());
        Ok(())
    }

    /// Downloads the file under a name.
    ///
    /// # Errors
    /// When the browser has no room for it.
    pub fn save(&self, name: &str, media_type: &str) -> Result<(), JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        let blob = Blob::new_with_blob_sequence_and_options(&self.0, &options)?;
        let url = Url::create_object_url_with_blob(&blob)?;
        let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
        link.set_href(&url);
        link.set_download(name);
        link.click();
        // The download that has begun keeps the file alive.
        Url::revoke_object_url(&url)
    }
}
