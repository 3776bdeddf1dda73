//! The frontier of cost against latency: the settings than which no other is better in both.

use super::{TunedSetting, Tuning};
use apprunner_sim::model::metric::Metric;

/// The figure against which what is minimized is weighed.
pub const AGAINST: Metric = Metric::LatencyP99;

/// A setting in the picture of the frontier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrontierPoint {
    /// Its number among the rows.
    pub row: usize,
    /// The mean of what is minimized.
    pub cost: f64,
    /// The mean of [`AGAINST`].
    pub latency: f64,
}

/// The settings that have both figures; none where [`AGAINST`] itself is minimized.
pub fn points(found: &Tuning) -> Vec<FrontierPoint> {
    let metrics = &found.experiment.metrics;
    if found.minimized() == Some(AGAINST) {
        return Vec::new();
    }
    let Some(against) = metrics.iter().position(|metric| *metric == AGAINST) else {
        return Vec::new();
    };
    let point = |(row, it): (usize, &TunedSetting)| {
        let (cost, latency) = (it.mean(found.select.figure)?, it.mean(against)?);
        Some(FrontierPoint { row, cost, latency })
    };
    found.rows.iter().enumerate().filter_map(point).collect()
}

/// Those on the frontier, the cheapest first.
pub fn line(found: &Tuning) -> Vec<FrontierPoint> {
    let mut points = points(found);
    points.sort_by(|one, other| {
        one.cost.total_cmp(&other.cost).then(one.latency.total_cmp(&other.latency))
    });
    let mut least = f64::INFINITY;
    points.retain(|point| {
        let is_better = point.latency < least;
        least = least.min(point.latency);
        is_better
    });
    points
}
