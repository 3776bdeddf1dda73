//! From the start of the program to its first frame, in a real pseudo-terminal.

use std::io::Read;
use std::time::{Duration, Instant};

use criterion::Criterion;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// Starts the program with `arguments` and waits until it has written `sign`.
fn until(arguments: &[&str], sign: &str, data: &std::path::Path) -> Duration {
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
    let (mut seen, mut buffer) = (Vec::new(), [0_u8; 8_192]);
    while !String::from_utf8_lossy(&seen).contains(sign) {
        match reader.read(&mut buffer) {
            Ok(0) | Err(_) => panic!("no {sign} in {}", String::from_utf8_lossy(&seen)),
            Ok(count) => seen.extend_from_slice(&buffer[..count]),
        }
    }
    let took = begun.elapsed();
    // It has shown what it was started for.
    let _ = child.kill();
    let _ = child.wait();
    took
}

/// The whole bank and every scenario are embedded in each of these.
pub(crate) fn first_frame(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("start to first frame, 80x24");
    group.sample_size(30);
    let data = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let sides: [(&str, &[&str], &str); 3] = [
        ("--version", &["--version"], "coldstart"),
        ("play", &["play", "health-302"], "What to look for"),
        ("the menu", &[], "Scenarios"),
    ];
    for (name, arguments, sign) in sides {
        group.bench_function(name, |bencher| {
            bencher
                .iter_custom(|times| (0..times).map(|_| until(arguments, sign, data.path())).sum());
        });
    }
    group.finish();
}
