//! What the names of columns and keys mean, and how their values are read.

use std::borrow::Cow;

use super::loss::{LogLossKind, LogLosses};
use super::record::LogRecord;
use super::target;
use super::time::{self, Stamp};

/// What a column or key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// When the request arrived.
    Arrival,
    /// When the response was complete.
    Finish,
    /// A path or address.
    Target,
    /// A whole request line.
    RequestLine,
    /// The status of the response.
    Status,
    /// How long the response took, in this unit where the value names none.
    Latency(Unit),
}

/// The unit of a number that stands for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Seconds,
    Millis,
    Micros,
    Nanos,
}

impl Unit {
    /// The µs of one.
    fn micros(self) -> f64 {
        match self {
            Self::Seconds => 1e6,
            Self::Millis => 1e3,
            Self::Micros => 1.0,
            Self::Nanos => 1e-3,
        }
    }
}

/// The names that mean something, most telling first. What nginx and Caddy call a time is that
/// of the end of a request.
const NAMES: [(&str, Role); 64] = [
    ("request_creation_time", Role::Arrival),
    ("startutc", Role::Arrival),
    ("start_time", Role::Arrival),
    ("starttime", Role::Arrival),
    ("requesttime", Role::Arrival),
    ("arrival", Role::Arrival),
    ("time_iso8601", Role::Finish),
    ("msec", Role::Finish),
    ("time_local", Role::Finish),
    ("timestamp", Role::Arrival),
    ("@timestamp", Role::Arrival),
    ("time", Role::Arrival),
    ("datetime", Role::Arrival),
    ("date_time", Role::Arrival),
    ("eventtime", Role::Arrival),
    ("event_time", Role::Arrival),
    ("ts", Role::Finish),
    ("date", Role::Arrival),
    ("path", Role::Target),
    ("uri", Role::Target),
    ("url", Role::Target),
    ("request_uri", Role::Target),
    ("request_path", Role::Target),
    ("requestpath", Role::Target),
    ("request_url", Role::Target),
    ("request.uri", Role::Target),
    ("request.path", Role::Target),
    ("request.url", Role::Target),
    ("httprequest.requesturl", Role::Target),
    ("http.url", Role::Target),
    ("http.target", Role::Target),
    ("url.path", Role::Target),
    ("cs-uri-stem", Role::Target),
    ("resourcepath", Role::Target),
    ("target", Role::Target),
    ("request", Role::RequestLine),
    ("request_line", Role::RequestLine),
    ("status", Role::Status),
    ("status_code", Role::Status),
    ("statuscode", Role::Status),
    ("response_status", Role::Status),
    ("response.status", Role::Status),
    ("http.status_code", Role::Status),
    ("http.response.status_code", Role::Status),
    ("httprequest.status", Role::Status),
    ("downstreamstatus", Role::Status),
    ("sc-status", Role::Status),
    ("code", Role::Status),
    ("request_time", Role::Latency(Unit::Seconds)),
    ("duration_s", Role::Latency(Unit::Seconds)),
    ("latency_s", Role::Latency(Unit::Seconds)),
    ("duration_ms", Role::Latency(Unit::Millis)),
    ("latency_ms", Role::Latency(Unit::Millis)),
    ("response_time_ms", Role::Latency(Unit::Millis)),
    ("elapsed_ms", Role::Latency(Unit::Millis)),
    ("took_ms", Role::Latency(Unit::Millis)),
    ("duration_us", Role::Latency(Unit::Micros)),
    ("latency_us", Role::Latency(Unit::Micros)),
    ("duration_ns", Role::Latency(Unit::Nanos)),
    ("responselatency", Role::Latency(Unit::Millis)),
    ("responsetime", Role::Latency(Unit::Millis)),
    ("httprequest.latency", Role::Latency(Unit::Seconds)),
    ("latency", Role::Latency(Unit::Millis)),
    ("duration", Role::Latency(Unit::Seconds)),
];

/// Returns what `name` means, and how telling it is: the less, the more.
pub(crate) fn role(name: &str) -> Option<(usize, Role)> {
    // Traefik's `Duration` is in ns, Caddy's `duration` in seconds.
    if name == "Duration" {
        return Some((0, Role::Latency(Unit::Nanos)));
    }
    let name = name.trim();
    let rank = NAMES.iter().position(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some((rank, NAMES[rank].1))
}

/// Reads a status; `-` and the 0 of a client that has left are none.
pub(crate) fn status(text: &str) -> Result<Option<u16>, ()> {
    match text.trim() {
        "" | "-" | "0" | "000" => Ok(None),
        text => match text.parse() {
            Ok(status @ 100..=599) => Ok(Some(status)),
            _ => Err(()),
        },
    }
}

/// Reads the µs of `0.123`, `12ms` or `1.5s`; a number without a unit has `unit`.
pub(crate) fn latency(text: &str, unit: Unit) -> Option<u64> {
    let text = text.trim();
    let at = text.find(|letter: char| !(letter.is_ascii_digit() || letter == '.'));
    let (number, suffix) = at.map_or((text, ""), |at| text.split_at(at));
    let unit = match suffix.trim() {
        "" => unit,
        "s" => Unit::Seconds,
        "ms" => Unit::Millis,
        "us" | "µs" => Unit::Micros,
        "ns" => Unit::Nanos,
        _ => return None,
    };
    latency_of_number(number.parse().ok()?, unit)
}

/// Returns the µs of `number` in `unit`: from none to ten years.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is checked against the range before"
)]
fn latency_of_number(number: f64, unit: Unit) -> Option<u64> {
    let micros = (number * unit.micros()).round();
    (0.0..=MAX_LATENCY_US).contains(&micros).then_some(micros as u64)
}

