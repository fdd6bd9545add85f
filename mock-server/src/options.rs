//! The options of the command line.

use crate::commands::Command;
use clap::Parser;
use mock_server::access::{CorsOrigin, HostName};
use mock_server::world::Limits;
use mock_server::{BasePath, VERSION};
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

/// A stateful, in-memory mock of the platform behind the Account API.
///
/// Clients authenticate with tokens of the form mock.default.<username>. The environment variable
/// RUST_LOG sets the log level (default: info).
#[derive(Parser)]
#[command(version = VERSION, args_conflicts_with_subcommands = true)]
pub(crate) struct Options {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// Port to listen on; 0 picks a free one, which the first line of output names. The last one
    /// given counts.
    #[arg(long, default_value_t = 8090, overrides_with = "port")]
    pub(crate) port: u16,

    /// Address to listen on. Other than a loopback address, it gives other machines full access.
    #[arg(long, default_value = "127.0.0.1")]
    pub(crate) host: IpAddr,

    /// Further name or address of the server, which its control API then answers to. Pages of that
    /// host may control the mock too. Repeatable.
    #[arg(long, value_name = "HOST")]
    pub(crate) allow_host: Vec<HostName>,

    /// Origin whose pages may call the Account API: http://localhost:3000, or * for any. Repeatable.
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) cors: Vec<CorsOrigin>,

    /// Let requests bring a fault along, in the header X-Mock-Fault: hang, or {"status": 503}.
    #[arg(long)]
    pub(crate) allow_header_faults: bool,

    /// Initial accounts and groups: demo, awkward, empty, or a JSON file.
    #[arg(long, value_name = "SEED", default_value = "demo")]
    pub(crate) seed: PathBuf,

    /// Seed file to watch: whenever it is edited, the default world is reset to it.
    #[arg(long, value_name = "FILE", conflicts_with = "seed")]
    pub(crate) watch_seed: Option<PathBuf>,

    /// File that keeps all worlds: read at the start if it exists, instead of the seed, and written
    /// when the server stops and on POST /__mock/state/save.
    #[arg(long, value_name = "FILE", conflicts_with = "watch_seed")]
    pub(crate) state: Option<PathBuf>,

    /// Variant of the platform to be like, as `mock-server verify` writes it: a JSON file.
    #[arg(long, value_name = "FILE")]
    pub(crate) like: Option<PathBuf>,

    /// Number of accounts to generate on top of the seed, deterministically.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) generated_users: usize,

    /// Maximum number of worlds besides the default one.
    #[arg(long, value_name = "N", default_value_t = Limits::default().max_worlds)]
    pub(crate) max_worlds: usize,

    /// Time after which an unused world is deleted: 30m, 2h.
    #[arg(long, value_name = "TIME", default_value = "30m", value_parser = humantime::parse_duration)]
    pub(crate) idle_timeout: Duration,

    /// Maximum estimated memory of all worlds when another one is created, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().max_memory_bytes >> 20)]
    pub(crate) max_memory_mib: usize,

    /// Folder with a built app to serve beside the API.
    #[arg(long, value_name = "DIR")]
    pub(crate) assets: Option<PathBuf>,

    /// Stop when standard input is closed: when the program that started this one ends, even if it
    /// is killed.
    #[arg(long)]
    pub(crate) until_stdin_closes: bool,

    /// Path to serve everything at, as behind a proxy that strips it: /admin/. The APIs also stay
    /// where they are without it.
    #[arg(long, value_name = "PATH", default_value = "/")]
    pub(crate) base_path: BasePath,

    /// Latency added to every API response: 200ms, 1.5s.
    #[arg(long, value_name = "TIME", default_value = "0ms", value_parser = humantime::parse_duration)]
    pub(crate) latency: Duration,
}

impl Options {
    /// How many worlds the server holds, and for how long.
    pub(crate) const fn limits(&self) -> Limits {
        Limits {
            max_worlds: self.max_worlds,
            max_idle: self.idle_timeout,
            max_memory_bytes: self.max_memory_mib.saturating_mul(1 << 20),
        }
    }
}
