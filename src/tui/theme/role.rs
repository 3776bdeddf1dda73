//! What a piece of text is, and how many colors there are for it.

/// How many colors the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// None at all: bold, dim and reverse only.
    None,
    /// The sixteen that the user's terminal defines.
    Sixteen,
    /// The palette of 256.
    Palette,
    /// Any color.
    True,
}

/// What a piece of text is, which decides how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Plain,
    /// Headings and figures that matter.
    Strong,
    /// As it should be.
    Good,
    /// In progress, or to be noticed.
    Warn,
    /// Failed or rejected.
    Bad,
    /// Keys, the playhead, the instructor's words.
    Accent,
    /// Frames, labels, what is past.
    Muted,
    /// Letters that match what somebody looks for.
    Match,
    /// Where the cursor is.
    Selected,
}

impl Role {
    /// Its name in a settings file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Strong => "strong",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Accent => "accent",
            Self::Muted => "muted",
            Self::Match => "match",
            Self::Selected => "selected",
        }
    }
}
