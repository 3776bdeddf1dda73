//! Rows of the log of rooms, and what comes of those that are to be written.

use std::io;
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::{oneshot, watch};

use super::postgres::error::PostgresError;
use crate::store::errors::StoreError;
use quizbank::model::calendar::Moment;

/// The most rows of one transaction, so that nobody waits for a very long one. Our choice.
pub(super) const MOST: usize = 512;

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
    /// The database in the data folder rejects it.
    #[error(transparent)]
    Store(#[from] Arc<StoreError>),
    /// The PostgreSQL server is away or rejects it.
    #[error(transparent)]
    Postgres(#[from] Arc<PostgresError>),
    /// No thread can be started for it.
    #[error("cannot start a thread for the log of rooms: {0}")]
    Thread(Arc<io::Error>),
    /// The log is closed: the host stops.
    #[error("the log of rooms is closed, because the host stops")]
    Closed,
}

impl From<StoreError> for RoomLogError {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}

impl From<PostgresError> for RoomLogError {
    fn from(error: PostgresError) -> Self {
        Self::Postgres(Arc::new(error))
    }
}

/// A row that waits to be written.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) row: NewRoomRow,
    /// Where its author waits.
    pub(super) reply: oneshot::Sender<Result<Appended, RoomLogError>>,
    /// When it began to wait.
    pub(super) since: Instant,
}

impl Waiting {
    /// Says what came of it. Who left waits for nothing.
    pub(super) fn answer(self, result: Result<Appended, RoomLogError>) {
        let _ = self.reply.send(result);
    }
}

/// Publishes that there are rows up to `seq`.
pub(super) fn publish(last: &watch::Sender<i64>, seq: i64) {
    last.send_if_modified(|last| {
        let is_later = seq > *last;
        *last = seq.max(*last);
        is_later
    });
}