/// Ten years, as long as a scenario may take.
const MAX_LATENCY_US: f64 = 315_360_000e6;

/// The fields of a line that mean something, each the most telling one that it has.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields<'l> {
    time: Option<(usize, Moment)>,
    target: Option<(usize, Option<Cow<'l, str>>)>,
    status: Option<(usize, Result<Option<u16>, ()>)>,
    latency: Option<(usize, Option<u64>)>,
}

/// A time that was read, or not, and whether it is that of the end.
#[derive(Clone, Copy, Debug)]
struct Moment {
    stamp: Option<Stamp>,
    is_finish: bool,
}

/// A value as a line has it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Scalar<'l> {
    Text(Cow<'l, str>),
    Whole(i64),
    Number(f64),
    /// Nothing: null, an empty cell or `-`.
    Missing,
}

impl<'l> Scalar<'l> {
    /// The value that a cell of a table holds.
    pub(crate) fn of_cell(cell: &'l str) -> Self {
        match cell.trim() {
            "" | "-" => Self::Missing,
            cell => Self::Text(Cow::Borrowed(cell)),
        }
    }
}

impl<'l> Fields<'l> {
    /// Takes `value`, which is in a field with this `role`.
    pub(crate) fn take(&mut self, (rank, role): (usize, Role), value: Scalar<'l>) {
        let is_better = |old: Option<usize>| old.is_none_or(|old| rank < old);
        match role {
            _ if value == Scalar::Missing => {}
            Role::Arrival | Role::Finish if is_better(self.time.as_ref().map(|it| it.0)) => {
                let is_finish = role == Role::Finish;
                self.time = Some((rank, Moment { stamp: stamp(&value), is_finish }));
            }
            Role::Target | Role::RequestLine if is_better(self.target.as_ref().map(|it| it.0)) => {
                let Scalar::Text(text) = value else { return };
                let is_line = role == Role::RequestLine;
                let of = |text: &str| Self::path(text, is_line).is_some();
                let found =
                    of(&text).then(|| target::path_of_cow(text, |text| Self::path(text, is_line)));
                self.target = Some((rank, found.flatten()));
            }
            Role::Status if is_better(self.status.as_ref().map(|it| it.0)) => {
                self.status = Some((rank, whole_status(&value)));
            }
            Role::Latency(unit) if is_better(self.latency.as_ref().map(|it| it.0)) => {
                self.latency = Some((rank, latency_of(&value, unit)));
            }
            _ => {}
        }
    }

    fn path(text: &str, is_line: bool) -> Option<&str> {
        if is_line { target::of_request_line(text) } else { target::path(text) }
    }

    /// The record of line `number`.
    pub(crate) fn record(
        self,
        number: u64,
        losses: &mut LogLosses,
    ) -> Result<LogRecord<'l>, LogLossKind> {
        let moment = self.time.map(|(_, moment)| moment).ok_or(LogLossKind::NoTime)?;
        let stamp = moment.stamp.ok_or(LogLossKind::NoTime)?;
        if !stamp.has_zone {
            losses.add(number, LogLossKind::NoZone);
        }
        let path =
            self.target.and_then(|(_, path)| losses.noted(number, LogLossKind::NoPath, path));
        let status = self.status.and_then(|(_, status)| losses.status(number, status));
        let latency_us =
            self.latency.and_then(|(_, it)| losses.noted(number, LogLossKind::NoLatency, it));
        let at = match latency_us {
            Some(latency) if moment.is_finish => stamp.time.before(latency),
            _ => stamp.time,
        };
        Ok(LogRecord { line: number, at, path, status, latency_us })
    }
}

fn stamp(value: &Scalar<'_>) -> Option<Stamp> {
    match value {
        Scalar::Text(text) => time::of_text(text),
        Scalar::Whole(value) => time::epoch_whole(*value),
        Scalar::Number(value) => time::epoch(*value),
        Scalar::Missing => None,
    }
}

fn whole_status(value: &Scalar<'_>) -> Result<Option<u16>, ()> {
    match value {
        Scalar::Text(text) => status(text),
        Scalar::Whole(0) | Scalar::Missing => Ok(None),
        Scalar::Whole(value @ 100..=599) => u16::try_from(*value).map(Some).map_err(|_| ()),
        Scalar::Whole(_) | Scalar::Number(_) => Err(()),
    }
}

fn latency_of(value: &Scalar<'_>, unit: Unit) -> Option<u64> {
    match value {
        Scalar::Text(text) => latency(text, unit),
        Scalar::Whole(value) => latency_of_number(*value as f64, unit),
        Scalar::Number(value) => latency_of_number(*value, unit),
        Scalar::Missing => None,
    }
}
