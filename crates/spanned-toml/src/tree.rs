//! A TOML document as a tree of our own, in which every key and value knows
//! where it stands.
//!
//! `toml`'s tree borrows from one text; this one owns its strings and can take
//! up values from another text, which is how `--set` and `[fix]` change a
//! scenario before it is read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_parser::lexer::{Token, TokenKind};

use super::faults::{Faults, Origin, SourcePlace, quoted};

/// Tables and arrays within one another that are read; no format needs ten.
pub(crate) const DEEPEST: usize = 100;

/// The newest version of the file formats.
const FORMAT_VERSION: i64 = 1;

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it stands.
    pub place: SourcePlace,
    /// What it is.
    pub value: Value,
}

/// A TOML value.
#[derive(Clone, Debug)]
pub enum Value {
    /// A string.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a point, an infinity or not a number.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A date or time; no field takes one.
    Date(String),
    /// A list.
    Array(Vec<Node>),
    /// A table, inline or not.
    Table(Table),
}

/// Fields by name. They are boxed, since most tables have fewer fields than the map has
/// room for in one piece.
pub type Table = BTreeMap<String, Box<TableEntry>>;

/// A field of a table.
#[derive(Clone, Debug)]
pub struct TableEntry {
    /// Where its key stands.
    pub key: SourcePlace,
    /// Its value.
    pub node: Node,
}

impl Value {
    /// What it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a string",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number",
            Self::Boolean(_) => "true or false",
            Self::Date(_) => "a date",
            Self::Array(_) => "an array",
            Self::Table(_) => "a table",
        }
    }
}

/// Writes a value in TOML syntax, on one line.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(&basic_string(text)),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Float(number) => write!(f, "{number:?}"),
            Self::Boolean(flag) => write!(f, "{flag}"),
            Self::Date(date) => f.write_str(date),
            Self::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| item.value.to_string()).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Self::Table(table) => {
                let fields = table
                    .iter()
                    .map(|(name, entry)| format!("{} = {}", basic_string(name), entry.node.value));
                write!(f, "{{ {} }}", fields.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// `text` as a TOML basic string, quotes included.
pub fn basic_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            other if other.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(other));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// `value` as JSON; what JSON lacks, dates and numbers that are none, becomes a
/// string.
pub(crate) fn to_json(value: &Value) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        Value::Text(text) => Json::from(text.as_str()),
        Value::Integer(number) => Json::from(*number),
        Value::Float(number) if number.is_finite() => Json::from(*number),
        Value::Float(_) => Json::from(value.to_string()),
        Value::Boolean(flag) => Json::from(*flag),
        Value::Date(date) => Json::from(date.as_str()),
        Value::Array(items) => items.iter().map(|item| to_json(&item.value)).collect(),
        Value::Table(fields) => {
            fields.iter().map(|(name, entry)| (name.clone(), to_json(&entry.node.value))).collect()
        }
    }
}

/// Parses a whole file of a format with a version. `None` when its syntax or
/// its version makes reading on useless.
pub(crate) fn document(text: &str, faults: &Faults) -> Option<Node> {
    let start = SourcePlace { origin: Origin::File, span: 0..0 };
    if text.trim().is_empty() {
        let fault = faults.at(&start, "the file is empty");
        fault.expected("`format_version = 1` and more").report();
        return None;
    }
    let is_part =
        |token: &Token| !matches!(token.kind(), TokenKind::Whitespace | TokenKind::Comment);
    let parts = toml_parser::Source::new(text).lex().filter(is_part).count();
    if parts > most_parts(text) {
        too_many_parts(text, faults);
        return None;
    }
    let (parsed, errors) = DeTable::parse_recoverable(text);
    let copy = Copier { origin: Origin::File, offset: 0, faults };
    for error in errors {
        copy.syntax(&error, text);
    }
    if !faults.is_empty() {
        dismantle(DeValue::Table(parsed.into_inner()));
        return None;
    }
    let table = copy.table(parsed.into_inner(), 0);
    if !faults.is_empty() || !version_is_known(&table, &start, faults) {
        return None;
    }
    Some(Node { place: start, value: Value::Table(table) })
}

/// Number of parts (names, values and signs) of a text that are parsed: parsing takes
/// some hundred bytes for each, and no more memory than ten times the text and 50 MB.
pub(crate) fn most_parts(text: &str) -> usize {
    400_000 + text.len() / 10
}

/// Reports a text with more parts than are parsed.
pub(crate) fn too_many_parts(text: &str, faults: &Faults) {
    let start = SourcePlace { origin: Origin::File, span: 0..0 };
    let fault = faults.at(&start, "the file has too many elements for its size");
    fault.expected(format!("at most {} names, values and symbols", most_parts(text))).report();
}

