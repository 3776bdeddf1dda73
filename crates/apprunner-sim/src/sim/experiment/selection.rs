//! The cheapest setting that meets its goals: ranking and selection.
//!
//! Two questions are answered together, each from as few runs as it takes. Whether a
//! setting meets the goals in enough runs is a sequential probability ratio test
//! ([`feasibility`]). Which of two settings has the lower mean is a pair of the
//! procedure KN of Kim and Nelson (in `pairs`). A setting leaves when it misses the goals,
//! or when one that meets them is cheaper. S. Andradóttir and S.-H. Kim, *Fully
//! Sequential Procedures for Comparing Constrained Systems via Simulation*, Naval
//! Research Logistics 57 (2010), combine the two in this way.
//!
//! **The guarantee.** Half of what may go wrong, 1 − `confidence`, is left to either
//! question and is divided among the settings (Bonferroni), so it holds with common
//! random numbers too. With probability `confidence`: the setting that is chosen does
//! meet the goals in more than `fail` of its runs, and it is the cheapest of those that
//! meet them in at least `meet`, if that one is cheaper than the others by
//! `indifference`. It assumes independent runs with nearly normal costs, and that `most`
//! did not end it before ([`Ranking::is_decided`]). Where several are within the
//! indifference of each other, one of them is chosen.

pub mod feasibility;
mod pairs;

use serde::{Deserialize, Serialize};

use self::feasibility::{Feasibility, FeasibilityTest};
use self::pairs::PairTest;
use super::{RunId, RunTable, added};
use crate::sim::repetition::{self, Repetition};

/// The settings that are tried at a time while none is known to meet the goals.
const TRIED: usize = 4;

/// How the cheapest setting that meets the goals is found.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Select {
    /// Which of the figures that are kept is minimized, counted from 0.
    pub figure: usize,
    /// Runs of every setting, from which spreads are estimated; at least 2.
    pub first: u32,
    /// Runs of a setting, at most.
    pub most: u32,
    /// A difference that does not matter, as a share of the greater mean of two, by their first
    /// runs.
    pub indifference: f64,
    /// The share of runs that meet the goals in a setting that is good enough.
    pub meet: f64,
    /// The share of runs that meet the goals in a setting that is not, below `meet`.
    pub fail: f64,
    /// The probability that the guarantee holds.
    pub confidence: f64,
}

/// What is known of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingStatus {
    /// It meets the goals, and none that does is known to be cheaper.
    Meets,
    /// It is not decided yet.
    Open,
    /// A setting that meets the goals is cheaper.
    Costlier,
    /// It misses the goals, or lacks the figure that is minimized.
    Misses,
}

impl SettingStatus {
    /// Whether the setting has not left.
    pub fn is_in(self) -> bool {
        matches!(self, Self::Meets | Self::Open)
    }
}

/// What is known of all settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    /// Of each setting.
    pub standings: Vec<SettingStatus>,
    /// The cheapest that meets the goals, as far as is known.
    pub best: Option<usize>,
}

impl Ranking {
    /// Whether every setting but the best has left.
    pub fn is_decided(&self) -> bool {
        self.contenders().all(|point| Some(point) == self.best)
    }

    /// The settings that have not left.
    fn contenders(&self) -> impl Iterator<Item = usize> {
        let all = self.standings.iter().enumerate();
        all.filter(|(_, standing)| standing.is_in()).map(|(point, _)| point)
    }
}

impl Select {
    /// What `runs` say about every setting.
    pub fn ranking(&self, runs: &RunTable) -> Ranking {
        let test = self.feasibility(runs.points());
        let mut standings: Vec<SettingStatus> =
            (0..runs.points()).map(|point| self.standing(runs.of(point), &test)).collect();
        let feasible: Vec<usize> = standings
            .iter()
            .enumerate()
            .filter(|(_, standing)| **standing == SettingStatus::Meets)
            .map(|(point, _)| point)
            .collect();
        let cheapest = |points: &[usize]| {
            let key = |point: &usize| self.mean(runs.of(*point)).unwrap_or(f64::INFINITY);
            points.iter().copied().min_by(|one, other| key(one).total_cmp(&key(other)))
        };
        let pairs = self.pairs(runs.points());
        for &winner in &feasible {
            for (point, standing) in standings.iter_mut().enumerate() {
                if standing.is_in() && point != winner && pairs.is_lower(runs, winner, point) {
                    *standing = SettingStatus::Costlier;
                }
            }
        }
        let left: Vec<usize> =
            feasible.iter().copied().filter(|&it| standings[it] == SettingStatus::Meets).collect();
        // Pairs that contradict each other, a rare error, leave none: the lowest mean stands in.
        let best = cheapest(&left).or_else(|| cheapest(&feasible));
        if let Some(best) = best {
            standings[best] = SettingStatus::Meets;
        }
        Ranking { standings, best }
    }

