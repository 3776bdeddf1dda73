//! `export`: a changed scenario as a file that gives the same run.

use std::path::{Path, PathBuf};

use clap::Args;

use super::changes::{Changes, TimedActions};
use super::context::{Context, ExitStatus};
use super::output::{self, Force, Kind, Outputs};
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
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    actions: TimedActions,
}

impl Export {
    /// Writes the file that was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let draft = self.actions.draft(&self.scenario, self.changes.request()?)?;
        for change in &draft.scenario().adapted {
            terminal.say(&format!("adapted: {change}"));
        }
        let text = aws_cli::checked(&draft)?;
        match &self.output {
            None => terminal.print(|out| out.write_all(text.as_bytes()))?,
            Some(path) => {
                let inputs = [Path::new(&self.scenario)];
                Outputs::new(context, self.force, inputs).claim(
                    "--output",
                    Kind::SCENARIO,
                    path,
                )?;
                output::write_file(Kind::SCENARIO, path, |out| out.write_all(text.as_bytes()))?;
            }
        }
        Ok(ExitStatus::Done)
    }
}
