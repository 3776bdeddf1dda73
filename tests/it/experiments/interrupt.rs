//! Ctrl-C in a real terminal: what is finished is printed.

use std::io::{Read, Write};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

const PATIENCE: Duration = Duration::from_mins(1);

/// Runs the binary with `arguments` in a terminal, presses ctrl-c once `sign` is
/// shown, and gives its exit code and all that it wrote.
fn interrupted(arguments: &[&str], sign: &str) -> (u32, String) {
    let size = PtySize { rows: 40, cols: 100, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_coldstart"));
    command.args(arguments);
    command.cwd(env!("CARGO_MANIFEST_DIR"));
    command.env("COLDSTART_DATA", env!("CARGO_TARGET_TMPDIR"));
    command.env("TERM", "xterm-256color");
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut keyboard = pair.master.take_writer().unwrap();
    let (sender, output) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = reader.read(&mut bytes) {
            if sender.send(bytes[..count].to_vec()).is_err() {
                break;
            }
        }
    });
    let deadline = Instant::now() + PATIENCE;
    let mut written = Vec::new();
    let mut is_pressed = false;
    while let Ok(bytes) = output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        written.extend(bytes);
        if !is_pressed && String::from_utf8_lossy(&written).contains(sign) {
            keyboard.write_all(b"\x03").unwrap();
            is_pressed = true;
        }
    }
    let text = String::from_utf8_lossy(&written).into_owned();
    assert!(is_pressed, "no `{sign}` in:\n{text}");
    (child.wait().unwrap().exit_code(), text)
}

#[test]
fn a_sweep_prints_the_rows_that_are_finished() {
    let vary = "duration=20s,9000h";
    let (code, text) = interrupted(
        &["sweep", super::CALM, "--vary", vary, "--reps", "2", "--jobs", "1"],
        "2 of 4 runs",
    );
    assert_eq!(code, 130, "{text}");
    assert!(text.contains("interrupted: 1 of 2 settings are finished"), "{text}");
    let rows = text.lines().filter(|line| line.starts_with(" 20s") || line.starts_with(" 9000h"));
    assert_eq!(rows.count(), 1, "{text}");
}

#[test]
fn a_comparison_without_a_finished_pair_prints_none() {
    let options = ["--with-set", "duration=9000h", "--jobs", "1"];
    let (code, text) = interrupted(&[&["compare", super::CALM], &options[..]].concat(), "0 of 40");
    assert_eq!(code, 130, "{text}");
    assert!(text.contains("interrupted: 0 of 20 pairs are finished"), "{text}");
    assert!(!text.contains("figure"), "{text}");
}
