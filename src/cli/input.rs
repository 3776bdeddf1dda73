//! What is named on the command line: built-in content or files of the user's
//! own, read up to a limit, with advice when a name is nearly right.

use std::collections::hash_map::RandomState;
use std::fs::{self, File};
use std::hash::{BuildHasher, Hasher};
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};

use crate::app::builtin;
use crate::store::clock;
use apprunner_sim::file::draft::Draft;
use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::model::scenario::Scenario;
use quizbank::countdown::ExamCountdown;
use quizbank::file::bank;
use quizbank::form::FormError;
use quizbank::model::blueprint::Blueprint;
use quizbank::model::calendar::Day;
use quizbank::model::course::Course;
use quizbank::model::fact::Ledger;
use quizbank::model::paper::MAX_SEED;
use quizbank::model::question::Question;
use quizbank::select::UnknownTopic;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::nearest;
use spanned_toml::source;

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
    let reported = |file: &Diagnostics| {
        let fault = file.errors().next()?;
        Some(format!("{}: {}", file.source.name, fault.message))
    };
    files.iter().find_map(reported).unwrap_or_else(|| "the file has errors".to_owned())
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
        Some(text) => Ok(builtin::source("scenarios", argument, text)),
        None => Err(unknown_scenario(argument)),
    }
}

/// Whether `argument` leads to a file. A name is a word; everything else that leads
/// to a file shows it.
pub(super) fn is_path(argument: &str) -> bool {
    let has_extension = Path::new(argument).extension().is_some_and(|it| it == "toml");
    has_extension || argument.contains(['/', '\\'])
}

/// The error for a name that no `what` has: with the one it may be meant for, or
/// else with `otherwise`.
pub(super) fn unknown<'n>(
    what: &str,
    typed: &str,
    known: impl IntoIterator<Item = &'n str>,
    otherwise: &str,
) -> anyhow::Error {
    match nearest(typed, known) {
        Some(near) => anyhow!("there is no {what} `{typed}`; did you mean `{near}`?"),
        None => anyhow!("there is no {what} `{typed}`; {otherwise}"),
    }
}

/// The blueprint called `name`, or without a name that of the exam that is prepared for: the
/// one that is held on the learner's `exam_date`, or else today. Where that exam has none, it is the
/// first that is valid on the day.
pub(super) fn blueprint<'b>(
    blueprints: &'b [Blueprint],
    name: Option<&str>,
    exam_date: Option<Day>,
) -> anyhow::Result<&'b Blueprint> {
    let Some(name) = name else {
        let today = clock::now().day;
        let exam = ExamCountdown::of(blueprints, today, exam_date);
        let day = exam.date.unwrap_or(today).to_string();
        let valid = || blueprints.iter().find(|one| one.is_valid_on(&day));
        return (exam.blueprint(blueprints).or_else(valid))
            .context("there is no exam to prepare for; name a blueprint with `--blueprint`");
    };
    blueprints.iter().find(|one| one.is_called(name)).ok_or_else(|| {
        let names: Vec<&str> = blueprints.iter().map(|one| one.name.as_str()).collect();
        let otherwise = format!("available: {}", names.join(", "));
        unknown("blueprint", name, names, &otherwise)
    })
}

/// An unknown topic, with the nearest one or with all there are.
pub(super) fn unknown_topic(UnknownTopic { topic, known }: &UnknownTopic) -> anyhow::Error {
    let otherwise = format!("available: {}", known.join(", "));
    unknown("topic", topic, known.iter().map(AsRef::as_ref), &otherwise)
}

/// A form that cannot be had, with the way out.
pub(super) fn no_form(error: FormError) -> anyhow::Error {
    match &error {
        FormError::TopicMissing(_) => anyhow!("{error} with `--topic`"),
        FormError::UnknownTopic(topic) => unknown_topic(topic),
        _ => error.into(),
    }
}

/// A seed that is another one each time, short enough to be typed again. The
/// standard library seeds its hashers from the system.
pub(super) fn entropy() -> u64 {
    RandomState::new().build_hasher().finish() % 1_000_000
}

/// A seed for a paper, which nobody guesses by trying: any up to [`MAX_SEED`].
pub(super) fn secret_seed() -> u64 {
    RandomState::new().build_hasher().finish() & MAX_SEED
}

fn unknown_scenario(argument: &str) -> anyhow::Error {
    if Path::new(argument).is_file() {
        return anyhow!("there is no scenario `{argument}`; to use the file, enter `./{argument}`");
    }
    let names = builtin::scenarios().iter().map(|(name, _)| *name);
    unknown("scenario", argument, names, "`coldstart list scenarios` lists all scenarios")
}

