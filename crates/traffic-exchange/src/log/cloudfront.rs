//! Logs of `CloudFront`: columns with tabs between, named by the line `#Fields:`. Dates and times
//! are those of the end of the response; `time-taken` leads back to the arrival.

use std::borrow::Cow;

use super::field::{self, Unit};
use super::loss::{LogLossKind, LogLosses};
use super::record::LogRecord;
use super::target;
use super::time;

/// The columns of a standard log, in their order, by AWS's page ("Standard log file fields"), and
/// those that its newer version adds.
const COLUMNS: [&str; 38] = [
    "date",
    "time",
    "x-edge-location",
    "sc-bytes",
    "c-ip",
    "cs-method",
    "cs(Host)",
    "cs-uri-stem",
    "sc-status",
    "cs(Referer)",
    "cs(User-Agent)",
    "cs-uri-query",
    "cs(Cookie)",
    "x-edge-result-type",
    "x-edge-request-id",
    "x-host-header",
    "cs-protocol",
    "cs-bytes",
    "time-taken",
    "x-forwarded-for",
    "ssl-protocol",
    "ssl-cipher",
    "x-edge-response-result-type",
    "cs-protocol-version",
    "fle-status",
    "fle-encrypted-fields",
    "c-port",
    "time-to-first-byte",
    "x-edge-detailed-result-type",
    "sc-content-type",
    "sc-content-len",
    "sc-range-start",
    "sc-range-end",
    "timestamp",
    "timestamp(ms)",
    "DistributionId",
    "distribution-tenant-id",
    "c-country",
];

/// Number of the columns that a log without a header has.
const STANDARD: usize = 33;

/// Where the columns are that mean something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    date: Option<usize>,
    time: Option<usize>,
    epoch: Option<usize>,
    stem: Option<usize>,
    status: Option<usize>,
    taken: Option<usize>,
    /// Number of all columns.
    count: usize,
}

impl Columns {
    /// The columns of a log without a header.
    pub(crate) fn standard() -> Self {
        Self::named(COLUMNS.into_iter().take(STANDARD))
    }

    fn named<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let mut columns = Self::default();
        for (place, name) in names.enumerate() {
            columns.count = place + 1;
            let column = match name {
                "date" => &mut columns.date,
                "time" => &mut columns.time,
                "timestamp" | "timestamp(ms)" => &mut columns.epoch,
                "cs-uri-stem" => &mut columns.stem,
                "sc-status" => &mut columns.status,
                "time-taken" => &mut columns.taken,
                _ => continue,
            };
            *column = Some(place);
        }
        columns
    }

    /// Reads the line `#Fields:` number `number`.
    fn of_header(header: &str, number: u64, losses: &mut LogLosses) -> Self {
        let names = || header.split_ascii_whitespace();
        let unknown = names().filter(|name| !COLUMNS.contains(name)).map(str::to_owned);
        let unknown: Vec<String> = unknown.collect();
        if !unknown.is_empty() {
            losses.add(number, LogLossKind::Columns(unknown));
        }
        Self::named(names())
    }

    /// Reads the line number `number`; `None` for a line of the header.
    pub(crate) fn parse<'l>(
        &mut self,
        line: &'l str,
        number: u64,
        losses: &mut LogLosses,
    ) -> Result<Option<LogRecord<'l>>, LogLossKind> {
        if let Some(rest) = line.strip_prefix('#') {
            if let Some(names) = rest.strip_prefix("Fields:") {
                *self = Self::of_header(names, number, losses);
            }
            return Ok(None);
        }
        let [mut date, mut time, mut epoch, mut stem, mut status, mut taken] = [None; 6];
        let mut cells = 0;
        for (place, cell) in line.split('\t').enumerate() {
            cells = place + 1;
            let place = Some(place);
            for (column, value) in [
                (self.date, &mut date),
                (self.time, &mut time),
                (self.epoch, &mut epoch),
                (self.stem, &mut stem),
                (self.status, &mut status),
                (self.taken, &mut taken),
            ] {
                if column == place {
                    *value = Some(cell);
                }
            }
        }
        if cells < self.count {
            return Err(LogLossKind::Malformed);
        }
        let end = moment(date, time, epoch).ok_or(LogLossKind::NoTime)?;
        let latency_us = taken.filter(|text| *text != "-").and_then(|text| {
            losses.noted(number, LogLossKind::NoLatency, field::latency(text, Unit::Seconds))
        });
        let status = status.and_then(|text| losses.status(number, field::status(text)));
        let path = stem.and_then(target::path).map(Cow::Borrowed);
        let path = losses.noted(number, LogLossKind::NoPath, path);
        let at = latency_us.map_or(end, |latency| end.before(latency));
        Ok(Some(LogRecord { line: number, at, path, status, latency_us }))
    }
}

/// The end of a response by its columns.
fn moment(
    date: Option<&str>,
    time: Option<&str>,
    epoch: Option<&str>,
) -> Option<super::record::LogTime> {
    if let Some(epoch) = epoch {
        return time::of_text(epoch).map(|stamp| stamp.time);
    }
    let (date, time) = (date?, time?);
    let mut both = [0; 19];
    let length = date.len() + 1 + time.len();
    let space = both.get_mut(..length).filter(|_| date.len() == 10)?;
    space.get_mut(..10)?.copy_from_slice(date.as_bytes());
    *space.get_mut(10)? = b' ';
    space.get_mut(11..)?.copy_from_slice(time.as_bytes());
    time::iso(std::str::from_utf8(space).ok()?).map(|stamp| stamp.time)
}

/// Returns whether `line` is one of the header.
pub(crate) fn is_header(line: &str) -> bool {
    line.starts_with("#Fields:") || line.starts_with("#Version:")
}

/// Returns whether `line` is one of a log whose header was cut off.
pub(crate) fn is_line(line: &str) -> bool {
    time::iso(line.get(..19).unwrap_or_default()).is_some()
        && line.split('\t').count() >= STANDARD - 7
}
