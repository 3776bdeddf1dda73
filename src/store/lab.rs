//! Labs: what was done at each, when it was solved, how, and with which score.

use std::collections::BTreeMap;

use super::event::Event;
use super::event::lab::{LabResult, LabStep};
use super::log::Scope;
use super::{Store, StoreError};
use crate::app::lab_score::LabRecord;

impl Store {
    /// Keeps a lab that was solved.
    pub fn keep_lab(&mut self, result: &LabResult) -> Result<(), StoreError> {
        self.append(&[Event::Lab(result.clone())]).map(|_| ())
    }

    /// Keeps a step that was done at a lab.
    pub fn keep_lab_step(&mut self, step: LabStep) -> Result<(), StoreError> {
        self.append(&[Event::LabStep(step)]).map(|_| ())
    }

    /// What is remembered of each lab.
    pub fn lab_records(&self) -> Result<BTreeMap<String, LabRecord>, StoreError> {
        let mut records: BTreeMap<String, LabRecord> = BTreeMap::new();
        for event in self.events(&["lab", "lab-step"], Scope::All)? {
            match event {
                Event::Lab(LabResult { lab, score, .. }) => {
                    records.entry(lab).or_default().solve(score);
                }
                Event::LabStep(LabStep { lab, step, .. }) => {
                    records.entry(lab).or_default().take(step);
                }
                _ => {}
            }
        }
        Ok(records)
    }
}
