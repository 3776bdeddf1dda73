//! What is named on the command line: built-in content or files of the user's
//! own, read up to a limit, with advice when a name is nearly right.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};

use crate::app::builtin;
use apprunner_sim::file::draft::Draft;
use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::model::scenario::Scenario;
use quizbank::file::bank;
use quizbank::file::facts;
use quizbank::model::blueprint::Blueprint;
use quizbank::model::course::Course;
use quizbank::model::fact::Ledger;
use quizbank::model::question::Question;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::source;

/// Names less alike than this are no typing mistakes.
const ALIKE: f64 = 0.75;

/// Files whose faults have been found.
#[derive(Debug, thiserror::Error)]
#[error("{}", first_fault(.0))]
pub(super) struct BadFiles(pub(super) Vec<Diagnostics>);

impl From<Diagnostics> for BadFiles {
    fn from(faults: Diagnostics) -> Self {
        Self(vec![faults])
    }
}

/// All that fits in a line where there is no room for the places.
fn first_fault(files: &[Diagnostics]) -> String {
    let told = |file: &Diagnostics| {
        let fault = file.errors().next()?;
        Some(format!("{}: {}", file.source.name, fault.message))
    };
    files.iter().find_map(told).unwrap_or_else(|| "there are faults".to_owned())
}

/// The scenario that `argument` names, changed as `request` says.
pub(super) fn scenario(argument: &str, request: &Request) -> anyhow::Result<Scenario> {
    let source = scenario_source(argument)?;
    Ok(scenario::read(source, request).map_err(BadFiles::from)?)
}

/// The draft of the scenario that `argument` names, changed as `request` says.
pub(super) fn draft(argument: &str, request: Request) -> anyhow::Result<Draft> {
    Ok(Draft::read(scenario_source(argument)?, request).map_err(BadFiles::from)?)
}

/// The text of the scenario that `argument` names.
pub(super) fn scenario_source(argument: &str) -> anyhow::Result<Source> {
    if is_path(argument) {
        return file(Path::new(argument));
    }
    match builtin::scenario(argument) {
        Some(text) => Ok(builtin_source("scenarios", argument, text)),
        None => Err(unknown_scenario(argument)),
    }
}

/// A name is a word; everything else that leads to a file shows it.
fn is_path(argument: &str) -> bool {
    let has_extension = Path::new(argument).extension().is_some_and(|it| it == "toml");
    has_extension || argument.contains(['/', '\\'])
}

/// The name most like what was typed, if one is alike at all.
pub(super) fn nearest<'n>(
    typed: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(typed, name), name))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, name)| name)
}

fn unknown_scenario(argument: &str) -> anyhow::Error {
    let names = builtin::scenarios().iter().map(|(name, _)| *name);
    if let Some(name) = nearest(argument, names) {
        return anyhow!("there is no scenario `{argument}`; did you mean `{name}`?");
    }
    if Path::new(argument).is_file() {
        return anyhow!("there is no scenario `{argument}`; for the file, write `./{argument}`");
    }
    anyhow!("there is no scenario `{argument}`; `coldstart list scenarios` names them all")
}

/// The text of the file at `path`. Reading stops just past the limit, so that a
/// device without end does no harm.
pub(super) fn file(path: &Path) -> anyhow::Result<Source> {
    let name = path.display().to_string();
    // Asked of the path: Windows opens no folder.
    let kind = fs::metadata(path).with_context(|| format!("cannot read `{name}`"))?;
    if kind.is_dir() {
        bail!("cannot read `{name}`: it is a folder; name a file in it");
    }
    let handle = File::open(path).with_context(|| format!("cannot read `{name}`"))?;
    let mut bytes = Vec::new();
    let read = handle.take(source::MAX_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.with_context(|| format!("cannot read `{name}`"))?;
    Ok(source::from_bytes(&name, bytes).map_err(BadFiles::from)?)
}

/// The files at `paths`; a folder stands for the TOML files in it, in order.
pub(super) fn files_of(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let name = path.display();
        let entries = fs::read_dir(path).with_context(|| format!("cannot read `{name}`"))?;
        let entries = entries.collect::<Result<Vec<_>, _>>();
        let entries = entries.with_context(|| format!("cannot read `{name}`"))?;
        let mut found: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
        found.retain(|file| file.extension().is_some_and(|it| it == "toml") && !file.is_dir());
        if found.is_empty() {
            bail!("there is no TOML file in the folder `{name}`");
        }
        found.sort();
        files.extend(found);
    }
    Ok(files)
}

/// What a file of content holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// One scenario.
    Scenario,
    /// Questions of one topic.
    Questions,
    /// The ledger of facts.
    Facts,
    /// Shapes of exams.
    Blueprints,
}

