//! Where the PostgreSQL database is, and how to connect. What is shown of it is never secret.

use std::fmt;
use std::time::Duration;

use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};
use tokio_postgres::tls::NoTlsStream;
use tokio_postgres::{Client, Config, Connection, NoTls, Socket};

use super::error::{PostgresError, in_time};

/// How long connecting may take, and how long sent data may stay unacknowledged. Our choice.
const CONNECTING: Duration = Duration::from_secs(3);
/// How long a connection may be silent before the system asks whether it still stands. Our choice.
const SILENCE: Duration = Duration::from_secs(10);
/// The port where an address names none.
const PORT: u16 = 5432;

/// The address of a PostgreSQL database: `postgres://user@host:5432/database`.
#[derive(Clone)]
pub struct PostgresAddress {
    config: Config,
    server: String,
}

impl PostgresAddress {
    /// Whether `text` is meant to be such an address.
    pub fn is_meant(text: &str) -> bool {
        text.starts_with("postgres://") || text.starts_with("postgresql://")
    }

    /// Reads an address; `password` is used where it contains none.
    ///
    /// # Errors
    ///
    /// [`PostgresError::Address`] and [`PostgresError::Tls`], neither of which repeats any of it.
    pub fn new(text: &str, password: Option<&str>) -> Result<Self, PostgresError> {
        if !Self::is_meant(text) {
            return Err(PostgresError::Address);
        }
        let mut config = match text.parse::<Config>() {
            Ok(config) if config.get_ssl_mode() != SslMode::Require => config,
            Ok(_) => return Err(PostgresError::Tls),
            Err(_) if text.contains("sslmode=verify-") => return Err(PostgresError::Tls),
            Err(_) => return Err(PostgresError::Address),
        };
        if config.get_hosts().is_empty() {
            return Err(PostgresError::Address);
        }
        if let (None, Some(password)) = (config.get_password(), password) {
            config.password(password);
        }
        if config.get_application_name().is_none() {
            config.application_name("coldstart");
        }
        config.connect_timeout(CONNECTING).tcp_user_timeout(CONNECTING).keepalives_idle(SILENCE);
        // Of several servers, one takes rows.
        if config.get_hosts().len() > 1 {
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        let server = shown(&config);
        Ok(Self { config, server })
    }

    /// Host, port and name of the database.
    pub(super) fn server(&self) -> &str {
        &self.server
    }

    /// Connects; somebody has to drive the connection.
    pub(super) async fn connect(
        &self,
    ) -> Result<(Client, Connection<Socket, NoTlsStream>), PostgresError> {
        in_time(&self.server, self.config.connect(NoTls)).await
    }
}

/// Shows host, port and name of the database, and neither user nor password.
impl fmt::Display for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.server)
    }
}

impl fmt::Debug for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PostgresAddress").field(&self.server).finish()
    }
}

fn shown(config: &Config) -> String {
    let (hosts, ports) = (config.get_hosts().iter(), config.get_ports());
    let places: Vec<String> = hosts
        .enumerate()
        .map(|(index, host)| {
            let port = ports.get(index).or(ports.first()).copied().unwrap_or(PORT);
            match host {
                Host::Tcp(name) => format!("{name}:{port}"),
                #[cfg(unix)]
                Host::Unix(folder) => format!("{}:{port}", folder.display()),
            }
        })
        .collect();
    let name = config.get_dbname().map(|name| format!("/{name}")).unwrap_or_default();
    places.join(",") + &name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_of_an_address_is_neither_user_nor_password() {
        let shown = |text: &str| {
            let address = PostgresAddress::new(text, None).unwrap();
            assert!(!format!("{address:?}").contains("secret"), "{text}");
            address.to_string()
        };
        let whole = "postgresql://teacher-secret:p%2Fss-secret@db.example:6000/class";
        assert_eq!(shown(whole), "db.example:6000/class");
        assert_eq!(shown("postgres://db.example"), "db.example:5432");
        assert_eq!(shown("postgres://u:secret@a,b:7/class?connect_timeout=5"), "a:5432,b:7/class");
        // What should be escaped ends nothing early.
        for text in ["postgres://u:pa/secret@h/d", "postgres://u:pa?secret@h/d"] {
            assert_eq!(shown(text), "h:5432/d");
        }
        #[cfg(unix)]
        assert_eq!(shown("postgres:///class?host=/run/postgresql"), "/run/postgresql:5432/class");
    }

    #[test]
    fn an_address_that_is_none_is_rejected_without_being_repeated() {
        let rejected = |text: &str| PostgresAddress::new(text, None).unwrap_err();
        for text in ["mysql://u:secret@h/d", "host=h password=secret", "postgres:///d"] {
            let error = rejected(text);
            assert_eq!(error, PostgresError::Address, "{text}");
            assert!(!error.to_string().contains("secret"));
        }
        for mode in ["require", "verify-ca", "verify-full"] {
            assert_eq!(rejected(&format!("postgres://h/d?sslmode={mode}")), PostgresError::Tls);
        }
    }

    #[test]
    fn a_password_of_the_environment_is_used_where_the_address_has_none() {
        let password = |text| {
            let address = PostgresAddress::new(text, Some("second")).unwrap();
            address.config.get_password().map(<[u8]>::to_vec)
        };
        assert_eq!(password("postgres://u@h/d"), Some(b"second".to_vec()));
        assert_eq!(password("postgres://u:first@h/d"), Some(b"first".to_vec()));
    }
}
