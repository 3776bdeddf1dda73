//! How a run is looked at: how the runs share the screen, which marks are shown, and whether a room
//! sees it.

/// How the runs share the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// The run at hand has it; the one before is a line in its charts.
    One,
    /// Both, side by side.
    Beside,
    /// Few figures of the one at hand, large.
    Presenting,
}

/// Which marks of the run are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    /// Those of what was played: nothing tells the end.
    Played,
    /// Those to come too, for instructors.
    All,
}

impl Marks {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Played => Self::All,
            Self::All => Self::Played,
        }
    }
}

/// Whether a room sees the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScreenState {
    Shown,
    /// Nothing is rendered, so that everybody looks at the speaker.
    Blank,
}
