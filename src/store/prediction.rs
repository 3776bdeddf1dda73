//! Predictions at the stops of a run: who said what beforehand, what was seen.

use rusqlite::{Connection, params};

use super::answers::{broken, day};
use super::{Store, StoreError};
use apprunner_sim::model::rules::Edition;
use quizbank::model::calendar::{Moment, Now};
use quizbank::model::question::QuestionId;
use quizbank::prediction::{Prediction, Votes};

impl Store {
    /// Keeps a prediction that came to its end.
    pub fn keep_prediction(&mut self, prediction: &Prediction, now: Now) -> Result<(), StoreError> {
        self.write(|transaction| insert(transaction, prediction, now).map(|_| ()))
    }

    /// Every prediction, in order of time.
    pub fn predictions(&self) -> Result<Vec<Prediction>, StoreError> {
        let dated = all(&self.connection).map_err(StoreError::at(&self.path))?;
        Ok(dated.into_iter().map(|(_, prediction)| prediction).collect())
    }
}

/// Adds a prediction unless it is there. True when it was not.
pub(super) fn insert(
    connection: &Connection,
    prediction: &Prediction,
    now: Now,
) -> rusqlite::Result<bool> {
    let Prediction { scenario, edition, stop_us, question, rev, predicted, seen, right } =
        prediction;
    let added = connection.execute(
        "INSERT OR IGNORE INTO predictions
             (at_ms, day, scenario, edition, stop_us, question, rev, predicted, seen, came_true)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            now.at.0,
            now.day.number(),
            scenario,
            edition,
            stop_us.cast_signed(),
            question.0,
            rev,
            serde_json::json!(predicted.0).to_string(),
            serde_json::json!(seen.0).to_string(),
            serde_json::json!(right).to_string(),
        ],
    )?;
    Ok(added > 0)
}

pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<(Now, Prediction)>> {
    let mut statement = connection.prepare(
        "SELECT scenario, edition, stop_us, question, rev, predicted, seen, came_true, at_ms, day
         FROM predictions ORDER BY at_ms, rowid",
    )?;
    let rows = statement.query_map([], |row| {
        let edition: String = row.get(1)?;
        let now = Now { at: Moment(row.get(8)?), day: day(row.get(9)?) };
        let prediction = Prediction {
            scenario: row.get(0)?,
            edition: Edition::parse(&edition).ok_or_else(|| broken(1, &edition))?.name().to_owned(),
            stop_us: row.get::<_, i64>(2)?.cast_unsigned(),
            question: QuestionId(row.get(3)?),
            rev: row.get(4)?,
            predicted: Votes(numbers(row, 5)?),
            seen: Votes(numbers(row, 6)?),
            right: numbers(row, 7)?,
        };
        Ok((now, prediction))
    })?;
    rows.collect()
}

/// A list of numbers as JSON.
fn numbers<T: serde::de::DeserializeOwned>(
    row: &rusqlite::Row<'_>,
    column: usize,
) -> rusqlite::Result<Vec<T>> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|_| broken(column, &text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use quizbank::model::calendar::Day;

    #[test]
    fn a_prediction_comes_back_as_it_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path()).unwrap();
        let prediction = Prediction {
            scenario: "health-302".to_owned(),
            edition: "aws".to_owned(),
            stop_us: 60_000_001,
            question: QuestionId("q".to_owned()),
            rev: 2,
            predicted: Votes(vec![1, 0, 9_999, 0]),
            seen: Votes(Vec::new()),
            right: vec![2],
        };
        let now = Now { at: Moment(5), day: Day::new(20_000).unwrap() };
        store.keep_prediction(&prediction, now).unwrap();
        let later = Now { at: Moment(6), ..now };
        store.keep_prediction(&prediction, later).unwrap();
        assert_eq!(store.predictions().unwrap(), [prediction.clone(), prediction]);
    }
}