impl Content {
    /// What `source` means to hold, broken or not: its tables say it.
    pub(super) fn of(source: &Source) -> Self {
        let has =
            |table: &str| source.text.lines().any(|line| line.trim_start().starts_with(table));
        if has("[[question]]") {
            Self::Questions
        } else if has("[[fact]]") {
            Self::Facts
        } else if has("[[blueprint]]") {
            Self::Blueprints
        } else {
            Self::Scenario
        }
    }
}

/// Everything that is built in.
pub(super) fn builtin_content() -> Vec<(Content, Source)> {
    let ledger = builtin_source("questions", "facts", builtin::facts());
    let blueprints = builtin_source("questions", "blueprints", builtin::blueprints());
    let mut all = vec![(Content::Facts, ledger), (Content::Blueprints, blueprints)];
    for (name, text) in builtin::questions() {
        all.push((Content::Questions, builtin_source("questions", name, text)));
    }
    for (name, text) in builtin::scenarios() {
        all.push((Content::Scenario, builtin_source("scenarios", name, text)));
    }
    all
}

/// The built-in scenarios, each under its own edition.
pub(super) fn builtin_scenarios() -> anyhow::Result<Vec<Scenario>> {
    builtin::scenarios().iter().map(|(name, _)| scenario(name, &Request::default())).collect()
}

/// The built-in facts.
pub(super) fn builtin_facts() -> anyhow::Result<Ledger> {
    Ok(facts::read(builtin_source("questions", "facts", builtin::facts()))
        .map_err(BadFiles::from)?)
}

/// The built-in shapes of forms.
pub(super) fn builtin_blueprints() -> anyhow::Result<Vec<Blueprint>> {
    Ok(builtin::read_blueprints().map_err(BadFiles::from)?)
}

/// The questions in the files at `paths`, or the built-in ones where there are none.
pub(super) fn questions(paths: &[PathBuf], ledger: &Ledger) -> anyhow::Result<Vec<Question>> {
    if paths.is_empty() {
        return builtin_questions(ledger);
    }
    let sources: Vec<Source> = paths.iter().map(|path| file(path)).collect::<Result<_, _>>()?;
    Ok(bank::read_all(sources, builtin::known(Some(ledger))).map_err(BadFiles)?)
}

/// The questions at `paths`, where a folder stands for every file of questions in
/// it, or the built-in ones where there are none.
pub(super) fn bank(paths: &[PathBuf], ledger: &Ledger) -> anyhow::Result<Vec<Question>> {
    if paths.is_empty() {
        return builtin_questions(ledger);
    }
    let mut sources = Vec::new();
    for path in paths {
        let files = files_of(std::slice::from_ref(path))?;
        let read = files.iter().map(|path| file(path)).collect::<Result<Vec<Source>, _>>()?;
        let is_wanted =
            |source: &Source| !path.is_dir() || Content::of(source) == Content::Questions;
        let wanted: Vec<Source> = read.into_iter().filter(is_wanted).collect();
        if wanted.is_empty() {
            bail!("there is no file of questions in the folder `{}`", path.display());
        }
        sources.extend(wanted);
    }
    Ok(bank::read_all(sources, builtin::known(Some(ledger))).map_err(BadFiles)?)
}

/// The built-in questions, which rest on the facts of `ledger`.
pub(super) fn builtin_questions(ledger: &Ledger) -> anyhow::Result<Vec<Question>> {
    Ok(builtin::read_bank(ledger).map_err(BadFiles)?)
}

/// The built-in course around `questions`, which rest on `ledger`.
pub(super) fn course_around(ledger: &Ledger, questions: &[Question]) -> anyhow::Result<Course> {
    Ok(builtin::read_course(ledger, questions).map_err(BadFiles)?)
}

/// A built-in text under the path that it has in the repository.
fn builtin_source(folder: &str, name: &str, text: &str) -> Source {
    Source { name: format!("{folder}/{name}.toml"), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_shows_that_it_is_one() {
        for path in ["./surge", "surge.toml", "lab/surge", r"lab\surge"] {
            assert!(is_path(path), "{path}");
        }
        assert!(!is_path("campaign-surge"));
    }

    #[test]
    fn a_folder_and_an_endless_device_are_refused() {
        let folder = file(Path::new("/")).unwrap_err();
        assert!(folder.to_string().contains("it is a folder"), "{folder:#}");
        let endless = Path::new("/dev/zero");
        if endless.exists() {
            let error = file(endless).unwrap_err();
            assert!(error.is::<BadFiles>(), "{error:#}");
        }
    }
}
