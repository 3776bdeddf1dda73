//! `exam`: forms in the shape of the exam, on paper.

mod paper;
mod score;
mod sheet;

use clap::{Args, Subcommand};

use super::Outcome;
use super::terminal::Terminal;

/// Practice forms in the shape of the exam, for one learner or for a class
///
/// `paper` prints a form and writes its key beside it, `sheet` takes down what somebody answered,
/// `score` grades that; `coldstart class grade` grades a whole class.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart exam paper --seed 7 --key key.json > paper.txt
  coldstart exam paper --seed 7 --format json > paper.json
  coldstart exam sheet paper.json --name Ada 1:b 2:ac 3:d > ada.json
  coldstart exam score --key key.json ada.json")]
pub(super) struct Exam {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Paper(paper::Paper),
    Sheet(sheet::Sheet),
    Score(score::Score),
}

impl Exam {
    /// Does what the subcommand says.
    pub(super) fn run(self, terminal: Terminal) -> anyhow::Result<Outcome> {
        match self.command {
            Command::Paper(command) => command.run(terminal),
            Command::Sheet(command) => command.run(),
            Command::Score(command) => command.run(terminal),
        }
    }
}
