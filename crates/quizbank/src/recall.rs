//! Think, reveal, mark yourself: what a learner says who answered without
//! seeing the options.

/// How much of the answer was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recall {
    /// None of it that matters.
    Missed,
    /// Some of it.
    Partly,
    /// All of it.
    Knew,
}

impl Recall {
    /// From the best to the worst, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Knew, Self::Partly, Self::Missed];

    /// Its word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Knew => "knew",
            Self::Partly => "partly",
            Self::Missed => "missed",
        }
    }
}
