//! Rows for spreadsheets: every table of the program is written here.

use std::io::{self, Write};

use clap::ValueEnum;
use csv::WriterBuilder;
use serde::Serialize;
use serde_json::Value;

use super::safe::{BYTE_ORDER_MARK, csv_cell};

/// The CSV that a reader takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Dialect {
    /// Commas, as in RFC 4180
    #[default]
    Standard,
    /// Semicolons and a byte order mark, for Excel in locales with a decimal comma
    Excel,
}

/// Writes lines of cells under `head`.
pub(super) fn write(
    out: &mut dyn Write,
    dialect: Dialect,
    head: impl IntoIterator<Item = String>,
    lines: impl IntoIterator<Item = Vec<Value>>,
) -> io::Result<()> {
    let delimiter = match dialect {
        Dialect::Standard => b',',
        Dialect::Excel => {
            write!(out, "{BYTE_ORDER_MARK}")?;
            b';'
        }
    };
    let mut writer = WriterBuilder::new().delimiter(delimiter).from_writer(out);
    writer.write_record(head).map_err(lost)?;
    for line in lines {
        writer.write_record(line.iter().map(cell)).map_err(lost)?;
    }
    writer.flush()
}

/// What went wrong in writing, whose kind says whether the reader has left.
fn lost(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Writes `rows` under the names of their fields.
pub(super) fn write_rows<T: Serialize>(
    out: &mut dyn Write,
    dialect: Dialect,
    rows: &[T],
) -> io::Result<()> {
    let rows = rows.iter().map(serde_json::to_value).collect::<Result<Vec<_>, _>>()?;
    let Some(first) = rows.first().and_then(Value::as_object) else { return Ok(()) };
    let head: Vec<String> = first.keys().cloned().collect();
    let line = |row: &Value| head.iter().map(|name| row[name.as_str()].clone()).collect();
    write(out, dialect, head.clone(), rows.iter().map(line))
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => csv_cell(text).into_owned(),
        other => other.to_string(),
    }
}
