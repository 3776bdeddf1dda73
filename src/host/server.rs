//! The server: one address, plain or with TLS, that stops when it is asked to and lets nobody be
//! slow.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use std::{fs, io};

use axum::extract::connect_info::ConnectInfo;
use axum::middleware::AddExtension;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use super::guard::PATIENCE;
use super::rooms::RoomHost;

/// How long open requests may take when the host stops. Our choice.
const FAREWELL: Duration = Duration::from_secs(3);
/// How long nobody is let in after a connection that could not be taken. Our choice.
const BREATH: Duration = Duration::from_millis(50);

/// The rooms, to one client.
type Rooms = AddExtension<axum::Router, ConnectInfo<SocketAddr>>;

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
    let listener = TcpListener::bind(address.listen).await.map_err(at)?;
    allow_connections();
    let tls = match &address.tls {
        None => None,
        Some((certificate, key)) => {
            let complaint = |reason| ServerError::Certificate {
                certificate: certificate.clone(),
                key: key.clone(),
                reason,
            };
            Some(TlsAcceptor::from(Arc::new(tls_config(certificate, key).map_err(complaint)?)))
        }
    };
    ready(listener.local_addr()?);
    let rooms = super::router(host).into_make_service_with_connect_info::<SocketAddr>();
    let rooms = TowerToHyperService::new(rooms);
    let open = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, peer)) = accepted else {
            // That client has gone, or too many files are open: the next one waits a little.
            sleep(BREATH).await;
            continue;
        };
        let Ok(service) = rooms.call(peer).await;
        let (tls, watcher) = (tls.clone(), open.watcher());
        tokio::spawn(async move {
            // What fails here is the client's.
            let _ = stream.set_nodelay(true);
            match tls {
                None => answer(stream, service, watcher).await,
                Some(tls) => {
                    if let Ok(Ok(stream)) = timeout(PATIENCE, tls.accept(stream)).await {
                        answer(stream, service, watcher).await;
                    }
                }
            }
        });
    }
    let _ = timeout(FAREWELL, open.shutdown()).await;
    Ok(())
}

/// Answers the requests of one connection by `rooms`, until it ends or `watcher` sees the host
/// stop. Cuts requests whose headers do not arrive in time; only HTTP/1.1 is spoken, because that
/// does not hold for the streams of HTTP/2.
async fn answer<S: AsyncRead + AsyncWrite + Unpin + 'static>(
    stream: S,
    rooms: Rooms,
    watcher: Watcher,
) {
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    let connection =
        protocol.serve_connection(TokioIo::new(stream), TowerToHyperService::new(rooms));
    let _ = watcher.watch(connection).await;
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

fn tls_config(certificate: &Path, key: &Path) -> io::Result<ServerConfig> {
    let chain = CertificateDer::pem_slice_iter(&fs::read(certificate)?)
        .collect::<Result<_, _>>()
        .map_err(io::Error::other)?;
    let key = PrivateKeyDer::from_pem_slice(&fs::read(key)?).map_err(io::Error::other)?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|it| it.with_no_client_auth().with_single_cert(chain, key));
    let mut config = config.map_err(io::Error::other)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
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
