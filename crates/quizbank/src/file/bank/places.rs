//! Where the parts of a question stand in its file.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::part::QuestionPart;
use spanned_toml::cursor::Cursor;
use spanned_toml::field::Field;

/// The plain fields that findings are about.
const FIELDS: [(&str, QuestionPart); 12] = [
    ("id", QuestionPart::Id),
    ("task", QuestionPart::Task),
    ("level", QuestionPart::Level),
    ("kind", QuestionPart::Kind),
    ("facts", QuestionPart::Facts),
    ("order", QuestionPart::Order),
    ("family", QuestionPart::Family),
    ("enemies", QuestionPart::Enemies),
    ("feasible", QuestionPart::Feasible),
    ("review", QuestionPart::Review),
    ("exhibit", QuestionPart::Exhibit),
    ("stem", QuestionPart::Stem),
];

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

    /// Takes note of the places of the question at `cursor`.
    pub(super) fn read(cursor: &Cursor<'_>) -> Self {
        let mut parts = BTreeMap::new();
        let plain = FIELDS.into_iter().filter_map(|(name, part)| Some((part, cursor.peek(name)?)));
        for (part, field) in plain.chain(texts(cursor)) {
            parts.insert(part, field.place().span.clone());
        }
        if let Some(proof) = cursor.peek("proof") {
            parts.insert(QuestionPart::Proof, proof.key().span.clone());
        }
        let waivers = cursor.peek("waive").into_iter().flat_map(Field::peek_items);
        for (index, waiver) in waivers.enumerate() {
            let rule = waiver.peek("rule").unwrap_or(waiver);
            parts.insert(QuestionPart::Waiver(index), rule.place().span.clone());
        }
        Self { file: 0, parts }
    }
}

/// The texts of a question that may speak of sampled numbers.
pub(super) fn texts<'t>(cursor: &Cursor<'t>) -> Vec<(QuestionPart, Field<'t>)> {
    let options = cursor.peek("option").into_iter().flat_map(Field::peek_items).enumerate();
    let of_option = options.flat_map(|(index, option)| {
        let named = [("text", QuestionPart::Option(index)), ("why", QuestionPart::Why(index))];
        named.into_iter().filter_map(move |(name, part)| Some((part, option.peek(name)?)))
    });
    let stem = cursor.peek("stem").map(|field| (QuestionPart::Stem, field));
    stem.into_iter().chain(of_option).collect()
}
