//! One sitting's way to the disk: what was answered, rated and taken back goes
//! to the store under the number of its question in the sitting.

use std::collections::BTreeMap;

use super::{AnswerId, LabResult, Store, StoreError, TopicTestPass};
use apprunner_sim::model::rules::Edition;
use quizbank::answer::AnswerChange;
use quizbank::model::calendar::{Millis, Now};
use quizbank::prediction::Prediction;

/// The store beside a sitting.
#[derive(Debug)]
pub struct AnswerLog {
    store: Store,
    kept: BTreeMap<usize, AnswerId>,
}

impl AnswerLog {
    /// A keeper for one sitting after another.
    pub fn new(store: Store) -> Self {
        Self { store, kept: BTreeMap::new() }
    }

    /// The store itself.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The store itself, to write what is no answer of study.
    pub fn store_mut(&mut self) -> &mut Store {
        &mut self.store
    }

    /// A new sitting begins; the answers of the last one stay as they are.
    pub fn begin(&mut self) {
        self.kept.clear();
    }

    /// Keeps a gate that was passed; it is on disk when this returns.
    pub fn pass_gate(&mut self, gate: &TopicTestPass) -> Result<(), StoreError> {
        self.store.pass_gate(gate)
    }

    /// Keeps a lab that was solved; it is on disk when this returns.
    pub fn mend(&mut self, mended: &LabResult) -> Result<(), StoreError> {
        self.store.mend(mended)
    }

    /// Keeps that a topic was opened without the gate before it.
    pub fn skip_topic(&mut self, topic: &str) -> Result<(), StoreError> {
        self.store.skip_topic(topic)
    }

    /// Takes back that a topic was opened without the gate before it.
    pub fn take_skip_back(&mut self, topic: &str) -> Result<(), StoreError> {
        self.store.take_skip_back(topic).map(|_| ())
    }

    /// Keeps which edition is studied for; `None` for both.
    pub fn study_for(&mut self, edition: Option<Edition>) -> Result<(), StoreError> {
        self.store.set_studied_edition(edition)
    }

    /// Keeps a prediction that came to its end; it is on disk when this returns.
    pub fn keep_prediction(&mut self, prediction: &Prediction, now: Now) -> Result<(), StoreError> {
        self.store.keep_prediction(prediction, now)
    }

    /// Keeps a change; it is on disk when this returns. What it changes and was
    /// never kept is passed over.
    pub fn keep(
        &mut self,
        change: &AnswerChange,
        now: Now,
        took: Millis,
    ) -> Result<(), StoreError> {
        match change {
            AnswerChange::Answered(number, draft) => {
                // An answer that could not be taken back goes when the next one comes.
                if let Some(old) = self.kept.get(number) {
                    self.store.take_back(old)?;
                    self.kept.remove(number);
                }
                let id = self.store.add(&draft.clone().given(now, took))?;
                self.kept.insert(*number, id);
            }
            AnswerChange::Rated(number, confidence) => {
                if let Some(id) = self.kept.get(number) {
                    self.store.rate(id, *confidence)?;
                }
            }
            AnswerChange::TakenBack(number) => {
                if let Some(id) = self.kept.get(number) {
                    self.store.take_back(id)?;
                    self.kept.remove(number);
                }
            }
        }
        Ok(())
    }
}
