//! Path rewriting: `/w/<world>` prefixes, and the malformed paths of the reference.
//!
//! The examples of the reference build paths as `api_root + "<account_name>/type"` and `api_root +
//! "<username>/reset_password"`, with an `api_root` that does not end in a slash:
//! `/api/v1/accountsbob/type`. A client that adds the slash to fix those gets a doubled one
//! everywhere else: `/api/v1/accounts//users`. Both spellings work, so that all examples work
//! unchanged. So does a slash too many after the origin: `//api/v1/accounts/users`.

use super::context::{OriginalPath, WorldFromPath};
use account_api::ROOT;
use axum::extract::Request;
use axum::http::Uri;

/// Rewrites the path of a request before it is routed: removes doubled slashes at the start, moves
/// a `/w/<world>` prefix into an extension, and fixes the slashes.
pub(crate) fn normalize_path(request: &mut Request) {
    if let Some(rest) = request.uri().path().strip_prefix("//") {
        let path = format!("/{}", rest.trim_start_matches('/'));
        replace_path(request, &path);
    }
    strip_world_prefix(request);
    if let Some(path) = fix_slashes(request.uri().path()) {
        replace_path(request, &path);
    }
}

/// Moves a `/w/<world>` prefix from the path into [`WorldFromPath`].
fn strip_world_prefix(request: &mut Request) {
    let Some(rest) = request.uri().path().strip_prefix("/w/") else { return };
    let (id, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if id.is_empty() {
        return;
    }
    let (id, path) = (id.to_owned(), if path.is_empty() { "/" } else { path }.to_owned());
    replace_path(request, &path);
    request.extensions_mut().insert(WorldFromPath(id));
}

/// Replaces the path by one that is built from its parts, and keeps the original in
/// [`OriginalPath`].
fn replace_path(request: &mut Request, path: &str) {
    if request.extensions().get::<OriginalPath>().is_none() {
        let original = OriginalPath(request.uri().path().to_owned());
        request.extensions_mut().insert(original);
    }
    let path_and_query = match request.uri().query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    // Parts of a valid URI form a valid URI.
    if let Ok(uri) = path_and_query.parse::<Uri>() {
        *request.uri_mut() = uri;
    }
}

/// Returns the corrected path, or `None` if it is correct.
fn fix_slashes(path: &str) -> Option<String> {
    let rest = path.strip_prefix(ROOT)?;
    if let Some(rest) = rest.strip_prefix("//") {
        return Some(format!("{ROOT}/{rest}"));
    }
    let (name, action) = rest.split_once('/')?;
    (!name.is_empty() && matches!(action, "type" | "reset_password")).then(|| format!("{ROOT}/{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_slash_is_added_and_a_doubled_one_removed() {
        for (path, expected) in [
            ("/api/v1/accountsbob/type", Some("/api/v1/accounts/bob/type")),
            ("/api/v1/accountsa%2Fb/reset_password", Some("/api/v1/accounts/a%2Fb/reset_password")),
            ("/api/v1/accounts//users", Some("/api/v1/accounts/users")),
            ("/api/v1/accounts//bob/disable", Some("/api/v1/accounts/bob/disable")),
            ("/api/v1/accounts/bob/type", None),
            ("/api/v1/accounts/users", None),
            ("/api/v1/accountsbob/disable", None),
            ("/api/v1/accountsbob/x/type", None),
            ("/api/v1/accounts", None),
            ("/elsewhere", None),
        ] {
            assert_eq!(fix_slashes(path).as_deref(), expected, "{path}");
        }
    }
}
