//! Invalid requests: each gets its documented error and changes nothing.

use crate::platform::{Platform, TestResponse};
use account_api::{Method, Operation};
use axum::body::Body;
use serde_json::json;

/// Every operation, on an account that exists.
fn requests() -> Vec<(Operation, &'static str, String, &'static str)> {
    Operation::ALL
        .into_iter()
        .map(|operation| {
            let path = operation.route().replace("{name}", "second");
            (operation, operation.method().as_str(), path, valid_body(operation))
        })
        .collect()
}

/// A body that the operation takes; empty if it takes none.
const fn valid_body(operation: Operation) -> &'static str {
    match operation {
        Operation::CreateUsers => r#"{"users": [{"username": "new", "user_type": "service_account"}]}"#,
        Operation::SetAdmins | Operation::RemoveAdmins => r#"{"usernames": ["second"]}"#,
        Operation::ListUsers => "{}",
        Operation::ResetPassword | Operation::ResetOwnPassword => r#"{"new_password": "next"}"#,
        Operation::Deactivate
        | Operation::Disable
        | Operation::Reactivate
        | Operation::GetAdmins
        | Operation::AccountType => "",
    }
}

#[tokio::test]
async fn an_invalid_token_is_401_whatever_the_rest_of_the_request_is() {
    let platform = Platform::small();
    platform.as_user("admin").post("/member/disable", "").await.ok();
    platform.as_user("admin").post("/second/deactivate", "").await.ok();
    platform.as_user("admin").post("/both/reset_password", json!({ "new_password": "x" })).await.ok();
    let before = platform.dump();
    for (header, about) in [
        (None, "is missing"),
        (Some("Bearer"), "not of the form"),
        (Some("Basic YWRtaW46YWRtaW4="), "not of the form"),
        (Some("mock.default.admin"), "not of the form"),
        (Some("Bearer s3cret-of-another-platform"), "is malformed"),
        (Some("Bearer mock.default.%FF"), "is malformed"),
        (Some("Bearer mock.elsewhere.admin"), "a world that does not exist: elsewhere"),
        (Some("Bearer mock.default.nobody"), "no user named nobody"),
        (Some("Bearer mock.default.globex"), "no user named globex"),
        (Some("Bearer mock.default.ADMIN"), "no user named ADMIN"),
        (Some("Bearer mock.default.member"), "is disabled"),
        (Some("Bearer mock.default.second"), "is deactivated"),
        (Some("Bearer mock.default.both"), "password of both was reset"),
        (Some("Bearer mock.default.admin~2"), "has not had that many password resets"),
    ] {
        let caller = header.map_or_else(|| platform.anonymous(), |header| platform.with(header));
        for (operation, method, path, body) in requests() {
            // An invalid or oversized body does not change the message.
            for body in [body.to_owned(), "not json".to_owned(), "x".repeat(3 << 20)] {
                let response = caller.call(method, &path, body).await;
                assert_eq!(response.http, 401, "{operation} {header:?}");
                assert_eq!(response.headers["www-authenticate"], "Bearer");
                let msg = response.msg();
                assert!(msg.contains(about), "{msg}");
                assert!(!msg.contains("s3cret") && !msg.contains("YWRt"), "{msg}");
            }
        }
    }
    assert_eq!(platform.dump(), before);
}

#[tokio::test]
async fn a_missing_permission_takes_precedence_over_an_invalid_request() {
    let platform = Platform::small();
    let before = platform.dump();
    for (operation, method, path, _) in requests() {
        if matches!(operation, Operation::ListUsers | Operation::AccountType) {
            continue;
        }
        for path in [path.clone(), path.replace("second", "nobody")] {
            let refusal = platform.as_user("member").call(method, &path, "not json").await.refusal();
            assert!(refusal.starts_with("member may not "), "{operation}: {refusal}");
        }
    }
    assert_eq!(platform.dump(), before);
}

