//! Where the parts of a question stand in its file.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::part::QuestionPart;
use spanned_toml::cursor::Cursor;
use spanned_toml::tree::{Node, Value};

/// The places of one question's parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Which of the sources that were read, counted from 0.
    pub file: usize,
    parts: BTreeMap<QuestionPart, Range<usize>>,
}

impl Places {
    /// Where `part` stands, in bytes of the file; a part that is missing, where
    /// the id is.
    pub fn of(&self, part: QuestionPart) -> Range<usize> {
        let found = self.parts.get(&part).or_else(|| self.parts.get(&QuestionPart::Id));
        found.cloned().unwrap_or_default()
    }

    /// The places of the question at `cursor`.
    pub(super) fn read(cursor: &Cursor<'_>) -> Self {
        let mut parts = BTreeMap::new();
        for (part, node) in texts(cursor) {
            parts.insert(part, node.place.span.clone());
        }
        for field in cursor.entries() {
            match (&field.node.value, field.name) {
                (_, "proof") => {
                    parts.insert(QuestionPart::Proof, field.key.span.clone());
                }
                (Value::Array(items), "waive") => {
                    for (index, item) in items.iter().enumerate() {
                        parts.insert(
                            QuestionPart::Waiver(index),
                            waived_rule(item).place.span.clone(),
                        );
                    }
                }
                _ => {}
            }
            if let Some(part) = QuestionPart::of_field(field.name) {
                parts.insert(part, field.node.place.span.clone());
            }
        }
        Self { file: 0, parts }
    }
}

/// What a waiver names, or the whole of it.
fn waived_rule(item: &Node) -> &Node {
    match &item.value {
        Value::Table(table) => table.get("rule").map_or(item, |entry| &entry.node),
        _ => item,
    }
}

/// The texts of a question that may speak of drawn numbers.
pub(super) fn texts<'t>(cursor: &Cursor<'t>) -> Vec<(QuestionPart, &'t Node)> {
    let mut texts = Vec::new();
    for field in cursor.entries() {
        match (&field.node.value, field.name) {
            (_, "stem") => texts.push((QuestionPart::Stem, field.node)),
            (Value::Array(items), "option") => {
                for (index, item) in items.iter().enumerate() {
                    let Value::Table(table) = &item.value else { continue };
                    let named =
                        [("text", QuestionPart::Option(index)), ("why", QuestionPart::Why(index))];
                    for (name, part) in named {
                        texts.extend(table.get(name).map(|entry| (part, &entry.node)));
                    }
                }
            }
            _ => {}
        }
    }
    texts
}
