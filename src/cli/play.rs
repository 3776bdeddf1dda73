//! `play`, and no command at all: the interface on the whole screen.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;

use super::candidates;
use super::changes::{Changes, TimedActions};
use super::config;
use super::context::{Context, ExitStatus};
use super::input;
use super::output::{self, Force, Kind, OutputFile, Outputs};
use super::terminal;
use crate::store::answer_log::AnswerLog;
use crate::store::{Store, clock};
use crate::tui::theme::{self, ColorChoice, Symbols, Theme, ThemeChoice, Tier};
use crate::tui::{
    self, BackgroundSource, CastFile, Content, Exit, LiveView, Motion, Mouse, Open, Options,
    RoomLink,
};
use apprunner_sim::file::draft::Draft;
use quizbank::model::calendar::Day;
use quizbank::model::question::Question;

/// Watch a run: play, pause, seek, rewind, explain an event, compare the editions
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart play campaign-surge
  coldstart play campaign-surge --rules aws --set service.auto_scaling.max_size=20
  coldstart play health-503 --record lesson.cast
  coldstart play my-lab.toml --questions my-questions.toml")]
pub(super) struct Play {
    /// A built-in scenario, or the path of a scenario file
    #[arg(value_name = "SCENARIO", add = candidates::scenarios())]
    scenario: String,
    /// Record the terminal to FILE as an asciicast, for asciinema and similar tools
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// A question file for the instructor stops of the scenario; may be repeated. Questions in the
    /// scenario file itself need no option
    #[arg(long, value_name = "BANK")]
    questions: Vec<PathBuf>,
    #[command(flatten)]
    force: Force,
    /// Show a few large numbers that can be read from the back of a room
    #[arg(long)]
    present: bool,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    actions: TimedActions,
}

impl CastFile for OutputFile {
    /// Flushed line by line: a program that is killed leaves whole ones beside the place.
    fn write_line(&mut self, line: &str) -> anyhow::Result<()> {
        self.write(|out| {
            writeln!(out, "{line}")?;
            out.flush()
        })
    }

    fn finish(self: Box<Self>) -> anyhow::Result<()> {
        OutputFile::finish(*self)
    }
}

impl Play {
    /// Shows the run that was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let draft = self.draft(context)?;
        self.show(draft, None, context)
    }

    /// The run that was asked for.
    pub(super) fn draft(&self, context: &Context) -> anyhow::Result<Draft> {
        self.actions.draft(&self.scenario, self.changes.request(context)?)
    }

    /// Shows `draft`, before `room` where there is one, until the user leaves.
    pub(super) fn show(
        &self,
        draft: Draft,
        room: Option<RoomLink>,
        context: &Context,
    ) -> anyhow::Result<ExitStatus> {
        needs_a_terminal()?;
        let record =
            self.record.as_deref().map(|path| self.record_to(path, context)).transpose()?;
        let view = if self.present { LiveView::Presenting } else { LiveView::Usual };
        let open = Open::Scenario(Box::new(draft), view);
        let files = self.question_files()?;
        let own = read_questions(&files)?;
        let shown = Content { own, files, ..Content::builtin() };
        show_content(open, shown, context.place.open(context.terminal)?, record, room, context)
    }

    /// The files that questions of one's own are in: those named, and the scenario's own.
    fn question_files(&self) -> anyhow::Result<Vec<PathBuf>> {
        let mut files = self.questions.clone();
        if input::is_path(&self.scenario) {
            let path = Path::new(&self.scenario);
            let has_own = input::file(path)?.text.contains(input::QUESTION);
            files.extend(has_own.then(|| path.to_owned()));
        }
        Ok(files)
    }

    /// Opens the file for a recording, which is in its place once the interface is left.
    fn record_to(&self, path: &Path, context: &Context) -> anyhow::Result<Box<dyn CastFile>> {
        if output::is_dash(path) {
            bail!("`--record -` would write to the screen; name a file");
        }
        let mut outputs = Outputs::new(context, self.force, [Path::new(&self.scenario)]);
        outputs.claim("--record", Kind::RECORDING, path)?;
        Ok(Box::new(OutputFile::open(Kind::RECORDING, path)?))
    }
}

