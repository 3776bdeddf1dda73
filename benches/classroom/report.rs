//! The table of figures.

use std::fmt;
use std::time::Duration;

/// How long something took, each time.
#[derive(Clone, Debug, Default)]
pub struct Latencies(Vec<Duration>);

impl From<Vec<Duration>> for Latencies {
    fn from(mut lengths: Vec<Duration>) -> Self {
        lengths.sort_unstable();
        Self(lengths)
    }
}

impl Latencies {
    /// The least latency that `percent` of all do not exceed.
    fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).copied().unwrap_or_default()
    }
}

/// What a figure is held to.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// It is there to be compared with.
    None,
    /// 99 % are below it.
    P99(Duration),
    /// All are below it.
    Longest(Duration),
}

/// The figures so far.
#[derive(Debug, Default)]
pub struct Report {
    lines: Vec<String>,
    missed: Vec<String>,
    database: &'static str,
    /// Of the last endpoint that was measured for comparison.
    floor: Duration,
}

impl Report {
    /// Begins the figures of a database.
    pub fn begin(&mut self, database: &'static str) {
        self.database = database;
        let columns = ["number", "p50", "p99", "longest", "target"].map(|it| format!("{it:>10}"));
        self.lines.push(format!("\n{database:<44}{}", columns.concat()));
    }

    /// Adds latencies, with what they are held to.
    pub fn add(&mut self, name: &str, latencies: &Latencies, target: Target) {
        let [p50, p99, longest] = [50, 99, 100].map(|percent| latencies.percentile(percent));
        let (figure, most) = match target {
            Target::None => (Duration::ZERO, None),
            Target::P99(most) => (p99, Some(most)),
            Target::Longest(most) => (longest, Some(most)),
        };
        let target = most.map(milliseconds).unwrap_or_default();
        let (count, [p50, p99, longest]) =
            (latencies.0.len(), [p50, p99, longest].map(milliseconds));
        self.lines
            .push(format!("{name:<44}{count:>10}{p50:>10}{p99:>10}{longest:>10}{target:>10}"));
        if name.starts_with("bare") {
            self.floor = latencies.percentile(99);
        }
        self.check(name, most.is_none_or(|most| figure < most));
    }

    /// Adds latencies, and how they stand beside the bare endpoint that was measured last.
    pub fn compare(&mut self, name: &str, latencies: &Latencies, target: Target) {
        self.add(name, latencies, target);
        let ratio = latencies.percentile(99).as_secs_f64() / self.floor.as_secs_f64();
        self.lines.push(format!("  p99, times that of a bare commit{ratio:>32.2}"));
    }

    /// Adds the memory of a host in bytes, where the system says it.
    pub fn memory(&mut self, name: &str, bytes: Option<u64>, most: u64) {
        let Some(bytes) = bytes else { return };
        let [shown, target] = [bytes, most].map(|bytes| format!("{} MiB", bytes >> 20));
        self.lines.push(format!("{name:<74}{shown:>10}{target:>10}"));
        self.check(name, bytes < most);
    }

    fn check(&mut self, name: &str, is_met: bool) {
        if !is_met {
            self.missed.push(format!("{}: {name}", self.database));
        }
    }

    /// Whether every figure is within what it is held to.
    pub fn is_met(&self) -> bool {
        self.missed.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        writeln!(f)?;
        for missed in &self.missed {
            writeln!(f, "missed in {missed}")?;
        }
        Ok(())
    }
}

fn milliseconds(length: Duration) -> String {
    format!("{:.1} ms", length.as_secs_f64() * 1_000.0)
}

/// The most memory that a process has had, in bytes, where the system says it.
pub fn peak_memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let (_, rest) = status.split_once("VmHWM:")?;
    let kibibytes: u64 = rest.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes << 10)
}
