//! `merge`: the shards of an experiment, as one machine would have reported it.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::context::{Context, ExitStatus};
use super::output::{Force, PageFile};
use super::{plot, shard, sweep, tune};
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
        if self.plot {
            plot::check(self.format)?;
        }
        let terminal = context.terminal;
        let shards = shard::read(&self.files)?;
        let Some(experiment) = shards.experiment() else { bail!("there is no shard") };
        let gathered = shard::whole(&shards)?;
        let inputs: Vec<&str> = self.files.iter().filter_map(|path| path.to_str()).collect();
        let printed = [("--format", self.format != Format::Table), ("--plot", self.plot)];
        let page = || PageFile::open(context, self.force, self.html.as_deref(), &inputs, &printed);
        let Procedure::Select(select) = experiment.procedure else {
            if gathered.missing > 0 {
                return Err(shard::incomplete(gathered.missing));
            }
            if self.plot && experiment.vary.is_empty() {
                bail!("`--plot` draws a curve over a setting, and this sweep varies none");
            }
            let report = Sweep::of(experiment, &gathered.runs);
            sweep::hand_out(&report, page()?, self.format, self.plot, terminal)?;
            return Ok(ExitStatus::Done);
        };
        if self.plot {
            bail!("`--plot` draws curves of sweeps; a search draws its frontier without it");
        }
        let found = Tuning::of(experiment, select, &gathered.runs);
        tune::hand_out(&found, page()?, self.format, terminal)?;
        if gathered.missing > 0 {
            terminal.say(&format!(
                "the search needs another {}: run every shard again with `--after` and all files so far",
                counted(gathered.missing, "run")
            ));
            return Ok(ExitStatus::Negative);
        }
        Ok(tune::status(&found))
    }
}
