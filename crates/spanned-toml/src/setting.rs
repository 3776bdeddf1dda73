//! A setting, `PATH=VALUE` as `--set` takes it, and its way into a tree.

use std::fmt;

use super::faults::{Faults, Origin, SourcePlace};
use super::field::Field;
use super::path;
use super::shape::Shape;
use super::tree::{self, Node, Table, Value};
use crate::diagnostic::{Diagnostics, Source};

/// One `PATH = VALUE`, as `set` tables and `--set` write it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Setting {
    /// A dotted path into the scenario file.
    pub path: String,
    /// The value in TOML syntax.
    pub value: String,
}

/// Writes `PATH = VALUE`, as a file would.
impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}", self.path, self.value)
    }
}

/// Reads `PATH=VALUE`. The value is in TOML syntax; a string needs no quotes.
///
/// ```
/// let setting = spanned_toml::setting::parse("app.start={ fixed = \"1s\" }")?;
/// assert_eq!(setting.path, "app.start");
/// # Ok::<(), spanned_toml::diagnostic::Diagnostics>(())
/// ```
///
/// # Errors
///
/// What is wrong with it.
pub fn parse(text: &str) -> Result<Setting, Diagnostics> {
    read("--set", text, |path, value, offset, faults| {
        let value = typed(value, offset, faults)?;
        Some(Setting { path: path.to_owned(), value })
    })
}

/// Reads what an option called `option` takes, which begins with `PATH=`; `rest` makes
/// the value of what follows, from its text, the byte at which that stands, and the
/// collector of faults.
///
/// # Errors
///
/// What is wrong with it.
pub fn read<T>(
    option: &str,
    text: &str,
    rest: impl FnOnce(&str, &str, usize, &Faults) -> Option<T>,
) -> Result<T, Diagnostics> {
    let faults = Faults::default();
    let value = split(text, &faults).and_then(|(path, value)| {
        // What follows the value are blanks.
        let offset = text.trim_end().len() - value.len();
        rest(path, value, offset, &faults)
    });
    match value {
        Some(value) if faults.is_empty() => Ok(value),
        _ => {
            let source = Source { name: format!("{option} {text}"), text: text.to_owned() };
            Err(faults.into_diagnostics(source, Vec::new()))
        }
    }
}

/// A value as it was typed, which stands at byte `offset` of a text; a bare word
/// becomes a string.
pub fn typed(value: &str, offset: usize, faults: &Faults) -> Option<String> {
    let node = lenient(value, Origin::File, offset, faults)?;
    let bare = matches!(node.value, Value::Text(_)) && !value.starts_with(['"', '\'']);
    Some(if bare { tree::basic_string(value) } else { value.to_owned() })
}

/// The value of `setting` for JSON: a number is one there too, a table is an
/// object.
pub fn to_json(setting: &Setting) -> serde_json::Value {
    let node = lenient(&setting.value, Origin::File, 0, &Faults::default());
    node.map_or(serde_json::Value::Null, |node| tree::to_json(&node.value))
}

/// The text that faults of `setting` point into.
pub fn source(setting: &Setting) -> Source {
    let text = format!("{}={}", setting.path, setting.value);
    Source { name: format!("--set {text}"), text }
}

/// Where the path of `setting` stands, the setting with position `index`.
pub fn place(setting: &Setting, index: usize) -> SourcePlace {
    SourcePlace { origin: Origin::Setting(index), span: 0..setting.path.len() }
}

/// Puts the setting with position `index` into the tree of a scenario.
pub fn apply(setting: &Setting, index: usize, root: &mut Node, faults: &Faults) {
    let key = place(setting, index);
    if let Some(node) = lenient(&setting.value, key.origin, setting.path.len() + 1, faults) {
        put(root, &setting.path, &key, node, faults);
    }
}

/// Puts `node` where the dotted path leads.
pub fn put(root: &mut Node, dotted: &str, key: &SourcePlace, node: Node, faults: &Faults) {
    let result = path::parse(dotted).and_then(|names| path::insert(root, &names, key, node));
    if let Err(message) = result {
        faults.at(key, message).expected("a path into the scenario").report();
    }
}

