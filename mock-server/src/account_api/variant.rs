//! A layer that makes the platform decide like a variant of it.
//!
//! It changes requests before the rules see them, and responses before the journal does. Lists are
//! sorted and searched differently in `variant_list`.

use super::classify::operation_of;
use super::context::WorldContext;
use super::extract::Name;
use crate::body;
use crate::outcome::EnvelopeOutcome;
use crate::variant::{
    AdminsVerified, ContentType, CreateFailures, DisableDeactivated, GetAll, IncludeDisabled, LastNextOffset,
    LimitOverMaximum, ListVerified, Messages, OffsetPastEnd, PartialAdmins, RefusalStatus, RegisteredOn, RepeatedState,
    ServiceAccountEmail, ServiceAccountPassword, TextsForValues, UnauthorizedStatus, UnknownUserType, Variant,
};
use crate::world::coverage::Branch;
use account_api::limits::MAX_PAGE;
use account_api::reply::error_envelope;
use account_api::{AccountState, Operation};
use axum::Json;
use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{StatusCode, response};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Calls an operation as the variant would.
pub(super) async fn apply(State(variant): State<Arc<Variant>>, request: Request, next: Next) -> Response {
    let (mut parts, empty_body) = request.into_parts();
    let Some(operation) = operation_of(&parts) else { return next.run(Request::from_parts(parts, empty_body)).await };
    let body = body::complete_body(&parts.extensions);
    if variant.content_type == ContentType::Required && !body.is_empty() && !is_json(&parts) {
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, None, "Content-Type must be application/json");
    }
    let mut list_request = Map::new();
    if operation == Operation::ListUsers
        && let Ok(Value::Object(mut fields)) = serde_json::from_slice(&body)
    {
        if let Some(problem) = list_problem(&variant, &fields) {
            let refused = refuse(StatusCode::OK, Some(Branch::FieldInvalid), &problem);
            return alter_response(&variant, operation, &list_request, false, refused).await;
        }
        alter_list_request(&variant, &mut fields);
        body::replace(&mut parts.extensions, Value::Object(fields.clone()).to_string());
        list_request = fields;
    }
    let is_repeated = variant.repeated_state == RepeatedState::Refused && is_in_state(operation, &mut parts).await;
    parts.extensions.insert(Arc::clone(&variant));
    let response = next.run(Request::from_parts(parts, empty_body)).await;
    alter_response(&variant, operation, &list_request, is_repeated, response).await
}

