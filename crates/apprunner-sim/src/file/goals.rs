//! `[[goal]]` and `[[alarm]]`: what a run is judged by, and what raises an
//! alarm.

use std::collections::BTreeSet;

use crate::model::goal::{Alarm, Goal, Probe, Threshold};
use crate::model::metric::{self, Metric};
use spanned_toml::bound;
use spanned_toml::cursor::Cursor;
use spanned_toml::field::Field;

/// The most consecutive minutes of an alarm: a day of them.
const MAX_PERIODS: u32 = 1_440;

/// Reads the goals of the scenario at `cursor`.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Vec<Goal> {
    let mut names = BTreeSet::new();
    let goals = cursor.tables("goal", |goal| {
        let name = goal.required("name", "\"nobody is rejected\"").unique("name", &mut names);
        Some(Goal { name, probe: probe(goal)? })
    });
    goals.into_iter().flatten().collect()
}

/// Reads the alarms of the scenario at `cursor`.
pub(super) fn alarms(cursor: &mut Cursor<'_>) -> Vec<Alarm> {
    let mut names = BTreeSet::new();
    cursor.tables("alarm", |alarm| Alarm {
        name: alarm.required("name", "\"errors over 1 %\"").unique("name", &mut names),
        metric: alarm.required("metric", "\"5xxStatusResponses\"").word(),
        threshold: threshold(alarm.exactly_one(["over", "at_least"])),
        periods: alarm.optional("periods", |field| field.integer(1..=MAX_PERIODS)).unwrap_or(1),
    })
}

/// Reads what raises an alarm.
fn threshold(field: Field<'_>) -> Threshold {
    match field.name() {
        "over" => Threshold::OverShareOfRequests(field.number(0.0..=1.0)),
        _ => Threshold::AtLeast(field.finite()),
    }
}

/// Reads the condition at `cursor`, whose other fields are the caller's.
fn probe(cursor: &mut Cursor<'_>) -> Option<Probe> {
    let (path, bound) = bound::read(cursor, &metric::NAMES, Field::number);
    Some(Probe { metric: Metric::parse(&path)?, bound })
}
