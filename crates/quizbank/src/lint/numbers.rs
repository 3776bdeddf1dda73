//! Options that are numbers stand in order, under one unit: Q15.

use super::finding::Broken;
use super::view::View;
use crate::model::part::QuestionPart;
use crate::model::question::{Kind, Order, Question};
use crate::model::template;
use crate::present;
use crate::present::PresentedOption;

/// Most combinations of sampled numbers that a question is checked with.
const COMBINATIONS: usize = 60;

pub(super) fn check(question: &Question) -> Vec<Broken> {
    if question.kind != Kind::Choice {
        return Vec::new();
    }
    let fixed = Question { order: Order::Fixed, ..question.clone() };
    let mut cases = template::combinations(&question.draw, COMBINATIONS).into_iter();
    let broken = cases.find_map(|draws| {
        // Texts that cannot be filled in are reported when the file is read.
        let item = present::filled(&fixed, 0, draws).ok()?;
        let texts: Vec<&str> = item.options.iter().map(|option| option.text.as_str()).collect();
        out_of_order(&texts, question.order)
    });
    broken.into_iter().collect()
}

/// Whether a question asks for a number: its options are values with at most a unit
/// each, or differ in their numbers alone.
pub(super) fn are_numeric(view: &View<'_>) -> bool {
    let has_number = |word: &&str| word.contains(|letter: char| letter.is_ascii_digit());
    let without_numbers = |option: &PresentedOption| -> Vec<String> {
        let words = option.text.split_whitespace().filter(|word| !has_number(word));
        words.map(plain).collect()
    };
    let texts: Vec<Vec<String>> = view.options.iter().map(without_numbers).collect();
    let are_values = view.options.iter().zip(&texts).all(|(option, rest)| {
        let count = option.text.split_whitespace().filter(has_number).count();
        count > 0 && rest.len() <= count
    });
    let holds_numbers =
        |option: &PresentedOption| option.text.split_whitespace().any(|it| has_number(&it));
    let are_alike = texts.windows(2).all(|pair| pair.first() == pair.get(1));
    are_values || are_alike && view.options.iter().all(holds_numbers)
}

/// The place of the key among options that are numbers, in ascending order from 0.
pub(super) fn rank(view: &View<'_>) -> Option<usize> {
    let (_, key) = view.only_key()?;
    let value = |text: &str| Quantity::of(text).map(|quantity| quantity.number);
    let own = value(&key.text)?;
    let others: Vec<f64> =
        view.distractors().map(|option| value(&option.text)).collect::<Option<_>>()?;
    are_numeric(view).then(|| others.iter().filter(|&&other| other < own).count())
}

/// What is wrong with options when all of them are numbers.
fn out_of_order(texts: &[&str], order: Order) -> Option<Broken> {
    let quantities: Vec<Quantity> =
        texts.iter().map(|text| Quantity::of(text)).collect::<Option<_>>()?;
    let first = quantities.first()?;
    let stranger = quantities
        .iter()
        .position(|quantity| quantity.before != first.before || quantity.after != first.after);
    if let Some(index) = stranger {
        // Longer texts may well mean different things.
        if quantities.iter().any(|quantity| !quantity.is_bare()) {
            return None;
        }
        let other = quantities.get(index)?;
        let message = format!("options are in `{}` and in `{}`", first.after, other.after);
        return Some(
            Broken::error("Q15", QuestionPart::Option(index), message).help("use one unit"),
        );
    }
    let pairs = quantities.windows(2);
    let falls = pairs.enumerate().find_map(|(index, pair)| match pair {
        [one, other] if one.number >= other.number => Some(index + 1),
        _ => None,
    });
    if let Some(index) = falls {
        let message = "numeric options are not in ascending order";
        return Some(Broken::error("Q15", QuestionPart::Option(index), message));
    }
    (order == Order::Shuffled).then(|| {
        let message = "numeric options are shuffled";
        Broken::error("Q15", QuestionPart::Order, message).help("set `order = \"fixed\"`")
    })
}

/// The one number of a text, and what stands around it.
struct Quantity {
    number: f64,
    before: String,
    after: String,
}

impl Quantity {
    /// `None` for a text with no number or with several.
    fn of(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('.').replace(',', "");
        let is_part = |letter: char| letter.is_ascii_digit() || letter == '.';
        let start = text.find(|letter: char| letter.is_ascii_digit())?;
        let (before, rest) = text.split_at(start);
        let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        if after.contains(|letter: char| letter.is_ascii_digit()) {
            return None;
        }
        Some(Self { number: number.parse().ok()?, before: plain(before), after: plain(after) })
    }

    /// Whether it is a number and its unit, and nothing more.
    fn is_bare(&self) -> bool {
        let is_sign = |letter: char| !letter.is_alphanumeric();
        self.before.chars().all(is_sign) && self.after.split_whitespace().count() <= 1
    }
}

/// Small letters, words in the singular.
fn plain(text: &str) -> String {
    let words = text.split_whitespace().map(|word| word.trim_end_matches('s').to_lowercase());
    words.collect::<Vec<_>>().join(" ")
}
