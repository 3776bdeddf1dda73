//! `exam`: forms in the shape of the exam, sat against the clock or on paper.

mod paper;
mod score;
mod series;
mod sheet;

use clap::{Args, Subcommand};

use super::attempt::{List, Receipt, Review, Sit, Verify};
use super::context::{Context, ExitStatus};

/// Practice forms in the shape of the exam, for one learner or for a class
///
/// Without a subcommand a form is sat, on the whole screen or in lines: only time that is used is
/// spent, every step is on disk before it is acknowledged, and the attempt goes on where it stopped,
/// whatever stopped it. `review` reviews one that is submitted. `paper` prints a form and writes its key beside it, `sheet` takes down what somebody answered, `score` grades
/// that; `coldstart class grade` grades a whole class.
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
