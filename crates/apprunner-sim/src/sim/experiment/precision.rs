//! Runs until the interval of a mean is narrow enough.
//!
//! The sequential rule of Chow and Robbins (*On the Asymptotic Theory of Fixed-Width
//! Sequential Confidence Intervals for the Mean*, Annals of Mathematical Statistics 36,
//! 1965), in the relative form of Law and Kelton (*Simulation Modeling and Analysis*,
//! "Obtaining a specified precision"): a first sample, then more runs until half the
//! width of the interval is at most what was asked for.
//!
//! A rule that stops when the interval looks narrow stops too early when the spread was
//! underestimated by chance. The interval then holds the true mean in less than 95 % of
//! cases; the share tends to 95 % as the width asked for tends to zero. The first
//! sample, and growth by a tenth or more between two looks, keep the loss small: the
//! test below measures it.

use serde::{Deserialize, Serialize};

use crate::sim::repetition::{self, Repetition};
use crate::sim::statistics::Estimate;

/// Half of the width that the interval of a mean may have.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HalfWidth {
    /// A share of the mean, above 0.
    Relative(f64),
    /// In the unit of the figure, above 0.
    Absolute(f64),
}

impl HalfWidth {
    /// What half of the width of `estimate` may be.
    fn limit(self, estimate: &Estimate) -> f64 {
        match self {
            Self::Relative(share) => share * estimate.mean.unwrap_or_default().abs(),
            Self::Absolute(limit) => limit,
        }
    }

    /// Whether the interval of `estimate` is that narrow. One value has no interval.
    pub fn holds(self, estimate: &Estimate) -> bool {
        estimate.half_width.is_some_and(|half_width| half_width <= self.limit(estimate))
    }
}

/// Runs of each setting until the mean of a figure is known to within `half_width`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct UntilPrecise {
    /// Which of the figures that are kept, counted from 0.
    pub figure: usize,
    /// How narrow the interval has to be.
    pub half_width: HalfWidth,
    /// Runs before the first look, and values that an interval needs, at least 2.
    pub least: u32,
    /// Runs after which it ends without it, at least `least`.
    pub most: u32,
}

impl UntilPrecise {
    /// Whether `runs` are enough: the interval is narrow enough, from as many values as the first
    /// sample has runs.
    pub fn is_reached(&self, runs: &[Repetition]) -> bool {
        self.is_known(&self.estimate(runs))
    }

    /// Whether `estimate` is what was asked for.
    fn is_known(&self, estimate: &Estimate) -> bool {
        estimate.n >= self.least && self.half_width.holds(estimate)
    }

    /// What `runs` say about the figure.
    fn estimate(&self, runs: &[Repetition]) -> Estimate {
        repetition::estimate(runs, self.figure)
    }

    /// Number of runs that a setting with `runs` should have next: at least a tenth more
    /// and at most twice as many, toward what the spread so far asks for.
    pub(super) fn wanted(&self, runs: &[Repetition]) -> u32 {
        let count = u32::try_from(runs.len()).unwrap_or(u32::MAX);
        if count < self.least {
            return self.least;
        }
        let next = self.expected(runs);
        if count >= self.most || next == count {
            return count;
        }
        next.clamp(count + count.div_ceil(10), count.saturating_mul(2)).min(self.most)
    }

    /// Number of runs that a setting with `runs` takes in all: the width of an interval
    /// falls with the square root of the number of values, and some runs may have none.
    pub(super) fn expected(&self, runs: &[Repetition]) -> u32 {
        let count = u32::try_from(runs.len()).unwrap_or(u32::MAX);
        if count < self.least {
            return self.least;
        }
        let estimate = self.estimate(runs);
        if self.is_known(&estimate) {
            return count;
        }
        let limit = self.half_width.limit(&estimate);
        let by_width = match estimate.half_width {
            Some(half_width) if half_width <= limit => 1.0,
            Some(half_width) => half_width / limit * (half_width / limit),
            None => f64::INFINITY,
        };
        let by_number = f64::from(self.least) / f64::from(estimate.n);
        let expected = (f64::from(count) * by_width.max(by_number)).ceil();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "positive, and no more than `most`"
        )]
        let expected = expected.min(f64::from(self.most)) as u32;
        expected.max(count.saturating_add(1)).min(self.most).max(count)
    }
}

