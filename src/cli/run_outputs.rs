//! What runs hand out besides their figures: events and CloudWatch's points while they
//! go on, and a page when they are done; each to a file or to standard output.

use std::io::{self, Write};
use std::mem;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::bail;
use clap::Args;

use super::context::Context;
use super::interrupt::Interrupt;
use super::output::{Force, Kind, OutputFile, Outputs, is_dash};
use super::progress::Progress;
use crate::report::{self, Format, html};
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::player::Player;
use apprunner_sim::sim::summary::Summary;

/// What to create besides the figures.
#[derive(Clone, Debug, Args)]
pub(super) struct RunOutputs {
    /// Write every event of one run to FILE as JSON lines; `-` prints the events instead of the
    /// results
    #[arg(long, value_name = "FILE", conflicts_with = "explain")]
    events: Option<PathBuf>,
    /// Write one-minute data points under CloudWatch metric names to FILE as JSON lines; `-` prints
    /// them instead
    #[arg(long, value_name = "FILE", conflicts_with = "explain")]
    metrics: Option<PathBuf>,
    /// Write the runs to FILE as one HTML page, charts included; `-` prints it instead
    #[arg(long, value_name = "FILE", conflicts_with = "explain")]
    html: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

/// Engine events between two looks at the log and for ctrl-c: enough to forget the
/// look, few enough to keep memory flat.
const SLICE: u64 = 65_536;
/// A run that is done sooner shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);
/// The steps of the progress of a run.
const STEPS: usize = 1_000;

impl RunOutputs {
    /// Whether a stream takes the place of the figures.
    pub(super) fn replace_figures(&self) -> bool {
        self.named().any(|(_, _, path)| is_dash(path))
    }

    /// What was asked for: the option, the kind and the path.
    fn named(&self) -> impl Iterator<Item = (&'static str, Kind, &Path)> {
        let all = [
            ("--events", Kind::EVENTS, &self.events),
            ("--metrics", Kind::METRICS, &self.metrics),
            ("--html", Kind::PAGE, &self.html),
        ];
        all.into_iter().filter_map(|(option, kind, path)| Some((option, kind, path.as_deref()?)))
    }

    /// Rejects what does not go together with these scenarios and this format, and
    /// what may not be written to.
    pub(super) fn check(
        &self,
        scenarios: &[String],
        format: Format,
        context: &Context,
    ) -> anyhow::Result<()> {
        let mut outputs = Outputs::new(context, self.force, scenarios.iter().map(Path::new));
        let mut printed = None;
        for (option, kind, path) in self.named() {
            if scenarios.len() > 1 && option != "--html" {
                bail!("`{option}` writes the {} of one run; name one scenario", kind.name);
            }
            if !is_dash(path) {
                outputs.claim(option, kind, path)?;
                continue;
            }
            if format != Format::Table {
                bail!("`{option} -` prints no results; name a file, or leave `--format` out");
            }
            if let Some(other) = printed.replace(option) {
                bail!("`{option}` and `{other}` need different files");
            }
        }
        Ok(())
    }

    /// Opens what was asked for, before anything runs.
    pub(super) fn open(&self) -> anyhow::Result<RunRecorder> {
        let open = |kind: Kind, path: &Option<PathBuf>| {
            path.as_ref().map(|path| OutputFile::open(kind, path)).transpose()
        };
        Ok(RunRecorder {
            events: open(Kind::EVENTS, &self.events)?,
            metrics: open(Kind::METRICS, &self.metrics)?,
            page: open(Kind::PAGE, &self.html)?,
            runs: Vec::new(),
            interrupt: Interrupt::listen()?,
        })
    }
}

/// What was asked for, open, and the runs so far.
pub(super) struct RunRecorder {
    events: Option<OutputFile>,
    metrics: Option<OutputFile>,
    page: Option<OutputFile>,
    /// The runs for the page.
    runs: Vec<html::RunSection>,
    interrupt: Interrupt,
}

impl RunRecorder {
    /// Runs `scenario`, handing out each event and each point as soon as it is known.
    /// Without a summary where ctrl-c has ended it.
    pub(super) fn run(&mut self, scenario: Scenario) -> anyhow::Result<Option<Summary>> {
        let is_followed = self.events.is_some() || self.page.is_some();
        let is_followed = is_followed || self.metrics.is_some();
        let mut player =
            if is_followed { Player::streaming(scenario) } else { Player::figures(scenario) };
        if self.metrics.is_some() {
            player = player.with_points();
        }
        let mut log = self.page.as_ref().map(|_| html::Log::new(player.end()));
        let (begun, mut progress) = (Instant::now(), None);
        loop {
            let is_over = player.fill(SLICE);
            if begun.elapsed() >= PATIENCE {
                let progress = progress.get_or_insert_with(|| Progress::of(STEPS, "parts"));
                progress.reach(share(player.extent(), player.end()));
            }
            let (events, points) = (player.drain_events(), player.drain_points());
            if let Some(file) = &mut self.events {
                file.write(|out| report::events::write(out, &events))?;
            }
            if let Some(file) = &mut self.metrics {
                file.write(|out| report::metrics::write(out, &points))?;
            }
            if let Some(log) = &mut log {
                for event in events {
                    log.add(event);
                }
            }
            if let Some(summary) = player.summary().filter(|_| is_over) {
                self.runs.extend(log.and_then(|log| html::RunSection::of(&player, log)));
                return Ok(Some(summary.clone()));
            }
            if self.interrupt.is_set() {
                return Ok(None);
            }
        }
    }

    /// Writes the page of all runs, which were read with `changes`, and puts every
    /// file in its place.
    pub(super) fn finish(mut self, changes: &[String]) -> anyhow::Result<()> {
        let runs = mem::take(&mut self.runs);
        self.finish_page(|out| html::write(out, &runs, changes))
    }

    /// Has `write` write the page, and puts every file in its place.
    pub(super) fn finish_page(
        mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        if let Some(file) = &mut self.page {
            file.write(write)?;
        }
        let files = [self.events, self.metrics, self.page].into_iter().flatten();
        files.into_iter().try_for_each(OutputFile::finish)
    }
}

/// How many steps of the run lie before `at`.
fn share(at: SimTime, end: SimTime) -> u64 {
    let share = u128::from(at.as_micros()) * STEPS as u128 / u128::from(end.as_micros().max(1));
    u64::try_from(share).unwrap_or_default()
}
