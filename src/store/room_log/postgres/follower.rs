//! The connection on which rows are read and other hosts say that they wrote some. A notification is
//! only a hint: who was not connected missed it, so the last number is asked for after each connection
//! and every few seconds.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{StreamExt, poll_fn};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{AsyncMessage, Client, Error};

use super::address::PostgresAddress;
use super::backoff::Backoff;
use super::error::{PATIENCE, PostgresError, in_time};
use crate::store::room_log::row::{RoomLogError, RoomRow, publish};
use quizbank::model::calendar::Moment;

/// How often the last number is asked for. Our choice.
const POLL: Duration = Duration::from_secs(2);
/// How long a page waits for rows that it can do without. Our choice.
const AT_ONCE: Duration = Duration::from_secs(1);
const LAST: &str = "SELECT coalesce(max(seq), 0) FROM coldstart.room_events";

/// The connection, or why there is none.
type Link = Result<Arc<Client>, Arc<PostgresError>>;

/// The one who follows.
pub(super) struct Follower {
    address: PostgresAddress,
    last: watch::Sender<i64>,
    link: watch::Sender<Link>,
}

/// Those who read. Clones share the connection.
#[derive(Clone, Debug)]
pub struct RowReader {
    server: Arc<str>,
    link: watch::Receiver<Link>,
}

impl Follower {
    /// Returns who follows the database, and who reads it once that one runs.
    pub(super) fn new(address: PostgresAddress, last: watch::Sender<i64>) -> (Self, RowReader) {
        let away = Err(Arc::new(PostgresError::silent(address.server())));
        let (link, links) = watch::channel(away);
        let reader = RowReader { server: address.server().into(), link: links };
        (Self { address, last, link }, reader)
    }

    /// Follows until it is dropped, and connects again whenever the connection is lost.
    pub(super) async fn run(self) {
        let mut backoff = Backoff::default();
        loop {
            let error = match self.follow(&mut backoff).await {
                Ok(never) => match never {},
                Err(error) => error,
            };
            self.link.send_modify(|link| *link = Err(Arc::new(error)));
            backoff.wait().await;
        }
    }

    /// Follows on one connection until it ends.
    async fn follow(
        &self,
        backoff: &mut Backoff,
    ) -> Result<std::convert::Infallible, PostgresError> {
        let server = self.address.server();
        let (client, mut connection) = self.address.connect().await?;
        let (sender, mut notified) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let mut messages = poll_fn(move |context| connection.poll_message(context));
            // An error is seen by those who use the connection too.
            while let Some(Ok(message)) = messages.next().await {
                if let AsyncMessage::Notification(notification) = message {
                    let _ = sender.send(notification.payload().parse().ok());
                }
            }
        });
        in_time(server, client.batch_execute("LISTEN coldstart_rooms")).await?;
        let client = Arc::new(client);
        self.link.send_modify(|link| *link = Ok(Arc::clone(&client)));
        *backoff = Backoff::default();
        loop {
            publish(&self.last, in_time(server, last(&client)).await?);
            let mut wait = std::pin::pin!(sleep(POLL));
            loop {
                tokio::select! {
                    seq = notified.recv() => match seq {
                        Some(Some(seq)) => publish(&self.last, seq),
                        // One that is not ours: look.
                        Some(None) => break,
                        None => {
                            let reason = "the connection was closed".to_owned();
                            return Err(PostgresError::Away { server: server.to_owned(), reason });
                        }
                    },
                    () = &mut wait => break,
                }
            }
        }
    }
}

/// The number of the last row; 0 before the first.
async fn last(client: &Client) -> Result<i64, Error> {
    let rows = client.query_typed(LAST, &[]).await?;
    rows.first().map_or(Ok(0), |row| row.try_get(0))
}

impl RowReader {
    pub(in crate::store::room_log) async fn missed(&self, room: &str, seq: i64) -> Vec<RoomRow> {
        if self.link.borrow().is_err() {
            return Vec::new();
        }
        match timeout(AT_ONCE, self.after(room, seq)).await {
            Ok(Ok(rows)) => rows,
            // Who follows the log gets them later.
            Ok(Err(_)) | Err(_) => Vec::new(),
        }
    }

    pub(in crate::store::room_log) async fn after(
        &self,
        room: &str,
        seq: i64,
    ) -> Result<Vec<RoomRow>, RoomLogError> {
        let select = "SELECT seq, room, at, json FROM coldstart.room_events
             WHERE room = $1 AND seq > $2 ORDER BY seq";
        self.read(select, &[(&room, Type::TEXT), (&seq, Type::INT8)]).await
    }

    pub(in crate::store::room_log) async fn with_key(
        &self,
        key: &str,
    ) -> Result<Vec<RoomRow>, RoomLogError> {
        let select = "SELECT seq, room, at, json FROM coldstart.room_events
             WHERE key = $1 ORDER BY seq";
        self.read(select, &[(&key, Type::TEXT)]).await
    }

    /// Reads as soon as there is a connection, also on the next one where one is lost.
    async fn read(
        &self,
        select: &str,
        values: &[(&(dyn ToSql + Sync), Type)],
    ) -> Result<Vec<RoomRow>, RoomLogError> {
        let deadline = Instant::now() + PATIENCE;
        let mut links = self.link.clone();
        loop {
            let client = match timeout_at(deadline, links.wait_for(Result::is_ok)).await {
                Ok(link) => link.map_err(|_| RoomLogError::Closed)?.clone()?,
                Err(_) => return Err(self.away()),
            };
            match timeout_at(deadline, client.query_typed(select, values)).await {
                Ok(Ok(rows)) => {
                    let rows: Result<Vec<RoomRow>, Error> = rows.iter().map(row).collect();
                    return Ok(rows.map_err(PostgresError::at(&self.server))?);
                }
                Ok(Err(error)) => {
                    let error = PostgresError::at(&self.server)(error);
                    if !error.is_passing() {
                        return Err(error.into());
                    }
                    let next = timeout_at(deadline, links.changed()).await;
                    next.map_err(|_| error)?.map_err(|_| RoomLogError::Closed)?;
                }
                Err(_) => return Err(PostgresError::silent(&self.server).into()),
            }
        }
    }

    /// Why there is no connection.
    fn away(&self) -> RoomLogError {
        match &*self.link.borrow() {
            Ok(_) => PostgresError::silent(&self.server).into(),
            Err(error) => RoomLogError::Postgres(Arc::clone(error)),
        }
    }
}

fn row(row: &tokio_postgres::Row) -> Result<RoomRow, Error> {
    Ok(RoomRow {
        seq: row.try_get(0)?,
        room: row.try_get(1)?,
        at: Moment(row.try_get(2)?),
        json: row.try_get(3)?,
    })
}
