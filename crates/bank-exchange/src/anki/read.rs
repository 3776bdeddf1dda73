//! Notes as text to items.

use csv::{ReaderBuilder, StringRecord};

use crate::error::ExchangeError;
use crate::item::{BankItem, ItemOption, OPTIONS, lettered};
use crate::loss::{LossKind, Losses};
use crate::markup::TextFormat;
use crate::table;

/// Whether `text` begins with a line that tells Anki how to read it.
pub(crate) fn is_anki(text: &str) -> bool {
    const NAMES: [&str; 8] =
        ["separator", "html", "columns", "tags", "notetype", "deck", "guid column", "tags column"];
    let first = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    let name = first.strip_prefix('#').and_then(|line| line.split_once(':')).map(|(name, _)| name);
    name.is_some_and(|name| NAMES.contains(&name.trim().to_ascii_lowercase().as_str()))
}

/// What the lines with `#` say.
#[derive(Debug)]
struct NoteHead {
    separator: u8,
    is_html: bool,
    /// What each column holds.
    roles: Vec<ColumnRole>,
    /// How many lines there are.
    lines: usize,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
enum ColumnRole {
    Id,
    Topic,
    Deck,
    Question,
    Option(usize),
    Reason(usize),
    Keys,
    Explanation,
    /// What only Anki needs.
    Internal,
    Other(String),
}

/// Reads the notes of `text`.
pub(crate) fn read(text: &str, losses: &mut Losses) -> Result<Vec<BankItem>, ExchangeError> {
    let head = NoteHead::read(text);
    let body: String = text.split_inclusive('\n').skip(head.lines).collect();
    for role in &head.roles {
        if let ColumnRole::Other(name) = role {
            losses.add(head.lines, LossKind::Field(format!("column `{name}`")));
        }
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(head.separator)
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .from_reader(body.as_bytes());
    let mut items = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| table::rejected(&error))?;
        let line = head.lines + table::line_of(&record);
        match note(&head, &record, line, losses) {
            Ok(item) => items.push(item),
            Err(kind) => losses.add(line, kind),
        }
    }
    Ok(items)
}

impl NoteHead {
    fn read(text: &str) -> Self {
        let mut head = Self { separator: b'\t', is_html: false, roles: Vec::new(), lines: 0 };
        let mut internal = Vec::new();
        for line in text.lines().take_while(|line| line.starts_with('#')) {
            head.lines += 1;
            let Some((name, value)) = line.get(1..).and_then(|line| line.split_once(':')) else {
                continue;
            };
            match name.trim().to_ascii_lowercase().as_str() {
                "separator" => head.separator = separator(value),
                "html" => head.is_html = value.trim().eq_ignore_ascii_case("true"),
                "columns" => {
                    let separator = char::from(head.separator);
                    head.roles = value.split(separator).map(role).collect();
                }
                "guid column" | "notetype column" | "tags column" => {
                    internal.extend(value.trim().parse::<usize>());
                }
                _ => {}
            }
        }
        for number in internal {
            if let Some(role) = number.checked_sub(1).and_then(|at| head.roles.get_mut(at)) {
                *role = ColumnRole::Internal;
            }
        }
        head
    }
}

fn separator(value: &str) -> u8 {
    match value.trim().to_ascii_lowercase().as_str() {
        "comma" | "," => b',',
        "semicolon" | ";" => b';',
        "pipe" | "|" => b'|',
        "colon" | ":" => b':',
        "space" => b' ',
        _ => b'\t',
    }
}

/// What the column called `name` holds.
fn role(name: &str) -> ColumnRole {
    let plain = name.trim().to_ascii_lowercase().replace('_', " ");
    let (word, number) = plain.rsplit_once(' ').unwrap_or((&plain, ""));
    let number = number.parse::<usize>().ok().filter(|it| (1..=*OPTIONS.end()).contains(it));
    match (word, number) {
        ("option" | "q" | "answer" | "choice", Some(number)) => ColumnRole::Option(number),
        ("reason" | "explanation" | "why", Some(number)) => ColumnRole::Reason(number),
        ("extra", Some(1)) => ColumnRole::Explanation,
        _ => match plain.as_str() {
            "id" => ColumnRole::Id,
            "topic" => ColumnRole::Topic,
            "deck" => ColumnRole::Deck,
            "question" | "front" | "stem" => ColumnRole::Question,
            "keys" | "answers" | "correct" | "correct answers" => ColumnRole::Keys,
            "explanation" | "extra" | "comment" => ColumnRole::Explanation,
            "guid" | "notetype" | "note type" | "qtype" | "qtype (0=kprim,1=mc,2=sc)" => {
                ColumnRole::Internal
            }
            _ => ColumnRole::Other(name.trim().to_owned()),
        },
    }
}

fn note(
    head: &NoteHead,
    record: &StringRecord,
    line: usize,
    losses: &mut Losses,
) -> Result<BankItem, LossKind> {
    let mut item = BankItem { line, ..BankItem::default() };
    let mut options = vec![ItemOption::default(); *OPTIONS.end()];
    let mut keys = String::new();
    let mut deck = None;
    for (role, cell) in head.roles.iter().zip(record).filter(|(_, cell)| !cell.trim().is_empty()) {
        let format = if head.is_html { TextFormat::Html } else { TextFormat::Plain };
        let read = format.read(cell, line, losses);
        if cell.contains("[sound:") {
            losses.add(line, LossKind::Markup("sound"));
        }
        let text = read.text;
        match role {
            ColumnRole::Id => item.id = Some(text),
            ColumnRole::Topic => item.topic = Some(text),
            ColumnRole::Deck => deck = text.rsplit("::").next().map(str::to_owned),
            ColumnRole::Question => (item.stem, item.exhibit) = (text, read.exhibit),
            ColumnRole::Option(number) => {
                if let Some(option) = options.get_mut(number - 1) {
                    option.text = text;
                }
            }
            ColumnRole::Reason(number) => {
                if let Some(option) = options.get_mut(number - 1) {
                    option.why = text;
                }
            }
            ColumnRole::Keys => keys = text,
            ColumnRole::Explanation => item.explanation = text,
            ColumnRole::Internal | ColumnRole::Other(_) => {}
        }
    }
    let last = options.iter().rposition(|option| *option != ItemOption::default());
    options.truncate(last.map_or(0, |last| last + 1));
    if options.is_empty() {
        return Err(LossKind::Type("a card with a front and a back".to_owned()));
    }
    for position in positions(&keys, options.len())? {
        if let Some(option) = options.get_mut(position) {
            option.is_key = true;
        }
    }
    item.options = options;
    item.topic = item.topic.or(deck);
    Ok(item)
}

/// The positions that `keys` names among `count` options, counted from 0: numbers from 1,
/// letters, or a 0 or 1 for each option.
fn positions(keys: &str, count: usize) -> Result<Vec<usize>, LossKind> {
    let words: Vec<&str> = keys.split([',', ' ', ';']).filter(|word| !word.is_empty()).collect();
    let is_bits = words.len() > 1 && words.iter().all(|word| matches!(*word, "0" | "1"));
    if is_bits {
        let ones = words.iter().enumerate().filter(|(_, word)| **word == "1");
        return Ok(ones.map(|(at, _)| at).collect());
    }
    let position = |word: &&str| {
        let number = word.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let found = number.or_else(|| lettered(word)).filter(|at| *at < count);
        found.ok_or_else(|| {
            LossKind::Malformed(format!("the keys name the unknown option `{word}`"))
        })
    };
    words.iter().map(position).collect()
}