fn is_json(parts: &Parts) -> bool {
    let content_type = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content_type.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// Why the variant refuses a list that the contract allows.
fn list_problem(variant: &Variant, fields: &Map<String, Value>) -> Option<String> {
    const TYPED: [&str; 4] = ["get_all", "include_disabled", "limit", "offset"];
    if variant.texts_for_values == TextsForValues::Refused
        && let Some(field) = TYPED.into_iter().find(|field| fields.get(*field).is_some_and(Value::is_string))
    {
        return Some(format!("{field} must not be a string"));
    }
    let limit = fields.get("limit").and_then(|limit| limit.as_u64().or_else(|| limit.as_str()?.parse().ok()));
    (variant.limit_over_maximum == LimitOverMaximum::Refused && limit.is_some_and(|limit| limit > u64::from(MAX_PAGE)))
        .then(|| format!("limit must be at most {MAX_PAGE}"))
}

fn alter_list_request(variant: &Variant, fields: &mut Map<String, Value>) {
    match variant.include_disabled {
        IncludeDisabled::Honored => {}
        IncludeDisabled::Ignored => {
            fields.remove("include_disabled");
        }
        IncludeDisabled::Always => {
            fields.insert("include_disabled".to_owned(), json!(true));
        }
    }
    if variant.get_all == GetAll::KeepsFilters {
        fields.remove("get_all");
    }
    let is_unknown = |kind: &Value| !matches!(kind.as_str(), Some("user" | "service_account"));
    if variant.unknown_user_type == UnknownUserType::Ignored && fields.get("user_type").is_some_and(is_unknown) {
        fields.remove("user_type");
    }
}

/// Whether a request asks for the state that the account has already.
async fn is_in_state(operation: Operation, parts: &mut Parts) -> bool {
    let requested = match operation {
        Operation::Disable => AccountState::Disabled,
        Operation::Deactivate => AccountState::Deactivated,
        Operation::Reactivate => AccountState::Active,
        _ => return false,
    };
    let Ok(Name(name)) = Name::from_request_parts(parts, &()).await else { return false };
    let Some(world) = parts.extensions.get::<WorldContext>().and_then(|context| context.world.clone()) else {
        return false;
    };
    let platform = world.read();
    platform.accounts.find(&name).is_some_and(|id| platform.accounts.state(id) == requested)
}

fn refuse(status: StatusCode, branch: Option<Branch>, msg: &str) -> Response {
    let mut response = (status, Json(error_envelope(msg, &BTreeMap::new()))).into_response();
    response.extensions_mut().insert(EnvelopeOutcome { branch, msg: Some(msg.to_owned()) });
    response
}

async fn alter_response(
    variant: &Variant,
    operation: Operation,
    list_request: &Map<String, Value>,
    is_repeated: bool,
    response: Response,
) -> Response {
    let (mut head, body) = response.into_parts();
    let Ok(bytes) = body.collect().await.map(http_body_util::Collected::to_bytes) else {
        return Response::from_parts(head, Body::empty());
    };
    let (Ok(Value::Object(mut envelope)), Some(mut outcome)) =
        (serde_json::from_slice(&bytes), head.extensions.remove::<EnvelopeOutcome>())
    else {
        return Response::from_parts(head, Body::from(bytes));
    };
    if outcome.msg.is_none() {
        alter_success(variant, operation, &mut envelope);
        let is_past_end = envelope.get("users").is_some_and(|users| *users == json!([]))
            && list_request.get("offset").is_some_and(|offset| *offset != json!(0));
        if is_repeated {
            fail(&mut envelope, &mut outcome, "The account is in this state already");
        } else if variant.offset_past_end == OffsetPastEnd::Refused && is_past_end {
            fail(&mut envelope, &mut outcome, "offset is past the end");
        }
    } else {
        let is_ok = match outcome.branch {
            Some(Branch::DisableDeactivated) => variant.disable_deactivated == DisableDeactivated::Ok,
            Some(Branch::NoPassword) => variant.service_account_password == ServiceAccountPassword::Ok,
            Some(Branch::PartiallyApplied) => variant.partial_admins == PartialAdmins::Ok,
            _ => false,
        };
        if is_ok {
            envelope.insert("status".to_owned(), json!("OK"));
            envelope.remove("msg");
            outcome.msg = None;
        }
    }
    if outcome.msg.is_some() {
        alter_refusal(variant, &mut head, &mut envelope, &mut outcome);
    }
    head.headers.remove(axum::http::header::CONTENT_LENGTH);
    head.extensions.insert(outcome);
    Response::from_parts(head, Body::from(Value::Object(envelope).to_string()))
}

fn fail(envelope: &mut Map<String, Value>, outcome: &mut EnvelopeOutcome, msg: &str) {
    *envelope = Map::from_iter([("status".to_owned(), json!("ERROR")), ("msg".to_owned(), json!(msg))]);
    outcome.msg = Some(msg.to_owned());
}

fn alter_success(variant: &Variant, operation: Operation, envelope: &mut Map<String, Value>) {
    let (list, keys): (_, [bool; 2]) = match operation {
        Operation::ListUsers => {
            if envelope.get("has_more") == Some(&json!(false)) {
                match variant.last_next_offset {
                    LastNextOffset::MinusOne => {}
                    LastNextOffset::Null => envelope["next_offset"] = Value::Null,
                    LastNextOffset::Missing => drop(envelope.remove("next_offset")),
                }
            }
            let keys = match variant.list_verified {
                ListVerified::Both => [true, true],
                ListVerified::Misspelled => [true, false],
                ListVerified::Correct => [false, true],
                ListVerified::Neither => [false, false],
            };
            ("users", keys)
        }
        Operation::GetAdmins => {
            let keys = match variant.admins_verified {
                AdminsVerified::Correct => [false, true],
                AdminsVerified::Misspelled => [true, false],
                AdminsVerified::Both => [true, true],
                AdminsVerified::Neither => [false, false],
            };
            ("admins", keys)
        }
        Operation::CreateUsers => return alter_created(variant, envelope),
        _ => return,
    };
    for user in envelope.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
        let Some(user) = user.as_object_mut() else { continue };
        alter_user(variant, keys, user);
    }
}

