//! Broken connections, which need a real socket: resets, incomplete responses, client retries.

use mock_server::world::gates::{Release, Which};
use mock_server::world::matcher::CallMatcher;
use mock_server::{MockServer, ServerConfig};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What a browser sends with each request of a page to its own origin.
const BROWSER: &str = "Connection: keep-alive\r\nSec-Fetch-Site: same-origin\r\nOrigin: http://localhost\r\n";

/// A keep-alive connection.
struct Client(TcpStream);

impl Client {
    async fn connect(mock: &MockServer) -> Self {
        Self(TcpStream::connect(mock.url.trim_start_matches("http://")).await.unwrap())
    }

    /// Sends a request as `admin`, and reads until the response is complete or the connection
    /// breaks.
    async fn send(&mut self, method: &str, path: &str, headers: &str, body: &str) -> (String, std::io::Result<()>) {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer mock.default.admin\r\n{headers}\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.0.write_all(request.as_bytes()).await.unwrap();
        let mut response = Vec::new();
        let mut buffer = [0; 4096];
        let end = loop {
            match self.0.read(&mut buffer).await {
                Ok(0) => break Ok(()),
                Ok(length) => response.extend_from_slice(&buffer[..length]),
                Err(error) => break Err(error),
            }
            if is_whole(&response) {
                break Ok(());
            }
        };
        (String::from_utf8(response).unwrap(), end)
    }

    async fn disable(&mut self, headers: &str) -> (String, std::io::Result<()>) {
        self.send("POST", "/api/v1/accounts/member/disable", headers, "").await
    }
}

fn is_whole(response: &[u8]) -> bool {
    let text = String::from_utf8_lossy(response);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    length.is_none_or(|length: usize| body.len() >= length)
}

async fn mock(fault: &str) -> MockServer {
    let mock = MockServer::start(ServerConfig::built_in("demo").unwrap()).await.unwrap();
    let (response, _) = Client::connect(&mock).await.send("POST", "/__mock/worlds/default/faults", "", fault).await;
    assert!(response.starts_with("HTTP/1.1 201"), "{response}");
    mock
}

fn is_active(mock: &MockServer) -> bool {
    let world = mock.worlds.default_world();
    let platform = world.read();
    platform.accounts.get(platform.accounts.find("member").unwrap()).is_active()
}

