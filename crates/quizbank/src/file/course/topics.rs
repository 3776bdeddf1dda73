//! `course/topics.toml`: the path and a page on each topic.

use std::collections::BTreeSet;

use super::references::{CourseReferences, name};
use crate::model::course::{CourseTopic, Step};
use spanned_toml::cursor::Cursor;
use spanned_toml::faults::quoted;

/// Reads the steps of the path, and the topics in their order.
pub(super) fn read(
    cursor: &mut Cursor<'_>,
    known: CourseReferences<'_>,
) -> (Vec<Step>, Vec<CourseTopic>) {
    let mut ids = BTreeSet::new();
    let played = known.scenarios.iter().copied();
    let topics = cursor.tables("topic", |topic| CourseTopic {
        id: topic.required("id", "\"health-check\"").unique("id", &mut ids),
        title: topic.required("title", "\"Health checks\"").words(),
        summary: topic.required("summary", "\"…\"").words().trim().to_owned(),
        scenarios: topic
            .optional("scenarios", |field| {
                field.list(|item| name(item, "scenario", played.clone()))
            })
            .unwrap_or_default(),
    });
    let named = topics.iter().map(|topic| topic.id.as_str());
    let steps = cursor.tables("step", |step| Step {
        title: step.required("title", "\"Keep it healthy\"").words(),
        aim: step.required("aim", "\"tell when an instance is replaced\"").words(),
        topics: (step.required("topics", "[\"health-check\"]"))
            .list(|item| name(item, "topic", named.clone())),
    });
    // A topic or a step that could not be read is missing here.
    for topic in topics.iter().filter(|_| cursor.is_sound()) {
        let times = steps.iter().flat_map(|step| &step.topics).filter(|id| **id == topic.id);
        if times.count() != 1 && !steps.is_empty() {
            let message = format!("the topic {} is not in exactly one step", quoted(&topic.id));
            cursor.fault(message).expected("one step for each topic").report();
        }
    }
    let in_order = steps.iter().flat_map(|step| &step.topics);
    let in_order = in_order.filter_map(|id| topics.iter().find(|topic| topic.id == *id));
    let in_order = in_order.cloned().collect();
    (steps, in_order)
}
