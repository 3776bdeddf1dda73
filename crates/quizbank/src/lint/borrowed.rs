//! Words of others in questions: Q19.

use std::collections::BTreeMap;

use super::finding::Broken;
use super::view::View;
use super::words;
use crate::model::fact::Ledger;
use crate::random;

/// Number of words in a row from another text that count as borrowed.
const RUN: usize = 8;

/// The runs of words in texts that no question may repeat.
#[derive(Clone, Debug, Default)]
pub struct Borrowed {
    names: Vec<String>,
    /// For the hash of each run, the text that it is in.
    runs: BTreeMap<u64, usize>,
}

impl Borrowed {
    /// Both columns of every fact.
    pub fn of_ledger(ledger: &Ledger) -> Self {
        let mut borrowed = Self::default();
        for fact in &ledger.facts {
            borrowed.add(&format!("the course's side of `{}`", fact.id), &fact.chapter);
            borrowed.add(&format!("AWS's side of `{}`", fact.id), &fact.aws);
        }
        borrowed
    }

    /// Takes `text`, which messages call `name`, for somebody else's.
    pub fn add(&mut self, name: &str, text: &str) {
        let index = self.names.len();
        self.names.push(name.to_owned());
        for row in rows(text) {
            for run in hashes(&words::words(row)).windows(RUN) {
                self.runs.entry(hash(run)).or_insert(index);
            }
        }
    }

    /// The first run of `text` that is not its own, and whose it is.
    fn find(&self, text: &str) -> Option<(String, &str)> {
        rows(text).into_iter().find_map(|row| {
            let words = words::words(row);
            let hashes = hashes(&words);
            let mut runs = hashes.windows(RUN).map(|run| self.runs.get(&hash(run))).enumerate();
            let (at, index) = runs.find_map(|(at, index)| Some((at, *index?)))?;
            Some((words.get(at..at + RUN)?.join(" "), self.names.get(index)?.as_str()))
        })
    }
}

pub(super) fn check(view: &View<'_>, borrowed: &Borrowed) -> Vec<Broken> {
    view.texts_from(view.question_text())
        .filter_map(|(part, text)| Some((part, borrowed.find(text)?)))
        .map(|(part, (run, name))| {
            let broken = Broken::error("Q19", part, format!("`{run}` is also in {name}"));
            broken.help("use your own words")
        })
        .collect()
}

/// The hash of the words of a run, which are hashed themselves.
fn hash(run: &[u64]) -> u64 {
    // Odd, near 2^64 divided by the golden ratio, as in Fibonacci hashing.
    run.iter()
        .fold(0, |hash: u64, word| (hash.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// The hashes of `words`, of which each run has one.
fn hashes(words: &[String]) -> Vec<u64> {
    words.iter().map(|word| random::fnv1a(word)).collect()
}

/// The parts of `text` that are words in a row. Code and identifiers are nobody's, so a row ends
/// there.
fn rows(text: &str) -> Vec<&str> {
    let mut rows = Vec::new();
    let (mut in_code, mut begin, mut end) = (false, 0, 0);
    for token in text.split_inclusive(char::is_whitespace) {
        let ticks = token.matches('`').count();
        if in_code || ticks > 0 || is_code(token.trim_end()) {
            in_code = in_code != (ticks % 2 == 1);
            rows.extend(text.get(begin..end));
            begin = end + token.len();
        }
        end += token.len();
    }
    rows.extend(text.get(begin..));
    rows
}

/// An identifier, a path, a setting: `min_size`, `/health`, `CreateService`.
fn is_code(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| ",;:!?()\"'".contains(letter));
    let word = word.trim_end_matches('.');
    let mut pairs = word.chars().zip(word.chars().skip(1));
    let humps = pairs.any(|(one, other)| one.is_lowercase() && other.is_uppercase());
    let has_letter = word.contains(char::is_alphabetic);
    has_letter && (humps || word.contains(['_', '/', '.', ':', '=', '{', '}', '<', '*']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_words_in_a_row_are_borrowed_and_seven_are_not() {
        let mut borrowed = Borrowed::default();
        borrowed.add("a book", "Requests wait in line until one of the slots is free again.");
        let found = borrowed.find("so requests WAIT in line, until one of the many");
        assert_eq!(found, Some(("requests wait in line until one of the".to_owned(), "a book")));
        assert_eq!(borrowed.find("requests wait in line until one of many"), None);
    }

    #[test]
    fn code_is_nobodys() {
        let mut borrowed = Borrowed::default();
        let text = "Set the value of min_size to what `the free slots of the` team needs";
        borrowed.add("a book", text);
        assert_eq!(borrowed.find(text), None);
    }
}
