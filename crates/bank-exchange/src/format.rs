//! The formats by name, and what each cannot hold.

use std::fmt;

use spanned_toml::word::Word;

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
    /// A package of Anki, which is only written.
    Apkg,
    /// A table of our own that holds whole questions.
    Csv,
}

/// The words that the command line takes.
impl Word for BankFormat {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("gift", Self::Gift),
        ("aiken", Self::Aiken),
        ("moodle-xml", Self::MoodleXml),
        ("qti", Self::Qti),
        ("udemy", Self::Udemy),
        ("anki", Self::Anki),
        ("apkg", Self::Apkg),
        ("csv", Self::Csv),
    ];
}

impl BankFormat {
    /// Returns the formats that are read.
    pub fn readable() -> impl Iterator<Item = Self> {
        Self::all().filter(|format| *format != Self::Apkg)
    }

    /// Whether a file of it is no text.
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Qti | Self::Apkg)
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
            Self::Apkg => "an Anki package",
            Self::Csv => "coldstart CSV",
        }
    }

    /// Fields of our questions that the format has no place for.
    pub fn omitted(self) -> impl Iterator<Item = &'static str> {
        let (own, authoring): (&[_], &[_]) = match self {
            Self::Csv => (&[], &[]),
            Self::MoodleXml | Self::Qti => (&[], &AUTHORING),
            Self::Gift | Self::Anki | Self::Apkg => (&["order"], &AUTHORING),
            Self::Udemy => (&["id", "order"], &AUTHORING),
            Self::Aiken => (&["id", "topic", "reasons", "order"], &AUTHORING),
        };
        own.iter().chain(authoring).copied()
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

impl fmt::Display for BankFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}
