//! A mock server for the tests of Rust projects.

use crate::platform::Token;
use crate::world::{DEFAULT_WORLD, Worlds};
use crate::{ServerConfig, app, serve};
use std::io;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// A mock server that runs in the background until it is dropped.
///
/// ```
/// # use std::io::{Read, Write};
/// # fn post(url: &str, path: &str, token: &str) -> std::io::Result<String> {
/// #     let mut stream = std::net::TcpStream::connect(url.trim_start_matches("http://"))?;
/// #     let body = "{}";
/// #     let head = format!("POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
/// #     let rest = format!("Authorization: Bearer {token}\r\nContent-Length: 2\r\n\r\n{body}");
/// #     write!(stream, "{head}{rest}")?;
/// #     let mut response = String::new();
/// #     stream.read_to_string(&mut response)?;
/// #     Ok(response)
/// # }
/// use mock_server::{MockServer, ServerConfig};
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // Arrange: start a server with a built-in seed.
/// let server = MockServer::start(ServerConfig::built_in("demo")?).await?;
///
/// // Act: point your client at its URL, with the token of the user that it acts as.
/// # let (url, token) = (server.url.clone(), server.token("admin"));
/// # let response = tokio::task::spawn_blocking(move ||
/// post(&url, "/api/v1/accounts/member/disable", &token)
/// # ).await??;
/// # assert!(response.contains(r#"{"status":"OK"}"#), "{response}");
///
/// // Assert: inspect the platform behind the API.
/// let world = server.worlds.default_world();
/// let platform = world.read();
/// let member = platform.accounts.find("member").expect("the demo seed has this user");
/// assert!(!platform.accounts.get(member).is_active());
/// # Ok(())
/// # }
/// ```
///
/// # Best practices
///
/// - **Isolate tests.** Start one server per test, or share one and create a world per test with
///   [`Worlds::create`]. The bearer token selects the world, so parallel tests do not see each
///   other.
/// - **Bind the server to a variable** that lives until the end of the test: `let server = …`, not
///   `let _ = …`, which drops it at once.
/// - **Do not sleep.** To wait for a request, use `world.journal.wait_for_count`. To inspect your
///   client
///   while a request is pending, hold it at a gate: `examples/gate.rs`.
/// - **Test failures deliberately.** Add a fault instead of stopping the server:
///   `examples/fault.rs`.
#[derive(Debug)]
pub struct MockServer {
    /// The address, without a trailing slash: `http://127.0.0.1:49152`.
    pub url: String,
    /// The worlds, to inspect and change without HTTP.
    pub worlds: Worlds,
    /// Stops the server when it is dropped.
    _stop: oneshot::Sender<()>,
}

impl MockServer {
    /// Starts a server on a free port of the loopback address, on the current Tokio runtime.
    ///
    /// # Errors
    /// Returns the error of the operating system if it provides no port.
    pub async fn start(config: ServerConfig) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let worlds = config.worlds.clone();
        let (stop, stopped) = oneshot::channel();
        let held_worlds = worlds.clone();
        tokio::spawn(serve(listener, app(config), async move {
            // Resolves when the sender is dropped. Held requests are released too, or their clients
            // would hang.
            let _ = stopped.await;
            held_worlds.clear_all_faults_and_gates();
        }));
        Ok(Self { url, worlds, _stop: stop })
    }

    /// The first token of a user in the default world, valid until the first password reset.
    #[must_use]
    pub fn token(&self, username: &str) -> String {
        Token { world: DEFAULT_WORLD.to_owned(), username: username.to_owned(), token_generation: 1 }.encode()
    }
}
