//! The same task with common alternatives: json-server, which serves a JSON file, and Prism, which
//! sends an example from an OpenAPI document.

use super::http::{self, Request};
use super::program::{Program, node_package};
use super::report::{self, Bytes, Rate, Ratio, Section, Spread};
use super::{CONNECTIONS, LIST, ROUND, ROUNDS, list};
use account_api::UserType;
use account_api::user::{VerifiedKeys, WireUser};
use mock_server::platform::{Clock, Seed};
use std::path::PathBuf;

/// Fewer rounds are enough: the results differ by an order of magnitude.
const FEWER_ROUNDS: usize = ROUNDS - 2;

/// Writes a file for json-server with this many users of the mock.
fn users(count: usize) -> PathBuf {
    let platform = Seed::built_in("empty").unwrap().unwrap().platform(count - 1, Clock::SYSTEM).unwrap();
    let users = platform.accounts.listed(UserType::User, true).into_iter().map(|id| platform.accounts.user(id));
    let users: Vec<_> = users.map(|user| serde_json::to_value(WireUser(&user, VerifiedKeys::Both)).unwrap()).collect();
    assert_eq!(users.len(), count);
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("users-{count}.json"));
    std::fs::write(&file, serde_json::json!({ "users": users }).to_string()).unwrap();
    file
}

/// Measures them alternately with the mock. Returns `false` if they are not installed.
pub async fn measure(section: &mut Section) -> bool {
    let (Some(json_server), Some(prism)) = (node_package("json-server"), node_package("@stoplight/prism-cli")) else {
        return false;
    };
    let openapi = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/load/openapi.json");
    let page = |count: usize| Request::new("GET", &format!("/users?_start={}&_limit=20", count / 2), "", "");
    section.head(&[
        "a page of 20 from the middle, 16 connections",
        "accounts",
        "responses",
        "mock with a million accounts",
        "mock / reference",
        "memory",
    ]);
    let mock = Program::mock(&["--generated-users", "1000000"], None);
    for (label, count) in [(&json_server, 10_000), (&json_server, 100_000), (&prism, 0)] {
        let (other, request) = if count > 0 {
            let file = users(count);
            let options =
                ["--port", "{port}", "--host", "127.0.0.1", "--quiet", "--id", "username", file.to_str().unwrap()];
            (Program::node("json-server/lib/cli/bin.js", &options, &page(count)).await, page(count))
        } else {
            let options = [
                "mock",
                "--port",
                "{port}",
                "--host",
                "127.0.0.1",
                "--verboseLevel",
                "silent",
                openapi.to_str().unwrap(),
            ];
            let request = Request::new("POST", LIST, "mock.default.admin", r#"{"limit": 20, "offset": 500000}"#);
            (Program::node("@stoplight/prism-cli/dist/index.js", &options, &request).await, request)
        };
        let (their_requests, our_requests) = ([request], [list(20, 500_000, "")]);
        let (mut their_rates, mut our_rates, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for round in 0..=FEWER_ROUNDS {
            let other = http::rate(other.address, &their_requests, CONNECTIONS, ROUND).await;
            let mock = http::rate(mock.address, &our_requests, CONNECTIONS, ROUND).await;
            if round > 0 {
                their_rates.push(Rate(other));
                our_rates.push(Rate(mock));
                ratios.push(Ratio(mock / other));
            }
        }
        section.row(&[
            label.clone(),
            if count > 0 { count.to_string() } else { "none (one example)".to_owned() },
            Spread::of(their_rates).to_string(),
            Spread::of(our_rates).to_string(),
            Spread::of(ratios).to_string(),
            Bytes(other.memory()).to_string(),
        ]);
    }
    section.line("");
    section.line(format!("Node {}, {FEWER_ROUNDS} rounds.", report::version("node", "--version")));
    true
}
