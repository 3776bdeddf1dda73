//! Questions to rows.

use csv::Writer;
use quizbank::model::question::{Choice, Question};

use super::columns::{COLUMNS, CORRECT, OPTION_COLUMNS};
use super::{fields, formula};
use crate::error::ExchangeError;
use crate::item::OPTIONS;

/// Writes `questions` with a header.
pub(crate) fn write(questions: &[Question]) -> Result<Vec<u8>, ExchangeError> {
    let mut rows = vec![header()];
    rows.extend(questions.iter().map(row));
    let mut out = Writer::from_writer(Vec::new());
    let written = rows.iter().try_for_each(|row| {
        out.write_record(row.iter().map(|cell| formula::as_text(cell).into_owned()))
    });
    finished(written, out)
}

/// Returns what was `written` to `out`.
pub(crate) fn finished(
    written: csv::Result<()>,
    out: Writer<Vec<u8>>,
) -> Result<Vec<u8>, ExchangeError> {
    let failed =
        |reason: String| ExchangeError::Unsupported(format!("cannot write a table: {reason}"));
    written.map_err(|error| failed(error.to_string()))?;
    out.into_inner().map_err(|error| failed(error.to_string()))
}

fn header() -> Vec<String> {
    let numbered = |number: usize| OPTION_COLUMNS.map(|column| format!("{column}_{number}"));
    let options = (1..=*OPTIONS.end()).flat_map(numbered);
    COLUMNS.into_iter().map(str::to_owned).chain(options).collect()
}

fn row(question: &Question) -> Vec<String> {
    let mut row: Vec<String> =
        COLUMNS.iter().map(|column| fields::cell(question, column)).collect();
    row.extend(question.options.iter().take(*OPTIONS.end()).flat_map(option));
    row.resize(COLUMNS.len() + OPTIONS.end() * OPTION_COLUMNS.len(), String::new());
    row
}

fn option(choice: &Choice) -> [String; OPTION_COLUMNS.len()] {
    let correct = if choice.is_key() { CORRECT } else { "" };
    let misconception = choice.role.misconception().unwrap_or_default();
    [&*choice.text, correct, misconception, &*choice.why].map(str::to_owned)
}
