//! A log of ten million lines: read, put in order, kept and replayed, beside `wc -l` of the same
//! file in the same run. What counts is the ratio; `LINES=1000000` makes it shorter. Times are those of
//! the CPU where Linux tells them, so that a busy machine gives the same.
//!
//! ```text
//! cargo bench -p traffic-exchange
//! ```

use std::env;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use apprunner_sim::model::replay::{RecordedArrivals, ReplayLatency, TraceFile};
use apprunner_sim::model::time::SimDuration;
use apprunner_sim::model::traffic::Load;
use apprunner_sim::{Request, Source};
use traffic_exchange::replay::{TraceReader, TraceReport};
use traffic_exchange::spool::{ReadFailure, Spool, SpoolWriter};

const SCENARIO: &str = r#"
format_version = 1
title = "Replay"
duration = "365d"
[service.auto_scaling]
max_size = 25
[app.routes."/"]
[[traffic]]
route = "/"
trace = "bench.log"
"#;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Writes a log in which requests end in another order than they arrive.
fn write_log(path: &Path, lines: u64) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    for number in 0..lines {
        let (second, latency) = (number / 1_000, number.wrapping_mul(7_919) % 400);
        let (hour, minute, second) = (second / 3_600 % 24, second / 60 % 60, second % 60);
        writeln!(
            out,
            "203.0.113.{} - - [01/Mar/2026:{hour:02}:{minute:02}:{second:02} +0000] \"GET \
             /api/items/{}?page=1 HTTP/1.1\" 200 {} \"https://shop.example/\" \"Mozilla/5.0 (X11; \
             Linux x86_64; rv:124.0)\" 0.{latency:03}",
            number % 256,
            number % 1_000,
            number % 5_000
        )?;
    }
    out.flush()
}

/// The time so far: of the CPU by this process and its children, or else of the clock.
fn now(begin: Instant) -> Duration {
    let ticks = || {
        let stat = fs::read_to_string("/proc/self/stat").ok()?;
        // Behind the name in parentheses: user and system time, then those of children.
        let (_, fields) = stat.rsplit_once(") ")?;
        let times = fields.split(' ').skip(11).take(4).map(str::parse::<u64>);
        times.sum::<std::result::Result<u64, _>>().ok()
    };
    // Linux counts a hundred a second for programs, whatever its own clock does.
    ticks().map_or_else(|| begin.elapsed(), |ticks| Duration::from_millis(ticks * 10))
}

/// How long `work` takes, and what it gives.
fn timed<T>(work: impl FnOnce() -> Result<T>) -> Result<(Duration, T)> {
    let clock = Instant::now();
    let begin = now(clock);
    let done = work()?;
    // A tick is the least that shows.
    Ok((now(clock).saturating_sub(begin).max(Duration::from_millis(10)), done))
}

fn count(path: &Path) -> Result<()> {
    let status = Command::new("wc").arg("-l").arg(path).stdout(Stdio::null()).status()?;
    if !status.success() {
        return Err("wc failed".into());
    }
    Ok(())
}

fn read(path: &Path, trace: &TraceFile) -> Result<(Spool<File>, TraceReport)> {
    let scratch = path.with_extension("arrivals");
    let file = File::options().read(true).write(true).create(true).truncate(true).open(&scratch)?;
    // It goes when it is closed.
    fs::remove_file(&scratch)?;
    let mut spool = SpoolWriter::new(file);
    let mut reader = TraceReader::new(trace);
    let (mut log, mut piece) = (File::open(path)?, vec![0; 1 << 18]);
    loop {
        match log.read(&mut piece)? {
            0 => break,
            length => reader.push(&piece[..length], &mut |arrival| spool.put(arrival))?,
        }
    }
    let report = reader.finish(&mut |arrival| spool.put(arrival))?;
    Ok((spool.finish(&ReadFailure::default())?, report))
}

/// Runs the scenario whose traffic are the `arrivals`; the number of requests that were served.
fn replay(arrivals: &RecordedArrivals, span: SimDuration) -> Result<u64> {
    let source = Source { name: "bench.toml".to_owned(), text: SCENARIO.to_owned() };
    let read = apprunner_sim::read(source, &Request::default());
    let mut scenario = read.map_err(|faults| format!("{faults:?}"))?;
    scenario.duration = span + SimDuration::from_secs(60);
    for stream in &mut scenario.traffic {
        if let Load::Replay(replay) = &mut stream.load {
            replay.trace.latency = ReplayLatency::Log;
            replay.arrivals = arrivals.clone();
        }
    }
    Ok(apprunner_sim::run(scenario).requests.offered)
}

/// The most memory that this process has had resident, in MiB, where Linux tells it.
fn peak_mib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kb| kb / 1_024)
}

fn main() -> Result<()> {
    let lines = env::var("LINES").ok().and_then(|it| it.parse().ok()).unwrap_or(10_000_000);
    let path = env::temp_dir().join(format!("traffic-exchange-{}.log", std::process::id()));
    write_log(&path, lines)?;
    let trace = TraceFile {
        file: "bench.log".to_owned(),
        format: None,
        routes: Vec::new(),
        latency: ReplayLatency::Log,
    };
    // Once before, so that the file is in memory for both.
    count(&path)?;
    let (counted, ()) = timed(|| count(&path))?;
    let (taken, (spool, report)) = timed(|| read(&path, &trace))?;
    fs::remove_file(&path)?;
    let arrivals = RecordedArrivals::new(Arc::new(spool));
    let (replayed, offered) = timed(|| replay(&arrivals, report.span))?;
    assert_eq!((report.lines, report.arrivals, offered), (lines, lines, lines));
    let print = |what: &str, time: Duration| {
        let seconds = time.as_secs_f64();
        let (rate, ratio) = (lines as f64 / seconds / 1e6, seconds / counted.as_secs_f64());
        println!("{what:<24} {seconds:>7.2} s {rate:>7.2} M lines/s {ratio:>7.1} x wc -l");
    };
    println!("{lines} lines");
    print("wc -l", counted);
    print("read, order and keep", taken);
    print("replay", replayed);
    print("read and replay", taken + replayed);
    if let Some(peak) = peak_mib() {
        println!("peak memory              {peak:>7} MiB");
    }
    Ok(())
}
