//! The days of study: those with an answer that counts. They are a cached fold, as cards are.

use std::collections::BTreeSet;

use super::answers;
use super::event::Event;
use super::log::{self, Scope};
use super::{Store, StoreError};
use quizbank::model::calendar::Day;

/// The name of the fold; another way to work it out gets another name.
const FOLD: &str = "days/1";

impl Store {
    /// The days with an answer.
    pub fn study_days(&self) -> Result<BTreeSet<Day>, StoreError> {
        self.folded_days().map_err(StoreError::at(&self.path))
    }

    fn folded_days(&self) -> rusqlite::Result<BTreeSet<Day>> {
        let connection = &self.connection;
        let end = log::last(connection)?;
        let cached = log::fold(connection, FOLD)?.and_then(|(seq, json)| {
            Some((seq, serde_json::from_str::<BTreeSet<Day>>(&json).ok()?))
        });
        let (seq, mut days) = cached.unwrap_or_default();
        if seq >= end {
            return Ok(days);
        }
        let mut is_taken_back = false;
        log::each(connection, &answers::KINDS, Scope::After(seq), |_, event| match event {
            Ok(Event::Answer(line)) => {
                days.insert(line.answer().given.day);
            }
            Ok(Event::TakenBack(_)) => is_taken_back = true,
            _ => {}
        })?;
        if is_taken_back {
            // Its day may have no other answer.
            let counted = answers::counted(connection, Scope::All)?;
            days = counted.iter().map(|line| line.answer().given.day).collect();
        }
        // What cannot be cached now, where nothing can be written say, is worked out again.
        let json = serde_json::to_string(&days).unwrap_or_default();
        let _ = log::cache(connection, FOLD, end, &json);
        Ok(days)
    }
}