#[tokio::test]
async fn a_body_that_is_not_a_json_object_is_refused_with_the_position_of_the_error() {
    let platform = Platform::small();
    let before = platform.dump();
    for (operation, method, path, body) in requests() {
        if body.is_empty() {
            continue;
        }
        for (bad, about) in [
            ("", "The request has no body. Expected a JSON object"),
            (" \r\n", "The request has no body."),
            ("not json", "The body is not JSON: expected ident at line 1, column 2."),
            ("{\n  \"users\": nope\n}", "at line 2, column 13."),
            (&body[..body.len() - 1], "The body is not JSON: EOF while parsing"),
            ("[1]", "The body must be a JSON object. Got a list."),
            ("null", "The body must be a JSON object. Got null."),
            ("\"users\"", "The body must be a JSON object. Got a string."),
            ("{} {}", "The body is not JSON: trailing characters at line 1, column 4."),
        ] {
            let refusal = platform.as_user("admin").call(method, &path, bad.to_owned()).await.refusal();
            assert!(refusal.contains(about), "{operation} {bad:?}: {refusal}");
        }
        let deep = "[".repeat(100_000);
        assert!(platform.as_user("admin").call(method, &path, deep).await.refusal().contains("recursion limit"));
        let bytes = Body::from(vec![b'{', b'"', 0xff, b'"', b':', b'1', b'}']);
        assert_eq!(
            platform.as_user("admin").call(method, &path, bytes).await.refusal(),
            "The body is not UTF-8 at byte 3."
        );
        let marked = platform.as_user("admin").call(method, &path, format!("\u{feff}{body}")).await;
        assert_eq!(marked.refusal(), "The body starts with a byte order mark, which JSON may not have.");
    }
    assert_eq!(platform.dump(), before);
}

#[tokio::test]
async fn a_missing_body_is_refused_with_the_fields_that_it_must_have() {
    let platform = Platform::small();
    let admin = platform.as_user("admin");
    for (method, path, message) in [
        ("POST", "/users", "The request has no body. Expected a JSON object with users."),
        ("POST", "/admins", "The request has no body. Expected a JSON object with usernames."),
        (
            "DELETE",
            "/admins",
            "The request has no body. Expected a JSON object with usernames. If you sent one, your HTTP client or a \
             proxy dropped it: some do with DELETE.",
        ),
        ("POST", "/list_users", "The request has no body. Expected a JSON object."),
        ("POST", "/second/reset_password", "The request has no body. Expected a JSON object with new_password."),
    ] {
        assert_eq!(admin.call(method, path, "").await.refusal(), message);
    }
}

#[tokio::test]
async fn encodings_of_a_body_that_are_not_decoded_are_415() {
    let platform = Platform::small();
    let before = platform.dump();
    let send = async |path: &str, header: (&str, &str), body: &'static str| {
        let request = axum::http::Request::builder().method("POST").uri(path).header("host", "localhost");
        let request = request.header("authorization", "Bearer mock.default.admin").header(header.0, header.1);
        let request = request.body(Body::from(body)).unwrap();
        let response = tower::ServiceExt::oneshot(platform.router.clone(), request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = http_body_util::BodyExt::collect(response.into_body()).await.unwrap().to_bytes();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    };
    for path in ["/api/v1/accounts/list_users", "/api/v1/accounts/second/disable", "/__mock/worlds"] {
        for (header, about) in [
            (("content-encoding", "gzip"), "Content-Encoding gzip"),
            (("content-encoding", "br, gzip"), "Content-Encoding br, gzip"),
            (("content-type", "application/json; charset=ISO-8859-1"), "the charset ISO-8859-1"),
            (("content-type", "application/json;charset=\"utf-16\""), "the charset utf-16"),
        ] {
            let (status, text) = send(path, header, "{}").await;
            assert_eq!(status, 415, "{path} {header:?}: {text}");
            assert!(text.contains(about), "{path} {header:?}: {text}");
        }
    }
    assert_eq!(platform.dump(), before);
    for header in [
        ("content-encoding", "identity"),
        ("content-type", "application/json; charset=UTF-8"),
        ("content-type", "application/x-www-form-urlencoded"),
    ] {
        assert_eq!(send("/api/v1/accounts/list_users", header, "{}").await.0, 200, "{header:?}");
    }
    assert_eq!(send("/api/v1/accounts/second/disable", ("content-encoding", "gzip"), "").await.0, 200, "no body");
}

