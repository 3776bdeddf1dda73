//! Texts as words: all words, those that carry content, and numbers.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// Words that carry no content of their own, in order.
const EMPTY: &[&str] = &[
    "about", "after", "all", "also", "and", "any", "are", "because", "been", "before", "being",
    "both", "but", "can", "cannot", "could", "did", "does", "during", "each", "either", "else",
    "for", "from", "had", "has", "have", "having", "her", "here", "him", "his", "how", "into",
    "its", "itself", "just", "may", "might", "more", "most", "must", "neither", "nor", "not",
    "now", "off", "one", "only", "other", "our", "out", "over", "own", "same", "she", "should",
    "since", "some", "still", "such", "than", "that", "the", "their", "them", "then", "there",
    "these", "they", "this", "those", "through", "too", "two", "under", "until", "upon", "very",
    "was", "were", "what", "when", "where", "whether", "which", "while", "who", "whom", "whose",
    "why", "will", "with", "within", "without", "would", "yet", "you", "your",
];

/// Numbers as words, in order from none to twelve.
const NUMBERS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
];

/// How many words `text` has, as a reader counts them.
pub(super) fn count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// The words of `text` in small letters; `1.5` and `example.org` are one.
pub(super) fn words(text: &str) -> Vec<String> {
    parts(&without_separators(text)).map(str::to_lowercase).collect()
}

/// The words of a text without separators, as it has them.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric() && letter != '.');
    parts.map(|part| part.trim_matches('.')).filter(|part| !part.is_empty())
}

/// `text` without the commas that group digits.
fn without_separators(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let groups = |at: usize| at > 0 && is_digit(at - 1) && (1..=3).all(|next| is_digit(at + next));
    let mut commas = text.match_indices(',').map(|(at, _)| at).filter(|at| groups(*at)).peekable();
    if commas.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for comma in commas {
        kept.push_str(text.get(from..comma).unwrap_or_default());
        from = comma + 1;
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(kept)
}

/// The set of words of `text`.
pub(super) fn set(text: &str) -> BTreeSet<String> {
    words(text).into_iter().collect()
}

/// Words of `text` that carry content, cut to their stems: no numbers, no words
/// of grammar, nothing shorter than three letters.
pub(super) fn content(text: &str) -> BTreeSet<String> {
    let carries = |word: &String| {
        word.chars().count() >= 3
            && !word.starts_with(|letter: char| letter.is_ascii_digit())
            && EMPTY.binary_search(&word.as_str()).is_err()
    };
    words(text).into_iter().filter(carries).map(|word| stem(&word).to_owned()).collect()
}

/// A word without the endings of grammar, so that `checks` is `check`.
pub(super) fn stem(word: &str) -> &str {
    for ending in ["ings", "ing", "ies", "ed", "es", "s"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() >= 4
            && !stem.ends_with('s')
        {
            return stem.trim_end_matches('e');
        }
    }
    if word.chars().count() > 4 { word.trim_end_matches(['e', 'y']) } else { word }
}

/// The numbers of `text`, each written in one way.
pub(super) fn numbers(text: &str) -> BTreeSet<String> {
    parts(&without_separators(text)).filter_map(number).collect()
}

/// The number that begins `word`, as in `50` or `5s`.
pub(super) fn number(word: &str) -> Option<String> {
    let end = word.find(|letter: char| !letter.is_ascii_digit() && letter != '.');
    let (digits, _) = word.split_at(end.unwrap_or(word.len()));
    if digits.is_empty() {
        return None;
    }
    let value: f64 = digits.trim_end_matches('.').parse().ok()?;
    Some(value.to_string())
}

/// The word for `number`, where there is a short one.
pub(super) fn in_letters(number: &str) -> Option<&'static str> {
    NUMBERS.get(number.parse::<usize>().ok()?).copied()
}

/// What two sets share, as a part of all that they have.
pub(super) fn jaccard<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> f64 {
    let shared = one.intersection(other).count();
    let all = one.len() + other.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_words_and_numbers() {
        assert_eq!(
            words("A 1,000-slot run, at 1.5 s."),
            ["a", "1000", "slot", "run", "at", "1.5", "s"]
        );
        assert_eq!(words("of example.org."), ["of", "example.org"]);
        assert_eq!(
            numbers("8 x 50 = 400.0 of 2,500").into_iter().collect::<Vec<_>>(),
            ["2500", "400", "50", "8"]
        );
        assert_eq!(count("It is 5 x 10 – so 50?"), 7);
    }

    #[test]
    fn words_without_content_are_in_order() {
        assert!(EMPTY.is_sorted());
    }

    #[test]
    fn content_leaves_grammar_out_and_joins_forms_of_a_word() {
        assert_eq!(content("the checks"), content("a check that they check"));
        assert_eq!(content("requests are queued"), content("request queues"));
        assert!(content("it is at 50 of 80").is_empty());
    }
}
