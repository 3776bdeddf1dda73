//! A log as the arrivals of a stream: what a scenario asks for of it, in order.

use apprunner_sim::model::replay::{LogFormat, RecordedArrival, ReplayLatency, TraceFile};
use apprunner_sim::model::time::SimDuration;

use crate::log::{LogError, LogLoss, LogLossKind, LogReader, LogRecord};
use crate::sequence::{LogArrival, Sequence};

/// What of a log was read.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceReport {
    /// The format that it was read as.
    pub format: LogFormat,
    /// Number of its lines.
    pub lines: u64,
    /// Number of its requests.
    pub requests: u64,
    /// Number of those that are replayed: whose paths are asked for.
    pub arrivals: u64,
    /// When the last one arrived, after the first.
    pub span: SimDuration,
    /// What did not fit, in the order of the lines.
    pub losses: Vec<LogLoss>,
}

/// Why a log cannot be replayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TraceError {
    /// Nothing of it can be read.
    #[error(transparent)]
    Log(#[from] LogError),
    /// No line could be read.
    #[error("none of its lines is a request; name its format with `format`")]
    NoRequest,
    /// No request has a path that is asked for.
    #[error("none of its requests has a path of `routes`")]
    NoRoute,
    /// No request has a latency.
    #[error("none of its requests has a latency; leave `latency = \"log\"` out")]
    NoLatency,
}

/// The reader of a log that is replayed. Memory does not grow with the log.
#[derive(Clone, Debug)]
pub struct TraceReader {
    reader: LogReader,
    requests: Requests,
}

/// The requests so far.
#[derive(Clone, Debug)]
struct Requests {
    routes: Vec<String>,
    latency: ReplayLatency,
    sequence: Sequence,
    count: u64,
    missing: Option<LogLoss>,
    replayed: Replayed,
}

/// The arrivals so far.
#[derive(Clone, Debug, Default)]
struct Replayed {
    count: u64,
    first_us: Option<i64>,
    last: SimDuration,
    /// The latency before, which stands in for one that is missing.
    before: SimDuration,
    has_latency: bool,
}

impl TraceReader {
    /// The reader of the log that `trace` names.
    pub fn new(trace: &TraceFile) -> Self {
        let requests = Requests {
            routes: trace.routes.clone(),
            latency: trace.latency,
            sequence: Sequence::default(),
            count: 0,
            missing: None,
            replayed: Replayed::default(),
        };
        Self { reader: LogReader::new(trace.format), requests }
    }

    /// Takes the next piece of the log and hands arrivals to `sink`, in order.
    ///
    /// # Errors
    ///
    /// Why nothing of it is read.
    pub fn push(
        &mut self,
        bytes: &[u8],
        sink: &mut impl FnMut(RecordedArrival),
    ) -> Result<(), TraceError> {
        let requests = &mut self.requests;
        Ok(self.reader.push(bytes, &mut |record| requests.take(record, sink))?)
    }

    /// Takes the end of the log, hands out the rest and says what was read.
    ///
    /// # Errors
    ///
    /// Why it cannot be replayed.
    pub fn finish(self, sink: &mut impl FnMut(RecordedArrival)) -> Result<TraceReport, TraceError> {
        let Self { reader, mut requests } = self;
        let end = reader.finish(&mut |record| requests.take(record, sink))?;
        let Requests { mut sequence, mut replayed, latency, count, missing, .. } = requests;
        let late = sequence.drain(&mut |arrival| replayed.hand_out(arrival, sink));
        let mut losses = end.losses;
        losses.extend(late.into_iter().chain(missing));
        losses.sort_by_key(|loss| loss.line);
        match (count, replayed.count) {
            (0, _) => return Err(TraceError::NoRequest),
            (_, 0) => return Err(TraceError::NoRoute),
            _ if latency == ReplayLatency::Log && !replayed.has_latency => {
                return Err(TraceError::NoLatency);
            }
            _ => {}
        }
        Ok(TraceReport {
            format: end.format,
            lines: end.lines,
            requests: count,
            arrivals: replayed.count,
            span: replayed.last,
            losses,
        })
    }
}

