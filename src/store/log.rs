//! The log: one table of events that only grows, and cached folds over it. What is shown
//! is worked out from its rows. All other SQL of the learner's database is in
//! [`schema`](super::schema) and where it is opened; rooms have [`room_log`](super::room_log).

use rusqlite::{Connection, OptionalExtension, params};

use super::event::{Event, Row};
use super::{Store, StoreError, clock};

/// Which rows are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope<'a> {
    /// All of the kind.
    All,
    /// Those whose key begins so; the prefix ends with a slash.
    Under(&'a str),
    /// The last of those.
    LastUnder(&'a str),
    /// Those with this key.
    Key(&'a str),
    /// Those after this row.
    After(i64),
}

/// A row that nothing here can have written, or that was damaged since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BadRow {
    /// Its place in the log.
    pub(super) seq: i64,
    /// What it is said to hold.
    pub(super) kind: String,
    /// What is wrong.
    pub(super) reason: String,
}

#[cfg(test)]
thread_local! {
    /// How many rows this thread has read, for tests of what a start costs.
    pub(super) static ROWS_READ: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Appends `event`. False when one with its key is there already.
pub(super) fn append(connection: &Connection, event: &Event) -> rusqlite::Result<bool> {
    let Row { kind, key, json } = event.row();
    let at = event.at().unwrap_or_else(|| clock::now().at);
    let mut statement = connection.prepare(
        "INSERT INTO events (at, kind, key, json) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )?;
    Ok(statement.execute(params![at.0, kind, key, json])? > 0)
}

/// Hands the rows of `kinds`, or of all without one, within `scope` on, in the order in which they were written.
pub(super) fn each(
    connection: &Connection,
    kinds: &[&str],
    scope: Scope<'_>,
    mut take: impl FnMut(i64, Result<Event, BadRow>),
) -> rusqlite::Result<()> {
    let (condition, order) = match scope {
        Scope::All => ("?1 = ''", "seq"),
        Scope::Key(_) => ("key = ?1", "seq"),
        Scope::Under(_) => ("key >= ?1 AND key < substr(?1, 1, length(?1) - 1) || '0'", "seq"),
        Scope::LastUnder(_) => {
            ("key >= ?1 AND key < substr(?1, 1, length(?1) - 1) || '0'", "key DESC LIMIT 1")
        }
        Scope::After(_) => ("seq > CAST(?1 AS INTEGER)", "seq"),
    };
    let after = match scope {
        Scope::After(seq) => seq.to_string(),
        _ => String::new(),
    };
    let wanted = match scope {
        Scope::Under(text) | Scope::LastUnder(text) | Scope::Key(text) => text,
        Scope::All | Scope::After(_) => &after,
    };
    // Rows after another are few or nearly all: their kind is no way to find them, and the
    // sign keeps SQLite from sorting them.
    let sign = if matches!(scope, Scope::After(_)) { "+" } else { "" };
    let of_kind = match kinds {
        [] => String::new(),
        kinds => format!("{sign}kind IN ('{}') AND", kinds.join("', '")),
    };
    let mut statement = connection.prepare(&format!(
        "SELECT seq, kind, json FROM events WHERE {of_kind} {condition} ORDER BY {order}"
    ))?;
    let mut rows = statement.query([wanted])?;
    while let Some(row) = rows.next()? {
        #[cfg(test)]
        ROWS_READ.set(ROWS_READ.get() + 1);
        let (seq, kind) = (row.get(0)?, row.get::<_, String>(1)?);
        let event = match row.get_ref(2)?.as_str() {
            Ok(json) => Event::of_row(&kind, json),
            Err(_) => Err("it is not text".to_owned()),
        };
        take(seq, event.map_err(|reason| BadRow { seq, kind, reason }));
    }
    Ok(())
}

/// The number of the last row; 0 before the first.
pub(super) fn last(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT coalesce(max(seq), 0) FROM events", [], |row| row.get(0))
}

/// Whether there is an event that is not of `kind`.
pub(super) fn has_other_than(connection: &Connection, kind: &str) -> rusqlite::Result<bool> {
    let select = "SELECT EXISTS (SELECT 1 FROM events WHERE kind <> ?1)";
    connection.query_row(select, [kind], |row| row.get(0))
}

/// A cached fold: up to which row it goes, and what `read` makes of what came of it.
pub(super) fn fold<T>(
    connection: &Connection,
    name: &str,
    read: impl FnOnce(&str) -> T,
) -> rusqlite::Result<Option<(i64, T)>> {
    let select = "SELECT seq, json FROM folds WHERE name = ?1";
    let taken = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, read(row.get_ref(1)?.as_str()?)));
    connection.query_row(select, [name], taken).optional()
}

/// Caches a fold, unless one that goes further is there.
pub(super) fn cache(
    connection: &Connection,
    name: &str,
    seq: i64,
    json: &str,
) -> rusqlite::Result<usize> {
    connection.execute(
        "INSERT INTO folds (name, seq, json) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE
         SET seq = excluded.seq, json = excluded.json WHERE excluded.seq > folds.seq",
        params![name, seq, json],
    )
}

/// Returns `bytes` random bytes as hexadecimal digits.
pub(super) fn random(connection: &Connection, bytes: u32) -> rusqlite::Result<String> {
    connection.query_row("SELECT lower(hex(randomblob(?1)))", [bytes], |row| row.get(0))
}

impl Store {
    /// Every event of `kinds`, in order; rows that cannot be read are passed over here,
    /// and named by [`Self::damage`].
    pub(super) fn events(
        &self,
        kinds: &[&str],
        scope: Scope<'_>,
    ) -> Result<Vec<Event>, StoreError> {
        let mut events = Vec::new();
        let read = each(&self.connection, kinds, scope, |_, event| events.extend(event.ok()));
        read.map_err(StoreError::at(&self.path))?;
        Ok(events)
    }

    /// Appends events, all of them or none; on disk when this returns. Tells how many
    /// were new.
    pub(super) fn append(&mut self, events: &[Event]) -> Result<usize, StoreError> {
        self.write(|transaction| {
            let mut added = 0;
            for event in events {
                added += usize::from(append(transaction, event)?);
            }
            Ok(added)
        })
    }
}
