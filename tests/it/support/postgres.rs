//! A PostgreSQL server of a test's own: in a temporary folder, on a free port, with a user who is not
//! root, as PostgreSQL wants it.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The password of the server's owner, as it stands in the address and as it is.
pub const PASSWORD: [&str; 2] = ["pa%2Fss%3Fw0rd", "pa/ss?w0rd"];
/// How long a server may take to start or to stop.
const PATIENCE: Duration = Duration::from_mins(1);

/// A server that runs until it is dropped.
pub struct Postgres {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
    server: Child,
}

impl Postgres {
    /// Starts a server; `None`, with a note, where there are no programs for one.
    pub fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            eprintln!("PostgreSQL is away: skipped");
            return None;
        };
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("password"), PASSWORD[1]).unwrap();
        if is_root() {
            let owner = Command::new("chown").arg("-R").arg("postgres").arg(folder.path()).status();
            assert!(owner.unwrap().success());
        }
        let made = as_owner(&programs.join("initdb"))
            .args(["--username", "teacher", "--auth", "scram-sha-256", "--encoding", "UTF8"])
            .args(["--locale", "C", "--no-sync", "--pwfile"])
            .arg(folder.path().join("password"))
            .arg("--pgdata")
            .arg(folder.path().join("data"))
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = run(folder.path(), &programs, port);
        let mut started = Self { folder, programs, port, server };
        started.wait();
        Some(started)
    }

    /// The address of its database, with the password in it.
    pub fn url(&self) -> String {
        format!("postgres://teacher:{}@127.0.0.1:{}/postgres", PASSWORD[0], self.port)
    }

    /// What a statement returns, as psql prints it.
    pub fn query(&self, statement: &str) -> String {
        let asked = Command::new(self.programs.join("psql"))
            .env("PGPASSWORD", PASSWORD[1])
            .args(["--host", "127.0.0.1", "--username", "teacher", "--dbname", "postgres"])
            .args(["--port", &self.port.to_string(), "--no-psqlrc", "--tuples-only", "--no-align"])
            .args(["--set", "ON_ERROR_STOP=1", "--command", statement])
            .output()
            .unwrap();
        assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
        String::from_utf8(asked.stdout).unwrap().trim().to_owned()
    }

    /// Kills the server as a failing machine does: with the processes of its connections, which
    /// would otherwise go on until they notice.
    pub fn kill(&mut self) {
        self.signal("-KILL");
        self.server.wait().unwrap();
    }

    /// Has the server stay silent, as if the network had failed.
    pub fn pause(&self) {
        self.signal("-STOP");
    }

    /// Ends the silence.
    pub fn resume(&self) {
        self.signal("-CONT");
    }

    /// Sends a signal to the server and the processes of its connections.
    fn signal(&self, signal: &str) {
        let id = self.server.id();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
        let mut command = Command::new("kill");
        command.args([signal, &id.to_string()]);
        command.args(children.unwrap_or_default().split_whitespace());
        // One that has ended meanwhile gets no signal.
        let _ = command.stderr(Stdio::null()).status();
    }

    /// Starts the server that was killed.
    pub fn restart(&mut self) {
        self.server = run(self.folder.path(), &self.programs, self.port);
        self.wait();
    }

    /// Waits until the server takes connections. Right after a kill, processes of the old one may
    /// keep a new one from starting.
    fn wait(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let ready = Command::new(self.programs.join("pg_isready"))
                .args(["--host", "127.0.0.1", "--port", &self.port.to_string()])
                .stdout(Stdio::null())
                .status();
            if ready.unwrap().success() {
                return;
            }
            let log = self.folder.path().join("log");
            assert!(Instant::now() < deadline, "{}", fs::read_to_string(log).unwrap_or_default());
            if self.server.try_wait().unwrap().is_some() {
                self.server = run(self.folder.path(), &self.programs, self.port);
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGQUIT: at once, without waiting for clients.
        let _ = Command::new("kill").args(["-QUIT", &self.server.id().to_string()]).status();
        let _ = self.server.wait();
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect(("127.0.0.1", self.port)).is_ok() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// A server that acknowledges what is not on disk, unless a client demands better.
fn run(folder: &Path, programs: &Path, port: u16) -> Child {
    let log = fs::File::options().create(true).append(true).open(folder.join("log")).unwrap();
    as_owner(&programs.join("postgres"))
        .arg("-D")
        .arg(folder.join("data"))
        .arg("-k")
        .arg(folder)
        .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"])
        .args(["-c", "synchronous_commit=off", "-c", "wal_writer_delay=10s"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap()
}

/// `program` with the rights of nobody in particular; the process is the program itself.
fn as_owner(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
    command
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n")
}

/// Where the programs are: Debian keeps those of each version in a folder of their own.
fn programs() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut folders: Vec<PathBuf> = debian.flatten().map(|it| it.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    let all = ["initdb", "postgres", "psql", "pg_isready"];
    folders.into_iter().find(|folder| all.iter().all(|program| folder.join(program).exists()))
}
