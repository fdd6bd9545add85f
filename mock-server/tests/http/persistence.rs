//! Exported worlds: what they contain, and that they continue where they stopped.

use crate::platform::Platform;
use serde_json::{Value, json};

async fn make(platform: &Platform, options: Value) -> Value {
    let response = platform.control("POST", "/worlds", &options).await;
    assert_eq!(response.http, 201, "{}", response.json());
    response.json()
}

async fn post(platform: &Platform, path: &str, body: Value) {
    let response = platform.control("POST", path, &body).await;
    assert!(response.http.is_success(), "{path}: {}", response.json());
}

/// Sends the same request several times, and returns the HTTP statuses.
async fn statuses(platform: &Platform, world: &str, count: usize) -> Vec<u16> {
    let admin = platform.with(&format!("Bearer mock.{world}.admin"));
    let mut statuses = Vec::new();
    for _ in 0..count {
        statuses.push(admin.get("/member/type").await.http.as_u16());
    }
    statuses
}

#[tokio::test]
async fn an_exported_world_goes_on_where_it_was() {
    let platform = Platform::small();
    let flaky = json!([{ "probability": 0.5, "effect": { "status": 503 } }]);
    make(&platform, json!({ "id": "one", "label": "a test", "frozen_at": 5_000, "random_seed": 7, "faults": flaky }))
        .await;
    post(&platform, "/worlds/one/snapshots", json!({ "name": "before" })).await;
    post(&platform, "/worlds/one/faults", json!({ "operation": "get_admins", "effect": "stale", "times": 3 })).await;
    let passwords = json!({ "new_password": "another" });
    let admin = platform.with("Bearer mock.one.admin");
    while admin.post("/second/reset_password", &passwords).await.http != 200 {}
    while admin.post("/second/disable", "").await.http != 200 {}

    let exported = platform.inspect("/worlds/one/export").await;
    let options = json!({ "id": "two", "run": "nightly", "from": exported });
    assert_eq!(make(&platform, options).await["label"], "a test");
    let mut again = platform.inspect("/worlds/two/export").await;
    again["id"] = json!("one");
    assert_eq!(again, exported);

    // The random numbers, the counters and what a stale fault reads go on too.
    let expected = statuses(&platform, "one", 40).await;
    assert!(expected.contains(&200) && expected.contains(&503), "{expected:?}");
    assert_eq!(statuses(&platform, "two", 40).await, expected);
    let stale = async |world: &str| {
        let admin = platform.with(&format!("Bearer mock.{world}.admin"));
        loop {
            let response = admin.get("/admins").await;
            if response.http == 200 {
                return response.json();
            }
        }
    };
    let admins = stale("two").await;
    assert_eq!(admins["admins"][1]["is_disabled"], false, "{admins}");
    assert_eq!(admins, stale("one").await);

    // The passwords are those of the exported world.
    let own = json!({ "new_password": "next", "old_password": "another" });
    platform.control("PATCH", "/worlds/two/accounts/second", &json!({ "state": "active" })).await;
    platform.control("DELETE", "/worlds/two/faults", &Value::Null).await;
    platform.with("Bearer mock.two.second~2").post("/second/reset_password", &own).await.ok();

    // A reset restores the initial state, not the exported one.
    post(&platform, "/worlds/two/reset", Value::Null).await;
    assert_eq!(platform.inspect("/worlds/two/accounts/second").await["token_generation"], 1);
    assert_eq!(platform.inspect("/worlds/two").await["snapshots"], json!(["before"]));
    assert_eq!(platform.inspect("/worlds/two/faults").await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn exported_states_contain_every_world() {
    let platform = Platform::small();
    make(&platform, json!({ "id": "one" })).await;
    let state = platform.inspect("/state").await;
    let ids: Vec<_> = state["worlds"].as_array().unwrap().iter().map(|world| world["id"].clone()).collect();
    assert_eq!((&state["format"], ids), (&json!(1), vec![json!("default"), json!("one")]));
    let saved = platform.control("POST", "/state/save", &Value::Null).await;
    assert_eq!((saved.http.as_u16(), saved.msg().contains("--state FILE")), (409, true), "{}", saved.msg());
}

#[tokio::test]
async fn a_world_that_cannot_be_opened_says_what_is_wrong_and_where() {
    let platform = Platform::small();
    let exported = platform.inspect("/worlds/default/export").await;
    let cases = [
        ("/state/seed/users/1/username", json!("admin"), "state.seed.users, service_accounts: the name"),
        ("/state/clock", json!({ "frozen_at": -1 }), "state.clock: "),
        ("/random/state", json!("x"), "random.state: is a number below 2^64, as a text"),
        ("/faults", json!([{ "id": "x", "fault": { "effect": "hang" } }]), "faults[0].id: is f and a number from 1"),
        (
            "/faults",
            json!([{ "id": "f1", "fault": { "effect": "hang" } }, { "id": "f1", "fault": { "effect": "hang" } }]),
            "faults[1].id: there is an earlier fault f1",
        ),
        ("/faults", json!([{ "id": "f1", "fault": { "effect": { "status": 1 } } }]), "faults[0].fault: an HTTP status"),
        ("/initial_faults", json!([{ "effect": "hang", "nth": 0 }]), "initial_faults[0]: nth counts from 1"),
        ("/snapshots", json!({ "A B": exported["state"].clone() }), "snapshots: \"A B\" is not a valid snapshot name"),
        ("/unknown", json!(1), "unknown field `unknown`"),
    ];
    for (pointer, value, message) in cases {
        let mut file = exported.clone();
        match file.pointer_mut(pointer) {
            Some(target) => *target = value,
            None => file[pointer.trim_start_matches('/')] = value,
        }
        let response = platform.control("POST", "/worlds", &json!({ "from": file })).await;
        assert_eq!(response.http, 400, "{pointer}");
        assert!(response.msg().contains(message), "{pointer}: {}", response.msg());
        assert!(response.msg().contains(" at line 1 column "), "{pointer}: {}", response.msg());
    }
    for (option, value) in [("seed", json!("demo")), ("frozen_at", json!(5)), ("faults", json!([{ "effect": "hang" }]))]
    {
        let response = platform.control("POST", "/worlds", &json!({ "from": exported, option: value })).await;
        assert!(response.msg().ends_with(&format!("Leave {option} out")), "{}", response.msg());
    }
    assert_eq!(platform.inspect("/worlds").await.as_array().unwrap().len(), 1, "no world was created");
}
