//! What stands behind a question: contested facts and reviews. Q17, Q20.

use super::Broken;
use crate::model::fact::Ledger;
use crate::model::question::{Authority, Question};

pub(super) fn check(question: &Question, ledger: &Ledger) -> Vec<Broken> {
    let mut broken = contested(question, ledger);
    broken.extend(review(question));
    broken
}

/// Where course and AWS disagree, a stem that gives no value has two keys.
fn contested(question: &Question, ledger: &Ledger) -> Vec<Broken> {
    let gives_values =
        question.stem.contains(|letter: char| letter.is_ascii_digit()) || !question.draw.is_empty();
    if question.authority != Authority::Both || gives_values {
        return Vec::new();
    }
    let facts = question.facts.iter().filter_map(|id| ledger.get(id));
    let contested = facts.filter(|fact| fact.verdict.is_contested());
    let tell =
        |id: &str| format!("`{id}` is contested: give its value in the stem, or name a side");
    contested.map(|fact| ("Q17", tell(&fact.id))).collect()
}

fn review(question: &Question) -> Vec<Broken> {
    let Some(review) = &question.review else {
        return vec![("Q20", "nobody has reviewed it: `review` is missing".to_owned())];
    };
    let dates = [("covered_ok", &review.covered_ok), ("fact_checked", &review.fact_checked)];
    let bad = dates.into_iter().filter(|(_, date)| !is_date(date));
    bad.map(|(name, date)| ("Q20", format!("`{name}` is `{date}`, no date as 2026-11-24")))
        .collect()
}

/// Whether `text` is a day of the calendar as `2026-11-24`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |part: &str, digits: usize| {
        (part.len() == digits).then(|| part.parse::<u32>().ok()).flatten()
    };
    match (number(year, 4), number(month, 2), number(day, 2)) {
        (Some(year), Some(month), Some(day)) => (1..=days(year, month)).contains(&day),
        _ => false,
    }
}

/// How many days a month has; none for a month that does not exist.
fn days(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(400) || (year.is_multiple_of(4) && !year.is_multiple_of(100));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    }
}
