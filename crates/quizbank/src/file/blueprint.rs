//! `blueprints.toml`: the shapes of forms.

use std::collections::BTreeSet;

use super::text;
use crate::model::blueprint::{Blueprint, ExamDomain, Pass, Scope, Valid};
use spanned_toml::cursor::Cursor;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::document;
use spanned_toml::faults::{Syntax, quoted};
use spanned_toml::field::Field;
use spanned_toml::schema::Schema;
use spanned_toml::shape::Shape;
use spanned_toml::tree::Value;
use spanned_toml::word::Word;

/// The most questions of a form.
const MOST: usize = 500;
/// The longest attempt in minutes: a day.
const LONGEST: u32 = 1_440;

/// Reads the blueprints in `source`.
///
/// # Errors
///
/// Every fault of the file.
pub fn read(source: Source) -> Result<Vec<Blueprint>, Diagnostics> {
    document::read(source, Syntax::Toml, "the file", blueprints)
}

/// Adds to `schema` what the reading of the blueprints in `source` shows.
///
/// # Errors
///
/// Every fault of the file.
pub fn learn(source: Source, schema: &mut Schema) -> Result<(), Diagnostics> {
    schema.learn_from(source, |document| document.read("the file", blueprints))
}

/// Reads every `[[blueprint]]`.
fn blueprints(file: &mut Cursor<'_>) -> Vec<Blueprint> {
    let mut names = BTreeSet::new();
    file.required_tables("blueprint", "[[blueprint]]", |table| blueprint(table, &mut names))
}

/// Reads one `[[blueprint]]`.
fn blueprint(cursor: &mut Cursor<'_>, names: &mut BTreeSet<String>) -> Blueprint {
    let name = cursor.required("name", "\"dva-c03\"");
    let questions = cursor.required("questions", "65").integer(1..=MOST);
    Blueprint {
        name: unique(name, names),
        title: cursor.required("title", "\"A short form\"").words(),
        valid: cursor.table("valid", valid).unwrap_or_default(),
        questions,
        scored: up_to(cursor.required("scored", "50"), questions),
        minutes: cursor.required("minutes", "130").integer(1..=LONGEST),
        pass: pass(cursor),
        scope: scope(cursor, questions),
    }
}

/// Reads a number of questions of a form that has `questions`.
fn up_to(field: Field<'_>, questions: usize) -> usize {
    let number = field.integer(1..=questions.max(1));
    // How many there are, a schema cannot know.
    field.expects(|| Shape::Integer(1, i64::try_from(MOST).unwrap_or(i64::MAX)));
    number
}

/// Reads a kebab-case name that no other blueprint has.
fn unique(field: Field<'_>, names: &mut BTreeSet<String>) -> String {
    match field.faults().sound(|| text::kebab(field)) {
        Some(_) => field.unique("name", names),
        None => String::new(),
    }
}

/// Reads a pass mark: points above the lowest score, or percent.
pub(super) fn pass(cursor: &mut Cursor<'_>) -> Pass {
    let field = cursor.exactly_one(["pass", "pass_percent"]);
    match field.name() {
        "pass" => Pass::Scaled(field.integer(101..=1_000)),
        _ => Pass::Percent(field.integer(1..=100)),
    }
}

/// Reads `valid = { from = …, until = … }`.
fn valid(cursor: &mut Cursor<'_>) -> Valid {
    let until = cursor.field("until");
    let valid = Valid {
        from: cursor.optional("from", text::date),
        until: cursor.optional("until", text::date),
    };
    if let (Some(first), Some(last), Some(field)) = (&valid.from, &valid.until, until)
        && first > last
    {
        let fault = field.fault(format!("it ends on {last}, before {first}"));
        fault.expected("a day that is not before `from`").report();
    }
    valid
}

/// What a blueprint draws from.
#[derive(Clone, Copy, PartialEq)]
enum ScopeKind {
    Domains,
    Topic,
}

impl Word for ScopeKind {
    const WORDS: &'static [(&'static str, Self)] =
        &[("domains", Self::Domains), ("topic", Self::Topic)];
}

