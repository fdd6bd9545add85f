//! The program: its options, its output, its shutdown.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail as its body may")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const BINARY: &str = env!("CARGO_BIN_EXE_mock-server");

/// A running server, killed on drop.
struct Server {
    child: Child,
    output: BufReader<std::process::ChildStdout>,
    address: String,
}

impl Server {
    fn start(options: &[&str]) -> Self {
        let mut child = Command::new(BINARY)
            .args(["--port", "0"])
            .args(options)
            .env("RUST_LOG", "trace")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").unwrap_or_else(|| panic!("{line:?}")).1.to_owned();
        Self { child, output, address }
    }

    /// Sends a request and returns the complete response.
    fn send(&self, head: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request =
            format!("{head}\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        stream.write_all(request.as_bytes()).unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    }

    /// Sends a signal, and returns exit code, remaining output and log.
    fn end(mut self, signal: &str) -> (Option<i32>, String, String) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let (mut output, mut log) = (String::new(), String::new());
        self.output.read_to_string(&mut output).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (self.child.wait().unwrap().code(), output, log)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run(options: &[&str]) -> Output {
    Command::new(BINARY).args(options).output().unwrap()
}

fn complaint(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn the_server_prints_its_address_and_tokens_and_stops_on_a_signal() {
    for signal in ["-TERM", "-INT", "-HUP"] {
        let server = Server::start(&["--seed", "empty"]);
        let response =
            server.send("GET /api/v1/accounts/admin/type HTTP/1.1\r\nAuthorization: Bearer mock.default.admin", "");
        assert!(response.ends_with(r#"{"status":"OK","account_type":"user"}"#), "{response}");
        let (code, output, log) = server.end(signal);
        assert_eq!(code, Some(0), "{log}");
        assert!(output.contains("1 accounts.") && output.contains("mock.default.admin"), "{output}");
        assert!(log.contains("stopped"), "{log}");
    }
}

#[test]
fn an_edited_seed_is_reloaded_and_a_broken_one_changes_nothing() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("watched.json");
    std::fs::write(&file, r#"{"users": [{"username": "first"}]}"#).unwrap();
    let mut server = Server::start(&["--watch-seed", file.to_str().unwrap()]);
    let mut log = BufReader::new(server.child.stderr.take().unwrap()).lines();
    let mut logged = |words: &str| log.find(|line| line.as_ref().unwrap().contains(words)).unwrap().unwrap();
    let exists = |server: &Server, name: &str| {
        let head = format!("GET /api/v1/accounts/{name}/type HTTP/1.1\r\nAuthorization: Bearer mock.default.{name}");
        server.send(&head, "").ends_with(r#"{"status":"OK","account_type":"user"}"#)
    };
    assert!(exists(&server, "first"));

    std::fs::write(&file, r#"{"users": [{"username": "second"}, {"username": "third"}]}"#).unwrap();
    assert!(logged("default world was reset").contains("accounts=2"));
    assert!(exists(&server, "second") && !exists(&server, "first"));

    std::fs::write(&file, r#"{"users": [{"username": "fourth"}"#).unwrap();
    assert!(logged("cannot be used: EOF").contains("Nothing was changed"));
    assert!(exists(&server, "second"));
}

#[test]
fn the_server_stops_when_standard_input_closes_if_asked_to() {
    let mut child = Command::new(BINARY)
        .args(["--port", "0", "--seed", "empty", "--until-stdin-closes"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("listening on") && child.try_wait().unwrap().is_none());
    drop(child.stdin.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_pending_request_does_not_block_the_shutdown() {
    let server = Server::start(&["--seed", "empty", "--latency", "1h"]);
    let mut stream = TcpStream::connect(&server.address).unwrap();
    stream.write_all(b"GET /api/v1/accounts/admin/type HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let start = Instant::now();
    let (code, ..) = server.end("-TERM");
    assert_eq!(code, Some(0));
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
}

#[test]
fn the_log_contains_no_tokens_or_passwords() {
    let server = Server::start(&["--seed", "demo"]);
    let with = |line: &str, token: &str, body: &str| {
        server.send(&format!("{line} HTTP/1.1\r\nAuthorization: Bearer {token}"), body)
    };
    let (admin, member) = ("mock.default.admin", "mock.default.member");
    let new = r#"{"users": [{"username": "new", "email": "a@b.example", "password": "s3cret-1"}]}"#;
    assert!(with("POST /api/v1/accounts/users", admin, new).contains(r#""created_users":["new"]"#));
    let own = r#"{"new_password": "s3cret-2", "old_password": "mock-password"}"#;
    assert!(with("POST /api/v1/accounts/member/reset_password", member, own).contains("OK"));
    let wrong = r#"{"new_password": "s3cret-3", "old_password": "s3cret-4"}"#;
    assert!(with("POST /api/v1/accounts/admin/reset_password", admin, wrong).contains("ERROR"));
    with("POST /api/v1/accounts/admin/reset_password", admin, r#"{"new_password": "s3cret-5"#);
    with("POST /api/v1/accounts/list_users?token=s3cret-6", "s3cret-7", r#"{"password": "s3cret-8"}"#);
    with("GET /api/v1/accounts/new/type?password=s3cret-9", member, "");
    let (_, output, log) = server.end("-TERM");
    // Check that this is the log: it has operations, callers and statuses.
    assert!(log.contains("operation=create_users") && log.contains("admin") && log.contains("list_users"), "{log}");
    assert!(log.contains("http=401"), "{log}");
    for secret in ["s3cret", "mock-password", "mock.default"] {
        assert!(!log.contains(secret), "{secret} stands in the log:\n{log}");
    }
    assert!(!output.contains("mock-password") && !output.contains("s3cret"));
}

#[test]
fn a_port_in_use_is_a_clear_error() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = run(&["--seed", "empty", "--port", &port]);
    assert_eq!(output.status.code(), Some(1));
    let expected = format!(
        "mock-server: 127.0.0.1:{port} is in use by another program. Stop that one, or choose another with --port.\n"
    );
    assert_eq!(complaint(&output), expected);
}

#[test]
fn invalid_options_are_named() {
    for (options, code, about) in [
        (["--port", "65536"], 2, "--port"),
        (["--host", "nowhere"], 2, "--host"),
        (["--generated-users", "-5"], 2, "-5"),
        (["--generated-users", "5000001"], 1, "5000001 generated accounts are too many"),
        (["--latency", "soon"], 2, "--latency"),
        (["--cors", "localhost:3000"], 2, "an origin is a scheme, a host and a port"),
        (["--allow-host", "http://mock"], 2, "a host is a name or an address without scheme"),
        (["--frobnicate", "1"], 2, "--frobnicate"),
        (["--seed", "no-such-seed"], 1, "Built in are demo, awkward, empty; anything else is a file."),
        (["--assets", "no-such-folder"], 1, "no-such-folder holds no index.html"),
        (["--base-path", "admin"], 2, "expected a path such as /admin/"),
    ] {
        let output = run(&options);
        assert_eq!(output.status.code(), Some(code), "{options:?}");
        assert!(complaint(&output).contains(about), "{options:?}: {}", complaint(&output));
        assert!(!complaint(&output).contains("panicked"));
    }
}

#[test]
fn a_seed_file_is_read_and_its_errors_have_a_position() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/example.json");
    let server = Server::start(&["--seed", good.to_str().unwrap(), "--generated-users", "1000"]);
    let (_, output, _) = server.end("-TERM");
    assert!(output.contains("1008 accounts."), "{output}");
    assert!(output.contains("janedoe1  mock.default.janedoe1  owns teams"), "{output}");

    let bad = folder.join("bad.json");
    std::fs::write(&bad, "{\n  \"users\": [\n    { \"username\": \"a\", \"admin\": true }\n  ]\n}").unwrap();
    let output = run(&["--seed", bad.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let complaint = complaint(&output);
    assert!(complaint.contains("bad.json cannot be used: unknown field `admin`"), "{complaint}");
    assert!(complaint.contains("at line 3 column"), "{complaint}");
}

#[test]
fn the_control_api_answers_to_allowed_hosts_only_and_cors_opens_the_account_api() {
    let options = ["--seed", "empty", "--allow-host", "mock.example", "--cors", "https://app.example"];
    let server = Server::start(&options);
    let get = |path: &str, headers: &str| {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n").unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    };
    let status = |host: &str| get("/__mock/worlds", &format!("Host: {host}\r\n"))[9..12].to_owned();
    assert_eq!((status("mock.example"), status("localhost:1")), ("200".to_owned(), "200".to_owned()));
    assert_eq!(status("other.example"), "403");
    let response = get("/api/v1/accounts/admins", "Host: other.example\r\nOrigin: https://app.example\r\n");
    assert!(response.contains("access-control-allow-origin: https://app.example"), "{response}");
}

#[test]
fn listening_on_other_interfaces_logs_a_warning() {
    let (_, _, log) = Server::start(&["--seed", "empty", "--host", "0.0.0.0"]).end("-TERM");
    assert!(log.contains("WARN") && log.contains("listening beyond this machine"), "{log}");
}

#[test]
fn worlds_survive_a_restart_with_a_state_file() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("state with spaces ü");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("state.json");
    let options = ["--seed", "demo", "--state", file.to_str().unwrap()];
    let post = |server: &Server, path: &str, token: &str, body: &str| {
        server.send(&format!("POST {path} HTTP/1.1\r\nAuthorization: Bearer {token}"), body)
    };

    for signal in ["-TERM", "-INT"] {
        let _ = std::fs::remove_file(&file);
        let server = Server::start(&options);
        assert!(!file.exists());
        post(&server, "/__mock/worlds", "", r#"{"id": "mine", "seed": "empty", "frozen_at": 1000}"#);
        let reset = r#"{"new_password": "s3cret-1"}"#;
        assert!(post(&server, "/api/v1/accounts/member/reset_password", "mock.default.admin", reset).contains("OK"));
        assert!(post(&server, "/__mock/state/save", "", "").contains(r#""worlds":2"#));
        assert!(file.exists());
        assert!(post(&server, "/api/v1/accounts/member/disable", "mock.default.admin", "").contains("OK"));
        let (code, _, log) = server.end(signal);
        assert_eq!(code, Some(0), "{log}");
        assert!(log.contains("the state was saved") && !log.contains("s3cret"), "{log}");

        let server = Server::start(&options);
        let account = server.send("GET /__mock/worlds/default/accounts/member HTTP/1.1", "");
        assert!(account.contains(r#""state":"disabled""#) && account.contains(r#""token_generation":2"#), "{account}");
        assert!(server.send("GET /__mock/worlds/mine HTTP/1.1", "").contains(r#""now":1000"#));
        post(&server, "/__mock/worlds/default/reset", "", "");
        let account = server.send("GET /__mock/worlds/default/accounts/member HTTP/1.1", "");
        assert!(account.contains(r#""state":"active""#), "a reset restores the seed: {account}");
    }
    let entries: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(entries, ["state.json"], "no temporary file is left");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_state_that_cannot_be_read_or_saved_stops_the_server_and_says_where() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join("broken-state.json");
    for (text, about) in [
        ("{\n  \"format\": 2,\n  \"worlds\": []\n}", "format 2 is unknown. This version reads format 1 at line 2"),
        ("{\"format\": 1, \"worlds\": []}", "worlds: has no world named \"default\" at line 1 column 25"),
        (
            "{\"format\": 1, \"worlds\": [{\"id\": \"default\", \"state\": {\"clock\": {\"frozen_at\": 0}, \"seed\":\n \
             {\"users\": [{\"username\": \"\"}]}}}]}",
            "worlds[0].state.seed.users[0].username: must have 1 to 255 characters, no control characters, no space at \
             either end at line 2 column 26",
        ),
    ] {
        std::fs::write(&file, text).unwrap();
        let output = run(&["--state", file.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        assert!(complaint(&output).contains(about), "{}", complaint(&output));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "the file stays as it was");
    }
    let nowhere = folder.join("no-such-folder/state.json");
    for path in [nowhere.as_path(), folder] {
        let output = run(&["--state", path.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        assert!(complaint(&output).contains(path.to_str().unwrap()), "{}", complaint(&output));
    }
}

#[test]
fn verify_prints_a_table_or_json_and_writes_a_variant_to_be_like() {
    let variant = Path::new(env!("CARGO_TARGET_TMPDIR")).join("variant.json");
    std::fs::write(&variant, "{\"refusal_status\": \"4xx\", \"list_verified\": \"is_verified\"}").unwrap();
    let server = Server::start(&["--seed", "demo", "--like", variant.to_str().unwrap()]);
    assert!(server.send("GET /__mock/server HTTP/1.1", "").contains(r#""refusal_status":"4xx""#));
    let url = format!("http://{}", server.address);
    let verify = |options: &[&str], input: &str| {
        let mut child = Command::new(BINARY)
            .args(["verify", &url, "--token-env", "PLATFORM_TOKEN"])
            .args(options)
            .env("PLATFORM_TOKEN", "mock.default.admin")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The command need not read its input.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    };
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();

    let copy = variant.with_file_name("variant-copy.json");
    let output = verify(&["--variant", copy.to_str().unwrap()], "");
    assert_eq!(output.status.code(), Some(3), "it differs");
    let table = text(output.stdout);
    assert!(table.contains("refusal_status            differs     An HTTP status that matches"), "{table}");
    assert!(table.contains("create_failures           unknown     only changes show it: --writes PREFIX"), "{table}");
    assert!(text(output.stderr).is_empty());
    let written = std::fs::read_to_string(&copy).unwrap();
    assert!(written.contains(r#""refusal_status": "4xx""#), "{written}");
    // The mock is like what was found.
    Server::start(&["--seed", "empty", "--like", copy.to_str().unwrap()]).end("-TERM");

    let output = verify(&["--json", "--writes", "probe"], "probe\n");
    let json = text(output.stdout);
    assert!(json.contains(r#""ruling": "create_failures""#) && !json.contains("only changes show it"), "{json}");
    let asked = text(output.stderr);
    assert!(asked.contains("the user probe-mock-verify-user") && asked.contains("Type probe to go on"), "{asked}");

    let output = verify(&["--writes", "other"], "yes\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(output.stderr).contains("not confirmed. Nothing was changed"));
    assert!(server.send("GET /__mock/worlds/default/accounts/other-mock-verify-user HTTP/1.1", "").contains("404"));
}

#[test]
fn commands_name_what_is_wrong_with_their_options() {
    let broken = Path::new(env!("CARGO_TARGET_TMPDIR")).join("broken-variant.json");
    std::fs::write(&broken, "{\n  \"list_order\": \"random\"}").unwrap();
    for (options, code, about) in [
        (vec!["verify", "https://host.example", "--token-env", "NO_SUCH_VARIABLE"], 1, "NO_SUCH_VARIABLE"),
        (vec!["verify", "nowhere", "--token-env", "PATH"], 1, "is not the address of a deployment"),
        (vec!["verify", "http://host.example", "--token-env", "PATH"], 1, "Use https://"),
        (vec!["verify", "http://localhost:9", "--token-env", "PATH", "--writes", "a"], 1, "at least 4 characters"),
        (vec!["verify", "https://host.example"], 2, "--token-env"),
        (vec!["--like", broken.to_str().unwrap()], 1, "unknown variant `random`"),
        (vec!["--like", broken.to_str().unwrap()], 1, "at line 2 column 24"),
    ] {
        let output = run(&options);
        assert_eq!(output.status.code(), Some(code), "{options:?}");
        assert!(complaint(&output).contains(about), "{options:?}: {}", complaint(&output));
    }
}

#[test]
fn record_writes_a_seed_that_the_mock_serves() {
    let server = Server::start(&["--seed", "demo"]);
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("recorded.json");
    let url = format!("http://{}", server.address);
    let record = |key: &str| {
        Command::new(BINARY)
            .args([
                "record",
                &url,
                "--token-env",
                "PLATFORM_TOKEN",
                "--key-env",
                "KEY",
                "--output",
                file.to_str().unwrap(),
            ])
            .envs([("PLATFORM_TOKEN", "mock.default.admin"), ("KEY", key)])
            .output()
            .unwrap()
    };
    let output = record("a key of sixteen");
    assert_eq!(output.status.code(), Some(0), "{}", complaint(&output));
    assert!(complaint(&output).contains("accounts were recorded, 0 without a username"), "{}", complaint(&output));
    let (_, banner, _) = Server::start(&["--seed", file.to_str().unwrap()]).end("-TERM");
    assert!(banner.contains("site admin") && !banner.contains("janedoe1"), "{banner}");
    assert!(complaint(&record("short")).contains("KEY has fewer than 16 characters"));
}

#[test]
fn coverage_of_several_runs_is_merged_into_a_report_with_a_threshold() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("coverage");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let run = |options: &[&str]| -> (Option<i32>, String, String) {
        let Output { status, stdout, stderr } =
            Command::new(BINARY).arg("coverage").arg(&folder).args(options).output().unwrap();
        (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
    };
    let (code, _, error) = run(&[]);
    assert!(code == Some(1) && error.contains("has no *.jsonl. Did the tests run with MOCK_COVERAGE?"), "{error}");
    for (file, test, branch) in [("one.jsonl", "a shard", "ok"), ("two.jsonl", "another", "not_permitted")] {
        let line = format!(
            r#"{{"test":"{test}","coverage":{{"operations":{{"disable":{{"{branch}":1}}}},"requests":{{}}}}}}"#
        );
        std::fs::write(folder.join(file), line + "\n").unwrap();
    }
    let html = folder.join("report.html");
    let (code, output, _) = run(&["--html", html.to_str().unwrap(), "--coverage-at-least", "2"]);
    assert_eq!(code, Some(0));
    assert!(output.starts_with("2 of 85 outcomes of the contract were covered (2.4%), by 2 tests."), "{output}");
    let html = std::fs::read_to_string(html).unwrap();
    assert!(html.contains("<li>a shard</li>") && html.contains("<li>another</li>"), "{html}");
    let (code, _, error) = run(&["--coverage-at-least", "2.5"]);
    assert!(code == Some(3) && error.contains("less than the 2.5% of --coverage-at-least"), "{error}");
    let (code, _, error) = run(&["--coverage-at-least", "120"]);
    assert!(code == Some(2) && error.contains("not from 0 to 100"), "{error}");
}
