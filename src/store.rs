//! What a learner did, kept on disk: one log of events in one SQLite database.
//!
//! What a function here has returned from is on disk: the log is written ahead
//! and synchronized at every commit. Several processes may use one database at
//! once. A database that is damaged, newer than this program or somebody else's
//! is rejected and left as it is. Rows are only ever added; answers, cards, attempts
//! and preferences are folds over them. Nothing here knows a screen, and nothing
//! outside knows SQL.

pub mod answer_log;
mod answers;
mod attempt;
mod card;
pub mod clock;
mod counts;
mod damage;
mod days;
mod errors;
mod event;
pub mod exam_clock;
mod fold;
pub mod folder;
mod lab;
mod log;
mod opening;
mod prediction;
mod preference;
pub mod receipt;
pub mod room_log;
mod schema;
mod topic_test;
pub mod transfer;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use quizbank::model::calendar::Day;
use quizbank::plan::{CardMark, LearnerState};
use quizbank::progress::LearningHistory;

pub use answers::AnswerId;
pub use attempt::AttemptLog;
pub use errors::StoreError;
pub use event::lab::{LabResult, LabStep};
pub use event::topic_test::TopicTestResult;
pub use topic_test::Undone;

/// The database within the folder of the data.
const FILE: &str = "coldstart.db";
/// How long another process may keep the database to itself.
const PATIENCE: Duration = Duration::from_secs(10);
/// How soon a lock is retried that SQLite does not wait for by itself.
const RETRY: Duration = Duration::from_millis(5);

/// The database, open.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    /// The path of the database in `folder`.
    pub fn path_in(folder: &Path) -> PathBuf {
        folder.join(FILE)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Does `work` whole or not at all, on disk when it returns.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, rusqlite::Error>,
    ) -> Result<T, StoreError> {
        let at = StoreError::at(&self.path);
        let begun = self.connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = begun.map_err(&at)?;
        let value = work(&transaction).map_err(&at)?;
        transaction.commit().map_err(&at)?;
        Ok(value)
    }

    /// Where the learner stands on the day it is `today`.
    pub fn standing(&self, today: Day) -> Result<LearnerState, StoreError> {
        Ok(LearnerState {
            cards: self.cards(today)?,
            today,
            exam: self.exam_date()?,
            set_aside: self.marked(CardMark::SetAside)?,
        })
    }

    /// All that was done up to the day it is `today`.
    pub fn past(&self, today: Day) -> Result<LearningHistory, StoreError> {
        Ok(LearningHistory {
            answers: self.answer_counts()?,
            predictions: self.predictions()?,
            ..self.overview(today)?
        })
    }

    /// The same without what answers and predictions add up to, which the start would feel.
    pub fn overview(&self, today: Day) -> Result<LearningHistory, StoreError> {
        Ok(LearningHistory {
            attempts: self.attempts()?,
            days: self.study_days()?,
            ..LearningHistory::standing(self.standing(today)?)
        })
    }
}

#[cfg(test)]
mod tests;
