//! Measured figures with their spread, and the Markdown report that they are written to.

#![allow(dead_code, reason = "each bench uses a part of it")]

use std::fmt::{self, Display, Write as _};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// The times of one round, sorted.
pub struct Round(Vec<Duration>);

impl Round {
    pub fn new(mut times: Vec<Duration>) -> Self {
        assert!(!times.is_empty(), "nothing was measured");
        times.sort_unstable();
        Self(times)
    }

    /// The given percentile.
    fn percentile(&self, percent: usize) -> Duration {
        self.0[(self.0.len() * percent / 100).min(self.0.len() - 1)]
    }
}

/// The distribution of times over several rounds.
pub struct Times {
    pub p50: Spread<Time>,
    pub p99: Spread<Time>,
    pub max: Time,
}

impl Times {
    pub fn of(rounds: &[Round]) -> Self {
        let percentile = |percent| Self::percentile(rounds, percent);
        let max = Time(rounds.iter().map(|round| round.percentile(100)).max().unwrap_or_default());
        Self { p50: percentile(50), p99: percentile(99), max }
    }

    /// The given percentile of each round.
    pub fn percentile(rounds: &[Round], percent: usize) -> Spread<Time> {
        Spread::of(rounds.iter().map(|round| Time(round.percentile(percent))).collect())
    }
}

/// A duration, formatted with two or three significant digits.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub struct Time(pub Duration);

impl Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = self.0.as_secs_f64() * 1e6;
        match micros {
            ..9.95 => write!(f, "{micros:.1} µs"),
            ..999.5 => write!(f, "{micros:.0} µs"),
            ..9_950.0 => write!(f, "{:.1} ms", micros / 1e3),
            ..999_500.0 => write!(f, "{:.0} ms", micros / 1e3),
            _ => write!(f, "{:.2} s", micros / 1e6),
        }
    }
}

/// A number of bytes.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub struct Bytes(pub f64);

impl Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ..1e3 => write!(f, "{:.0} B", self.0),
            ..1e4 => write!(f, "{:.1} kB", self.0 / 1e3),
            ..1e6 => write!(f, "{:.0} kB", self.0 / 1e3),
            _ => write!(f, "{:.0} MB", self.0 / 1e6),
        }
    }
}

/// A number of events per second.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub struct Rate(pub f64);

impl Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0}/s", self.0)
    }
}

/// A ratio.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub struct Ratio(pub f64);

impl Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 10.0 { write!(f, "{:.2} ×", self.0) } else { write!(f, "{:.0} ×", self.0) }
    }
}

/// A figure that was measured several times.
#[derive(Clone, Copy)]
pub struct Spread<T> {
    pub min: T,
    pub median: T,
    pub max: T,
}

impl<T: Copy + PartialOrd> Spread<T> {
    pub fn of(mut figures: Vec<T>) -> Self {
        figures.sort_unstable_by(|left, right| left.partial_cmp(right).unwrap());
        Self { min: figures[0], median: figures[figures.len() / 2], max: figures[figures.len() - 1] }
    }
}

/// `median (min – max)`.
impl<T: Display> Display for Spread<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} – {})", self.median, self.min, self.max)
    }
}

/// The target for a figure.
pub enum Target<T> {
    AtMost(T),
    AtLeast(T),
}

impl<T: PartialOrd + Display> Target<T> {
    /// Formats the target, and whether the median meets it.
    pub fn verdict(&self, spread: &Spread<T>) -> String {
        let (sign, target, is_met) = match self {
            Self::AtMost(target) => ("≤", target, spread.median <= *target),
            Self::AtLeast(target) => ("≥", target, spread.median >= *target),
        };
        format!("{sign} {target} {}", if is_met { "✓" } else { "✗ **missed**" })
    }
}

/// A section of the report, in Markdown.
#[derive(Default)]
pub struct Section(String);

impl Section {
    pub fn line(&mut self, line: impl Display) {
        println!("{line}");
        writeln!(self.0, "{line}").unwrap();
    }

