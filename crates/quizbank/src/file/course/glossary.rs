//! `course/glossary.toml`: the words of the field.

use std::collections::BTreeSet;

use super::{Known, name, words};
use crate::model::course::Term;
use spanned_toml::cursor::Cursor;
use spanned_toml::faults::Faults;

/// The terms in alphabetical order.
pub(super) fn read(cursor: &mut Cursor<'_>, known: Known<'_>, faults: &mut Faults) -> Vec<Term> {
    let facts = known.ledger.facts.iter().map(|fact| fact.id.as_str());
    let mut taken = BTreeSet::new();
    let tables = cursor.tables("term", faults);
    let one = |mut table: Cursor<'_>| {
        let term = table.required("name", "name = \"max concurrency\"", faults);
        let term = term.and_then(|field| field.unique("name", &mut taken, faults));
        let meaning = words(&mut table, "meaning", "requests one instance takes at once", faults);
        let fact = table.field("fact");
        let fact = fact.map(|field| name(field, "fact", &facts, faults));
        table.finish(faults);
        let fact = fact.flatten();
        Some(Term { name: term?, meaning: meaning?, fact })
    };
    let mut terms: Vec<Term> = tables.into_iter().filter_map(one).collect();
    terms.sort_by_key(|term| term.name.to_lowercase());
    terms
}
