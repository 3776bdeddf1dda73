//! The course around the bank: its path and topics, mistakes, glossary and
//! comparisons, one file each. What they name must exist.

mod comparisons;
mod glossary;
mod misconceptions;
mod topics;

use crate::model::course::Course;
use crate::model::fact::Ledger;
use crate::model::question::Question;
use spanned_toml::cursor::{Cursor, Field};
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::{Fault, Faults, quoted};
use spanned_toml::tree::{self, Node};

/// What a course may name.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The facts.
    pub ledger: &'a Ledger,
    /// The bank.
    pub questions: &'a [Question],
    /// The names of the scenarios.
    pub scenarios: &'a [&'a str],
}

/// The course in the files that `text` hands out by name: `topics`,
/// `misconceptions`, `glossary` and `comparisons`.
pub fn read(known: Known<'_>, text: impl Fn(&str) -> String) -> Result<Course, Vec<Diagnostics>> {
    let mut bad = Vec::new();
    let (steps, topics) = file(&text, "topics", known, &mut bad, topics::read).unwrap_or_default();
    let misconceptions = file(&text, "misconceptions", known, &mut bad, misconceptions::read);
    let terms = file(&text, "glossary", known, &mut bad, glossary::read);
    let comparisons = file(&text, "comparisons", known, &mut bad, comparisons::read);
    if !bad.is_empty() {
        return Err(bad);
    }
    Ok(Course {
        steps,
        topics,
        misconceptions: misconceptions.unwrap_or_default(),
        terms: terms.unwrap_or_default(),
        comparisons: comparisons.unwrap_or_default(),
    })
}

/// Reads one file of the course with the reader of its noun.
fn file<T>(
    text: impl Fn(&str) -> String,
    name: &str,
    known: Known<'_>,
    bad: &mut Vec<Diagnostics>,
    read: impl Fn(&mut Cursor<'_>, Known<'_>, &mut Faults) -> T,
) -> Option<T> {
    let source = Source { name: format!("course/{name}.toml"), text: text(name) };
    let mut faults = Faults::default();
    let root = tree::document(&source.text, &mut faults);
    let value = root.as_ref().and_then(|root| read_root(root, known, &mut faults, read));
    if faults.is_empty() {
        return value;
    }
    bad.push(faults.into_diagnostics(source, Vec::new()));
    None
}

fn read_root<T>(
    root: &Node,
    known: Known<'_>,
    faults: &mut Faults,
    read: impl Fn(&mut Cursor<'_>, Known<'_>, &mut Faults) -> T,
) -> Option<T> {
    let mut cursor = Cursor::new(root, "the file", faults)?;
    cursor.field("format_version");
    let value = read(&mut cursor, known, faults);
    cursor.finish(faults);
    Some(value)
}

/// A required text.
fn words(
    cursor: &mut Cursor<'_>,
    name: &'static str,
    example: &str,
    faults: &mut Faults,
) -> Option<String> {
    let field = cursor.required(name, &format!("{name} = \"{example}\""), faults)?;
    field.words(faults).map(str::to_owned)
}

/// The names in an array, each of which must be among `known`.
fn names<'n>(
    field: Option<Field<'_>>,
    kind: &str,
    known: &(impl Iterator<Item = &'n str> + Clone),
    faults: &mut Faults,
) -> Vec<String> {
    let Some(field) = field else { return Vec::new() };
    let Some(items) = field.items(faults) else { return Vec::new() };
    let one = |node| name(field.of(node), kind, known, faults);
    items.iter().filter_map(one).collect()
}

/// A name that must be among `known`.
fn name<'n>(
    field: Field<'_>,
    kind: &str,
    known: &(impl Iterator<Item = &'n str> + Clone),
    faults: &mut Faults,
) -> Option<String> {
    let name = field.words(faults)?;
    if known.clone().any(|one| one == name) {
        return Some(name.to_owned());
    }
    let fault = Fault::new(&field.node.place, format!("no {kind} is called {}", quoted(name)));
    faults.push(fault.expected(format!("the name of a {kind}")).suggest(name, known.clone()));
    None
}

#[cfg(test)]
mod tests;
