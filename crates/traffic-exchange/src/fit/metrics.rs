//! The law of a response's time from what CloudWatch says of each period.

use apprunner_sim::model::distribution::Distribution;
use apprunner_sim::model::goal::CloudWatchMetric;

use super::time::{FittedTime, duration, lognormal_of};
use super::{Fitted, student};
use crate::metrics::{Metrics, Statistic};

/// Returns the law of the latency: log-normal where the metrics have `p50` and `p99`, else
/// exponential with the mean of the averages, which say nothing of the spread. `None` where there
/// are fewer than two points.
pub fn of_metrics(metrics: &Metrics) -> Option<FittedTime> {
    let of = |statistic| metrics.series(CloudWatchMetric::RequestLatency, statistic);
    let seconds = |statistic| -> Option<Vec<f64>> {
        let points = of(statistic)?.points.iter().map(|(_, ms)| ms / 1e3);
        Some(points.filter(|seconds| *seconds > 0.0).collect())
    };
    let percentiles = seconds(Statistic::Permille(500)).zip(seconds(Statistic::Permille(990)));
    if let Some((median, p99)) = percentiles {
        let samples = median.len().min(p99.len()) as u64;
        let [median, p99] = [of_logarithms(&median)?, of_logarithms(&p99)?];
        let parameters = vec![("median", median), ("p99", p99)];
        return Some(FittedTime { law: lognormal_of(median, p99), parameters, samples });
    }
    let averages = seconds(Statistic::Average)?;
    let mean = of_logarithms(&averages)?;
    let law = Distribution::Exponential { mean: duration(mean.value) };
    Some(FittedTime { law, parameters: vec![("mean", mean)], samples: averages.len() as u64 })
}

/// The geometric mean of `values` with the interval by Student's t.
fn of_logarithms(values: &[f64]) -> Option<Fitted> {
    let count = values.len() as f64;
    let logarithms = || values.iter().map(|value| libm::log(*value));
    let mean = logarithms().sum::<f64>() / count;
    let squares: f64 = logarithms().map(|value| (value - mean) * (value - mean)).sum();
    let error = (squares / (count - 1.0) / count).sqrt();
    let half = student(values.len() as u64) * error;
    (values.len() > 1).then(|| Fitted::times(libm::exp(mean), half))
}
