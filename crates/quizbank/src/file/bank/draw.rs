//! `[question.draw]`: numbers that are sampled for each attempt, and whether the
//! texts that speak of them can be filled in, whatever is sampled.

use std::ops::RangeInclusive;

use crate::model::part::QuestionPart;
use crate::model::template::{self, Draw, Draws};
use spanned_toml::cursor::Cursor;
use spanned_toml::faults::{counted, quoted};
use spanned_toml::field::Field;
use spanned_toml::tree::Value;

/// The numbers that may be sampled; products of two still fit.
const BOUNDS: RangeInclusive<i64> = -1_000_000_000..=1_000_000_000;

/// The most values that one name may take.
const MOST_VALUES: usize = 1_000;

/// Number of combinations of sampled numbers that are filled into each text.
const COMBINATIONS: usize = 500;

/// Texts longer than this are filled in with few of them.
const LONG: usize = 4_096;

/// Reads every sampled number, in the order of the file.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Vec<Draw> {
    let mut fields: Vec<Field<'_>> = cursor.entries().collect();
    fields.sort_by_key(|field| field.key().span.start);
    let draw = |field: Field<'_>| {
        let starts = field.name().starts_with(|c: char| c.is_ascii_lowercase());
        let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !starts || !field.name().chars().all(legal) {
            let message = format!("{} cannot be used in a text", quoted(field.name()));
            let fault = field.faults().at(field.key(), message);
            fault.expected("a name of lowercase letters, digits and `_`").report();
        }
        Draw { name: field.name().to_owned(), values: values(field) }
    };
    fields.into_iter().map(draw).collect()
}

/// Reads an array of numbers, or `{ from = 2, to = 6 }`; nothing where that is a fault.
fn values(field: Field<'_>) -> Vec<i64> {
    let values = match field.value() {
        Some(Value::Array(_)) => field.list(|item| item.integer(BOUNDS)),
        Some(Value::Table(_)) => match field.faults().sound(|| field.table(range)) {
            Some(values) => values,
            None => return Vec::new(),
        },
        _ => {
            field.refuse("an array of numbers or { from = 2, to = 6 }").report();
            return Vec::new();
        }
    };
    if (1..=MOST_VALUES).contains(&values.len()) {
        return values;
    }
    let fault = field.fault(format!("`{}` has {}", field.name(), counted(values.len(), "value")));
    fault.expected(format!("1 to {MOST_VALUES} values")).report();
    Vec::new()
}

/// Reads every number from one to another, both included.
fn range(cursor: &mut Cursor<'_>) -> Vec<i64> {
    let low = cursor.required("from", "2").integer(BOUNDS);
    let to = cursor.required("to", "6");
    let high = to.integer(BOUNDS);
    if cursor.is_sound() && high < low {
        let fault = to.fault(format!("`to` {high} is under `from` {low}"));
        fault.expected(format!("at least {low}")).report();
    }
    // One more than allowed is enough to be rejected by the caller.
    (low..=high).take(MOST_VALUES + 1).collect()
}

/// What may be sampled, or much of it when it is very much; nothing when the
/// question draws nothing.
pub(super) fn cases(draws: &[Draw]) -> Vec<Draws> {
    match draws {
        [] => Vec::new(),
        draws => template::combinations(draws, COMBINATIONS),
    }
}

/// Sees that each of `texts` can be filled in.
pub(super) fn check_texts(texts: &[(QuestionPart, Field<'_>)], cases: &[Draws]) {
    for (_, field) in texts {
        let Some(Value::Text(text)) = field.value() else { continue };
        let cases = if text.len() > LONG { cases.get(..1).unwrap_or_default() } else { cases };
        // Every text of a bank is read here at each start, so each sign has a search of its own.
        if text.contains('{') || text.contains('}') {
            let refusal = |draws: &Draws| Some(template::fill(text, draws).err()?.to_string());
            check(*field, cases, refusal, "names of `[question.draw]`");
        }
    }
}

/// Reports the first of `cases` that `refusal` has something against.
pub(super) fn check(
    field: Field<'_>,
    cases: &[Draws],
    refusal: impl Fn(&Draws) -> Option<String>,
    expected: &str,
) {
    let invalid = cases.iter().find_map(|draws| Some((draws, refusal(draws)?)));
    if let Some((draws, reason)) = invalid {
        let draws = template::in_words(draws);
        let fault = field.fault(format!("`{}` with {draws}: {reason}", field.name()));
        fault.expected(expected).report();
    }
}
