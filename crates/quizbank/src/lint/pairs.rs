//! Questions beside each other: stems that are nearly the same (B03), and stems
//! that give away another's key (B04).

use std::collections::{BTreeMap, BTreeSet};

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
/// stems with such a word are compared.
fn near_duplicates(views: &[View<'_>]) -> Vec<(usize, Broken)> {
    let stems = by_rarity(views.iter().map(|view| masked(view.asked())));
    let mut homes: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    let mut found = Vec::new();
    for (later, (view, own)) in views.iter().zip(&stems).enumerate() {
        let is_enough = |shared: &usize| *shared as f64 >= ALIKE * own.len() as f64;
        let shared = (0..own.len()).find(is_enough).unwrap_or(own.len());
        let rare = own.get(..=own.len().saturating_sub(shared)).unwrap_or(own);
        let mut nearest: Option<(f64, &Question)> = None;
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        'words: for word in rare {
            for &earlier in homes.get(word).into_iter().flatten() {
                let (Some(other), Some(stem)) = (views.get(earlier), stems.get(earlier)) else {
                    continue;
                };
                if !seen.insert(earlier) || is_family(view.question, other.question) {
                    continue;
                }
                let likeness = likeness_of(own, stem);
                if nearest.is_none_or(|(most, _)| likeness > most) {
                    nearest = Some((likeness, other.question));
                }
                if likeness >= SAME {
                    break 'words;
                }
            }
        }
        for word in rare {
            homes.entry(*word).or_default().push(later);
        }
        if let Some((likeness, other)) = nearest.filter(|(likeness, _)| *likeness >= ALIKE) {
            let message = format!("the stem is {likeness:.2} the same as `{}`", other.id);
            let broken = if likeness >= SAME {
                Broken::error("B03", QuestionPart::Stem, message)
            } else {
                Broken::warning("B03", QuestionPart::Stem, message)
            };
            found.push((later, broken.help("name one `family` in both, or ask something else")));
        }
    }
    found
}

/// Words of a stem, each number as one sign.
fn masked(stem: &str) -> BTreeSet<String> {
    let mask = |word: String| {
        let is_number = word.starts_with(|letter: char| letter.is_ascii_digit());
        if is_number { "#".to_owned() } else { word }
    };
    words::words(stem).into_iter().map(mask).collect()
}

/// Sets of words as ascending numbers, the rarest word of all stems with the least.
fn by_rarity(sets: impl Iterator<Item = BTreeSet<String>>) -> Vec<Vec<u32>> {
    let sets: Vec<BTreeSet<String>> = sets.collect();
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for word in sets.iter().flatten() {
        *counts.entry(word).or_default() += 1;
    }
    let mut order: Vec<(&str, u32)> = counts.into_iter().collect();
    order.sort_by_key(|(_, count)| *count);
    let numbers: BTreeMap<&str, u32> = order.into_iter().map(|(word, _)| word).zip(0..).collect();
    let numbered = |set: &BTreeSet<String>| {
        let mut own: Vec<u32> =
            set.iter().filter_map(|word| numbers.get(word.as_str()).copied()).collect();
        own.sort_unstable();
        own
    };
    sets.iter().map(numbered).collect()
}

/// What two ascending lists share, as a part of all that they have.
fn likeness_of(one: &[u32], other: &[u32]) -> f64 {
    let shared = one.iter().filter(|word| other.binary_search(word).is_ok()).count();
    shared as f64 / (one.len() + other.len() - shared).max(1) as f64
}

fn is_family(one: &Question, other: &Question) -> bool {
    one.family.is_some() && one.family == other.family
}

fn giveaways(views: &[View<'_>]) -> Vec<(usize, Broken)> {
    let stems: Vec<BTreeSet<String>> =
        views.iter().map(|view| words::content(view.asked())).collect();
    let mut homes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, stem) in stems.iter().enumerate() {
        for word in stem {
            homes.entry(word).or_default().push(index);
        }
    }
    let common = (views.len() / ONE_IN).clamp(COMMON, MANY);
    let mut found = Vec::new();
    for (index, view) in views.iter().enumerate() {
        for key in view.options.iter().filter(|option| option.is_key) {
            let mut shared: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
            let content = words::content(&key.text);
            for word in &content {
                let Some((word, places)) = homes.get_key_value(word.as_str()) else { continue };
                if places.len() > common {
                    continue;
                }
                for place in places {
                    shared.entry(*place).or_default().push(word);
                }
            }
            for (place, told) in shared.iter().filter(|(_, told)| told.len() >= TELLING) {
                let other = views.get(*place).filter(|_| *place != index);
                let open = other.filter(|other| !are_enemies(view.question, other.question));
                found.extend(open.map(|_| (*place, giveaway(view.question, &key.text, told))));
            }
        }
    }
    found
}

fn are_enemies(one: &Question, other: &Question) -> bool {
    one.enemies.contains(&other.id) || other.enemies.contains(&one.id)
}

/// A stem that has the words `reported`, cut to their stems, of the key `text`.
fn giveaway(owner: &Question, text: &str, told: &[&str]) -> Broken {
    let mut words = words::words(text);
    words.retain(|word| told.contains(&words::stem(word)));
    words.dedup();
    let message = format!("the stem gives away the key of `{}`: {}", owner.id, words.join(", "));
    let broken = Broken::error("B04", QuestionPart::Stem, message);
    broken.help(format!("say `enemies = [\"{}\"]`", owner.id))
}
