//! A server for the tests of other Rust projects.

use crate::platform::Token;
use crate::world::{DEFAULT_WORLD, Worlds};
use crate::{ServerConfig, app, serve};
use std::io;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// A server that runs until this is dropped.
#[derive(Debug)]
pub struct MockServer {
    /// Where it listens: `http://127.0.0.1:49152`, without a slash at its end.
    pub url: String,
    /// Its worlds, to be looked into and changed without HTTP.
    pub worlds: Worlds,
    /// Dropped, it stops the server.
    _stop: oneshot::Sender<()>,
}

impl MockServer {
    /// The token of a user in the world that the server starts with, until a password reset.
    #[must_use]
    pub fn token(&self, username: &str) -> String {
        Token { world: DEFAULT_WORLD.to_owned(), username: username.to_owned(), session: 1 }.write()
    }
}

/// Serves on a free port of the loopback address, in the background of the Tokio runtime that calls it.
///
/// ```
/// # use std::io::{Read, Write};
/// # fn post(url: &str, path: &str, token: &str) -> std::io::Result<String> {
/// #     let mut stream = std::net::TcpStream::connect(url.trim_start_matches("http://"))?;
/// #     let body = "{}";
/// #     write!(stream, "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
/// #         Content-Length: {}\r\n\r\n{body}", body.len())?;
/// #     let mut answer = String::new();
/// #     stream.read_to_string(&mut answer)?;
/// #     Ok(answer)
/// # }
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mock = mock_server::spawn(mock_server::ServerConfig::built_in("demo")?).await?;
///
/// // Point what you test at `mock.url`, with a token of whoever it is to be:
/// # let (url, token) = (mock.url.clone(), mock.token("admin"));
/// # let answer = tokio::task::spawn_blocking(move ||
/// post(&url, "/api/v1/accounts/member/disable", &token)
/// # ).await??;
/// # assert!(answer.contains(r#"{"status":"OK"}"#), "{answer}");
///
/// // And look into the world behind it:
/// let world = mock.worlds.default_world();
/// let platform = world.read();
/// let member = platform.accounts.find("member").expect("the demo seed has somebody named so");
/// assert!(!platform.accounts.get(member).is_active());
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// When no port can be listened on.
pub async fn spawn(state: ServerConfig) -> io::Result<MockServer> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let worlds = state.worlds.clone();
    let (stop, stopped) = oneshot::channel();
    let held = worlds.clone();
    tokio::spawn(serve(listener, app(state), async move {
        // Nobody sends: it is ready when the sender is gone. Then what is held up must end too, or its client waits for ever.
        let _ = stopped.await;
        held.calm();
    }));
    Ok(MockServer { url, worlds, _stop: stop })
}
