//! Where the parts of a question stand in its file.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::part::Part;
use spanned_toml::cursor::Cursor;
use spanned_toml::field::Field;

/// The plain fields that findings are about.
const FIELDS: [(&str, Part); 12] = [
    ("id", Part::Id),
    ("task", Part::Task),
    ("level", Part::Level),
    ("kind", Part::Kind),
    ("facts", Part::Facts),
    ("order", Part::Order),
    ("family", Part::Family),
    ("enemies", Part::Enemies),
    ("feasible", Part::Feasible),
    ("review", Part::Review),
    ("exhibit", Part::Exhibit),
    ("stem", Part::Stem),
];

/// The places of one question's parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Which of the sources that were read, counted from 0.
    pub file: usize,
    parts: BTreeMap<Part, Range<usize>>,
}

impl Places {
    /// Where `part` stands, in bytes of the file; a part that is missing, where
    /// the id is.
    pub fn of(&self, part: Part) -> Range<usize> {
        let found = self.parts.get(&part).or_else(|| self.parts.get(&Part::Id));
        found.cloned().unwrap_or_default()
    }

    /// Takes note of the places of the question at `cursor`.
    pub(super) fn read(cursor: &Cursor<'_>) -> Self {
        let mut parts = BTreeMap::new();
        let plain = FIELDS.into_iter().filter_map(|(name, part)| Some((part, cursor.peek(name)?)));
        for (part, field) in plain.chain(texts(cursor)) {
            parts.insert(part, field.place().span.clone());
        }
        if let Some(proof) = cursor.peek("proof") {
            parts.insert(Part::Proof, proof.key().span.clone());
        }
        let waivers = cursor.peek("waive").into_iter().flat_map(Field::peek_items);
        for (index, waiver) in waivers.enumerate() {
            let rule = waiver.peek("rule").unwrap_or(waiver);
            parts.insert(Part::Waiver(index), rule.place().span.clone());
        }
        Self { file: 0, parts }
    }
}

/// The texts of a question that may speak of drawn numbers.
pub(super) fn texts<'t>(cursor: &Cursor<'t>) -> Vec<(Part, Field<'t>)> {
    let options = cursor.peek("option").into_iter().flat_map(Field::peek_items).enumerate();
    let of_option = options.flat_map(|(index, option)| {
        let named = [("text", Part::Option(index)), ("why", Part::Why(index))];
        named.into_iter().filter_map(move |(name, part)| Some((part, option.peek(name)?)))
    });
    let stem = cursor.peek("stem").map(|field| (Part::Stem, field));
    stem.into_iter().chain(of_option).collect()
}
