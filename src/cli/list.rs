//! `list`: what there is to run, to answer and to read about.

use clap::{Args, ValueEnum};

use super::context::{Context, ExitStatus};
use super::input;
use crate::report::{Format, list};

/// List the built-in scenarios, questions, topics or blueprints
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart list scenarios
  coldstart list questions --format csv > questions.csv")]
pub(super) struct List {
    /// What to list
    what: What,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    /// The scenarios to run, watch and change
    Scenarios,
    /// The question bank
    Questions,
    /// The topics of the course, with the numbers of questions and facts
    Topics,
    /// The formats of practice exams
    Blueprints,
}

impl List {
    /// Prints the list.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let (format, page) = (self.format, terminal.page());
        match self.what {
            What::Scenarios => {
                let scenarios = input::builtin_scenarios()?;
                terminal.print(|out| list::write_scenarios(out, &scenarios, format, page))?;
            }
            What::Questions => {
                let questions = input::builtin_questions(&input::builtin_facts()?)?;
                terminal.print(|out| list::write_questions(out, &questions, format, page))?;
            }
            What::Topics => {
                let ledger = input::builtin_facts()?;
                let questions = input::builtin_questions(&ledger)?;
                terminal.print(|out| list::write_topics(out, &questions, &ledger, format, page))?;
            }
            What::Blueprints => {
                let blueprints = input::builtin_blueprints()?;
                terminal.print(|out| list::write_blueprints(out, &blueprints, format, page))?;
            }
        }
        Ok(ExitStatus::Done)
    }
}
