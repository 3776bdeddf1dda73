//! `config`: where the settings file is, and what is set; and how every screen reads it.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use etcetera::BaseStrategy;

use super::context::{Context, ExitStatus};
use super::input::{self, BadFiles};
use crate::tui::settings::Settings;

/// The variable that names the file.
const VARIABLE: &str = "COLDSTART_CONFIG";

/// Show where the settings file is, and what is set
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart config path                        where the file is, or would be
  coldstart config show                        what is set, as a file
  coldstart config show > \"$(coldstart config path)\"")]
pub(super) struct Config {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print the path of the settings file; `COLDSTART_CONFIG` names another
    Path,
    /// Print the settings that are used, in the form of the file
    Show,
}

impl Config {
    /// Prints what was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        match self.what {
            What::Path => {
                let path = path(env::var_os(VARIABLE)).context("there is no home folder")?;
                context.terminal.print(|out| writeln!(out, "{}", path.display()))?;
            }
            What::Show => {
                let settings = read()?;
                context.terminal.print(|out| write!(out, "{settings}"))?;
            }
        }
        Ok(ExitStatus::Done)
    }
}

/// The settings file: the one that `variable` (the value of [`VARIABLE`]) names, or else
/// `config.toml` in the program's folder for settings.
fn path(variable: Option<OsString>) -> Option<PathBuf> {
    if let Some(path) = variable.filter(|path| !path.is_empty()) {
        return Some(PathBuf::from(path));
    }
    let platform = etcetera::base_strategy::choose_native_strategy().ok()?;
    Some(platform.config_dir().join("coldstart").join("config.toml"))
}

/// The settings; the defaults where there is no file.
fn read() -> anyhow::Result<Settings> {
    let path = path(env::var_os(VARIABLE)).filter(|path| path.exists());
    path.map_or_else(|| Ok(Settings::default()), |path| read_file(&path))
}

fn read_file(path: &Path) -> anyhow::Result<Settings> {
    Ok(Settings::read(input::file(path)?).map_err(BadFiles::from)?)
}

/// The settings, or the defaults and why: a bad file keeps nobody from studying.
pub(super) fn settings() -> (Settings, Option<String>) {
    match read() {
        Ok(settings) => (settings, None),
        Err(error) => (Settings::default(), Some(in_a_line(&error))),
    }
}

/// What is wrong with the file, with its line.
fn in_a_line(error: &anyhow::Error) -> String {
    let told = error.downcast_ref().and_then(|BadFiles(files)| {
        let file = files.first()?;
        let fault = file.errors().next()?;
        let line = file.source.line_of(fault.span.start);
        Some(format!("settings not used: line {line} of {}: {}", file.source.name, fault.message))
    });
    told.unwrap_or_else(|| format!("settings not used: {error:#}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_wins_over_the_platform() {
        assert_eq!(path(Some(OsString::from("/a.toml"))), Some(PathBuf::from("/a.toml")));
        let platform = path(None).unwrap();
        assert!(platform.ends_with("coldstart/config.toml"), "{}", platform.display());
    }
}
