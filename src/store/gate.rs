//! The gates of a course: a topic passed, when and how well.

use rusqlite::{Connection, params};

use super::answers::day;
use super::{Store, StoreError};
use crate::model::calendar::{Moment, Now};
use crate::quiz::score::Tally;

/// A gate that was passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// The topic it leads out of.
    pub topic: String,
    /// When it was passed.
    pub passed: Now,
    /// How many answers were right.
    pub score: Tally,
}

impl Store {
    /// Keeps a gate that was passed.
    pub fn pass_gate(&mut self, gate: &Gate) -> Result<(), StoreError> {
        self.write(|transaction| insert(transaction, gate).map(|_| ()))
    }

    /// Every gate that was passed, in order of time.
    pub fn gates(&self) -> Result<Vec<Gate>, StoreError> {
        all(&self.connection).map_err(StoreError::at(&self.path))
    }
}

/// Adds `gate` unless it is there. True when it was not.
pub(super) fn insert(connection: &Connection, gate: &Gate) -> rusqlite::Result<bool> {
    let added = connection.execute(
        "INSERT OR IGNORE INTO gates (topic, at_ms, day, right_answers, asked)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            gate.topic,
            gate.passed.at.0,
            gate.passed.day.number(),
            i64::try_from(gate.score.right).unwrap_or(i64::MAX),
            i64::try_from(gate.score.answered).unwrap_or(i64::MAX),
        ],
    )?;
    Ok(added > 0)
}

pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Gate>> {
    let mut statement = connection.prepare(
        "SELECT topic, at_ms, day, right_answers, asked FROM gates ORDER BY at_ms, topic",
    )?;
    let rows = statement.query_map([], |row| {
        let count = |value: i64| usize::try_from(value).unwrap_or_default();
        Ok(Gate {
            topic: row.get(0)?,
            passed: Now { at: Moment(row.get(1)?), day: day(row.get(2)?) },
            score: Tally { right: count(row.get(3)?), answered: count(row.get(4)?) },
        })
    })?;
    rows.collect()
}
