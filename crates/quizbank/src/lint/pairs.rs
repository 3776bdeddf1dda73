//! Questions beside each other: stems that are nearly the same (B03), and stems
//! that give away another's key (B04).

use std::collections::HashMap;

use super::finding::Broken;
use super::view::View;
use super::words;
use crate::model::part::QuestionPart;
use crate::model::question::Question;

/// Stems as alike as this ask one thing.
const SAME: f64 = 0.80;
/// And as this, perhaps.
const ALIKE: f64 = 0.60;
/// Number of words of a key in another stem that give it away.
const TELLING: usize = 4;
/// A word in more than one stem out of this number identifies nothing.
const ONE_IN: usize = 20;
/// Number of stems from which a word identifies nothing in a small bank.
const COMMON: usize = 4;
/// Number of stems from which a word identifies nothing in any bank.
const MANY: usize = 50;

/// Findings with the index of the question that each is about, the later one of
/// a pair.
pub(super) fn check(views: &[View<'_>]) -> Vec<(usize, Broken)> {
    let mut found = near_duplicates(views);
    found.extend(giveaways(views));
    found
}

/// The stems that are nearly the same as an earlier one, each reported once: with the
/// first that is the same, or else with the one that is most alike.
///
/// Two sets that share so much share one of the rarest words of each, so that only
/// stems with such a word are compared, and each pair only from their first such word on
/// (Xiao et al., "Efficient Similarity Joins for Near Duplicate Detection", 2008).
fn near_duplicates(views: &[View<'_>]) -> Vec<(usize, Broken)> {
    let stems = by_rarity(views.iter().map(|view| masked(view.question_text())));
    let prints: Vec<Print> = stems.iter().map(|stem| Print::of(stem)).collect();
    let words = stems.iter().flatten().max().map_or(0, |most| *most as usize + 1);
    // Of each word the stems in which it is rare.
    let mut homes: Vec<Vec<Home>> = vec![Vec::new(); words];
    // The stem that each was last compared with.
    let mut seen = vec![usize::MAX; stems.len()];
    let mut found = Vec::new();
    for (later, ((view, own), print)) in views.iter().zip(&stems).zip(&prints).enumerate() {
        let is_enough = |shared: &usize| *shared as f64 >= ALIKE * own.len() as f64;
        let shared = (0..own.len()).find(is_enough).unwrap_or(own.len());
        let rare = own.get(..=own.len().saturating_sub(shared)).unwrap_or(own);
        let mut nearest: Option<(f64, &Question)> = None;
        'words: for (at, word) in rare.iter().enumerate() {
            for &Home { stem: earlier, at: there, words } in
                homes.get(*word as usize).into_iter().flatten()
            {
                // What follows the common word is all that they can share besides.
                let most = (own.len() - at).min(words - there);
                if (most as f64) < wanted(own.len() + words) {
                    continue;
                }
                let may_be = prints.get(earlier).is_some_and(|other| print.may_be_alike(other));
                let (true, Some(other), Some(stem)) =
                    (may_be, views.get(earlier), stems.get(earlier))
                else {
                    continue;
                };
                let is_new = seen.get_mut(earlier).map(|last| std::mem::replace(last, later));
                if is_new == Some(later) || view.question.is_family_of(other.question) {
                    continue;
                }
                let Some(likeness) = likeness_from((own, at), (stem, there)) else { continue };
                if nearest.is_none_or(|(most, _)| likeness > most) {
                    nearest = Some((likeness, other.question));
                }
                if likeness >= SAME {
                    break 'words;
                }
            }
        }
        for (at, word) in rare.iter().enumerate() {
            if let Some(homes) = homes.get_mut(*word as usize) {
                homes.push(Home { stem: later, at, words: own.len() });
            }
        }
        if let Some((likeness, other)) = nearest {
            let message = format!("the stem has a similarity of {likeness:.2} to `{}`", other.id);
            let broken = if likeness >= SAME {
                Broken::error("B03", QuestionPart::Stem, message)
            } else {
                Broken::warning("B03", QuestionPart::Stem, message)
            };
            found
                .push((later, broken.help("set the same `family` in both, or ask something else")));
        }
    }
    found
}

/// A stem in which a word is rare.
#[derive(Clone, Copy)]
struct Home {
    stem: usize,
    /// The position of the word there.
    at: usize,
    /// How many words the stem has.
    words: usize,
}

/// How many words two sets that are alike share at least, of `all` that both have.
fn wanted(all: usize) -> f64 {
    // Of a set of n and one of m, s common words are s / (n + m - s) of all.
    all as f64 * ALIKE / (1.0 + ALIKE) - 1e-9
}

/// A bit for each word of a set, and how many words it has: two sets differ in at
/// least as many words as bits (Sandes et al., "Bitmap Filter: Speeding up Exact Set
/// Similarity Joins with Bitwise Operations", 2017).
struct Print {
    bits: [u64; 4],
    words: usize,
}

impl Print {
    fn of(words: &[u32]) -> Self {
        let mut bits = [0; 4];
        for word in words {
            // Multiplication by an odd number near 2^32 divided by the golden ratio spreads
            // neighbors.
            let place = word.wrapping_mul(0x9E37_79B1) >> 24;
            if let Some(part) = bits.get_mut(place as usize / 64) {
                *part |= 1_u64 << (place % 64);
            }
        }
        Self { bits, words: words.len() }
    }

    /// Whether the sets can share [`ALIKE`] of their words.
    fn may_be_alike(&self, other: &Self) -> bool {
        let pairs = self.bits.iter().zip(&other.bits);
        let differing: u32 = pairs.map(|(one, other)| (one ^ other).count_ones()).sum();
        let all = (self.words + other.words) as f64;
        f64::from(differing) <= all * (1.0 - ALIKE) / (1.0 + ALIKE) + 1e-9
    }
}

/// Words of a stem, each number as one sign.
fn masked(stem: &str) -> impl Iterator<Item = String> {
    let mask = |word: String| {
        let is_number = word.starts_with(|letter: char| letter.is_ascii_digit());
        if is_number { "#".to_owned() } else { word }
    };
    words::words(stem).into_iter().map(mask)
}

/// Sets of words as ascending numbers, the rarest word of all sets with the least.
fn by_rarity<W: Iterator<Item = String>>(texts: impl Iterator<Item = W>) -> Vec<Vec<u32>> {
    let mut vocabulary = Vocabulary::default();
    let mut sets: Vec<Vec<u32>> = Vec::new();
    let mut counts: Vec<u32> = Vec::new();
    for words in texts {
        let mut set: Vec<u32> = words.map(|word| vocabulary.number(word)).collect();
        set.sort_unstable();
        set.dedup();
        counts.resize(vocabulary.words.len(), 0);
        for word in &set {
            counts[*word as usize] += 1;
        }
        sets.push(set);
    }
    let words = counts.iter().zip(&vocabulary.words).zip(0..);
    let mut order: Vec<(u32, &str, usize)> =
        words.map(|((count, word), number)| (*count, word.as_str(), number)).collect();
    order.sort_unstable();
    let mut ranks = vec![0; order.len()];
    for ((.., number), rank) in order.into_iter().zip(0..) {
        ranks[number] = rank;
    }
    for set in &mut sets {
        for word in set.iter_mut() {
            *word = ranks.get(*word as usize).copied().unwrap_or_default();
        }
        set.sort_unstable();
    }
    sets
}

/// Words with numbers, in the order in which they came.
#[derive(Default)]
struct Vocabulary {
    numbers: HashMap<String, u32>,
    words: Vec<String>,
}

impl Vocabulary {
    fn number(&mut self, word: String) -> u32 {
        if let Some(number) = self.numbers.get(&word) {
            return *number;
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(word.clone());
        self.numbers.insert(word, number);
        number
    }
}

/// What two ascending lists share, as a part of all that they have; their first common
/// word is at the given positions. `None` where it is less than [`ALIKE`].
fn likeness_from(one: (&[u32], usize), other: (&[u32], usize)) -> Option<f64> {
    let all = one.0.len() + other.0.len();
    let wanted = wanted(all);
    let (mut left, mut right) = (one.0.get(one.1..)?, other.0.get(other.1..)?);
    let mut shared = 0;
    while let (Some((a, more)), Some((b, others))) = (left.split_first(), right.split_first()) {
        if ((shared + left.len().min(right.len())) as f64) < wanted {
            return None;
        }
        shared += usize::from(a == b);
        left = if a <= b { more } else { left };
        right = if b <= a { others } else { right };
    }
    let likeness = shared as f64 / (all - shared) as f64;
    (likeness >= ALIKE).then_some(likeness)
}

fn giveaways(views: &[View<'_>]) -> Vec<(usize, Broken)> {
    let common = (views.len() / ONE_IN).clamp(COMMON, MANY);
    // Of each word the stems that have it, up to one more than tell anything.
    let mut homes: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, view) in views.iter().enumerate() {
        for word in words::content(view.question_text()) {
            let places = homes.entry(word).or_default();
            if places.len() <= common {
                places.push(index);
            }
        }
    }
    let mut found = Vec::new();
    // The stems that share words with a key, each once for each word.
    let mut sharing: Vec<(usize, &str)> = Vec::new();
    for (index, view) in views.iter().enumerate() {
        for key in view.options.iter().filter(|option| option.is_key) {
            let content = words::content(&key.text);
            sharing.clear();
            for word in &content {
                let Some((word, places)) = homes.get_key_value(word.as_str()) else { continue };
                if places.len() <= common {
                    sharing.extend(places.iter().map(|place| (*place, word.as_str())));
                }
            }
            sharing.sort_unstable();
            let of_stems = sharing.chunk_by(|(one, _), (other, _)| one == other);
            for shown in of_stems.filter(|shown| shown.len() >= TELLING) {
                let Some(&(place, _)) = shown.first().filter(|(place, _)| *place != index) else {
                    continue;
                };
                let open = views.get(place).filter(|it| !view.question.is_enemy_of(it.question));
                found.extend(open.map(|_| (place, giveaway(view.question, &key.text, shown))));
            }
        }
    }
    found
}

/// A stem that has the words `shown`, cut to their stems, of the key `text`.
fn giveaway(owner: &Question, text: &str, shown: &[(usize, &str)]) -> Broken {
    let mut words = words::words(text);
    words.retain(|word| shown.iter().any(|(_, other)| *other == words::stem(word)));
    words.dedup();
    let message = format!("the stem reveals the key of `{}`: {}", owner.id, words.join(", "));
    let broken = Broken::error("B04", QuestionPart::Stem, message);
    broken.help(format!("set `enemies = [\"{}\"]`", owner.id))
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::*;

    use super::*;
    use crate::sample;
    use spanned_toml::diagnostic::Severity;

    /// What the rule says, without a shortcut: each stem with all before it.
    fn by_all_pairs(stems: &[Vec<u32>]) -> Vec<(usize, bool)> {
        let likeness = |one: &[u32], other: &[u32]| {
            let shared = one.iter().filter(|word| other.contains(word)).count();
            shared as f64 / (one.len() + other.len() - shared) as f64
        };
        let nearest = |later: usize| {
            let earlier = stems.iter().take(later);
            let most = earlier.map(|other| likeness(&stems[later], other)).fold(0.0, f64::max);
            (most >= ALIKE).then_some((later, most >= SAME))
        };
        (0..stems.len()).filter_map(nearest).collect()
    }

    proptest! {
        #[test]
        fn the_pairs_that_are_alike_are_those_of_all_pairs(
            stems in vec(btree_set(0_u32..14, 1..12), 2..9),
        ) {
            let questions: Vec<Question> = (0..).zip(&stems).map(|(number, stem)| {
                let mut question = sample::choice(&format!("q-{number}"), "scaling");
                // A number would be masked.
                let words = stem.iter().map(|word| format!("w{}", "x".repeat(*word as usize + 1)));
                question.stem = words.collect::<Vec<_>>().join(" ");
                question
            }).collect();
            let views: Vec<View<'_>> = questions.iter().map(View::of).collect();
            let found = near_duplicates(&views);
            let found: Vec<(usize, bool)> = found
                .iter()
                .map(|(later, broken)| (*later, broken.severity == Severity::Error))
                .collect();
            let stems: Vec<Vec<u32>> = stems.iter().map(|it| it.iter().copied().collect()).collect();
            prop_assert_eq!(found, by_all_pairs(&stems));
        }
    }
}
