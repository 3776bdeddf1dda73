//! What runs hand out besides their figures: events and CloudWatch's points while they
//! go on, and a page when they are done; each to a file or to standard output.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use super::run::Format;
use super::terminal::OutputError;
use crate::report::{self, html};
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::player::{self, Player};
use apprunner_sim::sim::summary::Summary;

/// What to write besides the figures.
#[derive(Clone, Debug, Args)]
pub(super) struct Streams {
    /// Write every event of one run to FILE as JSON lines; `-` prints them instead of the figures
    #[arg(long, value_name = "FILE", conflicts_with = "explain")]
    events: Option<PathBuf>,
    /// Write one-minute points with CloudWatch's names to FILE as JSON lines; `-` prints them instead
    #[arg(long, value_name = "FILE", conflicts_with = "explain")]
    metrics: Option<PathBuf>,
    /// Write the runs to FILE as one HTML page, charts included; `-` prints it instead
    #[arg(long, value_name = "FILE", conflicts_with = "explain")]
    html: Option<PathBuf>,
}

/// Engine events between two visits to the log: enough to forget the visit, few
/// enough to keep memory flat.
const SLICE: u64 = 65_536;

impl Streams {
    /// Whether a stream takes the place of the figures.
    pub(super) fn replace_figures(&self) -> bool {
        self.named().any(|(_, path)| is_dash(path))
    }

    /// What was asked for, as option and path.
    fn named(&self) -> impl Iterator<Item = (&'static str, &Path)> {
        let events = self.events.as_deref().map(|path| ("events", path));
        let metrics = self.metrics.as_deref().map(|path| ("metrics", path));
        let page = self.html.as_deref().map(|path| ("html", path));
        events.into_iter().chain(metrics).chain(page)
    }

    /// Refuses what does not go together with these scenarios and this format.
    pub(super) fn check(&self, scenarios: &[String], format: Format) -> anyhow::Result<()> {
        for (what, path) in self.named() {
            if scenarios.len() > 1 && what != "html" {
                bail!("`--{what}` takes the {what} of one run; name one scenario");
            }
            if is_dash(path) && format != Format::Table {
                bail!("`--{what} -` prints no figures; name a file, or leave `--format` out");
            }
            if scenarios.iter().any(|scenario| Path::new(scenario) == path) {
                bail!("`--{what} {}` would overwrite the scenario", path.display());
            }
            if let Some((other, _)) = self.named().find(|one| one.1 == path && one.0 != what) {
                bail!("`--{what}` and `--{other}` go to different files");
            }
        }
        Ok(())
    }

    /// Opens what was asked for, before anything runs.
    pub(super) fn open(&self) -> anyhow::Result<Flow<'_>> {
        Ok(Flow {
            events: Sink::wanted("events", self.events.as_deref())?,
            metrics: Sink::wanted("metrics", self.metrics.as_deref())?,
            page: Sink::wanted("the page", self.html.as_deref())?,
            told: Vec::new(),
        })
    }
}

/// What was asked for, open, and the runs so far.
pub(super) struct Flow<'p> {
    events: Option<Sink<'p>>,
    metrics: Option<Sink<'p>>,
    page: Option<Sink<'p>>,
    /// The runs for the page.
    told: Vec<html::Run>,
}

impl Flow<'_> {
    /// Runs `scenario`, handing out each event and each point as soon as it is known.
    pub(super) fn run(&mut self, scenario: Scenario) -> anyhow::Result<Summary> {
        if self.events.is_none() && self.metrics.is_none() && self.page.is_none() {
            return Ok(player::run(scenario));
        }
        let mut player = Player::streaming(scenario);
        if self.metrics.is_some() {
            player = player.with_points();
        }
        let mut log = self.page.as_ref().map(|_| html::Log::new(player.end()));
        loop {
            let ended = player.fill(SLICE);
            let (told, points) = (player.drain_events(), player.drain_points());
            if let Some(sink) = &mut self.events {
                sink.write(|out| report::events::write(out, &told))?;
            }
            if let Some(sink) = &mut self.metrics {
                sink.write(|out| report::metrics::write(out, &points))?;
            }
            if let Some(log) = &mut log {
                for event in told {
                    log.add(event);
                }
            }
            if let Some(summary) = player.summary().filter(|_| ended) {
                self.told.extend(log.and_then(|log| html::Run::of(&player, log)));
                return Ok(summary.clone());
            }
        }
    }

    /// Writes the page of all runs, which were read with `changes`, and lets nothing
    /// be left behind.
    pub(super) fn finish(mut self, changes: &[String]) -> anyhow::Result<()> {
        let told = self.told;
        if let Some(sink) = &mut self.page {
            sink.write(|out| html::write(out, &told, changes))?;
        }
        for sink in [&mut self.events, &mut self.metrics, &mut self.page].into_iter().flatten() {
            sink.write(|out| out.flush())?;
        }
        Ok(())
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
    /// The way to `path`, if there is one.
    fn wanted(what: &'static str, path: Option<&'p Path>) -> anyhow::Result<Option<Self>> {
        path.map(|path| Self::open(what, path)).transpose()
    }

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
