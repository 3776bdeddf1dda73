//! What of a log did not come along: the first place of each kind, and how often. A log may
//! have millions of lines with the same fault; the report stays short.

use std::fmt;

use spanned_toml::faults::{counted, list};

/// Something that did not come along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLoss {
    /// The first line that it was on, counted from 1.
    pub line: u64,
    /// On how many lines it was.
    pub lines: u64,
    /// What it was.
    pub kind: LogLossKind,
}

impl fmt::Display for LogLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.kind)?;
        match self.lines {
            0 | 1 => Ok(()),
            lines => write!(f, " (and {})", counted(lines - 1, "more line")),
        }
    }
}

/// What was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogLossKind {
    /// A whole line that is not one of the format.
    Malformed,
    /// The last line, which has no end.
    CutOff,
    /// A whole line without a time that can be read.
    NoTime,
    /// A whole line that is too long.
    TooLong,
    /// A path that cannot be read; the request is kept.
    NoPath,
    /// A status that is none; the request is kept.
    NoStatus,
    /// A latency that cannot be read, or of an unknown unit.
    NoLatency,
    /// A time without a zone.
    NoZone,
    /// Columns or keys that mean nothing here.
    Columns(Vec<String>),
    /// A request that arrived long before those that were read already.
    TooLate,
    /// A request without a latency, where latencies are replayed.
    LatencyOfBefore,
}

impl LogLossKind {
    /// Whether the request of the line is left out.
    fn is_whole_line(&self) -> bool {
        matches!(self, Self::Malformed | Self::CutOff | Self::NoTime | Self::TooLong)
    }
}

impl fmt::Display for LogLossKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_whole_line() {
            f.write_str("line left out: ")?;
        }
        match self {
            Self::Malformed => f.write_str("it does not have the format of the others"),
            Self::CutOff => f.write_str("it ends before its end"),
            Self::NoTime => f.write_str("its time cannot be read"),
            Self::TooLong => f.write_str("it is longer than 64 KiB"),
            Self::NoPath => f.write_str("the request has no path; it is kept without one"),
            Self::NoStatus => f.write_str("status dropped: it is not a number from 100 to 599"),
            Self::NoLatency => {
                f.write_str("latency dropped: it is not a time with a unit that is known")
            }
            Self::NoZone => f.write_str("the time has no zone: it is read as UTC"),
            Self::Columns(names) => {
                write!(f, "{} not read", list(names.iter().map(String::as_str), "and"))
            }
            Self::TooLate => f.write_str(
                "the time goes back behind 65,536 later requests: the request arrives with the \
                 last of them",
            ),
            Self::LatencyOfBefore => {
                f.write_str("the latency is missing: that of the request before it is used")
            }
        }
    }
}

/// Collects losses.
#[derive(Clone, Debug, Default)]
pub(crate) struct LogLosses(Vec<LogLoss>);

impl LogLosses {
    /// Adds a loss on `line`.
    pub(crate) fn add(&mut self, line: u64, kind: LogLossKind) {
        if let Some(loss) = self.0.iter_mut().find(|loss| loss.kind == kind) {
            loss.line = loss.line.min(line);
            loss.lines += 1;
        } else if self.0.len() < MAX_KINDS {
            self.0.push(LogLoss { line, lines: 1, kind });
        }
    }

    /// Returns what was `read` on `line`; where it could not be, that is a loss of `kind`.
    #[expect(clippy::inline_always, reason = "a line of a log has four; releases are small")]
    #[inline(always)]
    pub(crate) fn noted<T>(&mut self, line: u64, kind: LogLossKind, read: Option<T>) -> Option<T> {
        if read.is_none() {
            self.add(line, kind);
        }
        read
    }

    /// Returns the status that was `read` on `line`; a text that is none is a loss.
    #[expect(clippy::inline_always, reason = "a line of a log has four; releases are small")]
    #[inline(always)]
    pub(crate) fn status(&mut self, line: u64, read: Result<Option<u16>, ()>) -> Option<u16> {
        self.noted(line, LogLossKind::NoStatus, read.ok()).flatten()
    }

    /// Returns all losses in the order of their lines.
    pub(crate) fn in_order(mut self) -> Vec<LogLoss> {
        self.0.sort_by_key(|loss| loss.line);
        self.0
    }
}

/// Headers in the middle of a log may name other columns each time.
const MAX_KINDS: usize = 100;
