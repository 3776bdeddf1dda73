//! `config`: where the settings file is, what is set, and the day of the exam; and how every
//! screen reads the file.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use etcetera::BaseStrategy;

use super::context::{Context, ExitStatus};
use super::exam_date::{self, ExamDate};
use super::input::{self, BadFiles};
use crate::report::countdown;
use crate::store::{Store, clock};
use crate::tui::settings::Settings;
use quizbank::countdown::ExamCountdown;

/// The variable that names the file.
const VARIABLE: &str = "COLDSTART_CONFIG";

/// Show the path of the settings file and its settings
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart config path                        the path of the settings file
  coldstart config show                        the current settings
  coldstart config show > \"$(coldstart config path)\"
  coldstart config exam-date 2026-12-20        the day of your exam, or `none`")]
pub(super) struct Config {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print the path of the settings file; `COLDSTART_CONFIG` overrides it
    Path,
    /// Print the current settings, in the format of the file
    Show,
    /// Set the day of your exam, or print it: what is due goes by it, and which guide holds
    ExamDate {
        /// The day, or `none`
        #[arg(value_name = "DAY")]
        day: Option<ExamDate>,
    },
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
            What::ExamDate { day } => exam_date(day, context)?,
        }
        Ok(ExitStatus::Done)
    }
}

/// Sets the day of the exam where one is given, and prints how far away it is.
fn exam_date(day: Option<ExamDate>, context: &Context) -> anyhow::Result<()> {
    let mut store = context.place.open(context.terminal)?;
    if let Some(day) = day {
        exam_date::keep(store.as_mut(), day)?;
    }
    let date = store.as_ref().map(Store::exam_date).transpose()?.flatten();
    let exam = ExamCountdown::of(&input::builtin_blueprints()?, clock::now().day, date);
    let switch = countdown::switch(&exam);
    context.terminal.print(|out| {
        writeln!(out, "{}", countdown::headline(&exam))?;
        switch.iter().try_for_each(|switch| writeln!(out, "{switch}"))
    })?;
    Ok(())
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
    let reported = error.downcast_ref().and_then(|BadFiles(files)| {
        let file = files.first()?;
        let fault = file.errors().next()?;
        let line = file.source.line_of(fault.span.start);
        Some(format!("settings ignored: line {line} of {}: {}", file.source.name, fault.message))
    });
    reported.unwrap_or_else(|| format!("settings ignored: {error:#}"))
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
