//! A folder of its own for a test: the program works in it, and keeps what a learner
//! does in `data` beneath.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::program::{Finished, finish, program, say};

pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        Self(folder)
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Where the data is.
    pub fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    /// The file called `name`, from the root.
    pub fn file(&self, name: &str) -> String {
        self.path().join(name).to_str().unwrap().to_owned()
    }

    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        fs::write(self.path().join(name), contents).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    pub fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.read(name)).unwrap()
    }

    /// The program with `arguments`, in this folder.
    pub fn program(&self, arguments: &[&str]) -> Command {
        let mut command = program(arguments);
        command.current_dir(self.path()).env("COLDSTART_DATA", self.data());
        command
    }

    /// What the program does with `arguments` in this folder.
    pub fn run(&self, arguments: &[&str]) -> Finished {
        finish(&mut self.program(arguments))
    }

    /// What it does while all of `lines` is typed.
    pub fn say(&self, arguments: &[&str], lines: &str) -> Finished {
        say(&mut self.program(arguments), lines)
    }
}
