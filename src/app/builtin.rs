//! The content that is embedded in the program: it runs from any folder.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::LazyLock;

use apprunner_sim::file::draft::Draft;
use apprunner_sim::file::scenario::Request;
use apprunner_sim::model::metric;
use flate2::read::DeflateDecoder;
use quizbank::file::{bank, blueprint, course, facts};
use quizbank::model::blueprint::Blueprint;
use quizbank::model::course::Course;
use quizbank::model::fact::Ledger;
use quizbank::model::question::Question;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::setting::Setting;

/// Every built-in scenario as name and text, in order of name.
pub fn scenarios() -> &'static [(&'static str, &'static str)] {
    folder("scenarios")
}

/// The text of the built-in scenario called `name`.
pub fn scenario(name: &str) -> Option<&'static str> {
    find(scenarios(), name)
}

/// Every built-in question file as name and text, in order of name.
pub fn questions() -> impl Iterator<Item = (&'static str, &'static str)> {
    folder("questions").iter().copied().filter(|(name, _)| !NO_QUESTIONS.contains(name))
}

/// The text of the facts ledger.
pub fn facts() -> &'static str {
    find(folder("questions"), "facts").unwrap_or_default()
}

/// The text of the exam blueprints.
pub fn blueprints() -> &'static str {
    find(folder("questions"), "blueprints").unwrap_or_default()
}

/// The text of the file of the course called `name`.
pub fn course(name: &str) -> &'static str {
    find(folder("course"), name).unwrap_or_default()
}

/// The page of formats, whose examples show every field.
pub fn formats() -> &'static str {
    find(folder("docs"), "formats").unwrap_or_default()
}

/// A built-in text under the path that it has in the repository.
pub fn source(folder: &str, name: &str, text: &str) -> Source {
    Source { name: format!("{folder}/{name}.toml"), text: text.to_owned() }
}

/// The built-in scenario called `name` with `set` in it; `None` where there is
/// none of that name.
pub fn draft(name: &str, set: Vec<Setting>) -> Option<Result<Draft, Diagnostics>> {
    let base = source("scenarios", name, scenario(name)?);
    Some(Draft::read(base, Request { set, ..Request::default() }))
}

/// What a bank of this program may refer to: the facts of `ledger`, where there
/// is one, and the figures of the simulator.
pub fn known(ledger: Option<&Ledger>) -> bank::BankReferences<'_> {
    bank::BankReferences { ledger, figures: metric::NAMES }
}

/// Every built-in question, with the checks that one file alone cannot pass:
/// ids are unique over all files, and enemies exist.
pub fn read_bank(ledger: &Ledger) -> Result<Vec<Question>, Vec<Diagnostics>> {
    let sources = questions().map(|(name, text)| source("questions", name, text));
    bank::read_all(sources, known(Some(ledger)))
}

/// The built-in blueprints.
pub fn read_blueprints() -> Result<Vec<Blueprint>, Diagnostics> {
    blueprint::read(source("questions", "blueprints", blueprints()))
}

/// The built-in facts.
pub fn read_facts() -> Result<Ledger, Diagnostics> {
    facts::read(source("questions", "facts", facts()))
}

/// The built-in course around `questions`.
pub fn read_course(ledger: &Ledger, questions: &[Question]) -> Result<Course, Vec<Diagnostics>> {
    let names: Vec<&str> = scenarios().iter().map(|&(name, _)| name).collect();
    let known = course::CourseReferences { ledger, questions, scenarios: &names };
    course::read(known, |name| self::course(name).to_owned())
}

/// Files beside the questions that hold none.
const NO_QUESTIONS: [&str; 2] = ["facts", "blueprints"];

/// The embedded texts of all files, a NUL after each.
static TEXT: LazyLock<String> = LazyLock::new(|| {
    let packed = include_bytes!(concat!(env!("OUT_DIR"), "/content.deflate"));
    let mut text = String::new();
    let read = DeflateDecoder::new(&packed[..]).read_to_string(&mut text);
    // What the build packed is whole.
    read.map_or_else(|_| String::new(), |_| text)
});

/// The embedded files of each folder as name and text, in order of name.
static FILES: LazyLock<BTreeMap<&str, Vec<(&str, &str)>>> = LazyLock::new(|| {
    let names: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/content.rs"));
    let mut files: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (&(folder, name), text) in names.iter().zip(TEXT.split('\0')) {
        files.entry(folder).or_default().push((name, text));
    }
    files
});

/// Every file of the folder called `name`.
fn folder(name: &str) -> &'static [(&'static str, &'static str)] {
    FILES.get(name).map_or(&[], Vec::as_slice)
}

/// The text of the file called `name`.
fn find(files: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    files.iter().find_map(|&(known, text)| (known == name).then_some(text))
}
