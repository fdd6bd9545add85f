//! The control API: worlds, their clocks, and their accounts.

use crate::platform::{Platform, TestResponse};
use serde_json::{Value, json};

async fn control(platform: &Platform, method: &str, path: &str, body: Value) -> TestResponse {
    platform.control(method, path, &body).await
}

async fn get(platform: &Platform, path: &str) -> Value {
    platform.inspect(path).await
}

/// Creates a world and returns its description.
async fn make(platform: &Platform, order: Value) -> Value {
    let response = control(platform, "POST", "/worlds", order).await;
    assert_eq!(response.http, 201, "{}", response.json());
    response.json()
}

/// Calls the Account API in a world.
async fn call(platform: &Platform, token: &str, method: &str, path: &str, body: Value) -> TestResponse {
    platform.with(&format!("Bearer {token}")).call(method, path, body.to_string()).await
}

fn token_of(world: &Value, username: &str) -> String {
    let personas = world["personas"].as_array().unwrap();
    let persona = personas.iter().find(|persona| persona["username"] == username).unwrap();
    persona["token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_world_response_has_its_base_url_and_its_personas() {
    let platform = Platform::small();
    let world = make(&platform, json!({ "label": "a test", "frozen_at": 1_600_000_000 })).await;
    assert_eq!((&world["id"], &world["label"]), (&json!("w1"), &json!("a test")));
    assert_eq!(world["base_url"], "http://mock.localhost:8090/w/w1");
    assert_eq!((&world["now"], &world["accounts"]), (&json!(1_600_000_000), &json!(8)));
    let admin = &world["personas"][0];
    assert_eq!((&admin["username"], &admin["token"]), (&json!("admin"), &json!("mock.w1.admin")));
    assert_eq!(admin["description"], "site admin");
    let session: Value =
        serde_json::from_str(admin["session_storage"]["account-admin.session"].as_str().unwrap()).unwrap();
    assert_eq!(session, json!({ "username": "admin", "token": "mock.w1.admin", "is_site_admin": true }));

    assert_eq!(get(&platform, "/worlds/w1").await, world);
    let ids: Vec<Value> = get(&platform, "/worlds").await.as_array().unwrap().iter().map(|w| w["id"].clone()).collect();
    assert_eq!(ids, ["default", "w1"]);
}

#[tokio::test]
async fn the_token_selects_the_world() {
    let platform = Platform::small();
    let (one, other) = (make(&platform, Value::Null).await, make(&platform, Value::Null).await);
    call(&platform, &token_of(&one, "admin"), "POST", "/member/disable", Value::Null).await.ok();
    assert_eq!(call(&platform, &token_of(&one, "member"), "GET", "/admin/type", Value::Null).await.http, 401);
    call(&platform, &token_of(&other, "member"), "GET", "/admin/type", Value::Null).await.ok();
    platform.as_user("member").get("/admin/type").await.ok();

    control(&platform, "POST", "/worlds/w1/reset", Value::Null).await;
    call(&platform, &token_of(&one, "member"), "GET", "/admin/type", Value::Null).await.ok();
    assert_eq!(control(&platform, "DELETE", "/worlds/w1", Value::Null).await.http, 204);
    let gone = call(&platform, &token_of(&one, "member"), "GET", "/admin/type", Value::Null).await;
    assert_eq!((gone.http.as_u16(), gone.msg().as_str()), (401, "The token is for a world that does not exist: w1"));
}

#[tokio::test]
async fn a_path_selects_the_world_of_a_call_without_a_token_and_must_match_a_token() {
    let platform = Platform::small();
    make(&platform, json!({ "id": "one" })).await;
    make(&platform, json!({ "id": "other" })).await;
    let path = "/api/v1/accounts/member/disable";
    let nobody = platform.anonymous().call_path("POST", &format!("/w/one{path}"), "").await;
    assert_eq!(nobody.http, 401);
    assert!(nobody.msg().contains("is missing"));
    let admin = platform.with("Bearer mock.one.admin");
    admin.call_path("POST", &format!("/w/one{path}"), "").await.ok();
    admin.call_path("GET", "/w/one/api/v1/accountsmember/type", "").await.ok();

    let two = admin.call_path("POST", &format!("/w/other{path}"), "").await;
    assert_eq!(two.http, 400);
    assert!(
        two.msg().starts_with("This request names two worlds: the token is for \"one\", the address for \"other\".")
    );
    let other = get(&platform, "/worlds/other/accounts/member").await;
    assert_eq!(other["state"], "active");

    let none = platform.anonymous().call_path("POST", &format!("/w/none{path}"), "").await;
    assert_eq!((none.http.as_u16(), none.msg().contains("There is no world named \"none\"")), (404, true));
    assert_eq!(admin.call_path("GET", "/w/one", "").await.http, 404);
    assert_eq!(admin.call_path("GET", "/w/", "").await.http, 404);
}

#[tokio::test]
async fn a_world_starts_with_its_seed_and_options() {
    let platform = Platform::small();
    let world = make(&platform, json!({ "seed": "demo", "generated_users": 1_000, "min_password_length": 12 })).await;
    assert_eq!(world["accounts"], 1_257);
    let short = json!({ "new_password": "short" });
    let refusal = call(&platform, &token_of(&world, "admin"), "POST", "/member/reset_password", short).await;
    assert_eq!(refusal.refusal(), "new_password must have at least 12 characters. It has 5");
    let own = json!({ "seed": { "users": [{ "username": "ann", "site_admin": true }] }, "id": "mine" });
    assert_eq!(token_of(&make(&platform, own).await, "ann"), "mock.mine.ann");
}

#[tokio::test]
async fn snapshots_are_restored_and_forks_are_independent() {
    let platform = Platform::small();
    let world = make(&platform, json!({ "id": "one" })).await;
    let admin = token_of(&world, "admin");
    let response = control(&platform, "POST", "/worlds/one/snapshots", json!({ "name": "before" })).await;
    assert_eq!((response.http.as_u16(), &response.json()["snapshots"]), (201, &json!(["before"])));
    call(&platform, &admin, "POST", "/member/deactivate", Value::Null).await.ok();
    let fork = control(&platform, "POST", "/worlds/one/fork", json!({ "id": "two", "label": "later" })).await;
    assert_eq!(fork.http, 201);
    control(&platform, "POST", "/worlds/one/snapshots/before/restore", Value::Null).await;
    let state = async |world: &str| get(&platform, &format!("/worlds/{world}/accounts/member")).await["state"].clone();
    assert_eq!((state("one").await, state("two").await), (json!("active"), json!("deactivated")));
    let missing = control(&platform, "POST", "/worlds/one/snapshots/after/restore", Value::Null).await;
    assert_eq!((missing.http.as_u16(), missing.msg().as_str()), (404, "There is no snapshot named \"after\""));
}

#[tokio::test]
async fn the_clock_is_frozen_resumed_and_advanced_and_dates_new_accounts() {
    let platform = Platform::small();
    let world = make(&platform, json!({ "id": "one", "frozen_at": 1_600_000_000 })).await;
    let clock = async |change: Value| control(&platform, "PATCH", "/worlds/one/clock", change).await;
    assert_eq!(get(&platform, "/worlds/one/clock").await, json!({ "now": 1_600_000_000, "frozen": true }));
    assert_eq!(clock(json!({ "advance": 86_400 })).await.json()["now"], 1_600_086_400);
    let new = json!({ "users": [{ "username": "new", "user_type": "service_account" }] });
    call(&platform, &token_of(&world, "admin"), "POST", "/users", new).await.ok();
    assert_eq!(get(&platform, "/worlds/one/accounts/new").await["registered_on"], 1_600_086_400);
    assert_eq!(clock(json!({ "resume": true })).await.json()["frozen"], false);
    assert_eq!(clock(json!({ "freeze": 1_700_000_000 })).await.json(), json!({ "now": 1_700_000_000, "frozen": true }));

    for (change, about) in [
        (json!({ "freeze": 1_600_000_000 }), "a clock does not go back"),
        (json!({ "advance": -1 }), "a clock does not go back"),
        (json!({ "resume": 1_700_000_000_000_i64 }), "not in milliseconds"),
        (json!({ "freeze": false }), "true, or seconds since the epoch"),
        (json!({ "advance": "a day" }), "invalid type: string"),
        (json!({ "forward": 1 }), "unknown field `forward`"),
        (json!({}), "Send one of freeze, resume and advance"),
        (json!({ "freeze": true, "advance": 1 }), "Send one of freeze, resume and advance"),
    ] {
        let response = clock(change.clone()).await;
        assert_eq!(response.http, 400, "{change}");
        assert!(response.msg().contains(about), "{change}: {}", response.msg());
    }
    assert_eq!(get(&platform, "/worlds/one/clock").await["now"], 1_700_000_000);
}

#[tokio::test]
async fn accounts_are_inspected_and_changed_without_the_platform_s_rules() {
    let platform = Platform::small();
    make(&platform, json!({ "id": "one" })).await;
    let path = "/worlds/one/accounts/member";
    let before = get(&platform, path).await;
    assert_eq!((&before["groups"], &before["token_generation"]), (&json!(["globex"]), &json!(1)));
    assert!(before.get("password").is_none());
    let change = json!({
        "manage_users": true, "verified": false, "approved": false, "registered_on": 5, "email": "x", "password": "new",
    });
    let after = control(&platform, "PATCH", path, change).await;
    assert_eq!(after.http, 200);
    assert_eq!(after.json()["manage_users"], true);
    let disabled = call(&platform, "mock.one.member", "POST", "/second/disable", Value::Null).await;
    assert_eq!(disabled.ok(), json!({ "status": "OK" }));
    let own = json!({ "new_password": "later", "old_password": "new" });
    call(&platform, "mock.one.member", "POST", "/member/reset_password", own).await.ok();

    let minted = control(&platform, "POST", &format!("{path}/token"), Value::Null).await;
    assert_eq!((minted.http.as_u16(), &minted.json()["token"]), (201, &json!("mock.one.member~2")));
    assert_eq!(control(&platform, "DELETE", &format!("{path}/token"), Value::Null).await.http, 204);
    assert!(call(&platform, "mock.one.member~2", "GET", "/admin/type", Value::Null).await.msg().ends_with("~3"));
    let awkward = make(&platform, json!({ "seed": "awkward", "id": "odd" })).await;
    assert_eq!(awkward["id"], "odd");
    assert_eq!(get(&platform, "/worlds/odd/accounts/a%2Fb").await["username"], "a/b");
}

#[tokio::test]
async fn invalid_control_requests_get_a_clear_error_and_change_nothing() {
    let platform = Platform::small();
    make(&platform, json!({ "id": "one" })).await;
    control(&platform, "POST", "/worlds/one/snapshots", json!({ "name": "s" })).await;
    call(&platform, "mock.one.admin", "POST", "/second/deactivate", Value::Null).await.ok();
    let state = get(&platform, "/worlds/one/state").await;
    let (before, worlds) = (platform.dump(), get(&platform, "/worlds").await);
    for (method, path, body, http, about) in [
        ("POST", "/worlds", json!({ "id": ".." }), 400, "\"..\" is not a valid world name"),
        ("POST", "/worlds", json!({ "id": "one" }), 409, "There is already a world named \"one\""),
        ("POST", "/worlds", json!({ "id": "default" }), 409, "already"),
        ("POST", "/worlds", json!({ "seed": "none" }), 400, "There is no seed named \"none\""),
        ("POST", "/worlds", json!({ "seed": { "user": [] } }), 400, "unknown field `user`"),
        ("POST", "/worlds", json!({ "seed": { "users": [{ "username": "" }] } }), 400, "users[0].username"),
        ("POST", "/worlds", json!({ "seed": { "users": [{ "username": "" }] } }), 400, "at line 1 column 31"),
        ("POST", "/worlds/one/accounts", json!({ "users": [{ "username": "" }] }), 400, "at line 1 column 23"),
        ("PUT", "/worlds/one/state", json!({ "users": [{ "username": "" }] }), 400, "at line 1 column 23"),
        ("POST", "/worlds", json!({ "generated_users": 1_000_001, "seed": "empty" }), 400, "too many"),
        ("POST", "/worlds", json!({ "generated_users": -1 }), 400, "invalid value"),
        ("POST", "/worlds", json!({ "frozen_at": -5 }), 400, "frozen_at must be from 0"),
        ("POST", "/worlds", json!({ "min_password_length": 0 }), 400, "min_password_length must be from 1"),
        ("POST", "/worlds", json!({ "sed": "demo" }), 400, "unknown field `sed`"),
        ("POST", "/worlds", json!({ "label": "x".repeat(1_001) }), 400, "A label has at most 1000 characters"),
        ("POST", "/worlds", json!([]), 400, "expected a JSON object"),
        ("POST", "/worlds", json!("s3cret"), 400, "expected a JSON object"),
        ("POST", "/worlds", json!({ "seed": [] }), 400, "seed must be the name of one"),
        ("POST", "/worlds", json!({ "generated_users": 5 }), 400, "generated_users takes a seed"),
        ("PATCH", "/worlds/one/accounts/member", json!({ "password": 54321 }), 400, "a secret must be a string"),
        ("POST", "/worlds", json!({ "seed": { "password": 54321 } }), 400, "a secret must be a string"),
        ("DELETE", "/worlds/default", Value::Null, 409, "cannot be deleted"),
        ("DELETE", "/worlds/none", Value::Null, 404, "There is no world named \"none\""),
        ("POST", "/worlds/none/reset", Value::Null, 404, "There is no world named \"none\""),
        ("GET", "/worlds/%2e%2e", Value::Null, 404, "There is no world named \"..\""),
        ("GET", "/worlds/%FF", Value::Null, 400, "not valid UTF-8"),
        ("POST", "/worlds/one/snapshots", json!({ "name": "a/b" }), 400, "is not a valid snapshot name"),
        ("POST", "/worlds/one/snapshots", Value::Null, 400, "missing field `name`"),
        ("PATCH", "/worlds/one/accounts/nobody", json!({}), 404, "User (nobody) not found"),
        ("PATCH", "/worlds/one/accounts/member", json!({ "state": "gone" }), 400, "unknown variant `gone`"),
        ("PATCH", "/worlds/one/accounts/janedoe1", json!({ "state": "deactivated" }), 400, "state: an owner of teams"),
        ("POST", "/worlds", json!({ "scenario": "doom" }), 400, "There is no scenario named \"doom\""),
        ("POST", "/worlds", json!({ "faults": [{ "effect": "explode" }] }), 400, "unknown variant `explode`"),
        ("POST", "/worlds", json!({ "run": "../x" }), 400, "is not a valid run name"),
        ("POST", "/worlds/one/faults", json!({ "effect": "explode" }), 400, "unknown variant `explode`"),
        ("POST", "/worlds/one/faults", json!({ "effect": "reset", "nth": 0 }), 400, "nth counts from 1"),
        ("POST", "/worlds/one/faults", json!({ "effect": { "shift": i32::MIN } }), 400, "shift is from -1000 to 1000"),
        ("POST", "/worlds/one/faults", json!({ "effect": "reset", "operation": [] }), 400, "an empty list"),
        (
            "POST",
            "/worlds/one/faults",
            json!({ "effect": "reset", "caller": "x".repeat(256) }),
            400,
            "longer than a name",
        ),
        ("POST", "/worlds", json!({ "id": "x".repeat(100_000) }), 400, "\"xxx"),
        (
            "POST",
            "/worlds",
            json!({ "seed": { "users": [{ "username": "a", "token_generation": 0 }] } }),
            400,
            "token_generation: is from 1",
        ),
        ("DELETE", "/worlds/one/faults/f1", Value::Null, 404, "There is no fault named \"f1\""),
        ("POST", "/worlds/one/gates", json!({ "operation": "explode" }), 400, "no operation named"),
        ("POST", "/worlds/one/gates/g1/release", Value::Null, 404, "There is no gate named \"g1\""),
        ("GET", "/worlds/one/journal?operaton=disable", Value::Null, 400, "unknown field `operaton`"),
        ("GET", "/worlds/one/journal?wait=1&timeout_ms=60001", Value::Null, 400, "at most 60000"),
        ("GET", "/coverage?run=none", Value::Null, 404, "There is no run named \"none\""),
        ("GET", "/worlds/one/accounts?user_type=robot", Value::Null, 400, "user_type is user or service_account"),
        ("POST", "/worlds/one/accounts", json!({ "users": [{ "username": "member" }] }), 400, "\"member\" is taken"),
        ("PUT", "/worlds/one/teams/Platform", json!({ "owners": ["nobody"] }), 400, "no account \"nobody\""),
        ("PUT", "/worlds/one/organizations/member", json!({}), 400, "the name of an account"),
        ("DELETE", "/worlds/one/teams/none", Value::Null, 404, "There is no team named \"none\""),
        ("PUT", "/worlds/one/state", json!({ "users": [{ "username": "" }] }), 400, "users[0].username"),
        ("PATCH", "/worlds/one/clock", json!({ "freeze": 5 }), 400, "a clock does not go back"),
        ("PATCH", "/worlds/one/clock", json!({ "advance": -1 }), 400, "a clock does not go back"),
        (
            "PATCH",
            "/worlds/one/accounts/member",
            json!({ "approved": false, "password": "" }),
            400,
            "password: must have",
        ),
        ("PATCH", "/worlds/one/accounts/member", json!({ "email": "a\u{0}" }), 400, "email: is too long"),
        ("PATCH", "/worlds/one/accounts/bot", json!({ "email": "a@b.c" }), 400, "email: a service account has none"),
        (
            "PATCH",
            "/worlds/one/accounts/second",
            json!({ "site_admin": true }),
            400,
            "deactivated account cannot have permissions",
        ),
        ("GET", "/nothing", Value::Null, 404, "/__mock/docs/ shows all"),
        ("PUT", "/worlds", json!({}), 405, "does not take PUT"),
    ] {
        let response = control(&platform, method, path, body.clone()).await;
        assert_eq!(response.http, http, "{method} {path} {body}: {}", response.msg());
        assert!(response.msg().contains(about), "{method} {path} {body}: {}", response.msg());
        assert!(response.msg().len() < 1_000, "{method} {path}");
        assert!(!response.msg().contains("s3cret") && !response.msg().contains("54321"), "{}", response.msg());
    }
    let broken = platform.anonymous().call_path("POST", "/__mock/worlds", "{\n  \"id\": }").await;
    assert!(broken.msg().contains("at line 2 column 9"), "{}", broken.msg());
    let huge = platform.anonymous().call_path("POST", "/__mock/worlds", vec![b' '; (64 << 20) + 1]).await;
    assert_eq!((huge.http.as_u16(), huge.msg().as_str()), (413, "The body is too large. 64 MiB at most are taken."));
    assert_eq!(platform.dump(), before);
    assert_eq!(get(&platform, "/worlds").await, worlds);
    assert_eq!(get(&platform, "/worlds/one/state").await, state);
    assert_eq!(get(&platform, "/worlds/one/faults").await, json!([]));
    assert_eq!(get(&platform, "/worlds/one/gates").await, json!([]));
}

#[tokio::test]
async fn the_state_of_a_world_is_read_and_replaced_as_a_seed() {
    let platform = Platform::small();
    let one = "/worlds/one";
    make(&platform, json!({ "id": "one" })).await;
    let mut state = get(&platform, "/worlds/one/state").await;
    assert_eq!(state["users"][0]["username"], "admin");
    assert!(!state.to_string().contains("mock-password"));
    state["users"] = json!([{ "username": "solo", "site_admin": true, "token_generation": 3 }]);
    for list in ["organizations", "teams", "service_accounts", "personas"] {
        state[list] = json!([]);
    }
    assert_eq!(control(&platform, "PUT", "/worlds/one/state", state).await.http, 200);
    let users = call(&platform, "mock.one.solo~3", "POST", "/list_users", json!({})).await.ok();
    assert_eq!(users["users"].as_array().unwrap().len(), 1);
    assert!(platform.as_user("member").get("/admin/type").await.ok().is_object(), "other worlds stay");

    let newcomers = json!({
        "users": [{ "username": "gone", "state": "disabled" }],
        "service_accounts": [{ "username": "robot" }]
    });
    let added = control(&platform, "POST", &format!("{one}/accounts"), newcomers).await;
    assert_eq!((added.http.as_u16(), added.json()), (201, json!({ "added": 2 })));
    let page = get(&platform, "/worlds/one/accounts?limit=1").await;
    assert_eq!((&page["total"], &page["accounts"][0]["username"]), (&json!(2), &json!("gone")));
    let robots = get(&platform, "/worlds/one/accounts?user_type=service_account").await;
    assert_eq!(robots["accounts"][0]["username"], "robot");
}

#[tokio::test]
async fn group_owners_can_be_changed_and_cannot_be_deactivated() {
    let platform = Platform::small();
    make(&platform, json!({ "id": "one" })).await;
    let group = control(&platform, "PUT", "/worlds/one/teams/New", json!({ "owners": ["member"] })).await;
    assert_eq!(group.json(), json!({ "name": "New", "owners": ["member"], "members": [] }));
    let refused = call(&platform, "mock.one.admin", "POST", "/member/deactivate", Value::Null).await;
    assert_eq!(refused.refusal(), "member still owns teams. Failed to deactivate");
    control(&platform, "PUT", "/worlds/one/organizations/Acme", json!({ "owners": ["member"] })).await;
    assert_eq!(call(&platform, "mock.one.member", "GET", "/Acme/type", Value::Null).await.ok()["account_type"], "org");
    for group in ["teams/New", "organizations/Acme"] {
        assert_eq!(control(&platform, "DELETE", &format!("/worlds/one/{group}"), Value::Null).await.http, 204);
    }
    call(&platform, "mock.one.admin", "POST", "/member/deactivate", Value::Null).await.ok();
    let names: Vec<_> = get(&platform, "/worlds/one/organizations").await.as_array().unwrap().clone();
    assert!(names.iter().all(|group| group["name"] != "Acme"));
    assert_eq!(get(&platform, "/worlds/one/teams/Platform").await["name"], "Platform");
}

/// A thousand worlds behave differently at the same time on one server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_worlds_in_parallel_are_isolated() {
    let platform = std::sync::Arc::new(Platform::small());
    let tasks: Vec<_> = (0..1_000)
        .map(|at: usize| {
            let platform = std::sync::Arc::clone(&platform);
            tokio::spawn(async move {
                let id = format!("world-{at}");
                let now = 1_700_000_000 + at;
                let order =
                    json!({ "id": id, "frozen_at": now, "faults": [{ "nth": at % 3 + 1, "effect": { "status": 503 } }] });
                assert_eq!(control(&platform, "POST", "/worlds", order).await.http, 201);
                let name = ["member", "second", "manager"][at % 3];
                let token = format!("mock.{id}.admin");
                let mut responses = Vec::new();
                for _ in 0..3 {
                    let response = call(&platform, &token, "POST", &format!("/{name}/disable"), Value::Null).await;
                    responses.push(response.http.as_u16());
                }
                let new = json!({ "users": [{ "username": format!("robot-{at}"), "user_type": "service_account" }] });
                call(&platform, &token, "POST", "/users", new).await.ok();
                responses
            })
        })
        .collect();
    for (at, task) in tasks.into_iter().enumerate() {
        let mut expected = vec![200; 3];
        expected[at % 3] = 503;
        assert_eq!(task.await.unwrap(), expected, "each has its own fault");
    }
    for at in 0..1_000_usize {
        let world = format!("/worlds/world-{at}");
        let state = get(&platform, &format!("{world}/state")).await;
        let blocked: Vec<_> =
            state["users"].as_array().unwrap().iter().filter(|user| user["state"] == "disabled").collect();
        assert_eq!((blocked.len(), &blocked[0]["username"]), (1, &json!(["member", "second", "manager"][at % 3])));
        let robots = state["service_accounts"].as_array().unwrap();
        assert_eq!(robots.len(), 2);
        assert_eq!(robots[1]["username"], format!("robot-{at}"));
        assert_eq!(robots[1]["registered_on"], 1_700_000_000 + at);
        assert_eq!(get(&platform, &format!("{world}/journal?limit=0")).await["count"], 4);
    }
    platform.as_user("member").get("/admin/type").await.ok();
    assert_eq!(get(&platform, "/worlds/default/journal?limit=0").await["count"], 1);
}
