//! What a run of the program costs: time of the CPU and memory, as Linux counts them.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::pseudo_terminal;

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Starts of the program of which the median is taken.
const STARTS: usize = 9;

/// What a run costs.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    time: Duration,
    /// In KiB; none where it is not measured.
    peak: Option<u64>,
}

/// Prints the rows of a case.
pub(crate) struct Table {
    case: &'static str,
    /// The last size of each operation and what it cost.
    before: BTreeMap<&'static str, (usize, Cost)>,
}

impl Table {
    pub(crate) fn new(case: &'static str) -> Self {
        Self { case, before: BTreeMap::new() }
    }

    /// Prints what `operation` costs with `count` things.
    pub(crate) fn row(&mut self, operation: &'static str, count: usize, cost: Cost) {
        let before = self.before.insert(operation, (count, cost));
        let exponent = |of: fn(&Cost) -> Option<f64>| -> String {
            let grew = before.and_then(|(fewer, less)| {
                let by = (of(&cost)? / of(&less)?).ln() / (count as f64 / fewer as f64).ln();
                Some(format!("{by:.2}"))
            });
            grew.unwrap_or_default()
        };
        let time = exponent(|cost| Some(cost.time.as_secs_f64()));
        let memory = exponent(|cost| Some(cost.peak? as f64));
        let peak = cost.peak.map(|kib| format!("{:.1} MiB", kib as f64 / 1_024.0));
        let (case, seconds) = (self.case, cost.time.as_secs_f64());
        println!(
            "{case:<10} {operation:<33} {count:>8} {seconds:>7.3}s {time:>9} {:>10} {memory:>9}",
            peak.unwrap_or_default()
        );
    }
}

/// Runs the program with `arguments` on the folder `data`, which may find something wrong.
pub(crate) fn run(arguments: &[&str], data: &Path) -> Result<Cost> {
    let (clock, before) = (Instant::now(), children());
    let mut child = Command::new(env!("CARGO_BIN_EXE_coldstart"))
        .args(arguments)
        .env("COLDSTART_DATA", data)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    let ended = loop {
        peak = peak_of(&status).or(peak);
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        thread::sleep(Duration::from_millis(2));
    };
    if !matches!(ended.code(), Some(0 | 1)) {
        return Err(format!("{arguments:?} ended with {ended}").into());
    }
    let time = children().zip(before).map(|(after, before)| after.saturating_sub(before));
    Ok(Cost { time: time.unwrap_or_else(|| clock.elapsed()), peak })
}

/// The median time of the CPU from the start of the program to `sign` in its first frame.
pub(crate) fn first_frame(arguments: &[&str], sign: &str, data: &Path) -> Cost {
    let mut costs: Vec<Cost> = (0..STARTS).map(|_| one_start(arguments, sign, data)).collect();
    costs.sort_unstable_by_key(|cost| cost.time);
    costs[STARTS / 2]
}

/// The time of the CPU from one start of the program to `sign` in its first frame.
pub(crate) fn one_start(arguments: &[&str], sign: &str, data: &Path) -> Cost {
    let (clock, cpu) = pseudo_terminal::until(arguments, sign, data);
    Cost { time: cpu.unwrap_or(clock), peak: None }
}

/// The time of the CPU of the children that have ended.
fn children() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the name in parentheses: user and system time, then those of children.
    let (_, fields) = stat.rsplit_once(") ")?;
    let times = fields.split(' ').skip(13).take(2).map(str::parse::<u64>);
    let ticks = times.sum::<std::result::Result<u64, _>>().ok()?;
    // Linux counts a hundred a second for programs, whatever its own clock does.
    Some(Duration::from_millis(ticks * 10))
}

/// The most memory that a process has had resident, in KiB.
fn peak_of(status: &str) -> Option<u64> {
    let status = fs::read_to_string(status).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}
