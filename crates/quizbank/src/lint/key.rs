//! Whether the bank as a whole gives keys away: by their place in the file
//! (B01), by being the longest or the shortest option (B02), or by their rank among
//! numbers (B11).

use std::cmp::Ordering;

use super::finding::Broken;
use super::numbers;
use super::tells::length;
use super::view::View;
use crate::model::part::QuestionPart;
use crate::model::question::{Kind, Order};

const OPTIONS: usize = 4;
/// A chi-square of three degrees of freedom exceeds this once in a hundred.
const CHI_SQUARE_LIMIT: f64 = 11.34;
/// Fewer questions than this say nothing about places: five to each are the usual least.
const FEWEST: usize = 20;
/// A guess at a rank is right in no more of a hundred numeric questions than this.
const GUESSED: f64 = 30.0;
/// What the band holds.
const BAND: f64 = 0.99;
/// What it leaves out below, at most.
const TAIL: f64 = (1.0 - BAND) / 2.0;

pub(super) fn check(views: &[View<'_>]) -> Vec<Broken> {
    let mut broken: Vec<Broken> = ranks(views).into_iter().collect();
    let is_counted =
        |view: &&View<'_>| view.question.kind == Kind::Choice && view.options.len() == OPTIONS;
    let counted: Vec<&View<'_>> = views.iter().filter(is_counted).collect();
    if counted.len() < FEWEST {
        return broken;
    }
    broken.extend(places(&counted, "keys"));
    let is_fixed = |view: &&View<'_>| view.question.order == Order::Fixed;
    let fixed: Vec<&View<'_>> = counted.iter().copied().filter(is_fixed).collect();
    if fixed.len() >= FEWEST {
        broken.extend(places(&fixed, "keys of questions in fixed order"));
    }
    broken.extend(lengths(&counted, "longest", Ordering::Greater));
    broken.extend(lengths(&counted, "shortest", Ordering::Less));
    broken
}

/// Shuffled options stand anywhere when they are shown; those in fixed order do not.
fn places(views: &[&View<'_>], what: &str) -> Option<Broken> {
    let mut keys = [0_usize; OPTIONS];
    for key in views.iter().flat_map(|view| view.question.keys()) {
        if let Some(count) = keys.get_mut(key) {
            *count += 1;
        }
    }
    let chi_square = chi_square(&keys);
    let message = || {
        let counts = keys.map(|count| count.to_string()).join(", ");
        format!(
            "{what} are at positions 1 to 4 {counts} times: chi-square {chi_square:.1}, at most \
             {CHI_SQUARE_LIMIT}"
        )
    };
    (chi_square > CHI_SQUARE_LIMIT).then(|| Broken::error("B01", QuestionPart::Id, message()))
}

/// Somebody who takes the second largest number each time should be right as often
/// as by chance.
fn ranks(views: &[View<'_>]) -> Option<Broken> {
    let mut keys = [0_usize; OPTIONS];
    for rank in views.iter().filter_map(numbers::rank) {
        if let Some(count) = keys.get_mut(rank) {
            *count += 1;
        }
    }
    let (total, most) = (keys.iter().sum::<usize>(), keys.iter().copied().max()?);
    let (chi_square, guessed) = (chi_square(&keys), most as f64 * 100.0 / total.max(1) as f64);
    let is_guessed = total >= FEWEST && guessed > GUESSED;
    (chi_square > CHI_SQUARE_LIMIT || is_guessed).then(|| {
        let counts = keys.map(|count| count.to_string()).join(", ");
        let message = format!(
            "the keys of numeric questions are smallest to largest {counts} times: chi-square \
             {chi_square:.1}, at most {CHI_SQUARE_LIMIT}; a fixed guess is right in {guessed:.0} \
             %, at most {GUESSED} %"
        );
        Broken::error("B11", QuestionPart::Id, message)
    })
}

/// How far `counts` are from being even.
fn chi_square(counts: &[usize]) -> f64 {
    let expected = counts.iter().sum::<usize>() as f64 / counts.len().max(1) as f64;
    let distance = |&count: &usize| (count as f64 - expected).powi(2) / expected.max(1.0);
    counts.iter().map(distance).sum()
}

fn lengths(views: &[&View<'_>], name: &str, extreme: Ordering) -> Option<Broken> {
    let count = views.iter().filter(|view| key_is_extreme(view, extreme)).count();
    let (low, high) = band(views.len());
    let total = views.len();
    let message = || {
        format!(
            "the key is the {name} option in {count} of {total} questions; chance gives {low} to \
             {high}"
        )
    };
    (!(low..=high).contains(&count)).then(|| Broken::error("B02", QuestionPart::Id, message()))
}

/// Whether the key, and it alone, is the longest or the shortest.
fn key_is_extreme(view: &View<'_>, extreme: Ordering) -> bool {
    view.only_key().is_some_and(|(_, key)| {
        view.distractors().all(|other| length(key).cmp(&length(other)) == extreme)
    })
}

/// The counts that `total` draws with chance 1 in 4 give in 99 cases of 100,
/// with no more than half of the rest below.
fn band(total: usize) -> (usize, usize) {
    const CHANCE: f64 = 1.0 / OPTIONS as f64;
    let mut chance = (1.0 - CHANCE).powi(i32::try_from(total).unwrap_or(i32::MAX));
    let (mut low, mut skipped, mut held) = (0, 0.0, 0.0);
    for count in 0..=total {
        if held == 0.0 && skipped + chance < TAIL {
            skipped += chance;
            low = count + 1;
        } else {
            held += chance;
        }
        if held >= BAND {
            return (low, count);
        }
        chance *= (total - count) as f64 / (count + 1) as f64 * CHANCE / (1.0 - CHANCE);
    }
    (low, total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_band_is_the_published_one() {
        let percent = |total| {
            let (low, high) = band(total);
            (low * 1_000 / total, high * 1_000 / total)
        };
        assert_eq!(percent(60), (116, 400));
        assert_eq!(percent(100), (140, 360));
        assert_eq!(percent(200), (175, 330));
    }
}
