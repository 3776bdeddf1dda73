//! How a stem asks: Q03, Q04, Q05, Q07, Q08 and the article of Q13.

use super::context::BankOrigin;
use super::finding::Broken;
use super::view::{COUNTS, View};
use super::words;
use crate::model::part::QuestionPart;
use crate::model::question::Kind;
use spanned_toml::faults::counted;

/// A stem with fewer words gives too little to reason from.
const SHORTEST: usize = 12;
/// One with more costs too much of the time.
const LONG: usize = 90;
/// And one with more than this is rejected.
const LONGEST: usize = 120;
/// Qualities that a stem may ask for, in capitals.
const ALLOWED: [&str; 3] = ["MOST", "LEAST", "FEWEST"];
/// Words that ask for a quality too, and for which one of the allowed stands.
const REFUSED: [&str; 8] =
    ["BEST", "CHEAPEST", "EASIEST", "FASTEST", "HIGHEST", "LOWEST", "QUICKEST", "SIMPLEST"];
/// How the exam's questions begin.
const EXAM: [&str; 6] = [
    "Which solution will",
    "Which combination of",
    "What should the",
    "What should a",
    "What is the MOST likely",
    "Which is the MOST likely",
];
/// Words after which a sentence speaks of something else than what is asked.
const CLAUSES: [&str; 17] = [
    "although", "and", "because", "but", "even", "if", "or", "since", "so", "that", "though",
    "unless", "when", "while", "who", "whose", "with",
];

pub(super) fn check(view: &View<'_>, origin: BankOrigin) -> Vec<Broken> {
    let mut broken = Vec::new();
    broken.extend(count(view));
    broken.extend(length(view));
    broken.extend(question_mark(view, origin));
    broken.extend(negative(view));
    broken.extend(qualifier(view));
    broken.extend(article(view));
    broken
}

fn count(view: &View<'_>) -> Option<Broken> {
    let stem = view.stem.trim_end();
    let keys = view.question.keys().count();
    let wanted = COUNTS.iter().find(|(count, _)| *count == keys).map(|(_, text)| *text);
    let broken = |message: String| Broken::error("Q03", QuestionPart::Stem, message);
    match (view.question.kind, wanted) {
        (Kind::Choice, _) if stem.to_lowercase().contains("(select") => {
            Some(broken("the stem states a count, but one option is correct".to_owned()))
        }
        (Kind::Multiple, Some(text)) if !stem.ends_with(text) => Some(
            broken(format!("the stem does not say that {keys} options are correct"))
                .help(format!("end it with `{text}`")),
        ),
        _ => None,
    }
}

fn length(view: &View<'_>) -> Option<Broken> {
    let count = words::count(view.question_text());
    let reported = format!("the stem has {}", counted(count, "word"));
    if count > LONGEST {
        Some(Broken::error("Q04", QuestionPart::Stem, format!("{reported}, more than {LONGEST}")))
    } else if count > LONG {
        Some(Broken::warning("Q04", QuestionPart::Stem, format!("{reported}, more than {LONG}")))
    } else if count < SHORTEST {
        let broken = Broken::warning(
            "Q04",
            QuestionPart::Stem,
            format!("{reported}, fewer than {SHORTEST}"),
        );
        Some(broken.help("describe the situation and the requirement"))
    } else {
        None
    }
}

fn question_mark(view: &View<'_>, origin: BankOrigin) -> Option<Broken> {
    let stem = view.question_text();
    let marks = stem.matches('?').count();
    let message = match marks {
        1 if stem.ends_with('?') => return None,
        1 => "the question does not end the stem".to_owned(),
        0 => "the stem asks no question".to_owned(),
        _ => format!("the stem asks {marks} questions"),
    };
    let mut broken = Broken::error("Q05", QuestionPart::Stem, message);
    // A statement that is true or false asks without a question mark.
    if view.question.options.len() == 2 {
        broken.severity = origin.severity();
    }
    Some(broken.help("ask exactly one, at the end"))
}

