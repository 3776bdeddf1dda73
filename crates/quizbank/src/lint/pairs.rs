//! Questions beside each other: stems that are nearly the same (B03), and stems
//! that give away another's key (B04).

use std::collections::{BTreeMap, BTreeSet};

use super::view::View;
use super::{Broken, words};
use crate::model::part::QuestionPart;
use crate::model::question::Question;

/// Stems as alike as this ask one thing.
const SAME: f64 = 0.80;
/// And as this, perhaps.
const ALIKE: f64 = 0.60;
/// So many words of a key in another stem give it away.
const TELLING: usize = 4;
/// A word in more than one stem of so many tells nothing.
const ONE_IN: usize = 20;
/// In a small bank a word tells nothing from so many stems on.
const COMMON: usize = 4;

/// Findings with the index of the question that each is about, the later one of
/// a pair.
pub(super) fn check(views: &[View<'_>]) -> Vec<(usize, Broken)> {
    let mut found = near_duplicates(views);
    found.extend(giveaways(views));
    found
}

fn near_duplicates(views: &[View<'_>]) -> Vec<(usize, Broken)> {
    let stems: Vec<BTreeSet<u32>> = numbered(views.iter().map(|view| masked(view.asked())));
    let mut found = Vec::new();
    for (later, view) in views.iter().enumerate() {
        let Some(own) = stems.get(later) else { continue };
        for (earlier, (other, stem)) in views.iter().zip(&stems).enumerate().take(later) {
            let (short, long) = (own.len().min(stem.len()), own.len().max(stem.len()));
            if (short as f64) < ALIKE * long as f64 || is_family(view.question, other.question) {
                continue;
            }
            let likeness = words::jaccard(own, stem);
            if likeness < ALIKE || earlier == later {
                continue;
            }
            let message = format!("the stem is {likeness:.2} the same as `{}`", other.question.id);
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

/// Sets of words as sets of numbers, which compare faster.
fn numbered(sets: impl Iterator<Item = BTreeSet<String>>) -> Vec<BTreeSet<u32>> {
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    let mut number = |word: String| {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        *known.entry(word).or_insert(next)
    };
    sets.map(|set| set.into_iter().map(&mut number).collect()).collect()
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
    let common = (views.len() / ONE_IN).max(COMMON);
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

/// A stem that has the words `told`, cut to their stems, of the key `text`.
fn giveaway(owner: &Question, text: &str, told: &[&str]) -> Broken {
    let mut words = words::words(text);
    words.retain(|word| told.contains(&words::stem(word)));
    words.dedup();
    let message = format!("the stem gives away the key of `{}`: {}", owner.id, words.join(", "));
    let broken = Broken::error("B04", QuestionPart::Stem, message);
    broken.help(format!("say `enemies = [\"{}\"]`", owner.id))
}
