//! Where rooms are kept: in the data folder, or in a PostgreSQL database that several hosts share.

use std::convert::Infallible;
use std::env;
use std::fmt;
use std::str::FromStr;

use clap::Args;

use crate::cli::context::Context;
use crate::store::room_log::RoomLog;
use crate::store::room_log::postgres::address::PostgresAddress;

/// The variable that names the database where `--database` does not.
const URL: &str = "DATABASE_URL";
/// The variable with the password, where an address has none, as all clients of PostgreSQL use it.
const PASSWORD: &str = "PGPASSWORD";

/// Where rooms are kept.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Data")]
pub(super) struct RoomDatabase {
    /// Keep rooms in this PostgreSQL database, which several hosts can share, instead of the data
    /// folder: `postgres://USER@HOST/DATABASE`. The default is `DATABASE_URL`, if it is such an
    /// address; `PGPASSWORD` keeps the password out of the process list
    #[arg(long, value_name = "URL")]
    database: Option<DatabaseUrl>,
}

/// An address that may contain a password, so that it is shown nowhere.
#[derive(Clone)]
struct DatabaseUrl(String);

impl FromStr for DatabaseUrl {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseUrl")
    }
}

impl RoomDatabase {
    /// The address of the database; `None` where rooms are kept in the data folder.
    pub(super) fn address(&self) -> anyhow::Result<Option<PostgresAddress>> {
        let by_default = || env::var(URL).ok().filter(|url| PostgresAddress::is_meant(url));
        let Some(url) = self.database.clone().map(|url| url.0).or_else(by_default) else {
            return Ok(None);
        };
        let password = env::var(PASSWORD).ok();
        Ok(Some(PostgresAddress::new(&url, password.as_deref())?))
    }

    /// What a command that opens a room again has to be given too.
    pub(super) const fn again(&self) -> &'static str {
        if self.database.is_some() { " with the same --database" } else { "" }
    }

    /// The log of all rooms, made where there is none.
    pub(super) fn log(&self, context: &Context) -> anyhow::Result<RoomLog> {
        let open = || context.place.open_or_make();
        Ok(match self.address()? {
            Some(address) => RoomLog::open_postgres(address)?,
            None => RoomLog::open(open()?, open()?)?,
        })
    }

    /// The log of all rooms, to be read; `None` where the data folder has none.
    pub(super) fn kept(&self, context: &Context) -> anyhow::Result<Option<RoomLog>> {
        let open = || context.place.open_existing();
        Ok(match self.address()? {
            Some(address) => Some(RoomLog::open_postgres(address)?),
            None => match open()?.zip(open()?) {
                Some((writer, reader)) => Some(RoomLog::open(writer, reader)?),
                None => None,
            },
        })
    }
}
