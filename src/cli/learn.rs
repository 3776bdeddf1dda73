//! `learn`: the path of the course, a page on a topic, App Runner beside its
//! neighbours.

use clap::Args;

use super::context::{Context, ExitStatus};
use super::input;
use crate::report::learn;
use quizbank::model::course::Course;

/// Read: the path of the course, a page on a topic, a comparison
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart learn                    the six steps and their topics
  coldstart learn health-check       a page on a topic
  coldstart learn ecs-fargate        App Runner beside ECS on Fargate
  coldstart learn --reset scaling    take back that its gate was passed or skipped to")]
pub(super) struct Learn {
    /// A topic or a comparison; the path of the course without one
    #[arg(value_name = "PAGE")]
    page: Option<String>,
    /// Put TOPIC back to where it was before its gate was passed, or the gate before it skipped;
    /// its answers stay
    #[arg(long, value_name = "TOPIC", conflicts_with = "page")]
    reset: Option<String>,
}

impl Learn {
    /// Prints the page that was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let ledger = input::builtin_facts()?;
        let questions = input::builtin_questions(&ledger)?;
        let course = input::course_around(&ledger, &questions)?;
        if let Some(topic) = &self.reset {
            return reset(topic, &course, context);
        }
        let page = terminal.page();
        let Some(name) = self.page else {
            terminal.print(|out| learn::write_path(out, &course, &questions, page))?;
            return Ok(ExitStatus::Done);
        };
        if let Some(topic) = course.topic(&name) {
            terminal.print(|out| learn::write_topic(out, topic, &questions, page))?;
        } else if let Some(comparison) = course.comparisons.iter().find(|one| one.id == name) {
            terminal.print(|out| learn::write_comparison(out, comparison, page))?;
        } else {
            return Err(unknown(&name, &course));
        }
        Ok(ExitStatus::Done)
    }
}

/// Where all topics and pages are named.
const NAMED: &str = "`coldstart learn` names them all";

/// Takes back that the gate of `topic` was passed, and that it was skipped to.
fn reset(topic: &str, course: &Course, context: &Context) -> anyhow::Result<ExitStatus> {
    if course.topic(topic).is_none() {
        let topics = course.topics.iter().map(|topic| topic.id.as_str());
        return Err(input::unknown("topic", topic, topics, NAMED));
    }
    let store = context.place.open_existing()?;
    let taken = store.map(|mut store| store.reset_topic(topic)).transpose()?;
    let gates = taken.map_or(0, |taken| taken.gates);
    let was_skipped = taken.is_some_and(|taken| taken.was_skipped);
    let said = match (gates > 0, was_skipped) {
        (true, true) => "its gate is not passed any more, and the gate before it holds again",
        (true, false) => "its gate is not passed any more",
        (false, true) => "the gate before it holds again",
        (false, false) => "its gate was not passed, and it was not skipped to; nothing changed",
    };
    context.terminal.print(|out| writeln!(out, "{topic}: {said}"))?;
    Ok(ExitStatus::Done)
}

/// A page that does not exist, with the nearest one or where all are named.
fn unknown(name: &str, course: &Course) -> anyhow::Error {
    let topics = course.topics.iter().map(|topic| topic.id.as_str());
    let known = topics.chain(course.comparisons.iter().map(|one| one.id.as_str()));
    input::unknown("page", name, known, NAMED)
}
