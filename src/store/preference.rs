//! What the learner has set once: the day of the exam, the edition to study for,
//! topics opened without their gate.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use super::{Store, StoreError};
use apprunner_sim::model::rules::Edition;
use quizbank::model::calendar::Day;

/// The name of the day of the exam.
pub(super) const EXAM_DATE: &str = "exam-date";
/// The name of the edition that is studied for.
pub(super) const STUDIED: &str = "studied-edition";
/// The name of the topics that were opened although the gate before them is closed.
pub(super) const SKIPPED: &str = "skipped-topics";

impl Store {
    /// The day of the exam, if one is set.
    pub fn exam_date(&self) -> Result<Option<Day>, StoreError> {
        Ok(self.preference(EXAM_DATE)?.and_then(|text| text.parse().ok()))
    }

    /// Sets the day of the exam, or takes it away.
    pub fn set_exam_date(&mut self, day: Option<Day>) -> Result<(), StoreError> {
        let day = day.map(|day| day.to_string());
        self.write(|transaction| replace(transaction, EXAM_DATE, day.as_deref()))
    }

    /// The edition that is studied for; `None` for both.
    pub fn studied_edition(&self) -> Result<Option<Edition>, StoreError> {
        Ok(self.preference(STUDIED)?.and_then(|name| Edition::parse(&name)))
    }

    /// Sets the edition to study for, or both.
    pub fn set_studied_edition(&mut self, edition: Option<Edition>) -> Result<(), StoreError> {
        self.write(|transaction| replace(transaction, STUDIED, edition.map(Edition::name)))
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

    /// Closes `topic` again, as if it had never been skipped to. True when it had been.
    pub fn take_skip_back(&mut self, topic: &str) -> Result<bool, StoreError> {
        self.write(|transaction| take_skip_back(transaction, topic))
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

/// Takes a topic out of those that are skipped. True when it was among them.
pub(super) fn take_skip_back(connection: &Connection, topic: &str) -> rusqlite::Result<bool> {
    let mut skipped = topics(&get(connection, SKIPPED)?.unwrap_or_default());
    let was_skipped = skipped.remove(topic);
    if was_skipped {
        let left: Vec<String> = skipped.into_iter().collect();
        replace(connection, SKIPPED, Some(left.join(" ")).as_deref().filter(|it| !it.is_empty()))?;
    }
    Ok(was_skipped)
}

/// Adds a preference unless it is set. True when it was not.
pub(super) fn add(connection: &Connection, name: &str, value: &str) -> rusqlite::Result<bool> {
    let insert = "INSERT OR IGNORE INTO preferences (name, value) VALUES (?1, ?2)";
    Ok(connection.execute(insert, [name, value])? > 0)
}

/// The topics in a preference's text.
pub(super) fn topics(text: &str) -> BTreeSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn get(connection: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    let select = "SELECT value FROM preferences WHERE name = ?1";
    connection.query_row(select, [name], |row| row.get(0)).optional()
}

/// Sets a preference, or takes it away.
fn replace(connection: &Connection, name: &str, value: Option<&str>) -> rusqlite::Result<()> {
    match value {
        Some(value) => set(connection, name, value)?,
        None => connection.execute("DELETE FROM preferences WHERE name = ?1", [name])?,
    };
    Ok(())
}

fn set(connection: &Connection, name: &str, value: &str) -> rusqlite::Result<usize> {
    connection
        .execute("INSERT OR REPLACE INTO preferences (name, value) VALUES (?1, ?2)", [name, value])
}
