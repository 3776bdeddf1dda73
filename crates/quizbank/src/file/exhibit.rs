//! `exhibit = { kind = "json", text = """…""" }`: what a stem refers to.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::model::question::{Exhibit, ExhibitKind};
use spanned_toml::cursor::Field;
use spanned_toml::faults::{Fault, Faults, quoted};

/// The exhibit in `field`.
pub(super) fn read(field: Field<'_>, faults: &mut Faults) -> Option<Exhibit> {
    let mut cursor = field.cursor(faults)?;
    let kind = cursor.required("kind", "kind = \"json\"", faults);
    let text = cursor.required("text", "text = \"\"\"…\"\"\"", faults);
    cursor.finish(faults);
    let kinds = ExhibitKind::ALL.map(|kind| (kind.name(), kind));
    let kind = kind.and_then(|field| field.choice(&kinds, faults));
    let text = shown(text?, faults);
    Some(Exhibit { kind: kind?, text: text? })
}

/// A text that fits the box it is shown in.
fn shown(field: Field<'_>, faults: &mut Faults) -> Option<String> {
    let text = field.words(faults)?.trim_end();
    let is_hidden = |letter: &char| *letter != '\n' && letter.width().unwrap_or(0) == 0;
    let hidden = text.chars().find(is_hidden);
    let lines = text.lines().count();
    let widest = text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
    let (message, expected) = if let Some(letter) = hidden {
        let message = format!("the exhibit has the character {}", quoted(letter));
        (message, "printable characters and line breaks".to_owned())
    } else if lines > Exhibit::LINES {
        let message = format!("the exhibit has {lines} lines");
        (message, format!("at most {} lines", Exhibit::LINES))
    } else if widest > Exhibit::COLUMNS {
        let message = format!("a line of the exhibit has {widest} columns");
        (message, format!("at most {} columns", Exhibit::COLUMNS))
    } else {
        return Some(text.to_owned());
    };
    faults.push(Fault::new(&field.node.place, message).expected(expected));
    None
}
