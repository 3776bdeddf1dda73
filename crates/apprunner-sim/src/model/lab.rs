//! A lab: a scenario with something to mend, and so many settings to mend it with.
//! The author's solution is the scenario's fix, the goals say when it is mended.

/// What somebody who solves it reads, and what they may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lab {
    /// What is seen by whoever is on call; never the cause.
    pub symptom: String,
    /// How many settings may differ from the file.
    pub budget: usize,
    /// The paths of the settings that may.
    pub settings: Vec<String>,
    /// By degrees: where to look, what is wrong, nearly the answer.
    pub hints: Vec<String>,
    /// Why the author's solution helps; told afterwards.
    pub why: String,
}
