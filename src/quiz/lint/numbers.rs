//! Options that are numbers stand in order, under one unit: Q15.

use super::Broken;
use crate::model::question::{Kind, Order, Question};
use crate::quiz::present;

/// A drawn question is looked at under so many seeds.
const SEEDS: u64 = 20;

pub(super) fn check(question: &Question) -> Vec<Broken> {
    if question.kind != Kind::Choice {
        return Vec::new();
    }
    let seeds = if question.draw.is_empty() { 1 } else { SEEDS };
    let broken = (0..seeds).find_map(|seed| out_of_order(question, seed));
    broken.map(|message| ("Q15", message)).into_iter().collect()
}

/// What is wrong with the options of one attempt, when all of them are numbers.
fn out_of_order(question: &Question, seed: u64) -> Option<String> {
    let fixed = Question { order: Order::Fixed, ..question.clone() };
    // Texts that cannot be filled in are told by the proof.
    let item = present::present(&fixed, seed).ok()?;
    let quantities: Vec<(f64, String)> =
        item.options.iter().map(|option| quantity(&option.text)).collect::<Option<_>>()?;
    let (_, unit) = quantities.first()?;
    if let Some((_, other)) = quantities.iter().find(|(_, other)| other != unit) {
        return Some(format!("options are in `{unit}` and in `{other}`; use one unit"));
    }
    if !quantities.is_sorted_by(|(one, _), (other, _)| one < other) {
        return Some("options that are numbers ascend".to_owned());
    }
    let shuffled = question.order == Order::Shuffled;
    shuffled.then(|| "options that are numbers keep their order: `order = \"fixed\"`".to_owned())
}

/// A number and its unit, in the singular; `None` for anything longer.
fn quantity(text: &str) -> Option<(f64, String)> {
    let text = text.trim().trim_end_matches('.').replace(',', "");
    let text = text.trim_start_matches('$');
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.');
    let (number, unit) = text.split_at(end.unwrap_or(text.len()));
    let unit = unit.trim();
    if unit.split_whitespace().count() > 1 {
        return None;
    }
    Some((number.parse().ok()?, unit.trim_end_matches('s').to_lowercase()))
}
