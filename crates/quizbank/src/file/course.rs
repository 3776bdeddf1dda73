//! The course around the bank: its path and topics, mistakes, glossary and
//! comparisons, one file each. What they name must exist.

mod comparisons;
mod glossary;
mod misconceptions;
mod references;
mod topics;

pub use self::references::CourseReferences;

use crate::model::course::Course;
use spanned_toml::cursor::Cursor;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::document;
use spanned_toml::faults::Syntax;

/// Reads the course in the files that `text` hands out by name: `topics`,
/// `misconceptions`, `glossary` and `comparisons`.
///
/// # Errors
///
/// The faults of each file that has any.
pub fn read(
    known: CourseReferences<'_>,
    text: impl Fn(&str) -> String,
) -> Result<Course, Vec<Diagnostics>> {
    let mut bad = Vec::new();
    let (steps, topics) = file(&text, "topics", known, &mut bad, topics::read);
    let misconceptions = file(&text, "misconceptions", known, &mut bad, misconceptions::read);
    let terms = file(&text, "glossary", known, &mut bad, glossary::read);
    let comparisons = file(&text, "comparisons", known, &mut bad, comparisons::read);
    let course = Course { steps, topics, misconceptions, terms, comparisons };
    if bad.is_empty() { Ok(course) } else { Err(bad) }
}

/// Reads one file of the course with the reader of its noun.
fn file<T: Default>(
    text: impl Fn(&str) -> String,
    name: &str,
    known: CourseReferences<'_>,
    bad: &mut Vec<Diagnostics>,
    read: impl Fn(&mut Cursor<'_>, CourseReferences<'_>) -> T,
) -> T {
    let source = Source { name: format!("course/{name}.toml"), text: text(name) };
    let value = document::read(source, Syntax::Toml, "the file", |file| read(file, known));
    value.unwrap_or_else(|faults| {
        bad.push(faults);
        T::default()
    })
}

#[cfg(test)]
mod tests;
