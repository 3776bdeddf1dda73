//! The log of rooms: rows that only grow, written by one thread that commits everything that
//! waits in one transaction, so that many people can be answered only after their row is on disk.
//!
//! A row is a text of the room; nothing here knows what it means. A row whose key its
//! room has already is not written again, and the number of the first one is returned. Readers get
//! the number of the last row and fetch what they lack, so that it does not matter which process
//! wrote it. The log is in SQLite, for one host, or in PostgreSQL, for any number of them.

pub mod postgres;
mod row;
mod sqlite;

use std::sync::Arc;
use std::thread;
use std::time::Instant;

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::sync::{oneshot, watch};

use self::postgres::address::PostgresAddress;
use self::row::Waiting;
pub use self::row::{Appended, NewRoomRow, RoomLogError, RoomRow};
use super::Store;

/// The log of rooms, open. Clones share it.
#[derive(Clone, Debug)]
pub struct RoomLog {
    waiting: UnboundedSender<Waiting>,
    reader: Reader,
    last: watch::Receiver<i64>,
}

/// Where rows are read.
#[derive(Clone, Debug)]
enum Reader {
    Sqlite(sqlite::Reader),
    Postgres(postgres::RowReader),
}

impl RoomLog {
    /// Opens the log in the database of `writer`; `reader` is the same database, opened again, so
    /// that readers and the writer do not wait for each other.
    ///
    /// # Errors
    ///
    /// [`RoomLogError`] where the database cannot be read or no thread can be started.
    pub fn open(writer: Store, reader: Store) -> Result<Self, RoomLogError> {
        let reader = sqlite::Reader::new(reader);
        let (waiting, rows) = unbounded_channel();
        let (sender, last) = watch::channel(reader.last()?);
        start(move || sqlite::Writer { store: writer, last: sender }.run(rows))?;
        Ok(Self { waiting, reader: Reader::Sqlite(reader), last })
    }

    /// Opens the log in a PostgreSQL database and brings its tables up to date. The log reconnects
    /// by itself whenever the server was away.
    ///
    /// # Errors
    ///
    /// [`RoomLogError`] where the server cannot be reached now, rejects it, or has tables of a later
    /// version, and where no thread can be started.
    pub fn open_postgres(address: PostgresAddress) -> Result<Self, RoomLogError> {
        let (waiting, rows) = unbounded_channel();
        let (opened, result) = std::sync::mpsc::channel();
        start(move || postgres::serve(address, rows, &opened))?;
        let (reader, last) = result.recv().map_err(|_| RoomLogError::Closed)??;
        Ok(Self { waiting, reader: Reader::Postgres(reader), last })
    }

    /// Appends a row, unless its room has one with its key; it is on disk when this returns.
    ///
    /// # Errors
    ///
    /// [`RoomLogError`] where it is not known to be on disk.
    pub async fn append(&self, row: NewRoomRow) -> Result<Appended, RoomLogError> {
        let (reply, written) = oneshot::channel();
        let waiting = Waiting { row, reply, since: Instant::now() };
        self.waiting.send(waiting).map_err(|_| RoomLogError::Closed)?;
        written.await.map_err(|_| RoomLogError::Closed)?
    }

    /// The rows of `room` after the row `seq`, in order.
    ///
    /// # Errors
    ///
    /// [`RoomLogError`] where the database cannot be read.
    pub async fn after(&self, room: &str, seq: i64) -> Result<Vec<RoomRow>, RoomLogError> {
        match &self.reader {
            Reader::Sqlite(reader) => reader.after(room, seq).await,
            Reader::Postgres(reader) => reader.after(room, seq).await,
        }
    }

    /// The rows of `room` after the row `seq` that another host may have written, in order; none
    /// where this host is the only one, and where the database does not respond at once.
    pub async fn missed(&self, room: &str, seq: i64) -> Vec<RoomRow> {
        match &self.reader {
            Reader::Sqlite(_) => Vec::new(),
            Reader::Postgres(reader) => reader.missed(room, seq).await,
        }
    }

    /// The rows of all rooms that have this key, in order.
    ///
    /// # Errors
    ///
    /// [`RoomLogError`] where the database cannot be read.
    pub async fn with_key(&self, key: &str) -> Result<Vec<RoomRow>, RoomLogError> {
        match &self.reader {
            Reader::Sqlite(reader) => reader.with_key(key).await,
            Reader::Postgres(reader) => reader.with_key(key).await,
        }
    }

    /// The number of the last row that is known to be in the log, and of each that follows.
    pub fn changes(&self) -> watch::Receiver<i64> {
        self.last.clone()
    }
}

/// Starts the thread that writes.
fn start(write: impl FnOnce() + Send + 'static) -> Result<(), RoomLogError> {
    let started = thread::Builder::new().name("room-log".to_owned()).spawn(write);
    started.map(|_| ()).map_err(|error| RoomLogError::Thread(Arc::new(error)))
}

#[cfg(test)]
mod tests;
