//! `blueprints.toml`: the shapes of forms.

use std::collections::BTreeSet;

use super::bank;
use crate::model::blueprint::{Blueprint, ExamDomain, Pass, Scope, Valid};
use spanned_toml::cursor::{Cursor, Field};
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::{Fault, Faults, quoted};
use spanned_toml::quantity;
use spanned_toml::tree;

/// The most questions of a form.
const MOST: i64 = 500;
/// The longest sitting in minutes: a day.
const LONGEST: u32 = 1_440;

/// The blueprints in `source`.
pub fn read(source: Source) -> Result<Vec<Blueprint>, Diagnostics> {
    let mut faults = Faults::default();
    let blueprints = file(&source.text, &mut faults);
    if faults.is_empty() {
        Ok(blueprints)
    } else {
        Err(faults.into_diagnostics(source, Vec::new()))
    }
}

fn file(text: &str, faults: &mut Faults) -> Vec<Blueprint> {
    let Some(root) = tree::document(text, faults) else { return Vec::new() };
    let Some(mut cursor) = Cursor::new(&root, "the file", faults) else { return Vec::new() };
    cursor.field("format_version");
    cursor.required("blueprint", "[[blueprint]]", faults);
    let mut names = BTreeSet::new();
    let tables = cursor.tables("blueprint", faults);
    let read = |table| blueprint(table, &mut names, faults);
    let blueprints = tables.into_iter().filter_map(read).collect();
    cursor.finish(faults);
    blueprints
}

/// One `[[blueprint]]`.
fn blueprint(
    mut cursor: Cursor<'_>,
    names: &mut BTreeSet<String>,
    faults: &mut Faults,
) -> Option<Blueprint> {
    let name = cursor.required("name", "name = \"dva-c03\"", faults);
    let name = name.and_then(|field| unique(field, names, faults));
    let title = cursor.required("title", "title = \"A short form\"", faults);
    let title = title.and_then(|field| field.words(faults)).map(str::to_owned);
    let questions = cursor.required("questions", "questions = 65", faults);
    let questions = questions.and_then(|field| quantity::integer(field, &(1..=MOST), faults));
    let scored = cursor.required("scored", "scored = 50", faults);
    let most = questions.unwrap_or(MOST);
    let scored = scored.and_then(|field| quantity::integer(field, &(1..=most), faults));
    let minutes = cursor.required("minutes", "minutes = 130", faults);
    let minutes = minutes.and_then(|field| quantity::integer(field, &(1..=LONGEST), faults));
    let pass = cursor.exactly_one(&["pass", "pass_percent"], faults);
    let pass = pass.and_then(|field| pass_of(field, faults));
    let valid = cursor.table("valid", faults).map(|table| valid(table, faults));
    let scope = scope(&mut cursor, questions, faults);
    cursor.finish(faults);
    Some(Blueprint {
        name: name?,
        title: title?,
        valid: valid.unwrap_or_default(),
        questions: usize::try_from(questions?).ok()?,
        scored: usize::try_from(scored?).ok()?,
        minutes: minutes?,
        pass: pass?,
        scope: scope?,
    })
}

fn unique(field: Field<'_>, names: &mut BTreeSet<String>, faults: &mut Faults) -> Option<String> {
    bank::kebab(field, faults)?;
    field.unique("name", names, faults)
}

/// A pass mark: points above the lowest score, or percent.
fn pass_of(field: Field<'_>, faults: &mut Faults) -> Option<Pass> {
    if field.name == "pass" {
        return quantity::integer(field, &(101..=1_000), faults).map(Pass::Scaled);
    }
    quantity::integer(field, &(1..=100), faults).map(Pass::Percent)
}

