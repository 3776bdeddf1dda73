//! What of the log is damaged: rows that cannot be read, attempts whose records are no chain.

use std::collections::BTreeSet;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::event::Event;
use super::fold::{self, Fold};
use super::log::{self, BadRow, Scope};
use super::{Store, StoreError};

/// The rows that cannot be read, each in a line, as a cached fold: a row that could be read once is
/// not read again.
#[derive(Default, Deserialize, Serialize)]
struct BadRows(Vec<String>);

impl Fold for BadRows {
    const NAME: &'static str = "damage/1";
    const KINDS: &'static [&'static str] = &[];

    fn len(&self) -> usize {
        self.0.len()
    }

    fn take(
        &mut self,
        _: &Connection,
        _: i64,
        event: Result<Event, BadRow>,
    ) -> rusqlite::Result<()> {
        self.0.extend(event.err().map(|row| in_words(&row)));
        Ok(())
    }
}

fn in_words(BadRow { seq, kind, reason }: &BadRow) -> String {
    format!("row {seq} ({kind}): {reason}")
}

impl Store {
    /// What of the log is damaged and counts for nothing, each thing in a line. Of a long log, the
    /// rows that could be read once are not read again; an export reads all of them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the database cannot be read at all.
    pub fn damage(&self) -> Result<Vec<String>, StoreError> {
        let BadRows(mut reported) =
            fold::folded(&self.connection).map_err(StoreError::at(&self.path))?;
        self.find_broken_attempts(&mut reported)?;
        Ok(reported)
    }

    /// The same of every row, with the names of attempts that are not whole.
    pub(super) fn damaged(&self) -> Result<(Vec<String>, BTreeSet<String>), StoreError> {
        let mut reported = Vec::new();
        let read = log::each(&self.connection, &[], Scope::All, |_, event| {
            reported.extend(event.err().map(|row| in_words(&row)));
        });
        read.map_err(StoreError::at(&self.path))?;
        let damaged = self.find_broken_attempts(&mut reported)?;
        Ok((reported, damaged))
    }

    /// Adds the attempts that are not whole to what is `reported`; returns their names.
    fn find_broken_attempts(
        &self,
        reported: &mut Vec<String>,
    ) -> Result<BTreeSet<String>, StoreError> {
        let mut damaged = BTreeSet::new();
        for attempt in self.whole_attempts()? {
            if let Some(reason) = attempt.damage() {
                reported.push(reason);
                damaged.insert(attempt.head.id);
            }
        }
        Ok(damaged)
    }
}
