//! `mock-server verify`, against the mock in every variant and against a server that answers with
//! the reference's literal replies.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail as its body may")]

use account_api::{Operation, Secret};
use axum::Json;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use mock_server::deployment::verify::{Report, Verdict, read_probes, write_probes};
use mock_server::deployment::{Client, ClientError};
use mock_server::platform::{Clock, Seed};
use mock_server::variant::{RULINGS, Variant};
use mock_server::world::Worlds;
use mock_server::world::journal::Filter;
use mock_server::{MockServer, ServerConfig};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A platform that answers every question: with more than a page of users, names that differ in
/// case, a disabled site admin, and service accounts.
fn telling_seed() -> Seed {
    let mut users = vec![
        json!({ "username": "admin", "site_admin": true, "registered_on": 1_700_009_000 }),
        json!({ "username": "Bob", "registered_on": 1_700_008_000 }),
        json!({ "username": "carol", "site_admin": true, "state": "disabled", "registered_on": 1_700_007_500 }),
    ];
    users.extend((0..600).map(|n| json!({ "username": format!("user{n:03}"), "registered_on": 1_700_007_000 - n })));
    let seed = json!({ "users": users, "service_accounts": [{ "username": "robot" }] });
    Seed::read(seed.to_string().as_bytes()).unwrap()
}

async fn start(seed: &Seed, variant: Variant) -> MockServer {
    let worlds = Worlds::new(seed.platform(0, Clock::SYSTEM).unwrap());
    MockServer::start(ServerConfig { like: Some(Arc::new(variant)), ..ServerConfig::new(worlds) }).await.unwrap()
}

