//! What is kept of a run that is one of many: the figures that were asked for
//! and how its goals went.

use serde::{Deserialize, Serialize};

use super::statistics::{Estimate, Moments, Paired};
use super::summary::Summary;
use crate::model::metric::Metric;

/// What is kept of one run.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Repetition {
    /// A figure for each metric that was asked for; `None` where it is null.
    pub figures: Vec<Option<f64>>,
    /// Whether each goal was met, in the order of the scenario.
    pub goals: Vec<bool>,
}

impl Repetition {
    /// What `summary` says about `metrics`.
    pub fn of(summary: &Summary, metrics: &[Metric]) -> Self {
        Self {
            figures: summary.figures(metrics),
            goals: summary.goals.iter().map(|goal| goal.passed).collect(),
        }
    }

    /// Whether every goal was met.
    pub fn passed(&self) -> bool {
        self.goals.iter().all(|&passed| passed)
    }

    /// Its figure for the metric with position `index`; `None` where it is null.
    pub fn figure(&self, index: usize) -> Option<f64> {
        self.figures.get(index).copied().flatten()
    }
}

/// What `runs` say about the metric with position `index`.
pub fn estimate(runs: &[Repetition], index: usize) -> Estimate {
    Estimate::of(runs.iter().map(|run| run.figure(index)))
}

/// The mean over `runs` of the metric with position `index`, without the cost of its interval.
pub(super) fn mean(runs: &[Repetition], index: usize) -> Option<f64> {
    Moments::of(runs.iter().map(|run| run.figure(index))).mean()
}

/// What pairs of runs say about the metric with position `index`.
pub fn paired(pairs: &[(Repetition, Repetition)], index: usize) -> Paired {
    let figures = pairs.iter().map(|(base, other)| (base.figure(index), other.figure(index)));
    Paired::of(&figures.collect::<Vec<_>>())
}
