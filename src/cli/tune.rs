//! `tune`: the cheapest settings that meet a scenario's goals.

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
use super::repeat::{self, Figures};
use super::run_pool::RunPool;
use super::shard::{self, ShardChoice};
use super::terminal::Terminal;
use super::window::Window;
use crate::app::experiment::Experiment;
use crate::report;
use crate::report::Format;
use crate::report::tune::Tuning;
use crate::report::tune::frontier::AGAINST;
use apprunner_sim::file::over;
use apprunner_sim::model::metric::Metric;
use apprunner_sim::sim::experiment::selection::Select;
use apprunner_sim::sim::experiment::{Procedure, RunTable};

/// Find the cheapest settings that meet the goals of a scenario
///
/// The command searches a grid of settings. Each setting gets `--reps` runs, all under the same
/// random numbers; then only those get more that may still be the cheapest, until one is left. A
/// setting leaves when it misses the goals (Wald's sequential probability ratio test, 1945) or when
/// a setting that meets them is cheaper (procedure KN of Kim and Nelson, 2001).
///
/// The guarantee, with 95 % confidence: the setting that is found meets the goals in more than half
/// of all runs (`--fail`), and it is the cheapest of those that meet them in at least 90 %
/// (`--meet`), if the others are not within 2 % (`--indifference`) of it. It assumes nearly normal
/// costs. docs/guide.md says more.
///
/// Ctrl-C prints the best so far. The exit code is 1 when no setting meets the goals, or when
/// `--max-reps` ended the search before it was decided.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart tune lab-crowd --over service.auto_scaling.max_concurrency=2..20/2
  coldstart tune saas-api --over service.auto_scaling.min_size=1..6,max_concurrency=20..200
  coldstart tune lab-blind --over service.health_check.protocol=TCP,HTTP,unhealthy_threshold=1..5
  coldstart tune my-lab.toml --over service.auto_scaling.max_size=2..20/2 --minimize latency_ms.p99")]
pub(super) struct Tune {
    /// A built-in scenario, or the path of a scenario file
    #[arg(value_name = "SCENARIO", add = candidates::scenarios())]
    scenario: String,
    /// Settings and their values: `A..B` is every whole number, or ten in equal steps; `A..B/STEP`
    /// has a step. A name without a dot is in the table of the path before it. May be repeated
    #[arg(long, value_name = "PATH=VALUES,...", required = true)]
    over: Vec<String>,
    /// The metric to minimize
    #[arg(long, value_name = "METRIC", default_value = "cost_usd.total", value_parser = repeat::metric)]
    minimize: Metric,
    /// A difference that does not matter, in percent of the greater mean
    #[arg(long, value_name = "PERCENT", default_value = "2", value_parser = percent)]
    indifference: f64,
    /// The share of runs in which a setting has to meet the goals to be good enough, in percent
    #[arg(long, value_name = "PERCENT", default_value = "90", value_parser = percent)]
    meet: f64,
    /// The share of runs with which it surely is not; the nearer to `--meet`, the more runs it takes
    #[arg(long, value_name = "PERCENT", default_value = "50", value_parser = percent)]
    fail: f64,
    /// Count only requests that arrive in this part of the run, such as `5m..10m`
    #[arg(long, value_name = "FROM..UNTIL")]
    window: Option<Window>,
    /// Write a page with the frontier and all settings to FILE; `-` prints it instead
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Make only a part of the next stage's runs, such as `2/8`, and print them as JSON lines for
    /// `merge`; `auto` takes the part from AWS Batch, Slurm or a Kubernetes Indexed Job
    #[arg(long, value_name = "I/N", conflicts_with_all = ["html", "format"])]
    shard: Option<ShardChoice>,
    /// The files of all shards of the stages before
    #[arg(long, value_name = "FILE", requires = "shard", num_args = 1..)]
    after: Vec<PathBuf>,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    changes: Changes,
    /// Number of runs of every setting, under consecutive seeds
    #[arg(long, value_name = "NUMBER", default_value_t = 6, help_heading = "Repetitions and figures", value_parser = clap::value_parser!(u32).range(2..=1_000))]
    reps: u32,
    /// Number of runs of a setting at which the search ends in any case
    #[arg(long, value_name = "NUMBER", default_value_t = 200, help_heading = "Repetitions and figures", value_parser = clap::value_parser!(u32).range(2..=100_000))]
    max_reps: u32,
    #[command(flatten)]
    figures: Figures,
}

