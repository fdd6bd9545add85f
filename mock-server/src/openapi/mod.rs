//! The OpenAPI 3.1 description of the Account API and the control API, and a Swagger UI that works
//! offline.
//!
//! It is generated from the code at runtime: from the table of operations, and from the routes of
//! [`crate::control`].

mod file_schemas;
mod schemas;
mod tidy;

use crate::control;
use account_api::{Method, Operation, ROOT};
use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use file_schemas::{FILE_FORMATS, schema_of};
use schemas::{Admins, CreateUsers, Created, Done, ErrorReply, ListUsers, NewPassword, Page, TypeReply, Usernames};
use serde_json::Value;
use std::sync::{Arc, OnceLock};
use utoipa::openapi::path::{OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{Object, ObjectBuilder, OneOfBuilder, Ref, Schema, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Components, Content, Header, HttpMethod, InfoBuilder, LicenseBuilder, OpenApi, PathItem, RefOr, Required,
    Response as ApiResponse, ResponseBuilder, Server,
};
use utoipa::{PartialSchema, ToSchema};

/// The path of the description.
const DOCUMENT_PATH: &str = "/__mock/openapi.json";

/// The path of Swagger UI.
const UI_PATH: &str = "/__mock/docs/";

/// The license of the mock.
const LICENSE: &str = env!("CARGO_PKG_LICENSE");

/// The name of the Account API's security scheme.
const SECURITY_SCHEME: &str = "token";

/// The routes of the description and of Swagger UI.
pub(crate) fn routes() -> Router {
    let schemas = FILE_FORMATS.into_iter().enumerate().fold(Router::new(), |router, (index, format)| {
        router.route(format.path, get(move || async move { file_schema(index) }))
    });
    schemas
        // Relative, so that it stays below the base path.
        .route(UI_PATH.trim_end_matches('/'), get(|| async { Redirect::temporary("docs/") }))
        .route(DOCUMENT_PATH, get(document))
        .route(UI_PATH, get(|| ui_file(Path("index.html".to_owned()))))
        .route(&format!("{UI_PATH}{{*file}}"), get(ui_file))
}

async fn document() -> Response {
    static JSON: OnceLock<String> = OnceLock::new();
    let json = JSON.get_or_init(|| format!("{:#}\n", description()));
    ([(header::CONTENT_TYPE, "application/json")], json.as_str()).into_response()
}

/// The JSON Schema of the file format with this index.
fn file_schema(index: usize) -> Response {
    static JSON: OnceLock<[String; FILE_FORMATS.len()]> = OnceLock::new();
    let json = JSON.get_or_init(|| {
        let api = description();
        FILE_FORMATS.map(|format| format!("{:#}\n", schema_of(format, &api)))
    });
    ([(header::CONTENT_TYPE, "application/schema+json")], json[index].as_str()).into_response()
}

/// Serves a file of Swagger UI, which is embedded in the binary.
async fn ui_file(Path(file): Path<String>) -> Response {
    let config = utoipa_swagger_ui::Config::new([DOCUMENT_PATH])
        .try_it_out_enabled(true)
        .validator_url("none")
        .persist_authorization(false);
    match utoipa_swagger_ui::serve(&file, Arc::new(config)) {
        Ok(Some(file)) => ([(header::CONTENT_TYPE, file.content_type)], file.bytes.into_owned()).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The description of both APIs, in JSON.
#[must_use]
pub fn description() -> Value {
    // All its types serialize to JSON.
    let mut json = serde_json::to_value(typed_description()).unwrap_or_default();
    tidy::tidy(&mut json);
    json
}

fn typed_description() -> OpenApi {
    let mut api = control::description();
    api.info = InfoBuilder::new()
        .title("The mock of the Account API")
        .version(env!("CARGO_PKG_VERSION"))
        .license(Some(LicenseBuilder::new().name(LICENSE).identifier(Some(LICENSE)).build()))
        .description(Some(
            "Two APIs in one: the **Account API** as its vendor describes it, and below `/__mock` what tests and \
             developers steer the mock with. Sign in with a token such as `mock.default.admin`.",
        ))
        .build();
    api.servers = Some(vec![Server::new("/")]);
    api.tags = Some(
        [
            ("Account API", "Answers HTTP 200 also when it refuses: `status` is the only truth about success."),
            ("worlds", "Platforms of one's own, apart from each other."),
            ("state", "Everything that is in a world, changed without the Account API's rules."),
            ("clock", "What time it is in a world."),
            ("faults", "What goes wrong, when, and for whom."),
            ("gates", "What is held up until it is released."),
            ("journal", "What has happened."),
            ("coverage", "What has been exercised of the contract."),
        ]
        .into_iter()
        .map(|(name, text)| TagBuilder::new().name(name).description(Some(text)).build())
        .collect(),
    );
    let components = api.components.get_or_insert_with(Components::new);
    let scheme = Http::new(HttpAuthScheme::Bearer);
    components.add_security_scheme(SECURITY_SCHEME, SecurityScheme::Http(scheme));
    add_schema::<CreateUsers>(components);
    add_schema::<ListUsers>(components);
    add_schema::<Usernames>(components);
    add_schema::<NewPassword>(components);
    add_schema::<Done>(components);
    add_schema::<ErrorReply>(components);
    add_schema::<Created>(components);
    add_schema::<Admins>(components);
    add_schema::<Page>(components);
    add_schema::<TypeReply>(components);
    merge_flattened(components);
    for operation in Operation::ALL {
        // The two operations that reset a password share one route.
        if operation != Operation::ResetOwnPassword {
            let path = format!("{ROOT}{}", operation.route());
            let item = PathItem::new(method(operation), describe(operation));
            match api.paths.paths.get_mut(&path) {
                Some(path_item) => path_item.merge_operations(item),
                None => {
                    api.paths.paths.insert(path, item);
                }
            }
        }
    }
    api
}

fn add_schema<T: ToSchema + PartialSchema>(components: &mut Components) {
    let mut schemas = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut schemas);
    components.schemas.extend(schemas);
}

/// Merges the fields of a flattened struct into the object around it. utoipa describes the two with
/// `allOf`, which no value satisfies if one of them allows no additional fields.
fn merge_flattened(components: &mut Components) {
    let schemas = components.schemas.clone();
    for schema in components.schemas.values_mut() {
        let RefOr::T(Schema::AllOf(parts)) = schema else { continue };
        let mut merged = Object::new();
        merged.description = parts.description.take();
        for part in &parts.items {
            let part = match part {
                RefOr::Ref(reference) => reference.ref_location.rsplit('/').next().and_then(|name| schemas.get(name)),
                part @ RefOr::T(_) => Some(part),
            };
            if let Some(RefOr::T(Schema::Object(part))) = part {
                merged.properties.extend(part.properties.clone());
                merged.required.extend(part.required.iter().cloned());
            }
        }
        *schema = Schema::Object(merged).into();
    }
}

const fn method(operation: Operation) -> HttpMethod {
    match operation.method() {
        Method::Get => HttpMethod::Get,
        Method::Post => HttpMethod::Post,
        Method::Delete => HttpMethod::Delete,
    }
}

fn describe(operation: Operation) -> OperationBuilder {
    let (summary, request_schema, response_schema) = match operation {
        Operation::CreateUsers => {
            ("Creates users or service accounts, each judged alone", Some(CreateUsers::name()), Created::name())
        }
        Operation::Deactivate => {
            ("Blocks an account and removes it from all teams and organizations, for good", None, Done::name())
        }
        Operation::Disable => ("Blocks an account, which keeps all it has", None, Done::name()),
        Operation::Reactivate => ("Brings a disabled or deactivated account back", None, Done::name()),
        Operation::GetAdmins => ("Lists all site admins", None, Admins::name()),
        Operation::SetAdmins => {
            ("Gives the site admin right to the named users", Some(Usernames::name()), Done::name())
        }
        Operation::RemoveAdmins => {
            ("Takes the site admin right from the named users", Some(Usernames::name()), Done::name())
        }
        Operation::ListUsers => ("Searches and pages through the accounts", Some(ListUsers::name()), Page::name()),
        Operation::AccountType => (
            "Tells whether an account name exists, and whether it is a user or an organization",
            None,
            TypeReply::name(),
        ),
        Operation::ResetPassword | Operation::ResetOwnPassword => (
            "Sets another's password, or with the old one one's own, and ends all sessions of that user",
            Some(NewPassword::name()),
            Done::name(),
        ),
    };
    let mut builder = OperationBuilder::new()
        .tag("Account API")
        .operation_id(Some(operation.name()))
        .summary(Some(summary))
        .security(SecurityRequirement::new(SECURITY_SCHEME, [] as [&str; 0]))
        .response("200", response("Done, or refused: `status` tells.", Some(&response_schema)))
        .response(
            "400",
            response("Token and address name two worlds, the body was cut off, or the path is no UTF-8.", None),
        )
        .response("401", unauthorized())
        .response("404", response("There is no such route, or no such world.", None))
        .response("409", response("The world was reset or deleted while the request was held.", None))
        .response("413", response("The body is larger than 2 MiB.", None))
        .response("415", response("The body is compressed, or in another charset than UTF-8.", None));
    if operation.route().contains("{name}") {
        let name = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(255));
        let parameter = ParameterBuilder::new()
            .name("name")
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .schema(Some(name));
        builder = builder.parameter(parameter);
    }
    if let Some(schema) = request_schema {
        let body = RequestBodyBuilder::new()
            .required(Some(Required::True))
            .content("application/json", Content::new(Some(Ref::from_schema_name(schema.as_ref()))));
        builder = builder.request_body(Some(body.build()));
    }
    builder
}

/// A response: an ERROR envelope, or the reply of the operation.
fn response(text: &str, schema: Option<&str>) -> ApiResponse {
    let error = Ref::from_schema_name(ErrorReply::name());
    let content = match schema {
        Some(schema) => Content::new(Some(OneOfBuilder::new().item(Ref::from_schema_name(schema)).item(error))),
        None => Content::new(Some(error)),
    };
    ResponseBuilder::new().description(text).content("application/json", content).build()
}

fn unauthorized() -> ApiResponse {
    let mut response =
        response("The token is missing, malformed, unknown or revoked, or its account is blocked.", None);
    response.headers.insert("WWW-Authenticate".to_owned(), Header::default().into());
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::faults::catalog::EFFECTS;
    use std::collections::BTreeSet;

    /// Calls `visit` with every object in the description and its path.
    fn for_each_object(value: &Value, path: &str, visit: &mut impl FnMut(&str, &serde_json::Map<String, Value>)) {
        match value {
            Value::Object(fields) => {
                visit(path, fields);
                fields.iter().for_each(|(name, value)| for_each_object(value, &format!("{path}/{name}"), visit));
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(at, item)| for_each_object(item, &format!("{path}/{at}"), visit));
            }
            _ => {}
        }
    }

    /// Every operation, with the path and the method.
    fn operations(api: &Value) -> Vec<(String, String, Value)> {
        let paths = api["paths"].as_object().unwrap();
        let operations = |(path, item): (&String, &Value)| -> Vec<(String, String, Value)> {
            let methods = item.as_object().unwrap();
            methods.iter().map(|(method, operation)| (path.clone(), method.clone(), operation.clone())).collect()
        };
        paths.iter().flat_map(operations).collect()
    }

    #[test]
    fn every_operation_and_every_route_is_described() {
        let api = description();
        for operation in Operation::ALL {
            let method = operation.method().as_str().to_ascii_lowercase();
            assert!(api["paths"][format!("{ROOT}{}", operation.route())][method].is_object(), "{operation}");
        }
        assert!(api["openapi"].as_str().unwrap().starts_with("3.1."), "{}", api["openapi"]);
        assert!(api["paths"]["/__mock/worlds/{world}/faults"]["post"]["requestBody"].is_object());
        assert_eq!(api["components"]["schemas"]["Effect"]["oneOf"].as_array().unwrap().len(), EFFECTS.len());
    }

    #[test]
    fn references_resolve_and_all_schemas_are_referred_to() {
        let api = description();
        let mut used = BTreeSet::new();
        for_each_object(&api, "", &mut |path, object| {
            if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
                let pointer = reference.strip_prefix('#').unwrap();
                assert!(api.pointer(pointer).is_some(), "{path} refers to {reference}");
                used.insert(pointer.rsplit('/').next().unwrap().to_owned());
            }
        });
        let schemas = api["components"]["schemas"].as_object().unwrap();
        let unused: Vec<_> = schemas.keys().filter(|name| !used.contains(*name)).collect();
        assert!(unused.is_empty(), "{unused:?}");
    }

    #[test]
    fn operations_have_unique_ids_described_responses_and_the_parameters_of_their_paths() {
        let mut ids = BTreeSet::new();
        for (path, method, operation) in operations(&description()) {
            let about = format!("{method} {path}");
            let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{about} has no operationId"));
            assert!(ids.insert(id.to_owned()), "{about}: there are two {id}");
            for (status, response) in operation["responses"].as_object().unwrap() {
                assert_ne!(response["description"].as_str().unwrap_or_default(), "", "{about}: {status}");
            }
            let in_template: BTreeSet<_> =
                path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let described = parameters.iter().filter(|parameter| parameter["in"] == "path");
            let described: BTreeSet<_> = described.map(|parameter| parameter["name"].as_str().unwrap()).collect();
            assert_eq!(described, in_template, "{about}");
            for parameter in &parameters {
                assert_eq!(parameter["required"] == true, parameter["in"] == "path", "{about}: {parameter}");
            }
        }
    }

    #[test]
    fn schemas_have_nothing_that_generators_stumble_over() {
        for_each_object(&description(), "", &mut |path, object| {
            assert!(object.get("default").is_none_or(|default| !default.is_null()), "{path}: a default of null");
            if let Some(values) = object.get("enum").and_then(Value::as_array) {
                let names: BTreeSet<_> = values.iter().map(|value| value.to_string().to_ascii_lowercase()).collect();
                assert_eq!(names.len(), values.len(), "{path}: values that differ only in case");
            }
        });
    }
}
