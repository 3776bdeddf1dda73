//! The tables in PostgreSQL, version by version. A database is brought up to date by the steps that
//! it lacks; a step that was released is never changed, and there is no way back.

use tokio_postgres::{Client, Error};

use super::error::PostgresError;

/// The advisory lock of those who write: `cold` and `room` in ASCII.
pub(super) const LOCK: i64 = 0x636f_6c64_726f_6f6d;

/// What leads from each version to the next; the first from nothing to 1.
const STEPS: &[&str] = &[
    // What happens in rooms that are hosted, as in the database of the data folder. Rows are
    // numbered by one transaction after the other, so that the order of numbers is that of commits.
    "CREATE TABLE coldstart.room_events (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        room text NOT NULL,
        at bigint NOT NULL,
        key text NOT NULL,
        json text NOT NULL
    );
    CREATE UNIQUE INDEX room_events_by_key ON coldstart.room_events (key, room);
    CREATE INDEX room_events_of_room ON coldstart.room_events (room, seq);",
];

/// Takes the steps that are missing, all of them or none, while other hosts wait.
///
/// # Errors
///
/// [`PostgresError::Newer`] where the tables are of a later version; they are left as they are.
pub(super) async fn bring_up_to_date(
    client: &mut Client,
    server: &str,
) -> Result<(), PostgresError> {
    let at = PostgresError::at(server);
    let known = i32::try_from(STEPS.len()).unwrap_or(i32::MAX);
    let newest = |version: i32| {
        if version > known {
            return Err(PostgresError::Newer { server: server.to_owned(), version, known });
        }
        Ok(version)
    };
    // Most often nothing is to be done, and nothing has to be allowed.
    if newest(version(client).await.map_err(&at)?)? == known {
        return Ok(());
    }
    let transaction = client.transaction().await.map_err(&at)?;
    let lock = format!("SELECT pg_advisory_xact_lock({LOCK})");
    transaction.batch_execute(&lock).await.map_err(&at)?;
    // Another host may have been faster.
    let from = newest(version(transaction.client()).await.map_err(&at)?)?;
    if from == 0 {
        transaction.batch_execute(FIRST).await.map_err(&at)?;
    }
    for (version, step) in (1_i32..).zip(STEPS).filter(|(version, _)| *version > from) {
        transaction.batch_execute(step).await.map_err(&at)?;
        let insert = "INSERT INTO coldstart.versions (version) VALUES ($1)";
        transaction.execute(insert, &[&version]).await.map_err(&at)?;
    }
    transaction.commit().await.map_err(&at)
}

/// Makes the place for the tables; one that an administrator made is used.
const FIRST: &str = "DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'coldstart') THEN
            CREATE SCHEMA coldstart;
        END IF;
    END $$;
    CREATE TABLE coldstart.versions (
        version integer PRIMARY KEY,
        since timestamptz NOT NULL DEFAULT now()
    );";

/// How many steps were taken.
async fn version(client: &Client) -> Result<i32, Error> {
    // A lookup by name could be answered from what this connection knew before it had the lock.
    let select = "SELECT EXISTS (SELECT FROM pg_tables
         WHERE schemaname = 'coldstart' AND tablename = 'versions')";
    if !client.query_one(select, &[]).await?.try_get::<_, bool>(0)? {
        return Ok(0);
    }
    let select = "SELECT coalesce(max(version), 0) FROM coldstart.versions";
    client.query_one(select, &[]).await?.try_get(0)
}
