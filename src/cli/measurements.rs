//! Measurements that are named on the command line: access logs and metrics of CloudWatch, with
//! what of them is lost on standard error.

use std::io::Read;
use std::path::{self, Path, PathBuf};

use anyhow::Context as _;

use super::input;
use super::terminal::Terminal;
use super::trace_files;
use apprunner_sim::model::replay::LogFormat;
use apprunner_sim::model::time::SimDuration;
use spanned_toml::word::Word;
use traffic_exchange::fit::TimeSample;
use traffic_exchange::log::{LogReader, LogRecord};
use traffic_exchange::metrics::{self, Metrics};
use traffic_exchange::replay::is_match;

/// How much of a file shows whether it holds metrics, in bytes.
const HEAD: u64 = 1 << 12;

/// What a log says of the responses.
#[derive(Clone, Debug, Default)]
pub(super) struct Log {
    /// Number of requests.
    pub(super) requests: u64,
    /// Number of those that failed: 429 or 500 and above.
    pub(super) failed: u64,
    /// How long the others took, where the log says it.
    pub(super) latency: TimeSample,
    /// The time that they cover, in whole seconds and at least one.
    pub(super) span: SimDuration,
}

/// Whether the file at `path` begins as metrics of CloudWatch do.
pub(super) fn are_metrics(path: &Path) -> anyhow::Result<bool> {
    let mut head = Vec::new();
    let read = input::open(path)?.take(HEAD).read_to_end(&mut head);
    read.with_context(|| format!("cannot read `{}`", path.display()))?;
    Ok(metrics::is_metrics(&head))
}

/// Reads the metrics in all of `files`.
pub(super) fn metrics(files: &[PathBuf], terminal: Terminal) -> anyhow::Result<Metrics> {
    let mut all = Metrics::default();
    for path in files {
        let name = path.display().to_string();
        let complaint = || format!("cannot read the metrics in `{name}`");
        let mut bytes = Vec::new();
        let mut file = input::open(path)?.take(metrics::MAX_BYTES as u64 + 1);
        file.read_to_end(&mut bytes).with_context(complaint)?;
        all.add(metrics::read(&name, &bytes).with_context(complaint)?);
    }
    terminal.say_each("", &all.losses);
    Ok(all)
}

/// Reads what the log at `path` says of the requests to `routes`, or of all.
pub(super) fn log(
    path: &Path,
    format: Option<LogFormat>,
    routes: &[String],
    terminal: Terminal,
) -> anyhow::Result<Log> {
    let complaint = || format!("cannot read the log `{}`", path.display());
    let mut log = Log::default();
    let (mut first, mut last) = (i64::MAX, i64::MIN);
    let mut take = |record: &LogRecord<'_>| {
        let asked = record.path.as_deref().unwrap_or_default();
        if !routes.is_empty() && !routes.iter().any(|pattern| is_match(pattern, asked)) {
            return;
        }
        log.requests += 1;
        let arrived = record.at.arrival_us();
        (first, last) = (first.min(arrived), last.max(arrived));
        if record.status.is_some_and(|status| status == 429 || status >= 500) {
            log.failed += 1;
        } else if let Some(latency) = record.latency_us {
            log.latency.add(latency);
        }
    };
    let mut reader = LogReader::new(format);
    trace_files::pieces(path, |piece| Ok(reader.push(piece, &mut take)?))
        .with_context(complaint)?;
    let end = reader.finish(&mut take).with_context(complaint)?;
    trace_files::print_losses(terminal, &path.display().to_string(), &end.losses);
    anyhow::ensure!(log.requests > 0, "{}: it has no such request", complaint());
    let seconds = last.abs_diff(first).div_ceil(1_000_000) + 1;
    log.span = SimDuration::from_secs(seconds).min(SimDuration::MAX);
    Ok(log)
}

/// What a file of measured traffic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MeasuredSource {
    /// A log in this format.
    Log(LogFormat),
    /// Metrics of `CloudWatch`.
    CloudWatch,
}

impl MeasuredSource {
    /// Each with its word on the command line: the formats of logs, and `cloudwatch`.
    pub(super) fn words() -> impl Iterator<Item = (&'static str, Self)> {
        let logs = LogFormat::WORDS.iter().map(|(word, format)| (*word, Self::Log(*format)));
        logs.chain([("cloudwatch", Self::CloudWatch)])
    }

    /// The format of a log.
    pub(super) fn log_format(self) -> Option<LogFormat> {
        match self {
            Self::Log(format) => Some(format),
            Self::CloudWatch => None,
        }
    }
}

/// The path of `file` as a scenario names it that is written to `output`.
pub(super) fn path_from(file: &Path, output: Option<&Path>) -> anyhow::Result<String> {
    let folder = output.and_then(Path::parent).unwrap_or(Path::new(""));
    let named = if folder == Path::new("") { file.to_owned() } else { path::absolute(file)? };
    Ok(named.display().to_string())
}
