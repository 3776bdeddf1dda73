//! The CSV with 17 columns that Udemy takes for a practice test.

use csv::{ReaderBuilder, StringRecord, Writer};

use super::error::ExchangeError;
use super::item::{BankItem, ItemOption, OPTIONS};
use super::loss::{LossKind, Losses};
use super::markup::TextFormat;
use super::table;

/// The header, to the letter.
const HEADER: [&str; 17] = [
    "Question",
    "Question Type",
    "Answer Option 1",
    "Explanation 1",
    "Answer Option 2",
    "Explanation 2",
    "Answer Option 3",
    "Explanation 3",
    "Answer Option 4",
    "Explanation 4",
    "Answer Option 5",
    "Explanation 5",
    "Answer Option 6",
    "Explanation 6",
    "Correct Answers",
    "Overall Explanation",
    "Domain",
];

/// The types of question, with one key and with several.
const TYPES: [&str; 2] = ["multiple-choice", "multi-select"];

/// Whether the first line of `text` is the header.
pub(crate) fn is_udemy(text: &str) -> bool {
    let names = table::header(text);
    names.len() >= HEADER.len() && names.iter().zip(HEADER).all(|(name, known)| name == known)
}

/// Reads the rows of `text`.
pub(crate) fn read(text: &str, losses: &mut Losses) -> Result<Vec<BankItem>, ExchangeError> {
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| table::rejected(&error))?;
    for name in header.iter().skip(HEADER.len()).filter(|name| !name.is_empty()) {
        losses.add(1, LossKind::Field(format!("column `{name}`")));
    }
    let mut items = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| table::rejected(&error))?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = table::line_of(&record);
        match item(line, &record, losses) {
            Ok(item) => items.push(item),
            Err(kind) => losses.add(line, kind),
        }
    }
    Ok(items)
}

fn item(line: usize, record: &StringRecord, losses: &mut Losses) -> Result<BankItem, LossKind> {
    let cell = |name: &str| {
        let at = HEADER.iter().position(|known| *known == name);
        at.and_then(|at| record.get(at)).unwrap_or_default().trim()
    };
    let kind = cell("Question Type");
    if !kind.is_empty() && !TYPES.contains(&kind.to_ascii_lowercase().as_str()) {
        return Err(LossKind::Type(format!("a question of type `{kind}`")));
    }
    let mut plain = |text: &str| TextFormat::Either.read(text, line, losses);
    let mut options: Vec<ItemOption> = (1..=*OPTIONS.end())
        .map(|number| ItemOption {
            text: plain(cell(&format!("Answer Option {number}"))).text,
            why: plain(cell(&format!("Explanation {number}"))).text,
            ..ItemOption::default()
        })
        .collect();
    let last = options.iter().rposition(|option| *option != ItemOption::default());
    options.truncate(last.map_or(0, |last| last + 1));
    for number in cell("Correct Answers").split([',', ';', ' ']).filter(|it| !it.is_empty()) {
        let position = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let option = position.and_then(|position| options.get_mut(position));
        let unknown = || LossKind::Malformed(format!("`Correct Answers` names option `{number}`"));
        option.ok_or_else(unknown)?.is_key = true;
    }
    Ok(BankItem {
        line,
        topic: Some(cell("Domain").to_owned()).filter(|domain| !domain.is_empty()),
        stem: plain(cell("Question")).text,
        explanation: plain(cell("Overall Explanation")).text,
        options,
        ..BankItem::default()
    })
}

/// Writes `items` with the header.
pub(crate) fn write(items: &[BankItem], losses: &mut Losses) -> Result<Vec<u8>, ExchangeError> {
    let mut out = Writer::from_writer(Vec::new());
    let mut written = out.write_record(HEADER);
    for item in items {
        if item.exhibit.is_some() {
            losses.add_to(item.id.as_deref().unwrap_or_default(), LossKind::Exhibit);
        }
        written = written.and_then(|()| out.write_record(row(item)));
    }
    table::finished(written, out)
}

fn row(item: &BankItem) -> Vec<String> {
    let [one, several] = TYPES;
    let mut row =
        vec![item.plain_stem(), (if item.key_count() > 1 { several } else { one }).to_owned()];
    let options = item.options.iter().take(*OPTIONS.end());
    row.extend(options.flat_map(|option| [option.text.clone(), option.why.clone()]));
    row.resize(2 + 2 * OPTIONS.end(), String::new());
    row.push(item.key_numbers(","));
    row.push(String::new());
    row.push(item.topic.clone().unwrap_or_default());
    row
}
