//! Holds a request at a gate while it is inspected, then releases it: `cargo run -p mock-server
//! --example gate`.

use mock_server::world::matcher::CallMatcher;
use mock_server::{MockServer, ServerConfig};
use std::error::Error;

#[path = "support/http.rs"]
mod http;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = MockServer::start(ServerConfig::built_in("demo")?).await?;
    let world = server.worlds.default_world();

    // An empty matcher holds every call. `false` holds requests before their operation, `true`
    // holds only their responses.
    let gate = world.gates.close(CallMatcher::default(), false)?;

    let (url, token) = (server.url.clone(), server.token("admin"));
    let request = tokio::spawn(async move { http::post(&url, "/api/v1/accounts/member/disable", &token, "").await });

    // No sleep: this resolves as soon as the request is held.
    gate.until_held(1).await;
    println!("held: {:?}", gate.held());

    gate.release(None);
    println!("{}", request.await??);
    Ok(())
}
