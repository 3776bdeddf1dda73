//! The files of a class, in JSON: papers, keys, sheets; and answers as they are
//! typed.

mod answers;
mod key;
mod paper;
mod sheet;

pub use self::answers::read as read_answers;
pub use self::key::read as read_key;
pub use self::paper::read as read_paper;
pub use self::sheet::read as read_sheet;
use crate::model::paper::{FormIdentity, MAX_SEED, Series};
use spanned_toml::cursor::{Cursor, Field};
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::{Fault, Faults, quoted};
use spanned_toml::invisible::is_invisible;
use spanned_toml::json;
use spanned_toml::quantity;

/// The most questions of a paper, and options of a question.
const MOST: usize = 500;
const MOST_OPTIONS: usize = 9;

/// Reads a whole file of the kind called `kind`.
fn file<T>(
    source: Source,
    kind: &str,
    read: impl FnOnce(&mut Cursor<'_>, &mut Faults) -> Option<T>,
) -> Result<T, Diagnostics> {
    let mut faults = Faults::default();
    let value = whole(&source.text, kind, read, &mut faults);
    match value {
        Some(value) if faults.is_empty() => Ok(value),
        _ => Err(faults.into_diagnostics(source, Vec::new())),
    }
}

fn whole<T>(
    text: &str,
    kind: &str,
    read: impl FnOnce(&mut Cursor<'_>, &mut Faults) -> Option<T>,
    faults: &mut Faults,
) -> Option<T> {
    let root = json::document(text, faults)?;
    let mut cursor = Cursor::new(&root, "the file", faults)?;
    cursor.field("format_version");
    let said = cursor.required("kind", &format!("\"kind\": \"{kind}\""), faults)?;
    let there = said.text(faults)?;
    if there != kind {
        let message = format!("the file is a {}, not a {kind}", there.escape_debug());
        faults.push(Fault::new(&said.node.place, message).expected(format!("a {kind}")));
        return None;
    }
    let value = read(&mut cursor, faults);
    cursor.finish(faults);
    value
}

/// The field `form`: which form a file belongs to.
fn identity<'t>(cursor: &mut Cursor<'t>, faults: &mut Faults) -> Option<(FormIdentity, Field<'t>)> {
    let field = cursor.required("form", "\"form\": { \"blueprint\": …, \"seed\": … }", faults)?;
    let mut cursor = field.cursor(faults)?;
    let blueprint = words(&mut cursor, "blueprint", "dva-c03", faults);
    let topic = cursor.field("topic").and_then(|field| field.words(faults)).map(str::to_owned);
    let seed = integer(&mut cursor, "seed", 0, i64::try_from(MAX_SEED).ok()?, faults);
    let algorithm = integer(&mut cursor, "algorithm", 1, i64::from(u32::MAX), faults);
    let bank = words(&mut cursor, "bank", "1f6a…", faults);
    let series = cursor.field("series").and_then(|field| series(field, faults));
    cursor.finish(faults);
    let seed = u64::try_from(seed?).ok()?;
    let algorithm = u32::try_from(algorithm?).ok()?;
    let (blueprint, bank) = (blueprint?, bank?);
    Some((FormIdentity { blueprint, topic, seed, algorithm, bank, series }, field))
}

/// Which of several forms it is.
fn series(field: Field<'_>, faults: &mut Faults) -> Option<Series> {
    let mut cursor = field.cursor(faults)?;
    let of = count(&mut cursor, "of", MOST, faults);
    let number = count(&mut cursor, "number", of.unwrap_or(MOST), faults);
    cursor.finish(faults);
    Some(Series { number: number?, of: of? })
}

/// The objects of the required list called `name`.
fn objects<'t>(
    cursor: &mut Cursor<'t>,
    name: &'static str,
    faults: &mut Faults,
) -> Option<Vec<Cursor<'t>>> {
    let items = cursor.required(name, &format!("\"{name}\": [ … ]"), faults)?.items(faults)?;
    let what = format!("this one of `{name}`");
    Some(items.iter().filter_map(|item| Cursor::new(item, &what, faults)).collect())
}

