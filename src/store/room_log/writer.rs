//! The thread that writes the log of rooms: what waits is committed together.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use rusqlite::{Transaction, params};
use tokio::sync::{oneshot, watch};

use super::{Appended, NewRoomRow, RoomLogError};
use crate::store::Store;

/// The most rows of one transaction, so that nobody waits for a very long one. Our choice.
const MOST: usize = 512;

/// A row that waits to be written, and who waits for it.
pub(super) struct Waiting {
    pub(super) row: NewRoomRow,
    pub(super) reply: oneshot::Sender<Result<Appended, RoomLogError>>,
}

/// The one who writes.
pub(super) struct Writer {
    pub(super) store: Store,
    pub(super) told: watch::Sender<i64>,
}

impl Writer {
    /// Writes what comes in until nobody is left who could send any.
    pub(super) fn run(mut self, rows: &Receiver<Waiting>) {
        while let Ok(first) = rows.recv() {
            let batch = std::iter::once(first).chain(rows.try_iter().take(MOST - 1));
            self.commit(batch.collect());
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
                    self.told.send_modify(|told| *told = last.max(*told));
                }
                for (waiting, appended) in batch.into_iter().zip(appended) {
                    // Who left waits for nothing.
                    let _ = waiting.reply.send(Ok(appended));
                }
            }
            Err(error) => {
                let error = RoomLogError::Store(Arc::new(error));
                for waiting in batch {
                    let _ = waiting.reply.send(Err(error.clone()));
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