/// Shows the menu.
pub(super) fn open_home(context: &Context) -> anyhow::Result<ExitStatus> {
    needs_a_terminal()?;
    show(Open::Home, context.place.open(context.terminal)?, None, context)
}

/// The questions in `files`; none where there are none.
fn read_questions(files: &[PathBuf]) -> anyhow::Result<Vec<Question>> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    input::questions(files, &input::builtin_facts()?)
}

/// The signal of a terminal that goes away, by its number everywhere.
const HANG_UP: i32 = 1;

/// Fails where there is no terminal for the interface.
pub(super) fn needs_a_terminal() -> anyhow::Result<()> {
    if terminal::has_screen() {
        return Ok(());
    }
    if terminal::is_dumb() {
        bail!(
            "the interface does not work with TERM=dumb; `coldstart --help` lists the commands \
             that print lines"
        );
    }
    bail!("the interface needs a terminal; `coldstart --help` lists the commands that print lines");
}

/// Shows `open` until the user leaves.
pub(super) fn show(
    open: Open,
    store: Option<Store>,
    record: Option<Box<dyn CastFile>>,
    context: &Context,
) -> anyhow::Result<ExitStatus> {
    show_content(open, Content::builtin(), store, record, None, context)
}

/// Shows `open` over what there is to study, before `room` where there is one, until the user leaves.
pub(super) fn show_content(
    open: Open,
    shown: Content,
    store: Option<Store>,
    record: Option<Box<dyn CastFile>>,
    room: Option<RoomLink>,
    context: &Context,
) -> anyhow::Result<ExitStatus> {
    needs_a_terminal()?;
    let Context { look, color, .. } = context;
    let (settings, notice) = config::settings();
    let variable = |name: &str| env::var(name).ok();
    let choice = look.theme.unwrap_or(settings.theme);
    let tier = match choice {
        ThemeChoice::Mono => Tier::None,
        _ => theme::detect(*color, variable),
    };
    let theme = Theme::new(tier, Symbols::detect(look.ascii, variable))
        .on(choice.background(variable))
        .with(settings.own_colors());
    let is_asked = choice == ThemeChoice::Auto && tier != Tier::None;
    if *color == ColorChoice::Always {
        // Otherwise `NO_COLOR` empties the codes that the flag asks for.
        crossterm::style::force_color_output(true);
    }
    let store = with_exam_date(store, settings.exam_date)?;
    let exit = tui::run(Options {
        open,
        content: shown,
        theme,
        background: if is_asked { BackgroundSource::Terminal } else { BackgroundSource::Theme },
        motion: Motion::detect(look.reduced_motion || !settings.motion, variable),
        mouse: if look.no_mouse || !settings.mouse { Mouse::Off } else { Mouse::On },
        keys: settings.keys,
        edition: settings.edition,
        notice,
        answer_log: store.map(AnswerLog::new),
        room,
        record,
    })?;
    Ok(match exit {
        Exit::Closed => ExitStatus::Done,
        Exit::Interrupted => ExitStatus::Interrupted,
        Exit::Signal(signal) => ExitStatus::Signalled(signal),
        Exit::Lost => ExitStatus::Signalled(HANG_UP),
    })
}

/// The store, once it has the day of the exam that the settings name, where none was set in
/// it: what was set on the screen or in lines stays.
fn with_exam_date(store: Option<Store>, exam: Option<Day>) -> anyhow::Result<Option<Store>> {
    let Some(day) = exam else { return Ok(store) };
    let Some(mut store) = store else { return Ok(None) };
    if store.exam_date()?.is_none() && day >= clock::now().day {
        store.set_exam_date(Some(day))?;
    }
    Ok(Some(store))
}
