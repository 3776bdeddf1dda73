//! A log that comes in pieces: lines are found, each is read by its format.

use std::borrow::Cow;

use apprunner_sim::model::replay::LogFormat;
use spanned_toml::source::other_encoding;

use super::access_log::AccessLog;
use super::alb;
use super::cloudfront::Columns;
use super::csv::Table;
use super::format;
use super::json_lines::JsonLines;
use super::loss::{LogLoss, LogLossKind, LogLosses};
use super::record::LogRecord;

/// The longest line that is read, in bytes.
pub const MAX_LINE_BYTES: usize = 1 << 16;
/// How much of a log may be looked at for its format, in bytes.
const HEAD_BYTES: usize = 1 << 16;
/// The bytes that gzip, zip, Zstandard and bzip2 begin with.
const COMPRESSED: [&[u8]; 4] = [b"\x1F\x8B", b"PK\x03\x04", b"\x28\xB5\x2F\xFD", b"BZh"];

/// Why nothing of a log is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// Its contents show no format.
    #[error(
        "its first lines have no format that is known; name it: common, combined, alb, \
         cloudfront, json or csv"
    )]
    Unrecognized,
    /// It is text of more than one byte a letter.
    #[error("it is {0}; save it as UTF-8")]
    Encoding(&'static str),
    /// It is compressed.
    #[error("it is compressed twice, or not with gzip; unpack it first")]
    Compressed,
}

/// What a log was, once it is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEnd {
    /// The format that it was read as.
    pub format: LogFormat,
    /// Number of its lines.
    pub lines: u64,
    /// What did not fit, in the order of the lines.
    pub losses: Vec<LogLoss>,
}

/// The reader of one log. Memory does not grow with the log.
///
/// ```
/// use traffic_exchange::log::LogReader;
///
/// let line = br#"203.0.113.9 - - [01/Mar/2026:12:00:00 +0000] "GET /a?b HTTP/1.1" 200 5"#;
/// let mut paths = Vec::new();
/// let mut reader = LogReader::new(None);
/// let mut take = |record: &traffic_exchange::log::LogRecord<'_>| {
///     paths.extend(record.path.as_deref().map(str::to_owned));
/// };
/// reader.push(line, &mut take).unwrap();
/// let end = reader.finish(&mut take).unwrap();
/// assert!(end.losses.is_empty());
/// assert_eq!(paths, ["/a"]);
/// ```
#[derive(Clone, Debug)]
pub struct LogReader {
    /// What was asked for.
    wanted: Option<LogFormat>,
    format: Option<(LogFormat, Parser)>,
    /// The head while the format is not known, then the start of a line.
    carry: Vec<u8>,
    /// Whether the rest of the line at hand is skipped.
    is_skipping: bool,
    line: u64,
    losses: LogLosses,
}

/// What a format needs beside the line at hand.
#[derive(Clone, Debug)]
enum Parser {
    AccessLog(AccessLog),
    Alb,
    CloudFront(Columns),
    JsonLines(JsonLines),
    Csv(Option<Box<Table>>),
}

impl Parser {
    fn new(format: LogFormat) -> Self {
        match format {
            LogFormat::Common | LogFormat::Combined => Self::AccessLog(AccessLog::default()),
            LogFormat::Alb => Self::Alb,
            LogFormat::CloudFront => Self::CloudFront(Columns::standard()),
            LogFormat::JsonLines => Self::JsonLines(JsonLines::default()),
            LogFormat::Csv => Self::Csv(None),
        }
    }

    /// Reads the line number `number`; `None` for one that is part of a header.
    fn parse<'l>(
        &'l mut self,
        line: &'l str,
        number: u64,
        losses: &mut LogLosses,
    ) -> Result<Option<LogRecord<'l>>, LogLossKind> {
        match self {
            Self::AccessLog(log) => log.parse(line, number, losses).map(Some),
            Self::Alb => alb::parse(line, number, losses).map(Some),
            Self::CloudFront(columns) => columns.parse(line, number, losses),
            Self::JsonLines(lines) => lines.parse(line, number, losses).map(Some),
            Self::Csv(Some(table)) => table.parse(line, number, losses).map(Some),
            Self::Csv(none) => {
                *none = Some(Box::new(Table::read_header(line, number, losses)?));
                Ok(None)
            }
        }
    }
}