/// A required text.
fn words(
    cursor: &mut Cursor<'_>,
    name: &'static str,
    example: &str,
    faults: &mut Faults,
) -> Option<String> {
    let field = cursor.required(name, &format!("\"{name}\": \"{example}\""), faults)?;
    let text = field.words(faults)?;
    if text.contains(|letter| matches!(letter, '\n' | '\t') || is_invisible(letter)) {
        let message = format!("`{name}` holds characters that cannot be seen: {}", quoted(text));
        faults.push(Fault::new(&field.node.place, message).expected("one line of letters"));
        return None;
    }
    Some(text.to_owned())
}

/// A required whole number.
fn integer(
    cursor: &mut Cursor<'_>,
    name: &'static str,
    least: i64,
    most: i64,
    faults: &mut Faults,
) -> Option<i64> {
    let field = cursor.required(name, &format!("\"{name}\": {least}"), faults)?;
    quantity::integer(field, &(least..=most), faults)
}

/// A required whole number from 1 to `most`.
fn count(
    cursor: &mut Cursor<'_>,
    name: &'static str,
    most: usize,
    faults: &mut Faults,
) -> Option<usize> {
    let number = integer(cursor, name, 1, i64::try_from(most).ok()?, faults)?;
    usize::try_from(number).ok()
}

/// The field `number`, which must go on counting.
fn number(cursor: &mut Cursor<'_>, expected: usize, faults: &mut Faults) -> Option<()> {
    let field = cursor.required("number", "\"number\": 1", faults)?;
    let number = quantity::whole(field, faults)?;
    if usize::try_from(number).ok() == Some(expected) {
        return Some(());
    }
    let message = format!("`number` is {number}, and the questions count on from 1");
    faults.push(Fault::new(&field.node.place, message).expected(format!("{expected}")));
    None
}

/// The field `place` of an option, which no other option has.
fn place(cursor: &mut Cursor<'_>, taken: &[usize], faults: &mut Faults) -> Option<usize> {
    cursor.field("letter");
    let field = cursor.required("place", "\"place\": 1", faults)?;
    let most = i64::try_from(MOST_OPTIONS).ok()?;
    let place = quantity::integer(field, &(1..=most), faults)?;
    let place = usize::try_from(place).ok()?;
    if taken.contains(&place) {
        let fault = Fault::new(&field.node.place, format!("the place {place} is taken"));
        faults.push(fault.expected("a place of its own"));
        return None;
    }
    Some(place)
}

/// A list of questions is neither empty nor endless.
fn check_length(count: usize, cursor: &Cursor<'_>, faults: &mut Faults) {
    if !(1..=MOST).contains(&count) {
        let fault = Fault::new(cursor.place(), format!("there are {count} questions"));
        faults.push(fault.expected(format!("1 to {MOST} questions")));
    }
}

/// Two forms that are not the same one, told by what differs.
fn difference(there: &FormIdentity, wanted: &FormIdentity) -> Option<String> {
    let topic = |one: &FormIdentity| one.topic.clone().unwrap_or_else(|| "none".to_owned());
    let series = |one: &FormIdentity| {
        one.series.map_or_else(|| "none".to_owned(), |series| series.to_string())
    };
    let fields = [
        ("blueprint", there.blueprint.clone(), wanted.blueprint.clone()),
        ("topic", topic(there), topic(wanted)),
        ("seed", there.seed.to_string(), wanted.seed.to_string()),
        ("series", series(there), series(wanted)),
        ("algorithm", there.algorithm.to_string(), wanted.algorithm.to_string()),
        ("bank", there.bank.clone(), wanted.bank.clone()),
    ];
    let (name, there, wanted) = fields.into_iter().find(|(_, there, wanted)| there != wanted)?;
    Some(format!("its {name} is {}, that of the key {}", quoted(there), quoted(wanted)))
}

#[cfg(test)]
mod tests;
