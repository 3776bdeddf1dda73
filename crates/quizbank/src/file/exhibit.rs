//! `exhibit = { kind = "json", text = """…""" }`: what a stem refers to.

use unicode_width::UnicodeWidthStr;

use crate::model::question::Exhibit;
use spanned_toml::cursor::Cursor;
use spanned_toml::faults::quoted;
use spanned_toml::field::Field;

/// Reads the exhibit at `cursor`.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Exhibit {
    Exhibit {
        kind: cursor.required("kind", "\"json\"").word(),
        text: shown(cursor.required("text", "\"\"\"…\"\"\"")),
    }
}

/// Reads a text that fits the box it is shown in.
fn shown(field: Field<'_>) -> String {
    let text = field.words().trim_end().to_owned();
    let hidden = text.chars().find(|&letter| Exhibit::is_hidden(letter));
    let lines = text.lines().count();
    let widest = text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
    if let Some(letter) = hidden {
        let fault = field.fault(format!("the exhibit has the character {}", quoted(letter)));
        fault.expected("printable characters and line breaks").report();
    } else if lines > Exhibit::LINES {
        let fault = field.fault(format!("the exhibit has {lines} lines"));
        fault.expected(format!("at most {} lines", Exhibit::LINES)).report();
    } else if widest > Exhibit::COLUMNS {
        let fault = field.fault(format!("a line of the exhibit has {widest} columns"));
        fault.expected(format!("at most {} columns", Exhibit::COLUMNS)).report();
    }
    text
}
