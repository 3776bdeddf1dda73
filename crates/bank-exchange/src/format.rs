//! The formats by name, what each cannot hold, and how one is recognized.

use std::fmt;

use super::{aiken, anki, gift, moodle, qti, table, udemy};

/// A format of question banks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankFormat {
    /// General Import Format Template, the text format of Moodle.
    Gift,
    /// The plain text format of Aiken: one key, no reasons.
    Aiken,
    /// What Moodle exports.
    MoodleXml,
    /// A package of IMS Question and Test Interoperability 2.1.
    Qti,
    /// The table with 17 columns for practice tests of Udemy.
    Udemy,
    /// Notes of Anki as text.
    Anki,
    /// A table of our own that holds whole questions.
    Csv,
}

impl BankFormat {
    /// Every format.
    pub const ALL: [Self; 7] =
        [Self::Gift, Self::Aiken, Self::MoodleXml, Self::Qti, Self::Udemy, Self::Anki, Self::Csv];

    /// The word that the command line takes for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gift => "gift",
            Self::Aiken => "aiken",
            Self::MoodleXml => "moodle-xml",
            Self::Qti => "qti",
            Self::Udemy => "udemy",
            Self::Anki => "anki",
            Self::Csv => "csv",
        }
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Gift => "GIFT",
            Self::Aiken => "Aiken",
            Self::MoodleXml => "Moodle XML",
            Self::Qti => "QTI 2.1",
            Self::Udemy => "Udemy CSV",
            Self::Anki => "Anki notes",
            Self::Csv => "coldstart CSV",
        }
    }

    /// Fields of our questions that the format has no place for.
    pub fn omitted(self) -> &'static [&'static str] {
        match self {
            Self::Csv => &[],
            Self::Aiken => &AIKEN,
            Self::Udemy => &UDEMY,
            Self::MoodleXml | Self::Qti => &AUTHORING,
            Self::Gift | Self::Anki => &WITHOUT_ORDER,
        }
    }
}

/// What only our own formats hold.
const AUTHORING: [&str; 13] = [
    "revision",
    "domain",
    "task",
    "objective",
    "level",
    "difficulty",
    "authority",
    "facts",
    "misconceptions",
    "family",
    "enemies",
    "proof",
    "reviews",
];

/// What formats without an order of options do not hold.
const WITHOUT_ORDER: [&str; 14] = [
    "order",
    "revision",
    "domain",
    "task",
    "objective",
    "level",
    "difficulty",
    "authority",
    "facts",
    "misconceptions",
    "family",
    "enemies",
    "proof",
    "reviews",
];

/// What a practice test of Udemy does not hold.
const UDEMY: [&str; 15] = [
    "id",
    "order",
    "revision",
    "domain",
    "task",
    "objective",
    "level",
    "difficulty",
    "authority",
    "facts",
    "misconceptions",
    "family",
    "enemies",
    "proof",
    "reviews",
];

/// What Aiken does not hold.
const AIKEN: [&str; 17] = [
    "id",
    "topic",
    "reasons",
    "order",
    "revision",
    "domain",
    "task",
    "objective",
    "level",
    "difficulty",
    "authority",
    "facts",
    "misconceptions",
    "family",
    "enemies",
    "proof",
    "reviews",
];

impl fmt::Display for BankFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

/// Returns the format that `text` is written in, as far as its contents show one.
pub(crate) fn detect(text: &str) -> Option<BankFormat> {
    if table::is_table(text) {
        Some(BankFormat::Csv)
    } else if udemy::is_udemy(text) {
        Some(BankFormat::Udemy)
    } else if anki::is_anki(text) {
        Some(BankFormat::Anki)
    } else if qti::is_item(text) {
        Some(BankFormat::Qti)
    } else if moodle::is_moodle(text) {
        Some(BankFormat::MoodleXml)
    } else if aiken::is_aiken(text) {
        Some(BankFormat::Aiken)
    } else if gift::is_gift(text) {
        Some(BankFormat::Gift)
    } else {
        None
    }
}
