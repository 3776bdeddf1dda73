//! `export`: a changed scenario as a file that gives the same run.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::changes::{Changes, Happenings};
use super::{Outcome, terminal};
use crate::report::aws_cli;

/// Write a scenario with its changes as a file that gives the same run
///
/// The file holds every change, adapted to the limits of the edition that is asked for, and at its
/// head the same as calls of the AWS CLI. `x` in the live view saves what is on the screen.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart export campaign-surge --set service.auto_scaling.max_size=20
  coldstart export health-302 --rules aws --at \"3m update service.health_check.path=/health\" \\
    --output my-302.toml")]
pub(super) struct Export {
    /// A built-in scenario, or a path to a file of your own
    #[arg(value_name = "SCENARIO")]
    scenario: String,
    /// Write to this file, which must not be there yet
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    happenings: Happenings,
}

impl Export {
    /// Writes the file that was asked for.
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let draft = self.happenings.draft(&self.scenario, self.changes.request()?)?;
        for change in &draft.scenario().adapted {
            terminal::say(&format!("adapted: {change}"));
        }
        let text = aws_cli::annotated(&draft);
        match self.output {
            None => terminal::print(|out| out.write_all(text.as_bytes()))?,
            Some(path) => {
                let name = path.display();
                let file = File::options().write(true).create_new(true).open(&path);
                let mut file = file.with_context(|| format!("cannot write `{name}`"))?;
                let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
                written.with_context(|| format!("cannot write `{name}`"))?;
            }
        }
        Ok(Outcome::Done)
    }
}
