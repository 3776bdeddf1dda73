//! `migrate`: a service on App Runner and on ECS Express Mode, and the way from one to the
//! other.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::candidates;
use super::changes::settings;
use super::context::{Context, ExitStatus};
use super::input::{self, BadFiles};
use super::interrupt::Interrupt;
use super::output::{Force, PageFile};
use super::progress::Progress;
use super::trace_files;
use crate::app::migration::MigrationRuns;
use crate::report::{TreeFormat, html, migration};
use apprunner_sim::file::scenario::Request;

/// Engine events between two looks for ctrl-c.
const SLICE: u64 = 65_536;

/// Run a service on App Runner and on ECS Express Mode, and show the way there
///
/// Both services get the same requests and the same random numbers. The report has how long a burst
/// and a deployment take, the bill of a month, what changes for this service and the steps of the
/// migration with the input of `aws ecs create-express-gateway-service`. Your own service is a scenario
/// file, as `coldstart import service` writes it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart migrate load-test-one-instance
  coldstart migrate campaign-surge --html migration.html
  aws apprunner describe-service --service-arn \"$ARN\" | coldstart import service - --output mine.toml
  coldstart migrate mine.toml --set service.express.alb_shared_by=10
  coldstart migrate mine.toml --format json")]
pub(super) struct Migrate {
    /// A built-in scenario, or a path to a file of your own
    #[arg(value_name = "SCENARIO", add = candidates::scenarios())]
    scenario: String,
    /// How to print the report
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: TreeFormat,
    /// Write the report to FILE as an HTML page, with the charts of both runs; `-` prints it instead
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// The seed of the random numbers
    #[arg(long, value_name = "NUMBER", help_heading = "Changes to the scenario")]
    seed: Option<u64>,
    /// Change a setting, as in `service.express.target=70`; may be repeated
    #[arg(long, value_name = "PATH=VALUE", help_heading = "Changes to the scenario")]
    set: Vec<String>,
}

impl Migrate {
    /// Runs both services and reports.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let printed = [("--format", self.format != TreeFormat::Table)];
        let page =
            PageFile::open(context, self.force, self.html.as_deref(), &[&self.scenario], &printed)?;
        let set = settings(&self.set)?;
        let request =
            Request { edition: None, seed: self.seed, set, traces: trace_files::traces(context) };
        let draft = input::draft(&self.scenario, request)?;
        let mut runs = MigrationRuns::new(&draft).map_err(BadFiles::from)?;
        let interrupt = Interrupt::listen()?;
        let progress = Progress::of(runs.progress().1, "runs");
        while !runs.advance(SLICE) {
            if interrupt.is_set() {
                terminal.say("interrupted: the runs are not at their end");
                return Ok(ExitStatus::Interrupted);
            }
            progress.reach(runs.progress().0 as u64);
        }
        drop(progress);
        let Some(report) = runs.report() else { bail!("the runs have no figures") };
        page.hand_out(
            terminal,
            |out| html::migration::write(out, &report, &runs),
            |out| migration::write(out, &report, self.format, terminal.page()),
        )?;
        Ok(ExitStatus::Done)
    }
}
