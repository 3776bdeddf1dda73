//! A setting, `PATH=VALUE` as `--set` takes it, and its way into a tree.

use std::fmt;

use super::cursor::Field;
use super::faults::{Fault, Faults, Origin, Place};
use super::path;
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
pub fn parse(text: &str) -> Result<Setting, Diagnostics> {
    let mut faults = Faults::default();
    let setting = split(text, &mut faults).and_then(|(path, value)| {
        // What follows the value are blanks.
        let offset = text.trim_end().len() - value.len();
        let value = typed(value, offset, &mut faults)?;
        Some(Setting { path: path.to_owned(), value })
    });
    setting.ok_or_else(|| {
        let source = Source { name: format!("--set {text}"), text: text.to_owned() };
        faults.into_diagnostics(source, Vec::new())
    })
}

/// A value as it was typed, which stands at byte `offset` of a text; a bare word
/// becomes a string.
pub fn typed(value: &str, offset: usize, faults: &mut Faults) -> Option<String> {
    let node = lenient(value, Origin::File, offset, faults)?;
    let bare = matches!(node.value, Value::Text(_)) && !value.starts_with(['"', '\'']);
    Some(if bare { tree::basic_string(value) } else { value.to_owned() })
}

/// The value of `setting` for JSON: a number is one there too, a table is an
/// object.
pub fn to_json(setting: &Setting) -> serde_json::Value {
    let node = lenient(&setting.value, Origin::File, 0, &mut Faults::default());
    node.map_or(serde_json::Value::Null, |node| tree::to_json(&node))
}

/// The text that faults of `setting` point into.
pub fn source(setting: &Setting) -> Source {
    let text = format!("{}={}", setting.path, setting.value);
    Source { name: format!("--set {text}"), text }
}

/// Where the path of `setting` stands, the setting with position `index`.
pub fn place(setting: &Setting, index: usize) -> Place {
    Place { origin: Origin::Setting(index), span: 0..setting.path.len() }
}

/// Puts the setting with position `index` into the tree of a scenario.
pub fn apply(setting: &Setting, index: usize, root: &mut Node, faults: &mut Faults) {
    let key = place(setting, index);
    let origin = key.origin;
    let offset = setting.path.len() + 1;
    if let Some(node) = lenient(&setting.value, origin, offset, faults) {
        put(root, &setting.path, &key, node, faults);
    }
}

/// Puts `node` where the dotted path leads.
pub fn put(root: &mut Node, dotted: &str, key: &Place, node: Node, faults: &mut Faults) {
    let result = path::parse(dotted).and_then(|names| path::insert(root, &names, key, node));
    if let Err(message) = result {
        faults.push(Fault::new(key, message).expected("a path into the scenario"));
    }
}

/// Path and value on both sides of the first `=` outside quotes.
pub fn split<'s>(text: &'s str, faults: &mut Faults) -> Option<(&'s str, &'s str)> {
    let mut open = None;
    let equals = text.char_indices().find_map(|(at, character)| match (character, open) {
        ('=', None) => Some(at),
        ('"' | '\'', None) => {
            open = Some(character);
            None
        }
        (other, Some(quote)) if other == quote => {
            open = None;
            None
        }
        _ => None,
    });
    let place = Place { origin: Origin::File, span: 0..text.len() };
    let example = "for example `service.auto_scaling.max_size=20`";
    let Some((path, value)) = equals.map(|at| (&text[..at], text[at + 1..].trim())) else {
        faults
            .push(Fault::new(&place, "a setting has no `=`").expected("PATH=VALUE").help(example));
        return None;
    };
    let refusal = match path::parse(path.trim()) {
        Err(message) => message,
        Ok(_) if value.is_empty() => "a setting has no value".to_owned(),
        Ok(_) => return Some((path.trim(), value)),
    };
    faults.push(Fault::new(&place, refusal).expected("PATH=VALUE").help(example));
    None
}

/// A value in TOML syntax, or a string that lacks its quotes.
fn lenient(text: &str, origin: Origin, offset: usize, faults: &mut Faults) -> Option<Node> {
    let mut attempt = Faults::default();
    if let Some(node) = tree::value(text, origin, offset, &mut attempt) {
        return Some(node);
    }
    if text.starts_with(['[', '{', '"', '\'']) {
        faults.append(attempt);
        return None;
    }
    let place = Place { origin, span: offset..offset + text.len() };
    Some(Node { place, value: Value::Text(text.to_owned()) })
}

/// The tree that the dotted paths of a `set` table stand for, and the paths as
/// they were written.
pub fn table(field: Field<'_>, faults: &mut Faults) -> Option<(Node, Vec<Setting>)> {
    let table = field.cursor(faults)?;
    let mut root = Node { place: field.node.place.clone(), value: Value::Table(Table::new()) };
    let mut written: Vec<(&Place, Setting)> = Vec::new();
    for change in table.entries() {
        let result = path::parse(change.name)
            .and_then(|names| path::insert(&mut root, &names, change.key, change.node.clone()));
        match result {
            Ok(None) => {}
            Ok(Some(_)) => {
                let fault = Fault::new(change.key, "this is set twice");
                faults.push(fault.expected("each setting once"));
            }
            Err(message) => {
                let fault = Fault::new(change.key, message);
                faults.push(fault.expected("a path such as \"app.port\""));
            }
        }
        let (path, value) = (change.name.to_owned(), change.node.to_string());
        written.push((change.key, Setting { path, value }));
    }
    if written.is_empty() {
        let fault = Fault::new(&field.node.place, "`set` changes nothing");
        faults.push(fault.expected("a path with a value"));
        return None;
    }
    written.sort_by_key(|(key, _)| key.span.start);
    Some((root, written.into_iter().map(|(_, setting)| setting).collect()))
}

/// The settings of a `set` table whose paths are not read yet.
pub fn list(field: Field<'_>, faults: &mut Faults) -> Vec<Setting> {
    table(field, faults).map(|(_, settings)| settings).unwrap_or_default()
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