/// `valid = { from = …, until = … }`.
fn valid(mut cursor: Cursor<'_>, faults: &mut Faults) -> Valid {
    let (from, until) = (cursor.field("from"), cursor.field("until"));
    cursor.finish(faults);
    let valid = Valid {
        from: from.and_then(|field| bank::date(field, faults)),
        until: until.and_then(|field| bank::date(field, faults)),
    };
    if let (Some(first), Some(last), Some(field)) = (&valid.from, &valid.until, until)
        && first > last
    {
        let fault = Fault::new(&field.node.place, format!("it ends on {last}, before {first}"));
        faults.push(fault.expected("a day that is not before `from`"));
    }
    valid
}

/// Domains with their weights, or one topic.
fn scope(cursor: &mut Cursor<'_>, questions: Option<i64>, faults: &mut Faults) -> Option<Scope> {
    let by_topic = cursor.field("scope");
    let by_topic = by_topic
        .and_then(|field| field.choice(&[("domains", false), ("topic", true)], faults))
        .unwrap_or_default();
    let (fewest, domain) = (cursor.field("fewest"), cursor.field("domain"));
    if by_topic {
        refuse(domain, "on one topic", faults);
        let most = questions.unwrap_or(MOST);
        let fewest = match fewest {
            Some(field) => quantity::integer(field, &(1..=most), faults)?,
            None => most,
        };
        return Some(Scope::Topic { fewest: usize::try_from(fewest).ok()? });
    }
    refuse(fewest, "over domains", faults);
    if domain.is_none() {
        cursor.required("domain", "[[blueprint.domain]]", faults);
        return None;
    }
    let mut numbers = BTreeSet::new();
    let tables = cursor.tables("domain", faults);
    let count = tables.len();
    let read = |table| one_domain(table, &mut numbers, faults);
    let domains: Vec<ExamDomain> = tables.into_iter().filter_map(read).collect();
    let sum: u32 = domains.iter().map(|domain| domain.weight).sum();
    if let Some(field) = domain.filter(|_| domains.len() == count && sum != 100) {
        let message = format!("the weights of the domains add up to {sum}, not 100");
        faults.push(Fault::new(field.key, message).expected("percent that make up the whole"));
    }
    Some(Scope::Domains(domains))
}

/// Refuses a field that the other scope has.
fn refuse(field: Option<Field<'_>>, scope: &str, faults: &mut Faults) {
    let Some(field) = field else { return };
    let message = format!("a blueprint {scope} has no {}", quoted(field.name));
    faults.push(Fault::new(field.key, message).expected("no such field"));
}

/// One `[[blueprint.domain]]`.
fn one_domain(
    mut cursor: Cursor<'_>,
    numbers: &mut BTreeSet<u8>,
    faults: &mut Faults,
) -> Option<ExamDomain> {
    let number = cursor.required("number", "number = 1", faults);
    let name = cursor.required("name", "name = \"Security\"", faults);
    let weight = cursor.required("weight", "weight = 26", faults);
    cursor.finish(faults);
    let place = number.map(|field| &field.node.place);
    let number = number.and_then(|field| quantity::integer(field, &(1..=4_u8), faults));
    if let (Some(number), Some(place)) = (number, place)
        && !numbers.insert(number)
    {
        let fault = Fault::new(place, format!("domain {number} is there twice"));
        faults.push(fault.expected("another number"));
    }
    let name = name.and_then(|field| field.words(faults)).map(str::to_owned);
    let weight = weight.and_then(|field| quantity::integer(field, &(1..=100), faults));
    Some(ExamDomain { number: number?, name: name?, weight: weight? })
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
    fn the_gate_is_that_of_the_path() {
        let blueprints = shipped::blueprints();
        let gate = blueprints.iter().find(|one| one.name == "gate").unwrap();
        assert_eq!(gate.questions, path::GATE_QUESTIONS);
        assert_eq!(gate.scope, Scope::Topic { fewest: path::GATE_FEWEST });
        assert_eq!(gate.pass, Pass::Percent(u32::try_from(path::GATE_PASS).unwrap()));
    }
}