    /// Number of runs that a setting takes which meets the goals in each, among `points`.
    pub fn runs_to_accept(&self, points: usize) -> u32 {
        self.feasibility(points).runs_to_accept()
    }

    /// The runs to make next after `runs`.
    pub(super) fn next(&self, runs: &RunTable) -> Vec<RunId> {
        let first: Vec<RunId> =
            (0..runs.points()).flat_map(|point| added(runs, point, self.first)).collect();
        if first.is_empty() { self.more(runs, &self.ranking(runs)) } else { first }
    }

    /// The runs to make next after `runs`, which are enough for a `ranking`.
    fn more(&self, runs: &RunTable, ranking: &Ranking) -> Vec<RunId> {
        if ranking.is_decided() {
            return Vec::new();
        }
        let mut chosen: Vec<usize> =
            ranking.contenders().filter(|&point| runs.count(point) < self.most).collect();
        if ranking.best.is_none() {
            let key = |point: &usize| self.mean(runs.of(*point)).unwrap_or(f64::INFINITY);
            chosen.sort_by(|one, other| key(one).total_cmp(&key(other)));
            chosen.truncate(TRIED);
        }
        // Those behind catch up: a pair is compared over the runs that both have.
        let level = chosen.iter().map(|&point| runs.count(point)).min().unwrap_or(self.most);
        let level = level.saturating_add(self.first).min(self.most);
        chosen.into_iter().flat_map(|point| added(runs, point, level)).collect()
    }

    /// Number of runs that it takes in all, as far as `runs` tell.
    pub(super) fn expected(&self, runs: &RunTable) -> usize {
        let lacking = |point| self.first.saturating_sub(runs.count(point)) as usize;
        let lacking: usize = (0..runs.points()).map(lacking).sum();
        let accepted = self.runs_to_accept(runs.points()).min(self.most);
        let rest = |count: u32| accepted.saturating_sub(count) as usize;
        if lacking > 0 {
            return runs.total() + lacking + TRIED * rest(self.first);
        }
        let ranking = self.ranking(runs);
        let limit = if ranking.best.is_some() { usize::MAX } else { TRIED };
        let left = ranking.contenders().take(limit).map(|point| rest(runs.count(point)));
        match self.more(runs, &ranking).len() {
            0 => runs.total(),
            next => runs.total() + left.sum::<usize>().max(next),
        }
    }

    fn standing(&self, runs: &[Repetition], test: &FeasibilityTest) -> SettingStatus {
        if runs.iter().any(|run| run.figure(self.figure).is_none()) {
            return SettingStatus::Misses;
        }
        if runs.len() < self.first as usize {
            return SettingStatus::Open;
        }
        if runs.iter().all(|run| run.goals.is_empty()) {
            return SettingStatus::Meets;
        }
        match test.decide(runs.iter().map(Repetition::passed)) {
            Some(Feasibility::Meets) => SettingStatus::Meets,
            Some(Feasibility::Misses) => SettingStatus::Misses,
            None => SettingStatus::Open,
        }
    }

    fn feasibility(&self, points: usize) -> FeasibilityTest {
        let error = (1.0 - self.confidence) / 2.0 / points.max(1) as f64;
        FeasibilityTest::new(self.meet, self.fail, error)
    }

    fn pairs(&self, points: usize) -> PairTest {
        let others = points.saturating_sub(1).max(1) as f64;
        let error = (1.0 - self.confidence) / 2.0 / others;
        PairTest::new(self.figure, self.indifference, self.first, error)
    }

    /// The mean of the figure that is minimized.
    fn mean(&self, runs: &[Repetition]) -> Option<f64> {
        repetition::mean(runs, self.figure)
    }
}

#[cfg(test)]
mod tests;