/// The text of the file at `path`. Reading stops just past the limit, so that a
/// device without end does no harm.
pub(super) fn file(path: &Path) -> anyhow::Result<Source> {
    let file = open(path)?;
    let size = file.metadata().map_or(0, |it| usize::try_from(it.len()).unwrap_or(usize::MAX));
    whole(&path.display().to_string(), file, size)
}

/// What `input`, called `name`, holds.
pub(super) fn read(name: &str, input: impl Read) -> anyhow::Result<Source> {
    whole(name, input, 0)
}

/// The same for an input that is said to have `size` bytes.
fn whole(name: &str, input: impl Read, size: usize) -> anyhow::Result<Source> {
    // One more, so that the end is seen without more room.
    let mut bytes = Vec::with_capacity(size.min(source::MAX_BYTES) + 1);
    let read = input.take(source::MAX_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.with_context(|| format!("cannot read `{name}`"))?;
    Ok(source::from_bytes(name, bytes).map_err(BadFiles::from)?)
}

/// The file at `path`, open; a folder is none.
pub(super) fn open(path: &Path) -> anyhow::Result<File> {
    let complaint = || format!("cannot read `{}`", path.display());
    // Asked of the path: Windows opens no folder.
    if fs::metadata(path).with_context(complaint)?.is_dir() {
        bail!("{}: it is a folder; name a file in the folder", complaint());
    }
    File::open(path).with_context(complaint)
}

/// The files at `paths`; a folder stands for the files in it that have one of `endings`, in order.
pub(super) fn files_of(paths: &[PathBuf], endings: &[&str]) -> anyhow::Result<Vec<PathBuf>> {
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
        let is_wanted =
            |file: &Path| file.extension().is_some_and(|it| endings.iter().any(|one| it == *one));
        found.retain(|file| is_wanted(file) && !file.is_dir());
        if found.is_empty() {
            bail!("there is no .{} file in the folder `{name}`", endings.join(" or ."));
        }
        found.sort();
        files.extend(found);
    }
    Ok(files)
}

/// How the table of a question begins.
pub(super) const QUESTION: &str = "[[question]]";

/// What a file of content holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// One scenario.
    Scenario,
    /// Questions of one topic.
    Questions,
    /// The facts.
    Facts,
    /// Formats of exams.
    Blueprints,
}

impl Content {
    /// What `source` means to hold, broken or not: its tables say it.
    pub(super) fn of(source: &Source) -> Self {
        let has =
            |table: &str| source.text.lines().any(|line| line.trim_start().starts_with(table));
        let is_scenario = has("duration") && !has("topic");
        if has(QUESTION) && !is_scenario {
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
    let ledger = builtin::source("questions", "facts", builtin::facts());
    let blueprints = builtin::source("questions", "blueprints", builtin::blueprints());
    let mut all = vec![(Content::Facts, ledger), (Content::Blueprints, blueprints)];
    for (name, text) in builtin::questions() {
        all.push((Content::Questions, builtin::source("questions", name, text)));
    }
    for (name, text) in builtin::scenarios() {
        all.push((Content::Scenario, builtin::source("scenarios", name, text)));
    }
    all
}

/// The built-in scenarios, each under its own edition.
pub(super) fn builtin_scenarios() -> anyhow::Result<Vec<Scenario>> {
    builtin::scenarios().iter().map(|(name, _)| scenario(name, &Request::default())).collect()
}

/// The built-in facts.
pub(super) fn builtin_facts() -> anyhow::Result<Ledger> {
    Ok(builtin::read_facts().map_err(BadFiles::from)?)
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

/// The questions at `paths`, where a folder stands for every file of questions in it, or the
/// built-in ones where there are none.
pub(super) fn bank(paths: &[PathBuf], ledger: &Ledger) -> anyhow::Result<Vec<Question>> {
    if paths.is_empty() {
        return builtin_questions(ledger);
    }
    let mut sources = Vec::new();
    for path in paths {
        let files = files_of(std::slice::from_ref(path), &["toml"])?;
        let read = files.iter().map(|path| file(path)).collect::<Result<Vec<Source>, _>>()?;
        let is_wanted =
            |source: &Source| !path.is_dir() || Content::of(source) == Content::Questions;
        let wanted: Vec<Source> = read.into_iter().filter(is_wanted).collect();
        if wanted.is_empty() {
            bail!("there is no question file in the folder `{}`", path.display());
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
