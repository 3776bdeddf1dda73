//! A key: what settles the answers to a form.

use std::collections::BTreeSet;

use super::{file, identity, options, questions};
use crate::file::blueprint::{domain_number, pass};
use crate::file::text::visible;
use crate::model::paper::{AnswerKey, Correctness, KeyedOption, KeyedQuestion, Scoring};
use crate::model::question::QuestionId;
use spanned_toml::cursor::Cursor;
use spanned_toml::diagnostic::{Diagnostics, Source};
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
            identity: identity(cursor).0,
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
        };
        let counts = |question: &KeyedQuestion| question.counts == Scoring::Scored;
        if cursor.is_sound() && !key.questions.iter().any(counts) {
            let fault = cursor.fault("no question of the key counts");
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
