//! Experiments: which runs a study of several settings needs, one batch after another.
//!
//! A procedure looks at the runs that are there and names those to make next. What it
//! names depends on their figures alone: not on threads, nor on the machine that made
//! them, so runs can be made anywhere and put together afterwards. Run number `n` of
//! every setting has the same seed (common random numbers).

pub mod precision;
pub mod selection;

use serde::{Deserialize, Serialize};

use self::precision::{HalfWidth, UntilPrecise};
use self::selection::Select;
use super::repetition::Repetition;

/// A run of an experiment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub struct RunId {
    /// Which setting, counted from 0.
    pub point: usize,
    /// Which run of it, counted from 0: what is added to the seed.
    pub repetition: u32,
}

/// The runs of each setting, without a gap from the first on.
#[derive(Clone, Debug, PartialEq)]
pub struct RunTable {
    points: Vec<Vec<Repetition>>,
}

impl RunTable {
    /// A table of `points` settings without a run.
    pub fn new(points: usize) -> Self {
        Self { points: vec![Vec::new(); points] }
    }

    /// Number of settings.
    pub fn points(&self) -> usize {
        self.points.len()
    }

    /// The runs of setting `point`.
    pub fn of(&self, point: usize) -> &[Repetition] {
        self.points.get(point).map_or(&[], Vec::as_slice)
    }

    /// Number of runs of setting `point`.
    pub fn count(&self, point: usize) -> u32 {
        u32::try_from(self.of(point).len()).unwrap_or(u32::MAX)
    }

    /// Number of runs of all settings.
    pub fn total(&self) -> usize {
        self.points.iter().map(Vec::len).sum()
    }

    /// Adds the run `id` where it is the next of its setting, and says whether it was.
    pub fn add(&mut self, id: RunId, run: Repetition) -> bool {
        let is_next = id.point < self.points.len() && self.count(id.point) == id.repetition;
        if let Some(runs) = self.points.get_mut(id.point).filter(|_| is_next) {
            runs.push(run);
        }
        is_next
    }
}

/// How runs are chosen.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Procedure {
    /// As many runs of every setting.
    Fixed(u32),
    /// Runs of each setting until a figure is known well enough.
    Until(UntilPrecise),
    /// Runs until the cheapest setting that meets the goals is known.
    Select(Select),
}

impl Procedure {
    /// The runs to make next after `runs`, in order; none where it is done.
    pub fn next(&self, runs: &RunTable) -> Vec<RunId> {
        match self {
            Self::Select(select) => select.next(runs),
            each => (0..runs.points())
                .flat_map(|point| added(runs, point, each.wanted(runs, point)))
                .collect(),
        }
    }

    /// Number of runs that it takes in all, as far as `runs` tell.
    pub fn expected(&self, runs: &RunTable) -> usize {
        let each = |expected: &dyn Fn(usize) -> u32| {
            (0..runs.points()).map(|point| expected(point).max(runs.count(point)) as usize).sum()
        };
        match self {
            Self::Fixed(count) => each(&|_| *count),
            Self::Until(until) => each(&|point| until.expected(runs.of(point))),
            Self::Select(select) => select.expected(runs),
        }
    }

    /// Number of runs that every setting has, however the figures come out.
    pub fn first_runs(&self) -> u32 {
        match self {
            Self::Fixed(count) => *count,
            Self::Until(until) => until.least,
            Self::Select(select) => select.first,
        }
    }

    /// Number of runs of a setting, at most.
    pub fn most_runs(&self) -> u32 {
        match self {
            Self::Fixed(count) => *count,
            Self::Until(until) => until.most,
            Self::Select(select) => select.most,
        }
    }

    /// Whether its values are such as it may have where `figures` figures are kept.
    pub fn is_sound(&self, figures: usize) -> bool {
        match self {
            Self::Fixed(count) => *count > 0,
            Self::Until(UntilPrecise { figure, half_width, least, most }) => {
                let (HalfWidth::Relative(width) | HalfWidth::Absolute(width)) = *half_width;
                *figure < figures && width > 0.0 && (2..=*most).contains(least)
            }
            Self::Select(select) => {
                let Select { figure, first, most, indifference, meet, fail, confidence } = *select;
                let is_share = |share: f64| share > 0.0 && share < 1.0;
                let shares = [indifference, meet, fail, confidence].into_iter().all(is_share);
                figure < figures && (2..=most).contains(&first) && shares && fail < meet
            }
        }
    }

    /// Whether `runs` holds all that it wants of setting `point`.
    pub fn is_done(&self, runs: &RunTable, point: usize) -> bool {
        self.wanted(runs, point) <= runs.count(point)
    }

    /// Number of runs that setting `point` should have next.
    fn wanted(&self, runs: &RunTable, point: usize) -> u32 {
        match self {
            Self::Until(until) => until.wanted(runs.of(point)),
            Self::Fixed(_) | Self::Select(_) => self.first_runs(),
        }
    }
}

/// The runs of setting `point` that bring it to `wanted`.
fn added(runs: &RunTable, point: usize, wanted: u32) -> impl Iterator<Item = RunId> + use<> {
    (runs.count(point)..wanted).map(move |repetition| RunId { point, repetition })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(value: f64) -> Repetition {
        Repetition { figures: vec![Some(value)], goals: Vec::new() }
    }

    #[test]
    fn a_fixed_number_is_one_batch_and_what_is_there_is_not_made_again() {
        let mut runs = RunTable::new(2);
        let first = RunId { point: 1, repetition: 0 };
        assert!(runs.add(first, run(1.0)));
        assert!(!runs.add(first, run(2.0)));
        assert!(!runs.add(RunId { point: 1, repetition: 2 }, run(3.0)));
        let next = Procedure::Fixed(2).next(&runs);
        let ids = next.iter().map(|id| (id.point, id.repetition)).collect::<Vec<_>>();
        assert_eq!(ids, [(0, 0), (0, 1), (1, 1)]);
        assert_eq!((Procedure::Fixed(2).expected(&runs), runs.total()), (4, 1));
        for id in next {
            assert!(runs.add(id, run(0.0)));
        }
        assert!(Procedure::Fixed(2).next(&runs).is_empty());
    }
}
