//! Recorded traffic: the requests of an access log, sent again as they arrived.
//!
//! The model names the log and says how it is replayed. Who reads a scenario file hands over
//! [`Traces`], which open logs; the simulator asks the arrivals of one in pieces, any of them as
//! often as it likes, and never holds a whole log.

use std::fmt;
use std::sync::Arc;

use super::time::SimDuration;

/// A format of access logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogFormat {
    /// Common Log Format, as of Apache and nginx.
    Common,
    /// The same with referrer and user agent.
    Combined,
    /// Of an Application Load Balancer.
    Alb,
    /// Of `CloudFront`: W3C extended log file format.
    CloudFront,
    /// An object of JSON on each line.
    JsonLines,
    /// A table with a header and a column of times.
    Csv,
}

/// Where the latency of a replayed request comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ReplayLatency {
    /// From the route, as of every other request.
    #[default]
    Route,
    /// From the line of the log.
    Log,
}

/// The log of a stream, and what of it is replayed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TraceFile {
    /// The path of the log, seen from the folder of the scenario.
    pub file: String,
    /// Its format; `None` is what its contents show.
    pub format: Option<LogFormat>,
    /// Patterns of the paths whose requests are replayed, in which `*` stands for any text;
    /// without any all are.
    pub routes: Vec<String>,
    /// Where latencies come from.
    pub latency: ReplayLatency,
}

/// How a log is replayed.
#[derive(Clone, Debug, PartialEq)]
pub struct Replay {
    /// What of which log.
    pub trace: TraceFile,
    /// How many times as fast as it was recorded; from 0.001 to 1000.
    pub speed: f64,
    /// How many times in all, one after the other.
    pub repeat: u32,
    /// The arrivals.
    pub arrivals: RecordedArrivals,
}

/// A request that is replayed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecordedArrival {
    /// When it arrived, after the first one.
    pub at: SimDuration,
    /// How long its response took; nothing where latencies come from the route.
    pub latency: SimDuration,
}

/// Arrivals that can be read from any number on, in order of time.
pub trait ArrivalSource: fmt::Debug + Send + Sync {
    /// Returns the number of arrivals.
    fn count(&self) -> u64;

    /// Returns when the last one arrived, after the first.
    fn span(&self) -> SimDuration;

    /// Reads arrivals from number `first` on, counted from 0, into `space`, and returns how many:
    /// fewer than there is space for only at the end.
    fn read(&self, first: u64, space: &mut [RecordedArrival]) -> usize;
}

/// The arrivals of a log, shared by all who replay it. Two are equal whatever they hold: the
/// [`TraceFile`] beside them says what they are.
#[derive(Clone, Debug, Default)]
pub struct RecordedArrivals(Option<Arc<dyn ArrivalSource>>);

impl RecordedArrivals {
    /// The arrivals that `source` holds.
    pub fn new(source: Arc<dyn ArrivalSource>) -> Self {
        Self(Some(source))
    }

    /// Returns the number of arrivals; none of a log that nobody has opened.
    pub fn count(&self) -> u64 {
        self.0.as_ref().map_or(0, |source| source.count())
    }

    /// Returns when the last one arrived, after the first.
    pub fn span(&self) -> SimDuration {
        self.0.as_ref().map_or(SimDuration::ZERO, |source| source.span())
    }

    /// Reads arrivals as [`ArrivalSource::read`] does.
    pub fn read(&self, first: u64, space: &mut [RecordedArrival]) -> usize {
        self.0.as_ref().map_or(0, |source| source.read(first, space))
    }
}

impl PartialEq for RecordedArrivals {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Opens the logs that scenarios name.
pub trait OpenTrace: fmt::Debug + Send + Sync {
    /// Opens the log of a stream in the scenario that is called `scenario`.
    ///
    /// # Errors
    ///
    /// Why it cannot be replayed, in words.
    fn open(&self, scenario: &str, trace: &TraceFile) -> Result<RecordedArrivals, String>;
}

/// What opens logs. The default opens none: a stream that replays one sends nothing, which is
/// enough for who looks at a scenario and does not run it. Two are always equal.
#[derive(Clone, Debug, Default)]
pub struct Traces(Option<Arc<dyn OpenTrace>>);

impl Traces {
    /// No log is opened.
    pub(crate) const CLOSED: Self = Self(None);

    /// Logs are opened by `opener`.
    pub fn new(opener: Arc<dyn OpenTrace>) -> Self {
        Self(Some(opener))
    }

    /// Opens the log of a stream in the scenario that is called `scenario`.
    pub(crate) fn open(
        &self,
        scenario: &str,
        trace: &TraceFile,
    ) -> Result<RecordedArrivals, String> {
        self.0
            .as_ref()
            .map_or_else(|| Ok(RecordedArrivals::default()), |it| it.open(scenario, trace))
    }
}

impl PartialEq for Traces {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Traces {}