/// Verifies a deployment on another thread, since the client blocks.
async fn verify(url: &str, token: &str, writes: Option<&'static str>) -> Result<Report, ClientError> {
    let (url, token) = (url.to_owned(), Secret::new(token));
    let run = move || {
        let mut client = Client::new(&url, token)?;
        let mut report = read_probes(&mut client)?;
        if let Some(prefix) = writes {
            write_probes(&client, prefix, &mut report)?;
        }
        Ok(report.complete())
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

fn verdicts(report: &Report, verdict: Verdict) -> Vec<&'static str> {
    report.findings.iter().filter(|finding| finding.verdict == verdict).map(|finding| finding.ruling).collect()
}

#[tokio::test]
async fn verify_reports_exactly_the_variant_that_the_mock_plays() {
    let seed = telling_seed();
    let mut variants = vec![Variant::default()];
    for ruling in RULINGS {
        for (answer, _) in &ruling.answers[1..] {
            variants.push(Variant::from_answers(&BTreeMap::from([(ruling.name, *answer)])).unwrap());
        }
    }
    for variant in variants {
        let server = start(&seed, variant.clone()).await;
        let report = verify(&server.url, &server.token("admin"), Some("probe")).await.unwrap();
        let about = format!("{:?}\n{}", variant.differences(), report.table());
        assert_eq!(report.findings.len(), RULINGS.len(), "{about}");
        assert_eq!(verdicts(&report, Verdict::Unknown), [] as [&str; 0], "{about}");
        assert_eq!(report.variant().differences(), variant.differences(), "{about}");
        assert_eq!(report.differs(), variant != Variant::default(), "{about}");
    }
}

#[tokio::test]
async fn reading_alone_changes_nothing_and_leaves_what_only_changes_show_unknown() {
    let server = start(&telling_seed(), Variant::default()).await;
    let report = verify(&server.url, &server.token("admin"), None).await.unwrap();
    let takes_writes: Vec<_> = RULINGS.iter().filter(|ruling| ruling.takes_writes).map(|ruling| ruling.name).collect();
    assert_eq!(verdicts(&report, Verdict::Unknown), takes_writes);
    assert!(!report.differs());
    let world = server.worlds.default_world();
    assert_eq!(world.read().accounts.count(), 604);
    let calls = world.journal.entries(&Filter::default(), 1_000);
    let operations = calls.iter().filter_map(|entry| entry.request.call.operation);
    let reads = [Operation::ListUsers, Operation::GetAdmins, Operation::AccountType];
    assert!(calls.len() > 10 && operations.into_iter().all(|operation| reads.contains(&operation)));
}

#[tokio::test]
async fn writes_touch_only_accounts_with_the_prefix() {
    let server = start(&telling_seed(), Variant::default()).await;
    let state = |world: &mock_server::world::World| {
        let mut seed = serde_json::to_value(world.read().to_seed()).unwrap();
        for list in ["users", "service_accounts"] {
            let is_own = |user: &Value| user["username"].as_str().unwrap().starts_with("probe-mock-verify-");
            seed[list].as_array_mut().unwrap().retain(|user| !is_own(user));
        }
        seed
    };
    let world = server.worlds.default_world();
    let before = state(&world);
    for _ in 0..2 {
        verify(&server.url, &server.token("admin"), Some("probe")).await.unwrap();
        assert_eq!(state(&world), before);
    }
    let platform = world.read();
    for name in ["probe-mock-verify-user", "probe-mock-verify-service"] {
        let id = platform.accounts.find(name).unwrap();
        assert_eq!(platform.accounts.state(id), account_api::AccountState::Deactivated, "{name}");
    }
    assert!(platform.accounts.find("probe-mock-verify-nobody").is_none());
}

#[tokio::test]
async fn a_token_without_permissions_or_a_small_platform_leaves_questions_open() {
    let seed = Seed::built_in("empty").unwrap().unwrap();
    let server = start(&seed, Variant::default()).await;
    let report = verify(&server.url, &server.token("admin"), None).await.unwrap();
    let unknown = verdicts(&report, Verdict::Unknown);
    for ruling in ["list_order", "service_account_email", "include_disabled", "limit_over_maximum", "offset_past_end"] {
        assert!(unknown.contains(&ruling), "{ruling}\n{}", report.table());
    }
    assert!(!report.differs(), "{}", report.table());

    let server = start(&telling_seed(), Variant::default()).await;
    let report = verify(&server.url, &server.token("user000"), Some("probe")).await.unwrap();
    let takes_writes = RULINGS.iter().filter(|ruling| ruling.takes_writes).map(|ruling| ruling.name);
    assert!(takes_writes.into_iter().all(|ruling| verdicts(&report, Verdict::Unknown).contains(&ruling)));
    assert!(verdicts(&report, Verdict::Unknown).contains(&"admins_verified"));
    assert!(!report.differs(), "{}", report.table());
}

/// A server that answers every request with the literal reply of the reference.
async fn literal_server() -> String {
    let user = |name: &str, key: &str, registered_on: i64| {
        json!({
            "email": format!("{name}@instabase.com"), "username": name, "is_admin": name != "alice", "is_active": true,
            key: true, "is_approved": true, "is_disabled": false, "registered_on": registered_on
        })
    };
    let page = json!({
        "status": "OK", "has_more": false, "next_offset": -1,
        "users": [user("alice", "is_verfied", 1_618_362_000), user("admin", "is_verfied", 1_618_368_000)]
    });
    let admins = json!({
        "status": "OK",
        "admins": [user("bob", "is_verified", 1_559_798_774), user("alice", "is_verified", 1_528_087_641)]
    });
    let router = Router::new()
        .route("/api/v1/accounts/list_users", post(|| async move { Json(page) }))
        .route("/api/v1/accounts/admins", get(|| async move { Json(admins) }))
        .route(
            "/api/v1/accounts/{name}/type",
            get(|Path(_): Path<String>| async { Json(json!({ "status": "OK", "account_type": "user" })) }),
        );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::test]
async fn the_literal_replies_of_the_reference_leave_most_questions_open() {
    let report = verify(&literal_server().await, "anything", None).await.unwrap();
    let as_assumed = ["content_type", "admins_verified", "registered_on", "last_next_offset"];
    assert_eq!(verdicts(&report, Verdict::AsAssumed), as_assumed, "{}", report.table());
    // Its list has one spelling, and its two users are sorted by registration.
    assert_eq!(verdicts(&report, Verdict::Differs), ["list_verified", "list_order"], "{}", report.table());
    assert_eq!(report.variant().differences()["list_verified"], "is_verfied");
    for finding in report.findings.iter().filter(|finding| finding.verdict == Verdict::Unknown) {
        assert_ne!(finding.explanation.as_deref().unwrap_or_default(), "", "{}", finding.ruling);
    }
}

#[tokio::test]
async fn what_is_no_deployment_is_an_error_that_says_what_came_back() {
    let server = start(&telling_seed(), Variant::default()).await;
    let rejected = verify(&server.url, "mock.default.nobody", None).await.unwrap_err().to_string();
    assert!(
        rejected.contains("list_users answers HTTP 401") && rejected.contains("no user named nobody"),
        "{rejected}"
    );
    let closed = verify("http://127.0.0.1:9", "s3cret", None).await.unwrap_err().to_string();
    assert!(closed.starts_with("POST http://127.0.0.1:9/api/v1/accounts/list_users: "), "{closed}");
    assert!(!closed.contains("s3cret"));
}
