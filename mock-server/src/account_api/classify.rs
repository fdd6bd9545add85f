//! What a request asks for, told by its head and body, before anything of it is judged.

use crate::world::matcher::Call;
use account_api::limits::MAX_USERNAME_CHARS;
use account_api::{Operation, ROOT};
use axum::extract::{FromRequestParts, MatchedPath, RawPathParams};
use axum::http::request::Parts;
use serde_json::Value;

/// Describes a request whose route has been found, or not. `by` is the user that its token names.
pub(super) async fn call(parts: &mut Parts, by: Option<String>, body: &[u8]) -> Call {
    let route = parts.extensions.get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let name = RawPathParams::from_request_parts(parts, &()).await.ok().and_then(|params| {
        // Decoded by axum already, raw as they are called.
        params.iter().find(|(key, _)| *key == "name").map(|(_, value)| value.to_owned())
    });
    let operation = route.as_deref().and_then(|route| operation(route, parts.method.as_str())).map(|operation| {
        let is_own = operation == Operation::ResetPassword && name.is_some() && name == by;
        if is_own { Operation::ResetOwnPassword } else { operation }
    });
    let accounts = match operation {
        Some(Operation::CreateUsers) => named(body, "users", Some("username")),
        Some(Operation::SetAdmins | Operation::RemoveAdmins) => named(body, "usernames", None),
        _ => name.into_iter().filter(|name| could_be_a_name(name)).collect(),
    };
    let by = by.filter(|by| could_be_a_name(by));
    Call { operation, caller: by, accounts }
}

/// The operation of a route; of the two that share one, the one for another's account.
fn operation(route: &str, method: &str) -> Option<Operation> {
    let below = route.strip_prefix(ROOT)?;
    Operation::ALL.into_iter().find(|operation| operation.route() == below && operation.method().as_str() == method)
}

/// The most account names that a call is described with.
const MAX_NAMES: usize = 5_000;

/// Whether anybody could be named so. What nobody is named is not kept: it may be of any length.
fn could_be_a_name(name: &str) -> bool {
    name.len() <= 4 * MAX_USERNAME_CHARS && name.chars().count() <= MAX_USERNAME_CHARS
}

/// The account names in a list of a body: its items, or a field of each.
fn named(body: &[u8], list: &str, field: Option<&str>) -> Vec<String> {
    let Ok(Value::Object(fields)) = serde_json::from_slice(body) else { return Vec::new() };
    let items = fields.get(list).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let name =
        |item: &Value| field.map_or(Some(item), |field| item.get(field)).and_then(Value::as_str).map(str::to_owned);
    items.iter().filter_map(name).filter(|name| could_be_a_name(name)).take(MAX_NAMES).collect()
}
