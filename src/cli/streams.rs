//! What a run hands out while it goes on: its events and CloudWatch's points, each
//! to a file or to standard output.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use super::run::Format;
use super::terminal::OutputError;
use crate::model::scenario::Scenario;
use crate::report;
use crate::sim::player::Player;
use crate::sim::summary::Summary;

/// What to write besides the figures.
#[derive(Clone, Debug, Args)]
pub(super) struct Streams {
    /// Write every event of one run to FILE as JSON lines; `-` prints them instead of the figures
    #[arg(long, value_name = "FILE", conflicts_with = "explain")]
    events: Option<PathBuf>,
    /// Write one-minute points with CloudWatch's names to FILE as JSON lines; `-` prints them instead
    #[arg(long, value_name = "FILE", conflicts_with = "explain")]
    metrics: Option<PathBuf>,
}

/// Engine events between two visits to the log: enough to forget the visit, few
/// enough to keep memory flat.
const SLICE: u64 = 65_536;

impl Streams {
    /// Whether anything is wanted.
    pub(super) fn are_wanted(&self) -> bool {
        self.events.is_some() || self.metrics.is_some()
    }

    /// Whether a stream takes the place of the figures.
    pub(super) fn replace_figures(&self) -> bool {
        self.named().any(|(_, path)| is_dash(path))
    }

    /// What was asked for, as option and path.
    fn named(&self) -> impl Iterator<Item = (&'static str, &Path)> {
        let events = self.events.as_deref().map(|path| ("events", path));
        let metrics = self.metrics.as_deref().map(|path| ("metrics", path));
        events.into_iter().chain(metrics)
    }

    /// Refuses what does not go together with these scenarios and this format.
    pub(super) fn check(&self, scenarios: &[String], format: Format) -> anyhow::Result<()> {
        for (what, path) in self.named() {
            if scenarios.len() > 1 {
                bail!("`--{what}` takes the {what} of one run; name one scenario");
            }
            if is_dash(path) && format != Format::Table {
                bail!("`--{what} -` prints no figures; name a file, or leave `--format` out");
            }
            if scenarios.iter().any(|scenario| Path::new(scenario) == path) {
                bail!("`--{what} {}` would overwrite the scenario", path.display());
            }
        }
        if self.events.is_some() && self.events == self.metrics {
            bail!("`--events` and `--metrics` go to different files");
        }
        Ok(())
    }

    /// Runs `scenario`, handing out each event and each point as soon as it is known.
    pub(super) fn run(&self, scenario: Scenario) -> anyhow::Result<Option<Summary>> {
        let mut player = Player::streaming(scenario);
        if self.metrics.is_some() {
            player = player.with_points();
        }
        let mut events =
            self.events.as_deref().map(|path| Sink::open("events", path)).transpose()?;
        let mut metrics =
            self.metrics.as_deref().map(|path| Sink::open("metrics", path)).transpose()?;
        loop {
            let ended = player.fill(SLICE);
            let (told, points) = (player.drain_events(), player.drain_points());
            if let Some(sink) = &mut events {
                sink.write(|out| report::events::write(out, &told))?;
            }
            if let Some(sink) = &mut metrics {
                sink.write(|out| report::metrics::write(out, &points))?;
            }
            if ended {
                break;
            }
        }
        for sink in events.iter_mut().chain(&mut metrics) {
            sink.write(|out| out.flush())?;
        }
        Ok(player.summary().cloned())
    }
}

fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Where a stream goes.
struct Sink<'p> {
    what: &'static str,
    /// `None` is standard output, whose reader may leave.
    path: Option<&'p Path>,
    out: BufWriter<Box<dyn Write>>,
}

impl<'p> Sink<'p> {
    fn open(what: &'static str, path: &'p Path) -> anyhow::Result<Self> {
        if is_dash(path) {
            let out = BufWriter::new(Box::new(io::stdout()) as Box<dyn Write>);
            return Ok(Self { what, path: None, out });
        }
        let file = File::create(path).with_context(|| complaint(what, path))?;
        Ok(Self { what, path: Some(path), out: BufWriter::new(Box::new(file)) })
    }

    fn write(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let written = write(&mut self.out);
        match self.path {
            Some(path) => written.with_context(|| complaint(self.what, path)),
            None => Ok(written.map_err(OutputError::from)?),
        }
    }
}

fn complaint(what: &str, path: &Path) -> String {
    format!("cannot write {what} to `{}`", path.display())
}
