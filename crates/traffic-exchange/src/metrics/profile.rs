//! Requests of each period as requests per second over time.

use apprunner_sim::model::time::{SimDuration, SimTime};
use apprunner_sim::model::traffic::Profile;

use super::{Metrics, Series, ServiceMetric, Statistic};

/// The longest time that a profile covers, in seconds: ten years, as a scenario.
const MAX_SECONDS: i64 = 315_360_000;
/// The highest rate of a profile.
const MAX_RATE: f64 = 1e6;

impl Metrics {
    /// Returns the requests as a profile from the first point on, in steps of one period, how
    /// long it lasts, and the number of periods without a point, in which nothing is sent.
    /// `None` where there is no point of `Requests`.
    pub fn profile(&self) -> Option<(Profile, SimDuration, usize)> {
        let requests = self.series(ServiceMetric::Requests, Statistic::Sum)?;
        steps(requests)
    }
}

fn steps(series: &Series) -> Option<(Profile, SimDuration, usize)> {
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
    Some((Profile { points: points.collect() }, seconds(end), gaps))
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
