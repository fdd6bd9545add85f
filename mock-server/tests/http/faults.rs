//! Faults and gates: each does what it says, to whom it says, and leaves the platform as it says.

use crate::platform::{Answer, Platform};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Instant;

const WORLD: &str = "/worlds/default";

/// Lets something go wrong, and answers the fault's name.
async fn fault(platform: &Platform, order: Value) -> String {
    let answer = platform.control("POST", &format!("{WORLD}/faults"), &order).await;
    assert_eq!(answer.http, 201, "{}", answer.json());
    answer.json()["id"].as_str().unwrap().to_owned()
}

async fn disable(platform: &Platform, name: &str) -> Answer {
    platform.by("admin").post(&format!("/{name}/disable"), "").await
}

async fn state(platform: &Platform, name: &str) -> String {
    platform.look(&format!("{WORLD}/accounts/{name}")).await["state"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_answer_is_replaced_and_nothing_is_changed_or_it_is_changed_and_the_answer_lost() {
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
            let answer = disable(&platform, "member").await;
            match effect.as_str().or_else(|| effect.as_object()?.keys().next().map(String::as_str)).unwrap() {
                "error" => assert_eq!(answer.refusal(), "No."),
                "status" => assert_eq!((answer.http.as_u16(), answer.msg().contains("fault f1")), (503, true)),
                "html" => {
                    assert_eq!(
                        (answer.http.as_u16(), &answer.headers["content-type"]),
                        (502, &"text/html".parse().unwrap())
                    );
                    assert!(String::from_utf8(answer.body).unwrap().contains("<title>502 Bad Gateway</title>"));
                }
                "empty" => assert_eq!((answer.http.as_u16(), answer.body.len()), (200, 0)),
                "unauthorized" => {
                    assert_eq!(
                        (answer.http.as_u16(), &answer.headers["www-authenticate"]),
                        (401, &"Bearer".parse().unwrap())
                    );
                }
                "rate_limited" => {
                    assert_eq!((answer.http.as_u16(), &answer.headers["retry-after"]), (429, &"7".parse().unwrap()));
                }
                "reset" => assert!(!answer.is_whole && answer.body.is_empty()),
                other => panic!("{other}"),
            }
            assert_eq!(state(&platform, "member").await, after, "{effect} after_execution: {after_execution}");
        }
    }
}

#[tokio::test]
async fn an_error_may_name_details() {
    let platform = Platform::small();
    let details = json!({ "jesse": "User (jesse) not found" });
    fault(&platform, json!({ "effect": { "error": { "msg": "Failed.", "details": details } } })).await;
    let answer = platform.by("admin").post("/admins", json!({ "usernames": ["jesse"] })).await;
    assert_eq!(answer.json()["error_details"], details);
}

#[tokio::test]
async fn an_answer_is_damaged_after_the_operation_was_carried_out() {
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
        let answer = disable(&platform, "member").await;
        assert_eq!((answer.http.as_u16(), answer.body.as_slice(), answer.is_whole), (200, body, is_whole), "{effect}");
        assert!(serde_json::from_slice::<Value>(&answer.body).is_err());
        assert_eq!(state(&platform, "member").await, "disabled");
    }
}

#[tokio::test]
async fn a_fault_strikes_only_whom_it_means() {
    let platform = Platform::small();
    let order = json!({ "operation": ["disable", "set_admins"], "account": "member", "caller": "admin", "nth": 2,
                        "effect": { "status": 503 } });
    let id = fault(&platform, order).await;
    disable(&platform, "second").await.ok();
    platform.by("manager").post("/member/disable", "").await.ok();
    platform.by("admin").post("/member/reactivate", "").await.ok();
    disable(&platform, "member").await.ok();
    let second = platform.by("admin").post("/admins", json!({ "usernames": ["second", "member"] })).await;
    assert_eq!(second.http, 503);
    disable(&platform, "member").await.ok();
    let shown = platform.look(&format!("{WORLD}/faults/{id}")).await;
    assert_eq!((&shown["matched"], &shown["triggered"], &shown["exhausted"]), (&json!(3), &json!(1), &json!(false)));

    let created = json!({ "operation": "create_users", "account": "new", "times": 1, "effect": { "empty": 500 } });
    fault(&platform, created).await;
    let order = |name: &str| json!({ "users": [{ "username": name, "user_type": "service_account" }] });
    platform.by("admin").post("/users", order("other")).await.ok();
    assert_eq!(platform.by("admin").post("/users", order("new")).await.http, 500);
    platform.by("admin").post("/users", order("new")).await.ok();
}

#[tokio::test]
async fn faults_are_of_one_world() {
    let platform = Platform::small();
    platform.control("POST", "/worlds", &json!({ "id": "other", "scenario": "maintenance" })).await;
    let other = platform.with("Bearer mock.other.admin");
    assert_eq!(other.get("/member/type").await.http, 503);
    platform.by("admin").get("/member/type").await.ok();
    platform.control("DELETE", "/worlds/other/faults", &Value::Null).await;
    other.get("/member/type").await.ok();
    platform.control("POST", "/worlds/other/reset", &Value::Null).await;
    assert_eq!(other.get("/member/type").await.http, 503, "a world begins again with its faults");
}

#[tokio::test(start_paused = true)]
async fn delays_are_as_long_as_they_were_ordered_and_end_with_their_fault() {
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
    platform.look(&format!("{WORLD}/journal?wait=2")).await;
    let start = tokio::time::Instant::now();
    platform.control("DELETE", &format!("{WORLD}/faults/{id}"), &Value::Null).await;
    waiting.await.unwrap().ok();
    assert!(start.elapsed().as_secs() < 60);
}

