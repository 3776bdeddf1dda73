//! A TOML document as a tree of our own, in which every key and value knows
//! where it stands.
//!
//! `toml`'s tree borrows from one text; this one owns its strings and can take
//! up values from another text, which is how `--set` and `[fix]` change a
//! scenario before it is read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::faults::{Fault, Faults, Origin, Place, quoted};

/// Tables and arrays within one another that are read; no format needs ten.
pub const DEEPEST: usize = 100;

/// The newest version of the file formats.
const FORMAT_VERSION: i64 = 1;

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it stands.
    pub place: Place,
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

/// Fields by name.
pub type Table = BTreeMap<String, Entry>;

/// A field of a table.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where its key stands.
    pub key: Place,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// What the value is, for messages.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "a string",
            Value::Integer(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Boolean(_) => "true or false",
            Value::Date(_) => "a date",
            Value::Array(_) => "an array",
            Value::Table(_) => "a table",
        }
    }
}

/// Writes a value in TOML syntax, on one line.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Value::Text(text) => f.write_str(&basic_string(text)),
            Value::Integer(number) => write!(f, "{number}"),
            Value::Float(number) => write!(f, "{number:?}"),
            Value::Boolean(flag) => write!(f, "{flag}"),
            Value::Date(date) => f.write_str(date),
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Value::Table(table) => {
                let field = |(name, entry): (&String, &Entry)| {
                    format!("{} = {}", basic_string(name), entry.node)
                };
                let fields: Vec<String> = table.iter().map(field).collect();
                write!(f, "{{ {} }}", fields.join(", "))
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

/// `node` as JSON; what JSON lacks, dates and numbers that are none, becomes a
/// string.
pub fn to_json(node: &Node) -> serde_json::Value {
    use serde_json::Value as Json;
    match &node.value {
        Value::Text(text) => Json::from(text.as_str()),
        Value::Integer(number) => Json::from(*number),
        Value::Float(number) if number.is_finite() => Json::from(*number),
        Value::Float(_) => Json::from(node.to_string()),
        Value::Boolean(flag) => Json::from(*flag),
        Value::Date(date) => Json::from(date.as_str()),
        Value::Array(items) => items.iter().map(to_json).collect(),
        Value::Table(fields) => {
            fields.iter().map(|(name, entry)| (name.clone(), to_json(&entry.node))).collect()
        }
    }
}

/// Parses a whole file of a format with a version. `None` when its syntax or
/// its version makes reading on useless.
pub fn document(text: &str, faults: &mut Faults) -> Option<Node> {
    let start = Place { origin: Origin::File, span: 0..0 };
    if text.trim().is_empty() {
        faults.push(
            Fault::new(&start, "the file is empty").expected("`format_version = 1` and more"),
        );
        return None;
    }
    let (mut parsed, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        faults.push(syntax_fault(&error, text, Origin::File, 0));
    }
    let whole = faults.is_empty();
    let table =
        if whole { table(parsed.get_mut(), Origin::File, 0, 0, faults) } else { Table::new() };
    dismantle(DeValue::Table(parsed.into_inner()));
    if !faults.is_empty() || !version_is_known(&table, &start, faults) {
        return None;
    }
    Some(Node { place: start, value: Value::Table(table) })
}

/// Parses one value that stands at byte `offset` of the text of a setting.
pub fn value(text: &str, origin: Origin, offset: usize, faults: &mut Faults) -> Option<Node> {
    let (mut parsed, errors) = DeValue::parse_recoverable(text);
    let whole = errors.is_empty();
    for error in errors {
        faults.push(syntax_fault(&error, text, origin, offset));
    }
    let node = if whole { Some(convert(&mut parsed, origin, offset, 0, faults)) } else { None };
    dismantle(parsed.into_inner());
    node.filter(|_| faults.is_empty())
}

/// Tells a newer format from one that this program reads.
pub fn version_is_known(table: &Table, start: &Place, faults: &mut Faults) -> bool {
    let Some(entry) = table.get("format_version") else {
        let message = "the file does not say its `format_version`";
        let fault = Fault::new(start, message).expected("`format_version = 1`");
        faults.push(fault.help("begin the file with `format_version = 1`"));
        return true;
    };
    let place = &entry.node.place;
    match entry.node.value {
        Value::Integer(FORMAT_VERSION) => true,
        Value::Integer(newer) if newer > FORMAT_VERSION => {
            let message = format!("`format_version` {newer} is newer than this program");
            let fault = Fault::new(place, message).expected("at most 1");
            faults.push(fault.help("get a newer coldstart, or write the file for version 1"));
            false
        }
        _ => {
            let message = format!("{} is no format version", quoted(&entry.node));
            faults.push(Fault::new(place, message).expected("`1`"));
            true
        }
    }
}

/// A syntax error of the parser as a fault of ours.
fn syntax_fault(error: &toml::de::Error, text: &str, origin: Origin, offset: usize) -> Fault {
    let span = error.span().unwrap_or(text.len()..text.len());
    let place = Place { origin, span: span.start + offset..span.end + offset };
    let (message, expected) = match error.message().split_once(", expected ") {
        Some((message, expected)) => (message, format!("expected {expected}")),
        None => (error.message(), "not TOML from here".to_owned()),
    };
    if message == "duplicate key" {
        let name = quoted(text.get(span).unwrap_or_default());
        let fault = Fault::new(&place, format!("syntax: {name} is there twice"));
        let help = "a key or table stands once; `[[…]]` begins one more of a list";
        return fault.expected("another name").help(help);
    }
    if message.contains("recurs") {
        return too_deep(&place);
    }
    Fault::new(&place, format!("syntax: {message}")).expected(expected)
}

/// Tables and arrays within one another without end.
fn too_deep(place: &Place) -> Fault {
    Fault::new(place, "syntax: nested too deeply").expected("fewer levels")
}

/// Our copy of one of `toml`'s values.
fn convert(
    parsed: &mut Spanned<DeValue<'_>>,
    origin: Origin,
    offset: usize,
    depth: usize,
    faults: &mut Faults,
) -> Node {
    let span = parsed.span();
    let place = Place { origin, span: span.start + offset..span.end + offset };
    let value = match parsed.get_mut() {
        DeValue::String(text) => Value::Text(std::mem::take(text).into_owned()),
        DeValue::Integer(number) => {
            let read = i64::from_str_radix(number.as_str(), number.radix());
            if read.is_err() {
                let message = format!("{} does not fit a whole number", quoted(&number));
                faults.push(Fault::new(&place, message).expected("at most 2^63 − 1"));
            }
            Value::Integer(read.unwrap_or_default())
        }
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Value::Boolean(*flag),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(_) | DeValue::Table(_) if depth >= DEEPEST => {
            faults.push(too_deep(&place));
            Value::Boolean(false)
        }
        DeValue::Array(items) => Value::Array(
            items.iter_mut().map(|item| convert(item, origin, offset, depth + 1, faults)).collect(),
        ),
        DeValue::Table(fields) => Value::Table(table(fields, origin, offset, depth + 1, faults)),
    };
    Node { place, value }
}

/// Our copy of one of `toml`'s tables.
fn table(
    fields: &mut DeTable<'_>,
    origin: Origin,
    offset: usize,
    depth: usize,
    faults: &mut Faults,
) -> Table {
    let copy = |(key, parsed): (&Spanned<_>, &mut Spanned<DeValue<'_>>)| {
        let span = key.span();
        let key_place = Place { origin, span: span.start + offset..span.end + offset };
        let node = convert(parsed, origin, offset, depth, faults);
        let name: &Cow<'_, str> = key.get_ref();
        (name.clone().into_owned(), Entry { key: key_place, node })
    };
    fields.iter_mut().map(copy).collect()
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
