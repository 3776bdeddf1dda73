//! The program in a real pseudo-terminal, until it has shown something.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// A program that has not shown the sign by then never will.
const PATIENCE: Duration = Duration::from_mins(1);

/// How long the program with `arguments` and the folder `data` takes from its start until it has
/// written `sign`, at 80x24: by the clock, and of the CPU by the thread that draws, where Linux
/// tells it. The latter does not wait for other programs.
pub(crate) fn until(arguments: &[&str], sign: &str, data: &Path) -> (Duration, Option<Duration>) {
    let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap_or_else(|error| panic!("{error}"));
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_coldstart"));
    command.args(arguments);
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.env("COLDSTART_DATA", data);
    let mut reader = pair.master.try_clone_reader().unwrap_or_else(|error| panic!("{error}"));
    let begun = Instant::now();
    let mut child = pair.slave.spawn_command(command).unwrap_or_else(|error| panic!("{error}"));
    drop(pair.slave);
    let mut killer = child.clone_killer();
    let (shown, waiting) = mpsc::channel::<()>();
    thread::spawn(move || {
        if waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            // Its end ends the reading below.
            let _ = killer.kill();
        }
    });
    let (mut seen, mut buffer) = (Vec::new(), [0_u8; 8_192]);
    while !String::from_utf8_lossy(&seen).contains(sign) {
        match reader.read(&mut buffer) {
            Ok(0) | Err(_) => panic!("no {sign} in {}", String::from_utf8_lossy(&seen)),
            Ok(count) => seen.extend_from_slice(&buffer[..count]),
        }
    }
    let clock = begun.elapsed();
    drop(shown);
    let cpu = child.process_id().and_then(|id| {
        let times = fs::read_to_string(format!("/proc/{id}/task/{id}/schedstat")).ok()?;
        Some(Duration::from_nanos(times.split(' ').next()?.parse().ok()?))
    });
    // It has shown what it was started for.
    let _ = child.kill();
    let _ = child.wait();
    (clock, cpu)
}
