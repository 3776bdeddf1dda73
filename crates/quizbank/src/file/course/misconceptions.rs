//! `course/misconceptions.toml`: the mistakes that distractors are made of.

use std::collections::BTreeSet;

use super::references::{CourseReferences, name};
use crate::model::course::Misconception;
use spanned_toml::cursor::Cursor;
use spanned_toml::field::Field;

/// Reads the mistakes in file order.
pub(super) fn read(cursor: &mut Cursor<'_>, known: CourseReferences<'_>) -> Vec<Misconception> {
    let mut ids = BTreeSet::new();
    let scenarios = known.scenarios.iter().copied();
    cursor.tables("misconception", |table| Misconception {
        id: table.required("id", "\"adds-timeout-to-interval\"").unique("id", &mut ids),
        former: table.optional("former", Field::texts).unwrap_or_default(),
        name: table.required("name", "\"Adds the timeout to every interval\"").words(),
        correction: table
            .required("correction", "\"The timeout counts once, at the last check.\"")
            .words(),
        scenario: table.optional("scenario", |field| name(field, "scenario", scenarios.clone())),
    })
}
