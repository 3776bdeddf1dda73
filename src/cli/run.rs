//! `run`: scenarios simulated to their end, as fast as the machine can.

use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::bail;
use clap::Args;

use super::candidates;
use super::changes::{Changes, TimedActions};
use super::context::{Context, ExitStatus};
use super::input;
use super::run_outputs::RunOutputs;
use super::sensitivity;
use super::window::Window;
use crate::app::builtin;
use crate::report::{self, Format};
use apprunner_sim::sim::summary::Summary;

/// Run scenarios and print the results
///
/// The exit code is 1 when a goal of a scenario is missed. The same scenario, rules, seed and
/// settings give the same results on every machine; docs/figures.md defines each metric.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart run campaign-surge
  coldstart run campaign-surge --set service.auto_scaling.max_size=20
  coldstart run my-lab.toml --rules aws --format json
  coldstart run campaign-surge --at \"4m crash 3\" --at \"5m surge 2 30s\"
  coldstart run 429-on-burst --sensitivity --html why.html
  coldstart run health-503 --events - | grep unhealthy
  coldstart run campaign-surge --window 2m..4m
  coldstart run campaign-surge --metrics points.jsonl
  coldstart run campaign-surge health-503 --html runs.html")]
pub(super) struct Run {
    /// A built-in scenario, or the path of a scenario file
    #[arg(value_name = "SCENARIO", add = candidates::scenarios())]
    scenarios: Vec<String>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    #[command(flatten)]
    outputs: RunOutputs,
    /// List the values that the run uses and their sources, including assumed values that nobody
    /// has published, without running
    #[arg(long, conflicts_with = "timing")]
    explain: bool,
    /// Show which assumption decides each goal: run the scenario over the ranges of the values that
    /// nobody has published, and rank the assumptions by their effect
    #[arg(
        long,
        conflicts_with_all = ["explain", "timing", "events", "metrics"]
    )]
    sensitivity: bool,
    /// Report on standard error how long the run took
    #[arg(long)]
    timing: bool,
    /// Count only requests that arrive in this part of the run, such as `5m..10m`; the run ends
    /// with it, and goals are judged by it
    #[arg(long, value_name = "FROM..UNTIL", conflicts_with_all = ["sensitivity", "explain"])]
    window: Option<Window>,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    actions: TimedActions,
}

impl Run {
    /// Runs what was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        if self.scenarios.is_empty() {
            let names: Vec<&str> = builtin::scenarios().iter().map(|(name, _)| *name).collect();
            bail!(
                "name a scenario or the path of a file; built-in scenarios: {}",
                names.join(", ")
            );
        }
        self.outputs.check(&self.scenarios, self.format, context)?;
        let request = self.changes.request(context)?;
        let read = |argument: &String| {
            Window::apply(self.window, self.actions.scenario(argument, &request)?)
        };
        let scenarios = self.scenarios.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?;
        for scenario in &scenarios {
            let of = if scenarios.len() == 1 { "" } else { &format!("{}: ", scenario.name) };
            terminal.say_each(&format!("adapted: {of}"), &scenario.adapted);
        }
        let (format, page) = (self.format, terminal.page());
        if self.sensitivity {
            let [scenario] = &self.scenarios[..] else {
                bail!("`--sensitivity` works with one scenario at a time");
            };
            let draft = self.actions.draft(scenario, request)?;
            return sensitivity::run(&draft, &self.outputs, format, terminal);
        }
        if self.explain {
            let ledger = input::builtin_facts()?;
            let write = |out: &mut dyn Write| {
                report::explain::write(out, &scenarios, &ledger, format, page)
            };
            terminal.print(write)?;
            return Ok(ExitStatus::Done);
        }
        let begin = Instant::now();
        let titles: Vec<String> = scenarios.iter().map(|it| it.title.clone()).collect();
        let mut runs = Vec::with_capacity(scenarios.len());
        let mut recorder = self.outputs.open()?;
        for scenario in scenarios {
            let name = scenario.name.clone();
            let Some(summary) = recorder.run(scenario)? else {
                terminal.say(&format!("interrupted: {name} did not finish"));
                return Ok(ExitStatus::Interrupted);
            };
            runs.push(summary);
        }
        let set = request.set.iter().map(ToString::to_string);
        let window = self.window.map(|window| format!("window {window}"));
        let changes: Vec<String> = set.chain(self.actions.reported()).chain(window).collect();
        recorder.finish(&changes)?;
        let wall = begin.elapsed();
        if !self.outputs.replace_figures() {
            terminal.print(|out| report::run::write(out, &runs, &titles, format, page))?;
        }
        if self.timing {
            terminal.say(&timing(&runs, wall));
        }
        let missed = runs.iter().flat_map(|run| &run.goals).any(|goal| !goal.passed);
        Ok(if missed { ExitStatus::Negative } else { ExitStatus::Done })
    }
}

fn timing(runs: &[Summary], wall: Duration) -> String {
    let events: u64 = runs.iter().map(|run| run.events).sum();
    let seconds = wall.as_secs_f64();
    let rate = if seconds > 0.0 { events as f64 / seconds } else { 0.0 };
    format!("events={events} wall_s={seconds:.6} events_per_s={rate:.0}")
}
