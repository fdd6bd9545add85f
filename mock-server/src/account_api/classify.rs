//! Classification: which operation a request calls, by which caller, and on which accounts. The
//! request need not be valid.

use crate::world::matcher::Call;
use account_api::limits::MAX_USERNAME_CHARS;
use account_api::{Operation, ROOT};
use axum::extract::{FromRequestParts, MatchedPath, RawPathParams};
use axum::http::request::Parts;
use serde_json::Value;

/// The most account names that are kept for a call.
const MAX_NAMES: usize = 5_000;

/// Classifies a request after routing. `caller` is the user that its token names.
pub(super) async fn classify(parts: &mut Parts, caller: Option<String>, body: &[u8]) -> Call {
    let route = parts.extensions.get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let name = RawPathParams::from_request_parts(parts, &()).await.ok().and_then(|params| {
        // Despite their name, axum has percent-decoded them.
        params.iter().find(|(key, _)| *key == "name").map(|(_, value)| value.to_owned())
    });
    let operation = route.as_deref().and_then(|route| operation(route, parts.method.as_str())).map(|operation| {
        let is_own = operation == Operation::ResetPassword && name.is_some() && name == caller;
        if is_own { Operation::ResetOwnPassword } else { operation }
    });
    let accounts = match operation {
        Some(Operation::CreateUsers) => names_in_body(body, "users", Some("username")),
        Some(Operation::SetAdmins | Operation::RemoveAdmins) => names_in_body(body, "usernames", None),
        None
        | Some(
            Operation::Deactivate
            | Operation::Disable
            | Operation::Reactivate
            | Operation::GetAdmins
            | Operation::ListUsers
            | Operation::AccountType
            | Operation::ResetPassword
            | Operation::ResetOwnPassword,
        ) => name.into_iter().filter(|name| is_possible_name(name)).collect(),
    };
    let caller = caller.filter(|name| is_possible_name(name));
    Call { operation, caller, accounts }
}

/// The operation that a routed request calls, if any.
pub(super) fn operation_of(parts: &Parts) -> Option<Operation> {
    operation(parts.extensions.get::<MatchedPath>()?.as_str(), parts.method.as_str())
}

/// The operation of a route; `ResetPassword` for the route that two operations share.
fn operation(route: &str, method: &str) -> Option<Operation> {
    let suffix = route.strip_prefix(ROOT)?;
    Operation::ALL.into_iter().find(|operation| operation.route() == suffix && operation.method().as_str() == method)
}

/// Whether an account could have this name. Other names are dropped, since they may be of any
/// length.
fn is_possible_name(name: &str) -> bool {
    name.len() <= 4 * MAX_USERNAME_CHARS && name.chars().count() <= MAX_USERNAME_CHARS
}

/// The account names in a list of the body: its items, or a field of each item.
fn names_in_body(body: &[u8], list: &str, field: Option<&str>) -> Vec<String> {
    let Ok(Value::Object(fields)) = serde_json::from_slice(body) else { return Vec::new() };
    let items = fields.get(list).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let name =
        |item: &Value| field.map_or(Some(item), |field| item.get(field)).and_then(Value::as_str).map(str::to_owned);
    items.iter().filter_map(name).filter(|name| is_possible_name(name)).take(MAX_NAMES).collect()
}
