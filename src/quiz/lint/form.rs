//! How a stem asks and what options may not say: Q03, Q05, Q06, Q08, Q14.

use super::Broken;
use crate::model::question::{Kind, Question};

/// Counts as a stem states them.
const COUNTS: [(usize, &str); 2] = [(2, "(Select TWO.)"), (3, "(Select THREE.)")];
/// Qualities that a stem may ask for, in capitals.
const ALLOWED: [&str; 3] = ["MOST", "LEAST", "FEWEST"];
/// Words that ask for a quality too, and for which one of the allowed stands.
const REFUSED: [&str; 8] =
    ["BEST", "CHEAPEST", "EASIEST", "FASTEST", "HIGHEST", "LOWEST", "QUICKEST", "SIMPLEST"];
/// Options that speak of other options.
const BANNED: [&str; 6] = [
    "all of the above",
    "none of the above",
    "both of the above",
    "all of these",
    "none of these",
    "both of these",
];

pub(super) fn check(question: &Question) -> Vec<Broken> {
    let mut broken = Vec::new();
    broken.extend(count(question));
    broken.extend(question_mark(question));
    broken.extend(banned(question));
    broken.extend(letters(question));
    broken.extend(qualifier(question));
    broken.extend(equal_options(question));
    broken
}

/// The stem without the count that it states.
fn without_count(stem: &str) -> &str {
    let stem = stem.trim_end();
    let stated = COUNTS.iter().find_map(|(_, text)| stem.strip_suffix(text));
    stated.unwrap_or(stem).trim_end()
}

fn count(question: &Question) -> Option<Broken> {
    let stem = question.stem.trim_end();
    let keys = question.keys().count();
    let wanted = COUNTS.iter().find(|(count, _)| *count == keys).map(|(_, text)| *text);
    match (question.kind, wanted) {
        (Kind::Choice, _) if stem.to_lowercase().contains("(select") => {
            Some(("Q03", "the stem states a count, and one option is right".to_owned()))
        }
        (Kind::Multiple, Some(text)) if !stem.ends_with(text) => {
            Some(("Q03", format!("{keys} options are right; end the stem with `{text}`")))
        }
        _ => None,
    }
}

fn question_mark(question: &Question) -> Option<Broken> {
    let stem = without_count(&question.stem);
    let marks = stem.matches('?').count();
    if marks == 1 && stem.ends_with('?') {
        return None;
    }
    let message = "ask exactly one question, at the end of the stem".to_owned();
    Some(("Q05", message))
}

fn banned(question: &Question) -> Vec<Broken> {
    let spoken_of = |text: &str| {
        let text = text.to_lowercase();
        BANNED.into_iter().find(|banned| text.contains(banned))
    };
    let found = question.options.iter().filter_map(|option| spoken_of(&option.text));
    found.map(|banned| ("Q06", format!("an option says `{banned}`; say what is meant"))).collect()
}

/// Options change places, so that a letter names another one each time.
fn letters(question: &Question) -> Vec<Broken> {
    let reasons = question.options.iter().flat_map(|option| [&option.text, &option.why]);
    let texts = std::iter::once(&question.stem).chain(reasons);
    texts
        .filter_map(|text| letter(text))
        .map(|found| ("Q06", format!("`{found}` names an option by letter; say what it says")))
        .collect()
}

/// The first `option B` or `A and B` in `text`.
fn letter(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().map(trimmed).collect();
    let pair = words.windows(2).find(|pair| match pair {
        [noun, letter] => {
            ["option", "options", "answer", "choice"].contains(&noun.to_lowercase().as_str())
                && is_letter(letter)
        }
        _ => false,
    });
    let several = words.windows(3).find(|words| match words {
        [one, "and" | "or", other] => is_letter(one) && is_letter(other),
        _ => false,
    });
    pair.or(several).map(|words| words.join(" "))
}

fn trimmed(word: &str) -> &str {
    word.trim_matches(|letter: char| !letter.is_alphanumeric())
}

fn is_letter(word: &str) -> bool {
    matches!(word.as_bytes(), [b'A'..=b'F'])
}

fn qualifier(question: &Question) -> Vec<Broken> {
    let words = || question.stem.split_whitespace().map(trimmed);
    let allowed = words().filter(|word| ALLOWED.contains(word)).count();
    let mut broken = Vec::new();
    for word in words().filter(|word| REFUSED.contains(word)) {
        broken.push(("Q08", format!("`{word}` is no qualifier; use {}", ALLOWED.join(", "))));
    }
    if allowed > 1 {
        broken.push(("Q08", format!("{allowed} qualifiers; one question asks for one quality")));
    }
    if allowed > 0 && question.feasible.is_empty() {
        let message = "a qualifier needs a distractor that works too; list it in `feasible`";
        broken.push(("Q08", message.to_owned()));
    }
    broken
}

fn equal_options(question: &Question) -> Vec<Broken> {
    let mut texts: Vec<String> =
        question.options.iter().map(|option| folded(&option.text)).collect();
    texts.sort();
    let equal = texts.windows(2).filter_map(|pair| match pair {
        [one, other] if one == other => Some(one),
        _ => None,
    });
    equal.map(|text| ("Q14", format!("two options say `{text}`"))).collect()
}

/// Small letters and digits only, words by single spaces. Signs that make a
/// number or an expression another one stay.
fn folded(text: &str) -> String {
    let kept = |letter: char| letter.is_alphanumeric() || ".*/+-%(){}".contains(letter);
    let text: String =
        text.to_lowercase().chars().map(|letter| if kept(letter) { letter } else { ' ' }).collect();
    let words = text.split_whitespace().map(|word| word.trim_end_matches('.'));
    words.collect::<Vec<_>>().join(" ")
}
