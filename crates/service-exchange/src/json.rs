//! JSON as a [`Node`].

use spanned_toml::diagnostic::Source;
use spanned_toml::faults::{Faults, Syntax};
use spanned_toml::json;
use spanned_toml::tree;

use super::error::ServiceError;
use super::node::{Node, Value};

/// Whether `text` begins as JSON does.
pub(crate) fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// Reads the JSON `text` of the file called `name`.
pub(crate) fn read(name: &str, text: &str) -> Result<Node, ServiceError> {
    let faults = Faults::new(Syntax::Json);
    let lines = Lines::of(text);
    if let Some(node) = json::foreign(text, &faults) {
        return Ok(lines.node(&node));
    }
    let source = Source { name: name.to_owned(), text: text.to_owned() };
    let found = faults.into_diagnostics(source, Vec::new());
    let first = found.errors().next();
    let line = first.map_or(1, |fault| lines.line(fault.span.start));
    let reason = first.map_or_else(|| "not JSON".to_owned(), |fault| fault.message.clone());
    Err(ServiceError::Refused { file: name.to_owned(), line, reason })
}

/// Where the lines of a text end, in bytes.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(at, _)| at).collect())
    }

    fn line(&self, offset: usize) -> usize {
        self.0.partition_point(|&end| end < offset) + 1
    }

    fn node(&self, node: &tree::Node) -> Node {
        let value = match &node.value {
            tree::Value::Text(text) => Value::Scalar(text.clone()),
            tree::Value::Array(items) => {
                Value::List(items.iter().map(|item| self.node(item)).collect())
            }
            tree::Value::Table(table) => {
                let mut entries: Vec<_> = table.iter().collect();
                entries.sort_by_key(|(_, entry)| entry.key.span.start);
                let fields = entries.into_iter().map(|(name, entry)| {
                    let line = self.line(entry.key.span.start);
                    (name.clone(), Node { line, ..self.node(&entry.node) })
                });
                Value::Map(fields.collect())
            }
            other => Value::Scalar(other.to_string()),
        };
        Node { line: self.line(node.place.span.start), value }
    }
}
