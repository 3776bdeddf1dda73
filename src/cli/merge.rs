//! `merge`: the shards of an experiment, as one machine would have reported it.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::context::{Context, ExitStatus};
use super::output::{Force, PageFile};
use super::{shard, sweep, tune};
use crate::report::Format;
use crate::report::sweep::Sweep;
use crate::report::tune::Tuning;
use apprunner_sim::sim::experiment::Procedure;
use spanned_toml::faults::counted;

/// Put the shards of a sweep or a search together
///
/// The files are what `sweep --shard` or `tune --shard` printed, in any order. The output is the
/// same, byte for byte, as that of one machine without `--shard`. The exit code is 1 when a search
/// needs another stage; docs/scale.md says how.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart merge shard-1.jsonl shard-2.jsonl
  coldstart merge shards/*.jsonl --format json
  coldstart merge shards/*.jsonl --html sweep.html")]
pub(super) struct Merge {
    /// The files of all shards
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// Draw a curve under the table of a sweep, as `sweep --plot` does
    #[arg(long)]
    plot: bool,
    /// Write a page to FILE, as `--html` of the command does; `-` prints it instead
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

impl Merge {
    /// Merges as was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let shards = shard::read(&self.files)?;
        let Some(experiment) = shards.experiment() else { bail!("there is no shard") };
        let runs = shards.table();
        let missing = shards.missing();
        let inputs: Vec<&str> = self.files.iter().filter_map(|path| path.to_str()).collect();
        let page = || PageFile::open(context, self.force, self.html.as_deref(), &inputs);
        let Procedure::Select(select) = experiment.procedure else {
            if missing > 0 {
                bail!("{} missing: merge the files of all shards", of_runs(missing, "is", "are"));
            }
            let report = Sweep::of(experiment, &runs);
            sweep::hand_out(&report, page()?, self.format, self.plot, terminal)?;
            return Ok(ExitStatus::Done);
        };
        let found = Tuning::of(experiment, select, &runs);
        tune::hand_out(&found, page()?, self.format, terminal)?;
        if missing > 0 {
            terminal.say(&format!(
                "the search needs another {}: run every shard again with `--after` and all files so far",
                counted(missing, "run")
            ));
            return Ok(ExitStatus::Negative);
        }
        Ok(tune::status(&found))
    }
}

/// A number of runs with its verb.
fn of_runs(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", counted(count, "run"), if count == 1 { one } else { many })
}
