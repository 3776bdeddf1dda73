//! The fields of a question that only our own formats have: from a question to the
//! values of a cell, and from a cell to TOML.

use quizbank::model::question::{Question, Task, Waiver};
use quizbank::model::template::Draw;
use spanned_toml::tree::basic_string;
use spanned_toml::word::Word;

use super::array::array;
use super::columns::SEPARATOR;
use super::proof;

/// The cell of `column` for `question`.
pub(super) fn cell(question: &Question, column: &str) -> String {
    match column {
        "id" => question.id.0.clone(),
        "topic" => question.topic.clone(),
        "stem" => question.stem.clone(),
        "exhibit_kind" => {
            question.exhibit.as_ref().map(|it| it.kind.word().to_owned()).unwrap_or_default()
        }
        "exhibit" => question.exhibit.as_ref().map(|it| it.text.clone()).unwrap_or_default(),
        "rev" => question.rev.to_string(),
        "domain" => question.domain.to_string(),
        "task" => task(&question.task),
        "objective" => question.objective.clone(),
        "kind" => question.kind.word().to_owned(),
        "level" => question.level.word().to_owned(),
        "difficulty" => question.difficulty.word().to_owned(),
        "authority" => question.authority.word().to_owned(),
        "order" => question.order.word().to_owned(),
        "facts" => question.facts.join(SEPARATOR),
        "family" => question.family.clone().unwrap_or_default(),
        "enemies" => listed(question.enemies.iter().map(ToString::to_string)),
        "feasible" => listed(question.feasible.iter().map(ToString::to_string)),
        "key_changed" => question.key_changed.clone().unwrap_or_default(),
        "review" => {
            let review = question.review.as_ref();
            review
                .map(|it| [&*it.covered_ok, &*it.fact_checked].join(SEPARATOR))
                .unwrap_or_default()
        }
        "waive" => waivers(&question.waive),
        "draw" => draws(&question.draw),
        "proof" => question.proof.as_ref().map(proof::to_toml).unwrap_or_default(),
        _ => String::new(),
    }
}

/// The value of `column` in TOML, from a cell that is not empty; or why it has none.
pub(super) fn to_toml(column: &str, cell: &str) -> Result<String, String> {
    let number = |cell: &str| match cell.parse::<u64>() {
        Ok(number) => Ok(number.to_string()),
        Err(_) => Err(format!("`{column}` is `{cell}`, not a number")),
    };
    match column {
        "rev" | "domain" => number(cell),
        "task" => Ok(match cell.split_once(SEPARATOR) {
            Some((c02, c03)) => {
                let [c02, c03] = [c02, c03].map(basic_string);
                format!("{{ dva-c02 = {c02}, dva-c03 = {c03} }}")
            }
            None => basic_string(cell),
        }),
        "facts" | "enemies" => Ok(array(cell.split(';').map(|one| basic_string(one.trim())))),
        "feasible" => {
            let numbers: Result<Vec<_>, _> =
                cell.split(';').map(|one| number(one.trim())).collect();
            Ok(array(numbers?.into_iter()))
        }
        "review" => {
            let (covered, checked) = cell.split_once(SEPARATOR).unwrap_or((cell, cell));
            let [covered, checked] = [covered, checked].map(basic_string);
            Ok(format!("{{ covered_ok = {covered}, fact_checked = {checked} }}"))
        }
        "waive" | "draw" | "proof" => match cell.parse::<toml_edit::Value>() {
            Ok(value) => Ok(value.to_string().trim().to_owned()),
            Err(error) => {
                let reason = error.message().lines().next().unwrap_or_default().to_owned();
                Err(format!("`{column}` is not a TOML value: {reason}"))
            }
        },
        _ => Ok(basic_string(cell)),
    }
}

fn task(Task { c02, c03 }: &Task) -> String {
    if c02 == c03 { c02.clone() } else { [&**c02, &**c03].join(SEPARATOR) }
}

fn listed(entries: impl Iterator<Item = String>) -> String {
    entries.collect::<Vec<_>>().join(SEPARATOR)
}

fn waivers(waivers: &[Waiver]) -> String {
    let waiver = |Waiver { rule, reason }: &Waiver| {
        let [rule, reason] = [rule, reason].map(|text| basic_string(text));
        format!("{{ rule = {rule}, reason = {reason} }}")
    };
    if waivers.is_empty() { String::new() } else { array(waivers.iter().map(waiver)) }
}

fn draws(draws: &[Draw]) -> String {
    if draws.is_empty() {
        return String::new();
    }
    let draw = |Draw { name, values }: &Draw| {
        format!("{name} = {}", array(values.iter().map(ToString::to_string)))
    };
    format!("{{ {} }}", draws.iter().map(draw).collect::<Vec<_>>().join(", "))
}
