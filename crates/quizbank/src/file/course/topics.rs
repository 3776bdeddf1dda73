//! `course/topics.toml`: the path and a page on each topic.

use std::collections::BTreeSet;

use super::{Known, names, words};
use crate::model::course::{CourseTopic, Step};
use spanned_toml::cursor::Cursor;
use spanned_toml::faults::{Fault, Faults, quoted};

/// The steps of the path, and the topics in their order.
pub(super) fn read(
    cursor: &mut Cursor<'_>,
    known: Known<'_>,
    faults: &mut Faults,
) -> (Vec<Step>, Vec<CourseTopic>) {
    let mut ids = BTreeSet::new();
    let topics: Vec<CourseTopic> = cursor
        .tables("topic", faults)
        .into_iter()
        .filter_map(|table| topic(table, &mut ids, known, faults))
        .collect();
    let steps: Vec<Step> = cursor
        .tables("step", faults)
        .into_iter()
        .filter_map(|table| step(table, &topics, faults))
        .collect();
    for topic in &topics {
        let times = steps.iter().flat_map(|step| &step.topics).filter(|id| **id == topic.id);
        if times.count() != 1 && !steps.is_empty() {
            let message = format!("the topic {} is not in exactly one step", quoted(&topic.id));
            faults.push(Fault::new(cursor.place(), message).expected("one step for each topic"));
        }
    }
    let in_order = steps.iter().flat_map(|step| &step.topics);
    let in_order = in_order.filter_map(|id| topics.iter().find(|topic| topic.id == *id));
    let in_order = in_order.cloned().collect();
    (steps, in_order)
}

fn topic(
    mut cursor: Cursor<'_>,
    ids: &mut BTreeSet<String>,
    known: Known<'_>,
    faults: &mut Faults,
) -> Option<CourseTopic> {
    let id = cursor.required("id", "id = \"health-check\"", faults);
    let id = id.and_then(|field| field.unique("id", ids, faults));
    let title = words(&mut cursor, "title", "Health checks", faults);
    let summary = words(&mut cursor, "summary", "…", faults);
    let played = cursor.field("scenarios");
    let scenarios = names(played, "scenario", &known.scenarios.iter().copied(), faults);
    cursor.finish(faults);
    Some(CourseTopic { id: id?, title: title?, summary: summary?.trim().to_owned(), scenarios })
}

fn step(mut cursor: Cursor<'_>, topics: &[CourseTopic], faults: &mut Faults) -> Option<Step> {
    let title = words(&mut cursor, "title", "Keep it healthy", faults);
    let aim = words(&mut cursor, "aim", "tell when an instance is replaced", faults);
    let of_step = cursor.required("topics", "topics = [\"health-check\"]", faults);
    let known = topics.iter().map(|topic| topic.id.as_str());
    let topics = names(of_step, "topic", &known, faults);
    cursor.finish(faults);
    Some(Step { title: title?, aim: aim?, topics })
}
