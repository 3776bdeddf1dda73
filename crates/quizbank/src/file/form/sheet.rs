//! A sheet: what somebody answered, held to the key of the form.

use super::{MOST, difference, file, identity, objects, words};
use crate::model::paper::{AnswerKey, AnswerSheet, Answers, KeyedQuestion};
use spanned_toml::cursor::{Cursor, Field};
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::{Fault, Faults, quoted};
use spanned_toml::quantity;

/// The sheet in `source`, which must belong to the form of `key`.
pub fn read(source: Source, key: &AnswerKey) -> Result<AnswerSheet, Diagnostics> {
    file(source, "sheet", |cursor, faults| sheet(cursor, key, faults))
}

fn sheet(cursor: &mut Cursor<'_>, key: &AnswerKey, faults: &mut Faults) -> Option<AnswerSheet> {
    let form = identity(cursor, faults);
    let name = words(cursor, "name", "Ada", faults);
    let tables = objects(cursor, "answers", faults);
    let (identity, field) = form?;
    if let Some(difference) = difference(&identity, &key.identity) {
        let message = format!("the sheet is of another form: {difference}");
        let fault = Fault::new(&field.node.place, message).expected("the form of the key");
        faults.push(fault.help("grade it with the key that was written with its paper"));
        return None;
    }
    let mut answers = Answers::new();
    for table in tables? {
        answer(table, key, &mut answers, faults);
    }
    Some(AnswerSheet { identity, name: name?, answers })
}

/// One of `answers`.
fn answer(
    mut cursor: Cursor<'_>,
    key: &AnswerKey,
    answers: &mut Answers,
    faults: &mut Faults,
) -> Option<()> {
    let number = cursor.required("number", "\"number\": 1", faults);
    let id = cursor.required("id", "\"id\": \"health-first-unhealthy\"", faults);
    let places = cursor.required("places", "\"places\": [2]", faults);
    cursor.finish(faults);
    let number = number?;
    let most = i64::try_from(key.questions.len().min(MOST)).ok()?;
    let at = usize::try_from(quantity::integer(number, &(1..=most), faults)?).ok()?;
    let question = key.questions.get(at.checked_sub(1)?)?;
    let id = id?;
    if id.text(faults)? != question.id.0 {
        let message = format!("question {at} of the form is {}, not this", quoted(&question.id));
        faults.push(Fault::new(&id.node.place, message).expected("the id on the paper"));
        return None;
    }
    let picked = picked(places?, question, faults)?;
    if answers.insert(at, picked).is_some() {
        let message = format!("question {at} is answered twice");
        faults.push(Fault::new(&number.node.place, message).expected("one answer a question"));
    }
    Some(())
}

/// The places that were picked, ascending.
fn picked(field: Field<'_>, question: &KeyedQuestion, faults: &mut Faults) -> Option<Vec<usize>> {
    let mut picked: Vec<usize> = Vec::new();
    for node in field.items(faults)? {
        let item = field.of(node);
        let place = usize::try_from(quantity::whole(item, faults)?).ok();
        let known = place.filter(|place| question.options.iter().any(|it| it.place == *place));
        match known {
            Some(place) if !picked.contains(&place) => picked.push(place),
            _ => {
                let places: Vec<String> =
                    question.options.iter().map(|option| option.place.to_string()).collect();
                let fault = Fault::new(&node.place, format!("{node} is no place to pick here"));
                faults.push(fault.expected(format!("one of {}, each once", places.join(", "))));
            }
        }
    }
    let wanted = question.right().len();
    if picked.len() > wanted {
        let message = format!("{} options are picked, and {wanted} are asked for", picked.len());
        faults.push(Fault::new(&field.node.place, message).expected(format!("at most {wanted}")));
    }
    picked.sort_unstable();
    Some(picked)
}