impl Requests {
    fn take(&mut self, record: &LogRecord<'_>, sink: &mut impl FnMut(RecordedArrival)) {
        self.count += 1;
        let path = record.path.as_deref().unwrap_or_default();
        let is_asked_for = |pattern: &String| is_match(pattern, path);
        if !self.routes.is_empty() && !self.routes.iter().any(is_asked_for) {
            return;
        }
        if self.latency == ReplayLatency::Log && record.latency_us.is_none() {
            let loss = LogLoss { line: record.line, lines: 0, kind: LogLossKind::LatencyOfBefore };
            self.missing.get_or_insert(loss).lines += 1;
        }
        let replayed = &mut self.replayed;
        self.sequence.push(record.line, record.at, record.latency_us, &mut |arrival| {
            replayed.hand_out(arrival, sink);
        });
    }
}

impl Replayed {
    fn hand_out(&mut self, arrival: LogArrival, sink: &mut impl FnMut(RecordedArrival)) {
        let first = *self.first_us.get_or_insert(arrival.at_us);
        let at = SimDuration::from_micros(arrival.at_us.abs_diff(first)).min(SimDuration::MAX);
        if let Some(latency) = arrival.latency_us {
            self.before = SimDuration::from_micros(latency);
            self.has_latency = true;
        }
        self.count += 1;
        self.last = at;
        sink(RecordedArrival { at, latency: self.before });
    }
}

/// Returns whether `path` is one that `pattern` means, in which `*` stands for any text.
pub fn is_match(pattern: &str, path: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replayed(
        log: &str,
        routes: &[&str],
        latency: ReplayLatency,
    ) -> (Vec<[u64; 2]>, Result<TraceReport, TraceError>) {
        let routes = routes.iter().map(ToString::to_string).collect();
        let trace = TraceFile { file: "a.log".to_owned(), format: None, routes, latency };
        let mut arrivals = Vec::new();
        let mut take = |it: RecordedArrival| {
            arrivals.push([it.at.as_micros() / 1_000, it.latency.as_micros() / 1_000]);
        };
        let mut reader = TraceReader::new(&trace);
        let pushed = reader.push(log.as_bytes(), &mut take);
        let report = pushed.and_then(|()| reader.finish(&mut take));
        (arrivals, report)
    }

    const LOG: &str = "time,path,latency_ms\n\
        2026-03-01T12:00:00.500Z,/api/b,20\n\
        2026-03-01T12:00:00.250Z,/api/a,\n\
        2026-03-01T12:00:02.000Z,/style.css,1\n\
        2026-03-01T12:00:01.000Z,/api/c,30\n";

    #[test]
    fn arrivals_are_those_of_the_routes_in_order() {
        let (arrivals, report) = replayed(LOG, &["/api/*"], ReplayLatency::Log);
        assert_eq!(arrivals, [[0, 0], [250, 20], [750, 30]]);
        let report = report.unwrap();
        assert_eq!((report.lines, report.requests, report.arrivals), (5, 4, 3));
        assert_eq!(report.span, SimDuration::from_micros(750_000));
        let losses: Vec<String> = report.losses.iter().map(ToString::to_string).collect();
        assert_eq!(losses, ["3: the latency is missing: that of the request before it is used"]);
    }

    #[test]
    fn what_cannot_be_replayed_says_why() {
        let error = |log, routes: &[&str]| replayed(log, routes, ReplayLatency::Log).1.unwrap_err();
        assert_eq!(error(LOG, &["/img/*"]), TraceError::NoRoute);
        assert_eq!(error("time,path\n", &[]), TraceError::NoRequest);
        assert_eq!(
            error("time\n2026-03-01T12:00:00Z\n", &[]),
            TraceError::Log(LogError::Unrecognized)
        );
        assert_eq!(error("time,x\n2026-03-01T12:00:00Z,\n", &[]), TraceError::NoLatency);
    }

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, path, is_meant) in [
            ("/", "/", true),
            ("/", "/a", false),
            ("/api/*", "/api/", true),
            ("/api/*", "/api", false),
            ("*.css", "/a/b.css", true),
            ("/a*b*c", "/a-b-b-c", true),
            ("/a*b*c", "/a-c-b", false),
            ("/ab*ba", "/aba", false),
            ("*", "", true),
        ] {
            assert_eq!(is_match(pattern, path), is_meant, "{pattern} {path}");
        }
    }
}
