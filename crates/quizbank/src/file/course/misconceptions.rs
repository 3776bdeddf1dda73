//! `course/misconceptions.toml`: the mistakes that distractors are made of.

use std::collections::BTreeSet;

use super::{Known, name, words};
use crate::model::course::Misconception;
use spanned_toml::cursor::Cursor;
use spanned_toml::faults::Faults;

/// The mistakes in file order.
pub(super) fn read(
    cursor: &mut Cursor<'_>,
    known: Known<'_>,
    faults: &mut Faults,
) -> Vec<Misconception> {
    let mut ids = BTreeSet::new();
    let tables = cursor.tables("misconception", faults);
    let one = |mut table: Cursor<'_>| {
        let id = table.required("id", "id = \"adds-timeout-to-interval\"", faults);
        let id = id.and_then(|field| field.unique("id", &mut ids, faults));
        let believed = words(&mut table, "name", "Adds the timeout to every interval", faults);
        let cure = words(&mut table, "cure", "The timeout counts once, at the last check.", faults);
        let scenario = table.field("scenario");
        let scenario =
            scenario.map(|field| name(field, "scenario", &known.scenarios.iter().copied(), faults));
        table.finish(faults);
        let scenario = scenario.flatten();
        Some(Misconception { id: id?, name: believed?, cure: cure?, scenario })
    };
    tables.into_iter().filter_map(one).collect()
}
