//! `[question.draw]`: numbers that are drawn for each attempt, and whether the
//! texts that speak of them can be filled in, whatever is drawn.

use std::ops::RangeInclusive;

use crate::model::part::QuestionPart;
use crate::model::question::Draw;
use crate::model::template::{self, Draws};
use spanned_toml::cursor::{Cursor, Field};
use spanned_toml::faults::{Fault, Faults, Place, quoted};
use spanned_toml::quantity;
use spanned_toml::tree::{Node, Value};

/// The largest number that may be drawn; products of two still fit.
const LARGEST: i64 = 1_000_000_000;

/// The most values that one name may take.
const MOST_VALUES: usize = 1_000;

/// So many combinations of drawn numbers are filled into each text.
const COMBINATIONS: usize = 500;

/// Texts longer than this are filled in with few of them.
const LONG: usize = 4_096;

/// Every drawn number, in the order of the file.
pub(super) fn read(cursor: &Cursor<'_>, faults: &mut Faults) -> Vec<Draw> {
    let mut draws: Vec<(&Place, Draw)> = Vec::new();
    for field in cursor.entries() {
        let starts = field.name.starts_with(|c: char| c.is_ascii_lowercase());
        let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !starts || !field.name.chars().all(legal) {
            let message = format!("{} cannot stand in a text", quoted(field.name));
            let fault = Fault::new(field.key, message);
            faults.push(fault.expected("a name of small letters, digits and `_`"));
        }
        let values = values(field, faults).unwrap_or_default();
        draws.push((field.key, Draw { name: field.name.to_owned(), values }));
    }
    draws.sort_by_key(|(key, _)| key.span.start);
    draws.into_iter().map(|(_, draw)| draw).collect()
}

/// An array of numbers, or `{ from = 2, to = 6 }`.
fn values(field: Field<'_>, faults: &mut Faults) -> Option<Vec<i64>> {
    let values = match &field.node.value {
        Value::Array(items) => {
            let number = |node: &Node| quantity::integer(field.of(node), &bounds(), faults);
            items.iter().filter_map(number).collect()
        }
        Value::Table(_) => range(field.cursor(faults)?, faults)?,
        _ => return field.refuse("an array of numbers or { from = 2, to = 6 }", faults),
    };
    if values.is_empty() || values.len() > MOST_VALUES {
        let message = format!("`{}` has {} values", field.name, values.len());
        let fault = Fault::new(&field.node.place, message);
        faults.push(fault.expected(format!("1 to {MOST_VALUES} values")));
        return None;
    }
    Some(values)
}

/// Every number from one to another, both included.
fn range(mut cursor: Cursor<'_>, faults: &mut Faults) -> Option<Vec<i64>> {
    let from = cursor.required("from", "from = 2", faults);
    let to = cursor.required("to", "to = 6", faults);
    cursor.finish(faults);
    let low = from.and_then(|field| quantity::integer(field, &bounds(), faults));
    let to = to?;
    let high = quantity::integer(to, &bounds(), faults)?;
    let low = low?;
    if high < low {
        let message = format!("`to` {high} is under `from` {low}");
        faults.push(Fault::new(&to.node.place, message).expected(format!("at least {low}")));
        return None;
    }
    // One more than allowed is enough to be refused by the caller.
    Some((low..=high).take(MOST_VALUES + 1).collect())
}

/// What may be drawn.
fn bounds() -> RangeInclusive<i64> {
    -LARGEST..=LARGEST
}

/// What may be drawn, or much of it when it is very much; nothing when the
/// question draws nothing.
pub(super) fn cases(draws: &[Draw]) -> Vec<Draws> {
    match draws {
        [] => Vec::new(),
        draws => template::combinations(draws, COMBINATIONS),
    }
}

/// Sees that each of `texts` can be filled in.
pub(super) fn check_texts(texts: &[(QuestionPart, &Node)], cases: &[Draws], faults: &mut Faults) {
    for (part, node) in texts {
        let Value::Text(text) = &node.value else { continue };
        let name = match part {
            QuestionPart::Stem => "stem",
            QuestionPart::Why(_) => "why",
            _ => "text",
        };
        let cases = if text.len() > LONG { cases.get(..1).unwrap_or_default() } else { cases };
        if text.contains(['{', '}']) {
            let refusal = |draws: &Draws| Some(template::fill(text, draws).err()?.to_string());
            holds(name, node, cases, refusal, "names of `[question.draw]`", faults);
        }
    }
}

/// Tells the first of `cases` that `refusal` has something against.
pub(super) fn holds(
    name: &str,
    node: &Node,
    cases: &[Draws],
    refusal: impl Fn(&Draws) -> Option<String>,
    expected: &str,
    faults: &mut Faults,
) -> Option<()> {
    let refused = cases.iter().find_map(|draws| Some((draws, refusal(draws)?)));
    let Some((draws, reason)) = refused else { return Some(()) };
    let message = format!("`{name}` with {}: {reason}", template::in_words(draws));
    faults.push(Fault::new(&node.place, message).expected(expected));
    None
}
