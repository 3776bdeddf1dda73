//! Answers as they are typed from a paper: `1:b 2:ac`, a question's number and the
//! letters picked, in any order and over any number of lines.

use std::collections::BTreeMap;

use crate::model::paper::{LetteredAnswer, Paper, letter};
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::{Faults, Origin, SourcePlace, quoted};

/// The answers in `source` to the questions of `paper`. A question with `-` for
/// letters, or with none, is left out.
///
/// # Errors
///
/// Every answer that is none.
pub fn read(source: Source, paper: &Paper) -> Result<Vec<LetteredAnswer>, Diagnostics> {
    let faults = Faults::default();
    let mut answers = BTreeMap::new();
    for (at, word) in split(&source.text) {
        let place = SourcePlace { origin: Origin::File, span: at..at + word.len() };
        match answer(word, paper) {
            Ok(answer) => {
                let message = format!("question {} is answered twice", answer.number);
                if answers.insert(answer.number, answer).is_some() {
                    faults.at(&place, message).expected("one answer for each question").report();
                }
            }
            Err(wrong) => faults.at(&place, wrong.message).expected(wrong.expected).report(),
        }
    }
    let given = answers.into_values().filter(|answer| !answer.letters.is_empty());
    if faults.is_empty() {
        Ok(given.collect())
    } else {
        Err(faults.into_diagnostics(source, Vec::new()))
    }
}

/// What is wrong with an answer.
pub(super) struct Wrong {
    pub(super) message: String,
    pub(super) expected: String,
}

pub(super) fn wrong<T>(message: String, expected: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong { message, expected: expected.into() })
}

/// Words with their places.
fn split(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_gap = |letter: char| letter.is_whitespace() || letter == ',' || letter == ';';
    let mut from = 0;
    text.split(is_gap).filter_map(move |word| {
        let at = from;
        // Every gap is one letter long, of one to three bytes.
        let gap = text.get(at + word.len()..).and_then(|rest| rest.chars().next());
        from = at + word.len() + gap.map_or(0, char::len_utf8);
        (!word.is_empty()).then_some((at, word))
    })
}

fn answer(word: &str, paper: &Paper) -> Result<LetteredAnswer, Wrong> {
    let Some((number, letters)) = word.split_once(':') else {
        return wrong(format!("{} is not an answer", quoted(word)), "an answer such as `12:b`");
    };
    let count = paper.questions.len();
    let asked = number.parse::<usize>().ok().filter(|number| *number >= 1);
    let asked = asked.and_then(|number| Some((number, paper.questions.get(number - 1)?)));
    let Some((number, question)) = asked else {
        return wrong(format!("there is no question {}", quoted(number)), format!("1 to {count}"));
    };
    let letters = letters.chars().filter(|typed| *typed != '-');
    let picked = picked(number, letters, question.options.len(), question.select)?;
    Ok(LetteredAnswer { number, letters: picked.into_iter().filter_map(letter).collect() })
}

/// The options that `letters` stand for, counted from 0 and ascending: at most `wanted` of the
/// `count` that the question has.
pub(super) fn picked(
    number: usize,
    letters: impl Iterator<Item = char>,
    count: usize,
    wanted: usize,
) -> Result<Vec<usize>, Wrong> {
    let mut picked = Vec::new();
    for typed in letters {
        let is_meant =
            |index: &usize| letter(*index).is_some_and(|it| typed.eq_ignore_ascii_case(&it));
        match (0..count).find(is_meant) {
            Some(index) if !picked.contains(&index) => picked.push(index),
            Some(_) => {
                return wrong(format!("{} is chosen twice", quoted(typed)), "each letter once");
            }
            None => {
                let last = letter(count.saturating_sub(1)).unwrap_or('a');
                let message = format!("question {number} has no option {}", quoted(typed));
                return wrong(message, format!("`a` to `{last}`"));
            }
        }
    }
    if picked.len() > wanted {
        let message = format!("question {number} asks for {wanted}, not {}", picked.len());
        return wrong(message, format!("at most {wanted}"));
    }
    picked.sort_unstable();
    Ok(picked)
}
