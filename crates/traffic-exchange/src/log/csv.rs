//! CSV: a header whose names [`field`](super::field) knows, with commas, semicolons or tabs.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::field::{Fields, Role, Scalar, role};
use super::loss::{LogLossKind, LogLosses};
use super::record::LogRecord;

/// The most columns that a table may have.
const MAX_COLUMNS: usize = 1_000;

/// A table, of which the header may have been read.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    reader: Reader,
    /// What each column means; empty until the header has been read.
    roles: Vec<Option<(usize, Role)>>,
    cells: Cells,
}

/// The cells of a line, one after the other.
#[derive(Clone, Debug, Default)]
struct Cells {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    count: usize,
}

impl Cells {
    /// Splits `line`; `None` where a quote has no end or there are too many cells.
    fn split(&mut self, line: &str, reader: &mut Reader) -> Option<()> {
        reader.reset();
        // Cells are never longer than the line that they are in.
        self.bytes.resize(line.len() + 1, 0);
        self.ends.resize(MAX_COLUMNS, 0);
        let (mut read, mut written, mut ended) = (0, 0, 0);
        for input in [line.as_bytes(), b"\n"] {
            let (result, taken, out, ends) = reader.read_record(
                input,
                self.bytes.get_mut(written..)?,
                self.ends.get_mut(ended..)?,
            );
            (read, written, ended) = (read + taken, written + out, ended + ends);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record if read >= line.len() => {
                    self.count = ended;
                    return Some(());
                }
                _ => return None,
            }
        }
        None
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        let ends = self.ends.iter().take(self.count);
        let mut start = 0;
        ends.map(move |end| {
            let cell = self.bytes.get(start..*end).unwrap_or_default();
            start = *end;
            std::str::from_utf8(cell).unwrap_or_default()
        })
    }
}

impl Table {
    /// A table whose header is `line`.
    fn of_header(line: &str) -> Option<(Self, Vec<String>)> {
        let delimiter = [b',', b';', b'\t']
            .into_iter()
            .max_by_key(|delimiter| line.bytes().filter(|byte| byte == delimiter).count())?;
        let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
        let mut cells = Cells::default();
        cells.split(line, &mut reader)?;
        let roles: Vec<_> = cells.all().map(role).collect();
        let names = cells.all().zip(&roles).filter(|(_, role)| role.is_none());
        let unknown = names.map(|(name, _)| name.to_owned()).collect();
        let has_time =
            roles.iter().flatten().any(|(_, role)| matches!(role, Role::Arrival | Role::Finish));
        has_time.then_some((Self { reader, roles, cells }, unknown))
    }

    /// Reads the header on line number `number`.
    pub(crate) fn read_header(
        line: &str,
        number: u64,
        losses: &mut LogLosses,
    ) -> Result<Self, LogLossKind> {
        let (table, unknown) = Self::of_header(line).ok_or(LogLossKind::NoTime)?;
        if !unknown.is_empty() {
            losses.add(number, LogLossKind::Columns(unknown));
        }
        Ok(table)
    }

    /// Reads the request on line number `number`.
    pub(crate) fn parse<'l>(
        &'l mut self,
        line: &str,
        number: u64,
        losses: &mut LogLosses,
    ) -> Result<LogRecord<'l>, LogLossKind> {
        self.cells.split(line, &mut self.reader).ok_or(LogLossKind::Malformed)?;
        if self.cells.count != self.roles.len() {
            return Err(LogLossKind::Malformed);
        }
        let mut fields = Fields::default();
        for (cell, role) in self.cells.all().zip(&self.roles) {
            if let Some(role) = role {
                fields.take(*role, Scalar::of_cell(cell));
            }
        }
        fields.record(number, losses)
    }
}

/// Returns whether `line` is the header of such a table.
pub(crate) fn is_header(line: &str) -> bool {
    line.contains([',', ';', '\t']) && !line.starts_with('{') && Table::of_header(line).is_some()
}
