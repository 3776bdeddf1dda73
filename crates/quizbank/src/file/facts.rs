//! The facts ledger: every checkable claim of the course beside what AWS
//! documents.

use std::collections::BTreeSet;

use crate::model::fact::{Fact, FactVerdict, Ledger};
use spanned_toml::cursor::{Cursor, Field};
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::Faults;
use spanned_toml::tree;

/// The ledger in `source`.
pub fn read(source: Source) -> Result<Ledger, Diagnostics> {
    let mut faults = Faults::default();
    match ledger(&source.text, &mut faults) {
        Some(ledger) if faults.is_empty() => Ok(ledger),
        _ => Err(faults.into_diagnostics(source, Vec::new())),
    }
}

/// Reads the whole file.
fn ledger(text: &str, faults: &mut Faults) -> Option<Ledger> {
    let root = tree::document(text, faults)?;
    let mut cursor = Cursor::new(&root, "the ledger", faults)?;
    cursor.field("format_version");
    let chapter = cursor.required("chapter_edition", "chapter_edition = \"…\"", faults);
    let aws_read = cursor.required("aws_read", "aws_read = \"2026-11-24\"", faults);
    cursor.required("fact", "[[fact]]", faults);
    let lines = line_starts(text);
    let mut ids = BTreeSet::new();
    let tables = cursor.tables("fact", faults);
    let read = |table| fact(table, &lines, &mut ids, faults);
    let facts = tables.into_iter().filter_map(read).collect();
    cursor.finish(faults);
    let chapter = chapter.and_then(|field| field.words(faults));
    let aws_read = aws_read.and_then(|field| field.words(faults));
    Some(Ledger { chapter_edition: chapter?.to_owned(), aws_read: aws_read?.to_owned(), facts })
}

/// One `[[fact]]`.
fn fact(
    mut cursor: Cursor<'_>,
    lines: &[usize],
    ids: &mut BTreeSet<String>,
    faults: &mut Faults,
) -> Option<Fact> {
    let verdicts =
        [FactVerdict::Agrees, FactVerdict::Differs, FactVerdict::Outdated, FactVerdict::Unverified];
    let id = cursor.required("id", "id = \"scaling.min-default\"", faults);
    let topic = cursor.required("topic", "topic = \"scaling\"", faults);
    let chapter = cursor.required("chapter", "chapter = \"…\"", faults);
    let aws = cursor.required("aws", "aws = \"…\"", faults);
    let verdict = cursor.required("verdict", "verdict = \"agrees\"", faults);
    let source = cursor.field("source");
    let note = cursor.field("note");
    let offset = cursor.place().span.start;
    cursor.finish(faults);

    let id = id.and_then(|field| field.unique("id", ids, faults));
    let words = |field: Option<Field<'_>>, faults: &mut Faults| {
        field.and_then(|field| field.words(faults)).map(str::to_owned)
    };
    let (topic, chapter) = (words(topic, faults), words(chapter, faults));
    let note = words(note, faults);
    // Where nothing is documented, the AWS side is empty.
    let aws = aws.and_then(|field| field.text(faults)).map(str::to_owned);
    let verdict = verdict.and_then(|field| field.choice(&verdicts.map(named), faults));
    let source = source.and_then(|field| field.texts(faults)).unwrap_or_default();
    let line = u32::try_from(lines.partition_point(|&start| start <= offset)).ok()?;
    let (id, topic, chapter) = (id?, topic?, chapter?);
    Some(Fact { id, topic, chapter, aws: aws?, verdict: verdict?, source, note, line })
}

/// A verdict beside its word in files.
fn named(verdict: FactVerdict) -> (&'static str, FactVerdict) {
    let word = match verdict {
        FactVerdict::Agrees => "agrees",
        FactVerdict::Differs => "differs",
        FactVerdict::Outdated => "outdated",
        FactVerdict::Unverified => "unverified",
    };
    (word, verdict)
}

/// The offsets at which lines begin.
fn line_starts(text: &str) -> Vec<usize> {
    let after = text.match_indices('\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(after).collect()
}