#[tokio::test]
async fn what_hangs_goes_on_when_the_fault_is_removed() {
    let platform = Arc::new(Platform::small());
    let id = fault(&platform, json!({ "operation": "disable", "effect": "hang" })).await;
    let waiting = tokio::spawn({
        let platform = Arc::clone(&platform);
        async move { disable(&platform, "member").await }
    });
    platform.look(&format!("{WORLD}/journal?wait=1")).await;
    assert_eq!(state(&platform, "member").await, "active");
    platform.control("DELETE", &format!("{WORLD}/faults/{id}"), &Value::Null).await;
    waiting.await.unwrap().ok();
}

#[tokio::test]
async fn a_gate_holds_calls_before_the_operation_or_their_answers_after_it() {
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
        let gate = platform.look(&format!("{WORLD}/gates/g1?wait=1")).await;
        assert_eq!(gate["held"], json!([2]));
        assert_eq!(state(&platform, "member").await, meanwhile);
        let released = platform.control("POST", &format!("{WORLD}/gates/g1/release"), &json!({ "count": 5 })).await;
        assert_eq!(released.json(), json!({ "released": 1 }));
        waiting.await.unwrap().ok();
        assert_eq!(platform.control("DELETE", &format!("{WORLD}/gates/g1"), &Value::Null).await.http, 204);
        disable(&platform, "member").await.ok();
    }
}

#[tokio::test]
async fn waiting_at_a_gate_for_calls_that_do_not_come_ends_and_says_so() {
    let platform = Platform::small();
    platform.control("POST", &format!("{WORLD}/gates"), &json!({})).await;
    let start = Instant::now();
    let answer = platform.control("GET", &format!("{WORLD}/gates/g1?wait=2&timeout_ms=20"), &Value::Null).await;
    assert_eq!(answer.http, 409);
    assert_eq!(answer.msg(), "2 requests were awaited at the gate, and 0 came within 20 ms");
    assert!(start.elapsed().as_millis() >= 20);
}

#[tokio::test]
async fn what_a_world_held_when_it_was_forgotten_or_reset_is_not_carried_out_any_more() {
    for (method, path) in [("DELETE", "/worlds/w1"), ("POST", "/worlds/w1/reset")] {
        for order in [json!({ "faults": [{ "effect": "hang" }] }), json!({})] {
            let platform = Arc::new(Platform::small());
            platform.control("POST", "/worlds", &order).await;
            platform.control("POST", "/worlds/w1/gates", &json!({})).await;
            let waiting = tokio::spawn({
                let platform = Arc::clone(&platform);
                async move { platform.with("Bearer mock.w1.admin").post("/member/disable", "").await }
            });
            platform.look("/worlds/w1/journal?wait=1").await;
            platform.control(method, path, &Value::Null).await;
            let answer = waiting.await.unwrap();
            assert_eq!(answer.http, 409, "{}", answer.msg());
            assert!(answer.msg().contains("Nothing was done"), "{}", answer.msg());
            if method == "POST" {
                assert_eq!(platform.look("/worlds/w1/accounts/member").await["state"], "active");
                assert_eq!(platform.look("/worlds/w1/journal").await["count"], 0);
            }
        }
    }
}

#[tokio::test]
async fn stale_reads_are_of_the_moment_when_the_fault_was_made_and_writes_are_not() {
    let platform = Platform::small();
    let id = fault(&platform, json!({ "effect": "stale" })).await;
    platform.by("admin").post("/admins", json!({ "usernames": ["member"] })).await.ok();
    disable(&platform, "second").await.ok();
    let names = |answer: Answer, list: &str| -> Vec<String> {
        let users = answer.ok()[list].as_array().unwrap().clone();
        users.iter().map(|user| user["username"].as_str().unwrap().to_owned()).collect()
    };
    assert!(!names(platform.by("admin").get("/admins").await, "admins").contains(&"member".to_owned()));
    let listed = || async { names(platform.by("admin").post("/list_users", "{}").await, "users") };
    assert!(listed().await.contains(&"second".to_owned()));
    assert_eq!(state(&platform, "second").await, "disabled");
    platform.control("DELETE", &format!("{WORLD}/faults/{id}"), &Value::Null).await;
    assert!(!listed().await.contains(&"second".to_owned()));
}

#[tokio::test]
async fn a_list_shifts_between_its_pages() {
    let platform = Platform::small();
    let page = |offset: usize| {
        let platform = &platform;
        async move {
            let page = platform.by("admin").post("/list_users", json!({ "limit": 3, "offset": offset })).await.ok();
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
async fn scenarios_are_listed_with_what_they_do() {
    let platform = Platform::small();
    let scenarios = platform.look("/scenarios").await;
    let flaky = scenarios.as_array().unwrap().iter().find(|scenario| scenario["name"] == "flaky").unwrap();
    assert_eq!(flaky["faults"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn effects_are_listed_with_their_parameters() {
    let platform = Platform::small();
    let effects = platform.look("/effects").await;
    let rows = effects.as_array().unwrap();
    let error = rows.iter().find(|effect| effect["name"] == "error").unwrap();
    assert_eq!(error["injection_point"], "replace_response");
    let http_status = &error["parameters"][1];
    assert_eq!((&http_status["name"], &http_status["default"]), (&json!("http_status"), &json!(200)));
    let shift = rows.iter().find(|effect| effect["name"] == "shift").unwrap();
    assert_eq!(shift["operations"], json!(["list_users"]));
}
