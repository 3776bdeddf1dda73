//! Labs that were solved: when, how, and with which score.

use std::collections::BTreeMap;

use super::event::Event;
use super::event::lab::LabResult;
use super::log::Scope;
use super::{Store, StoreError};

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
