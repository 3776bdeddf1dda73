//! Logs of an Application Load Balancer: words with spaces between, texts in quotes, in the
//! order of AWS's page ("Access logs for your Application Load Balancer"). The service time is
//! `target_processing_time`; the arrival is `request_creation_time`, or the end less the times.

use std::borrow::Cow;

use super::access_log::quoted;
use super::field::{self, Unit};
use super::loss::{LogLossKind, LogLosses};
use super::record::LogRecord;
use super::target;
use super::time;

/// The types of requests that such a line begins with.
const TYPES: [&str; 6] = ["http", "https", "h2", "grpcs", "ws", "wss"];

/// Words up to the request.
const BEFORE_REQUEST: usize = 12;
/// Words between the request and the time of its creation.
const BEFORE_CREATION: usize = 8;

/// Returns whether `line` begins as a line of such a log.
pub(crate) fn is_line(line: &str) -> bool {
    let mut words = line.split(' ');
    words.next().is_some_and(|word| TYPES.contains(&word))
        && words.next().is_some_and(|word| time::iso(word).is_some())
}

/// Reads the request on line number `number`.
pub(crate) fn parse<'l>(
    line: &'l str,
    number: u64,
    losses: &mut LogLosses,
) -> Result<LogRecord<'l>, LogLossKind> {
    let mut words = Words(line);
    let mut before = [""; BEFORE_REQUEST];
    for word in &mut before {
        *word = words.next().ok_or(LogLossKind::Malformed)?;
    }
    let [kind, end, _, _, _, waited, took, answered, status, ..] = before;
    if !TYPES.contains(&kind) {
        return Err(LogLossKind::Malformed);
    }
    let end = time::iso(end).ok_or(LogLossKind::NoTime)?.time;
    let request = words.next().ok_or(LogLossKind::Malformed)?;
    let path = target::of_request_line(request).map(Cow::Borrowed);
    let path = losses.noted(number, LogLossKind::NoPath, path);
    let status = losses.status(number, field::status(status));
    // -1: the target did not respond, or was not asked.
    let [waited, took, answered] = [waited, took, answered].map(|text| match text {
        "-1" | "-" => None,
        text => losses.noted(number, LogLossKind::NoLatency, field::latency(text, Unit::Seconds)),
    });
    let created = words.nth(BEFORE_CREATION).and_then(time::iso).map(|stamp| stamp.time);
    let whole: u64 = [waited, took, answered].into_iter().flatten().sum();
    let at = created.unwrap_or_else(|| end.before(whole));
    Ok(LogRecord { line: number, at, path, status, latency_us: took })
}

/// The words of a line; a text in quotes is one.
struct Words<'l>(&'l str);

impl<'l> Iterator for Words<'l> {
    type Item = &'l str;

    fn next(&mut self) -> Option<&'l str> {
        let rest = self.0.trim_start_matches(' ');
        if rest.is_empty() {
            return None;
        }
        if rest.starts_with('"') {
            let (word, rest) = quoted(rest)?;
            self.0 = rest;
            return Some(word);
        }
        let (word, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        self.0 = rest;
        Some(word)
    }
}