    pub fn head(&mut self, columns: &[&str]) {
        self.line("");
        self.row(columns);
        self.line("|---".repeat(columns.len()) + "|");
    }

    pub fn row(&mut self, cells: &[impl Display]) {
        let cells: Vec<_> = cells.iter().map(ToString::to_string).collect();
        self.line(format!("| {} |", cells.join(" | ")));
    }

    /// Writes the section into the report, between the two comments with its name.
    pub fn write(&self, name: &str) {
        let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
        let path = folders.map(|folder| folder.join("docs/BENCHMARKS.md")).find(|path| path.is_file()).unwrap();
        let page = fs::read_to_string(&path).unwrap();
        let (begin, end) = (format!("<!-- begin {name} -->"), format!("<!-- end {name} -->"));
        let (before, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("{begin} is not in {}", path.display()));
        let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("{end} is not in {}", path.display()));
        fs::write(&path, format!("{before}{begin}\n{}\n{end}{after}", self.0.trim_end())).unwrap();
    }
}

/// Whether to measure: `cargo test --all-targets` also starts benchmarks, only to check that they
/// start, and does not pass `--bench`.
pub fn is_bench_run() -> bool {
    std::env::args().any(|argument| argument == "--bench")
}

/// Describes the machine.
pub fn machine() -> String {
    let value = |text: &str, key: &str| {
        text.lines().find_map(|line| {
            Some(line.strip_prefix(key)?.trim_start_matches([' ', '\t', ':', '=']).trim_matches('"').to_owned())
        })
    };
    let file = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let processor = value(&file("/proc/cpuinfo"), "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let system = value(&file("/etc/os-release"), "PRETTY_NAME").unwrap_or_else(|| std::env::consts::OS.to_owned());
    let cores = cores();
    format!("{processor}, {cores} cores; {system}, Linux {}; {}", version("uname", "-r"), version("rustc", "--version"))
}

/// The CPU load of other programs. If it is high, the p99 figures are not reliable.
pub struct OtherLoad {
    start: Instant,
    /// The processor time of the whole machine since boot, in seconds.
    total_secs: f64,
    /// The processor time of this process and its terminated children, in seconds.
    own_secs: f64,
}

impl OtherLoad {
    pub fn now() -> Self {
        // The kernel counts in hundredths of a second.
        let numbers = |text: &str, skip: usize| -> Vec<f64> {
            text.split_whitespace().skip(skip).map_while(|number| number.parse().ok()).collect()
        };
        let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
        // The fields are: user nice system idle iowait irq softirq steal.
        let total_secs = numbers(stat.lines().next().unwrap_or_default(), 1);
        let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
        // After the name in parentheses: the state, ten other numbers, and four times.
        let own_secs = numbers(stat.rsplit_once(')').unwrap_or_default().1, 1);
        let sum = |times: &[f64], indexes: &[usize]| {
            indexes.iter().filter_map(|index| times.get(*index)).sum::<f64>() / 100.0
        };
        Self {
            start: Instant::now(),
            total_secs: sum(&total_secs, &[0, 1, 2, 5, 6, 7]),
            own_secs: sum(&own_secs, &[10, 11, 12, 13]),
        }
    }

    /// Formats the share of the processors that other programs used since then.
    pub fn since(&self) -> String {
        let now = Self::now();
        let other_secs = (now.total_secs - self.total_secs) - (now.own_secs - self.own_secs);
        let available = self.start.elapsed().as_secs_f64() * cores() as f64;
        format!("Other programs used {:.0} % of the CPU time meanwhile.", (100.0 * other_secs / available).max(0.0))
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The version that a program reports.
pub fn version(program: &str, option: &str) -> String {
    let output = Command::new(program).arg(option).output();
    output.map_or_else(|_| "unknown".to_owned(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The memory of a process (resident set), in bytes.
pub fn memory(process: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).expect("/proc requires Linux");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    1024.0 * line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap()
}
