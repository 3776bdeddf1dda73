//! Metrics of CloudWatch under `AWS/AppRunner`: what `aws cloudwatch get-metric-data` and
//! `get-metric-statistics` print, and the points that a run of the simulator writes.

mod label;
mod loss;
mod profile;
mod read;

use apprunner_sim::model::goal::CloudWatchMetric;

pub use self::loss::{MetricLoss, MetricLossKind};
pub use self::profile::MeasuredProfile;
pub use self::read::{MAX_BYTES, MetricsError, is_metrics, read};

/// What a point says of its period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Statistic {
    /// All values added up.
    Sum,
    /// Their mean.
    Average,
    /// The value that this many in a thousand are below.
    Permille(u16),
}

/// Points of one metric, in order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricSeries {
    /// The metric.
    pub metric: CloudWatchMetric,
    /// What of it.
    pub statistic: Statistic,
    /// `(start of the period in seconds since 1970, value)`; the values are finite and not
    /// negative.
    pub points: Vec<(i64, f64)>,
}

impl MetricSeries {
    /// Returns the length of a period in seconds: the least distance of two points, or a minute.
    pub fn period_s(&self) -> i64 {
        let gaps = self.points.windows(2).map(|pair| pair[1].0 - pair[0].0);
        gaps.filter(|gap| *gap > 0).min().unwrap_or(60)
    }

    /// Returns the value of the period that begins at `time`.
    pub(crate) fn at(&self, time: i64) -> Option<f64> {
        let place = self.points.binary_search_by_key(&time, |(start, _)| *start).ok()?;
        Some(self.points[place].1)
    }
}

/// What files of metrics hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metrics {
    /// One for each metric and statistic.
    pub series: Vec<MetricSeries>,
    /// What did not fit, in the order of the files.
    pub losses: Vec<MetricLoss>,
}

impl Metrics {
    /// Returns the points of `metric`, if there are any.
    pub fn series(&self, metric: CloudWatchMetric, statistic: Statistic) -> Option<&MetricSeries> {
        self.series.iter().find(|one| (one.metric, one.statistic) == (metric, statistic))
    }

    /// Adds what another file holds.
    pub fn add(&mut self, other: Self) {
        for MetricSeries { metric, statistic, points } in other.series {
            self.put(metric, statistic, points);
        }
        self.losses.extend(other.losses);
    }

    /// Adds points, of which the first at each time counts.
    fn put(&mut self, metric: CloudWatchMetric, statistic: Statistic, points: Vec<(i64, f64)>) {
        let is_same = |one: &MetricSeries| (one.metric, one.statistic) == (metric, statistic);
        if !self.series.iter().any(is_same) {
            self.series.push(MetricSeries { metric, statistic, points: Vec::new() });
        }
        if let Some(series) = self.series.iter_mut().find(|one| is_same(one)) {
            series.points.extend(points);
            series.points.sort_by_key(|(at, _)| *at);
            series.points.dedup_by_key(|(at, _)| *at);
        }
    }
}

#[cfg(test)]
mod tests;
