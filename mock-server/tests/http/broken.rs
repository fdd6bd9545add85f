//! What only a socket shows: connections that are reset, answers that are cut off, clients that send again.

use mock_server::{MockServer, ServerConfig, spawn};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection that is kept alive.
struct Client(TcpStream);

impl Client {
    async fn connect(mock: &MockServer) -> Self {
        Self(TcpStream::connect(mock.url.trim_start_matches("http://")).await.unwrap())
    }

    /// Sends a request as somebody, and reads what comes until the answer is whole or the connection breaks.
    async fn send(&mut self, method: &str, path: &str, headers: &str, body: &str) -> (String, std::io::Result<()>) {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: mock.test\r\nAuthorization: Bearer mock.default.admin\r\n{headers}\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.0.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let mut buffer = [0; 4096];
        let end = loop {
            match self.0.read(&mut buffer).await {
                Ok(0) => break Ok(()),
                Ok(length) => answer.extend_from_slice(&buffer[..length]),
                Err(error) => break Err(error),
            }
            if is_whole(&answer) {
                break Ok(());
            }
        };
        (String::from_utf8(answer).unwrap(), end)
    }

    async fn disable(&mut self, headers: &str) -> (String, std::io::Result<()>) {
        self.send("POST", "/api/v1/accounts/member/disable", headers, "").await
    }
}

fn is_whole(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    length.is_none_or(|length: usize| body.len() >= length)
}

async fn mock(fault: &str) -> MockServer {
    let mock = spawn(ServerConfig::built_in("demo").unwrap()).await.unwrap();
    let (answer, _) = Client::connect(&mock).await.send("POST", "/__mock/worlds/default/faults", "", fault).await;
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    mock
}

fn is_active(mock: &MockServer) -> bool {
    let world = mock.worlds.default_world();
    let platform = world.read();
    platform.accounts.get(platform.accounts.find("member").unwrap()).is_active()
}

#[tokio::test]
async fn a_reset_connection_brings_no_byte_of_an_answer() {
    for (applied, is_active_after) in [("false", true), ("true", false)] {
        let mock = mock(&format!(r#"{{"effect": "reset", "after_execution": {applied}}}"#)).await;
        let (answer, end) = Client::connect(&mock).await.disable("").await;
        assert_eq!((answer.as_str(), end.unwrap_err().kind()), ("", std::io::ErrorKind::ConnectionReset));
        assert_eq!(is_active(&mock), is_active_after);
    }
}

#[tokio::test]
async fn an_answer_that_is_cut_off_brings_its_head_and_half_of_what_it_announced() {
    let mock = mock(r#"{"effect": "cut_off"}"#).await;
    let (answer, end) = Client::connect(&mock).await.disable("").await;
    assert!(end.is_ok());
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("content-length: 15"), "{head}");
    assert_eq!(body, r#"{"statu"#);
    assert!(!is_active(&mock));
}

/// Chromium sends a request again by itself when a connection breaks that it had used before. A fault that is to strike once
/// would be spent on the first, and the page would see the answer of the second.
#[tokio::test]
async fn a_reset_waits_for_the_request_that_a_browser_does_not_send_again() {
    let mock = mock(r#"{"effect": "reset", "after_execution": true, "operation": "disable", "times": 1}"#).await;
    let mut used = Client::connect(&mock).await;
    used.send("GET", "/api/v1/accounts/admin/type", "", "").await.1.unwrap();
    let (_, end) = used.disable("Sec-Fetch-Site: same-origin\r\n").await;
    assert!(end.is_err());
    assert!(is_active(&mock), "it was turned away before anything was done");

    let (_, end) = Client::connect(&mock).await.disable("Sec-Fetch-Site: same-origin\r\n").await;
    assert!(end.is_err() && !is_active(&mock), "the one that comes by a fresh connection is struck");
    let (answer, _) = Client::connect(&mock).await.disable("Sec-Fetch-Site: same-origin\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let (journal, _) =
        Client::connect(&mock).await.send("GET", "/__mock/worlds/default/journal?operation=disable", "", "").await;
    let journal: Value = serde_json::from_str(journal.split_once("\r\n\r\n").unwrap().1).unwrap();
    let ended: Vec<_> = journal["entries"].as_array().unwrap().iter().map(|entry| &entry["outcome"]).collect();
    assert_eq!(ended, ["connection_reset", "completed"], "as the page asked, once each");
}

#[tokio::test]
async fn who_sends_nothing_again_is_struck_on_any_connection() {
    let node = "Sec-Fetch-Mode: cors\r\n";
    let proxy = "Sec-Fetch-Mode: cors\r\nSec-Fetch-Site: same-origin\r\nX-Forwarded-Host: 127.0.0.1:8080\r\n";
    for headers in ["", node, proxy] {
        let mock = mock(r#"{"effect": "reset", "operation": "disable", "times": 1}"#).await;
        let mut used = Client::connect(&mock).await;
        used.send("GET", "/api/v1/accounts/admin/type", "", "").await.1.unwrap();
        assert!(used.disable(headers).await.1.is_err());
        let (answer, _) = Client::connect(&mock).await.disable(headers).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{headers}{answer}");
    }
}