fn alter_user(variant: &Variant, [misspelled, correct]: [bool; 2], user: &mut Map<String, Value>) {
    let is_verified = user.remove("is_verified").or_else(|| user.get("is_verfied").cloned()).unwrap_or_default();
    user.remove("is_verfied");
    for (key, _) in [("is_verfied", misspelled), ("is_verified", correct)].into_iter().filter(|(_, is_sent)| *is_sent) {
        user.insert(key.to_owned(), is_verified.clone());
    }
    if variant.registered_on == RegisteredOn::Milliseconds
        && let Some(seconds) = user.get("registered_on").and_then(Value::as_i64)
    {
        user.insert("registered_on".to_owned(), json!(seconds.saturating_mul(1_000)));
    }
    if user.get("email") == Some(&json!("")) {
        match variant.service_account_email {
            ServiceAccountEmail::Empty => {}
            ServiceAccountEmail::Null => user["email"] = Value::Null,
            ServiceAccountEmail::Missing => drop(user.remove("email")),
        }
    }
}

fn alter_created(variant: &Variant, envelope: &mut Map<String, Value>) {
    let Some(details) = envelope.get_mut("result").and_then(|result| result.get_mut("error_details")) else { return };
    if variant.create_failures == CreateFailures::Reasons
        && let Some(names) = details.get("FAILURE").and_then(Value::as_array)
    {
        let reasons = names.iter().filter_map(Value::as_str).map(|name| (name.to_owned(), json!("Not created")));
        *details = Value::Object(reasons.collect());
    }
}

fn alter_refusal(
    variant: &Variant,
    head: &mut response::Parts,
    envelope: &mut Map<String, Value>,
    outcome: &mut EnvelopeOutcome,
) {
    if head.status == StatusCode::UNAUTHORIZED {
        head.status = match variant.unauthorized_status {
            UnauthorizedStatus::Unauthorized => StatusCode::UNAUTHORIZED,
            UnauthorizedStatus::Forbidden => StatusCode::FORBIDDEN,
            UnauthorizedStatus::Ok => StatusCode::OK,
        };
        return;
    }
    if head.status != StatusCode::OK {
        return;
    }
    if variant.refusal_status == RefusalStatus::Matching {
        head.status = match outcome.branch {
            Some(Branch::NotPermitted) => StatusCode::FORBIDDEN,
            Some(Branch::UserNotFound | Branch::AccountNotFound) => StatusCode::NOT_FOUND,
            Some(
                Branch::StillOwnsTeams
                | Branch::StillOwnsOrganizations
                | Branch::StillOwnsTeamsAndOrganizations
                | Branch::DisableDeactivated,
            ) => StatusCode::CONFLICT,
            _ => StatusCode::BAD_REQUEST,
        };
    }
    if variant.messages == Messages::Other {
        let reason = outcome.branch.map_or("conflict", Branch::name);
        let msg = format!("Request rejected [{reason}]");
        envelope.insert("msg".to_owned(), json!(msg));
        outcome.msg = Some(msg);
    }
}
