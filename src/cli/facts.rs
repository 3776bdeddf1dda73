//! `facts`: what the course claims beside what AWS documents.

use clap::Args;

use super::context::{Context, ExitStatus};
use super::input;
use crate::report::{Format, facts};
use quizbank::model::fact::Fact;

/// Look up what the course says beside what AWS documents
///
/// Without a word, the command shows every fact. It searches names, both sides, notes and the error
/// messages that users report. A fact that explains an error comes first.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart facts concurrency
  coldstart facts upstream connect error
  coldstart facts health threshold --contested
  coldstart facts --contested --format json")]
pub(super) struct Facts {
    /// Words that a fact must contain, in uppercase or lowercase
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    /// Show only facts on which the course and AWS disagree
    #[arg(long)]
    contested: bool,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

impl Facts {
    /// Prints the facts that were asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let ledger = input::builtin_facts()?;
        let wanted = |fact: &&Fact| !self.contested || fact.verdict.is_contested();
        let places = ledger.search(&self.words.join(" ")).into_iter();
        let found: Vec<&Fact> =
            places.filter_map(|place| ledger.facts.get(place)).filter(wanted).collect();
        if found.is_empty() {
            terminal.say(
                "no fact contains all of these words; `coldstart list topics` lists the topics",
            );
        }
        let (format, page) = (self.format, terminal.page());
        terminal.print(|out| facts::write(out, &ledger, &found, format, page))?;
        Ok(if found.is_empty() { ExitStatus::Negative } else { ExitStatus::Done })
    }
}
