//! What the learner has set once: the day of the exam, topics opened without
//! their gate.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use super::{Store, StoreError};
use crate::model::calendar::Day;

/// The name of the day of the exam.
pub(super) const EXAM_DATE: &str = "exam-date";
/// The name of the topics that were opened although the gate before them is closed.
pub(super) const SKIPPED: &str = "skipped-topics";

impl Store {
    /// The day of the exam, if one is set.
    pub fn exam_date(&self) -> Result<Option<Day>, StoreError> {
        Ok(self.preference(EXAM_DATE)?.and_then(|text| text.parse().ok()))
    }

    /// Sets the day of the exam, or takes it away.
    pub fn set_exam_date(&mut self, day: Option<Day>) -> Result<(), StoreError> {
        self.write(|transaction| {
            match day {
                Some(day) => set(transaction, EXAM_DATE, &day.to_string())?,
                None => {
                    transaction.execute("DELETE FROM preferences WHERE name = ?1", [EXAM_DATE])?
                }
            };
            Ok(())
        })
    }

    /// The topics that were opened without the gate before them.
    pub fn skipped_topics(&self) -> Result<BTreeSet<String>, StoreError> {
        Ok(topics(&self.preference(SKIPPED)?.unwrap_or_default()))
    }

    /// Keeps that `topic` was opened without the gate before it.
    pub fn skip_topic(&mut self, topic: &str) -> Result<(), StoreError> {
        let topic = BTreeSet::from([topic.to_owned()]);
        self.write(|transaction| add_skipped(transaction, &topic).map(|_| ()))
    }

    fn preference(&self, name: &str) -> Result<Option<String>, StoreError> {
        get(&self.connection, name).map_err(StoreError::at(&self.path))
    }
}

/// Adds topics to those that are skipped. True when one was not among them.
pub(super) fn add_skipped(
    connection: &Connection,
    skipped: &BTreeSet<String>,
) -> rusqlite::Result<bool> {
    let known = topics(&get(connection, SKIPPED)?.unwrap_or_default());
    let all: Vec<&str> = known.union(skipped).map(String::as_str).collect();
    let is_new = all.len() > known.len();
    if is_new {
        set(connection, SKIPPED, &all.join(" "))?;
    }
    Ok(is_new)
}

/// The topics in a preference's text.
pub(super) fn topics(text: &str) -> BTreeSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn get(connection: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    let select = "SELECT value FROM preferences WHERE name = ?1";
    connection.query_row(select, [name], |row| row.get(0)).optional()
}

fn set(connection: &Connection, name: &str, value: &str) -> rusqlite::Result<usize> {
    connection
        .execute("INSERT OR REPLACE INTO preferences (name, value) VALUES (?1, ?2)", [name, value])
}
