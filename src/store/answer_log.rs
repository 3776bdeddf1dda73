//! A session's way to the disk: what was answered, rated and taken back goes to the store
//! under the number of its question in the session.

use std::collections::BTreeMap;

use super::{AnswerId, Store, StoreError};
use quizbank::answer::AnswerChange;
use quizbank::model::calendar::{Millis, Now};

/// The store beside a session.
#[derive(Debug)]
pub struct AnswerLog {
    store: Store,
    kept: BTreeMap<usize, AnswerId>,
}

impl AnswerLog {
    /// A log for one session after another.
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

    /// A new session begins; the answers of the last one stay as they are.
    pub fn begin(&mut self) {
        self.kept.clear();
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
                let answer = draft.clone().given(now, took);
                let id = self.store.replace(self.kept.get(number), &answer)?;
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
