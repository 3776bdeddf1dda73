//! The facts ledger: every checkable claim of the course beside what AWS
//! documents.

use std::collections::BTreeSet;

use crate::model::fact::{Fact, Ledger};
use spanned_toml::cursor::Cursor;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::document;
use spanned_toml::faults::Syntax;
use spanned_toml::field::Field;
use spanned_toml::schema::Schema;

/// Reads the ledger in `source`.
///
/// # Errors
///
/// Every fault of the file.
pub fn read(source: Source) -> Result<Ledger, Diagnostics> {
    let lines = line_starts(&source.text);
    document::read(source, Syntax::Toml, "the ledger", |cursor| ledger(cursor, &lines))
}

/// Adds to `schema` what the reading of the ledger in `source` shows.
///
/// # Errors
///
/// Every fault of the file.
pub fn learn(source: Source, schema: &mut Schema) -> Result<(), Diagnostics> {
    schema.learn_from(source, |document| document.read("the ledger", |cursor| ledger(cursor, &[])))
}

/// Reads the ledger, of a file whose lines begin at `lines`.
fn ledger(cursor: &mut Cursor<'_>, lines: &[usize]) -> Ledger {
    let mut ids = BTreeSet::new();
    Ledger {
        chapter_edition: cursor.required("chapter_edition", "\"…\"").words(),
        aws_read: cursor.required("aws_read", "\"2026-11-24\"").words(),
        facts: cursor.required_tables("fact", "[[fact]]", |table| fact(table, lines, &mut ids)),
    }
}

/// Reads one `[[fact]]`.
fn fact(cursor: &mut Cursor<'_>, lines: &[usize], ids: &mut BTreeSet<String>) -> Fact {
    let offset = cursor.place().span.start;
    let title = cursor.optional("title", Field::words);
    let mut fact = Fact {
        id: cursor.required("id", "\"scaling.min-default\"").unique("id", ids),
        title: String::new(),
        topic: cursor.required("topic", "\"scaling\"").words(),
        // Where the course is silent, its side is empty.
        chapter: cursor.required("chapter", "\"…\"").text().to_owned(),
        // Where nothing is documented, the AWS side is empty.
        aws: cursor.required("aws", "\"…\"").text().to_owned(),
        observed: cursor.optional("observed", Field::words),
        symptoms: cursor.optional("symptoms", Field::texts).unwrap_or_default(),
        verdict: cursor.required("verdict", "\"agrees\"").word(),
        source: cursor.optional("source", Field::texts).unwrap_or_default(),
        note: cursor.optional("note", Field::words),
        line: u32::try_from(lines.partition_point(|&start| start <= offset)).unwrap_or(u32::MAX),
    };
    fact.title = title.unwrap_or_else(|| claim(&fact).to_owned());
    fact
}

/// What a fact without a title says first, of AWS where that is documented.
fn claim(fact: &Fact) -> &str {
    let text = if fact.aws.is_empty() { &fact.chapter } else { &fact.aws };
    text.split_once(". ").map_or(text.as_str(), |(first, _)| first)
}

/// The offsets at which lines begin.
fn line_starts(text: &str) -> Vec<usize> {
    let after = text.match_indices('\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(after).collect()
}
