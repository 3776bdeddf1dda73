//! Writes rows to PostgreSQL: what waits is committed together, and answered only then.
//!
//! Numbers must become visible in their order, or a reader that asks for what follows the last row it
//! knows would miss one of a slower transaction. So the hosts write one after the other: each takes a
//! lock that its commit releases. All statements of a transaction are sent at once, so that a host that
//! stops in the middle keeps nobody waiting.

use std::collections::BTreeSet;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::watch;
use tokio::time::{Duration, timeout};
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Error};

use super::address::PostgresAddress;
use super::backoff::Backoff;
use super::error::{PATIENCE, PostgresError, in_time};
use super::migration::{self, LOCK};
use crate::store::room_log::row::{Appended, MOST, NewRoomRow, RoomLogError, Waiting, publish};

/// What every connection that writes is set to. A commit that is answered is on disk, whatever the
/// server usually does, and nobody waits for a transaction that stands still.
const SETTINGS: &str = "SET lock_timeout = '5s';
    SET statement_timeout = '5s';
    SET idle_in_transaction_session_timeout = '5s';
    SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') = 'off';";
const INSERT: &str = "INSERT INTO coldstart.room_events (room, at, key, json)
    SELECT room, at, key, json
    FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[])
        WITH ORDINALITY AS waiting (room, at, key, json, place)
    ORDER BY place
    ON CONFLICT DO NOTHING
    RETURNING seq";
const STORED: &str = "SELECT stored.seq, stored.at = waiting.at AND stored.json = waiting.json
    FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[])
        WITH ORDINALITY AS waiting (room, at, key, json, place)
    JOIN coldstart.room_events AS stored USING (room, key)
    ORDER BY place";
const NOTIFY: &str =
    "SELECT pg_notify('coldstart_rooms', max(seq)::text) FROM coldstart.room_events";

/// How long an attempt may take at least, however long its rows have waited before. Our choice: with the
/// attempt before, it stays below the time that a host gives a request.
const LEAST: Duration = Duration::from_secs(1);

/// The one who writes.
pub(super) struct Writer {
    address: PostgresAddress,
    last: watch::Sender<i64>,
    client: Option<Client>,
}

impl Writer {
    /// Connects and brings the tables up to date.
    pub(super) async fn open(
        address: PostgresAddress,
        last: watch::Sender<i64>,
    ) -> Result<Self, PostgresError> {
        let client = connect(&address).await?;
        Ok(Self { address, last, client: Some(client) })
    }

    /// Writes what comes in until nobody is left who could send any.
    pub(super) async fn run(mut self, mut rows: UnboundedReceiver<Waiting>) {
        let mut batch = Vec::new();
        while rows.recv_many(&mut batch, MOST).await > 0 {
            self.commit(std::mem::take(&mut batch)).await;
        }
    }

    /// Writes `batch` and answers each row. While the server is away, it is retried until nobody
    /// waits any more: a row that is answered to be not saved is not sent again.
    async fn commit(&mut self, mut batch: Vec<Waiting>) {
        let mut backoff = Backoff::default();
        let mut is_again = false;
        while !batch.is_empty() {
            // Each row is answered in time, also where the server stays silent.
            let waited = batch.iter().map(|waiting| waiting.since.elapsed()).max();
            let limit = PATIENCE.saturating_sub(waited.unwrap_or_default()).max(LEAST);
            let error = match timeout(limit, self.attempt(&batch, is_again)).await {
                Ok(Ok(appended)) => return self.answer(batch, appended),
                Ok(Err(error)) => error,
                Err(_) => PostgresError::silent(self.address.server()),
            };
            if !error.is_passing() {
                return self.reject(batch, error).await;
            }
            is_again = true;
            let error = RoomLogError::from(error);
            for late in batch.extract_if(.., |waiting| waiting.since.elapsed() >= PATIENCE) {
                late.answer(Err(error.clone()));
            }
            backoff.wait().await;
        }
    }

