//! Requests of each period as requests per second over time.

use apprunner_sim::model::goal::CloudWatchMetric;
use apprunner_sim::model::time::{SimDuration, SimTime};
use apprunner_sim::model::traffic::Profile;

use super::{MetricSeries, Metrics, Statistic};

/// The longest time that a profile covers, in seconds: ten years, as a scenario.
const MAX_SECONDS: i64 = 315_360_000;
/// The highest rate of a profile.
const MAX_RATE: f64 = 1e6;

/// Requests of each period as requests per second.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredProfile {
    /// The rates from the first point on, in steps of one period.
    pub profile: Profile,
    /// When the last period ends.
    pub length: SimDuration,
    /// Number of periods without a point, in which nothing is sent.
    pub gaps: usize,
}

impl Metrics {
    /// Returns the requests over time; `None` where there is no point of `Requests`.
    pub fn profile(&self) -> Option<MeasuredProfile> {
        let requests = self.series(CloudWatchMetric::Requests, Statistic::Sum)?;
        steps(requests)
    }
}

fn steps(series: &MetricSeries) -> Option<MeasuredProfile> {
    let period = series.period_s();
    let first = series.points.first()?.0;
    let (mut points, mut gaps, mut end) = (Vec::new(), 0_usize, 0);
    for (at, value) in &series.points {
        let at = at - first;
        if at >= MAX_SECONDS {
            break;
        }
        if at > end {
            gaps += usize::try_from((at - end) / period).unwrap_or(usize::MAX);
            step(&mut points, end, at, 0.0);
        }
        end = at + period;
        step(&mut points, at, end, (value / period as f64).min(MAX_RATE));
    }
    let points = points.into_iter().map(|(at, rate)| (SimTime::ZERO + seconds(at), rate));
    let profile = Profile { points: points.collect() };
    Some(MeasuredProfile { profile, length: seconds(end), gaps })
}

/// Adds a level from one moment to the next; one that goes on with the same rate is longer.
fn step(points: &mut Vec<(i64, f64)>, from: i64, to: i64, rate: f64) {
    let is_same = |other: &f64| other.to_bits() == rate.to_bits();
    match points.as_mut_slice() {
        [.., (_, before), (end, last)] if *end == from && is_same(last) && is_same(before) => {
            *end = to;
        }
        _ => points.extend([(from, rate), (to, rate)]),
    }
}

fn seconds(count: i64) -> SimDuration {
    SimDuration::from_secs(count.unsigned_abs())
}
