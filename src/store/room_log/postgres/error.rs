//! Why PostgreSQL does not do what it was asked for. No message names a user or a password.

use std::error::Error as _;
use std::time::Duration;

use tokio::time::timeout;
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

/// How long a row waits for a server that is away before its author gets to know that it is not saved, and
/// how long the server may take for anything; below the time that a host gives a request. Our choice.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// What is wrong with the PostgreSQL server, its database, or the way to it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostgresError {
    /// The address is none. It is not repeated, because it may contain a password.
    #[error(
        "the database is not a PostgreSQL address; use the format \
         postgres://USER@HOST:5432/DATABASE, in which special characters are percent-encoded \
         (`/` is %2F)"
    )]
    Address,
    /// The address asks for TLS.
    #[error(
        "connections to the database cannot be encrypted, so `sslmode` can only be `disable` or \
         `prefer`; connect through an SSH tunnel or a private network"
    )]
    Tls,
    /// The server is away or does not respond; later it may.
    #[error("the database `{server}` cannot be reached ({reason})")]
    Away {
        /// Host, port and name of the database.
        server: String,
        /// What the system or the server says.
        reason: String,
    },
    /// The server says no, and it would again.
    #[error("the database `{server}` rejects it: {reason}")]
    Rejected {
        /// Host, port and name of the database.
        server: String,
        /// What the server says.
        reason: String,
    },
    /// A later version of this program made the tables.
    #[error(
        "the tables in the database `{server}` have version {version}, but this program supports \
         version {known}; nothing was changed. Use a newer coldstart"
    )]
    Newer {
        /// Host, port and name of the database.
        server: String,
        /// Version of the tables.
        version: i32,
        /// The latest known here.
        known: i32,
    },
}

impl PostgresError {
    /// The server did not respond in time.
    pub(super) fn silent(server: &str) -> Self {
        Self::Away { server: server.to_owned(), reason: "no response in time".to_owned() }
    }

    /// What an error of the client means for the database `server`.
    pub(super) fn at(server: &str) -> impl Fn(Error) -> Self + use<> {
        let server = server.to_owned();
        move |error| {
            let (server, reason) = (server.clone(), in_words(&error));
            if is_passing(&error) {
                Self::Away { server, reason }
            } else {
                Self::Rejected { server, reason }
            }
        }
    }

    /// Whether the same may succeed later.
    pub(super) const fn is_passing(&self) -> bool {
        matches!(self, Self::Away { .. })
    }
}

/// Whether the server is away or busy rather than of another opinion.
fn is_passing(error: &Error) -> bool {
    let Some(code) = error.code() else {
        // Without a code of the server, the way to it is broken; but values that it cannot take, or
        // results that are not expected, stay so.
        let is_broken = <dyn std::error::Error>::is::<std::io::Error>;
        return error.is_closed() || error.source().is_none_or(is_broken);
    };
    // Connections, resources, operators who intervene, conflicts between transactions, locks.
    ["08", "53", "57", "40", "55"].iter().any(|class| code.code().starts_with(class))
        // A server that has become a standby.
        || *code == SqlState::READ_ONLY_SQL_TRANSACTION
        // The server ended a transaction that stood still.
        || *code == SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT
}

/// What the server or the system says, without what was sent to it.
fn in_words(error: &Error) -> String {
    match (error.as_db_error(), error.source()) {
        (Some(said), _) => said.message().to_owned(),
        (None, Some(source)) => source.to_string(),
        (None, None) => error.to_string(),
    }
}

/// Waits for the response of `server`, but not for long.
pub(super) async fn in_time<T>(
    server: &str,
    response: impl Future<Output = Result<T, Error>>,
) -> Result<T, PostgresError> {
    match timeout(PATIENCE, response).await {
        Ok(response) => response.map_err(PostgresError::at(server)),
        Err(_) => Err(PostgresError::silent(server)),
    }
}
