//! The log of rooms in SQLite: one thread writes, and readers have the database opened again.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, Row, Transaction, params};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::watch;

use super::row::{Appended, MOST, NewRoomRow, RoomLogError, RoomRow, Waiting, publish};
use crate::store::{Store, StoreError};
use quizbank::model::calendar::Moment;

/// The one who writes.
pub(super) struct Writer {
    pub(super) store: Store,
    pub(super) last: watch::Sender<i64>,
}

impl Writer {
    /// Writes what comes in until nobody is left who could send any.
    pub(super) fn run(mut self, mut rows: UnboundedReceiver<Waiting>) {
        let mut batch = Vec::new();
        while rows.blocking_recv_many(&mut batch, MOST) > 0 {
            self.commit(std::mem::take(&mut batch));
        }
    }

    fn commit(&mut self, batch: Vec<Waiting>) {
        let written = self.store.write(|transaction| {
            batch
                .iter()
                .map(|waiting| insert(transaction, &waiting.row))
                .collect::<Result<Vec<_>, _>>()
        });
        match written {
            Ok(appended) => {
                if let Some(last) = appended.iter().map(|it| it.seq()).max() {
                    publish(&self.last, last);
                }
                for (waiting, appended) in batch.into_iter().zip(appended) {
                    waiting.answer(Ok(appended));
                }
            }
            Err(error) => {
                let error = RoomLogError::Store(Arc::new(error));
                for waiting in batch {
                    waiting.answer(Err(error.clone()));
                }
            }
        }
    }
}

fn insert(transaction: &Transaction<'_>, row: &NewRoomRow) -> rusqlite::Result<Appended> {
    let NewRoomRow { room, at, key, json } = row;
    let mut insert = transaction.prepare(
        "INSERT INTO room_events (room, at, key, json) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING",
    )?;
    if insert.execute(params![room, at.0, key, json])? > 0 {
        return Ok(Appended::Added(transaction.last_insert_rowid()));
    }
    let mut known =
        transaction.prepare("SELECT seq FROM room_events WHERE key = ?1 AND room = ?2")?;
    known.query_row(params![key, room], |row| row.get(0)).map(Appended::Known)
}

/// Those who read.
#[derive(Clone, Debug)]
pub(super) struct Reader(Arc<Mutex<Store>>);

impl Reader {
    /// Reads from `store`.
    pub(super) fn new(store: Store) -> Self {
        Self(Arc::new(Mutex::new(store)))
    }

    /// The number of the last row; 0 before the first.
    pub(super) fn last(&self) -> Result<i64, StoreError> {
        self.with(|connection| {
            let select = "SELECT coalesce(max(seq), 0) FROM room_events";
            connection.query_row(select, [], |row| row.get(0))
        })
    }

    pub(super) async fn after(&self, room: &str, seq: i64) -> Result<Vec<RoomRow>, RoomLogError> {
        let room = room.to_owned();
        let select = "SELECT seq, room, at, json FROM room_events
             WHERE room = ?1 AND seq > ?2 ORDER BY seq";
        self.read(move |connection| {
            let mut statement = connection.prepare(select)?;
            statement.query_map((room, seq), row)?.collect()
        })
        .await
    }

    pub(super) async fn with_key(&self, key: &str) -> Result<Vec<RoomRow>, RoomLogError> {
        let key = key.to_owned();
        let select = "SELECT seq, room, at, json FROM room_events WHERE key = ?1 ORDER BY seq";
        self.read(move |connection| {
            let mut statement = connection.prepare(select)?;
            statement.query_map([key], row)?.collect()
        })
        .await
    }

    async fn read<T: Send + 'static>(
        &self,
        select: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, RoomLogError> {
        let reader = self.clone();
        let read = tokio::task::spawn_blocking(move || reader.with(select));
        Ok(read.await.map_err(|_| RoomLogError::Closed)??)
    }

    fn with<T>(
        &self,
        select: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let store = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        select(&store.connection).map_err(StoreError::at(&store.path))
    }
}

fn row(row: &Row<'_>) -> rusqlite::Result<RoomRow> {
    Ok(RoomRow { seq: row.get(0)?, room: row.get(1)?, at: Moment(row.get(2)?), json: row.get(3)? })
}
