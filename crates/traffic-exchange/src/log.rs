//! Access logs: lines of six formats as records of requests.

mod access_log;
mod alb;
mod cloudfront;
mod csv;
mod field;
mod format;
mod json_lines;
mod loss;
mod reader;
mod record;
mod target;
mod time;

pub use self::format::label;
pub use self::loss::{LogLoss, LogLossKind};
pub use self::reader::{LogEnd, LogError, LogReader, MAX_LINE_BYTES};
/// Reads the µs of a time with a unit, as `12ms`.
pub(crate) fn latency_of_text(text: &str) -> Option<u64> {
    field::latency(text, field::Unit::Seconds)
}

/// Reads a time of any form that logs have.
pub(crate) fn time_of_text(text: &str) -> Option<LogTime> {
    time::of_text(text).map(|stamp| stamp.time)
}

/// Reads the time that a line begins with, and what follows it.
pub(crate) fn time_of_line(line: &str) -> Option<(LogTime, &str)> {
    let (stamp, rest) = time::at_start_of(line.trim_start())?;
    Some((stamp.time, rest))
}

pub use self::record::{LogRecord, LogTime};

#[cfg(test)]
mod tests;
