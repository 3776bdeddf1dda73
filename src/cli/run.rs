//! `run`: scenarios simulated to their end, as fast as the machine can.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use super::changes::Changes;
use super::terminal::{self, Terminal};
use super::{Outcome, input};
use crate::load::builtin;
use crate::model::scenario::Scenario;
use crate::report;
use crate::sim::player::{self, Player};
use crate::sim::summary::Summary;

/// Run scenarios without a screen and print their figures
///
/// Ends with 1 when a goal of a scenario is missed. The same scenario, rules, seed and settings give
/// the same figures everywhere.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart run campaign-surge
  coldstart run campaign-surge --set service.auto_scaling.max_size=20
  coldstart run my-lab.toml --rules aws --format json
  coldstart run health-503 --events - | grep unhealthy")]
pub(super) struct Run {
    /// A built-in scenario, or a path to a file of your own
    #[arg(value_name = "SCENARIO")]
    scenarios: Vec<String>,
    /// How to print the figures
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// Write every event of one run to FILE as JSON lines; `-` prints them instead of the figures
    #[arg(long, value_name = "FILE")]
    events: Option<PathBuf>,
    /// List what the runs assume where nobody has published it, and run nothing
    #[arg(long, conflicts_with_all = ["events", "timing"])]
    explain: bool,
    /// Say on standard error how long it took
    #[arg(long)]
    timing: bool,
    #[command(flatten)]
    changes: Changes,
}

/// The formats of reports, as options name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Table,
    /// For programs, every figure exact
    Json,
    /// One row each, for spreadsheets
    Csv,
}

impl From<Format> for report::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Table => Self::Table,
            Format::Json => Self::Json,
            Format::Csv => Self::Csv,
        }
    }
}

/// Where the figures and the events of runs go.
enum Events<'a> {
    /// Figures only.
    Unwanted,
    /// Events to standard output, no figures.
    Instead,
    /// Events to a file, figures to standard output.
    Beside(&'a Path),
}

/// Engine events between two visits to the log: enough to forget the visit, few
/// enough to keep memory flat.
const SLICE: u64 = 65_536;

impl Run {
    /// Runs what was asked for.
    pub(super) fn run(self, terminal: Terminal) -> anyhow::Result<Outcome> {
        let events = self.events()?;
        let request = self.changes.request()?;
        let read = |argument: &String| input::scenario(argument, &request);
        let scenarios = self.scenarios.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?;
        for scenario in &scenarios {
            tell_adaptations(scenario, self.scenarios.len());
        }
        let (format, page) = (self.format.into(), terminal.page());
        if self.explain {
            terminal::print(|out| report::explain::write(out, &scenarios, format, page))?;
            return Ok(Outcome::Done);
        }
        let begin = Instant::now();
        let runs = match (&events, scenarios) {
            (Events::Unwanted, scenarios) => scenarios.into_iter().map(player::run).collect(),
            (Events::Instead, scenarios) => print_events(scenarios)?,
            (Events::Beside(path), scenarios) => save_events(path, scenarios)?,
        };
        let wall = begin.elapsed();
        if !matches!(events, Events::Instead) {
            terminal::print(|out| report::run::write(out, &runs, format, page))?;
        }
        if self.timing {
            terminal::say(&timing(&runs, wall));
        }
        let missed = runs.iter().flat_map(|run| &run.goals).any(|goal| !goal.passed);
        Ok(if missed { Outcome::Negative } else { Outcome::Done })
    }

    fn events(&self) -> anyhow::Result<Events<'_>> {
        if self.scenarios.is_empty() {
            let names: Vec<&str> = builtin::scenarios().iter().map(|(name, _)| *name).collect();
            bail!("name a scenario, or the path of a file; built in are {}", names.join(", "));
        }
        match &self.events {
            None => Ok(Events::Unwanted),
            Some(_) if self.scenarios.len() > 1 => {
                bail!("`--events` takes the events of one run; name one scenario")
            }
            Some(path) if path.as_os_str() == "-" && self.format != Format::Table => {
                bail!("`--events -` prints no figures; name a file, or leave `--format` out")
            }
            Some(path) if path.as_os_str() == "-" => Ok(Events::Instead),
            Some(path) if self.scenarios.iter().any(|scenario| Path::new(scenario) == path) => {
                bail!("`--events {}` would overwrite the scenario", path.display())
            }
            Some(path) => Ok(Events::Beside(path)),
        }
    }
}

fn tell_adaptations(scenario: &Scenario, scenarios: usize) {
    for change in &scenario.adapted {
        if scenarios == 1 {
            terminal::say(&format!("adapted: {change}"));
        } else {
            terminal::say(&format!("adapted: {}: {change}", scenario.name));
        }
    }
}

fn print_events(scenarios: Vec<Scenario>) -> anyhow::Result<Vec<Summary>> {
    Ok(terminal::print(|out| stream_all(scenarios, out))?)
}

fn save_events(path: &Path, scenarios: Vec<Scenario>) -> anyhow::Result<Vec<Summary>> {
    let write = || {
        let mut out = BufWriter::new(File::create(path)?);
        let runs = stream_all(scenarios, &mut out)?;
        out.flush()?;
        Ok::<_, io::Error>(runs)
    };
    write().with_context(|| format!("cannot write events to `{}`", path.display()))
}

fn stream_all(scenarios: Vec<Scenario>, out: &mut dyn Write) -> io::Result<Vec<Summary>> {
    let mut runs = Vec::with_capacity(scenarios.len());
    for scenario in scenarios {
        runs.extend(stream(scenario, out)?);
    }
    Ok(runs)
}

/// Runs `scenario`, handing each event out as soon as it is known.
fn stream(scenario: Scenario, out: &mut dyn Write) -> io::Result<Option<Summary>> {
    let mut player = Player::streaming(scenario);
    loop {
        let ended = player.fill(SLICE);
        report::events::write(out, &player.drain_events())?;
        if ended {
            return Ok(player.summary().cloned());
        }
    }
}

fn timing(runs: &[Summary], wall: Duration) -> String {
    let events: u64 = runs.iter().map(|run| run.events).sum();
    let seconds = wall.as_secs_f64();
    let rate = if seconds > 0.0 { events as f64 / seconds } else { 0.0 };
    format!("events={events} wall_s={seconds:.6} events_per_s={rate:.0}")
}
