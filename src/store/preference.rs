//! What the learner has set once: the day of the exam.

use rusqlite::OptionalExtension;

use super::{Store, StoreError};
use crate::model::calendar::Day;

/// The name of the day of the exam.
pub(super) const EXAM_DATE: &str = "exam-date";

impl Store {
    /// The day of the exam, if one is set.
    pub fn exam_date(&self) -> Result<Option<Day>, StoreError> {
        let text: Option<String> = self
            .connection
            .query_row("SELECT value FROM preferences WHERE name = ?1", [EXAM_DATE], |row| {
                row.get(0)
            })
            .optional()
            .map_err(StoreError::at(&self.path))?;
        Ok(text.and_then(|text| text.parse().ok()))
    }

    /// Sets the day of the exam, or takes it away.
    pub fn set_exam_date(&mut self, day: Option<Day>) -> Result<(), StoreError> {
        self.write(|transaction| {
            match day {
                Some(day) => transaction.execute(
                    "INSERT OR REPLACE INTO preferences (name, value) VALUES (?1, ?2)",
                    [EXAM_DATE, &day.to_string()],
                )?,
                None => {
                    transaction.execute("DELETE FROM preferences WHERE name = ?1", [EXAM_DATE])?
                }
            };
            Ok(())
        })
    }
}
