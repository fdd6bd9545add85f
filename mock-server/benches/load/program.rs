//! Servers in processes of their own.

use super::http::{Connection, Request};
use super::report;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running server; ended when it is dropped.
pub struct Program {
    child: Child,
    pub address: SocketAddr,
}

impl Program {
    /// The mock. It logs as it does by default, unless `log` says how much; nobody reads that.
    pub fn mock(options: &[&str], log: Option<&str>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mock-server"));
        command.args(["--port", "0"]).args(options).env_remove("RUST_LOG");
        if let Some(log) = log {
            command.env("RUST_LOG", log);
        }
        Self::that_says_where(command)
    }

    /// The bare handler, which answers every request with what is in a file.
    pub fn bare(answer: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg(super::bare::OPTION).arg(answer);
        Self::that_says_where(command)
    }

    /// A server that prints its address at the end of its first line.
    fn that_says_where(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").unwrap_or_else(|| panic!("{line:?}")).1.parse().unwrap();
        Self { child, address }
    }

    /// A server from `node_modules`, once it answers. `{port}` among its options stands for its port.
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

    /// How long it has had a processor.
    pub fn processor_time(&self) -> Duration {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).expect("this takes Linux");
        let time = |thread: std::io::Result<std::fs::DirEntry>| {
            let stat = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
            Some(Duration::from_nanos(stat.split_whitespace().next()?.parse().ok()?))
        };
        threads.filter_map(time).sum()
    }

    /// How much memory it holds, in bytes.
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

/// What is installed of a package; `None` if nothing is.
pub fn node_package(name: &str) -> Option<String> {
    let json = std::fs::read(node_modules().join(name).join("package.json")).ok()?;
    let json: serde_json::Value = serde_json::from_slice(&json).ok()?;
    Some(format!("{name} {}", json["version"].as_str()?))
}
