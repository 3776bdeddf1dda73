//! `course/glossary.toml`: the words of the field.

use std::collections::BTreeSet;

use super::references::{CourseReferences, name};
use crate::model::course::Term;
use spanned_toml::cursor::Cursor;

/// Reads the terms in alphabetical order.
pub(super) fn read(cursor: &mut Cursor<'_>, known: CourseReferences<'_>) -> Vec<Term> {
    let facts = known.ledger.facts.iter().map(|fact| fact.id.as_str());
    let mut taken = BTreeSet::new();
    let mut terms = cursor.tables("term", |term| Term {
        name: term.required("name", "\"max concurrency\"").unique("name", &mut taken),
        meaning: term.required("meaning", "\"requests one instance takes at once\"").words(),
        fact: term.optional("fact", |field| name(field, "fact", facts.clone())),
    });
    terms.sort_by_key(|term| term.name.to_lowercase());
    terms
}