/// Reads domains with their weights, or one topic.
fn scope(cursor: &mut Cursor<'_>, questions: usize) -> Scope {
    let kind = cursor.optional("scope", Field::word);
    let (fewest, domain) = (cursor.field("fewest"), cursor.field("domain"));
    if kind == Some(ScopeKind::Topic) {
        refuse(domain, "on one topic");
        let fewest = fewest.map_or(questions, |field| up_to(field, questions));
        return Scope::Topic { fewest };
    }
    refuse(fewest, "over domains");
    let mut numbers = BTreeSet::new();
    let domains = cursor
        .required_tables("domain", "[[blueprint.domain]]", |table| one_domain(table, &mut numbers));
    let sum: u32 = domains.iter().map(|domain| domain.weight).sum();
    let count =
        |items: &Value| matches!(items, Value::Array(items) if items.len() == domains.len());
    if let Some(field) = domain.filter(|field| field.value().is_some_and(count) && sum != 100) {
        let message = format!("the weights of the domains add up to {sum}, not 100");
        let fault = field.faults().at(field.key(), message);
        fault.expected("weights that add up to 100").report();
    }
    Scope::Domains(domains)
}

/// Rejects a field that the other scope has.
fn refuse(field: Option<Field<'_>>, scope: &str) {
    let Some(field) = field else { return };
    let message = format!("a blueprint {scope} has no {}", quoted(field.name()));
    field.faults().at(field.key(), message).expected("no such field").report();
}

/// Reads one `[[blueprint.domain]]`.
fn one_domain(cursor: &mut Cursor<'_>, numbers: &mut BTreeSet<u8>) -> ExamDomain {
    ExamDomain {
        number: domain_number(cursor.required("number", "1"), numbers),
        name: cursor.required("name", "\"Security\"").words(),
        weight: cursor.required("weight", "26").integer(1..=100),
    }
}

/// Reads the number of a domain that no other has.
pub(super) fn domain_number(field: Field<'_>, taken: &mut BTreeSet<u8>) -> u8 {
    let Some(number) = field.faults().sound(|| field.integer(1..=4)) else { return 1 };
    if field.value().is_some() && !taken.insert(number) {
        let fault = field.fault(format!("domain {number} is a duplicate"));
        fault.expected("another number").report();
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path;
    use crate::shipped;

    /// Scored and unscored questions by domain.
    type Counts = [[usize; 4]; 2];

    #[test]
    fn counts_follow_from_weights() {
        let expected: [(&str, Counts); 6] = [
            ("dva-c02", [[16, 13, 12, 9], [5, 4, 3, 3]]),
            ("dva-c03", [[15, 13, 11, 11], [5, 4, 3, 3]]),
            ("dva-c02-33", [[8, 7, 6, 4], [3, 2, 2, 1]]),
            ("dva-c03-33", [[8, 7, 5, 5], [2, 2, 2, 2]]),
            ("dva-c02-16", [[4, 3, 3, 2], [1, 1, 1, 1]]),
            ("dva-c03-16", [[3, 3, 3, 3], [1, 1, 1, 1]]),
        ];
        let blueprints = shipped::blueprints();
        assert_eq!(blueprints.len(), expected.len() + 1);
        for (name, [scored, unscored]) in expected {
            let blueprint = blueprints.iter().find(|one| one.name == name).unwrap();
            let shares = blueprint.shares();
            let of = |count: fn(&crate::model::blueprint::Share) -> usize| -> Vec<usize> {
                shares.iter().map(count).collect()
            };
            assert_eq!(of(|share| share.scored), scored, "{name}");
            assert_eq!(of(|share| share.unscored), unscored, "{name}");
            assert_eq!(
                shares.iter().map(|share| share.questions()).sum::<usize>(),
                blueprint.questions
            );
        }
    }

    #[test]
    fn every_day_has_one_long_exam() {
        let blueprints = shipped::blueprints();
        for (day, name) in
            [("2026-11-23", "dva-c02"), ("2026-11-30", "dva-c02"), ("2026-12-01", "dva-c03")]
        {
            let valid = blueprints.iter().find(|one| one.is_valid_on(day)).unwrap();
            assert_eq!(valid.name, name);
            assert_eq!((valid.questions, valid.scored, valid.minutes), (65, 50, 130));
        }
    }

    #[test]
    fn the_topic_test_is_that_of_the_path() {
        let blueprints = shipped::blueprints();
        let topic_test = blueprints.iter().find(|one| one.name == "topic-test").unwrap();
        assert_eq!(topic_test.questions, path::TOPIC_TEST_QUESTIONS);
        assert_eq!(topic_test.scope, Scope::Topic { fewest: path::TOPIC_TEST_FEWEST });
        assert_eq!(topic_test.pass, Pass::Percent(u32::try_from(path::TOPIC_TEST_PASS).unwrap()));
    }
}
