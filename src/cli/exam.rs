//! `exam`: forms in the shape of the exam, sat against the clock or on paper.

mod paper;
mod score;
mod series;
mod sheet;

use clap::{Args, Subcommand};

use super::attempt::{List, Receipt, Review, Sit, Verify};
use super::context::{Context, ExitStatus};

/// Take a practice exam, or print and grade practice exams for a class
///
/// Without a subcommand, you take a practice exam on the screen or in lines. The clock runs only
/// while the exam is open. Every step is saved to disk before it is acknowledged, so an attempt
/// that was interrupted resumes where it stopped. `review` explains a submitted attempt. `paper`
/// prints a practice exam and writes its answer key, `sheet` records someone's answers, and `score`
/// grades them; `coldstart class grade` grades a whole class.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  coldstart exam
  coldstart exam --blueprint dva-c02-16 --seed 7
  coldstart exam --resume
  coldstart exam review
  coldstart exam receipt > attempt.jsonl
  coldstart exam verify attempt.jsonl
  coldstart exam paper --seed 7 --key key.json > paper.txt
  coldstart exam paper --seed 7 --format json > paper.json
  coldstart exam paper --seed 7 --forms 3 --into forms
  coldstart exam sheet paper.json --name Ada 1:b 2:ac 3:d > ada.json
  coldstart exam score --key key.json ada.json"
)]
pub(super) struct Exam {
    #[command(flatten)]
    sit: Sit,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Paper(paper::Paper),
    Sheet(sheet::Sheet),
    Score(score::Score),
    Review(Review),
    Verify(Verify),
    Receipt(Receipt),
    List(List),
}

impl Exam {
    /// Does what the subcommand says; without one a form is sat.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        match self.command {
            None => self.sit.run(context),
            Some(Command::Paper(command)) => command.run(context),
            Some(Command::Sheet(command)) => command.run(context),
            Some(Command::Score(command)) => command.run(context),
            Some(Command::Review(command)) => command.run(context),
            Some(Command::Verify(command)) => command.run(context),
            Some(Command::Receipt(command)) => command.run(context),
            Some(Command::List(command)) => command.run(context),
        }
    }
}