#[tokio::test]
async fn a_reset_connection_delivers_no_bytes() {
    for (applied, is_active_after) in [("false", true), ("true", false)] {
        let mock = mock(&format!(r#"{{"effect": "reset", "after_execution": {applied}}}"#)).await;
        let (response, end) = Client::connect(&mock).await.disable("").await;
        assert_eq!((response.as_str(), end.unwrap_err().kind()), ("", std::io::ErrorKind::ConnectionReset));
        assert_eq!(is_active(&mock), is_active_after);
    }
}

#[tokio::test]
async fn a_cut_off_response_delivers_its_head_and_half_of_its_announced_body() {
    let mock = mock(r#"{"effect": "cut_off"}"#).await;
    let (response, end) = Client::connect(&mock).await.disable("").await;
    assert!(end.is_ok());
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("content-length: 15"), "{head}");
    assert_eq!(body, r#"{"statu"#);
    assert!(!is_active(&mock));
}

/// Chromium retries a request when a reused connection breaks. A fault that triggers once would
/// hit the first attempt, and the page would see the response of the second.
#[tokio::test]
async fn a_reset_counts_on_the_request_that_a_browser_does_not_retry() {
    let mock = mock(r#"{"effect": "reset", "after_execution": true, "operation": "disable", "times": 1}"#).await;
    let mut used = Client::connect(&mock).await;
    used.send("GET", "/api/v1/accounts/admin/type", "", "").await.1.unwrap();
    let (_, end) = used.disable(BROWSER).await;
    assert!(end.is_err());
    assert!(is_active(&mock), "it was turned away before anything was done");

    let (_, end) = Client::connect(&mock).await.disable(BROWSER).await;
    assert!(end.is_err() && !is_active(&mock), "the one that comes by a fresh connection is struck");
    let (response, _) = Client::connect(&mock).await.disable(BROWSER).await;
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
    let (journal, _) =
        Client::connect(&mock).await.send("GET", "/__mock/worlds/default/journal?operation=disable", "", "").await;
    let journal: Value = serde_json::from_str(journal.split_once("\r\n\r\n").unwrap().1).unwrap();
    let ended: Vec<_> = journal["entries"].as_array().unwrap().iter().map(|entry| &entry["outcome"]).collect();
    assert_eq!(ended, ["connection_reset", "completed"], "as the page asked, once each");
}

#[tokio::test]
async fn clients_that_do_not_retry_are_reset_on_any_connection() {
    let node = "Sec-Fetch-Mode: cors\r\n";
    let proxy = "Sec-Fetch-Mode: cors\r\nSec-Fetch-Site: same-origin\r\nX-Forwarded-Host: 127.0.0.1:8080\r\n";
    // These add no header. They remove the one for the connection, or rename the host.
    let nginx = "Sec-Fetch-Site: same-origin\r\n";
    let renaming = "Connection: keep-alive\r\nSec-Fetch-Site: same-origin\r\nOrigin: http://app.example\r\n";
    for headers in ["", node, proxy, nginx, renaming] {
        let mock = mock(r#"{"effect": "reset", "operation": "disable", "times": 1}"#).await;
        let mut used = Client::connect(&mock).await;
        used.send("GET", "/api/v1/accounts/admin/type", "", "").await.1.unwrap();
        assert!(used.disable(headers).await.1.is_err());
        let (response, _) = Client::connect(&mock).await.disable(headers).await;
        assert!(response.starts_with("HTTP/1.1 200"), "{headers}{response}");
    }
}

#[tokio::test]
async fn the_head_of_a_slow_response_comes_at_once_and_the_rest_when_the_fault_is_removed() {
    for effect in [r#"{"drip": 3600000}"#, r#"{"bandwidth": 1}"#] {
        let mock = mock(&format!(r#"{{"operation": "disable", "effect": {effect}}}"#)).await;
        let mut slow = TcpStream::connect(mock.url.trim_start_matches("http://")).await.unwrap();
        let request = "POST /api/v1/accounts/member/disable HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                       Authorization: Bearer mock.default.admin\r\nContent-Length: 0\r\n\r\n";
        slow.write_all(request.as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(slow.read_u8().await.unwrap());
        }
        let head = String::from_utf8(head).unwrap().to_lowercase();
        assert!(head.starts_with("http/1.1 200") && head.contains("content-length: 15"), "{head}");

        let path = "/__mock/worlds/default/journal?operation=disable";
        let (journal, _) = Client::connect(&mock).await.send("GET", path, "", "").await;
        assert!(journal.contains(r#""status":"OK""#) && journal.contains(r#""faults":["f1"]"#), "{journal}");
        let (removed, _) = Client::connect(&mock).await.send("DELETE", "/__mock/worlds/default/faults", "", "").await;
        assert!(removed.starts_with("HTTP/1.1 204"), "{removed}");
        let mut body = String::new();
        slow.read_to_string(&mut body).await.unwrap();
        assert_eq!(body, r#"{"status":"OK"}"#);
    }
}

#[tokio::test]
async fn an_aborted_call_is_not_retried_by_a_browser() {
    for (is_used, begins) in [(false, ""), (true, "HTTP/1.1 200")] {
        let mock = mock(r#"{"operation": "list_users", "effect": "hang"}"#).await;
        let world = mock.worlds.default_world();
        let gate = world.gates.close(CallMatcher::default(), false).unwrap();
        let mut client = Client::connect(&mock).await;
        if is_used {
            client.send("GET", "/__mock/server", "", "").await.1.unwrap();
        }
        let aborted = tokio::spawn(async move { client.disable(BROWSER).await });
        gate.until_held(1).await;
        assert_eq!(gate.release_as(Which::All, &Release::Abort), 1);
        let (response, end) = aborted.await.unwrap();
        // A browser sends it again if nothing of the response came on a connection that was used.
        assert!(response.starts_with(begins) && response.is_empty() != is_used, "{response}");
        assert_eq!(end.is_err(), !is_used);
        assert!(response.is_empty() || response.ends_with("\r\n\r\n"), "{response}");
        assert!(is_active(&mock));
    }
}
