//! `exam`: a timed form, its receipt and what can be checked of it.

use clap::{Args, Subcommand};

use super::Outcome;
use super::data::Place;
use super::sitting::{List, Receipt, Sit, Verify};

/// Sit a timed practice form; it goes on where it stopped, whatever stopped it
///
/// Only time that is used is spent. Every step is on disk before it is acknowledged.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  coldstart exam
  coldstart exam --blueprint dva-c02-16 --seed 7
  coldstart exam --resume
  coldstart exam receipt > sitting.jsonl
  coldstart exam verify sitting.jsonl"
)]
pub(super) struct Exam {
    #[command(flatten)]
    sit: Sit,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Verify(Verify),
    Receipt(Receipt),
    List(List),
}

impl Exam {
    /// Does what the subcommand says; without one a form is sat.
    pub(super) fn run(self, place: &Place) -> anyhow::Result<Outcome> {
        match self.command {
            None => self.sit.run(place),
            Some(Command::Verify(command)) => command.run(place),
            Some(Command::Receipt(command)) => command.run(place),
            Some(Command::List(command)) => command.run(place),
        }
    }
}