impl LogReader {
    /// A reader of a log in this format, or in the one that its contents show.
    pub fn new(format: Option<LogFormat>) -> Self {
        Self {
            wanted: format,
            format: None,
            carry: Vec::new(),
            is_skipping: false,
            line: 0,
            losses: LogLosses::default(),
        }
    }

    fn format(&self) -> Option<LogFormat> {
        self.format.as_ref().map(|(format, _)| *format)
    }

    /// Takes the next piece of the log and hands its requests to `sink`.
    ///
    /// # Errors
    ///
    /// Why nothing of it is read.
    pub fn push(
        &mut self,
        bytes: &[u8],
        sink: &mut impl FnMut(&LogRecord<'_>),
    ) -> Result<(), LogError> {
        if self.format.is_some() {
            self.split(bytes, sink);
            return Ok(());
        }
        self.carry.extend_from_slice(bytes);
        if self.carry.len() < HEAD_BYTES { Ok(()) } else { self.begin(sink).map(|_| ()) }
    }

    /// Takes the end of the log: what it was and what of it was lost.
    ///
    /// # Errors
    ///
    /// Why nothing of it is read.
    pub fn finish(mut self, sink: &mut impl FnMut(&LogRecord<'_>)) -> Result<LogEnd, LogError> {
        let format = match self.format() {
            Some(format) => format,
            None => self.begin(sink)?,
        };
        let rest = std::mem::take(&mut self.carry);
        if !rest.is_empty() {
            self.read(&rest, LogLossKind::CutOff, sink);
        }
        Ok(LogEnd { format, lines: self.line, losses: self.losses.in_order() })
    }

    /// Finds the format, then reads what there is of the log.
    fn begin(&mut self, sink: &mut impl FnMut(&LogRecord<'_>)) -> Result<LogFormat, LogError> {
        let head = std::mem::take(&mut self.carry);
        let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head);
        if text.trim_ascii().is_empty() {
            return Err(LogError::Empty);
        }
        if COMPRESSED.iter().any(|magic| text.starts_with(magic)) {
            return Err(LogError::Compressed);
        }
        if let Some(encoding) = other_encoding(text) {
            return Err(LogError::Encoding(encoding));
        }
        let shown = || format::of(&String::from_utf8_lossy(text));
        let format = self.wanted.or_else(shown).ok_or(LogError::Unrecognized)?;
        self.format = Some((format, Parser::new(format)));
        self.split(text, sink);
        Ok(format)
    }

    /// Reads the lines that end in `bytes`, and keeps the start of the one that does not.
    fn split(&mut self, mut bytes: &[u8], sink: &mut impl FnMut(&LogRecord<'_>)) {
        while let Some(end) = memchr::memchr(b'\n', bytes) {
            let (line, rest) = bytes.split_at(end);
            bytes = rest.get(1..).unwrap_or_default();
            if std::mem::take(&mut self.is_skipping) {
                continue;
            }
            if self.carry.is_empty() {
                self.read(line, LogLossKind::Malformed, sink);
            } else {
                let mut whole = std::mem::take(&mut self.carry);
                whole.extend_from_slice(line);
                self.read(&whole, LogLossKind::Malformed, sink);
                // Its space serves the next line.
                whole.clear();
                self.carry = whole;
            }
        }
        if self.is_skipping {
            return;
        }
        self.carry.extend_from_slice(bytes);
        if self.carry.len() > MAX_LINE_BYTES {
            self.line += 1;
            self.losses.add(self.line, LogLossKind::TooLong);
            self.carry.clear();
            self.is_skipping = true;
        }
    }

    /// Reads a whole line; one without its format is `otherwise`.
    fn read(&mut self, line: &[u8], otherwise: LogLossKind, sink: &mut impl FnMut(&LogRecord<'_>)) {
        self.line += 1;
        let line = line.trim_ascii_end();
        if line.is_empty() {
            return;
        }
        if line.len() > MAX_LINE_BYTES {
            self.losses.add(self.line, LogLossKind::TooLong);
            return;
        }
        let Some((_, parser)) = &mut self.format else { return };
        // Nearly all lines are UTF-8, which is checked faster than it is repaired.
        let text =
            std::str::from_utf8(line).map_or_else(|_| String::from_utf8_lossy(line), Cow::Borrowed);
        match parser.parse(&text, self.line, &mut self.losses) {
            Ok(Some(record)) => sink(&record),
            Ok(None) => {}
            Err(LogLossKind::Malformed) => self.losses.add(self.line, otherwise),
            Err(kind) => self.losses.add(self.line, kind),
        }
    }
}
