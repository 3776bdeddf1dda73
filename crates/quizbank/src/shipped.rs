//! The content of this repository, for tests.

use std::fs;
use std::path::{Path, PathBuf};

use spanned_toml::bound::Figures;
use spanned_toml::diagnostic::Source;

use crate::file::{bank, blueprint, course, facts};
use crate::model::blueprint::Blueprint;
use crate::model::course::Course;
use crate::model::fact::Ledger;
use crate::model::question::Question;

/// Any figure is known: which there are, the simulator says.
pub(crate) const FIGURES: Figures = Figures::ANY;

/// What is in this folder of the repository.
fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

fn source(name: &str) -> Source {
    Source { name: name.to_owned(), text: fs::read_to_string(folder(name)).unwrap() }
}

/// The names of the files in `folder` without their ending, in order.
fn names(name: &str) -> Vec<String> {
    let stem = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let entries = fs::read_dir(folder(name)).unwrap().map(|entry| stem(entry.unwrap().path()));
    let mut names: Vec<String> = entries.collect();
    names.sort();
    names
}

/// The ledger.
pub(crate) fn ledger() -> Ledger {
    facts::read(source("questions/facts.toml")).unwrap()
}

/// The bank.
pub(crate) fn questions(ledger: &Ledger) -> Vec<Question> {
    let files =
        names("questions").into_iter().filter(|name| name != "facts" && name != "blueprints");
    let known = bank::BankReferences { ledger: Some(ledger), figures: FIGURES };
    bank::read_all(files.map(|name| source(&format!("questions/{name}.toml"))), known).unwrap()
}

/// The blueprints.
pub(crate) fn blueprints() -> Vec<Blueprint> {
    blueprint::read(source("questions/blueprints.toml")).unwrap()
}

/// The course around `questions`.
pub(crate) fn course(ledger: &Ledger, questions: &[Question]) -> Course {
    let scenarios = names("scenarios");
    let scenarios: Vec<&str> = scenarios.iter().map(String::as_str).collect();
    let known = course::CourseReferences { ledger, questions, scenarios: &scenarios };
    course::read(known, |name| source(&format!("course/{name}.toml")).text).unwrap()
}
