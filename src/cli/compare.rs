//! `compare`: two settings of a scenario side by side, under the same seeds.

use anyhow::bail;
use clap::Args;

use super::candidates;
use super::changes::{Changes, edition, settings};
use super::context::{Context, ExitStatus};
use super::input::{self, BadFiles};
use super::interrupt::Interrupt;
use super::repeat::{Repeat, check_seeds};
use super::run_pool::RunPool;
use crate::report;
use crate::report::compare::{Comparison, Side};
use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::repetition::Repetition;
use spanned_toml::diagnostic::Diagnostics;
use spanned_toml::faults::counted;
use spanned_toml::setting::Setting;

/// Compare a scenario with a changed copy of it, under the same seeds
///
/// The base is the unchanged scenario; the other has the changes of `--set`, `--rules` and `--fix`.
/// Without a change, the other runs under the rules of the next edition. Both use the same random
/// numbers, so the difference is far more precise than that of two separate runs. A missed goal
/// does not affect the exit code.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart compare scale-to-zero --fix
  coldstart compare campaign-surge --set service.auto_scaling.max_size=20
  coldstart compare health-302
  coldstart compare saas-api --base-rules aws --rules aws --set service.auto_scaling.min_size=3
  coldstart compare saas-api --base-rules aws --rules express --reps 20
  coldstart compare my-lab.toml --with-set traffic.0.client_timeout=2s --set app.start=9s")]
pub(super) struct Compare {
    /// A built-in scenario, or the path of a scenario file
    #[arg(value_name = "SCENARIO", add = candidates::scenarios())]
    scenario: String,
    /// Apply the `[fix]` of the scenario file to the other
    #[arg(long)]
    fix: bool,
    /// Run the base under this edition of the rules: chapter, aws, express
    #[arg(long, value_name = "EDITION", value_parser = edition)]
    base_rules: Option<Edition>,
    /// Change a setting of the base only; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    base_set: Vec<String>,
    /// Change a setting of both; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    with_set: Vec<String>,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    repeat: Repeat,
}

/// The figures that are reported by default.
const USUAL: [&str; 14] = [
    "requests.offered",
    "requests.failed_ratio",
    "requests.lost_ratio",
    "latency_ms.mean",
    "latency_ms.p50",
    "latency_ms.p99",
    "concurrency.peak",
    "instances.peak",
    "instances.mean_active",
    "cold_starts.instances",
    "cold_starts.requests_delayed",
    "first.rejected",
    "first.unhealthy",
    "cost_usd.total",
];

/// A side, read and checked.
struct Half {
    set: Vec<Setting>,
    scenario: Scenario,
}

impl Compare {
    /// Compares as was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let pool = RunPool::new(self.repeat.figures.jobs, Interrupt::listen()?);
        let [base, other] = self.halves(context)?;
        let seed = base.scenario.seed;
        check_seeds(seed, self.repeat.reps)?;
        terminal.say_each("adapted: base: ", &base.scenario.adapted);
        terminal.say_each("adapted: other: ", &other.scenario.adapted);
        let metrics = self.repeat.figures.metrics(&USUAL);
        let one_of = |index: usize| {
            let half = if index.is_multiple_of(2) { &base } else { &other };
            let mut scenario = half.scenario.clone();
            scenario.seed = seed + (index / 2) as u64;
            scenario
        };
        let reps = self.repeat.reps as usize;
        let kept = pool.run(2 * reps, one_of, |summary| Repetition::of(summary, &metrics))?;
        let pairs = finished_pairs(kept);
        let finished = pairs.len();
        let report = Comparison {
            scenario: base.scenario.name.clone(),
            seed,
            base: side(base),
            other: side(other),
            metrics,
            pairs,
        };
        let (format, page) = (self.repeat.figures.format, terminal.page());
        if finished > 0 {
            terminal.print(|out| report::compare::write(out, &report, format, page))?;
        }
        if pool.is_interrupted() {
            terminal
                .say(&format!("interrupted: {finished} of {} are finished", counted(reps, "pair")));
            return Ok(ExitStatus::Interrupted);
        }
        Ok(ExitStatus::Done)
    }

    /// Both sides; the faults of each are reported before anything runs.
    fn halves(&self, context: &Context) -> anyhow::Result<[Half; 2]> {
        let Request { edition, seed, set, traces } = self.changes.request(context)?;
        let (base_set, with_set) = (settings(&self.base_set)?, settings(&self.with_set)?);
        if set.iter().chain(&base_set).any(|setting| setting.path == "seed") {
            bail!("both sides run under the same seeds; set them with `--seed` and `--reps`");
        }
        let source = input::scenario_source(&self.scenario)?;
        let plain = Request { traces: traces.clone(), ..Request::default() };
        let own = scenario::read(source.clone(), &plain).map_err(BadFiles::from)?;
        if self.fix && own.fix.is_empty() {
            bail!("scenario `{}` has no `[fix]`", own.name);
        }
        let fix = if self.fix { own.fix } else { Vec::new() };
        let is_asked = edition.is_some() || self.base_rules.is_some();
        let is_asked = is_asked || !(set.is_empty() && base_set.is_empty() && fix.is_empty());
        let edition = if is_asked { edition } else { Some(own.edition.next()) };

        let base_set = [&with_set[..], &base_set].concat();
        let other_set = [&with_set[..], &fix, &set].concat();
        let base =
            Request { edition: self.base_rules, seed, set: base_set, traces: traces.clone() };
        let other = Request { edition, seed, set: other_set, traces };
        let read = |request: &Request| scenario::read(source.clone(), request);
        match (read(&base), read(&other)) {
            (Ok(first), Ok(second)) if first == second => {
                bail!("both sides are the same; change one with `--set`, `--rules` or `--fix`")
            }
            (Ok(first), Ok(second)) => Ok([
                Half { set: base.set, scenario: first },
                Half { set: other.set, scenario: second },
            ]),
            (base, other) => {
                let blame = |faults, option| self.blamed(faults, option);
                let base = base.err().map(|faults| blame(faults, "--base-set"));
                let other = other.err().map(|faults| blame(faults, "--set"));
                let mut faults: Vec<Diagnostics> = base.into_iter().chain(other).collect();
                faults.dedup();
                Err(BadFiles(faults).into())
            }
        }
    }

    /// Names the option whose setting is at fault.
    fn blamed(&self, mut faults: Diagnostics, own: &str) -> Diagnostics {
        let is_both = settings(&self.with_set).is_ok_and(|both| {
            both.iter().any(|it| format!("{}={}", it.path, it.value) == faults.source.text)
        });
        if let Some(text) = faults.source.name.strip_prefix("--set ") {
            let option = if is_both { "--with-set" } else { own };
            faults.source.name = format!("{option} {text}");
        }
        faults
    }
}

/// The pairs up to the first that lacks a run: their seeds follow each other.
fn finished_pairs(kept: Vec<Option<Repetition>>) -> Vec<(Repetition, Repetition)> {
    let mut pairs = Vec::with_capacity(kept.len() / 2);
    let mut kept = kept.into_iter();
    while let (Some(Some(base)), Some(Some(other))) = (kept.next(), kept.next()) {
        pairs.push((base, other));
    }
    pairs
}

fn side(half: Half) -> Side {
    let Half { set, scenario } = half;
    let goals = scenario.goals.into_iter().map(|goal| (goal.name, goal.probe.metric)).collect();
    Side { rules: scenario.edition.name(), set, adapted: scenario.adapted, goals }
}
