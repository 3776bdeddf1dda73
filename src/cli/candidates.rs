//! What a shell offers for an argument: names of built-in content, and files beside them.

use std::collections::BTreeSet;
use std::ffi::OsStr;

use clap_complete::engine::{
    ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter as _,
};

use crate::app::builtin;
use apprunner_sim::file::scenario::{self, Request};
use spanned_toml::diagnostic::Source;

/// The scenarios, each with its title, and files.
pub(super) fn scenarios() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| with_files(typed, titles(typed, |_| true)))
}

/// The labs, each with its title, and files.
pub(super) fn labs() -> ArgValueCompleter {
    let is_lab = |text: &str| text.lines().any(|line| line.trim_end() == "[lab]");
    ArgValueCompleter::new(move |typed: &OsStr| with_files(typed, titles(typed, is_lab)))
}

/// The topics.
pub(super) fn topics() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let topic = |(_, text): (&str, &'static str)| {
            let line = text.lines().find_map(|line| line.strip_prefix("topic = \""))?;
            line.split('"').next()
        };
        let topics: BTreeSet<&str> = builtin::questions().filter_map(topic).collect();
        beginning(typed, topics).map(CompletionCandidate::new).collect()
    })
}

/// The blueprints, each with its title.
pub(super) fn blueprints() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let blueprints = builtin::read_blueprints().unwrap_or_default();
        let wanted = blueprints.iter().filter(|one| begins(typed, &one.name));
        wanted.map(|one| candidate(&one.name, &one.title)).collect::<Vec<_>>()
    })
}

/// The scenarios whose names begin as `typed` and whose text `is_wanted`.
fn titles(typed: &OsStr, is_wanted: impl Fn(&str) -> bool) -> Vec<CompletionCandidate> {
    let wanted = builtin::scenarios().iter();
    let wanted = wanted.filter(|(name, text)| begins(typed, name) && is_wanted(text));
    let candidates = wanted.map(|&(name, text)| {
        let source = Source { name: format!("{name}.toml"), text: text.to_owned() };
        let title = scenario::read(source, &Request::default()).map(|read| read.title);
        candidate(name, &title.unwrap_or_default())
    });
    candidates.collect()
}

fn candidate(name: &str, title: &str) -> CompletionCandidate {
    CompletionCandidate::new(name).help(Some(title.to_owned().into()))
}

/// `names`, and the TOML files and folders that `typed` may lead to.
fn with_files(typed: &OsStr, mut names: Vec<CompletionCandidate>) -> Vec<CompletionCandidate> {
    let is_file = |path: &std::path::Path| path.extension().is_some_and(|it| it == "toml");
    names.extend(PathCompleter::file().filter(is_file).complete(typed));
    names
}

fn beginning<'n>(
    typed: &OsStr,
    names: impl IntoIterator<Item = &'n str>,
) -> impl Iterator<Item = &'n str> {
    names.into_iter().filter(move |name| begins(typed, name))
}

fn begins(typed: &OsStr, name: &str) -> bool {
    typed.to_str().is_some_and(|typed| name.starts_with(typed))
}
