//! Labs that were solved: when, how, and what it was worth.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::answers::day;
use super::{Store, StoreError};
use crate::app::lab_score::{Effort, Score};
use apprunner_sim::model::money::MicroDollars;
use quizbank::model::calendar::{Moment, Now};

/// A lab that was solved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabResult {
    /// The name of its scenario.
    pub lab: String,
    /// When it was solved.
    pub solved: Now,
    /// What it took.
    pub effort: Effort,
    /// What it was worth, of 100.
    pub score: u32,
}

impl LabResult {
    /// The lab called `lab`, solved by `effort`.
    pub fn new(lab: String, solved: Now, effort: Effort, score: Score) -> Self {
        Self { lab, solved, effort, score: score.total() }
    }
}

impl Store {
    /// Keeps a lab that was solved.
    pub fn mend(&mut self, mended: &LabResult) -> Result<(), StoreError> {
        self.write(|transaction| insert(transaction, mended).map(|_| ()))
    }

    /// Every lab that was solved, in order of time.
    pub fn mended(&self) -> Result<Vec<LabResult>, StoreError> {
        all(&self.connection).map_err(StoreError::at(&self.path))
    }

    /// The best score of each lab that was solved.
    pub fn best_of_labs(&self) -> Result<BTreeMap<String, u32>, StoreError> {
        let mut best = BTreeMap::new();
        for LabResult { lab, score, .. } in self.mended()? {
            let known = best.entry(lab).or_insert(score);
            *known = score.max(*known);
        }
        Ok(best)
    }
}

/// Adds `mended` unless it is there. True when it was not.
pub(super) fn insert(connection: &Connection, mended: &LabResult) -> rusqlite::Result<bool> {
    let LabResult { lab, solved, effort, score } = mended;
    let count = |value: usize| i64::try_from(value).unwrap_or(i64::MAX);
    let added = connection.execute(
        "INSERT OR IGNORE INTO labs (lab, at_ms, day, changes, hints, micro_usd, score)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            lab,
            solved.at.0,
            solved.day.number(),
            count(effort.changes),
            count(effort.hints),
            i64::try_from(effort.cost.0).unwrap_or(i64::MAX),
            score,
        ],
    )?;
    Ok(added > 0)
}

pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<LabResult>> {
    let mut statement = connection.prepare(
        "SELECT lab, at_ms, day, changes, hints, micro_usd, score FROM labs ORDER BY at_ms, lab",
    )?;
    let rows = statement.query_map([], |row| {
        let count = |value: i64| usize::try_from(value).unwrap_or_default();
        Ok(LabResult {
            lab: row.get(0)?,
            solved: Now { at: Moment(row.get(1)?), day: day(row.get(2)?) },
            effort: Effort {
                changes: count(row.get(3)?),
                hints: count(row.get(4)?),
                cost: MicroDollars(u64::try_from(row.get::<_, i64>(5)?).unwrap_or_default()),
            },
            score: row.get(6)?,
        })
    })?;
    rows.collect()
}
