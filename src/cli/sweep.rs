//! `sweep`: a scenario over a grid of settings, each repeated under the same seeds.

use anyhow::bail;
use clap::Args;

use super::candidates;
use super::changes::Changes;
use super::context::{Context, ExitStatus};
use super::input::{self, BadFiles};
use super::interrupt::Interrupt;
use super::repeat::Repeat;
use super::run_pool::RunPool;
use super::terminal::Terminal;
use crate::report;
use crate::report::sweep::{Sweep as Report, SweepRow};
use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::file::vary::{self, Vary};
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::repetition::Repetition;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::counted;
use spanned_toml::setting;
use spanned_toml::setting::Setting;

/// Run a scenario over a grid of settings, each with several seeds
///
/// The command prints a row for each configuration: means over the seeds, each with half the width
/// of its 95 % confidence interval. All rows use the same random numbers. Several `--vary` options
/// give every combination, the last one changing fastest. A missed goal does not affect the exit
/// code.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart sweep campaign-surge --vary service.auto_scaling.max_size=8,10,12,14
  coldstart sweep scale-to-zero --vary rules=chapter,aws --metric cost_usd.total
  coldstart sweep my-lab.toml --vary 'app.start={ fixed = \"1s\" },{ fixed = \"9s\" }' --reps 50
  coldstart sweep saas-api --metric latency_ms.p99 --format csv")]
pub(super) struct Sweep {
    /// A built-in scenario, or the path of a scenario file
    #[arg(value_name = "SCENARIO", add = candidates::scenarios())]
    scenario: String,
    /// A setting and its values; may be repeated. `rules` may also vary
    #[arg(long, value_name = "PATH=V1,V2,...")]
    vary: Vec<String>,
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

/// More settings than this are a mistake.
const MOST_ROWS: usize = 1_000;
/// More runs than this are too.
const MOST_RUNS: usize = 1_000_000;

/// A point of the grid, ready to run.
struct Point {
    set: Vec<Setting>,
    scenario: Scenario,
}

impl Sweep {
    /// Sweeps as was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let pool = RunPool::new(self.repeat.jobs, Interrupt::listen()?);
        let request = self.changes.request(context)?;
        let varied = self.varied(&request)?;
        let source = input::scenario_source(&self.scenario)?;
        let base = scenario::read(source.clone(), &request).map_err(BadFiles::from)?;
        self.repeat.check_seeds(base.seed)?;
        let points = Self::points(&source, &request, &varied)?;
        tell_adaptations(&points, terminal);
        let metrics = self.repeat.metrics(&USUAL);
        let reps = self.repeat.reps as usize;
        let rep_of = |index: usize| {
            let mut scenario = points[index / reps].scenario.clone();
            scenario.seed += (index % reps) as u64;
            scenario
        };
        let kept =
            pool.run(points.len() * reps, rep_of, |summary| Repetition::of(summary, &metrics))?;
        let (settings, mut rows) = (points.len(), Vec::with_capacity(points.len()));
        let mut kept = kept.into_iter();
        for Point { set, scenario } in points {
            let runs: Vec<Option<Repetition>> = kept.by_ref().take(reps).collect();
            if let Some(runs) = runs.into_iter().collect::<Option<Vec<_>>>() {
                rows.push(SweepRow::of(set, scenario.adapted, metrics.len(), &runs));
            }
        }
        let finished = rows.len();
        let report = Report {
            scenario: base.name,
            rules: base.edition.name(),
            seed: base.seed,
            reps: self.repeat.reps,
            vary: varied,
            metrics,
            rows,
        };
        let (format, page) = (self.repeat.format, terminal.page());
        if finished > 0 {
            terminal.print(|out| report::sweep::write(out, &report, format, page))?;
        }
        if pool.is_interrupted() {
            terminal.say(&format!(
                "interrupted: {finished} of {} are finished",
                counted(settings, "setting")
            ));
            return Ok(ExitStatus::Interrupted);
        }
        Ok(ExitStatus::Done)
    }
    /// What varies. The faults of every list are reported.
    fn varied(&self, request: &Request) -> anyhow::Result<Vec<Vary>> {
        let mut varied: Vec<Vary> = Vec::with_capacity(self.vary.len());
        let mut faults = Vec::new();
        for text in &self.vary {
            match vary::parse(text) {
                Ok(vary) if vary.path == "seed" => {
                    bail!(
                        "every row runs under the same seeds; set them with `--seed` and `--reps`"
                    )
                }
                Ok(vary) if vary.path == RULES && request.edition.is_some() => {
                    bail!("`--vary rules` already sets the rules; leave `--rules` out")
                }
                Ok(vary) if varied.iter().any(|other| other.path == vary.path) => {
                    bail!("`{}` is in two `--vary` options; list all its values in one", vary.path)
                }
                Ok(vary) => varied.push(vary),
                Err(found) => faults.push(found),
            }
        }
        if !faults.is_empty() {
            return Err(BadFiles(faults).into());
        }
        let rows = vary::grid_size(&varied);
        if rows > MOST_ROWS {
            bail!("the grid has {rows} configurations; a sweep has at most {MOST_ROWS}");
        }
        let runs = rows * self.repeat.reps as usize;
        if runs > MOST_RUNS {
            bail!("the sweep has {runs} runs; a sweep has at most {MOST_RUNS}");
        }
        Ok(varied)
    }

    /// Every point of the grid, read and checked before anything runs.
    fn points(source: &Source, request: &Request, varied: &[Vary]) -> anyhow::Result<Vec<Point>> {
        let mut points = Vec::with_capacity(vary::grid_size(varied));
        let mut faults: Vec<Diagnostics> = Vec::new();
        for index in 0..vary::grid_size(varied) {
            let set = vary::grid_point(varied, index);
            match scenario::read_all_faults(source, &request_at(request, &set)) {
                Ok(scenario) => points.push(Point { set, scenario }),
                Err(all) => {
                    for mut found in all {
                        blame_vary(&mut found.source, request, &set);
                        if !faults.contains(&found) {
                            faults.push(found);
                        }
                    }
                }
            }
        }
        if faults.is_empty() { Ok(points) } else { Err(BadFiles(faults).into()) }
    }
}

/// The path of the edition, which adapts a scenario where it varies, as
/// `--rules` does.
const RULES: &str = "rules";

/// `request` with the settings of a point.
fn request_at(request: &Request, point: &[Setting]) -> Request {
    let mut request = request.clone();
    for setting in point {
        let edition = match setting::to_json(setting).as_str() {
            Some(name) if setting.path == RULES => Edition::parse(name),
            _ => None,
        };
        match edition {
            Some(edition) => request.edition = Some(edition),
            None => request.set.push(setting.clone()),
        }
    }
    request
}

/// Names `--vary` where the fault is in one of its values.
fn blame_vary(source: &mut Source, request: &Request, point: &[Setting]) {
    let is_in = |settings: &[Setting]| {
        settings.iter().any(|it| format!("{}={}", it.path, it.value) == source.text)
    };
    if is_in(point) && !is_in(&request.set) {
        source.name = format!("--vary {}", source.text);
    }
}

/// Tells once what an edition has changed, however many rows it did so in.
fn tell_adaptations(points: &[Point], terminal: Terminal) {
    let mut reported: Vec<&String> = Vec::new();
    for change in points.iter().flat_map(|point| &point.scenario.adapted) {
        if !reported.contains(&change) {
            terminal.say(&format!("adapted: {change}"));
            reported.push(change);
        }
    }
}
