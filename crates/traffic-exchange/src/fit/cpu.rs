//! The CPU time of a request from the utilization of the vCPUs.

use apprunner_sim::model::goal::CloudWatchMetric;

use super::{Fitted, MIN_PERIODS, Unfitted, student};
use crate::metrics::{Metrics, Statistic};

/// The CPU time of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FittedCpu {
    /// In seconds of one vCPU.
    pub seconds: Fitted,
    /// Number of periods that it comes from.
    pub samples: u64,
    /// Whether the number of instances was not measured: one is assumed.
    pub assumes_one_instance: bool,
}

/// Returns the CPU time of a request on instances of `vcpus` vCPUs: all CPU time of the periods
/// over all their requests, as `CPUUtilization`, `ActiveInstances` and `Requests` have them, with
/// the interval of a ratio.
///
/// # Errors
///
/// Fewer than [`MIN_PERIODS`] periods have both.
pub fn of_metrics(metrics: &Metrics, vcpus: f64) -> Result<FittedCpu, Unfitted> {
    let of = |metric, statistic| metrics.series(metric, statistic).ok_or(Unfitted::Absent);
    let utilization = of(CloudWatchMetric::CpuUtilization, Statistic::Average)?;
    let requests = of(CloudWatchMetric::Requests, Statistic::Sum)?;
    let active = metrics.series(CloudWatchMetric::ActiveInstances, Statistic::Average);
    let period = requests.period_s() as f64;
    let periods: Vec<(f64, f64)> = (utilization.points.iter())
        .filter_map(|(time, percent)| {
            let count = requests.at(*time).filter(|count| *count > 0.0)?;
            let instances = active.map_or(Some(1.0), |series| series.at(*time))?;
            Some((percent / 100.0 * instances * vcpus * period, count))
        })
        .collect();
    let samples = periods.len() as u64;
    Unfitted::check(samples, MIN_PERIODS)?;
    let (used, count) = periods.iter().fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    let (ratio, n) = (used / count, periods.len() as f64);
    let squares: f64 = periods.iter().map(|(cpu, count)| (cpu - ratio * count).powi(2)).sum();
    let error = (squares * n / (n - 1.0)).sqrt() / count;
    Ok(FittedCpu {
        seconds: Fitted::around(ratio, student(samples) * error),
        samples,
        assumes_one_instance: active.is_none(),
    })
}
