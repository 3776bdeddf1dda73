//! `stats`: the learner's progress.

use std::path::PathBuf;

use clap::Args;

use super::candidates;
use super::context::{Context, ExitStatus};
use super::data;
use super::input;
use crate::app::next_step::{NextStep, NextStepSource};
use crate::report::{Format, stats};
use crate::store::{Store, clock};
use quizbank::model::fact::Ledger;
use quizbank::model::question::Question;
use quizbank::progress::{LearnerProgress, LearningHistory};
use quizbank::select;
use spanned_toml::faults::counted;

/// Report your progress by topic, domain and mistake, your exams and your due questions
///
/// A question counts as known when your last answer was right and not a guess, or when you knew it
/// in part without seeing the options.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart stats
  coldstart stats --topic scaling --format json")]
pub(super) struct Stats {
    /// Count this topic only; may be repeated
    #[arg(long = "topic", value_name = "TOPIC", add = candidates::topics())]
    topics: Vec<String>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// Count the questions of your own files instead of the built-in bank
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl Stats {
    /// Prints it.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let ledger = input::builtin_facts()?;
        let bank = input::questions(&self.paths, &ledger)?;
        select::check_topics(&bank, &self.topics).map_err(|error| input::unknown_topic(&error))?;
        let store = context.place.open_existing()?;
        let now = store.as_ref().map(Store::now).transpose()?.unwrap_or_else(clock::now);
        let today = now.day;
        let mut next = None;
        let past = match store {
            Some(store) => {
                data::report_left_out("is damaged and not counted", &store.damage()?, context);
                let ahead = store.ahead(today)?;
                if ahead > 0 {
                    terminal.say(&format!(
                        "note: {} dated in the future, ignored for due dates",
                        counted(ahead, "answer")
                    ));
                }
                let past = store.past(today)?;
                if self.topics.is_empty() && self.paths.is_empty() {
                    next = Some(next_step(&store, &past, &bank, &ledger)?);
                }
                past
            }
            None => LearningHistory::new(today),
        };
        let blueprints = input::builtin_blueprints()?;
        let progress = LearnerProgress::of(&bank, &self.topics, &past, &blueprints);
        let course = if self.paths.is_empty() {
            input::course_around(&ledger, &bank)?
        } else {
            input::course_around(&ledger, &input::builtin_questions(&ledger)?)?
        };
        let (format, page) = (self.format, terminal.page());
        terminal.print(|out| stats::write(out, &progress, next.as_ref(), &course, format, page))?;
        Ok(ExitStatus::Done)
    }
}

/// What is next by what `store` holds.
fn next_step(
    store: &Store,
    past: &LearningHistory,
    bank: &[Question],
    ledger: &Ledger,
) -> anyhow::Result<NextStep> {
    let course = input::course_around(ledger, bank)?;
    let scenarios = input::builtin_scenarios()?;
    let left = store.open_session()?;
    let left = left.map(|(begun, left)| past.standing.left(begun, left, bank)).unwrap_or_default();
    let source = NextStepSource {
        attempts: &past.attempts,
        session: &left,
        standing: &past.standing,
        progress: &store.course_progress()?,
        labs: &store.lab_records()?,
        course: &course,
        bank,
    };
    let labs = scenarios.iter().filter(|scenario| scenario.lab.is_some());
    Ok(NextStep::of(&source, labs.map(|lab| (lab.name.as_str(), lab.title.as_str()))))
}