/// Where the first `=` outside quotes stands in `text`, as bytes.
pub fn equals(text: &str) -> Option<usize> {
    let mut closes = 0;
    text.char_indices().find_map(|(at, character)| match character {
        _ if at < closes => None,
        '"' | '\'' => {
            let end = path::closing(text.get(at + 1..)?, character);
            closes = end.map_or(text.len(), |end| at + 1 + end + 1);
            None
        }
        '=' => Some(at),
        _ => None,
    })
}

/// Path and value on both sides of the first `=` outside quotes.
fn split<'s>(text: &'s str, faults: &Faults) -> Option<(&'s str, &'s str)> {
    let split = equals(text).map(|at| (text[..at].trim(), text[at + 1..].trim()));
    let refusal = match split.map(|(path, value)| (path, value, path::parse(path))) {
        None => "a setting has no `=`".to_owned(),
        Some((_, _, Err(message))) => message,
        Some((_, "", Ok(_))) => "a setting has no value".to_owned(),
        Some((path, value, Ok(_))) => return Some((path, value)),
    };
    let place = SourcePlace { origin: Origin::File, span: 0..text.len() };
    let fault = faults.at(&place, refusal).expected("PATH=VALUE");
    fault.help("for example `service.auto_scaling.max_size=20`").report();
    None
}

/// A value in TOML syntax, or a string that lacks its quotes.
fn lenient(text: &str, origin: Origin, offset: usize, faults: &Faults) -> Option<Node> {
    let attempt = Faults::default();
    if let Some(node) = tree::value(text, origin, offset, &attempt) {
        return Some(node);
    }
    if text.starts_with(['[', '{', '"', '\'']) {
        faults.append(attempt);
        return None;
    }
    let place = SourcePlace { origin, span: offset..offset + text.len() };
    Some(Node { place, value: Value::Text(text.to_owned()) })
}

/// The tree that the dotted paths of a `set` table stand for, and the paths as
/// they were written, in their order. A table without any is a fault.
pub fn table(field: Field<'_>) -> (Node, Vec<Setting>) {
    let mut root = Node { place: field.place().clone(), value: Value::Table(Table::new()) };
    let mut changes: Vec<Field<'_>> = field.table(|table| table.entries().collect());
    changes.sort_by_key(|change| change.key().span.start);
    for change in &changes {
        change.expects(|| Shape::Any);
        let Some(node) = change.node() else { continue };
        let result = path::parse(change.name())
            .and_then(|names| path::insert(&mut root, &names, change.key(), node));
        let (message, expected) = match result {
            Ok(None) => continue,
            Ok(Some(_)) => ("this is set twice".to_owned(), "each setting once"),
            Err(message) => (message, "a path such as \"app.port\""),
        };
        field.faults().at(change.key(), message).expected(expected).report();
    }
    if changes.is_empty() && matches!(field.value(), Some(Value::Table(_))) {
        field.fault("`set` is empty").expected("a path with a value").report();
    }
    let setting = |change: Field<'_>| {
        let value = change.value().map(ToString::to_string).unwrap_or_default();
        Setting { path: change.name().to_owned(), value }
    };
    (root, changes.into_iter().map(setting).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_needs_no_quotes() {
        let value = |text| parse(text).unwrap().value;
        assert_eq!(value("duration=10s"), "\"10s\"");
        assert_eq!(value("duration=\"10s\""), "\"10s\"");
        assert_eq!(value("service.instance.cpu=1 vCPU"), "\"1 vCPU\"");
        assert_eq!(value("seed = 7"), "7");
        assert_eq!(value("rules=aws"), "\"aws\"");
    }

    #[test]
    fn an_equals_sign_in_quotes_belongs_to_the_path() {
        let setting = parse("app.routes.\"/a=b\".status=200").unwrap();
        assert_eq!(setting.path, "app.routes.\"/a=b\".status");
    }

    #[test]
    fn what_is_no_setting_is_refused() {
        for text in ["", "seed", "=1", "seed=", "a..b=1", "a=[1", "a={", "a=\"x", "\"a=1"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
