//! The journal and the coverage: requests, outcomes, and no secrets.

use crate::platform::Platform;
use mock_server::world::coverage::Branch;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

const WORLD: &str = "/worlds/default";

async fn entries(platform: &Platform, query: &str) -> Vec<Value> {
    platform.inspect(&format!("{WORLD}/journal{query}")).await["entries"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_journal_records_requests_and_their_outcomes() {
    let platform = Platform::small();
    platform.as_user("admin").post("/janedoe1/deactivate", "").await;
    platform.as_user("member").post("/list_users", json!({ "limit": 1 })).await;
    platform.anonymous().get("/nothing/here").await;
    let all = entries(&platform, "").await;
    assert_eq!(all.len(), 3);
    let first = &all[0];
    assert_eq!(
        (&first["sequence"], &first["operation"], &first["caller"]),
        (&json!(1), &json!("deactivate"), &json!("admin"))
    );
    assert_eq!((&first["method"], &first["path"]), (&json!("POST"), &json!("/api/v1/accounts/janedoe1/deactivate")));
    assert_eq!(
        (&first["http_status"], &first["status"], &first["outcome"]),
        (&json!(200), &json!("ERROR"), &json!("completed"))
    );
    assert_eq!(first["msg"], "janedoe1 still owns teams. Failed to deactivate");
    assert_eq!((&first["branch"], &all[1]["branch"]), (&json!("still_owns_teams"), &json!("more_pages")));
    assert_eq!(all[2]["branch"], "route_not_found");
    assert_eq!((&first["accounts"], &first["request_body"]), (&json!(["janedoe1"]), &Value::Null));
    assert_eq!(
        (&all[1]["request_body"], &all[1]["response_body"]["users"][0]["username"]),
        (&json!({ "limit": 1 }), &json!("admin"))
    );
    assert_eq!(
        (&all[2]["operation"], &all[2]["http_status"], &all[2]["caller"]),
        (&Value::Null, &json!(404), &Value::Null)
    );

    assert_eq!(entries(&platform, "?status=ERROR&operation=deactivate,disable").await.len(), 1);
    assert_eq!(entries(&platform, "?since=1&caller=member").await.len(), 1);
    assert_eq!(entries(&platform, "?account=janedoe1&http_status=200").await.len(), 1);
    platform.control("DELETE", &format!("{WORLD}/journal"), &Value::Null).await;
    assert!(entries(&platform, "").await.is_empty());
}

#[tokio::test]
async fn the_journal_contains_no_secrets() {
    let platform = Platform::small();
    let admin = platform.as_user("admin");
    admin
        .post("/users", json!({ "users": [{ "username": "n", "email": "a@b.c", "password": "s3cret-1" }] }))
        .await
        .ok();
    admin.post("/member/reset_password", json!({ "new_password": "s3cret-2" })).await.ok();
    admin.post("/admin/reset_password", json!({ "new_password": "s3cret-3", "old_password": "s3cret-4" })).await;
    admin.post("/admin/reset_password", r#"{"new_password": "s3cret-5"#).await;
    admin.post("/admin/reset_password?old_password=s3cret-6", json!({ "new_password": 5 })).await;
    platform.with("Bearer s3cret-7").get("/admins").await;
    platform.with("s3cret-8").get("/admins").await;
    for path in ["journal", "journal.har"] {
        let shown = platform.inspect(&format!("{WORLD}/{path}")).await.to_string();
        assert!(!shown.contains("s3cret") && !shown.contains("mock.default.admin"), "{shown}");
        assert!(shown.contains("•••"), "{shown}");
    }
}

#[tokio::test]
async fn waiting_for_requests_times_out_with_the_near_misses() {
    let platform = Arc::new(Platform::small());
    let waiting = tokio::spawn({
        let platform = Arc::clone(&platform);
        async move { platform.inspect(&format!("{WORLD}/journal?operation=disable&status=OK&wait=2")).await }
    });
    tokio::task::yield_now().await;
    platform.as_user("admin").post("/member/disable", "").await.ok();
    platform.as_user("admin").post("/second/disable", "").await.ok();
    assert_eq!(waiting.await.unwrap()["count"], 2);

    let more = format!("{WORLD}/journal?operation=disable&account=member&wait=2&timeout_ms=10");
    let msg = platform.control("GET", &more, &Value::Null).await.msg();
    assert!(msg.contains("and 1 came within 10 ms. Nearest: no. 2, POST"), "{msg}");

    let query = format!("{WORLD}/journal?operation=disable&account=manager&wait=1&timeout_ms=10");
    let response = platform.control("GET", &query, &Value::Null).await;
    assert_eq!(response.http, 409);
    let msg = response.msg();
    assert!(msg.starts_with("1 requests were awaited, and 0 came within 10 ms. Nearest: no. 2, POST"), "{msg}");
    assert!(msg.contains("by admin, differs in account"), "{msg}");
    assert_eq!(response.json()["journal"]["near_misses"][0]["mismatches"], json!(["account"]));
}

#[tokio::test]
async fn a_client_that_disconnects_is_recorded() {
    let platform = Platform::small();
    platform.control("POST", &format!("{WORLD}/faults"), &json!({ "effect": "hang" })).await;
    let wait = core::time::Duration::from_millis(10);
    let response = tokio::time::timeout(wait, async { platform.as_user("admin").get("/member/type").await }).await;
    assert!(response.is_err());
    let entry = &entries(&platform, "").await[0];
    assert_eq!(
        (&entry["outcome"], &entry["http_status"], &entry["faults"]),
        (&json!("client_disconnected"), &Value::Null, &json!(["f1"]))
    );
}

#[tokio::test]
async fn following_the_journal_reports_new_and_completed_entries() {
    let platform = Arc::new(Platform::small());
    let follow = async |changes: &Value, timeout: u64| {
        platform.inspect(&format!("{WORLD}/journal?changed_since={changes}&timeout_ms={timeout}")).await
    };
    let found = platform.inspect(&format!("{WORLD}/journal")).await;
    let still = follow(&found["revision"], 10).await;
    assert_eq!((&still["revision"], &still["count"]), (&found["revision"], &json!(0)), "time over, nothing came");

    platform.control("POST", &format!("{WORLD}/gates"), &json!({ "operation": "disable" })).await;
    let call = tokio::spawn({
        let platform = Arc::clone(&platform);
        async move { platform.as_user("admin").post("/member/disable", "").await.ok() }
    });
    let came = follow(&found["revision"], 5_000).await;
    assert_eq!((&came["entries"][0]["sequence"], &came["entries"][0]["outcome"]), (&json!(1), &json!("pending")));
    platform.inspect(&format!("{WORLD}/gates/g1?wait=1")).await;
    platform.control("DELETE", &format!("{WORLD}/gates"), &Value::Null).await;
    let ended = follow(&came["revision"], 5_000).await;
    assert_eq!(ended["entries"][0]["outcome"], "completed");
    call.await.unwrap();

    platform.control("DELETE", &format!("{WORLD}/journal"), &Value::Null).await;
    assert_eq!(follow(&ended["revision"], 5_000).await["count"], 0);
    let both = platform.control("GET", &format!("{WORLD}/journal?wait=1&changed_since=1"), &Value::Null).await;
    assert_eq!(both.http, 400);
    assert_eq!(both.msg(), "The query cannot be read: name one of wait and changed_since");
}

#[tokio::test]
async fn the_journal_is_exported_as_har() {
    let platform = Platform::small();
    platform.as_user("admin").post("/list_users", json!({ "limit": 1 })).await.ok();
    let har = platform.inspect(&format!("{WORLD}/journal.har")).await;
    assert_eq!(har["log"]["version"], "1.2");
    let entry = &har["log"]["entries"][0];
    assert_eq!(entry["request"]["url"], "http://mock.localhost:8090/api/v1/accounts/list_users");
    assert_eq!(entry["request"]["postData"]["text"], r#"{"limit":1}"#);
    assert_eq!((&entry["response"]["status"], &entry["_operation"]), (&json!(200), &json!("list_users")));
    assert!(entry["response"]["content"]["text"].as_str().unwrap().contains("\"status\":\"OK\""));
    assert!(entry["startedDateTime"].as_str().unwrap().ends_with('Z'));
}

#[tokio::test]
async fn the_archive_can_be_replayed_if_bodies_are_kept_completely() {
    let platform = Platform::small();
    for (id, complete) in [("complete", true), ("short", false)] {
        let order = json!({ "id": id, "seed": "empty", "generated_users": 500, "complete_bodies": complete });
        assert_eq!(platform.control("POST", "/worlds", &order).await.http, 201);
        let admin = platform.with(&format!("Bearer mock.{id}.admin"));
        let body = "{ \"limit\": 500,\n  \"offset\": 0 }";
        let page = admin.call("POST", "/list_users?trace=s3cret&flag", body).await;
        admin.post("/admin/reset_password", r#"{"new_password": "s3cret", "old_password": "x"}"#).await;
        admin.post("/list_users", "x".repeat((2 << 20) + 1)).await;

        let har = platform.inspect(&format!("/worlds/{id}/journal.har")).await;
        let [list, reset, large] = har["log"]["entries"].as_array().unwrap().as_slice() else { panic!("{har}") };
        assert_eq!(list["request"]["url"], "http://mock.localhost:8090/api/v1/accounts/list_users?trace=•••&•••");
        assert_eq!(list["request"]["queryString"][0], json!({ "name": "trace", "value": "•••" }));
        assert_eq!(list["request"]["postData"]["text"], body, "as it was sent");
        let text = list["response"]["content"]["text"].as_str().unwrap();
        assert_eq!(text.len() == page.body.len(), complete);
        assert!(page.body.starts_with(text.as_bytes()));
        assert_eq!(reset["request"]["postData"]["text"], r#"{"new_password":"•••","old_password":"•••"}"#);
        assert_eq!((&large["request"]["bodySize"], &large["response"]["status"]), (&json!(2_097_153), &json!(413)));
        assert!(!har.to_string().contains("s3cret"));

        let entries = platform.inspect(&format!("/worlds/{id}/journal")).await["entries"].clone();
        assert_eq!((&entries[0]["query"], &entries[1]["query"]), (&json!("trace=•••&•••"), &Value::Null));
        assert_eq!(entries[2]["request_body"], "(2097153 bytes: not kept)");
    }
}

/// Sends a request for each branch of the contract.
#[tokio::test]
async fn every_branch_of_the_contract_is_covered_and_counted_per_run() {
    let platform = Platform::small();
    for order in
        [json!({ "id": "one", "run": "ours", "min_password_length": 3 }), json!({ "id": "two", "run": "theirs" })]
    {
        assert_eq!(platform.control("POST", "/worlds", &order).await.http, 201);
    }
    let by = |name: &str| platform.with(&format!("Bearer mock.one.{name}"));
    let (admin, member) = (by("admin"), by("member"));
    let long = "x".repeat(1_025);
    for (method, path, body) in [
        ("POST", "/users", json!({ "users": [{ "username": "n", "user_type": "service_account" }] })),
        ("POST", "/users", json!({ "users": [{ "username": "n", "user_type": "service_account" }] })),
        ("POST", "/users", json!({})),
        ("POST", "/users", json!({ "users": 5 })),
        ("POST", "/nobody/deactivate", Value::Null),
        ("POST", "/janedoe1/deactivate", Value::Null),
        ("POST", "/orgowner/deactivate", Value::Null),
        ("POST", "/both/deactivate", Value::Null),
        ("POST", "/second/deactivate", Value::Null),
        ("POST", "/second/disable", Value::Null),
        ("POST", "/nobody/disable", Value::Null),
        ("POST", "/n/disable", Value::Null),
        ("POST", "/nobody/reactivate", Value::Null),
        ("POST", "/n/reactivate", Value::Null),
        ("GET", "/admins", Value::Null),
        ("POST", "/admins", json!({ "usernames": ["manager"] })),
        ("POST", "/admins", json!({ "usernames": ["nobody"] })),
        ("POST", "/admins", json!({})),
        ("POST", "/admins", json!({ "usernames": [5] })),
        ("DELETE", "/admins", json!({ "usernames": ["manager"] })),
        ("DELETE", "/admins", json!({ "usernames": ["nobody"] })),
        ("DELETE", "/admins", json!({})),
        ("DELETE", "/admins", json!({ "usernames": "x" })),
        ("POST", "/list_users", json!({})),
        ("POST", "/list_users", json!({ "limit": 1 })),
        ("POST", "/list_users", json!({ "limit": 0 })),
        ("GET", "/member/type", Value::Null),
        ("GET", "/nobody/type", Value::Null),
        ("POST", "/nobody/reset_password", json!({ "new_password": "next" })),
        ("POST", "/bot/reset_password", json!({ "new_password": "next" })),
        ("POST", "/member/reset_password", json!({ "new_password": "x" })),
        ("POST", "/member/reset_password", json!({ "new_password": long })),
        ("POST", "/member/reset_password", json!({})),
        ("POST", "/member/reset_password", json!({ "new_password": 5 })),
        ("POST", "/admin/reset_password", json!({ "new_password": "next" })),
        ("POST", "/admin/reset_password", json!({ "new_password": "next", "old_password": "x" })),
        ("POST", "/admin/reset_password", json!({ "new_password": "x", "old_password": "mock-password" })),
        ("POST", "/admin/reset_password", json!({ "new_password": long, "old_password": "mock-password" })),
        ("POST", "/admin/reset_password", json!({})),
        ("POST", "/admin/reset_password", json!({ "new_password": 5 })),
        ("GET", "/none/of/this", Value::Null),
        ("PUT", "/users", Value::Null),
        ("GET", "/%FF/type", Value::Null),
    ] {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        admin.call(method, path, body).await;
    }
    for (method, path) in [
        ("POST", "/users"),
        ("POST", "/admins"),
        ("DELETE", "/admins"),
        ("POST", "/list_users"),
        ("POST", "/member/reset_password"),
        ("POST", "/admin/reset_password"),
    ] {
        for body in ["", "{", "[]"] {
            admin.call(method, path, body).await;
        }
    }
    for (method, path) in [
        ("POST", "/users"),
        ("POST", "/admin/deactivate"),
        ("POST", "/admin/disable"),
        ("POST", "/admin/reactivate"),
        ("GET", "/admins"),
        ("POST", "/admins"),
        ("DELETE", "/admins"),
        ("POST", "/admin/reset_password"),
    ] {
        member.call(method, path, "{}").await;
    }
    by("bot").post("/bot/reset_password", json!({ "new_password": "next", "old_password": "x" })).await;
    admin.post("/member/reset_password", json!({ "new_password": "next" })).await.ok();
    admin.post("/manager/disable", "").await.ok();
    admin.post("/admin/reset_password", json!({ "new_password": "next", "old_password": "mock-password" })).await.ok();
    for name in ["member", "janedoe1~5", "manager", "second"] {
        by(name).get("/admins").await;
    }
    by("nobody").get("/admins").await;
    for authorization in ["mock.one.admin", "Bearer s"] {
        platform.with(authorization).call_path("GET", "/w/one/api/v1/accounts/admins", "").await;
    }
    platform.anonymous().call_path("GET", "/w/one/api/v1/accounts/admins", "").await;
    let admin = by("admin~2");
    admin.post("/list_users", "x".repeat((2 << 20) + 1)).await;

    let ours = platform.inspect("/coverage?run=ours").await;
    // These belong to no world, or need a socket (an incomplete body).
    let elsewhere = ["token_world_not_found", "world_mismatch", "world_not_found", "body_incomplete"];
    let missed: BTreeSet<String> = missed(&ours);
    assert_eq!(missed, elsewhere.iter().map(|name| format!("any request: {name}")).collect());
    assert_eq!(platform.inspect("/worlds/one/coverage").await, ours);
    assert_eq!(platform.inspect("/coverage?run=theirs").await["covered"], 0);

    platform.with("Bearer mock.none.admin").get("/admins").await;
    admin.call_path("GET", "/w/two/api/v1/accounts/admins", "").await;
    platform.anonymous().call_path("GET", "/w/none/api/v1/accounts/admins", "").await;
    let all = platform.inspect("/coverage").await;
    assert_eq!(missed_names(&all), ["any request: body_incomplete"]);
    let table = platform.anonymous().call_path("GET", "/__mock/coverage?format=table", "").await;
    let table = String::from_utf8(table.body).unwrap();
    assert!(table.contains("  still_owns_teams ") && table.contains("\nreset_own_password\n"), "{table}");
    assert!(table.contains(Branch::BodyIncomplete.name()));
    platform.control("DELETE", "/coverage", &Value::Null).await;
    assert_eq!(platform.inspect("/coverage").await["covered"], 0);
}

fn missed_names(report: &Value) -> Vec<String> {
    missed(report).into_iter().collect()
}

/// The branches that a report shows as not covered.
fn missed(report: &Value) -> BTreeSet<String> {
    let mut missed = BTreeSet::new();
    let groups = report["operations"].as_object().unwrap().iter().map(|(name, counts)| (name.as_str(), counts));
    for (group, counts) in groups.chain([("any request", &report["requests"])]) {
        for (name, times) in counts.as_object().unwrap() {
            if *times == 0 {
                missed.insert(format!("{group}: {name}"));
            }
        }
    }
    missed
}
