//! The commands that ask a real deployment, and the one that reports coverage.

use account_api::Secret;
use clap::{Args, Subcommand};
use mock_server::coverage_report::{MergedCoverage, html_report};
use mock_server::deployment::record::{Recording, random_key, record};
use mock_server::deployment::verify::{MIN_PREFIX_CHARS, plan_of_writes, read_probes, write_probes};
use mock_server::deployment::{Client, ClientError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The exit code when the tests cover less than `--coverage-at-least`.
const NOT_COVERED: u8 = 3;

/// The exit code when a deployment differs from the contract.
const DIFFERS: u8 = 3;

/// The shortest key of pseudonyms. A shorter one could be guessed.
const MIN_KEY_CHARS: usize = 16;

/// A command.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Find out how a deployment decides what the reference leaves open. Only reads, unless
    /// --writes is given. Exit code 3 means that it differs from the mock without --like.
    Verify(Verify),

    /// Make a seed of the shape of a deployment: as many accounts in the same states, with
    /// pseudonyms for names and addresses. Only reads.
    Record(Record),

    /// Merge the coverage of the contract that tests have written into the folder MOCK_COVERAGE,
    /// and say what no test covers. Exit code 3 means that it is less than --coverage-at-least.
    Coverage(CoverageOptions),
}

/// A deployment and a token for it.
#[derive(Args)]
pub(crate) struct Deployment {
    /// Address of the deployment: https://platform.example
    url: String,

    /// Environment variable with a token. A site admin's shows the most.
    #[arg(long, value_name = "NAME")]
    token_env: String,
}

#[derive(Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    deployment: Deployment,

    /// Print the report as JSON.
    #[arg(long)]
    json: bool,

    /// Write a variant file, with which the mock decides like the deployment (--like).
    #[arg(long, value_name = "FILE")]
    variant: Option<PathBuf>,

    /// Also find out what only changes show, with accounts whose names start with this. Asks first.
    #[arg(long, value_name = "PREFIX")]
    writes: Option<String>,
}

#[derive(Args)]
pub(crate) struct Record {
    #[command(flatten)]
    deployment: Deployment,

    /// Environment variable with a secret key of at least 16 characters. The same key gives the
    /// same pseudonyms in every recording. Without it, a random one is used and forgotten.
    #[arg(long, value_name = "NAME")]
    key_env: Option<String>,

    /// File to write the seed to; standard output without it.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct CoverageOptions {
    /// Files with coverage, of several shards and runs, or folders of them.
    #[arg(required = true)]
    paths: Vec<PathBuf>,

    /// Write a report as one HTML file, which also shows which test covered what.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,

    /// The least share of the outcomes of the contract that must be covered, in percent.
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    coverage_at_least: Option<f64>,
}

impl Command {
    /// Runs the command.
    pub(crate) fn run(self) -> Result<ExitCode, String> {
        match self {
            Self::Verify(verify) => verify.run(),
            Self::Record(record) => record.run(),
            Self::Coverage(options) => options.run(),
        }
    }
}

impl Deployment {
    fn client(&self) -> Result<Client, String> {
        Client::new(&self.url, secret(&self.token_env, 1)?).map_err(|error| error.to_string())
    }
}

/// Reads a secret from an environment variable.
fn secret(name: &str, min_chars: usize) -> Result<Secret, String> {
    let value = std::env::var(name).map_err(|error| format!("the environment variable {name}: {error}"))?;
    if value.trim().chars().count() < min_chars {
        return Err(format!("the environment variable {name} has fewer than {min_chars} characters"));
    }
    Ok(Secret::new(value.trim()))
}

impl Record {
    fn run(self) -> Result<ExitCode, String> {
        let mut client = self.deployment.client()?;
        let key = match &self.key_env {
            Some(name) => secret(name, MIN_KEY_CHARS)?,
            None => random_key().map_err(|error| error.to_string())?,
        };
        let Recording { seed, accounts, malformed } = record(&mut client, &key).map_err(|error| error.to_string())?;
        let text = to_json(&seed)?;
        match &self.output {
            Some(file) => write_file(file, &text)?,
            None => print(&text),
        }
        eprintln!("{accounts} accounts were recorded, {malformed} without a username were left out");
        Ok(ExitCode::SUCCESS)
    }
}

impl CoverageOptions {
    fn run(self) -> Result<ExitCode, String> {
        let mut merged = MergedCoverage::default();
        for path in &self.paths {
            for file in coverage_files(path)? {
                let text = std::fs::read_to_string(&file)
                    .map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
                merged.add(&text).map_err(|error| format!("{}, {error}", file.display()))?;
            }
        }
        print(&merged.summary());
        if let Some(file) = &self.html {
            write_file(file, &html_report(&merged))?;
        }
        match self.coverage_at_least {
            Some(least) if merged.percent() < least => {
                eprintln!("mock-server: that is less than the {least}% of --coverage-at-least");
                Ok(ExitCode::from(NOT_COVERED))
            }
            _ => Ok(ExitCode::SUCCESS),
        }
    }
}

/// A file itself, or the coverage files in a folder, which must have some.
fn coverage_files(path: &Path) -> Result<Vec<PathBuf>, String> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let unreadable = |error: io::Error| format!("{} cannot be read: {error}", path.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        let file = entry.map_err(unreadable)?.path();
        if file.extension().is_some_and(|extension| extension == "jsonl") {
            files.push(file);
        }
    }
    if files.is_empty() {
        return Err(format!("{} has no *.jsonl. Did the tests run with MOCK_COVERAGE?", path.display()));
    }
    files.sort();
    Ok(files)
}

fn percent(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.0..=100.0).contains(&number) { Ok(number) } else { Err("not from 0 to 100".to_owned()) }
}

impl Verify {
    fn run(self) -> Result<ExitCode, String> {
        let failed = |error: ClientError| error.to_string();
        let mut client = self.deployment.client()?;
        if let Some(prefix) = &self.writes {
            confirm(&client, prefix)?;
        }
        let mut report = read_probes(&mut client).map_err(failed)?;
        if let Some(prefix) = &self.writes {
            write_probes(&client, prefix, &mut report).map_err(failed)?;
        }
        let report = report.complete();
        print(&if self.json { to_json(&report)? } else { report.table() });
        if let Some(file) = &self.variant {
            write_file(file, &to_json(&report.variant())?)?;
        }
        Ok(if report.differs() { ExitCode::from(DIFFERS) } else { ExitCode::SUCCESS })
    }
}

/// Asks the user to type the prefix of the accounts that will be changed.
fn confirm(client: &Client, prefix: &str) -> Result<(), String> {
    if prefix.chars().count() < MIN_PREFIX_CHARS || prefix.trim() != prefix {
        return Err(format!("a prefix has at least {MIN_PREFIX_CHARS} characters and no space around them"));
    }
    eprint!("{}\n{}Type {prefix} to go on: ", client.root(), plan_of_writes(prefix));
    let mut line = String::new();
    io::stdin().read_line(&mut line).map_err(|error| error.to_string())?;
    if line.trim() == prefix { Ok(()) } else { Err("not confirmed. Nothing was changed".to_owned()) }
}

fn to_json(value: &impl serde::Serialize) -> Result<String, String> {
    serde_json::to_string_pretty(value).map(|json| json + "\n").map_err(|error| error.to_string())
}

fn print(text: &str) {
    // If the reader is gone, nobody misses the rest.
    let _ = io::stdout().write_all(text.as_bytes());
}

fn write_file(file: &Path, text: &str) -> Result<(), String> {
    std::fs::write(file, text).map_err(|error| format!("{} cannot be written: {error}", file.display()))
}
