//! Rows to items.

use csv::{ReaderBuilder, StringRecord};
use quizbank::model::question::{Exhibit, ExhibitKind, Order};
use spanned_toml::word::Word as _;

use super::columns::{COLUMNS, CORRECT, OPTION_COLUMNS};
use super::{fields, formula};
use crate::error::ExchangeError;
use crate::item::{BankItem, ItemOption, OPTIONS};
use crate::loss::{LossKind, Losses};

/// Whether the first line of `text` is a header of ours.
pub(crate) fn is_table(text: &str) -> bool {
    let names = header(text);
    ["stem", "option_1", "correct_1"].iter().all(|name| names.iter().any(|it| it == name))
}

/// The names in the first line of `text`.
pub(crate) fn header(text: &str) -> Vec<String> {
    let line = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    line.split(',').map(|name| name.trim().trim_matches('"').to_owned()).collect()
}

/// Reads the rows of `text`.
pub(crate) fn read(text: &str, losses: &mut Losses) -> Result<Vec<BankItem>, ExchangeError> {
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| rejected(&error))?.clone();
    let has_no_place = |name: &&str| !COLUMNS.contains(name) && option_column(name).is_none();
    for name in header.iter().filter(has_no_place) {
        losses.add(1, LossKind::Field(format!("column `{name}`")));
    }
    let mut items = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| rejected(&error))?;
        let line = line_of(&record);
        match item(line, &header, &record) {
            Ok(item) => items.push(item),
            Err(reason) => losses.add(line, LossKind::Malformed(reason)),
        }
    }
    Ok(items)
}

/// The line that `record` begins on, counted from 1.
pub(crate) fn line_of(record: &StringRecord) -> usize {
    let line = record.position().map_or(0, csv::Position::line);
    usize::try_from(line).unwrap_or(usize::MAX)
}

/// The rejection of a table that cannot be read.
pub(crate) fn rejected(error: &csv::Error) -> ExchangeError {
    let line = error.position().map_or(1, csv::Position::line);
    let line = usize::try_from(line).unwrap_or(usize::MAX);
    ExchangeError::Refused { line, reason: error.to_string() }
}

/// The part and the number, counted from 1, of a column such as `why_2`.
fn option_column(name: &str) -> Option<(&str, usize)> {
    let (part, number) = name.rsplit_once('_')?;
    let number = number.parse().ok().filter(|number| OPTIONS.end() >= number && *number > 0)?;
    OPTION_COLUMNS.contains(&part).then_some((part, number))
}

fn item(line: usize, header: &StringRecord, record: &StringRecord) -> Result<BankItem, String> {
    let mut item = BankItem { line, ..BankItem::default() };
    let mut options = vec![ItemOption::default(); *OPTIONS.end()];
    let mut exhibit = (None, String::new());
    let cells =
        header.iter().zip(record.iter().map(formula::of_text)).filter(|(_, cell)| !cell.is_empty());
    for (column, cell) in cells {
        if let Some((part, number)) = option_column(column) {
            let option = options.get_mut(number - 1).ok_or("too many options")?;
            set_option(option, part, cell)?;
            continue;
        }
        match column {
            "id" => item.id = Some(cell.to_owned()),
            "topic" => item.topic = Some(cell.to_owned()),
            "stem" => cell.clone_into(&mut item.stem),
            "exhibit" => cell.clone_into(&mut exhibit.1),
            "exhibit_kind" => exhibit.0 = Some(kind(cell)?),
            "order" => item.order = Some(order(cell)?),
            _ => {
                let known = COLUMNS.iter().copied().find(|known| *known == column);
                if let Some(known) = known {
                    item.fields.insert(known, fields::to_toml(known, cell)?);
                }
            }
        }
    }
    let last = options.iter().rposition(|option| *option != ItemOption::default());
    options.truncate(last.map_or(0, |last| last + 1));
    item.options = options;
    let (kind, text) = exhibit;
    let kind = kind.unwrap_or(ExhibitKind::Text);
    item.exhibit = (!text.is_empty()).then_some(Exhibit { kind, text });
    Ok(item)
}

fn set_option(option: &mut ItemOption, part: &str, cell: &str) -> Result<(), String> {
    match part {
        "option" => cell.clone_into(&mut option.text),
        "why" => cell.clone_into(&mut option.why),
        "misconception" => option.misconception = Some(cell.to_owned()),
        _ => {
            option.is_key = match cell.trim().to_ascii_lowercase().as_str() {
                CORRECT | "true" | "1" | "x" => true,
                "no" | "false" | "0" | "" => false,
                _ => return Err(format!("`correct` is `{cell}`, not `{CORRECT}` or empty")),
            }
        }
    }
    Ok(())
}

fn kind(cell: &str) -> Result<ExhibitKind, String> {
    ExhibitKind::of_word(cell)
        .ok_or_else(|| format!("`exhibit_kind` is `{cell}`, which is not an exhibit `kind`"))
}

fn order(cell: &str) -> Result<Order, String> {
    Order::of_word(cell).ok_or_else(|| format!("`order` is `{cell}`, not `fixed` or `shuffled`"))
}
