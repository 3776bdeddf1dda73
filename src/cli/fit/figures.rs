//! Measured figures, each beside that of a run.

use super::super::measurements::Log;
use crate::report::fit::MeasuredFigure;
use apprunner_sim::model::goal::CloudWatchMetric;
use apprunner_sim::sim::metrics::Point;
use apprunner_sim::sim::summary::Summary;
use traffic_exchange::metrics::{Metrics, Statistic};

/// The mean of the averages of a metric, each weighed by the requests of its period.
pub(super) fn mean_of(metrics: &Metrics, metric: CloudWatchMetric) -> Option<f64> {
    let averages = metrics.series(metric, Statistic::Average)?;
    let requests = metrics.series(CloudWatchMetric::Requests, Statistic::Sum);
    let weight = |at: i64| {
        let points = &requests?.points;
        points.binary_search_by_key(&at, |(time, _)| *time).ok().map(|place| points[place].1)
    };
    let weighed = averages.points.iter().map(|(at, value)| (weight(*at).unwrap_or(1.0), *value));
    let (sum, all) = weighed
        .fold((0.0, 0.0), |(sum, all), (weight, value)| (sum + weight * value, all + weight));
    (all > 0.0).then(|| sum / all)
}

/// The figures of `log`, each beside that of `run`.
pub(super) fn log_figures(log: &Log, run: &Summary) -> Vec<MeasuredFigure> {
    let latency = &run.latency_ms.all;
    let failed = log.failed as f64 / log.requests as f64;
    vec![
        MeasuredFigure::count("Requests", log.requests as f64, run.requests.offered as f64),
        MeasuredFigure::share("Requests that failed", failed, run.requests.failed_ratio),
        MeasuredFigure::millis("Latency, mean", log.latency.mean_ms(), latency.mean),
        MeasuredFigure::millis("Latency, p50", log.latency.quantile_ms(0.5), latency.p50),
        MeasuredFigure::millis("Latency, p90", log.latency.quantile_ms(0.9), latency.p90),
        MeasuredFigure::millis("Latency, p99", log.latency.quantile_ms(0.99), latency.p99),
    ]
}

/// The figures of `metrics`, each beside that of the `points` of a run.
pub(super) fn metric_figures(metrics: &Metrics, points: &[Point]) -> Vec<MeasuredFigure> {
    let of = |metric: CloudWatchMetric| {
        points.iter().filter(move |point| point.metric == metric).map(|point| point.value)
    };
    let mean = |metric| {
        let (sum, count) = of(metric).fold((0.0, 0.0), |(sum, count), it| (sum + it, count + 1.0));
        (count > 0.0).then(|| sum / count)
    };
    let sum = |metric| of(metric).sum::<f64>();
    let requests = metrics.series(CloudWatchMetric::Requests, Statistic::Sum);
    let counted = requests.map(|series| series.points.iter().map(|(_, value)| value).sum());
    let latency = mean_of(metrics, CloudWatchMetric::RequestLatency);
    let mut figures = Vec::new();
    if let Some(counted) = counted {
        let simulated = sum(CloudWatchMetric::Requests);
        figures.push(MeasuredFigure::count("Requests", counted, simulated));
    }
    let simulated = mean(CloudWatchMetric::RequestLatency);
    figures.push(MeasuredFigure::millis("RequestLatency, mean", latency, simulated));
    for (metric, name) in [
        (CloudWatchMetric::CpuUtilization, "CPUUtilization, mean in %"),
        (CloudWatchMetric::ActiveInstances, "ActiveInstances, mean"),
    ] {
        let measured = metrics.series(metric, Statistic::Average).map(|series| {
            series.points.iter().map(|(_, value)| value).sum::<f64>() / series.points.len() as f64
        });
        figures.push(MeasuredFigure::mean(name, measured, mean(metric)));
    }
    figures.retain(|figure| figure.measured.is_some());
    figures
}
