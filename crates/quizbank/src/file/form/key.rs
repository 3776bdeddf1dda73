//! A key: what settles the answers to a form.

use std::collections::BTreeSet;

use super::{MAX_VERSIONS, MOST_OPTIONS, code, file, identity, options, questions};
use crate::file::blueprint::{domain_number, pass};
use crate::file::text::visible;
use crate::model::paper::{
    AnswerKey, Correctness, FormVersion, KeyedOption, KeyedQuestion, PaperCode, Scoring,
    VersionQuestion,
};
use crate::model::question::QuestionId;
use spanned_toml::cursor::Cursor;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::{counted, quoted};
use spanned_toml::field::Field;

/// Reads the key in `source`.
///
/// # Errors
///
/// Every fault of the file.
pub fn read(source: Source) -> Result<AnswerKey, Diagnostics> {
    file(source, "key", |cursor| {
        let mut numbers = BTreeSet::new();
        let key = AnswerKey {
            identity: identity(cursor),
            code: cursor.optional("code", code),
            title: visible(cursor.required("title", "\"A short form\"")),
            pass: pass(cursor),
            domains: cursor
                .required_tables("domains", "", |domain| {
                    let number = domain_number(domain.required("number", "1"), &mut numbers);
                    (number, visible(domain.required("name", "\"Security\"")))
                })
                .into_iter()
                .collect(),
            questions: questions(cursor, keyed),
            versions: Vec::new(),
        };
        let mut codes = key.code.iter().cloned().collect();
        let versions = cursor.tables("versions", |table| version(table, &key, &mut codes));
        let key = AnswerKey { versions, ..key };
        let counts = |question: &KeyedQuestion| question.counts == Scoring::Scored;
        if cursor.is_sound() && !key.questions.iter().any(counts) {
            let fault = cursor.fault("no question of the key is scored");
            fault.expected("`\"scored\": true` in at least one").report();
        }
        Some(key)
    })
}

/// Reads one of `questions`.
fn keyed(cursor: &mut Cursor<'_>) -> KeyedQuestion {
    let keyed = KeyedQuestion {
        id: QuestionId(visible(cursor.required("id", "\"health-first-unhealthy\""))),
        rev: cursor.required("rev", "1").integer(1..=u32::MAX),
        topic: visible(cursor.required("topic", "\"health-check\"")),
        domain: cursor.required("domain", "1").integer(1..=4),
        counts: if cursor.required("scored", "true").flag() {
            Scoring::Scored
        } else {
            Scoring::Unscored
        },
        options: options(cursor, |option, place| {
            let misconception = option.optional("misconception", visible);
            let correctness = match option.optional("right", Field::flag) {
                Some(true) => Correctness::Right,
                _ => Correctness::Wrong(misconception),
            };
            KeyedOption { place, correctness }
        }),
    };
    if cursor.is_sound() && keyed.right().is_empty() {
        let fault = cursor.fault("no option of the question is right");
        fault.expected("`\"right\": true` in at least one").report();
    }
    keyed
}

/// Reads one of `versions`: each question of `key` once, with each of its options once.
fn version(
    cursor: &mut Cursor<'_>,
    key: &AnswerKey,
    codes: &mut BTreeSet<PaperCode>,
) -> FormVersion {
    let version = cursor.required("version", "2").integer(2..=MAX_VERSIONS);
    let field = cursor.required("code", "\"7c1f09ab\"");
    let code = code(field);
    if !codes.insert(code.clone()) {
        field.fault(format!("the code {} is a duplicate", quoted(&code))).report();
    }
    let mut taken = BTreeSet::new();
    let questions = questions(cursor, |question| {
        let number = question.required("key", "1");
        let at = number.integer(1..=key.questions.len().max(1));
        if !taken.insert(at) {
            number.fault(format!("question {at} of the key is a duplicate")).report();
        }
        let field = question.required("places", "[3, 1, 2, 4]");
        let places: Vec<usize> =
            field.items().iter().map(|item| item.integer(1..=MOST_OPTIONS)).collect();
        let there = key.questions.get(at - 1).map(|it| it.options.iter().map(|it| it.place));
        let is_all = there.is_some_and(|there| {
            let sorted = |mut places: Vec<usize>| {
                places.sort_unstable();
                places
            };
            sorted(there.collect()) == sorted(places.clone())
        });
        if !is_all {
            let fault = field.fault(format!("these are not the places of question {at}"));
            fault.expected("each place of its options once").report();
        }
        VersionQuestion { key: at, places }
    });
    if cursor.is_sound() && questions.len() != key.questions.len() {
        let there = counted(questions.len(), "question");
        let fault = cursor.fault(format!("version {version} has {there}"));
        fault.expected(format!("the {} of the key", key.questions.len())).report();
    }
    FormVersion { version, code, questions }
}
