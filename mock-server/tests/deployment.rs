//! `mock-server verify` and `record`, against the mock in every variant and against a server that
//! answers with the reference's literal replies.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail as its body may")]

use account_api::{Operation, Secret};
use axum::Json;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use mock_server::deployment::record::{Recording, record};
use mock_server::deployment::verify::{Report, Verdict, read_probes, write_probes};
use mock_server::deployment::{Client, ClientError};
use mock_server::platform::{Clock, Seed};
use mock_server::variant::{RULINGS, Variant};
use mock_server::world::Worlds;
use mock_server::world::journal::Filter;
use mock_server::{MockServer, ServerConfig};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// A platform that answers every question: with more than a page of users, names that differ in
/// case, a disabled site admin, and service accounts.
fn telling_seed() -> Seed {
    let mut users = vec![
        json!({ "username": "admin", "site_admin": true, "registered_on": 1_700_009_000 }),
        json!({ "username": "Bob", "registered_on": 1_700_008_000 }),
        json!({ "username": "carol", "site_admin": true, "state": "disabled", "registered_on": 1_700_007_500 }),
    ];
    users.extend((0..505).map(|n| json!({ "username": format!("user{n:03}"), "registered_on": 1_700_007_000 - n })));
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
    assert_eq!(world.read().accounts.count(), 509);
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

/// Records a deployment on another thread, since the client blocks.
async fn record_with(url: &str, token: &str, key: &'static str) -> Result<Recording, ClientError> {
    let (url, token) = (url.to_owned(), Secret::new(token));
    let run = move || record(&mut Client::new(&url, token)?, &Secret::new(key));
    tokio::task::spawn_blocking(run).await.unwrap()
}

/// What a recording keeps of a list of accounts in a seed, without regard to the order.
fn shape_of(seed: &Value, list: &str) -> Vec<String> {
    let mut domains: BTreeMap<String, usize> = BTreeMap::new();
    let accounts = seed[list].as_array().unwrap();
    for account in accounts {
        let email = account["email"].as_str().unwrap_or_default();
        *domains.entry(email.rsplit_once('@').map_or("", |(_, domain)| domain).to_lowercase()).or_default() += 1;
    }
    let mut sizes: Vec<usize> = domains.into_values().collect();
    sizes.sort_unstable();
    let mut shapes: Vec<String> = accounts
        .iter()
        .map(|account| {
            let name = account["username"].as_str().unwrap();
            let day = account["registered_on"].as_i64().unwrap().div_euclid(86_400);
            let kinds: String = name
                .chars()
                .map(|c| match c {
                    c if c.is_alphabetic() && c.is_ascii() => 'a',
                    c if c.is_alphabetic() => 'ä',
                    c if c.is_ascii_digit() => '1',
                    c => c,
                })
                .collect();
            let has_domain = account["email"].as_str().is_some_and(|email| email.contains('@'));
            format!("{kinds} {has_domain} {} {} {} {day}", account["state"], account["site_admin"], account["verified"])
        })
        .collect();
    shapes.sort();
    shapes.push(format!("{sizes:?}"));
    shapes
}

#[tokio::test]
async fn a_recording_has_the_shape_of_the_platform_and_nobodys_data() {
    for name in ["demo", "awkward"] {
        let seed = Seed::built_in(name).unwrap().unwrap();
        let server = start(&seed, Variant::default()).await;
        let original = serde_json::to_value(server.worlds.default_world().read().to_seed()).unwrap();
        let recorded = record_with(&server.url, &server.token("admin"), "a key of sixteen").await.unwrap();
        assert_eq!(recorded.accounts, server.worlds.default_world().read().accounts.count());
        assert_eq!(recorded.malformed, 0);
        for list in ["users", "service_accounts"] {
            assert_eq!(shape_of(&recorded.seed, list), shape_of(&original, list), "{name}: {list}");
        }
        let text = recorded.seed.to_string();
        let strings = |seed: &Value| -> HashSet<String> {
            let users = seed["users"].as_array().unwrap();
            let all = users.iter().flat_map(|user| [&user["username"], &user["email"]]).filter_map(Value::as_str);
            // A sign stands for itself, and a letter may by chance.
            all.filter(|text| text.chars().filter(|c| c.is_alphanumeric()).count() > 3).map(str::to_owned).collect()
        };
        let common: Vec<_> = strings(&original).intersection(&strings(&recorded.seed)).cloned().collect();
        assert_eq!(common, [] as [String; 0], "{name}");
        // The mock serves it.
        let seed = Seed::read(text.as_bytes()).unwrap();
        assert_eq!(seed.platform(0, Clock::SYSTEM).unwrap().accounts.count(), recorded.accounts);
    }
}

#[tokio::test]
async fn pseudonyms_depend_on_the_key_alone_and_variants_make_no_difference() {
    let seed = telling_seed();
    let server = start(&seed, Variant::default()).await;
    let expected = record_with(&server.url, &server.token("admin"), "a key of sixteen").await.unwrap();
    let other = record_with(&server.url, &server.token("admin"), "another key, longer").await.unwrap();
    assert_ne!(expected, other);
    assert_eq!(shape_of(&expected.seed, "users"), shape_of(&other.seed, "users"));
    let sorted = |recording: &Recording| {
        let mut names: Vec<_> = recording.seed["users"].as_array().unwrap().iter().map(Value::to_string).collect();
        names.sort();
        names
    };
    for ruling in RULINGS.iter().filter(|ruling| !ruling.takes_writes) {
        for (answer, _) in &ruling.answers[1..] {
            let variant = Variant::from_answers(&BTreeMap::from([(ruling.name, *answer)])).unwrap();
            let server = start(&seed, variant).await;
            let recorded = record_with(&server.url, &server.token("admin"), "a key of sixteen").await.unwrap();
            match (ruling.name, *answer) {
                // What the deployment does not show cannot be recorded.
                ("include_disabled", "ignored") => assert_eq!(recorded.accounts, expected.accounts - 1),
                ("list_verified", "none") => assert_eq!(recorded.accounts, expected.accounts),
                _ => assert_eq!(sorted(&recorded), sorted(&expected), "{} {answer}", ruling.name),
            }
        }
    }
    let literal = record_with(&literal_server().await, "anything", "a key of sixteen").await.unwrap();
    assert_eq!((literal.accounts, literal.malformed), (2, 0));
}
