//! A CSV of our own: a row a question, with every field that its file has. What has no
//! simple text is written as in a question file, in TOML.

mod fields;
mod proof;
mod read;
mod write;

pub(crate) use self::read::{header, is_table, line_of, read, refused};
pub(crate) use self::write::{finished, write};

/// The columns before those of the options; the first is where a file is recognized.
const COLUMNS: [&str; 23] = [
    "id",
    "topic",
    "stem",
    "exhibit_kind",
    "exhibit",
    "rev",
    "domain",
    "task",
    "objective",
    "kind",
    "level",
    "difficulty",
    "authority",
    "order",
    "facts",
    "family",
    "enemies",
    "feasible",
    "key_changed",
    "review",
    "waive",
    "draw",
    "proof",
];

/// The columns of an option, before its number.
const OPTION_COLUMNS: [&str; 4] = ["option", "correct", "misconception", "why"];

/// What parts the entries of a list in a cell.
const SEPARATOR: &str = "; ";

/// What stands in the column `correct` of a key.
const CORRECT: &str = "yes";
