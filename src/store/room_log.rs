//! The log of rooms: rows that only grow, written by one thread that commits everything that
//! waits in one transaction, so that many people can be answered only after their row is on disk.
//!
//! A row is a text of the room; nothing here knows what it means. A row whose key its
//! room has already is not written again, and the number of the first one is returned. Readers get
//! the number of the last row and fetch what they lack, so that it does not matter which process
//! wrote it.

mod writer;

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rusqlite::{Connection, Row};
use tokio::sync::{oneshot, watch};

use self::writer::{Waiting, Writer};
use super::{Store, StoreError};
use quizbank::model::calendar::Moment;

/// A row to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRoomRow {
    /// The room that it belongs to.
    pub room: String,
    /// When it happened.
    pub at: Moment,
    /// What no other row of the room has.
    pub key: String,
    /// What it says, as JSON.
    pub json: String,
}

/// A row as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomRow {
    /// Its number: later rows have greater ones.
    pub seq: i64,
    /// The room that it belongs to.
    pub room: String,
    /// When it happened.
    pub at: Moment,
    /// What it says, as JSON.
    pub json: String,
}

/// What came of a row; either way it is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appended {
    /// It is new and has this number.
    Added(i64),
    /// A row with its key has this number; the new one was dropped.
    Known(i64),
}

impl Appended {
    /// The number of the row that is in the log.
    pub const fn seq(self) -> i64 {
        match self {
            Self::Added(seq) | Self::Known(seq) => seq,
        }
    }
}

/// Why the log could not be written or read.
#[derive(Clone, Debug, thiserror::Error)]
pub enum RoomLogError {
    /// The database rejects it.
    #[error(transparent)]
    Store(#[from] Arc<StoreError>),
    /// The log is closed: the host stops.
    #[error("the log of rooms is closed, because the host stops")]
    Closed,
}

impl From<StoreError> for RoomLogError {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}

/// The log of rooms, open. Clones share it.
#[derive(Clone, Debug)]
pub struct RoomLog {
    waiting: std::sync::mpsc::Sender<Waiting>,
    reader: Arc<Mutex<Store>>,
    last: watch::Receiver<i64>,
}

impl RoomLog {
    /// Opens the log in the database of `writer`; `reader` is the same database, opened again, so
    /// that readers and the writer do not wait for each other.
    ///
    /// # Errors
    ///
    /// [`RoomLogError`] where the database cannot be read or no thread can be started.
    pub fn open(writer: Store, reader: Store) -> Result<Self, RoomLogError> {
        let last = last(&reader.connection).map_err(StoreError::at(&reader.path))?;
        let (waiting, rows) = std::sync::mpsc::channel();
        let (told, last) = watch::channel(last);
        let path = writer.path.clone();
        thread::Builder::new()
            .name("room-log".to_owned())
            .spawn(move || Writer { store: writer, told }.run(&rows))
            .map_err(|error| StoreError::unwritable(&path, &error))?;
        Ok(Self { waiting, reader: Arc::new(Mutex::new(reader)), last })
    }

    /// Appends a row, unless its room has one with its key; it is on disk when this returns.
    ///
    /// # Errors
    ///
    /// [`RoomLogError`] where it is not on disk.
    pub async fn append(&self, row: NewRoomRow) -> Result<Appended, RoomLogError> {
        let (reply, written) = oneshot::channel();
        self.waiting.send(Waiting { row, reply }).map_err(|_| RoomLogError::Closed)?;
        written.await.map_err(|_| RoomLogError::Closed)?
    }

    /// The rows of `room` after the row `seq`, in order.
    ///
    /// # Errors
    ///
    /// [`RoomLogError`] where the database cannot be read.
    pub async fn after(&self, room: &str, seq: i64) -> Result<Vec<RoomRow>, RoomLogError> {
        let room = room.to_owned();
        let select = "SELECT seq, room, at, json FROM room_events
             WHERE room = ?1 AND seq > ?2 ORDER BY seq";
        self.read(move |connection| {
            let mut statement = connection.prepare(select)?;
            statement.query_map((room, seq), row)?.collect()
        })
        .await
    }

    /// The rows of all rooms that have this key, in order.
    ///
    /// # Errors
    ///
    /// [`RoomLogError`] where the database cannot be read.
    pub async fn with_key(&self, key: &str) -> Result<Vec<RoomRow>, RoomLogError> {
        let key = key.to_owned();
        let select = "SELECT seq, room, at, json FROM room_events WHERE key = ?1 ORDER BY seq";
        self.read(move |connection| {
            let mut statement = connection.prepare(select)?;
            statement.query_map([key], row)?.collect()
        })
        .await
    }

    /// The number of the last row that is known to be in the log, and of each that follows.
    pub fn changes(&self) -> watch::Receiver<i64> {
        self.last.clone()
    }

    async fn read<T: Send + 'static>(
        &self,
        select: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, RoomLogError> {
        let reader = Arc::clone(&self.reader);
        let read = tokio::task::spawn_blocking(move || {
            let store = reader.lock().unwrap_or_else(PoisonError::into_inner);
            select(&store.connection).map_err(StoreError::at(&store.path))
        });
        Ok(read.await.map_err(|_| RoomLogError::Closed)??)
    }
}

/// The number of the last row; 0 before the first.
fn last(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT coalesce(max(seq), 0) FROM room_events", [], |row| row.get(0))
}

fn row(row: &Row<'_>) -> rusqlite::Result<RoomRow> {
    Ok(RoomRow { seq: row.get(0)?, room: row.get(1)?, at: Moment(row.get(2)?), json: row.get(3)? })
}

#[cfg(test)]
mod tests;
