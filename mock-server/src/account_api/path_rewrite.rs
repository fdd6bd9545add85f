//! The reference's slips in paths.
//!
//! Its examples write `api_root + "<account_name>/type"` and `api_root + "<username>/reset_password"`, with an `api_root`
//! that has no slash at its end: `/api/v1/accountsbob/type`. And whoever gives `api_root` that slash to make those work
//! gets two in all others: `/api/v1/accounts//users`. All examples are to work unchanged, with either spelling.

use account_api::ROOT;
use axum::extract::Request;
use axum::http::Uri;

/// Rides on a request whose path was put right: its path as it was sent.
#[derive(Clone, Debug)]
pub(super) struct OriginalPath(pub(super) String);

/// Takes the world off the path of a request that names one, and puts the rest right, if it has one of those slips. Comes
/// before the route is looked for.
pub(crate) fn normalize_path(request: &mut Request) {
    super::world_selector::strip_world_prefix(request);
    if let Some(path) = corrected(request.uri().path()) {
        set_path(request, &path);
    }
}

/// Puts another path in place of a request's, which is part of it or made of its parts.
pub(super) fn set_path(request: &mut Request, path: &str) {
    if request.extensions().get::<OriginalPath>().is_none() {
        let sent = OriginalPath(request.uri().path().to_owned());
        request.extensions_mut().insert(sent);
    }
    let path_and_query = match request.uri().query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    // Made of parts of a valid URI, so it is one.
    if let Ok(uri) = path_and_query.parse::<Uri>() {
        *request.uri_mut() = uri;
    }
}

fn corrected(path: &str) -> Option<String> {
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
    fn the_missing_slash_is_put_in_and_the_doubled_one_taken_out() {
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
            assert_eq!(corrected(path).as_deref(), expected, "{path}");
        }
    }
}
