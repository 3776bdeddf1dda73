//! `learn`: the path of the course, a page on a topic, a comparison of App Runner with
//! another service.

use clap::Args;

use super::candidates;
use super::context::{Context, ExitStatus};
use super::input;
use crate::report::learn::{self, CourseStanding};
use quizbank::model::course::Course;
use quizbank::model::question::Question;
use quizbank::path::CourseProgress;
use quizbank::progress::LearnerProgress;

/// Print the course outline, a topic page or a comparison
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart learn                    the six steps and their topics
  coldstart learn health-check       the page of a topic
  coldstart learn ecs-fargate        App Runner compared with ECS on Fargate
  coldstart learn --reset scaling    reset a topic test")]
pub(super) struct Learn {
    /// A topic or a comparison; by default, the outline of the course
    #[arg(value_name = "PAGE", add = candidates::topics())]
    page: Option<String>,
    /// Reset the topic test of TOPIC, and lock TOPIC again if you unlocked it without passing the
    /// test before it; your answers are kept
    #[arg(long, value_name = "TOPIC", add = candidates::topics(), conflicts_with = "page")]
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
        let learner = learner(&questions, context)?;
        let standing = learner
            .as_ref()
            .map(|(progress, counted)| CourseStanding { progress, topics: &counted.topics });
        let Some(name) = self.page else {
            terminal.print(|out| {
                learn::write_path(out, &course, &questions, page)?;
                standing.map_or(Ok(()), |it| it.write(out, &course, &questions, page))
            })?;
            return Ok(ExitStatus::Done);
        };
        if let Some(topic) = course.topic(&name) {
            terminal.print(|out| {
                learn::write_topic(out, topic, &questions, page)?;
                standing.map_or(Ok(()), |it| it.write_topic(out, &course, &questions, topic))
            })?;
        } else if let Some(comparison) = course.comparisons.iter().find(|one| one.id == name) {
            terminal.print(|out| learn::write_comparison(out, comparison, page))?;
        } else {
            return Err(unknown(&name, &course));
        }
        Ok(ExitStatus::Done)
    }
}

/// How far the learner has come, and how the questions of `bank` stand; `None` where nothing is
/// kept.
fn learner(
    bank: &[Question],
    context: &Context,
) -> anyhow::Result<Option<(CourseProgress, LearnerProgress)>> {
    let Some(store) = context.place.open_existing()? else { return Ok(None) };
    let past = store.past(store.now()?.day)?;
    let counted = LearnerProgress::of(bank, &[], &past, &[]);
    Ok(Some((store.course_progress()?, counted)))
}

/// Where all topics and pages are named.
const NAMED: &str = "`coldstart learn` lists all pages";

/// Resets the topic test of `topic`, and locks it again where it was unlocked without a test.
fn reset(topic: &str, course: &Course, context: &Context) -> anyhow::Result<ExitStatus> {
    if course.topic(topic).is_none() {
        let topics = course.topics.iter().map(|topic| topic.id.as_str());
        return Err(input::unknown("topic", topic, topics, NAMED));
    }
    let store = context.place.open_existing()?;
    let taken = store.map(|mut store| store.reset_topic(topic)).transpose()?;
    let topic_tests = taken.map_or(0, |taken| taken.topic_tests);
    let was_skipped = taken.is_some_and(|taken| taken.was_skipped);
    let said = match (topic_tests > 0, was_skipped) {
        (true, true) => {
            "the test is reset, and the topic is locked until you pass the test before it"
        }
        (true, false) => "the test is reset",
        (false, true) => "locked until you pass the test before it",
        (false, false) => {
            "nothing to reset: you have not passed its test or unlocked it without a test"
        }
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
