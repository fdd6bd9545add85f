//! Starts a mock server, calls it, and inspects the platform behind it: `cargo run -p mock-server
//! --example start`.

use mock_server::{MockServer, ServerConfig};
use std::error::Error;

#[path = "support/http.rs"]
mod http;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // The server runs on a free port until it is dropped.
    let server = MockServer::start(ServerConfig::built_in("demo")?).await?;

    // A token names its world and its user. No sign-in is needed.
    let response = http::post(&server.url, "/api/v1/accounts/member/disable", &server.token("admin"), "").await?;
    println!("{response}");

    // The platform can be inspected without HTTP.
    let world = server.worlds.default_world();
    let platform = world.read();
    let member = platform.accounts.find("member").ok_or("the demo seed has no member")?;
    println!("member is active: {}", platform.accounts.get(member).is_active());
    Ok(())
}
