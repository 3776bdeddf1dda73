//! Numbers and words that are the same each time.

use std::collections::BTreeMap;

use coldstart::app::builtin;
use quizbank::model::question::Question;

use super::measure::Result;

/// Numbers from a seed, by a linear congruence: the inputs need no better ones.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Self(seed);
        dice.below(1);
        dice
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % end.max(1) as u64).unwrap_or_default()
    }

    /// Whether it falls among `percent` of a hundred.
    pub(crate) fn is_in(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn of<'a, T>(&mut self, all: &'a [T]) -> Result<&'a T> {
        let at = self.below(all.len());
        Ok(all.get(at).ok_or("nothing to choose from")?)
    }
}

/// The bank that is built in.
pub(crate) fn built_in() -> Result<Vec<Question>> {
    let source = spanned_toml::diagnostic::Source {
        name: "facts".to_owned(),
        text: builtin::facts().to_owned(),
    };
    let ledger = quizbank::file::facts::read(source).map_err(|faults| format!("{faults:?}"))?;
    Ok(builtin::read_bank(&ledger).map_err(|faults| format!("{faults:?}"))?)
}

/// Sentences as the built-in bank has them: a word follows those two that it follows there. One
/// word in eight is a name, of which there are the more the longer it goes on, as in any text.
pub(crate) struct Prose {
    words: Vec<String>,
    following: BTreeMap<(usize, usize), Vec<usize>>,
    names: usize,
}

const ONSETS: [&str; 16] =
    ["b", "br", "c", "cl", "d", "f", "g", "gr", "k", "l", "m", "n", "p", "r", "s", "t"];
const RHYMES: [&str; 12] = ["a", "al", "an", "e", "el", "er", "i", "in", "o", "on", "or", "u"];

impl Prose {
    pub(crate) fn of(texts: impl Iterator<Item = String>) -> Self {
        let (mut words, mut numbers) = (Vec::new(), BTreeMap::new());
        let mut following: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for text in texts {
            let is_word =
                |word: &&str| word.chars().all(|it| it.is_alphanumeric() || ",.-".contains(it));
            let mut before = (0, 0);
            for word in text.split_whitespace().filter(is_word) {
                let next = *numbers.entry(word.to_owned()).or_insert_with(|| {
                    words.push(word.to_owned());
                    words.len() - 1
                });
                following.entry(before).or_default().push(next);
                before = (before.1, next);
            }
        }
        Self { words, following, names: 200 }
    }

    /// A sentence of `length` words without its end.
    pub(crate) fn sentence(&mut self, length: usize, dice: &mut Dice) -> String {
        let (mut sentence, mut before) = (String::new(), (0, 0));
        for _ in 0..length {
            let next = match self.following.get(&before) {
                Some(following) => following[dice.below(following.len())],
                None => dice.below(self.words.len()),
            };
            before = (before.1, next);
            if !sentence.is_empty() {
                sentence.push(' ');
            }
            if dice.below(8) == 0 {
                sentence.push_str(&self.name(dice));
            } else {
                sentence.extend(self.words.get(next).map(|word| word.trim_end_matches(['.', ','])));
            }
        }
        sentence
    }

    /// A name: mostly one of before, the lower the more often.
    fn name(&mut self, dice: &mut Dice) -> String {
        let rank = if dice.is_in(5) {
            self.names += 1;
            self.names
        } else {
            dice.below(self.names) * dice.below(self.names) / self.names
        };
        let (mut name, mut rest) = (String::new(), rank + 1_000);
        while rest > 0 {
            name.push_str(ONSETS[rest % ONSETS.len()]);
            name.push_str(RHYMES[rest / ONSETS.len() % RHYMES.len()]);
            rest /= ONSETS.len() * RHYMES.len();
        }
        name
    }
}
