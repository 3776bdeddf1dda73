//! `stats`: the learner's progress.

use std::path::PathBuf;

use clap::Args;

use super::candidates;
use super::context::{Context, ExitStatus};
use super::data;
use super::input;
use crate::report::{Format, stats};
use crate::store::{Store, clock};
use quizbank::progress::{LearnerProgress, LearningHistory};
use quizbank::select;
use spanned_toml::faults::counted;

/// Report your progress by topic, domain and mistake, your exams, and what is due when
///
/// A question is known when its last answer was right and no guess, or known in part without options.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart stats
  coldstart stats --topic scaling --format json")]
pub(super) struct Stats {
    /// Count this topic only; may be given several times
    #[arg(long = "topic", value_name = "TOPIC", add = candidates::topics())]
    topics: Vec<String>,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// Count the questions of these files of your own instead of what is built in
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
        let past = match store {
            Some(store) => {
                data::tell_left_out("is damaged and not counted", &store.damage()?, context);
                let ahead = store.ahead(today)?;
                if ahead > 0 {
                    terminal.say(&format!(
                        "note: {} dated in the future, ignored for due dates",
                        counted(ahead, "answer")
                    ));
                }
                store.past(today)?
            }
            None => LearningHistory::new(today),
        };
        let blueprints = input::builtin_blueprints()?;
        let progress = LearnerProgress::of(&bank, &self.topics, &past, &blueprints);
        let (format, page) = (self.format, terminal.page());
        terminal.print(|out| stats::write(out, &progress, format, page))?;
        Ok(ExitStatus::Done)
    }
}
