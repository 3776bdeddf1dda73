//! The gates of a course: a topic passed, when and how well.

use rusqlite::{Connection, params};

use super::answers::day;
use super::{Store, StoreError, preference};
use quizbank::model::calendar::{Moment, Now};
use quizbank::score::Tally;

/// A gate that was passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicTestPass {
    /// The topic it leads out of.
    pub topic: String,
    /// When it was passed.
    pub passed: Now,
    /// How many answers were right.
    pub score: Tally,
}

/// What was taken back of a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TopicReset {
    /// How often its gate had been passed.
    pub gates: usize,
    /// Whether it had been opened without the gate before it.
    pub was_skipped: bool,
}

impl Store {
    /// Keeps a gate that was passed.
    pub fn pass_gate(&mut self, gate: &TopicTestPass) -> Result<(), StoreError> {
        self.write(|transaction| insert(transaction, gate).map(|_| ()))
    }

    /// Puts `topic` back to where it was before its gate was passed or the gate before
    /// it skipped; its answers stay.
    pub fn reset_topic(&mut self, topic: &str) -> Result<TopicReset, StoreError> {
        self.write(|transaction| {
            Ok(TopicReset {
                gates: transaction.execute("DELETE FROM gates WHERE topic = ?1", [topic])?,
                was_skipped: preference::take_skip_back(transaction, topic)?,
            })
        })
    }

    /// Every gate that was passed, in order of time.
    pub fn gates(&self) -> Result<Vec<TopicTestPass>, StoreError> {
        all(&self.connection).map_err(StoreError::at(&self.path))
    }
}

/// Adds `gate` unless it is there. True when it was not.
pub(super) fn insert(connection: &Connection, gate: &TopicTestPass) -> rusqlite::Result<bool> {
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

pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<TopicTestPass>> {
    let mut statement = connection.prepare(
        "SELECT topic, at_ms, day, right_answers, asked FROM gates ORDER BY at_ms, topic",
    )?;
    let rows = statement.query_map([], |row| {
        let count = |value: i64| usize::try_from(value).unwrap_or_default();
        Ok(TopicTestPass {
            topic: row.get(0)?,
            passed: Now { at: Moment(row.get(1)?), day: day(row.get(2)?) },
            score: Tally { right: count(row.get(3)?), answered: count(row.get(4)?) },
        })
    })?;
    rows.collect()
}
