//! `play`, and no command at all: the interface on the whole screen.

use std::env;
use std::fs::File;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use super::Outcome;
use super::changes::{Changes, Happenings};
use super::data::Place;
use super::terminal::ColorChoice;
use crate::store::Store;
use crate::store::answer_log::AnswerLog;
use crate::tui::message::Entry;
use crate::tui::theme::{self, ColourChoice, Symbols, Theme};
use crate::tui::{self, Content, Exit, LiveView, Motion, Mouse, Open, Options, Record};
use quizbank::session::Study;

/// Watch a run: play, pause, seek, rewind, ask why, compare the editions
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart play campaign-surge
  coldstart play campaign-surge --rules aws --set service.auto_scaling.max_size=20
  coldstart play health-503 --record lesson.cast")]
pub(super) struct Play {
    /// A built-in scenario, or a path to a file of your own
    #[arg(value_name = "SCENARIO")]
    scenario: String,
    /// Write what the terminal shows to FILE as an asciicast, for asciinema and its like
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Show few, large figures, to be read from the last row of a room
    #[arg(long)]
    present: bool,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    happenings: Happenings,
}

/// How the interface looks and moves.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "On the whole screen")]
pub(super) struct Look {
    /// Draw with letters and signs that every terminal has
    #[arg(long, global = true)]
    ascii: bool,
    /// Move nothing on the screen; as when `NO_MOTION` is set
    #[arg(long, global = true)]
    reduced_motion: bool,
    /// Leave the mouse to the terminal
    #[arg(long, global = true)]
    no_mouse: bool,
}

impl Play {
    /// Shows the run that was asked for.
    pub(super) fn run(
        self,
        look: Look,
        color: ColorChoice,
        place: &Place,
    ) -> anyhow::Result<Outcome> {
        let draft = self.happenings.draft(&self.scenario, self.changes.request()?)?;
        needs_a_terminal()?;
        let view = if self.present { LiveView::Presenting } else { LiveView::Usual };
        let record = self.record.as_deref().map(|path| record(path, &self.scenario)).transpose()?;
        show(Open::Scenario(Box::new(draft), view), place.open()?, look, color, record)
    }
}

/// Shows the menu.
pub(super) fn open_home(look: Look, color: ColorChoice, place: &Place) -> anyhow::Result<Outcome> {
    needs_a_terminal()?;
    show(Open::Home, place.open()?, look, color, None)
}

/// Shows a sitting of study.
pub(super) fn open_quiz(
    study: Study,
    look: Look,
    color: ColorChoice,
    store: Option<Store>,
) -> anyhow::Result<Outcome> {
    show(Open::Quiz(Box::new(study)), store, look, color, None)
}

/// Opens the file for a recording; one that is there is replaced, unless it is the scenario.
fn record(path: &Path, scenario: &str) -> anyhow::Result<Record> {
    if path.as_os_str() == "-" {
        bail!("`--record -` would print into the screen; name a file");
    }
    if path == Path::new(scenario) {
        bail!("`--record {}` would overwrite the scenario", path.display());
    }
    let complaint = || format!("cannot write the recording to `{}`", path.display());
    let file = File::create(path).with_context(complaint)?;
    Ok(Record { out: Box::new(file), path: path.to_owned() })
}

/// Shows the exams, and what `entry` asks of them.
pub(super) fn open_exams(
    entry: Option<Entry>,
    look: Look,
    color: ColorChoice,
    store: Option<Store>,
) -> anyhow::Result<Outcome> {
    show(Open::Exams(entry), store, look, color, None)
}

/// The signal of a terminal that goes away, by its number everywhere.
const HANG_UP: i32 = 1;

fn needs_a_terminal() -> anyhow::Result<()> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        bail!("the interface needs a terminal; `coldstart --help` names what does without");
    }
    Ok(())
}

fn show(
    open: Open,
    store: Option<Store>,
    look: Look,
    color: ColorChoice,
    record: Option<Record>,
) -> anyhow::Result<Outcome> {
    needs_a_terminal()?;
    let content = Content::builtin();
    let variable = |name: &str| env::var(name).ok();
    let theme = Theme {
        tier: theme::detect(color.into(), variable),
        symbols: Symbols::detect(look.ascii, variable),
    };
    let motion = Motion::detect(look.reduced_motion, variable);
    let mouse = if look.no_mouse { Mouse::Off } else { Mouse::On };
    let keeper = store.map(AnswerLog::new);
    let exit = tui::run(Options { open, content, theme, motion, mouse, keeper, record })?;
    Ok(match exit {
        Exit::Closed => Outcome::Done,
        Exit::Interrupted => Outcome::Interrupted,
        Exit::Signal(signal) => Outcome::Signalled(signal),
        Exit::Lost => Outcome::Signalled(HANG_UP),
    })
}

impl From<ColorChoice> for ColourChoice {
    fn from(choice: ColorChoice) -> Self {
        match choice {
            ColorChoice::Auto => Self::Auto,
            ColorChoice::Always => Self::Always,
            ColorChoice::Never => Self::Never,
        }
    }
}
