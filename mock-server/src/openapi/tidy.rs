//! Corrects what utoipa's macros write into the description, and validators and generators of
//! clients reject.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

/// Corrects the description of an API.
pub(super) fn tidy(api: &mut Value) {
    remove_null_defaults(api);
    for operation in operations_mut(api) {
        declare_security(operation);
    }
    describe_responses(api);
    remove_unused_schemas(api);
}

/// Removes `"default": null`, which contradicts the type where null is not allowed.
fn remove_null_defaults(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if fields.get("default").is_some_and(Value::is_null) {
                fields.remove("default");
            }
            fields.values_mut().for_each(remove_null_defaults);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_null_defaults),
        _ => {}
    }
}

/// Declares that an operation needs no token, unless it declares one.
fn declare_security(operation: &mut Value) {
    if operation["security"].is_null() {
        operation["security"] = json!([]);
    }
}

fn operations_mut(api: &mut Value) -> impl Iterator<Item = &mut Value> {
    let paths = api["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
    paths.filter_map(Value::as_object_mut).flat_map(Map::values_mut)
}

/// Describes the responses that have no description: by the description of their schema, or by the
/// HTTP status.
fn describe_responses(api: &mut Value) {
    let schemas = api["components"]["schemas"].as_object().cloned().unwrap_or_default();
    for operation in operations_mut(api) {
        let Some(responses) = operation["responses"].as_object_mut() else { continue };
        for (status, response) in responses {
            if response["description"].as_str().is_none_or(str::is_empty) {
                response["description"] = json!(description_of(status, response, &schemas));
            }
        }
    }
}

fn description_of(status: &str, response: &Value, schemas: &Map<String, Value>) -> String {
    let schema = &response["content"]["application/json"]["schema"];
    let named = schema["$ref"].as_str().and_then(|reference| schemas.get(reference.rsplit('/').next()?));
    let of_schema = named.and_then(|schema| schema["description"].as_str()).map(str::to_owned);
    let of_status = || StatusCode::from_bytes(status.as_bytes()).ok()?.canonical_reason().map(str::to_owned);
    of_schema.or_else(of_status).unwrap_or_else(|| status.to_owned())
}

/// Removes the schemas that nothing refers to: those that were merged into others.
fn remove_unused_schemas(api: &mut Value) {
    let text = api.to_string();
    if let Some(schemas) = api["components"]["schemas"].as_object_mut() {
        schemas.retain(|name, _| text.contains(&format!("\"#/components/schemas/{name}\"")));
    }
}
