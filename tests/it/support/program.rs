//! The program as a process: how it is started, and what it did when it has ended.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

pub const CALM: &str = "tests/cli/calm.toml";
pub const OUTAGE: &str = "tests/cli/outage.toml";
pub const ZERO: &str = "tests/cli/zero.toml";
/// Two questions.
pub const STUDY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/plain/study.toml");

/// The program with `arguments`, in the folder of the manifest and in an environment
/// that says nothing about color and hides what the developer has learned.
pub fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coldstart"));
    command
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("NO_COLOR")
        .env_remove("DATABASE_URL")
        .env_remove("PGPASSWORD")
        .env("COLDSTART_DATA", env!("CARGO_TARGET_TMPDIR"))
        .env("COLDSTART_CONFIG", "/nonexistent/config.toml")
        .env("TERM", "xterm-256color")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// How often a test kills the program: as `KILLS` says, otherwise `usually`.
pub fn kills(usually: usize) -> usize {
    let wanted = std::env::var("KILLS").ok();
    wanted.and_then(|number| number.parse().ok()).unwrap_or(usually)
}

/// What the program does with `arguments`.
pub fn coldstart(arguments: &[&str]) -> Finished {
    finish(&mut program(arguments))
}

/// The names of the built-in scenarios.
pub fn scenarios() -> Vec<String> {
    let rows = coldstart(&["list", "scenarios", "--format", "json"]).json();
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

/// Runs `command` to its end.
pub fn finish(command: &mut Command) -> Finished {
    command.output().unwrap().into()
}

/// Runs `command` to its end while all of `lines` is typed.
pub fn say(command: &mut Command, lines: &str) -> Finished {
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    // A program that ends before everything is said breaks the pipe.
    let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
    child.wait_with_output().unwrap().into()
}

/// What a process left behind.
#[derive(Debug)]
pub struct Finished {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Finished {
    fn from(output: Output) -> Self {
        let [stdout, stderr] =
            [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        Self { code: output.status.code(), stdout, stderr }
    }
}

impl Finished {
    /// Fails unless it ended with `code`, and shows why.
    #[track_caller]
    pub fn assert_code(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "{}{}", self.stdout, self.stderr);
        self
    }

    /// The result of a success.
    #[track_caller]
    pub fn printed(self) -> String {
        self.assert_code(0);
        self.stdout
    }

    /// The message of a refusal, which comes without any result.
    #[track_caller]
    pub fn fails(self) -> String {
        self.assert_code(2);
        assert_eq!(self.stdout, "");
        self.stderr
    }

    /// What was printed, as the one JSON value that it is.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// What was printed, as a JSON value a line.
    #[track_caller]
    pub fn json_lines(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}
