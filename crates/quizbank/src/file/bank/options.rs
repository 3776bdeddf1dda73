//! The options of a question: what they say, why, and how many are right.

use std::ops::RangeInclusive;

use crate::model::question::{Choice, Kind, OptionRole};
use spanned_toml::cursor::{Cursor, Field};
use spanned_toml::faults::{Fault, Faults, Place};
use spanned_toml::quantity;
use spanned_toml::tree::Node;

/// For each option in file order, whether it is a key; `None` where the option
/// could not be read.
pub(super) type Keys = Vec<Option<bool>>;

/// The options of the question at `cursor`, and which are keys.
pub(super) fn read(
    cursor: &mut Cursor<'_>,
    kind: Option<Kind>,
    faults: &mut Faults,
) -> (Vec<Choice>, Keys) {
    let Some(field) = cursor.required("option", "[[question.option]]", faults) else {
        return (Vec::new(), Keys::new());
    };
    let read: Vec<Option<Choice>> =
        (cursor.tables("option", faults).into_iter()).map(|table| option(table, faults)).collect();
    let keys: Keys = read.iter().map(|choice| choice.as_ref().map(Choice::is_key)).collect();
    if let Some(kind) = kind {
        count(kind, &keys, cursor.place(), field, faults);
    }
    (read.into_iter().flatten().collect(), keys)
}

/// One `[[question.option]]`.
fn option(mut cursor: Cursor<'_>, faults: &mut Faults) -> Option<Choice> {
    let text = cursor.required("text", "text = \"50 seconds\"", faults);
    let why = cursor.required("why", "why = \"five checks, ten seconds apart\"", faults);
    let correct = cursor.field("correct").map(|field| field.flag(faults));
    let misconception = cursor.field("misconception");
    cursor.finish(faults);
    let text = text.and_then(|field| field.words(faults));
    let why = why.and_then(|field| field.words(faults));
    let named = misconception.and_then(|field| super::kebab(field, faults));
    let correct = correct.unwrap_or(Some(false))?;
    if let (true, Some(field)) = (correct, misconception) {
        let fault = Fault::new(field.key, "a right option has a `misconception`");
        faults.push(fault.expected("a misconception only where `correct` is not set"));
    }
    let misconception = named.unwrap_or_default();
    let role = if correct { OptionRole::Key } else { OptionRole::Distractor { misconception } };
    Some(Choice { text: text?.to_owned(), why: why?.to_owned(), role })
}

/// Sees that there are as many options and keys as the kind asks for.
fn count(kind: Kind, keys: &Keys, place: &Place, field: Field<'_>, faults: &mut Faults) {
    let (name, options, right): (&str, RangeInclusive<usize>, RangeInclusive<usize>) = match kind {
        Kind::Choice => ("choice", 4..=4, 1..=1),
        Kind::Multiple => ("multiple", 5..=6, 2..=3),
    };
    let wanted = match kind {
        Kind::Choice => "4 options, 1 of them correct",
        Kind::Multiple => "5 or 6 options, 2 or 3 of them correct",
    };
    let mut complain = |place: &Place, count: usize, what: &str| {
        let plural = if count == 1 { "" } else { "s" };
        let message = format!("a `{name}` question with {count} {what}{plural}");
        faults.push(Fault::new(place, message).rule("Q02").expected(wanted));
    };
    if !options.contains(&keys.len()) {
        complain(field.key, keys.len(), "option");
    }
    let count = keys.iter().flatten().filter(|&&key| key).count();
    // An option that did not read may be the missing key.
    if keys.iter().all(Option::is_some) && !right.contains(&count) {
        complain(place, count, "correct option");
    }
}

/// Positions of wrong options, counted from 1.
pub(super) fn positions(field: Field<'_>, keys: &Keys, faults: &mut Faults) -> Vec<usize> {
    let Some(items) = field.items(faults) else { return Vec::new() };
    let position = |node: &Node| wrong_option(field.of(node), keys, faults);
    items.iter().filter_map(position).collect()
}

/// The position of a wrong option, counted from 1.
pub(super) fn wrong_option(field: Field<'_>, keys: &Keys, faults: &mut Faults) -> Option<usize> {
    let last = u32::try_from(keys.len()).unwrap_or(u32::MAX).max(1);
    let position = quantity::integer(field, &(1..=last), faults)?;
    let index = usize::try_from(position).ok()?.checked_sub(1)?;
    if keys.get(index) == Some(&Some(true)) {
        let message = format!("option {position} is correct");
        faults.push(Fault::new(&field.node.place, message).expected("a wrong option"));
        return None;
    }
    Some(index + 1)
}
