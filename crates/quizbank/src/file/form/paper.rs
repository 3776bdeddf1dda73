//! A paper: a form without its key.

use super::{
    MOST, MOST_OPTIONS, check_length, count, file, identity, number, objects, place, words,
};
use crate::file::exhibit;
use crate::model::paper::{Paper, PrintedOption, PrintedQuestion};
use crate::model::question::QuestionId;
use spanned_toml::cursor::Cursor;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::Faults;
use spanned_toml::quantity;

/// The longest sitting in minutes: a day.
const LONGEST: usize = 1_440;

/// The paper in `source`.
pub fn read(source: Source) -> Result<Paper, Diagnostics> {
    file(source, "paper", paper)
}

fn paper(cursor: &mut Cursor<'_>, faults: &mut Faults) -> Option<Paper> {
    let form = identity(cursor, faults);
    let title = words(cursor, "title", "A short form", faults);
    let minutes = count(cursor, "minutes", LONGEST, faults);
    let whole = cursor.field("whole").and_then(|field| {
        let most = i64::try_from(MOST).ok()?;
        usize::try_from(quantity::integer(field, &(1..=most), faults)?).ok()
    });
    let tables = objects(cursor, "questions", faults)?;
    check_length(tables.len(), cursor, faults);
    let read = |(expected, table)| asked(table, expected, faults);
    let questions = (1..).zip(tables).filter_map(read).collect();
    let minutes = u32::try_from(minutes?).ok()?;
    Some(Paper { identity: form?.0, title: title?, minutes, whole, questions })
}

fn asked(mut cursor: Cursor<'_>, expected: usize, faults: &mut Faults) -> Option<PrintedQuestion> {
    number(&mut cursor, expected, faults);
    let id = words(&mut cursor, "id", "health-first-unhealthy", faults);
    let select = count(&mut cursor, "select", MOST_OPTIONS, faults);
    let stem = words(&mut cursor, "stem", "A service …", faults);
    let exhibit = cursor.field("exhibit").map(|field| exhibit::read(field, faults));
    let mut places = Vec::new();
    let mut options = Vec::new();
    for mut table in objects(&mut cursor, "options", faults).unwrap_or_default() {
        let at = place(&mut table, &places, faults);
        let text = words(&mut table, "text", "50 seconds", faults);
        table.finish(faults);
        places.extend(at);
        options.extend(at.zip(text).map(|(place, text)| PrintedOption { place, text }));
    }
    cursor.finish(faults);
    let exhibit = exhibit.flatten();
    Some(PrintedQuestion { id: QuestionId(id?), select: select?, stem: stem?, exhibit, options })
}
