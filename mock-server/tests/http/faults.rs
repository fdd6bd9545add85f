//! Faults and gates: effects, matching calls, and the state of the platform afterwards.

use crate::platform::{Platform, TestResponse};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Instant;

const WORLD: &str = "/worlds/default";

/// Adds a fault and returns its id.
async fn fault(platform: &Platform, order: Value) -> String {
    let response = platform.control("POST", &format!("{WORLD}/faults"), &order).await;
    assert_eq!(response.http, 201, "{}", response.json());
    response.json()["id"].as_str().unwrap().to_owned()
}

async fn disable(platform: &Platform, name: &str) -> TestResponse {
    platform.as_user("admin").post(&format!("/{name}/disable"), "").await
}

async fn state(platform: &Platform, name: &str) -> String {
    platform.inspect(&format!("{WORLD}/accounts/{name}")).await["state"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_replaced_response_skips_the_operation_unless_after_execution_is_set() {
    for (after_execution, after) in [(false, "active"), (true, "disabled")] {
        for effect in [
            json!({ "error": { "msg": "No.", "http_status": 200 } }),
            json!({ "status": 503 }),
            json!({ "html": 502 }),
            json!({ "empty": 200 }),
            json!("unauthorized"),
            json!({ "rate_limited": 7 }),
            json!("reset"),
        ] {
            let platform = Platform::small();
            fault(&platform, json!({ "operation": "disable", "after_execution": after_execution, "effect": effect }))
                .await;
            let response = disable(&platform, "member").await;
            match effect.as_str().or_else(|| effect.as_object()?.keys().next().map(String::as_str)).unwrap() {
                "error" => assert_eq!(response.refusal(), "No."),
                "status" => assert_eq!((response.http.as_u16(), response.msg().contains("fault f1")), (503, true)),
                "html" => {
                    assert_eq!(
                        (response.http.as_u16(), &response.headers["content-type"]),
                        (502, &"text/html".parse().unwrap())
                    );
                    assert!(String::from_utf8(response.body).unwrap().contains("<title>502 Bad Gateway</title>"));
                }
                "empty" => assert_eq!((response.http.as_u16(), response.body.len()), (200, 0)),
                "unauthorized" => {
                    assert_eq!(
                        (response.http.as_u16(), &response.headers["www-authenticate"]),
                        (401, &"Bearer".parse().unwrap())
                    );
                }
                "rate_limited" => {
                    assert_eq!(
                        (response.http.as_u16(), &response.headers["retry-after"]),
                        (429, &"7".parse().unwrap())
                    );
                }
                "reset" => assert!(!response.is_whole && response.body.is_empty()),
                other => panic!("{other}"),
            }
            assert_eq!(state(&platform, "member").await, after, "{effect} after_execution: {after_execution}");
        }
    }
}

#[tokio::test]
async fn an_error_effect_can_have_details() {
    let platform = Platform::small();
    let details = json!({ "jesse": "User (jesse) not found" });
    fault(&platform, json!({ "effect": { "error": { "msg": "Failed.", "details": details } } })).await;
    let response = platform.as_user("admin").post("/admins", json!({ "usernames": ["jesse"] })).await;
    assert_eq!(response.json()["error_details"], details);
}

#[tokio::test]
async fn a_response_is_corrupted_after_the_operation_was_executed() {
    let whole = {
        let platform = Platform::small();
        disable(&platform, "member").await.body
    };
    for (effect, body, is_whole) in [
        ("truncated", &whole[..whole.len() / 2], true),
        ("malformed", &whole[..whole.len() - 1], true),
        ("cut_off", &whole[..whole.len() / 2], false),
    ] {
        let platform = Platform::small();
        fault(&platform, json!({ "operation": "disable", "effect": effect })).await;
        let response = disable(&platform, "member").await;
        assert_eq!(
            (response.http.as_u16(), response.body.as_slice(), response.is_whole),
            (200, body, is_whole),
            "{effect}"
        );
        assert!(serde_json::from_slice::<Value>(&response.body).is_err());
        assert_eq!(state(&platform, "member").await, "disabled");
    }
}

#[tokio::test]
async fn a_fault_is_triggered_by_matching_calls_only() {
    let platform = Platform::small();
    let order = json!({ "operation": ["disable", "set_admins"], "account": "member", "caller": "admin", "nth": 2,
                        "effect": { "status": 503 } });
    let id = fault(&platform, order).await;
    disable(&platform, "second").await.ok();
    platform.as_user("manager").post("/member/disable", "").await.ok();
    platform.as_user("admin").post("/member/reactivate", "").await.ok();
    disable(&platform, "member").await.ok();
    let second = platform.as_user("admin").post("/admins", json!({ "usernames": ["second", "member"] })).await;
    assert_eq!(second.http, 503);
    disable(&platform, "member").await.ok();
    let shown = platform.inspect(&format!("{WORLD}/faults/{id}")).await;
    assert_eq!((&shown["matched"], &shown["triggered"], &shown["exhausted"]), (&json!(3), &json!(1), &json!(false)));

    let created = json!({ "operation": "create_users", "account": "new", "times": 1, "effect": { "empty": 500 } });
    fault(&platform, created).await;
    let order = |name: &str| json!({ "users": [{ "username": name, "user_type": "service_account" }] });
    platform.as_user("admin").post("/users", order("other")).await.ok();
    assert_eq!(platform.as_user("admin").post("/users", order("new")).await.http, 500);
    platform.as_user("admin").post("/users", order("new")).await.ok();
}

#[tokio::test]
async fn faults_affect_one_world_only_and_return_on_reset() {
    let platform = Platform::small();
    platform.control("POST", "/worlds", &json!({ "id": "other", "scenario": "maintenance" })).await;
    let other = platform.with("Bearer mock.other.admin");
    assert_eq!(other.get("/member/type").await.http, 503);
    platform.as_user("admin").get("/member/type").await.ok();
    platform.control("DELETE", "/worlds/other/faults", &Value::Null).await;
    other.get("/member/type").await.ok();
    platform.control("POST", "/worlds/other/reset", &Value::Null).await;
    assert_eq!(other.get("/member/type").await.http, 503, "a world begins again with its faults");
}

#[tokio::test(start_paused = true)]
async fn delays_add_up_and_end_when_their_fault_is_removed() {
    let platform = Platform::small();
    fault(&platform, json!({ "effect": { "delay": 300 } })).await;
    fault(&platform, json!({ "after_execution": true, "effect": { "delay": [100, 200] } })).await;
    let start = tokio::time::Instant::now();
    disable(&platform, "member").await.ok();
    let took = start.elapsed().as_millis();
    assert!((400..=502).contains(&took), "{took}");

    platform.control("DELETE", &format!("{WORLD}/faults"), &Value::Null).await;
    let id = fault(&platform, json!({ "effect": { "delay": 3_600_000 } })).await;
    let platform = Arc::new(platform);
    let waiting = tokio::spawn({
        let platform = Arc::clone(&platform);
        async move { disable(&platform, "second").await }
    });
    platform.inspect(&format!("{WORLD}/journal?wait=2")).await;
    let start = tokio::time::Instant::now();
    platform.control("DELETE", &format!("{WORLD}/faults/{id}"), &Value::Null).await;
    waiting.await.unwrap().ok();
    assert!(start.elapsed().as_secs() < 60);
}

#[tokio::test]
async fn hanging_requests_continue_when_the_fault_is_removed() {
    let platform = Arc::new(Platform::small());
    let id = fault(&platform, json!({ "operation": "disable", "effect": "hang" })).await;
    let waiting = tokio::spawn({
        let platform = Arc::clone(&platform);
        async move { disable(&platform, "member").await }
    });
    platform.inspect(&format!("{WORLD}/journal?wait=1")).await;
    assert_eq!(state(&platform, "member").await, "active");
    platform.control("DELETE", &format!("{WORLD}/faults/{id}"), &Value::Null).await;
    waiting.await.unwrap().ok();
}

#[tokio::test]
async fn a_gate_holds_requests_or_only_their_responses() {
    for (after_execution, meanwhile) in [(false, "active"), (true, "disabled")] {
        let platform = Arc::new(Platform::small());
        let order = json!({ "operation": "disable", "account": "member", "after_execution": after_execution });
        let gate = platform.control("POST", &format!("{WORLD}/gates"), &order).await.json();
        assert_eq!((&gate["id"], &gate["held"]), (&json!("g1"), &json!([])));
        disable(&platform, "second").await.ok();
        let waiting = tokio::spawn({
            let platform = Arc::clone(&platform);
            async move { disable(&platform, "member").await }
        });
        let gate = platform.inspect(&format!("{WORLD}/gates/g1?wait=1")).await;
        assert_eq!((&gate["held"], &gate["total_held"]), (&json!([2]), &json!(1)));
        assert_eq!(state(&platform, "member").await, meanwhile);
        let released = platform.control("POST", &format!("{WORLD}/gates/g1/release"), &json!({ "count": 5 })).await;
        assert_eq!(released.json(), json!({ "released": 1 }));
        waiting.await.unwrap().ok();
        assert_eq!(platform.control("DELETE", &format!("{WORLD}/gates/g1"), &Value::Null).await.http, 204);
        disable(&platform, "member").await.ok();
    }
}

/// Disables `member`, and waits until a new gate holds that call.
async fn held_disable(platform: &Arc<Platform>, after_execution: bool) -> tokio::task::JoinHandle<TestResponse> {
    let order = json!({ "operation": "disable", "after_execution": after_execution });
    platform.control("POST", &format!("{WORLD}/gates"), &order).await;
    let waiting = tokio::spawn({
        let platform = Arc::clone(platform);
        async move { disable(&platform, "member").await }
    });
    platform.inspect(&format!("{WORLD}/gates/g1?wait=1")).await;
    waiting
}

#[tokio::test]
async fn a_held_response_is_shown_and_can_be_replaced() {
    for after_execution in [false, true] {
        let platform = Arc::new(Platform::small());
        let waiting = held_disable(&platform, after_execution).await;
        let held = platform.inspect(&format!("{WORLD}/gates/g1/held")).await;
        let response = after_execution.then(|| json!({ "http_status": 200, "body": { "status": "OK" } }));
        assert_eq!(held, json!([{ "sequence": 1, "response": response }]));
        let edited =
            json!({ "sequence": 1, "response": { "http_status": 503, "body": { "status": "ERROR", "msg": "no" } } });
        let released = platform.control("POST", &format!("{WORLD}/gates/g1/release"), &edited).await;
        assert_eq!(released.json(), json!({ "released": 1 }));
        let response = waiting.await.unwrap();
        assert_eq!((response.http.as_u16(), response.json()), (503, json!({ "status": "ERROR", "msg": "no" })));
        assert_eq!(state(&platform, "member").await, if after_execution { "disabled" } else { "active" });
        let entry = &platform.inspect(&format!("{WORLD}/journal")).await["entries"][0];
        assert_eq!(
            (&entry["http_status"], &entry["branch"]),
            (&json!(503), &Value::Null),
            "no refusal of the platform"
        );
    }
}

#[tokio::test]
async fn a_text_replaces_a_held_response_as_it_is() {
    let platform = Arc::new(Platform::small());
    let waiting = held_disable(&platform, true).await;
    let edited = json!({ "response": { "body": "{\"status\": \"OK\"" } });
    platform.control("POST", &format!("{WORLD}/gates/g1/release"), &edited).await;
    assert_eq!(waiting.await.unwrap().body, b"{\"status\": \"OK\"");
}

#[tokio::test]
async fn a_held_call_can_be_aborted() {
    for (after_execution, then) in [(false, "active"), (true, "disabled")] {
        let platform = Arc::new(Platform::small());
        let waiting = held_disable(&platform, after_execution).await;
        platform.control("POST", &format!("{WORLD}/gates/g1/release"), &json!({ "abort": true })).await;
        let response = waiting.await.unwrap();
        assert!(!response.is_whole && response.body.is_empty());
        assert_eq!(state(&platform, "member").await, then);
        let entry = &platform.inspect(&format!("{WORLD}/journal")).await["entries"][0];
        assert_eq!(entry["outcome"], "connection_reset");
    }
}

#[tokio::test]
async fn releasing_what_is_unclear_or_not_held_is_refused() {
    let platform = Arc::new(Platform::small());
    let waiting = held_disable(&platform, false).await;
    for (order, http, text) in [
        (json!({ "count": 1, "sequence": 1 }), 400, "Send either count or sequence, not both"),
        (json!({ "abort": true, "response": { "body": {} } }), 400, "Send either response or abort, not both"),
        (json!({ "response": { "http_status": 204, "body": {} } }), 400, "response: an HTTP status is from 200"),
        (json!({ "response": { "http_status": 200 } }), 400, "missing field `body`"),
        (json!({ "sequence": 7 }), 404, "There is no held call named \"7\""),
    ] {
        let refused = platform.control("POST", &format!("{WORLD}/gates/g1/release"), &order).await;
        assert_eq!(refused.http, http, "{order}");
        assert!(refused.msg().contains(text), "{}", refused.msg());
    }
    assert_eq!(platform.inspect(&format!("{WORLD}/gates/g1")).await["held"], json!([1]));
    platform.control("DELETE", &format!("{WORLD}/gates/g1"), &Value::Null).await;
    waiting.await.unwrap().ok();
}

#[tokio::test]
async fn waiting_for_calls_at_a_gate_times_out() {
    let platform = Platform::small();
    platform.control("POST", &format!("{WORLD}/gates"), &json!({})).await;
    let start = Instant::now();
    let response = platform.control("GET", &format!("{WORLD}/gates/g1?wait=2&timeout_ms=20"), &Value::Null).await;
    assert_eq!(response.http, 409);
    assert_eq!(response.msg(), "2 requests were awaited at the gate, and 0 came within 20 ms");
    assert!(start.elapsed().as_millis() >= 20);
}

#[tokio::test]
async fn requests_held_by_a_deleted_or_reset_world_are_not_executed() {
    for (method, path) in [("DELETE", "/worlds/w1"), ("POST", "/worlds/w1/reset")] {
        for order in [json!({ "faults": [{ "effect": "hang" }] }), json!({})] {
            let platform = Arc::new(Platform::small());
            platform.control("POST", "/worlds", &order).await;
            platform.control("POST", "/worlds/w1/gates", &json!({})).await;
            let waiting = tokio::spawn({
                let platform = Arc::clone(&platform);
                async move { platform.with("Bearer mock.w1.admin").post("/member/disable", "").await }
            });
            platform.inspect("/worlds/w1/journal?wait=1").await;
            platform.control(method, path, &Value::Null).await;
            let response = waiting.await.unwrap();
            assert_eq!(response.http, 409, "{}", response.msg());
            assert!(response.msg().contains("Nothing was done"), "{}", response.msg());
            if method == "POST" {
                assert_eq!(platform.inspect("/worlds/w1/accounts/member").await["state"], "active");
                assert_eq!(platform.inspect("/worlds/w1/journal").await["count"], 0);
            }
        }
    }
}

#[tokio::test]
async fn stale_reads_see_the_state_from_when_the_fault_was_added_and_writes_do_not() {
    let platform = Platform::small();
    let id = fault(&platform, json!({ "effect": "stale" })).await;
    platform.as_user("admin").post("/admins", json!({ "usernames": ["member"] })).await.ok();
    disable(&platform, "second").await.ok();
    let names = |response: TestResponse, list: &str| -> Vec<String> {
        let users = response.ok()[list].as_array().unwrap().clone();
        users.iter().map(|user| user["username"].as_str().unwrap().to_owned()).collect()
    };
    assert!(!names(platform.as_user("admin").get("/admins").await, "admins").contains(&"member".to_owned()));
    let listed = || async { names(platform.as_user("admin").post("/list_users", "{}").await, "users") };
    assert!(listed().await.contains(&"second".to_owned()));
    assert_eq!(state(&platform, "second").await, "disabled");
    platform.control("DELETE", &format!("{WORLD}/faults/{id}"), &Value::Null).await;
    assert!(!listed().await.contains(&"second".to_owned()));
}

#[tokio::test]
async fn a_list_shifts_between_pages() {
    let platform = Platform::small();
    let page = |offset: usize| {
        let platform = &platform;
        async move {
            let page =
                platform.as_user("admin").post("/list_users", json!({ "limit": 3, "offset": offset })).await.ok();
            let users = page["users"].as_array().unwrap().clone();
            users.iter().map(|user| user["username"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        }
    };
    let (first, second) = (page(0).await, page(3).await);
    let id = fault(&platform, json!({ "effect": { "shift": 1 } })).await;
    assert_eq!(page(3).await[0], first[2], "what was seen is seen again");
    platform.control("DELETE", &format!("{WORLD}/faults/{id}"), &Value::Null).await;
    assert!(page(0).await[0].starts_with("!newcomer-"));
    fault(&platform, json!({ "effect": { "shift": -2 } })).await;
    assert_eq!(page(3).await[0], second[1], "one that was not seen yet is skipped");
}

#[tokio::test]
async fn scenarios_are_listed_with_their_faults() {
    let platform = Platform::small();
    let scenarios = platform.inspect("/scenarios").await;
    let flaky = scenarios.as_array().unwrap().iter().find(|scenario| scenario["name"] == "flaky").unwrap();
    assert_eq!(flaky["faults"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn effects_are_listed_with_their_parameters() {
    let platform = Platform::small();
    let effects = platform.inspect("/effects").await;
    let rows = effects.as_array().unwrap();
    let error = rows.iter().find(|effect| effect["name"] == "error").unwrap();
    assert_eq!(error["injection_point"], "replace_response");
    let http_status = &error["parameters"][1];
    assert_eq!((&http_status["name"], &http_status["default"]), (&json!("http_status"), &json!(200)));
    let shift = rows.iter().find(|effect| effect["name"] == "shift").unwrap();
    assert_eq!(shift["operations"], json!(["list_users"]));
}
