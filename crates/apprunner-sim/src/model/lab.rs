//! A lab: a scenario with a problem to fix, and the settings that may be changed to fix it.
//! The author's solution is the scenario's fix, the goals say when it is fixed.

/// What somebody who solves it reads, and what they may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lab {
    /// What the person on call sees; never the cause.
    pub symptom: String,
    /// How many settings may differ from the file.
    pub budget: usize,
    /// The paths of the settings that may.
    pub settings: Vec<String>,
    /// By degrees: where to look, what is wrong, nearly the answer.
    pub hints: Vec<String>,
    /// Why the author's solution helps; shown afterwards.
    pub why: String,
}
