//! Endpoints that do as little as can be: `SELECT 1`, or one row that is on disk before they answer.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::time::Instant;
use tokio_postgres::{Client as Session, NoTls};

use super::Load;
use super::client::Client;
use super::pace::{Actor, arrivals, offered};
use super::report::Latencies;

/// As long as a row of an answer.
const ROW: &str = "an answer of a student to a question of an exam, with the hash of the one before: \
     0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
/// Connections to PostgreSQL, so that it can commit together what comes together.
const SESSIONS: usize = 8;

#[derive(Clone)]
enum Database {
    Sqlite(Arc<Mutex<Connection>>),
    Postgres(Arc<Vec<Session>>, Arc<AtomicUsize>),
}

/// Latencies of a bare endpoint under the load of an exam.
pub async fn latencies(load: &Load, url: Option<&str>, path: &str) -> anyhow::Result<Latencies> {
    let folder = TempDir::new()?;
    let database = match url {
        None => sqlite(&folder)?,
        Some(url) => postgres(url).await?,
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    let app = Router::new()
        .route("/select", get(select))
        .route("/commit", get(commit))
        .with_state(database);
    // Threads of its own, as a host has them.
    let server = Runtime::new()?;
    server.spawn(async move { axum::serve(listener, app).await });
    let callers = (0..load.students)
        .map(|_| Caller { client: Client::new(&address), path: path.to_owned() })
        .collect();
    let called = offered(callers, arrivals(load.rate, load.length, 1)).await;
    server.shutdown_background();
    Ok(called?.1)
}

/// With the settings of the program's own database.
fn sqlite(folder: &TempDir) -> anyhow::Result<Database> {
    let connection = Connection::open(folder.path().join("floor.db"))?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch("CREATE TABLE floor (seq INTEGER PRIMARY KEY, row TEXT NOT NULL)")?;
    Ok(Database::Sqlite(Arc::new(Mutex::new(connection))))
}

async fn postgres(url: &str) -> anyhow::Result<Database> {
    let mut sessions = Vec::new();
    for _ in 0..SESSIONS {
        let (session, connection) = tokio_postgres::connect(url, NoTls).await?;
        tokio::spawn(connection);
        session
            .batch_execute(
                "SET client_min_messages = warning;
                 SET synchronous_commit = on;
                 CREATE TABLE IF NOT EXISTS floor (seq bigserial PRIMARY KEY, row text NOT NULL)",
            )
            .await?;
        sessions.push(session);
    }
    Ok(Database::Postgres(Arc::new(sessions), Arc::default()))
}

async fn select(State(database): State<Database>) -> StatusCode {
    database.run("SELECT 1", &[]).await
}

async fn commit(State(database): State<Database>) -> StatusCode {
    database.run("INSERT INTO floor (row) VALUES ($1)", &[ROW]).await
}

impl Database {
    async fn run(self, statement: &'static str, values: &'static [&'static str]) -> StatusCode {
        let is_done = match self {
            Self::Sqlite(connection) => {
                let run = move || {
                    let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
                    let mut statement = connection.prepare(statement)?;
                    let mut rows = statement.query(rusqlite::params_from_iter(values))?;
                    while rows.next()?.is_some() {}
                    Ok::<(), rusqlite::Error>(())
                };
                tokio::task::spawn_blocking(run).await.is_ok_and(|it| it.is_ok())
            }
            Self::Postgres(sessions, turn) => {
                let at = turn.fetch_add(1, Ordering::Relaxed) % sessions.len();
                let text = tokio_postgres::types::Type::TEXT;
                let values: Vec<_> = values
                    .iter()
                    .map(|it| (it as &(dyn tokio_postgres::types::ToSql + Sync), text.clone()))
                    .collect();
                sessions[at].query_typed(statement, &values).await.is_ok()
            }
        };
        if is_done { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR }
    }
}

struct Caller {
    client: Client,
    path: String,
}

impl Actor for Caller {
    async fn act(&mut self) -> anyhow::Result<Instant> {
        let status = self.client.get(&self.path).await?.status;
        anyhow::ensure!(status == 200, "status {status}");
        Ok(Instant::now())
    }
}
