//! The days of study: those with an answer that counts, as a cached fold.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::answers;
use super::event::Event;
use super::event::answer::AnswerLine;
use super::fold::{self, Fold};
use super::log::{self, BadRow, Scope};
use super::{Store, StoreError};
use quizbank::model::calendar::Day;

/// How many answers of each day count.
#[derive(Default, Deserialize, Serialize)]
#[serde(transparent)]
struct AnswersOfDays {
    days: BTreeMap<Day, usize>,
    /// The places in the log and the keys of answers that were taken back since.
    #[serde(skip)]
    taken_back: Vec<(i64, String)>,
}

impl Fold for AnswersOfDays {
    const NAME: &'static str = "days/2";
    const KINDS: &'static [&'static str] = &answers::KINDS;

    fn len(&self) -> usize {
        self.days.len()
    }

    fn take(
        &mut self,
        _: &Connection,
        seq: i64,
        event: Result<Event, BadRow>,
    ) -> rusqlite::Result<()> {
        match event {
            Ok(Event::Answer(line)) => *self.days.entry(line.day()).or_default() += 1,
            Ok(event @ Event::TakenBack(_)) => {
                // Its key is that of the answer.
                self.taken_back.extend(event.key().map(|key| (seq, key)));
            }
            _ => {}
        }
        Ok(())
    }

    fn settle(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        for (seq, key) in std::mem::take(&mut self.taken_back) {
            let mut answer = None::<AnswerLine>;
            log::each(connection, &["answer"], Scope::Key(&key), |at, event| match event {
                Ok(Event::Answer(line)) if at < seq => answer = Some(line),
                _ => {}
            })?;
            if let Some(count) = answer.and_then(|line| self.days.get_mut(&line.day())) {
                *count = count.saturating_sub(1);
            }
        }
        self.days.retain(|_, count| *count > 0);
        Ok(())
    }
}

impl Store {
    /// The days with an answer.
    pub fn study_days(&self) -> Result<BTreeSet<Day>, StoreError> {
        Ok(self.answers_of_days()?.into_keys().collect())
    }

    /// How many answers are dated later than `today`, by a clock that was ahead.
    pub fn ahead(&self, today: Day) -> Result<usize, StoreError> {
        Ok(self.answers_of_days()?.into_iter().filter(|(day, _)| *day > today).map(|it| it.1).sum())
    }

    fn answers_of_days(&self) -> Result<BTreeMap<Day, usize>, StoreError> {
        let folded = fold::folded::<AnswersOfDays>(&self.connection);
        Ok(folded.map_err(StoreError::at(&self.path))?.days)
    }
}
