//! The Python examples of the reference, byte for byte as `requests` sends them, against a
//! listening server.
//!
//! `requests.post(url, headers=…, data=json.dumps(…))` sends no `Content-Type`, `requests.delete`
//! sends a body, and `requests.post(url, headers=…)` sends `Content-Length: 0`. Where the reference
//! omits a slash, these tests do too.

use mock_server::platform::{Clock, Seed};
use mock_server::world::Worlds;
use mock_server::{ServerConfig, app, serve};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use tokio::net::TcpListener;

/// The accounts of the reference.
const SEED: &str = r#"{
    "users": [
        {"username": "root", "email": "root@instabase.com", "site_admin": true},
        {"username": "alice", "email": "alice@instabase.com", "registered_on": 1618362000},
        {"username": "admin", "email": "admin@instabase.com", "site_admin": true, "registered_on": 1618368000},
        {"username": "walter"}, {"username": "gus"}, {"username": "rick", "site_admin": true},
        {"username": "janedoe1"},
        {"username": "jdoe", "password": "my-old-password#"}
    ],
    "teams": [{"name": "team", "owners": ["janedoe1"]}]
}"#;

/// `api_root` as in the reference, and with the slash that `api_root + "<username>/…"` requires.
const ROOTS: [&str; 2] = ["/api/v1/accounts", "/api/v1/accounts/"];

struct Server {
    address: SocketAddr,
    _runtime: tokio::runtime::Runtime,
}

