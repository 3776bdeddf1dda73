//! `sweep`: a scenario over a grid of settings, each repeated under the same seeds.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::candidates;
use super::changes::Changes;
use super::context::{Context, ExitStatus};
use super::experiment::Laboratory;
use super::grid::{self, Grid, GridRequest};
use super::interrupt::Interrupt;
use super::output::{Force, PageFile};
use super::plot;
use super::repeat::Repeat;
use super::run_pool::RunPool;
use super::shard::ShardChoice;
use super::terminal::Terminal;
use super::until::Until;
use super::window::Window;
use crate::report;
use crate::report::Format;
use crate::report::curve;
use crate::report::sweep::Sweep as Report;
use apprunner_sim::file::vary;
use apprunner_sim::model::metric::Metric;
use apprunner_sim::sim::experiment::precision::UntilPrecise;
use apprunner_sim::sim::experiment::{Procedure, RunTable};
use spanned_toml::faults::counted;

/// Run a scenario over a grid of settings, each with several seeds
///
/// The command prints a row for each configuration: means over the seeds, each with half the width
/// of its 95 % confidence interval. All rows use the same random numbers. Several `--vary` options
/// give every combination, the last one changing fastest. A missed goal does not affect the exit
/// code.
///
/// With `--until`, each row gets runs until the interval of a metric is narrow enough: `--reps` runs
/// first, then at least a tenth more at a time (the sequential rule of Chow and Robbins, 1965). An
/// interval that ends the runs is a little less sure than 95 %; about 94 % with the usual first
/// runs. docs/guide.md says more.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart sweep campaign-surge --vary service.auto_scaling.max_size=8,10,12,14
  coldstart sweep scale-to-zero --vary rules=chapter,aws --metric cost_usd.total
  coldstart sweep my-lab.toml --vary 'app.start={ fixed = \"1s\" },{ fixed = \"9s\" }' --reps 50
  coldstart sweep saas-api --metric latency_ms.p99 --format csv
  coldstart sweep saas-api --until \"latency_ms.p99 ±5 %\" --vary service.auto_scaling.min_size=1,2,4
  coldstart sweep campaign-surge --window 2m..4m --vary service.auto_scaling.max_size=8,12")]
pub(super) struct Sweep {
    /// A built-in scenario, or the path of a scenario file
    #[arg(value_name = "SCENARIO", add = candidates::scenarios())]
    scenario: String,
    /// A setting and its values; may be repeated. `rules` may also vary
    #[arg(long, value_name = "PATH=V1,V2,...")]
    vary: Vec<String>,
    /// Add runs to each row until a metric is known that well, such as `latency_ms.p99 ±5 %`, or
    /// `±20` in the unit of the metric; `+-` stands for `±`. `--reps` runs come first
    #[arg(long, value_name = "METRIC WIDTH", help_heading = "Repetitions and figures")]
    until: Option<Until>,
    /// Number of runs of a row at which `--until` ends in any case
    #[arg(long, value_name = "NUMBER", default_value_t = 1_000, requires = "until", help_heading = "Repetitions and figures", value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    max_reps: u32,
    /// Count only requests that arrive in this part of the run, such as `5m..10m`
    #[arg(long, value_name = "FROM..UNTIL", help_heading = "Repetitions and figures")]
    window: Option<Window>,
    /// Draw a curve under the table: the metric of `--until`, or else the first one, over the
    /// values of the last `--vary`
    #[arg(long, requires = "vary")]
    plot: bool,
    /// Write a page with the curve of each metric to FILE; `-` prints it instead
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Make only a part of the runs, such as `2/8`, and print them as JSON lines for `merge`;
    /// `auto` takes the part from AWS Batch, Slurm or a Kubernetes Indexed Job
    #[arg(long, value_name = "I/N", conflicts_with_all = ["plot", "html", "format"])]
    shard: Option<ShardChoice>,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    repeat: Repeat,
}

/// The figures that are reported by default.
const USUAL: [&str; 5] = [
    "requests.failed_ratio",
    "latency_ms.p99",
    "instances.peak",
    "cold_starts.instances",
    "cost_usd.total",
];

impl Sweep {
    /// Sweeps as was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        if self.plot {
            plot::check(self.repeat.figures.format)?;
        }
        let mut metrics = self.repeat.figures.metrics(&USUAL);
        let procedure = self.procedure(&mut metrics)?;
        let shard = self.shard.map(ShardChoice::resolve).transpose()?;
        let terminal = context.terminal;
        let pool = RunPool::new(self.repeat.figures.jobs, Interrupt::listen()?);
        let request = self.changes.request(context)?;
        let asked = GridRequest {
            scenario: &self.scenario,
            request: &request,
            window: self.window,
            option: "--vary",
        };
        let varied =
            grid::varied(&self.vary, "--vary", &request, |text| Ok(vec![vary::parse(text)?]))?;
        let grid = Grid::read(&asked, varied)?;
        let experiment = grid.experiment(metrics, self.window, procedure)?;
        grid.report_adaptations(terminal);
        let laboratory = Laboratory { pool: &pool, grid: &grid, experiment: &experiment };
        if let Some(shard) = shard {
            let none = RunTable::new(grid.points.len());
            return laboratory.print_shard(shard, none, terminal);
        }
        let printed =
            [("--format", self.repeat.figures.format != Format::Table), ("--plot", self.plot)];
        let page =
            PageFile::open(context, self.force, self.html.as_deref(), &[&self.scenario], &printed)?;
        let runs = laboratory.finish()?;
        let report = Report::of(&experiment, &runs);
        if !report.rows.is_empty() {
            hand_out(&report, page, self.repeat.figures.format, self.plot, terminal)?;
        }
        if pool.is_interrupted() {
            terminal.say(&format!(
                "interrupted: {} of {} are finished",
                report.rows.len(),
                counted(grid.points.len(), "setting")
            ));
            return Ok(ExitStatus::Interrupted);
        }
        Ok(ExitStatus::Done)
    }

    /// How runs are chosen. A figure that decides it is among `metrics`.
    fn procedure(&self, metrics: &mut Vec<Metric>) -> anyhow::Result<Procedure> {
        let Some(Until { metric, half_width }) = self.until else {
            return Ok(Procedure::Fixed(self.repeat.reps));
        };
        let least = self.repeat.reps;
        if least < 2 {
            bail!("one run has no interval; with `--until`, `--reps` is at least 2");
        }
        if self.max_reps < least {
            bail!("`--max-reps` is {}, and the first runs (`--reps`) are {least}", self.max_reps);
        }
        let figure = metrics.iter().position(|one| *one == metric).unwrap_or_else(|| {
            metrics.insert(0, metric);
            0
        });
        Ok(Procedure::Until(UntilPrecise { figure, half_width, least, most: self.max_reps }))
    }
}

/// Prints `report`, with a curve where one is asked for, and writes its page.
pub(super) fn hand_out(
    report: &Report,
    page: PageFile,
    format: Format,
    plot: bool,
    terminal: Terminal,
) -> anyhow::Result<()> {
    let print = |out: &mut dyn Write| {
        report::sweep::write(out, report, format, terminal.page())?;
        if !plot {
            return Ok(());
        }
        let figure = report.until.map_or(0, |until| until.figure);
        plot::write(out, &curve::curves(report, figure), terminal.page())
    };
    page.hand_out(terminal, |out| report::html::sweep::write(out, report), print)
}
