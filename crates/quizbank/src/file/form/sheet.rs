//! An answer sheet: what somebody answered, held to the key of the form.

use std::collections::BTreeMap;

use super::{file, named_form};
use crate::file::text::visible;
use crate::model::paper::{
    AnswerKey, AnswerSheet, FormVersion, KeyedQuestion, NamedForm, Picks, PrintedForm, letter,
};
use spanned_toml::cursor::Cursor;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::{counted, quoted};
use spanned_toml::field::Field;

/// Reads the answer sheet in `source`, which must belong to the form of one of `keys`, whose index comes
/// with it, or to a version of that form.
///
/// # Errors
///
/// Every fault of the file.
pub fn read(source: Source, keys: &[AnswerKey]) -> Result<(usize, AnswerSheet), Diagnostics> {
    file(source, "sheet", |cursor| {
        let (form, field) = named_form(cursor);
        let is_whole = cursor.is_sound();
        let name = visible(cursor.required("name", "\"Ada\""));
        let (at, key, version) = match of_form(&form, keys) {
            Ok((at, key, version)) => (at, key, version.cloned()),
            Err(difference) => {
                // What was answered is about other questions.
                cursor.field("answers");
                if is_whole {
                    let fault = field
                        .fault(format!("the answer sheet belongs to another exam: {difference}"));
                    let fault = fault.expected("the exam of the key");
                    fault.help("grade it with the key of its paper").report();
                }
                return None;
            }
        };
        let arranged = version.as_ref().map(|version| key.arranged(version));
        let key = arranged.as_ref().unwrap_or(key);
        let mut answers = BTreeMap::new();
        cursor.required_tables("answers", "", |table| answer(table, key, &mut answers));
        Some((at, AnswerSheet { name, version, answers: answers.into_iter().collect() }))
    })
}

/// The key that `form` belongs to with its index, and the version of the form; what is different where
/// there is none.
fn of_form<'k>(
    form: &NamedForm,
    keys: &'k [AnswerKey],
) -> Result<(usize, &'k AnswerKey, Option<&'k FormVersion>), String> {
    let own = |(at, key)| version(form, key).map(|version| (at, key, version));
    let mut found = keys.iter().enumerate().map(own);
    match (found.next(), keys.len()) {
        (Some(first), 1) => first,
        (first, _) => {
            let own = first.into_iter().chain(found).find_map(Result::ok);
            own.ok_or_else(|| "none of the keys belongs to it".to_owned())
        }
    }
}

/// The version of the form of `key` that `form` names, and what is different where it is none.
fn version<'k>(form: &NamedForm, key: &'k AnswerKey) -> Result<Option<&'k FormVersion>, String> {
    match form {
        NamedForm::Drawn(identity) => identity.difference(&key.identity).map_or(Ok(None), Err),
        NamedForm::Printed(PrintedForm { code, .. }) => key.version(code).ok_or_else(|| {
            let codes = key.code.iter().chain(key.versions.iter().map(|version| &version.code));
            let codes: Vec<String> = codes.map(quoted).collect();
            if codes.is_empty() {
                return "an older version wrote the key, and it has no code".to_owned();
            }
            format!(
                "the code of its paper is {}, the code of the key is {}",
                quoted(code),
                codes.join(", ")
            )
        }),
    }
}

/// Reads one of `answers`: by letters, or by id and places, as older answer sheets have it.
fn answer(cursor: &mut Cursor<'_>, key: &AnswerKey, answers: &mut BTreeMap<usize, Picks>) {
    let number = cursor.required("number", "1");
    let at = number.faults().sound(|| number.integer(1..=key.questions.len().max(1)));
    let given = match (cursor.field("letters"), cursor.peek("places")) {
        (Some(letters), None) => Given::Letters(letters),
        (None, Some(_)) => {
            let id = cursor.required("id", "\"health-first-unhealthy\"");
            Given::Places { id, places: cursor.required("places", "[2]") }
        }
        _ => Given::Letters(cursor.required("letters", "\"b\"")),
    };
    let question = at.filter(|_| number.value().is_some());
    let question = question.and_then(|at| Some((at, key.questions.get(at.checked_sub(1)?)?)));
    let Some((at, question)) = question else { return };
    let picked = match given {
        Given::Letters(letters) => lettered(letters, question),
        Given::Places { id, places } => {
            let named = id.faults().sound(|| id.text());
            if named.is_some_and(|named| named != question.id.0) {
                let message =
                    format!("question {at} of the form is {}, not this", quoted(&question.id));
                id.fault(message).expected("the id in the key").report();
                return;
            }
            picked(places, question)
        }
    };
    if answers.insert(at, picked).is_some() {
        let fault = number.fault(format!("question {at} is answered twice"));
        fault.expected("one answer for each question").report();
    }
}

/// How an answer names its options.
enum Given<'t> {
    Letters(Field<'t>),
    Places { id: Field<'t>, places: Field<'t> },
}

/// Reads the letters that were picked as places.
fn lettered(field: Field<'_>, question: &KeyedQuestion) -> Picks {
    let options = || (0..).map_while(letter).zip(&question.options);
    let mut picked = Picks::default();
    for typed in field.text().chars() {
        let place = options().find(|(letter, _)| *letter == typed).map(|(_, option)| option.place);
        if !place.is_some_and(|place| picked.insert(place)) {
            let letters: Vec<String> = options().map(|(letter, _)| letter.to_string()).collect();
            let fault = field.fault(format!("{} is not a letter of this question", quoted(typed)));
            fault.expected(format!("one of {}, each once", letters.join(", "))).report();
        }
    }
    within_wanted(field, question, picked)
}

/// Reads the places that were picked.
fn picked(field: Field<'_>, question: &KeyedQuestion) -> Picks {
    let mut picked = Picks::default();
    for item in field.items() {
        let Some(place) = field.faults().sound(|| item.whole()) else { continue };
        let known = usize::try_from(place).ok();
        let known = known.filter(|place| question.options.iter().any(|it| it.place == *place));
        if !known.is_some_and(|place| picked.insert(place)) {
            let places = question.options.iter().map(|option| option.place.to_string());
            let places = places.collect::<Vec<_>>().join(", ");
            let fault = item.fault(format!("{place} is not a place of this question"));
            fault.expected(format!("one of {places}, each once")).report();
        }
    }
    within_wanted(field, question, picked)
}

/// What was `picked`, which are at most as many as `question` asks for.
fn within_wanted(field: Field<'_>, question: &KeyedQuestion, picked: Picks) -> Picks {
    let wanted = question.right().len();
    if picked.len() > wanted {
        let message = format!(
            "{} chosen, but the question asks for {wanted}",
            counted(picked.len(), "option")
        );
        field.fault(message).expected(format!("at most {wanted}")).report();
    }
    picked
}
