//! Options as the exam writes them: whole sentences (Q23) that say what and not why
//! (Q22).

use super::finding::Broken;
use super::stem::trimmed;
use super::view::View;
use super::{numbers, tells, words};
use crate::model::part::QuestionPart;
use crate::present::PresentedOption;

/// Words that begin a reason wherever they stand.
const REASONS: [&str; 2] = ["because", "therefore"];
/// Words that begin one after a comma.
const AFTER_COMMA: [&str; 3] = ["as", "since", "so"];
/// Words after which `as` compares, besides participles in `-ed`.
const PARTICIPLES: [&str; 3] = ["given", "set", "shown"];
/// Two words that begin one together.
const PAIRS: [(&str, &str); 3] = [("due", "to"), ("so", "that"), ("given", "that")];
/// A name or a value has no more words than this.
const NAME: usize = 6;

pub(super) fn check(view: &View<'_>) -> Vec<Broken> {
    let mut broken = Vec::new();
    let are_names = numbers::are_numeric(view) || view.options.iter().all(is_name);
    for (index, option) in view.options.iter().enumerate() {
        if let Some(found) = reason(&option.text) {
            let message = format!("`{found}` begins a reason in an option");
            let broken_rule = Broken::warning("Q22", QuestionPart::Option(index), message);
            broken.push(broken_rule.help("move the reason to `why`"));
        }
        if !are_names && !is_sentence(&option.text) {
            let message = "an option that is not a sentence, a name or a number";
            let broken_rule = Broken::warning("Q23", QuestionPart::Option(index), message);
            broken.push(broken_rule.help("begin with a capital letter and end with a period"));
        }
    }
    broken
}

/// The word that begins a clause of reason.
fn reason(text: &str) -> Option<String> {
    let all: Vec<&str> = text.split_whitespace().collect();
    let small: Vec<String> = all.iter().map(|word| trimmed(word).to_lowercase()).collect();
    small.iter().enumerate().find_map(|(at, word)| {
        let before = at.checked_sub(1).and_then(|before| all.get(before));
        let after_comma = before.is_some_and(|before| before.ends_with(','));
        let next = small.get(at + 1).map(String::as_str);
        let compares = word == "as"
            && next.is_some_and(|next| next.ends_with("ed") || PARTICIPLES.contains(&next));
        let begins = REASONS.contains(&word.as_str())
            || after_comma && !compares && AFTER_COMMA.contains(&word.as_str())
            || PAIRS.iter().any(|(one, other)| word == one && next == Some(other));
        begins.then(|| word.clone())
    })
}

/// Whether an option may be a name or a value: short, without a verb to begin with.
fn is_name(option: &PresentedOption) -> bool {
    let text = option.text.trim_end();
    words::count(text) <= NAME && !text.ends_with('.') && !tells::begins_with_verb(text)
}

/// Whether a text begins and ends as a sentence does.
fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    let begins = !text.starts_with(|letter: char| letter.is_lowercase());
    begins && text.ends_with(['.', '?', '!'])
}
