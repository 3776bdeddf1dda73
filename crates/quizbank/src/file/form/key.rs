//! A key: what settles the answers to a form.

use std::collections::BTreeMap;

use super::{check_length, count, file, identity, integer, number, objects, place, words};
use crate::model::blueprint::Pass;
use crate::model::paper::{AnswerKey, Correctness, KeyedOption, KeyedQuestion, Scoring};
use crate::model::question::QuestionId;
use spanned_toml::cursor::Cursor;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::{Fault, Faults};
use spanned_toml::quantity;

/// The key in `source`.
pub fn read(source: Source) -> Result<AnswerKey, Diagnostics> {
    file(source, "key", key)
}

fn key(cursor: &mut Cursor<'_>, faults: &mut Faults) -> Option<AnswerKey> {
    let form = identity(cursor, faults);
    let title = words(cursor, "title", "A short form", faults);
    let pass = cursor.exactly_one(&["pass", "pass_percent"], faults);
    let pass = pass.and_then(|field| match field.name {
        "pass" => quantity::integer(field, &(101..=1_000), faults).map(Pass::Scaled),
        _ => quantity::integer(field, &(1..=100), faults).map(Pass::Percent),
    });
    let domains = objects(cursor, "domains", faults).unwrap_or_default();
    let domains: BTreeMap<u8, String> =
        domains.into_iter().filter_map(|table| domain(table, faults)).collect();
    let tables = objects(cursor, "questions", faults)?;
    check_length(tables.len(), cursor, faults);
    let read = |(expected, table)| keyed(table, expected, faults);
    let questions = (1..).zip(tables).filter_map(read).collect();
    Some(AnswerKey { identity: form?.0, title: title?, pass: pass?, domains, questions })
}

fn domain(mut cursor: Cursor<'_>, faults: &mut Faults) -> Option<(u8, String)> {
    let number = count(&mut cursor, "number", 4, faults);
    let name = words(&mut cursor, "name", "Security", faults);
    cursor.finish(faults);
    Some((u8::try_from(number?).ok()?, name?))
}

fn keyed(mut cursor: Cursor<'_>, expected: usize, faults: &mut Faults) -> Option<KeyedQuestion> {
    number(&mut cursor, expected, faults);
    let id = words(&mut cursor, "id", "health-first-unhealthy", faults);
    let rev = integer(&mut cursor, "rev", 1, i64::from(u32::MAX), faults);
    let topic = words(&mut cursor, "topic", "health-check", faults);
    let domain = integer(&mut cursor, "domain", 1, 4, faults);
    let scored = cursor.required("scored", "\"scored\": true", faults);
    let scored = scored.and_then(|field| field.flag(faults));
    let options = options(&mut cursor, faults);
    cursor.finish(faults);
    Some(KeyedQuestion {
        id: QuestionId(id?),
        rev: u32::try_from(rev?).ok()?,
        topic: topic?,
        domain: u8::try_from(domain?).ok()?,
        counts: if scored? { Scoring::Scored } else { Scoring::Unscored },
        options,
    })
}

fn options(cursor: &mut Cursor<'_>, faults: &mut Faults) -> Vec<KeyedOption> {
    let mut options: Vec<KeyedOption> = Vec::new();
    let mut places = Vec::new();
    for mut table in objects(cursor, "options", faults).unwrap_or_default() {
        let at = place(&mut table, &places, faults);
        let right = table.field("right").and_then(|field| field.flag(faults));
        let misconception = table.field("misconception");
        let misconception = misconception.and_then(|field| field.words(faults)).map(str::to_owned);
        table.finish(faults);
        let worth = if right == Some(true) {
            Correctness::Right
        } else {
            Correctness::Wrong(misconception)
        };
        places.extend(at);
        options.extend(at.map(|place| KeyedOption { place, worth }));
    }
    if !options.iter().any(|option| option.worth == Correctness::Right) {
        let fault = Fault::new(cursor.place(), "no option of the question is right");
        faults.push(fault.expected("`\"right\": true` in at least one"));
    }
    options
}
