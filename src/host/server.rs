//! The server: one address, plain or with TLS, that stops when it is asked to and lets nobody be
//! slow.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use hyper_util::rt::TokioTimer;
use rustls::ServerConfig;
use rustls::crypto::ring;
use tokio::runtime::Runtime;

use super::guard::PATIENCE;
use super::rooms::RoomHost;

/// How long open requests may take when the host stops. Our choice.
const FAREWELL: Duration = Duration::from_secs(3);

/// Where the host listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerAddress {
    /// Address and port; port 0 stands for any that is free.
    pub listen: SocketAddr,
    /// The files of the certificate and its key, both in PEM; `None` stands for plain HTTP.
    pub tls: Option<(PathBuf, PathBuf)>,
}

/// Why the host cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The address is not free, or not of this machine.
    #[error("cannot listen on `{address}`: {reason}; choose another address with `--listen`")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        reason: io::Error,
    },
    /// The certificate or its key is none.
    #[error("cannot use the certificate `{certificate}` with the key `{key}`: {reason}")]
    Certificate {
        /// The file of the certificate.
        certificate: PathBuf,
        /// The file of the key.
        key: PathBuf,
        /// What is wrong.
        reason: io::Error,
    },
    /// The system lets nobody listen for signals or start threads.
    #[error("cannot start the host: {0}")]
    System(#[from] io::Error),
}

/// Starts the threads that the host works on.
///
/// # Errors
///
/// [`ServerError::System`] where there can be none.
pub fn runtime() -> Result<Runtime, ServerError> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Serves the rooms of `host` until `stop` is done; `ready` gets the address once it listens.
///
/// # Errors
///
/// [`ServerError`] where it cannot listen.
pub async fn serve(
    host: RoomHost,
    address: &ServerAddress,
    ready: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServerError> {
    let at = |reason| ServerError::Listen { address: address.listen, reason };
    let listener = std::net::TcpListener::bind(address.listen).map_err(at)?;
    allow_connections();
    listener.set_nonblocking(true)?;
    let tls = match &address.tls {
        None => None,
        Some((certificate, key)) => {
            let config = tls_config(certificate.clone(), key.clone()).await;
            let complaint = |reason| ServerError::Certificate {
                certificate: certificate.clone(),
                key: key.clone(),
                reason,
            };
            Some(config.map_err(complaint)?)
        }
    };
    ready(listener.local_addr()?);
    let handle = Handle::new();
    let stopping = handle.clone();
    tokio::spawn(async move {
        stop.await;
        stopping.graceful_shutdown(Some(FAREWELL));
    });
    let app = super::router(host).into_make_service_with_connect_info::<SocketAddr>();
    match tls {
        None => {
            let mut server = axum_server::from_tcp(listener)?.handle(handle);
            server = server.first_request_timeout(PATIENCE);
            impatient(server.http_builder());
            server.serve(app).await?;
        }
        Some(tls) => {
            let mut server = axum_server::from_tcp_rustls(listener, tls)?.handle(handle);
            // The handshake has a time limit of its own: 10 seconds, too.
            server = server.first_request_timeout(PATIENCE);
            impatient(server.http_builder());
            server.serve(app).await?;
        }
    }
    Ok(())
}

/// Lets the process have as many connections open as the system allows: each student of a demo
/// keeps one, and many systems begin with a limit of 1,024.
fn allow_connections() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        // A system that does not allow it serves fewer people.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
    }
}

/// Cuts requests whose headers do not arrive in time. Only HTTP/1.1 is spoken, because that does
/// not hold for the streams of HTTP/2.
fn impatient(builder: &mut hyper_util::server::conn::auto::Builder<hyper_util::rt::TokioExecutor>) {
    *builder = builder.clone().http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(PATIENCE);
}

async fn tls_config(certificate: PathBuf, key: PathBuf) -> io::Result<RustlsConfig> {
    // Another call may have chosen the same one already.
    let _ = ring::default_provider().install_default();
    let config = RustlsConfig::from_pem_file(certificate, key).await?;
    let mut protocols = ServerConfig::clone(&config.get_inner());
    protocols.alpn_protocols = vec![b"http/1.1".to_vec()];
    config.reload_from_config(Arc::new(protocols));
    Ok(config)
}

/// Is done when the process is asked to stop, by ctrl-c or a signal.
///
/// # Errors
///
/// [`ServerError::System`] where nobody can listen for signals.
pub fn interrupted() -> Result<impl Future<Output = ()> + Send + 'static, ServerError> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    })
}
