//! Adds a fault and observes its effect: `cargo run -p mock-server --example fault`.

use mock_server::world::faults::{Fault, FaultSpec};
use mock_server::{MockServer, ServerConfig};
use std::error::Error;

#[path = "support/http.rs"]
mod http;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = MockServer::start(ServerConfig::built_in("demo")?).await?;
    let world = server.worlds.default_world();

    // A fault has the same JSON format as in the control API. This one is triggered once, after the
    // operation was executed: the change is made, but its response is replaced.
    let spec: FaultSpec = serde_json::from_str(
        r#"{ "operation": "disable", "times": 1, "after_execution": true, "effect": { "html": 502 } }"#,
    )?;
    let fault = world.add_fault(Fault::try_from(spec)?)?;

    let token = server.token("admin");
    for attempt in ["first", "second"] {
        let response = http::post(&server.url, "/api/v1/accounts/member/disable", &token, "").await?;
        println!("{attempt}: {}", response.lines().next().unwrap_or_default());
    }

    let fault = world.faults.find(&fault.id).ok_or("the fault was removed")?;
    println!("matched {}, triggered {}, exhausted: {}", fault.matched, fault.triggered, fault.is_exhausted());
    Ok(())
}
