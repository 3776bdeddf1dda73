//! Why the store cannot do what it was asked for, each with the way out.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Error, ErrorCode};

/// What is wrong with the database, or with writing to it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It cannot be made or written to; study is possible without.
    #[error("cannot save data in `{path}`: {reason}; choose another folder with `--data DIR`")]
    Unwritable {
        /// The database.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// It, or the folder it is in, cannot be read.
    #[error("cannot read the data in `{path}`: {reason}; choose another folder with `--data DIR`")]
    Unreadable {
        /// The database.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// It is no database any more, or its pages are inconsistent.
    #[error(
        "the data in `{path}` is damaged: {reason}; it was not changed. Move it away to start over \
         (`coldstart data import` restores an export), or study with `--no-data`"
    )]
    Damaged {
        /// The database.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// An earlier version made it, and it can only be read.
    #[error(
        "the data in `{path}` was created by an earlier version and cannot be upgraded, because it \
         is read-only. Open it once from a location where it can be written"
    )]
    Older {
        /// The database.
        path: PathBuf,
    },
    /// A later version of this program made it.
    #[error(
        "the data in `{path}` has version {version}, but this program supports version {known}; it \
         was not changed. Use a newer coldstart, or choose another folder with `--data DIR`"
    )]
    Newer {
        /// The database.
        path: PathBuf,
        /// Its version.
        version: i64,
        /// The latest known here.
        known: i64,
    },
    /// Another program made it.
    #[error(
        "`{path}` is a database of another program; it was not changed. Choose another folder with \
         `--data DIR`"
    )]
    Foreign {
        /// The database.
        path: PathBuf,
    },
    /// There is no room.
    #[error("cannot write to `{path}`: the disk is full; free some space and repeat the command")]
    Full {
        /// The database.
        path: PathBuf,
    },
    /// Another process keeps it to itself.
    #[error("cannot write to `{path}`: another program has locked it; repeat the command later")]
    Busy {
        /// The database.
        path: PathBuf,
    },
    /// Another process has gone on with the attempt.
    #[error("this attempt is open in another window; close one of them with quit")]
    Overtaken,
    /// Anything else.
    #[error("cannot use the data in `{path}`: {source}")]
    Failed {
        /// The database.
        path: PathBuf,
        /// What SQLite says.
        source: Error,
    },
}

impl StoreError {
    /// Nothing can be written at `path`.
    pub(super) fn unwritable(path: &Path, error: &io::Error) -> Self {
        Self::Unwritable { path: path.to_owned(), reason: error.to_string() }
    }

    /// Nothing can be read at `path`.
    pub(super) fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self::Unreadable { path: path.to_owned(), reason: error.to_string() }
    }

    /// What an error of SQLite means for the database at `path`.
    pub(super) fn at(path: &Path) -> impl Fn(Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| {
            let path = path.clone();
            match source.sqlite_error_code() {
                Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                    Self::Damaged { path, reason: in_words(&source) }
                }
                Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                    Self::Unwritable { path, reason: in_words(&source) }
                }
                Some(ErrorCode::DiskFull) => Self::Full { path },
                _ if is_busy(&source) => Self::Busy { path },
                None if is_bad_value(&source) => Self::Damaged { path, reason: source.to_string() },
                _ => Self::Failed { path, source },
            }
        }
    }
}

/// Whether another process was in the way.
pub(super) fn is_busy(error: &Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Whether a column held what nothing here writes.
fn is_bad_value(error: &Error) -> bool {
    matches!(
        error,
        Error::FromSqlConversionFailure(..)
            | Error::InvalidColumnType(..)
            | Error::IntegralValueOutOfRange(..)
    )
}

/// SQLite's own words, without the path that it adds to some of them.
fn in_words(error: &Error) -> String {
    match error {
        Error::SqliteFailure(_, Some(message)) => {
            message.split(": /").next().unwrap_or(message).to_owned()
        }
        other => other.to_string(),
    }
}
