//! Words of others in questions: Q19.

use std::collections::BTreeMap;

use super::finding::Broken;
use super::view::View;
use super::words;
use crate::model::fact::Ledger;
use crate::model::part::QuestionPart;
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
        for run in runs(text) {
            self.runs.entry(hash(&run)).or_insert(index);
        }
    }

    /// The first run of `text` that is not its own, and whose it is.
    fn find(&self, text: &str) -> Option<(String, &str)> {
        runs(text).find_map(|run| {
            let index = *self.runs.get(&hash(&run))?;
            Some((run.join(" "), self.names.get(index)?.as_str()))
        })
    }
}

pub(super) fn check(view: &View<'_>, borrowed: &Borrowed) -> Vec<Broken> {
    let options = view.options.iter().enumerate();
    let texts = options.flat_map(|(index, option)| {
        [
            (QuestionPart::Option(index), option.text.as_str()),
            (QuestionPart::Why(index), option.why.as_str()),
        ]
    });
    std::iter::once((QuestionPart::Stem, view.question_text()))
        .chain(texts)
        .filter_map(|(part, text)| Some((part, borrowed.find(text)?)))
        .map(|(part, (run, name))| {
            let broken = Broken::error("Q19", part, format!("`{run}` is also in {name}"));
            broken.help("use your own words")
        })
        .collect()
}

fn hash(run: &[String]) -> u64 {
    random::fnv1a(&run.join(" "))
}

/// Every run of words. Code and identifiers are nobody's, so a run ends there.
fn runs(text: &str) -> impl Iterator<Item = Vec<String>> {
    let mut prose: Vec<Vec<String>> = vec![Vec::new()];
    let mut in_code = false;
    for word in text.split_whitespace() {
        let ticks = word.matches('`').count();
        if in_code || ticks > 0 || is_code(word) {
            in_code = in_code != (ticks % 2 == 1);
            prose.push(Vec::new());
        } else if let Some(last) = prose.last_mut() {
            last.extend(words::words(word));
        }
    }
    prose.into_iter().flat_map(|words| {
        let starts = 0..(words.len() + 1).saturating_sub(RUN);
        let run = |start: usize| words.get(start..start + RUN).unwrap_or_default().to_vec();
        starts.map(run).collect::<Vec<_>>()
    })
}

/// An identifier, a path, a setting: `min_size`, `/health`, `CreateService`.
fn is_code(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| ",;:!?()\"'".contains(letter));
    let word = word.trim_end_matches('.');
    let letters: Vec<char> = word.chars().collect();
    let humps = letters.windows(2).any(|pair| match pair {
        [one, other] => one.is_lowercase() && other.is_uppercase(),
        _ => false,
    });
    let has_letter = letters.iter().any(|letter| letter.is_alphabetic());
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