/// Parses one value that stands at byte `offset` of the text of a setting.
pub(crate) fn value(text: &str, origin: Origin, offset: usize, faults: &Faults) -> Option<Node> {
    let (parsed, errors) = DeValue::parse_recoverable(text);
    let copy = Copier { origin, offset, faults };
    if !errors.is_empty() {
        for error in errors {
            copy.syntax(&error, text);
        }
        dismantle(parsed.into_inner());
        return None;
    }
    Some(copy.node(parsed, 0)).filter(|_| faults.is_empty())
}

/// Tells a newer format from one that this program reads.
pub(crate) fn version_is_known(table: &Table, start: &SourcePlace, faults: &Faults) -> bool {
    let Some(entry) = table.get("format_version") else {
        let fault = faults.at(start, "the file has no `format_version`");
        let fault = fault.expected("`format_version = 1`");
        fault.help("begin the file with `format_version = 1`").report();
        return true;
    };
    let place = &entry.node.place;
    match &entry.node.value {
        Value::Integer(FORMAT_VERSION) => true,
        Value::Integer(newer) if *newer > FORMAT_VERSION => {
            let message = format!("`format_version` {newer} is newer than this program supports");
            let fault = faults.at(place, message).expected("at most 1");
            fault.help("use a newer coldstart, or write the file for version 1").report();
            false
        }
        other => {
            let fault = faults.at(place, format!("{} is not a format version", quoted(other)));
            fault.expected("`1`").report();
            true
        }
    }
}

/// Turns `toml`'s values into ours, which stand at byte `offset` of their text. Each of
/// `toml`'s is gone once ours is there, so that a large text is never in memory as both.
struct Copier<'f> {
    origin: Origin,
    offset: usize,
    faults: &'f Faults,
}

impl Copier<'_> {
    fn place(&self, span: Range<usize>) -> SourcePlace {
        SourcePlace { origin: self.origin, span: span.start + self.offset..span.end + self.offset }
    }

    /// Reports a syntax error of the parser as a fault of ours.
    fn syntax(&self, error: &toml::de::Error, text: &str) {
        let span = error.span().unwrap_or(text.len()..text.len());
        let place = self.place(span.clone());
        let (message, expected) = match error.message().split_once(", expected ") {
            Some((message, expected)) => (message, format!("expected {expected}")),
            None => (error.message(), "not TOML from here".to_owned()),
        };
        if message == "duplicate key" {
            let name = quoted(text.get(span).unwrap_or_default());
            let fault = self.faults.at(&place, format!("syntax: {name} is a duplicate"));
            let help = "each key or table is unique; `[[…]]` adds an element to an array";
            fault.expected("another name").help(help).report();
        } else if message.contains("recurs") {
            self.too_deep(&place);
        } else {
            self.faults.at(&place, format!("syntax: {message}")).expected(expected).report();
        }
    }

    /// Reports tables and arrays within one another without end.
    fn too_deep(&self, place: &SourcePlace) {
        let fault = self.faults.at(place, "syntax: nested too deeply");
        fault.expected("fewer levels").report();
    }

    fn node(&self, parsed: Spanned<DeValue<'_>>, depth: usize) -> Node {
        let place = self.place(parsed.span());
        let value = match parsed.into_inner() {
            DeValue::String(text) => Value::Text(text.into_owned()),
            DeValue::Integer(number) => {
                let read = i64::from_str_radix(number.as_str(), number.radix());
                if read.is_err() {
                    let message = format!("{} is too large for a whole number", quoted(&number));
                    self.faults.at(&place, message).expected("at most 2^63 − 1").report();
                }
                Value::Integer(read.unwrap_or_default())
            }
            DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Boolean(flag) => Value::Boolean(flag),
            DeValue::Datetime(date) => Value::Date(date.to_string()),
            nested @ (DeValue::Array(_) | DeValue::Table(_)) if depth >= DEEPEST => {
                dismantle(nested);
                self.too_deep(&place);
                Value::Boolean(false)
            }
            DeValue::Array(items) => {
                Value::Array(items.into_iter().map(|item| self.node(item, depth + 1)).collect())
            }
            DeValue::Table(fields) => Value::Table(self.table(fields, depth + 1)),
        };
        Node { place, value }
    }

    fn table(&self, fields: DeTable<'_>, depth: usize) -> Table {
        let own = |(key, parsed): (Spanned<Cow<'_, str>>, Spanned<DeValue<'_>>)| {
            let entry = TableEntry { key: self.place(key.span()), node: self.node(parsed, depth) };
            (key.into_inner().into_owned(), Box::new(entry))
        };
        fields.into_iter().map(own).collect()
    }
}

/// Takes a parsed tree apart level by level: dotted keys within inline tables
/// nest thousands deep, and dropping that at once would overflow the stack.
fn dismantle(root: DeValue<'_>) {
    let mut pending = vec![root];
    while let Some(value) = pending.pop() {
        match value {
            DeValue::Array(items) => {
                pending.extend(items.into_iter().map(Spanned::into_inner));
            }
            DeValue::Table(fields) => {
                pending.extend(fields.into_iter().map(|(_, field)| field.into_inner()));
            }
            _ => {}
        }
    }
}