/// The probability that the guarantee holds, as of every interval.
const CONFIDENCE: f64 = 0.95;

impl Tune {
    /// Searches as was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let select = self.select()?;
        let shard = self.shard.map(ShardChoice::resolve).transpose()?;
        let terminal = context.terminal;
        let pool = RunPool::new(self.figures.jobs, Interrupt::listen()?);
        let request = self.changes.request(context)?;
        let asked = GridRequest {
            scenario: &self.scenario,
            request: &request,
            window: self.window,
            option: "--over",
        };
        let varied = grid::varied(&self.over, "--over", &request, over::parse)?;
        let grid = Grid::read(&asked, varied)?;
        let experiment = grid.experiment(self.metrics(), self.window, Procedure::Select(select))?;
        grid.report_adaptations(terminal);
        let laboratory = Laboratory { pool: &pool, grid: &grid, experiment: &experiment };
        if let Some(shard) = shard {
            let earlier = self.earlier(&experiment)?;
            return laboratory.print_shard(shard, earlier, terminal);
        }
        let printed = [("--format", self.figures.format != Format::Table)];
        let page =
            PageFile::open(context, self.force, self.html.as_deref(), &[&self.scenario], &printed)?;
        let runs = laboratory.finish()?;
        let found = Tuning::of(&experiment, select, &runs);
        if found.runs > 0 {
            hand_out(&found, page, self.figures.format, terminal)?;
        }
        if pool.is_interrupted() {
            terminal.say("interrupted: the search is not finished");
            return Ok(ExitStatus::Interrupted);
        }
        Ok(status(&found))
    }

    /// The runs of the stages before.
    fn earlier(&self, experiment: &Experiment) -> anyhow::Result<RunTable> {
        let shards = shard::read(&self.after)?;
        match shards.experiment() {
            None => Ok(RunTable::new(experiment.points())),
            Some(other) if other == experiment => Ok(shard::whole(&shards)?.runs),
            Some(_) => bail!(
                "the files of `--after` are of another search; the scenario, the logs that it replays, the \
                 options and the version have to be the same"
            ),
        }
    }

    /// The figures that are kept: what is minimized, those that were asked for, and that of the
    /// frontier.
    fn metrics(&self) -> Vec<Metric> {
        let asked = self.figures.metrics(&[]);
        repeat::each_once([self.minimize].into_iter().chain(asked).chain([AGAINST]))
    }

    /// How settings are chosen; the first of the figures is minimized.
    fn select(&self) -> anyhow::Result<Select> {
        let Self { reps, max_reps, fail, meet, .. } = *self;
        if max_reps < reps {
            bail!("`--max-reps` is {max_reps}, and the first runs (`--reps`) are {reps}");
        }
        if fail >= meet {
            bail!("`--fail` is {fail}, and has to be lower than `--meet`, {meet}");
        }
        Ok(Select {
            figure: 0,
            first: reps,
            most: max_reps,
            indifference: self.indifference / 100.0,
            meet: meet / 100.0,
            fail: fail / 100.0,
            confidence: CONFIDENCE,
        })
    }
}

/// How a search ends.
pub(super) fn status(found: &Tuning) -> ExitStatus {
    if found.is_decided && found.best().is_some() { ExitStatus::Done } else { ExitStatus::Negative }
}

/// Prints what was found, with the frontier where there is room for it, and writes its page.
pub(super) fn hand_out(
    found: &Tuning,
    page: PageFile,
    format: Format,
    terminal: Terminal,
) -> anyhow::Result<()> {
    let print = |out: &mut dyn Write| {
        report::tune::write(out, found, format, terminal.page())?;
        match format {
            Format::Table => plot::write_frontier(out, found, terminal.page()),
            Format::Json | Format::Csv => Ok(()),
        }
    };
    page.hand_out(terminal, |out| report::html::tune::write(out, found), print)
}

/// A share in percent, above 0 and below 100.
fn percent(text: &str) -> anyhow::Result<f64> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let value = text.parse().ok().filter(|value: &f64| *value > 0.0 && *value < 100.0);
    value.ok_or_else(|| anyhow::anyhow!("a percentage above 0 and below 100, such as `2`"))
}