    /// Answers rows that the server rejects: one that it cannot take costs nobody else theirs.
    async fn reject(&mut self, batch: Vec<Waiting>, error: PostgresError) {
        let error = RoomLogError::from(error);
        let is_alone = batch.len() == 1;
        for waiting in batch {
            if is_alone {
                waiting.answer(Err(error.clone()));
            } else {
                Box::pin(self.commit(vec![waiting])).await;
            }
        }
    }

    fn answer(&self, batch: Vec<Waiting>, appended: Vec<Appended>) {
        if let Some(last) = appended.iter().map(|it| it.seq()).max() {
            publish(&self.last, last);
        }
        for (waiting, appended) in batch.into_iter().zip(appended) {
            waiting.answer(Ok(appended));
        }
    }

    /// Writes `batch` once. A connection of which it is not known what it did is dropped.
    async fn attempt(
        &mut self,
        batch: &[Waiting],
        is_again: bool,
    ) -> Result<Vec<Appended>, PostgresError> {
        let client = match self.client.take().filter(|client| !client.is_closed()) {
            Some(client) => client,
            None => connect(&self.address).await?,
        };
        let rows: Vec<&NewRoomRow> = batch.iter().map(|waiting| &waiting.row).collect();
        let written = in_time(self.address.server(), write(&client, &rows, is_again)).await;
        let is_known = written.as_ref().err().is_none_or(|error| !error.is_passing());
        self.client = Some(client).filter(|_| is_known);
        written
    }
}

/// Connects for writing.
async fn connect(address: &PostgresAddress) -> Result<Client, PostgresError> {
    let (mut client, connection) = address.connect().await?;
    // Whatever ends the connection is seen by those who use it.
    tokio::spawn(connection);
    let server = address.server();
    let ready = async {
        client.batch_execute(SETTINGS).await.map_err(PostgresError::at(server))?;
        migration::bring_up_to_date(&mut client, server).await
    };
    timeout(PATIENCE, ready).await.map_err(|_| PostgresError::silent(server))??;
    Ok(client)
}

/// Writes `rows` in one transaction. When they were sent before and nobody knows what became of
/// them, a row that is there word for word is taken for the one that was sent.
async fn write(
    client: &Client,
    rows: &[&NewRoomRow],
    is_again: bool,
) -> Result<Vec<Appended>, Error> {
    let rooms: Vec<&str> = rows.iter().map(|row| row.room.as_str()).collect();
    let moments: Vec<i64> = rows.iter().map(|row| row.at.0).collect();
    let keys: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    let texts: Vec<&str> = rows.iter().map(|row| row.json.as_str()).collect();
    let values: [(&(dyn tokio_postgres::types::ToSql + Sync), Type); 4] = [
        (&rooms, Type::TEXT_ARRAY),
        (&moments, Type::INT8_ARRAY),
        (&keys, Type::TEXT_ARRAY),
        (&texts, Type::TEXT_ARRAY),
    ];
    let begin = format!(
        "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock({LOCK})"
    );
    // In this order, each sent before the one before it is answered. After an error the server does
    // none of the rest, and the commit takes back what was done.
    let (locked, inserted, present, announced, committed) = tokio::join!(
        biased;
        client.batch_execute(&begin),
        client.query_typed(INSERT, &values),
        client.query_typed(STORED, &values),
        client.query_typed(NOTIFY, &[]),
        client.batch_execute("COMMIT"),
    );
    locked?;
    let inserted = inserted?;
    let present = present?;
    announced?;
    committed?;
    let mut new = BTreeSet::new();
    for row in inserted {
        new.insert(row.try_get::<_, i64>(0)?);
    }
    let appended = present.iter().map(|row| {
        let (seq, is_same) = (row.try_get(0)?, row.try_get::<_, bool>(1)?);
        // Of two that wait with one key, the first is the new one.
        let is_ours = new.remove(&seq) || (is_again && is_same);
        Ok(if is_ours { Appended::Added(seq) } else { Appended::Known(seq) })
    });
    appended.collect()
}
