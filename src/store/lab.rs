//! Labs that were solved: when, how, and what it was worth.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::{self, Event};
use super::log::Scope;
use super::{Store, StoreError};
use crate::app::lab_score::{Effort, Score, WHOLE};
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
    /// What it was worth, of 100.
    pub score: u32,
}

impl LabResult {
    /// The lab called `lab`, solved by `effort`.
    pub fn new(lab: String, solved: Now, effort: Effort, score: Score) -> Self {
        let Effort { changes, hints, cost } = effort;
        let Now { at, day } = solved;
        Self { lab, at, day, changes, hints, micro_usd: cost.0, score: score.total() }
    }

    pub(super) fn check(&self) -> Result<(), String> {
        if self.score > WHOLE {
            return Err(format!("`score` is {} of {WHOLE}", self.score));
        }
        event::name("lab", &self.lab)
    }
}

impl Store {
    /// Keeps a lab that was solved.
    pub fn keep_lab(&mut self, result: &LabResult) -> Result<(), StoreError> {
        self.append(&[Event::Lab(result.clone())]).map(|_| ())
    }

    /// The best score of each lab that was solved.
    pub fn best_of_labs(&self) -> Result<BTreeMap<String, u32>, StoreError> {
        let mut best = BTreeMap::new();
        for event in self.events(&["lab"], Scope::All)? {
            let Event::Lab(LabResult { lab, score, .. }) = event else { continue };
            let known = best.entry(lab).or_insert(score);
            *known = score.max(*known);
        }
        Ok(best)
    }
}
