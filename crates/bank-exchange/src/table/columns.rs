//! The columns of our own table.

/// The columns before those of the options; the first is where a file is recognized.
pub(super) const COLUMNS: [&str; 23] = [
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
pub(super) const OPTION_COLUMNS: [&str; 4] = ["option", "correct", "misconception", "why"];

/// What parts the entries of a list in a cell.
pub(super) const SEPARATOR: &str = "; ";

/// What stands in the column `correct` of a key.
pub(super) const CORRECT: &str = "yes";
