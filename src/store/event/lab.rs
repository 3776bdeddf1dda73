//! A lab that was solved, and what was done at one before.

use serde::{Deserialize, Serialize};

use super::check;
use crate::app::lab_score::{Effort, LabAct, Score, WHOLE};
use quizbank::model::calendar::{Day, Moment, Now};

/// A lab that was solved.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LabResult {
    /// The name of its scenario.
    pub lab: String,
    /// When it was solved.
    #[serde(rename = "at_ms")]
    pub at: Moment,
    /// The day at the learner's place.
    pub day: Day,
    /// Settings that differ from the file.
    pub changes: usize,
    /// Hints that were asked for.
    pub hints: usize,
    /// What the run costs, in millionths of a dollar.
    pub micro_usd: u64,
    /// Its score, of 100.
    pub score: u32,
}

impl LabResult {
    /// The lab called `lab`, solved by `effort`.
    pub fn new(lab: String, solved: Now, effort: Effort, score: Score) -> Self {
        let Effort { changes, hints, cost } = effort;
        let Now { at, day } = solved;
        Self { lab, at, day, changes, hints, micro_usd: cost.0, score: score.total() }
    }

    pub(in crate::store) fn check(&self) -> Result<(), String> {
        if self.score > WHOLE {
            return Err(format!("`score` is {} of {WHOLE}", self.score));
        }
        check::name("lab", &self.lab)
    }
}

/// Something that was done at a lab.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LabStep {
    /// The name of its scenario.
    pub lab: String,
    /// When it was done.
    #[serde(rename = "at_ms")]
    pub at: Moment,
    /// The day at the learner's place.
    pub day: Day,
    /// What it was.
    pub step: LabAct,
}

impl LabStep {
    /// Something that is done at the lab called `lab` now.
    pub fn new(lab: String, now: Now, step: LabAct) -> Self {
        Self { lab, at: now.at, day: now.day, step }
    }

    pub(in crate::store) fn check(&self) -> Result<(), String> {
        check::name("lab", &self.lab)
    }
}
