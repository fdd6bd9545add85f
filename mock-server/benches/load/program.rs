//! Servers that run in processes of their own.

use super::http::{Connection, Request};
use super::report;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running server, killed on drop.
pub struct Program {
    child: Child,
    pub address: SocketAddr,
}

impl Program {
    /// Starts the mock with its default log level, or with `log`. The output is discarded.
    pub fn mock(options: &[&str], log: Option<&str>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mock-server"));
        command.args(["--port", "0"]).args(options).env_remove("RUST_LOG");
        if let Some(log) = log {
            command.env("RUST_LOG", log);
        }
        Self::spawn(command)
    }

    /// Starts the bare handler, which sends the contents of a file in response to every request.
    pub fn bare(body_file: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg(super::bare::OPTION).arg(body_file);
        Self::spawn(command)
    }

    /// Starts a server that prints its address at the end of the first line.
    fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").unwrap_or_else(|| panic!("{line:?}")).1.parse().unwrap();
        Self { child, address }
    }

    /// Starts a server from `node_modules` and waits until it responds. `{port}` in the options is
    /// replaced by its port.
    pub async fn node(script: &str, options: &[&str], request: &Request) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let port = address.port().to_string();
        let mut command = Command::new("node");
        command.arg(node_modules().join(script)).args(options.iter().map(|option| option.replace("{port}", &port)));
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut program = Self { child, address };
        loop {
            assert!(program.child.try_wait().unwrap().is_none(), "{script} has ended");
            if let Ok(mut connection) = Connection::open(address).await {
                connection.call(request).await;
                return program;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The processor time of all its threads.
    pub fn processor_time(&self) -> Duration {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).expect("/proc requires Linux");
        let time = |thread: std::io::Result<std::fs::DirEntry>| {
            let stat = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
            Some(Duration::from_nanos(stat.split_whitespace().next()?.parse().ok()?))
        };
        threads.filter_map(time).sum()
    }

    /// Its memory (resident set), in bytes.
    pub fn memory(&self) -> f64 {
        report::memory(&self.child.id().to_string())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn node_modules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/node_modules")
}

/// The name and version of an installed package; `None` if it is missing.
pub fn node_package(name: &str) -> Option<String> {
    let json = std::fs::read(node_modules().join(name).join("package.json")).ok()?;
    let json: serde_json::Value = serde_json::from_slice(&json).ok()?;
    Some(format!("{name} {}", json["version"].as_str()?))
}
