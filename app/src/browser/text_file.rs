//! Text files that are served next to the app.

use gloo_net::http::Request;
use web_sys::RequestCache;

/// The result of fetching a text file.
pub enum TextFile {
    /// Its text.
    Found(String),
    /// The server says that there is none.
    Missing,
    /// Unknown: no response came, or one with this status.
    Unknown(Option<u16>),
}

/// Fetches a text file by a URL relative to the page.
pub async fn fetch_text(url: &str) -> TextFile {
    let Ok(response) = Request::get(url).cache(RequestCache::NoCache).send().await else {
        return TextFile::Unknown(None);
    };
    match response.status() {
        404 | 410 => TextFile::Missing,
        200..=299 => response.text().await.map_or(TextFile::Unknown(None), TextFile::Found),
        status => TextFile::Unknown(Some(status)),
    }
}