#[cfg(test)]
mod tests {
    use rand::{RngExt, SeedableRng};
    use rand_pcg::Pcg64Mcg;

    use super::*;

    fn run(value: Option<f64>) -> Repetition {
        Repetition { figures: vec![value], goals: Vec::new() }
    }

    /// Runs by `draw` until `until` wants no more.
    fn sampled(until: UntilPrecise, mut draw: impl FnMut() -> f64) -> Vec<Repetition> {
        let mut runs = Vec::new();
        while (until.wanted(&runs) as usize) > runs.len() {
            let more = until.wanted(&runs) as usize - runs.len();
            runs.extend((0..more).map(|_| run(Some(draw()))));
        }
        runs
    }

    const FIVE_PERCENT: UntilPrecise =
        UntilPrecise { figure: 0, half_width: HalfWidth::Relative(0.05), least: 20, most: 10_000 };

    #[test]
    fn it_stops_at_the_width_that_was_asked_for_and_not_long_after() {
        let mut random = Pcg64Mcg::seed_from_u64(7);
        let runs = sampled(FIVE_PERCENT, || -libm::log(1.0 - random.random::<f64>()));
        assert!(FIVE_PERCENT.is_reached(&runs));
        // An exponential has a standard deviation of its mean: (1.96 / 0.05)^2 = 1,537 runs.
        assert!((1_100..2_200).contains(&runs.len()), "{}", runs.len());
    }

    #[test]
    fn equal_figures_need_no_more_than_the_first_runs_and_none_go_to_the_end() {
        assert_eq!(sampled(FIVE_PERCENT, || 3.0).len(), 20);
        assert_eq!(sampled(FIVE_PERCENT, || 0.0).len(), 20);
        let until = UntilPrecise { most: 90, ..FIVE_PERCENT };
        let mut runs: Vec<Repetition> = Vec::new();
        while (until.wanted(&runs) as usize) > runs.len() {
            runs.resize(until.wanted(&runs) as usize, run(None));
        }
        assert_eq!((runs.len(), until.is_reached(&runs)), (90, false));
    }

    /// Two of twenty runs that have the figure are alike by chance soon.
    #[test]
    fn values_count_and_not_the_runs_that_have_none() {
        let runs = |count: u32| {
            (0..count).map(|it| run((it % 10 == 0).then_some(3.0))).collect::<Vec<_>>()
        };
        let is_reached = [20, 190, 191, 200].map(|count| FIVE_PERCENT.is_reached(&runs(count)));
        assert_eq!(is_reached, [false, false, true, true]);
        assert_eq!(FIVE_PERCENT.expected(&runs(20)), 200);
        assert_eq!(FIVE_PERCENT.wanted(&runs(20)), 40);
    }

    /// The bias of the stopping rule: intervals that hold the true mean, of 2,000.
    #[test]
    fn the_interval_keeps_nearly_its_confidence() {
        let mut random = Pcg64Mcg::seed_from_u64(11);
        let until = UntilPrecise { half_width: HalfWidth::Relative(0.1), ..FIVE_PERCENT };
        let mut holds = 0;
        for _ in 0..2_000 {
            // The sum of twelve uniform numbers, nearly normal: mean 6, deviation 1.
            let mut draw = || (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 3.0;
            let runs = sampled(until, &mut draw);
            let estimate = repetition::estimate(&runs, 0);
            let error = (estimate.mean.unwrap() - 3.0).abs();
            holds += u32::from(error <= estimate.half_width.unwrap());
        }
        let share = f64::from(holds) / 2_000.0;
        assert!((0.92..0.965).contains(&share), "{share}");
    }
}
