//! The context of every command, and how it may end.

use std::process::ExitCode;

use clap::Args;

use super::place::Place;
use super::terminal::Terminal;
use crate::tui::theme::{ColorChoice, ThemeChoice};
use traffic_exchange::spool::ReadFailure;

/// How the interface looks and moves.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Interface")]
pub(super) struct Look {
    /// Draw with ASCII characters only
    #[arg(long, global = true)]
    pub(super) ascii: bool,
    /// The color theme
    #[arg(long, global = true, value_name = "THEME")]
    pub(super) theme: Option<ThemeChoice>,
    /// Turn animation off, as `NO_MOTION` does
    #[arg(long, global = true)]
    pub(super) reduced_motion: bool,
    /// Turn mouse support off
    #[arg(long, global = true)]
    pub(super) no_mouse: bool,
}

/// What every command gets beside its own arguments.
#[derive(Clone, Debug)]
pub(super) struct Context {
    pub(super) terminal: Terminal,
    pub(super) color: ColorChoice,
    pub(super) look: Look,
    pub(super) place: Place,
    /// Why a log could not be replayed to its end.
    pub(super) replay: ReadFailure,
}

/// How a command ended that could begin its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExitStatus {
    /// It is done.
    Done,
    /// It is done and the answer is no: a goal was missed, a check failed.
    Negative,
    /// The user broke it off.
    Interrupted,
    /// A signal of this number ended it.
    Signalled(i32),
}

impl From<ExitStatus> for ExitCode {
    fn from(outcome: ExitStatus) -> Self {
        match outcome {
            ExitStatus::Done => Self::SUCCESS,
            ExitStatus::Negative => Self::from(1),
            ExitStatus::Interrupted => Self::from(INTERRUPTED),
            ExitStatus::Signalled(signal) => {
                Self::from(u8::try_from(signal).map_or(TROUBLE, |it| it | 128))
            }
        }
    }
}

/// The exit code of bad usage, bad input and output that was lost.
pub(super) const TROUBLE: u8 = 2;
/// The exit code of a command that ctrl-c has ended, as shells count it.
pub(super) const INTERRUPTED: u8 = 130;
