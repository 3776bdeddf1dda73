//! `learn`: the path of the course, a page on a topic, App Runner beside its
//! neighbours.

use anyhow::anyhow;
use clap::Args;

use super::terminal::{self, Terminal};
use super::{Outcome, input};
use crate::model::course::Course;
use crate::report::learn;

/// Read: the path of the course, a page on a topic, a comparison
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart learn                    the six steps and their topics
  coldstart learn health-check       a page on a topic
  coldstart learn ecs-fargate        App Runner beside ECS on Fargate")]
pub(super) struct Learn {
    /// A topic or a comparison; the path of the course without one
    #[arg(value_name = "PAGE")]
    page: Option<String>,
}

impl Learn {
    /// Prints the page that was asked for.
    pub(super) fn run(self, terminal: Terminal) -> anyhow::Result<Outcome> {
        let ledger = input::builtin_facts()?;
        let questions = input::builtin_questions(&ledger)?;
        let course = input::course_around(&ledger, &questions)?;
        let page = terminal.page();
        let Some(name) = self.page else {
            terminal::print(|out| learn::write_path(out, &course, &questions, page))?;
            return Ok(Outcome::Done);
        };
        if let Some(topic) = course.topic(&name) {
            terminal::print(|out| learn::write_topic(out, topic, &questions, page))?;
        } else if let Some(comparison) = course.comparisons.iter().find(|one| one.id == name) {
            terminal::print(|out| learn::write_comparison(out, comparison, page))?;
        } else {
            return Err(unknown(&name, &course));
        }
        Ok(Outcome::Done)
    }
}

/// A page that does not exist, with the nearest one or where all are named.
fn unknown(name: &str, course: &Course) -> anyhow::Error {
    let topics = course.topics.iter().map(|topic| topic.id.as_str());
    let known = topics.chain(course.comparisons.iter().map(|one| one.id.as_str()));
    match input::nearest(name, known) {
        Some(nearest) => anyhow!("there is no page `{name}`; did you mean `{nearest}`?"),
        None => anyhow!("there is no page `{name}`; `coldstart learn` names them all"),
    }
}
