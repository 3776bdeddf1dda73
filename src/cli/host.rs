//! `host`: rooms that a class joins in the browser.

mod database;
mod demo;
mod exam;
mod list;
mod moment;
mod results;
mod rooms;
mod serve;

use clap::{Args, Subcommand};

use super::context::{Context, ExitStatus};

/// Host a room that a class joins in the browser
///
/// Students open a page and enter the room code; they install nothing. Everything that happens in a
/// room is saved to disk before it is acknowledged, so a host that stops continues where it stopped.
/// By default only this computer can reach the host; `--listen` makes it reachable for others.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart host demo health-302 --listen 0.0.0.0:8080
  coldstart host exam --blueprint dva-c02-16 --listen 0.0.0.0:8080
  coldstart host exam --roster class.csv --versions 4 --closes 11:30
  coldstart host exam --resume K7QM-4TXP
  coldstart host serve --database postgres://class@db.example/class --listen 0.0.0.0:8080
  coldstart host list
  coldstart host results K7QM-4TXP --format csv > grades.csv")]
pub(super) struct Host {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(Box<demo::HostDemo>),
    Exam(Box<exam::HostExam>),
    #[command(name = "serve")]
    Rooms(Box<rooms::HostRooms>),
    List(list::List),
    Results(results::Results),
}

impl Host {
    /// Does what the subcommand says.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        match self.command {
            Command::Demo(command) => command.run(context),
            Command::Exam(command) => command.run(context),
            Command::Rooms(command) => command.run(context),
            Command::List(command) => command.run(context),
            Command::Results(command) => command.run(context),
        }
    }
}