#[tokio::test]
async fn invalid_fields_are_refused_with_the_expected_and_the_actual_value() {
    let platform = Platform::small();
    let before = platform.dump();
    for (method, path, body, message) in [
        ("POST", "/users", "{}", "users is missing. Expected a list of user objects."),
        ("POST", "/users", r#"{"users": {}}"#, "users must be a list of user objects. Got an object."),
        ("POST", "/users", r#"{"users": [3]}"#, "users[0] must be an object. Got a number."),
        ("POST", "/users", r#"{"users": [{"email": "a@b.c"}]}"#, "users[0].username is missing. Expected a string."),
        (
            "POST",
            "/users",
            r#"{"users": [{"username": "new", "user_type": "service_account"}, {"username": 7}]}"#,
            "users[1].username must be a string. Got the number 7.",
        ),
        (
            "POST",
            "/users",
            r#"{"users": [], "user_type": "robot"}"#,
            r#"user_type must be "user" or "service_account". Got the string "robot"."#,
        ),
        ("POST", "/admins", "{}", "usernames is missing. Expected a list of strings."),
        (
            "POST",
            "/admins",
            r#"{"usernames": "admin"}"#,
            r#"usernames must be a list of strings. Got the string "admin"."#,
        ),
        ("DELETE", "/admins", r#"{"usernames": ["second", null]}"#, "usernames[1] must be a string. Got null."),
        ("POST", "/list_users", r#"{"limit": 0}"#, "limit must be a whole number from 1. Got the number 0."),
        ("POST", "/list_users", r#"{"limit": 1.5}"#, "limit must be a whole number from 1. Got the number 1.5."),
        ("POST", "/list_users", r#"{"limit": "ten"}"#, r#"limit must be a whole number from 1. Got the string "ten"."#),
        ("POST", "/list_users", r#"{"offset": -1}"#, "offset must be a whole number from 0. Got the number -1."),
        ("POST", "/list_users", r#"{"get_all": "yes"}"#, r#"get_all must be true or false. Got the string "yes"."#),
        ("POST", "/list_users", r#"{"include_disabled": []}"#, "include_disabled must be true or false. Got a list."),
        ("POST", "/list_users", r#"{"search_string": 5}"#, "search_string must be a string. Got the number 5."),
        (
            "POST",
            "/list_users",
            r#"{"user_type": "org"}"#,
            r#"user_type must be "user" or "service_account". Got the string "org"."#,
        ),
        ("POST", "/second/reset_password", "{}", "new_password is missing. Expected a string."),
        (
            "POST",
            "/second/reset_password",
            r#"{"new_password": 12345678}"#,
            "new_password must be a string. Got a number.",
        ),
        (
            "POST",
            "/second/reset_password",
            r#"{"new_password": "x", "old_password": ["s3cret"]}"#,
            "old_password must be a string. Got a list.",
        ),
    ] {
        assert_eq!(platform.as_user("admin").call(method, path, body).await.refusal(), message, "{body}");
    }
    assert_eq!(platform.dump(), before);
}

#[tokio::test]
async fn a_body_over_the_limit_is_413() {
    let platform = Platform::small();
    let before = platform.dump();
    for (operation, method, path, body) in requests() {
        for size in [(2 << 20) + 1, 10 << 20] {
            let response = platform.as_user("admin").call(method, &path, "x".repeat(size)).await;
            assert_eq!(response.http, 413, "{operation}");
            assert_eq!(response.msg(), "The body is too large. 2 MiB at most are taken.");
        }
        if body.is_empty() {
            continue;
        }
        let response = platform.as_user("admin").call(method, &path, "x".repeat(2 << 20)).await;
        assert!(response.refusal().starts_with("The body is not JSON"));
    }
    assert_eq!(platform.dump(), before);
}

#[tokio::test]
async fn unknown_routes_are_404() {
    let platform = Platform::small();
    let before = platform.dump();
    for (method, path) in [
        ("GET", ""),
        ("GET", "/"),
        ("GET", "/second"),
        ("POST", "/second/"),
        ("POST", "/second/promote"),
        ("POST", "/second/disable/"),
        ("POST", "/second/disable/now"),
        // Not percent-encoded, so these match other routes.
        ("POST", "/a/b/disable"),
        ("POST", "/%2e%2e"),
        ("GET", "/second/Type"),
    ] {
        let response = platform.as_user("admin").call(method, path, "").await;
        assert_eq!(response.http, 404, "{method} {path}");
        let msg = response.msg();
        assert!(msg.starts_with(&format!("There is no route {method} /api/v1/accounts{path}.")), "{msg}");
    }
    let long = platform.as_user("admin").get(&format!("/{}", "x".repeat(5_000))).await;
    assert!(long.msg().len() < 500);
    assert_eq!(platform.dump(), before);
}

#[tokio::test]
async fn wrong_methods_are_405_and_list_the_allowed_ones() {
    let platform = Platform::small();
    let before = platform.dump();
    let allowed = |response: &TestResponse| {
        let mut methods: Vec<String> =
            response.headers["allow"].to_str().unwrap().split(',').map(str::to_owned).collect();
        methods.sort();
        methods.join(",")
    };
    for (path, right) in [
        ("/users", "POST"),
        ("/list_users", "POST"),
        ("/admins", "DELETE,GET,HEAD,POST"),
        ("/second/disable", "POST"),
        ("/second/deactivate", "POST"),
        ("/second/reactivate", "POST"),
        ("/second/reset_password", "POST"),
        ("/second/type", "GET,HEAD"),
    ] {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            if right.contains(method) {
                continue;
            }
            let response = platform.as_user("admin").call(method, path, "{}").await;
            assert_eq!((response.http.as_u16(), allowed(&response).as_str()), (405, right), "{method} {path}");
            assert!(response.msg().contains(&format!("does not take {method}")));
        }
    }
    for method in [Method::Get, Method::Post, Method::Delete] {
        assert_ne!(platform.as_user("admin").call(method.as_str(), "/admins", "{}").await.http, 405);
    }
    assert_eq!(platform.dump(), before);
}

#[tokio::test]
async fn names_in_paths_are_percent_decoded_exactly_once() {
    let platform = Platform::small();
    let before = platform.dump();
    for (segment, name) in [
        ("a%2Fb", "a/b"),
        ("50%25", "50%"),
        ("%252F", "%2F"),
        ("who%3F", "who?"),
        ("%231", "#1"),
        ("%2E%2E", ".."),
        ("..", ".."),
        ("%2e", "."),
        ("second%2Fdisable", "second/disable"),
        ("%3Cscript%3E", "<script>"),
        ("%00", "\0"),
        ("%0a", "\n"),
        ("a+b", "a+b"),
        ("SECOND", "SECOND"),
        ("second%20", "second "),
        ("50%", "50%"),
    ] {
        for action in ["disable", "deactivate", "reactivate"] {
            let refusal = platform.as_user("admin").post(&format!("/{segment}/{action}"), "").await.refusal();
            assert_eq!(refusal, format!("User ({name}) not found"));
        }
        assert_eq!(
            platform.as_user("admin").get(&format!("/{segment}/type")).await.refusal(),
            format!("Account ({name}) not found")
        );
        let body = json!({ "new_password": "next" });
        let refusal = platform.as_user("admin").post(&format!("/{segment}/reset_password"), body).await.refusal();
        assert_eq!(refusal, format!("User ({name}) not found"));
    }
    let response = platform.as_user("admin").post("/%FF%FE/disable", "").await;
    assert_eq!(response.http, 400);
    assert!(response.msg().contains("not valid UTF-8"));
    assert_eq!(platform.dump(), before);
}

#[tokio::test]
async fn unknown_fields_and_unneeded_bodies_are_ignored() {
    let platform = Platform::small();
    let admin = platform.as_user("admin");
    admin.post("/member/disable?force=true", "not json").await.ok();
    admin.call("GET", "/admins", "not json").await.ok();
    admin.post("/list_users", json!({ "sort": "email", "limit": null })).await.ok();
    let body = json!({ "users": [{ "username": "new", "email": "a@b.example", "password": "x", "is_admin": true }] });
    admin.post("/users", body).await.ok();
    assert!(platform.as_user("new").get("/admins").await.refusal().contains("site admin"));
}
