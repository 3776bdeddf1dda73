//! What options say: Q01, Q02, Q06 and Q14.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::context::BankOrigin;
use super::finding::Broken;
use super::stem::trimmed;
use super::view::View;
use super::words;
use crate::model::part::QuestionPart;
use crate::model::question::{Choice, Kind};
use spanned_toml::faults::counted;

/// Options that speak of other options.
const BANNED: [&str; 13] = [
    "all of the above",
    "all the above",
    "any of the above",
    "none of the above",
    "both of the above",
    "neither of the above",
    "all of these",
    "any of these",
    "none of these",
    "both of these",
    "neither of these",
    "all of the other options",
    "none of the other options",
];
/// Two options as alike as this say the same.
const ALIKE: f64 = 0.90;

pub(super) fn check(view: &View<'_>, origin: BankOrigin) -> Vec<Broken> {
    let mut broken: Vec<Broken> = counts(view).into_iter().collect();
    broken.extend(nameless(view));
    // In a bank of one's own a question may be true or false, and a mistake nameless.
    for broken in &mut broken {
        broken.severity = origin.severity();
    }
    broken.extend(banned(view));
    broken.extend(letters(view));
    broken.extend(repeated(view));
    broken
}

fn counts(view: &View<'_>) -> Option<Broken> {
    let (options, keys): (RangeInclusive<usize>, RangeInclusive<usize>) = match view.question.kind {
        Kind::Choice => (4..=4, 1..=1),
        Kind::Multiple => (5..=6, 2..=3),
    };
    let (found, right) = (view.question.options.len(), view.question.keys().count());
    if options.contains(&found) && keys.contains(&right) && right < found {
        return None;
    }
    let message = format!("{}, {right} of them correct", counted(found, "option"));
    let broken = Broken::error("Q02", QuestionPart::Kind, message);
    Some(broken.help("4 options and one key, or 5 or 6 options and two or three keys"))
}

/// Every distractor is somebody's mistake, and the mistake has a name.
fn nameless(view: &View<'_>) -> Vec<Broken> {
    let is_nameless = |option: &Choice| !option.is_key() && option.role.misconception().is_none();
    let options = view.question.options.iter().enumerate();
    let found = options.filter(|(_, option)| is_nameless(option)).map(|(index, _)| {
        let broken = Broken::error(
            "Q01",
            QuestionPart::Option(index),
            "a distractor has no `misconception`",
        );
        broken.help("name the mistake behind it, such as `adds-timeout-to-interval`")
    });
    found.collect()
}

fn banned(view: &View<'_>) -> Vec<Broken> {
    let spoken_of = |text: &str| {
        let text = text.to_lowercase();
        BANNED.into_iter().find(|banned| text.contains(banned))
    };
    let options = view.options.iter().enumerate();
    let found = options.filter_map(|(index, option)| Some((index, spoken_of(&option.text)?)));
    let broken = |(index, banned)| {
        let broken = Broken::error(
            "Q06",
            QuestionPart::Option(index),
            format!("an option contains `{banned}`"),
        );
        broken.help("state the meaning")
    };
    found.map(broken).collect()
}

/// Options change places, so that a letter names another one each time.
fn letters(view: &View<'_>) -> Vec<Broken> {
    view.texts()
        .filter_map(|(part, text)| Some((part, letter(text)?)))
        .map(|(part, found)| {
            let broken = Broken::error("Q06", part, format!("`{found}` names an option by letter"));
            broken.help("refer to its text")
        })
        .collect()
}

/// The first `option B` or `A and B` in `text`.
fn letter(text: &str) -> Option<String> {
    const NOUNS: [&str; 6] = ["option", "options", "answer", "answers", "choice", "choices"];
    let words: Vec<&str> = text.split_whitespace().collect();
    let pair = words.windows(2).find(|pair| match pair {
        // A full stop between the two begins another sentence.
        [noun, letter] => {
            let letter = trimmed(letter);
            NOUNS.contains(&noun.to_lowercase().as_str())
                && (is_letter(letter) || is_small_letter(letter))
        }
        _ => false,
    });
    let several = words.windows(3).find(|words| match words {
        [one, "and" | "or", other] => is_letter(trimmed(one)) && is_letter(trimmed(other)),
        _ => false,
    });
    let found = pair.or(several)?;
    Some(found.iter().map(|word| trimmed(word)).collect::<Vec<_>>().join(" "))
}

fn is_letter(word: &str) -> bool {
    matches!(word.as_bytes(), [b'A'..=b'F'])
}

/// A small `a` is an article.
fn is_small_letter(word: &str) -> bool {
    matches!(word.as_bytes(), [b'b'..=b'f'])
}

fn repeated(view: &View<'_>) -> Vec<Broken> {
    let texts: Vec<Said> = view.options.iter().map(|option| Said::of(&option.text)).collect();
    let mut broken = Vec::new();
    for (index, option) in texts.iter().enumerate() {
        for (earlier, shown) in texts.iter().zip(&view.options).take(index) {
            if option.folded == earlier.folded {
                let message = format!("two options have the text `{}`", option.folded);
                broken.push(Broken::error("Q14", QuestionPart::Option(index), message));
            } else if option.is_nearly(earlier) {
                let message = format!("nearly the same as `{}`", shown.text);
                broken.push(Broken::warning("Q14", QuestionPart::Option(index), message));
            }
        }
    }
    broken
}

/// What an option says.
struct Said {
    folded: String,
    words: BTreeSet<String>,
    numbers: BTreeSet<String>,
}

impl Said {
    fn of(text: &str) -> Self {
        Self { folded: folded(text), words: words::set(text), numbers: words::numbers(text) }
    }

    /// Almost the same words, and just the same numbers.
    fn is_nearly(&self, other: &Self) -> bool {
        self.numbers == other.numbers && words::jaccard(&self.words, &other.words) >= ALIKE
    }
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
