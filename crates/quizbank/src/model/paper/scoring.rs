//! What a question and its options count, and the letters of options.

use serde::{Deserialize, Serialize};

/// Whether a question counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scoring {
    /// Towards the score.
    Scored,
    /// Not: it is on trial.
    Unscored,
}

/// What an option of a key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Correctness {
    /// It is right.
    Right,
    /// It is the mistake with this id, if it has a name.
    Wrong(Option<String>),
}

impl Correctness {
    /// The id of the mistake that it is, if it has a name.
    pub fn misconception(&self) -> Option<&str> {
        match self {
            Self::Wrong(misconception) => misconception.as_deref(),
            Self::Right => None,
        }
    }
}

/// The letter of the option at `index` on a paper.
pub fn letter(index: usize) -> Option<char> {
    ('a'..='i').nth(index)
}
