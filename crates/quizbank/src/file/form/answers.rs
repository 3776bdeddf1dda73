//! Answers as they are typed from a paper: `1:b 2:ac`, a question's number and the
//! letters picked, in any order and over any number of lines.

use crate::model::paper::{Answers, Paper, PrintedQuestion, letter};
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::{Faults, Origin, SourcePlace, quoted};

/// The answers in `source` to the questions of `paper`. A question with `-` for
/// letters, or with none, is left out.
///
/// # Errors
///
/// Every answer that is none.
pub fn read(source: Source, paper: &Paper) -> Result<Answers, Diagnostics> {
    let faults = Faults::default();
    let mut answers = Answers::new();
    for (at, word) in split(&source.text) {
        let place = SourcePlace { origin: Origin::File, span: at..at + word.len() };
        match answer(word, paper) {
            Ok((number, places)) => {
                if answers.insert(number, places).is_some() {
                    let message = format!("question {number} is answered twice");
                    faults.at(&place, message).expected("one answer a question").report();
                }
            }
            Err(wrong) => faults.at(&place, wrong.message).expected(wrong.expected).report(),
        }
    }
    answers.retain(|_, places| !places.is_empty());
    if faults.is_empty() { Ok(answers) } else { Err(faults.into_diagnostics(source, Vec::new())) }
}

/// What is wrong with an answer.
struct Wrong {
    message: String,
    expected: String,
}

fn wrong<T>(message: String, expected: impl Into<String>) -> Result<T, Wrong> {
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

fn answer(word: &str, paper: &Paper) -> Result<(usize, Vec<usize>), Wrong> {
    let Some((number, letters)) = word.split_once(':') else {
        return wrong(format!("{} is no answer", quoted(word)), "an answer such as `12:b`");
    };
    let count = paper.questions.len();
    let asked = number.parse::<usize>().ok().filter(|number| *number >= 1);
    let asked = asked.and_then(|number| Some((number, paper.questions.get(number - 1)?)));
    let Some((number, question)) = asked else {
        return wrong(format!("there is no question {}", quoted(number)), format!("1 to {count}"));
    };
    let mut places = Vec::new();
    for typed in letters.chars().filter(|typed| *typed != '-') {
        let place = place(question, typed.to_ascii_lowercase());
        match place {
            Some(place) if !places.contains(&place) => places.push(place),
            Some(_) => {
                return wrong(format!("{} is picked twice", quoted(typed)), "each letter once");
            }
            None => {
                let last = letter(question.options.len().saturating_sub(1)).unwrap_or('a');
                let message = format!("question {number} has no option {}", quoted(typed));
                return wrong(message, format!("`a` to `{last}`"));
            }
        }
    }
    if places.len() > question.select {
        let message =
            format!("question {number} asks for {}, not {}", question.select, places.len());
        return wrong(message, format!("at most {}", question.select));
    }
    places.sort_unstable();
    Ok((number, places))
}

fn place(question: &PrintedQuestion, typed: char) -> Option<usize> {
    let mut options = question.options.iter().enumerate();
    options.find_map(|(index, option)| (letter(index) == Some(typed)).then_some(option.place))
}
