//! The frontier of cost against latency: the settings than which no other is better in both.

use super::Tuning;
use apprunner_sim::model::metric::Metric;

/// The figure against which what is minimized is weighed.
pub const AGAINST: Metric = Metric::LatencyP99;

/// A setting in the picture of the frontier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrontierPoint {
    /// The mean of what is minimized.
    pub cost: f64,
    /// The mean of [`AGAINST`].
    pub latency: f64,
}

/// The settings that have both figures: the number of each among the rows, and its place.
pub fn points(found: &Tuning) -> Vec<(usize, FrontierPoint)> {
    let metrics = &found.experiment.metrics;
    let Some(against) = metrics.iter().position(|metric| *metric == AGAINST) else {
        return Vec::new();
    };
    let rows = found.rows.iter().enumerate();
    let point = |(index, row): (usize, &super::TunedSetting)| {
        let (cost, latency) = (row.mean(found.select.figure)?, row.mean(against)?);
        Some((index, FrontierPoint { cost, latency }))
    };
    rows.filter_map(point).collect()
}

/// The rows on the frontier, the cheapest first.
pub fn line(found: &Tuning) -> Vec<usize> {
    let mut points = points(found);
    points.sort_by(|(_, one), (_, other)| {
        one.cost.total_cmp(&other.cost).then(one.latency.total_cmp(&other.latency))
    });
    let mut least = f64::INFINITY;
    points.retain(|(_, point)| {
        let is_better = point.latency < least;
        least = least.min(point.latency);
        is_better
    });
    points.into_iter().map(|(index, _)| index).collect()
}
