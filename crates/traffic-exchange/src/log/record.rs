//! A request as a log reports it.

use std::borrow::Cow;

/// When a request arrived, as far as the log says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogTime {
    /// The time on the line, in µs since 1970 in UTC.
    pub micros: i64,
    /// Whether that time has whole seconds only.
    pub is_coarse: bool,
    /// How long before that time the request arrived, in µs.
    pub before_us: u64,
}

impl LogTime {
    /// Returns a time that is that of an arrival.
    pub(crate) fn of_arrival(micros: i64, is_coarse: bool) -> Self {
        Self { micros, is_coarse, before_us: 0 }
    }

    /// Returns the arrival of a request whose response took `micros` and ended at this time.
    #[must_use]
    pub(crate) fn before(self, micros: u64) -> Self {
        Self { before_us: micros, ..self }
    }

    /// Returns the time of the arrival in µs since 1970 in UTC, to the second where the log says
    /// no more.
    pub fn arrival_us(self) -> i64 {
        self.micros.saturating_sub_unsigned(self.before_us)
    }
}

/// A request of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRecord<'l> {
    /// Its line, counted from 1.
    pub line: u64,
    /// When it arrived.
    pub at: LogTime,
    /// The path asked for, without its query; `None` where the line names none.
    pub path: Option<Cow<'l, str>>,
    /// The status of the response; `None` where there was none.
    pub status: Option<u16>,
    /// How long the response took, in µs.
    pub latency_us: Option<u64>,
}
