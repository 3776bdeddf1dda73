//! Drawing one form: cells are filled at random, then questions and parts are
//! exchanged, never for the worse, until the form meets its targets.

use std::collections::BTreeSet;

use rand::seq::SliceRandom;
use rand::{Rng, RngExt};

use super::pool::{Candidate, Cell, FormProfile, FormTargets};
use crate::model::paper::Scoring;

/// Exchanges that are tried before a draw fails.
const EXCHANGES: usize = 20_000;
/// One exchange out of this number is between the parts of a form.
const BETWEEN_PARTS: usize = 4;
/// A form, and the part of it that counts, has as many words to read as its
/// target, except one out of this number.
pub(super) const READING: usize = 50;
/// Number of words that weigh as much as one question too many or too few of a type.
const KIND: usize = 1_000;

/// A question on a form: the index of the candidate, and whether it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pick {
    pub(super) index: usize,
    pub(super) counts: Scoring,
}

/// Fills `cells` from the candidates that are not `taken`. The cell that cannot
/// be filled is the error.
pub(super) fn fill(
    pool: &[Candidate<'_>],
    taken: &BTreeSet<usize>,
    cells: &[Cell],
    generator: &mut impl Rng,
) -> Result<Vec<Pick>, Short> {
    let mut picks: Vec<Pick> = Vec::new();
    let mut barred: BTreeSet<usize> = taken.clone();
    for cell in cells {
        let mut there: Vec<usize> = (0..pool.len())
            .filter(|index| pool.get(*index).is_some_and(|one| one.cell == cell.id))
            .collect();
        there.shuffle(generator);
        let mut drawn = 0;
        for index in there {
            let Some(candidate) = pool.get(index).filter(|_| drawn < cell.questions()) else {
                break;
            };
            if barred.contains(&index) {
                continue;
            }
            barred.extend(candidate.rivals.iter().copied());
            let counts = if drawn < cell.scored { Scoring::Scored } else { Scoring::Unscored };
            picks.push(Pick { index, counts });
            drawn += 1;
        }
        if drawn < cell.questions() {
            return Err(Short { cell: *cell, drawn, picks });
        }
    }
    Ok(picks)
}

/// A cell that could not be filled.
#[derive(Clone, Debug)]
pub(super) struct Short {
    /// Which.
    pub(super) cell: Cell,
    /// How many questions it got.
    pub(super) drawn: usize,
    /// What was selected so far, with it.
    pub(super) picks: Vec<Pick>,
}

/// Exchanges questions until `picks` meets `targets`. False when it does not.
pub(super) fn balance(
    pool: &[Candidate<'_>],
    taken: &BTreeSet<usize>,
    targets: &FormTargets,
    picks: &mut [Pick],
    generator: &mut impl Rng,
) -> bool {
    let mut cost = distance(pool, targets, picks);
    for _ in 0..EXCHANGES {
        if cost == 0 {
            return true;
        }
        let before = propose(pool, taken, picks, generator);
        let Some(before) = before else { continue };
        let after = distance(pool, targets, picks);
        if after <= cost {
            cost = after;
        } else {
            for (place, pick) in before {
                if let Some(there) = picks.get_mut(place) {
                    *there = pick;
                }
            }
        }
    }
    cost == 0
}

/// Makes one exchange that keeps cells full and rivals apart, and says what stood
/// there before. `None` when the one that came up keeps neither.
fn propose(
    pool: &[Candidate<'_>],
    taken: &BTreeSet<usize>,
    picks: &mut [Pick],
    generator: &mut impl Rng,
) -> Option<Vec<(usize, Pick)>> {
    let place = generator.random_range(0..picks.len().max(1));
    let old = *picks.get(place)?;
    let cell = pool.get(old.index)?.cell;
    if generator.random_range(0..BETWEEN_PARTS) == 0 {
        let other = generator.random_range(0..picks.len());
        let beside = *picks.get(other)?;
        let same_cell = pool.get(beside.index)?.cell == cell;
        if !same_cell || beside.counts == old.counts {
            return None;
        }
        picks.get_mut(place)?.counts = beside.counts;
        picks.get_mut(other)?.counts = old.counts;
        return Some(vec![(place, old), (other, beside)]);
    }
    let new = generator.random_range(0..pool.len());
    let candidate = pool.get(new)?;
    let stands = |pick: &Pick| pick.index == new || candidate.rivals.contains(&pick.index);
    let in_the_way = picks.iter().enumerate().any(|(at, pick)| at != place && stands(pick));
    if candidate.cell != cell || new == old.index || taken.contains(&new) || in_the_way {
        return None;
    }
    picks.get_mut(place)?.index = new;
    Some(vec![(place, old)])
}

/// How far `picks` are from `targets`: 0 when they meet them.
fn distance(pool: &[Candidate<'_>], targets: &FormTargets, picks: &[Pick]) -> usize {
    let mut parts = [FormProfile::default(), FormProfile::default()];
    let [scored, unscored] = &mut parts;
    for pick in picks {
        let Some(candidate) = pool.get(pick.index) else { continue };
        let part = match pick.counts {
            Scoring::Scored => &mut *scored,
            Scoring::Unscored => &mut *unscored,
        };
        part.add(candidate.question, candidate.words);
    }
    let kinds = |part: &FormProfile, target: &FormProfile| -> usize {
        let mixed = part.difficulty.iter().zip(&target.difficulty);
        let mixed: usize = mixed.map(|(there, wanted)| there.abs_diff(*wanted)).sum();
        mixed + part.multiple.abs_diff(target.multiple)
    };
    let off = kinds(scored, &targets.scored) + kinds(unscored, &targets.unscored);
    let all = (scored.words + unscored.words, targets.scored.words + targets.unscored.words);
    off * KIND + past(scored.words, targets.scored.words) + past(all.0, all.1)
}

/// Words past what is let go.
fn past(words: usize, target: usize) -> usize {
    words.abs_diff(target).saturating_sub(target / READING)
}
