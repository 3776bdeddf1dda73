//! Common and Combined Log Format: `host ident user [time] "request" status bytes`, then
//! `"referrer" "user agent"`, then what a server adds. Apache writes the time of arrival, nginx
//! that of the end; a time of the response at the end of the line (`$request_time`) shows nginx.

use std::borrow::Cow;

use apprunner_sim::model::replay::LogFormat;

use super::field::{Unit, latency};
use super::loss::{LogLossKind, LogLosses};
use super::record::LogRecord;
use super::target;
use super::time::{self, Stamp};

/// The time of the line before: a busy log has many lines of the same second.
#[derive(Clone, Debug, Default)]
pub(crate) struct AccessLog {
    text: String,
    stamp: Option<Stamp>,
}

/// Returns which of the two formats `line` has, if any.
pub(crate) fn format_of(line: &str) -> Option<LogFormat> {
    let (_, rest) = AccessLog::default().stamp(line)?;
    let (_, rest) = quoted(rest.trim_start())?;
    Some(if rest.contains('"') { LogFormat::Combined } else { LogFormat::Common })
}

impl AccessLog {
    /// Reads the request on line number `number`.
    pub(crate) fn parse<'l>(
        &mut self,
        line: &'l str,
        number: u64,
        losses: &mut LogLosses,
    ) -> Result<LogRecord<'l>, LogLossKind> {
        let (stamp, rest) = match self.stamp(line) {
            Some(found) => found,
            None if line.contains(" [") && line.contains(']') => return Err(LogLossKind::NoTime),
            None => return Err(LogLossKind::Malformed),
        };
        let (request, rest) = quoted(rest.trim_start()).ok_or(LogLossKind::Malformed)?;
        let mut tokens = rest.split_ascii_whitespace();
        let status = tokens.next().ok_or(LogLossKind::Malformed)?;
        let status = losses.status(number, super::field::status(status));
        if !stamp.has_zone {
            losses.add(number, LogLossKind::NoZone);
        }
        let path = target::of_request_line(request).map(Cow::Borrowed);
        let path = losses.noted(number, LogLossKind::NoPath, path);
        let latency_us = tail(rest).and_then(|text| {
            // Seconds of nginx have a point; of whole numbers nobody knows the unit.
            let is_plain = text.contains('.') || !text.ends_with(|it: char| it.is_ascii_digit());
            let read = latency(text, Unit::Seconds).filter(|_| is_plain);
            if read.is_none() && text != "-" {
                losses.add(number, LogLossKind::NoLatency);
            }
            read
        });
        let at = latency_us.map_or(stamp.time, |latency| stamp.time.before(latency));
        Ok(LogRecord { line: number, at, path, status, latency_us })
    }

    /// The time in brackets, and what follows it. The name of a user may have brackets too.
    fn stamp<'l>(&mut self, line: &'l str) -> Option<(Stamp, &'l str)> {
        memchr::memchr_iter(b'[', line.as_bytes()).find_map(|at| {
            let inside = line.get(at + 1..)?;
            let end = memchr::memchr(b']', inside.as_bytes())?;
            let (text, rest) = (inside.get(..end)?, inside.get(end + 1..)?);
            if self.text != text {
                self.stamp = time::of_access_log(text);
                self.text.clear();
                self.text.push_str(text);
            }
            Some((self.stamp?, rest))
        })
    }
}

/// The text in quotes at the start of `rest`, and what follows; `\"` is no end.
pub(crate) fn quoted(rest: &str) -> Option<(&str, &str)> {
    let inner = rest.strip_prefix('"')?;
    let mut from = 0;
    while let Some(found) = memchr::memchr2(b'"', b'\\', inner.as_bytes().get(from..)?) {
        let at = from + found;
        if inner.as_bytes().get(at) == Some(&b'"') {
            return Some((inner.get(..at)?, inner.get(at + 1..)?));
        }
        from = at + 2;
    }
    None
}

/// Names under which nginx is configured to write the time of the response.
const NAMES: [&str; 3] = [" rt", " request_time", " urt"];

/// What a server adds about the time of the response: `rt=0.123` anywhere, or the first word
/// behind the last quote, as `0.123`. A whole number may be seconds or µs.
fn tail(rest: &str) -> Option<&str> {
    let last = memchr::memrchr(b'"', rest.as_bytes())?;
    let named = memchr::memchr_iter(b'=', rest.as_bytes()).filter_map(|at| {
        let (name, value) = rest.split_at_checked(at)?;
        let rank = NAMES.iter().position(|known| name.ends_with(known))?;
        Some((rank, value.get(1..)?))
    });
    let named = named.min_by_key(|(rank, _)| *rank).map(|(_, value)| value);
    let value = named.or_else(|| rest.get(last + 1..))?;
    value.split_ascii_whitespace().next().map(|word| word.trim_matches('"'))
}
