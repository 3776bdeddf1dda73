//! What a learner did, kept on disk: answers, what is remembered of each
//! question, gates passed, labs solved and preferences, in one SQLite database.
//!
//! What a function here has returned from is on disk: the log is written ahead
//! and synchronised at every commit. Several processes may use one database at
//! once. A database that is damaged, newer than this program or somebody else's
//! is refused and left as it is. Answers are the record; cards are worked out
//! from them again whenever one of theirs is added, rated or taken back, so the
//! two never part. Nothing here knows a screen.

pub mod answer_log;
mod answers;
mod attempt;
mod card;
pub mod clock;
mod errors;
pub mod exam_clock;
pub mod folder;
mod lab;
mod prediction;
mod preference;
pub mod receipt;
mod schema;
mod topic_test;
pub mod transfer;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use quizbank::model::calendar::Day;
use quizbank::plan::Standing;
use quizbank::progress::Past;

pub use answers::AnswerId;
pub use attempt::AttemptLog;
pub use errors::StoreError;
pub use lab::LabResult;
pub use topic_test::{TopicReset, TopicTestPass};

/// The database within the folder of the data.
const FILE: &str = "coldstart.db";
/// How long another process may keep the database to itself.
const PATIENCE: Duration = Duration::from_secs(10);
/// How soon a lock is tried again that SQLite does not wait for by itself.
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

    /// Opens the database in `folder`; both are made when they are missing.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let path = Self::path_in(folder);
        let unwritable = |reason: String| StoreError::Unwritable { path: path.clone(), reason };
        fs::create_dir_all(folder).map_err(|error| unwritable(error.to_string()))?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags);
        let store = Self { connection: connection.map_err(StoreError::at(&path))?, path };
        store.make_ready()?;
        Ok(store)
    }

    /// Opens the database in `folder` if there is one.
    pub fn open_existing(folder: &Path) -> Result<Option<Self>, StoreError> {
        let exists = Self::path_in(folder).symlink_metadata().is_ok();
        exists.then(|| Self::open(folder)).transpose()
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Looks before it touches anything, then brings the schema up to date.
    fn make_ready(&self) -> Result<(), StoreError> {
        let at = StoreError::at(&self.path);
        self.connection.busy_timeout(PATIENCE).map_err(&at)?;
        schema::inspect(&self.connection, &self.path)?;
        if self.connection.is_readonly("main").map_err(&at)? {
            let reason = "the file is read-only".to_owned();
            return Err(StoreError::Unwritable { path: self.path.clone(), reason });
        }
        self.write_ahead().map_err(&at)?;
        self.connection.pragma_update(None, "synchronous", "FULL").map_err(&at)?;
        // Where the system has a stronger way to reach the disk, it is used.
        self.connection.pragma_update(None, "fullfsync", true).map_err(&at)?;
        schema::migrate(&self.connection, &self.path)
    }

    /// Switches to the write-ahead log. SQLite does not wait for this lock by itself.
    fn write_ahead(&self) -> rusqlite::Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let mode =
                self.connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| {
                    row.get::<_, String>(0)
                });
            match mode {
                Err(error) if errors::is_busy(&error) && Instant::now() < deadline => {
                    thread::sleep(RETRY);
                }
                other => return other.map(|_| ()),
            }
        }
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
    pub fn standing(&self, today: Day) -> Result<Standing, StoreError> {
        Ok(Standing { cards: self.cards()?, today, exam: self.exam_date()? })
    }

    /// All that was done up to the day it is `today`.
    pub fn past(&self, today: Day) -> Result<Past, StoreError> {
        Ok(Past {
            answers: self.answers()?,
            standing: self.standing(today)?,
            sittings: self.sittings()?,
            predictions: self.predictions()?,
        })
    }
}

#[cfg(test)]
mod tests;