fn negative(view: &View<'_>) -> Option<Broken> {
    let sentence = view.question_sentence();
    if let Some(found) = asked_negative(sentence) {
        let message = format!("the question depends on a lowercase `{found}`");
        let broken = Broken::error("Q07", QuestionPart::Stem, message);
        return Some(broken.help("ask a positive question, or write NOT and waive the rule"));
    }
    is_negative(view).then(|| {
        let message = "the stem is negative";
        Broken::warning("Q07", QuestionPart::Stem, message).help("ask a positive question")
    })
}

/// Whether the stem is negative, in capitals or in words.
pub(super) fn is_negative(view: &View<'_>) -> bool {
    let shouts = view
        .stem
        .split_whitespace()
        .map(trimmed)
        .any(|word| ["NOT", "EXCEPT", "CANNOT", "NEVER"].contains(&word));
    let sentence = view.question_sentence().to_lowercase();
    let says = words::words(&sentence).iter().any(|word| word == "incorrect" || word == "untrue");
    shouts || says || sentence.contains("is not true") || sentence.contains("are not true")
}

/// The small negation that the asked word hangs on, as in `which is not`. What
/// stands in a clause of its own is no matter.
fn asked_negative(sentence: &str) -> Option<String> {
    let all: Vec<&str> = sentence.split_whitespace().collect();
    let asked = all
        .iter()
        .position(|word| ["which", "what"].contains(&trimmed(word).to_lowercase().as_str()))?;
    for word in all.iter().skip(asked + 1) {
        let plain = trimmed(word);
        let small = plain.to_lowercase();
        if CLAUSES.contains(&small.as_str()) {
            return None;
        }
        let is_small = !plain.chars().any(char::is_uppercase);
        if is_small && (small == "not" || small == "cannot" || small.ends_with("n't")) {
            return Some(plain.to_owned());
        }
        if word.ends_with([',', ';', ':']) {
            return None;
        }
    }
    None
}

fn qualifier(view: &View<'_>) -> Vec<Broken> {
    let words = || view.stem.split_whitespace().map(trimmed);
    let mut broken = Vec::new();
    for word in words().filter(|word| REFUSED.contains(word)) {
        let found =
            Broken::error("Q08", QuestionPart::Stem, format!("`{word}` is not a qualifier"));
        broken.push(found.help(format!("use one of {}", ALLOWED.join(", "))));
    }
    let allowed = qualifiers(view);
    if allowed > 1 {
        let message = format!("{allowed} qualifiers in one stem");
        broken.push(Broken::error("Q08", QuestionPart::Stem, message).help("use one qualifier"));
    }
    if allowed > 0 && view.question.feasible.is_empty() {
        let message = "no distractor is wrong only because of the qualifier";
        let found = Broken::error("Q08", QuestionPart::Stem, message);
        broken.push(
            found.help("list a distractor that also works in `feasible`, or remove the qualifier"),
        );
    }
    broken
}

/// Whether the stem ends in a question as the exam asks it.
pub(super) fn asks_as_exam(view: &View<'_>) -> bool {
    let sentence = view.question_sentence().trim();
    let asks = |begins: &&str| sentence.starts_with(begins);
    EXAM.iter().any(asks) || sentence.ends_with("will meet these requirements?")
}

/// How many qualities the stem asks for in capitals.
pub(super) fn qualifiers(view: &View<'_>) -> usize {
    view.stem.split_whitespace().map(trimmed).filter(|word| ALLOWED.contains(word)).count()
}

/// An article at the end fits some options and not others.
fn article(view: &View<'_>) -> Option<Broken> {
    let last = view.question_text().split_whitespace().last().map(trimmed)?;
    ["a", "an"].contains(&last).then(|| {
        let message = format!("the stem ends in `{last}`, which fits only some options");
        Broken::warning("Q13", QuestionPart::Stem, message)
    })
}

/// A word without the signs around it.
pub(super) fn trimmed(word: &str) -> &str {
    word.trim_matches(|letter: char| !letter.is_alphanumeric())
}