impl Server {
    fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let worlds = Worlds::new(Seed::read(SEED.as_bytes()).unwrap().platform(0, Clock::SYSTEM).unwrap());
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        runtime.spawn(serve(listener, app(ServerConfig::new(worlds)), std::future::pending()));
        Self { address, _runtime: runtime }
    }

    /// Sends a request like `requests` does, and returns its `.json()`.
    fn requests(&self, method: &str, path: &str, token: &str, data: Option<&str>) -> Value {
        let Self { address, .. } = self;
        let data = data.unwrap_or_default();
        let length = match method {
            "get" => String::new(),
            _ => format!("Content-Length: {}\r\n", data.len()),
        };
        let method = method.to_uppercase();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nUser-Agent: python-requests/2.32.4\r\n\
             Accept-Encoding: gzip, deflate\r\nAccept: */*\r\nConnection: keep-alive\r\n\
             Authorization: Bearer {token}\r\n{length}\r\n{data}"
        );
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        read_json(&mut stream)
    }
}

/// Reads one response with a `Content-Length`.
fn read_json(stream: &mut TcpStream) -> Value {
    let (mut received, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&received).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
            if body.len() == length.parse::<usize>().unwrap() {
                assert!(head.starts_with("HTTP/1.1 200 OK"), "{text}");
                return serde_json::from_str(body).unwrap();
            }
        }
        let read = stream.read(&mut chunk).unwrap();
        assert_ne!(read, 0, "the connection closed after {text:?}");
        received.extend_from_slice(&chunk[..read]);
    }
}

const TOKEN: &str = "mock.default.root";

#[test]
fn create_users() {
    for root in ROOTS {
        let data = r#"{"users": [{"username": "bob", "email": "bob@instabase.com", "password": "password1"}, {"username": "alice", "email": "alice@instabase.com", "password": "password2"}]}"#;
        assert_eq!(
            Server::start().requests("post", &format!("{root}/users"), TOKEN, Some(data)),
            json!({
                "status": "OK",
                "result": { "created_users": ["bob"], "error_details": { "FAILURE": ["alice"] } },
            })
        );
    }
}

/// The example of the reference is not valid JSON. These are the two ways to fix it.
#[test]
fn create_service_accounts() {
    for root in ROOTS {
        for data in [
            r#"{"users": [{"username": "foo", "user_type": "service_account"}]}"#,
            r#"{"users": [{"username": "foo"}], "user_type": "service_account"}"#,
        ] {
            assert_eq!(
                Server::start().requests("post", &format!("{root}/users"), TOKEN, Some(data)),
                json!({ "status": "OK", "result": { "created_users": ["foo"], "error_details": {} } })
            );
        }
    }
}

#[test]
fn deactivate_disable_and_reactivate_users() {
    for root in ROOTS {
        let server = Server::start();
        let post = |path: &str| server.requests("post", &format!("{root}{path}"), TOKEN, None);
        assert_eq!(
            post("/janedoe1/deactivate"),
            json!({ "status": "ERROR", "msg": "janedoe1 still owns teams. Failed to deactivate" })
        );
        for path in ["/walter/disable", "/walter/deactivate", "/walter/reactivate"] {
            assert_eq!(post(path), json!({ "status": "OK" }), "{path}");
        }
    }
}

#[test]
fn get_set_and_remove_site_admins() {
    for root in ROOTS {
        let server = Server::start();
        let path = format!("{root}/admins");
        let admins = || {
            let response = server.requests("get", &path, TOKEN, None);
            let names =
                response["admins"].as_array().unwrap().iter().map(|user| user["username"].as_str().unwrap().to_owned());
            names.collect::<Vec<_>>()
        };
        assert_eq!(admins(), ["admin", "rick", "root"]);
        let data = r#"{"usernames": ["walter", "jesse", "gus"]}"#;
        assert_eq!(
            server.requests("post", &path, TOKEN, Some(data)),
            json!({
                "status": "ERROR",
                "msg": "Failed to set all usernames to admin.",
                "error_details": { "jesse": "User (jesse) not found" },
            })
        );
        assert_eq!(admins(), ["admin", "gus", "rick", "root", "walter"]);
        let data = r#"{"usernames": ["glenn", "rick"]}"#;
        assert_eq!(
            server.requests("delete", &path, TOKEN, Some(data)),
            json!({
                "status": "ERROR",
                "msg": "Failed to unset all usernames from admin.",
                "error_details": { "glenn": "User (glenn) not found" },
            })
        );
        assert_eq!(admins(), ["admin", "gus", "root", "walter"]);
    }
}

#[test]
fn list_users() {
    for root in ROOTS {
        let server = Server::start();
        let data = r#"{"search_string": "insta", "get_all": "false", "limit": 100, "offset": 0}"#;
        let response = server.requests("post", &format!("{root}/list_users"), TOKEN, Some(data));
        assert_eq!((&response["has_more"], &response["next_offset"]), (&json!(false), &json!(-1)));
        assert_eq!(
            response["users"][1],
            json!({
                "email": "alice@instabase.com", "username": "alice", "is_admin": false, "is_active": true,
                "is_verfied": true, "is_verified": true, "is_approved": true, "is_disabled": false,
                "registered_on": 1_618_362_000,
            })
        );
        let data = r#"{"search_string": "insta", "get_all": "false", "limit": 100, "offset": 5}"#;
        let response = server.requests("post", &format!("{root}/list_users"), TOKEN, Some(data));
        assert_eq!(response["users"], json!([]));
    }
}

/// `api_root + "<account_name>/type"`: the slash is missing unless `api_root` ends in one.
#[test]
fn check_account_type() {
    for root in ROOTS {
        let server = Server::start();
        for path in [format!("{root}walter/type"), format!("{root}/walter/type")] {
            assert_eq!(
                server.requests("get", &path, TOKEN, None),
                json!({ "status": "OK", "account_type": "user" }),
                "{path}"
            );
        }
    }
}

/// `api_root + "<username>/reset_password"`, with the same missing slash.
#[test]
fn reset_password() {
    for root in ROOTS {
        for path in [format!("{root}jdoe/reset_password"), format!("{root}/jdoe/reset_password")] {
            let server = Server::start();
            let own = r#"{"new_password": "my-new-password!", "old_password": "my-old-password#"}"#;
            assert_eq!(server.requests("post", &path, "mock.default.jdoe", Some(own)), json!({ "status": "OK" }));
            let another_s = r#"{"new_password": "my-new-password!"}"#;
            assert_eq!(server.requests("post", &path, TOKEN, Some(another_s)), json!({ "status": "OK" }));
        }
    }
}

/// A client that writes a large body before reading still gets its response, and can reuse the
/// connection.
#[test]
fn a_body_of_10_mib_gets_a_response() {
    let server = Server::start();
    let mut stream = TcpStream::connect(server.address).unwrap();
    let body = vec![b'x'; 10 << 20];
    for token in [TOKEN, "nobody"] {
        let head = format!(
            "POST /api/v1/accounts/users HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\nContent-Length: {}\r\n\r\n",
            server.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(&body).unwrap();
        let mut start = [0; 12];
        stream.read_exact(&mut start).unwrap();
        assert_eq!(&start, if token == TOKEN { b"HTTP/1.1 413" } else { b"HTTP/1.1 401" });
        // Skip the rest of the response, which contains one object.
        let mut byte = [0];
        while byte != *b"}" {
            stream.read_exact(&mut byte).unwrap();
        }
    }
}
