//! What the interface is begun with, and how it ends.

use std::fmt;

use super::content::Content;
use super::keys::KeyAliases;
use super::message::ExamRequest;
use super::room::RoomLink;
use super::theme::Theme;
use crate::store::answer_log::AnswerLog;
use apprunner_sim::file::draft::Draft;
use apprunner_sim::model::rules::Edition;
use quizbank::session::Study;

/// What the interface shows and how.
pub struct Options {
    /// The first screen.
    pub open: Open,
    /// What there is to study.
    pub content: Content,
    /// Colors and signs.
    pub theme: Theme,
    /// Who knows whether the background is dark.
    pub background: BackgroundSource,
    /// Keys of the user's own.
    pub keys: KeyAliases,
    /// The edition that is studied where none was chosen.
    pub edition: Option<Edition>,
    /// What is said at the start, such as what is wrong with the settings.
    pub notice: Option<String>,
    /// How much may move.
    pub motion: Motion,
    /// Whether the mouse is listened to.
    pub mouse: Mouse,
    /// Where answers are kept; `None` where nothing is.
    pub answer_log: Option<AnswerLog>,
    /// The room that follows the first run; `None` where nobody does.
    pub room: Option<RoomLink>,
    /// Where what the terminal gets is written down; `None` where it is not.
    pub record: Option<Box<dyn CastFile>>,
}

/// A file for a recording of the terminal.
pub trait CastFile {
    /// Adds a line, which is in the file when this returns.
    fn write_line(&mut self, line: &str) -> anyhow::Result<()>;

    /// Puts the whole recording in its place.
    fn finish(self: Box<Self>) -> anyhow::Result<()>;
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("open", &self.open)
            .field("theme", &self.theme)
            .finish_non_exhaustive()
    }
}

/// The first screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Open {
    /// The menu.
    Home,
    /// A run of this draft, looked at in this way.
    Scenario(Box<Draft>, LiveView),
    /// This session of study.
    Quiz(Box<Study>),
    /// The exams, and over them what is wanted of one.
    Exams(Option<ExamRequest>),
}

/// How a run is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiveView {
    /// Everything that there is room for.
    Usual,
    /// Few and large figures, for a room.
    Presenting,
}

/// Who knows whether the background is dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackgroundSource {
    /// The theme has it already.
    Theme,
    /// The terminal, which is asked.
    Terminal,
}

/// How much may move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// Thirty frames a second while something moves.
    Full,
    /// One frame a second.
    Reduced,
}

impl Motion {
    /// What `--reduced-motion` and `NO_MOTION` ask for.
    pub fn detect(reduced: bool, env: impl Fn(&str) -> Option<String>) -> Self {
        let asked = env("NO_MOTION").is_some_and(|value| !value.is_empty());
        if reduced || asked { Self::Reduced } else { Self::Full }
    }
}

/// Whether the mouse is listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    /// The wheel scrolls, a click selects.
    On,
    /// It stays the terminal's.
    Off,
}

/// How the user left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// By closing the last screen.
    Closed,
    /// By ctrl-c.
    Interrupted,
    /// By a signal of this number.
    Signal(i32),
    /// The terminal went away.
    Lost,
}
