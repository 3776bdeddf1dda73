//! A sheet: what somebody answered, held to the key of the form.

use super::{file, identity};
use crate::file::text::visible;
use crate::model::paper::{AnswerKey, AnswerSheet, Answers, KeyedQuestion};
use spanned_toml::cursor::Cursor;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::{counted, quoted};
use spanned_toml::field::Field;

/// Reads the sheet in `source`, which must belong to the form of `key`.
///
/// # Errors
///
/// Every fault of the file.
pub fn read(source: Source, key: &AnswerKey) -> Result<AnswerSheet, Diagnostics> {
    file(source, "sheet", |cursor| {
        let (identity, field) = identity(cursor);
        let is_whole = cursor.is_sound();
        let name = visible(cursor.required("name", "\"Ada\""));
        if let Some(difference) = identity.difference(&key.identity).filter(|_| is_whole) {
            // What was answered is about other questions.
            cursor.field("answers");
            let fault = field.fault(format!("the sheet is of another form: {difference}"));
            let fault = fault.expected("the form of the key");
            fault.help("grade it with the key that was written with its paper").report();
            return None;
        }
        let mut answers = Answers::new();
        cursor.required_tables("answers", "", |table| answer(table, key, &mut answers));
        Some(AnswerSheet { identity, name, answers })
    })
}

/// Reads one of `answers`.
fn answer(cursor: &mut Cursor<'_>, key: &AnswerKey, answers: &mut Answers) {
    let number = cursor.required("number", "1");
    let at = number.faults().sound(|| number.integer(1..=key.questions.len().max(1)));
    let id = cursor.required("id", "\"health-first-unhealthy\"");
    let places = cursor.required("places", "[2]");
    let question = at.filter(|_| number.value().is_some());
    let question = question.and_then(|at| Some((at, key.questions.get(at.checked_sub(1)?)?)));
    let Some((at, question)) = question else { return };
    let named = id.faults().sound(|| id.text());
    if named.is_some_and(|named| named != question.id.0) {
        let message = format!("question {at} of the form is {}, not this", quoted(&question.id));
        id.fault(message).expected("the id on the paper").report();
        return;
    }
    if answers.insert(at, picked(places, question)).is_some() {
        let fault = number.fault(format!("question {at} is answered twice"));
        fault.expected("one answer a question").report();
    }
}

/// Reads the places that were picked, ascending.
fn picked(field: Field<'_>, question: &KeyedQuestion) -> Vec<usize> {
    let mut picked: Vec<usize> = Vec::new();
    for item in field.items() {
        let Some(place) = field.faults().sound(|| item.whole()) else { continue };
        let known = usize::try_from(place).ok();
        let known = known.filter(|place| question.options.iter().any(|it| it.place == *place));
        match known {
            Some(place) if !picked.contains(&place) => picked.push(place),
            _ => {
                let places = question.options.iter().map(|option| option.place.to_string());
                let places = places.collect::<Vec<_>>().join(", ");
                let fault = item.fault(format!("{place} is no place to pick here"));
                fault.expected(format!("one of {places}, each once")).report();
            }
        }
    }
    let wanted = question.right().len();
    if picked.len() > wanted {
        let message = format!("{} picked, and {wanted} asked for", counted(picked.len(), "option"));
        field.fault(message).expected(format!("at most {wanted}")).report();
    }
    picked.sort_unstable();
    picked
}
