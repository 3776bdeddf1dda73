//! The options of a question: what they say, why, and how many are right.

use crate::file::text::kebab;
use crate::model::question::{Choice, Kind, OptionRole};
use spanned_toml::cursor::Cursor;
use spanned_toml::faults::{SourcePlace, counted};
use spanned_toml::field::Field;
use spanned_toml::shape::Shape;
use spanned_toml::word::Word;

/// For each option in file order, whether it is a key; `None` where the option
/// could not be read.
pub(super) type Keys = Vec<Option<bool>>;

/// The most options that a question may have: those that a digit or a letter picks.
const MOST: usize = 9;

/// Reads the options of the question at `cursor`, and which are keys.
pub(super) fn read(cursor: &mut Cursor<'_>, kind: Option<Kind>) -> (Vec<Choice>, Keys) {
    cursor.require_elements("option", "[[question.option]]");
    let read = cursor.elements("option").map(|mut table| {
        let choice = option(&mut table);
        table.finish();
        table.is_sound().then_some(choice)
    });
    let read: Vec<Option<Choice>> = read.collect();
    let keys: Keys = read.iter().map(|choice| choice.as_ref().map(Choice::is_key)).collect();
    if let (Some(kind), Some(field)) = (kind, cursor.field("option")) {
        count(kind, &keys, cursor, field);
    }
    (read.into_iter().flatten().collect(), keys)
}

/// Reads one `[[question.option]]`.
fn option(cursor: &mut Cursor<'_>) -> Choice {
    let text = cursor.required("text", "\"50 seconds\"").words();
    let why = cursor.required("why", "\"five checks, ten seconds apart\"").words();
    let correct = cursor.optional("correct", Field::flag).unwrap_or_default();
    let misconception = cursor.optional("misconception", kebab);
    if let (true, Some(field)) = (correct, cursor.field("misconception")) {
        let fault = field.faults().at(field.key(), "a correct option has a `misconception`");
        fault.expected("only wrong options have a misconception").report();
    }
    let misconception = misconception.unwrap_or_default();
    let role = if correct { OptionRole::Key } else { OptionRole::Distractor { misconception } };
    Choice { text, why, role }
}

/// Sees that the options can be asked at all. How many they should be is for the linter,
/// which only warns of a bank of one's own.
fn count(kind: Kind, keys: &Keys, cursor: &Cursor<'_>, field: Field<'_>) {
    let (options, right, wanted) = match kind {
        Kind::Choice => (2..=MOST, 1..=1, "2 to 9 options, 1 of them correct"),
        Kind::Multiple => {
            (3..=MOST, 2..=keys.len().max(3) - 1, "3 to 9 options, 2 or more of them correct")
        }
    };
    let complain = |place: &SourcePlace, count: usize, what: &str| {
        let message = format!("a `{}` question with {}", kind.word(), counted(count, what));
        cursor.faults().at(place, message).rule("Q02").expected(wanted).report();
    };
    if !options.contains(&keys.len()) {
        complain(field.key(), keys.len(), "option");
    }
    let count = keys.iter().flatten().filter(|&&key| key).count();
    // An option that did not read may be the missing key.
    if keys.iter().all(Option::is_some) && !right.contains(&count) {
        complain(cursor.place(), count, "correct option");
    }
}

/// Reads the position of a wrong option, counted from 1.
pub(super) fn wrong_option(field: Field<'_>, keys: &Keys) -> usize {
    let position = field.faults().sound(|| field.integer(1..=keys.len().max(1)));
    // How many options there are, a schema cannot know.
    field.expects(|| Shape::Integer(1, i64::try_from(MOST).unwrap_or(i64::MAX)));
    let Some(position) = position else { return 1 };
    let index = position.checked_sub(1);
    if index.and_then(|index| keys.get(index)) == Some(&Some(true)) {
        let fault = field.fault(format!("option {position} is correct"));
        fault.expected("a wrong option").report();
    }
    position
}
