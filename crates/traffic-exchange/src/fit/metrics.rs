//! The law of a response's time from what CloudWatch has of each period.

use apprunner_sim::model::goal::CloudWatchMetric;

use super::time::{FittedTime, Z_99, exponential_of, fixed, lognormal_of};
use super::{Fitted, MIN_PERIODS, Unfitted, student};
use crate::metrics::{MetricSeries, Metrics, Statistic};

/// Returns the law of the latency: log-normal where the metrics have `p50` and `p99`, else what
/// the averages of the periods show.
///
/// # Errors
///
/// There are fewer than [`MIN_PERIODS`] points.
pub fn of_metrics(metrics: &Metrics) -> Result<FittedTime, Unfitted> {
    let of = |statistic| metrics.series(CloudWatchMetric::RequestLatency, statistic);
    let seconds = |statistic| -> Option<Vec<f64>> {
        let points = of(statistic)?.points.iter().map(|(_, ms)| ms / 1e3);
        Some(points.filter(|seconds| *seconds > 0.0).collect())
    };
    let percentiles = seconds(Statistic::Permille(500)).zip(seconds(Statistic::Permille(990)));
    if let Some((median, p99)) = percentiles {
        let samples = median.len().min(p99.len()) as u64;
        Unfitted::check(samples, MIN_PERIODS)?;
        return Ok(lognormal_of(of_logarithms(&median), of_logarithms(&p99), samples));
    }
    let averages = of(Statistic::Average).ok_or(Unfitted::Absent)?;
    let requests = metrics.series(CloudWatchMetric::Requests, Statistic::Sum);
    of_averages(averages, requests)
}

/// The law that the averages of periods show. An average of `n` requests differs from the mean by
/// the spread of a request over the root of `n`, so periods of known size show that spread: its
/// share of the mean is 0 for a fixed time and 1 for an exponential one, each within the interval
/// that the number of periods leaves; else the law is log-normal with this mean and spread. Where the
/// sizes are not known the law is exponential, which of all with a mean assumes least.
fn of_averages(
    averages: &MetricSeries,
    requests: Option<&MetricSeries>,
) -> Result<FittedTime, Unfitted> {
    let size = |at: i64| requests?.at(at);
    let points = || averages.points.iter().filter(|(_, ms)| *ms > 0.0);
    let sized = points().filter_map(|(at, ms)| Some((ms / 1e3, size(*at).filter(|n| *n > 0.0)?)));
    let sized: Vec<(f64, f64)> = sized.collect();
    if (sized.len() as u64) < MIN_PERIODS {
        let seconds: Vec<f64> = points().map(|(_, ms)| ms / 1e3).collect();
        let samples = seconds.len() as u64;
        Unfitted::check(samples, MIN_PERIODS)?;
        return Ok(exponential_of(of_logarithms(&seconds), samples));
    }
    let samples = sized.len() as u64;
    let freedom = samples as f64 - 1.0;
    let all: f64 = sized.iter().map(|(_, size)| size).sum();
    let mean = sized.iter().map(|(mean, size)| mean * size).sum::<f64>() / all;
    let squares: f64 = sized.iter().map(|(one, size)| size * (one - mean).powi(2)).sum();
    let variance = squares / freedom;
    let fitted_mean = Fitted::around(mean, student(samples) * (variance / all).sqrt());
    let spread = variance.sqrt() / mean;
    if spread < FIXED_SPREAD {
        return Ok(fixed(fitted_mean, samples));
    }
    // The logarithm of a spread that `freedom` squares show has about this error.
    let half = student(samples) / (2.0 * freedom).sqrt();
    if libm::log(spread).abs() <= half {
        return Ok(exponential_of(fitted_mean, samples));
    }
    let law = |spread: f64| {
        let sigma = libm::log(1.0 + spread * spread).sqrt();
        let median = mean / (1.0 + spread * spread).sqrt();
        (median, median * libm::exp(Z_99 * sigma))
    };
    let [narrow, own, wide] = [-half, 0.0, half].map(|by| law(spread * libm::exp(by)));
    let median = Fitted { value: own.0, low: wide.0, high: narrow.0 };
    let p99 = Fitted { value: own.1, low: narrow.1, high: wide.1 };
    Ok(lognormal_of(median, p99, samples))
}

/// Latencies whose spread is less than this share of their mean are fixed.
const FIXED_SPREAD: f64 = 0.05;

/// The geometric mean of `values` with the interval by Student's t.
fn of_logarithms(values: &[f64]) -> Fitted {
    let count = values.len() as f64;
    let logarithms = || values.iter().map(|value| libm::log(*value));
    let mean = logarithms().sum::<f64>() / count;
    let squares: f64 = logarithms().map(|value| (value - mean) * (value - mean)).sum();
    let error = (squares / (count - 1.0) / count).sqrt();
    Fitted::times(libm::exp(mean), student(values.len() as u64) * error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use apprunner_sim::model::distribution::Distribution;

    /// The averages of `periods` periods of 100 requests whose latency has this mean in ms and
    /// this spread, at evenly spread places of a normal distribution.
    fn averages(periods: i64, spread: f64) -> FittedTime {
        let mut metrics = Metrics::default();
        let series = |metric, statistic, points| MetricSeries { metric, statistic, points };
        // The places 1.5, 0.5, -0.5 and -1.5 have a mean square of 1.25.
        let place = |at: i64| ((at % 4) as f64 - 1.5) / 1.25_f64.sqrt();
        let latency = (0..periods).map(|at| (60 * at, 80.0 * (1.0 + spread * place(at) / 10.0)));
        let requests = (0..periods).map(|at| (60 * at, 100.0));
        metrics.series = vec![
            series(CloudWatchMetric::RequestLatency, Statistic::Average, latency.collect()),
            series(CloudWatchMetric::Requests, Statistic::Sum, requests.collect()),
        ];
        of_metrics(&metrics).unwrap()
    }

    #[test]
    fn averages_show_the_law_by_how_far_they_differ() {
        for (spread, name) in
            [(0.0, "fixed"), (1.0, "mean"), (1.05, "mean"), (0.5, "median"), (2.0, "median")]
        {
            let fitted = averages(200, spread);
            assert_eq!(fitted.parameters[0].0, name, "{spread}: {fitted:?}");
            for (_, it) in &fitted.parameters {
                assert!(it.low <= it.value && it.value <= it.high, "{fitted:?}");
            }
        }
        let fitted = averages(200, 0.5);
        let Distribution::Lognormal { median, p99 } = fitted.law else { panic!("{fitted:?}") };
        // sigma² = ln(1.25): median = 80 / √1.25, p99 = median · e^(2.326 · 0.472).
        assert!((median.as_secs_f64() - 0.071_55).abs() < 5e-4, "{median:?}");
        assert!((p99.as_secs_f64() - 0.2146).abs() < 3e-3, "{p99:?}");
    }

    #[test]
    fn a_few_averages_are_no_estimate() {
        let mut metrics = Metrics::default();
        assert_eq!(of_metrics(&metrics), Err(Unfitted::Absent));
        let points = (0..4).map(|at| (60 * at, 80.0)).collect();
        let (metric, statistic) = (CloudWatchMetric::RequestLatency, Statistic::Average);
        metrics.series = vec![MetricSeries { metric, statistic, points }];
        assert_eq!(of_metrics(&metrics), Err(Unfitted::TooFew { found: 4, needed: 5 }));
    }
}
