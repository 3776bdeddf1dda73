//! The real binary where it runs a scenario many times or measures it: `sweep`,
//! `compare` and `run --metrics`.

#![expect(
    clippy::float_cmp,
    reason = "counts are whole numbers, and equal values have equal means"
)]

mod compare;
#[cfg(unix)]
mod interrupt;
mod metrics;
mod sweep;

use std::process::{Command, Output, Stdio};

use serde_json::Value;

const CALM: &str = "tests/cli/calm.toml";
const OUTAGE: &str = "tests/cli/outage.toml";
const ZERO: &str = "tests/cli/zero.toml";

/// The binary with `arguments`, in the folder of the manifest.
fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coldstart"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
    command.env("COLDSTART_DATA", env!("CARGO_TARGET_TMPDIR"));
    command
}

fn coldstart(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Fails unless `output` ended with `code`, and shows why.
#[track_caller]
fn assert_code(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}{}", stdout(output), stderr(output));
}
