//! Which of two settings has the lower mean: a pair of the procedure KN, S.-H. Kim and
//! B. L. Nelson, *A Fully Sequential Procedure for Indifference-Zone Selection in
//! Simulation*, ACM Transactions on Modeling and Computer Simulation 11 (2001), with c = 1.
//!
//! The sum of the differences of paired runs wanders; where it leaves a triangle, the side
//! says which is lower. The triangle is as wide as the spread of the first differences, so
//! common random numbers, which make differences alike, end it sooner.
//!
//! A spread that is known from few runs makes the triangle several times as wide as one that is
//! known from many. So there are two, each with half of the error: one from the first runs, which
//! tells what is far apart, and one from four times as many, which tells what is close.

use crate::sim::experiment::RunTable;
use crate::sim::repetition::Repetition;
use crate::sim::statistics::Moments;

/// The runs from which the spread is estimated a second time, as a multiple of the first.
const AGAIN: u32 = 4;

/// The test of all pairs of settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PairTest {
    /// Which of the figures that are kept.
    figure: usize,
    /// A difference that does not matter, as a share of the greater mean of the first runs.
    indifference: f64,
    /// The two triangles.
    triangles: [Triangle; 2],
}

/// A triangle that the sum of differences leaves.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Triangle {
    /// Runs from which the spread is estimated.
    first: usize,
    /// h² of the procedure.
    factor: f64,
}

impl Triangle {
    /// The triangle for a probability `error` that a pair errs, and `first` runs.
    fn new(error: f64, first: u32) -> Self {
        Self { first: first as usize, factor: factor(error, first) }
    }
}

/// h² for a probability `error` that a pair errs, and `first` runs: 2 η (n₀ − 1) with
/// η = ½ ((2 × error)^(−2 / (n₀ − 1)) − 1).
fn factor(error: f64, first: u32) -> f64 {
    let degrees = f64::from(first.saturating_sub(1).max(1));
    let eta = (libm::pow(2.0 * error, -2.0 / degrees) - 1.0) / 2.0;
    2.0 * eta * degrees
}

impl PairTest {
    /// The test of figure number `figure`, for a probability `error` that a pair errs.
    pub(super) fn new(figure: usize, indifference: f64, first: u32, error: f64) -> Self {
        let triangle = |first| Triangle::new(error / 2.0, first);
        let triangles = [triangle(first), triangle(first.saturating_mul(AGAIN))];
        Self { figure, indifference, triangles }
    }

    /// Whether the runs that both have show that `one` is lower than `other`. Of two that are
    /// equal in each run the earlier one is.
    pub(super) fn is_lower(&self, runs: &RunTable, one: usize, other: usize) -> bool {
        let (early, late) = (one.min(other), one.max(other));
        self.lower(runs.of(early), runs.of(late)).is_some_and(|is_early| is_early == (one == early))
    }

    /// Whether `early` is lower than `late`; `None` where it is not decided.
    fn lower(&self, early: &[Repetition], late: &[Repetition]) -> Option<bool> {
        let figure = |run: &Repetition| run.figure(self.figure);
        let differences: Vec<f64> = (early.iter().zip(late))
            .map_while(|(early, late)| Some(figure(late)? - figure(early)?))
            .collect();
        let mean = |runs: &[Repetition]| {
            let first = runs.iter().take(self.triangles[0].first);
            Moments::of(first.map(figure)).mean()
        };
        // The greater one: a share of a mean of 0 would leave every pair with it open. Where both
        // are 0, no difference is too small.
        let greater = mean(early)?.abs().max(mean(late)?.abs());
        let indifference = (self.indifference * greater).max(f64::MIN_POSITIVE);
        let exits = self.triangles.iter().filter_map(|it| exit(*it, &differences, indifference));
        exits.min_by_key(|(count, _)| *count).map(|(_, is_early)| is_early)
    }
}

/// After how many of `differences` their sum leaves `triangle`, and whether it is positive then.
fn exit(triangle: Triangle, differences: &[f64], indifference: f64) -> Option<(usize, bool)> {
    let first = differences.get(..triangle.first)?;
    let variance = Moments::of(first.iter().copied().map(Some)).variance()?;
    let width = triangle.factor * variance / indifference;
    let mut sum = 0.0;
    (1..).zip(differences).find_map(|(count, difference)| {
        sum += difference;
        let bound = ((width - indifference * count as f64) / 2.0).max(0.0);
        let is_over = sum.abs() > bound || bound <= 0.0;
        (count >= triangle.first && is_over).then_some((count, sum >= 0.0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::experiment::RunId;

    fn table(points: &[&[f64]]) -> RunTable {
        let mut table = RunTable::new(points.len());
        for (point, values) in points.iter().enumerate() {
            for (repetition, value) in (0..).zip(*values) {
                let run = Repetition { figures: vec![Some(*value)], goals: Vec::new() };
                assert!(table.add(RunId { point, repetition }, run));
            }
        }
        table
    }

    fn test(indifference: f64) -> PairTest {
        PairTest::new(0, indifference, 3, 0.05)
    }

    #[test]
    fn the_factor_is_that_of_the_paper() {
        // n0 = 10, a pair may err with 0.05 / 9: h^2 = 9 (90^(2/9) - 1).
        assert!((factor(0.05 / 9.0, 10) - 9.0 * (90_f64.powf(2.0 / 9.0) - 1.0)).abs() < 1e-9);
    }

    #[test]
    fn a_constant_difference_is_seen_in_the_first_runs_however_the_runs_spread() {
        let runs = table(&[&[1.0, 5.0, 9.0], &[0.9, 4.9, 8.9]]);
        assert!(test(0.01).is_lower(&runs, 1, 0));
        assert!(!test(0.01).is_lower(&runs, 0, 1));
    }

    #[test]
    fn what_spreads_needs_more_runs() {
        let runs = table(&[&[1.0, 5.0, 9.0], &[0.9, 9.9, 3.9]]);
        assert!(!test(0.01).is_lower(&runs, 1, 0) && !test(0.01).is_lower(&runs, 0, 1));
    }

    #[test]
    fn a_figure_that_one_never_has_is_lower_however_the_other_spreads() {
        let runs =
            table(&[&[0.0; 12], &[0.0, 9.0, 4.0, 1.0, 9.0, 0.0, 6.0, 9.0, 2.0, 5.0, 7.0, 8.0]]);
        assert!(test(0.9).is_lower(&runs, 0, 1) && !test(0.9).is_lower(&runs, 1, 0));
    }

    #[test]
    fn of_equal_settings_one_is_chosen() {
        let runs = table(&[&[2.0, 2.0, 2.0], &[2.0, 2.0, 2.0]]);
        assert!(test(0.01).is_lower(&runs, 0, 1) && !test(0.01).is_lower(&runs, 1, 0));
    }
}
