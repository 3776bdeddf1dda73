//! Where a host listens and what it keeps its rooms in: the same for every room.

use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::database::RoomDatabase;
use crate::cli::context::Context;
use crate::cli::input;
use crate::cli::terminal::Terminal;
use crate::host::guard::{PublicOrigin, origin_of};
use crate::host::rooms::{HostContent, RoomHost};
use crate::host::server::ServerAddress;
use crate::store::room_log::RoomLog;

/// Where a host listens.
#[derive(Debug, Args)]
#[command(next_help_heading = "Server")]
pub(super) struct Serve {
    /// The address and port to listen on; 0.0.0.0 is every address of this computer, port 0 any
    /// free port
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The TLS certificate, with its chain, as a PEM file
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The key of the TLS certificate, as a PEM file
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// The address that students open, if it differs: behind a reverse proxy on this computer, which
    /// also names the address of each student in X-Forwarded-For
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    #[command(flatten)]
    database: RoomDatabase,
}

impl Serve {
    /// The address to listen on.
    pub(super) fn address(&self) -> ServerAddress {
        let tls = self.tls_cert.clone().zip(self.tls_key.clone());
        ServerAddress { listen: self.listen, tls }
    }

    /// The rooms of the database, with pages that come from this address.
    pub(super) fn host(&self, context: &Context) -> anyhow::Result<RoomHost> {
        let public = match &self.url {
            None => None,
            Some(url) => match origin_of(url) {
                Some(origin) => Some(origin),
                None => bail!("`{url}` is not an address; use the format https://class.example"),
            },
        };
        let scheme = if self.tls_cert.is_some() { "https" } else { "http" };
        rooms(self.database.log(context)?, PublicOrigin { scheme, public })
    }

    /// What a command that opens a room again has to be given too.
    pub(super) const fn again(&self) -> &'static str {
        self.database.again()
    }

    /// The database that rooms are kept in; `None` where it is the data folder.
    pub(super) fn database(&self) -> anyhow::Result<Option<String>> {
        Ok(self.database.address()?.map(|address| address.to_string()))
    }
}

/// Has the terminal say when the database is away, and when it is back: pages do not say why they
/// cannot save anything.
pub(super) fn report_trouble(host: &RoomHost, terminal: Terminal) {
    let mut trouble = host.trouble();
    tokio::spawn(async move {
        while trouble.changed().await.is_ok() {
            let words = match &*trouble.borrow_and_update() {
                Some(reason) => format!("Nothing is saved now: {reason}. The host retries."),
                None => "Everything is saved again.".to_owned(),
            };
            terminal.say(&words);
        }
    });
}

/// The address that students open, when the host listens on `bound`.
pub(super) fn public(origin: &PublicOrigin, bound: SocketAddr) -> String {
    let own = bound.ip().is_unspecified().then(|| own_address(bound)).flatten();
    let reached = own.map_or(bound, |ip| SocketAddr::new(ip, bound.port()));
    origin.public.clone().unwrap_or_else(|| format!("{}://{reached}", origin.scheme))
}

/// What an announcement of `address` says about who can reach it, when the host listens on `bound`.
pub(super) fn reach(address: &str, bound: SocketAddr) -> Option<String> {
    if !address.contains(&bound.to_string()) {
        return Some(format!("  listens on  {bound}"));
    }
    bound.ip().is_loopback().then(|| {
        "Only this computer can reach the room. `--listen 0.0.0.0:8080` opens it to the network."
            .to_owned()
    })
}

/// The address of this computer in the network that its other traffic takes. A datagram socket that
/// is connected sends nothing; the address to which it is connected is for documentation (RFC 5737,
/// RFC 3849).
fn own_address(bound: SocketAddr) -> Option<IpAddr> {
    let elsewhere = if bound.is_ipv4() { "192.0.2.1:9" } else { "[2001:db8::1]:9" };
    let socket = UdpSocket::bind((bound.ip(), 0)).ok()?;
    socket.connect(elsewhere).ok()?;
    let own = socket.local_addr().ok()?.ip();
    (!own.is_unspecified()).then_some(own)
}

/// The rooms of the database, to be read; `None` where there is no database.
pub(super) fn kept(context: &Context, database: &RoomDatabase) -> anyhow::Result<Option<RoomHost>> {
    let origin = PublicOrigin { scheme: "http", public: None };
    database.kept(context)?.map(|log| rooms(log, origin)).transpose()
}

fn rooms(log: RoomLog, origin: PublicOrigin) -> anyhow::Result<RoomHost> {
    let ledger = input::builtin_facts()?;
    let bank = input::builtin_questions(&ledger)?;
    let course = input::course_around(&ledger, &bank)?;
    Ok(RoomHost::new(log, HostContent { ledger, bank, course }, origin))
}
