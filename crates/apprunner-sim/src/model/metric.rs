//! The figures of a run's summary that goals and proofs may name.

use std::fmt;

use spanned_toml::bound::Figures;

/// Every numeric figure of the summary, by its dotted path. Figures of one
/// status, operation or alarm are named `requests.by_status.503`,
/// `operations.0.ended_s` and `alarms.0.first_s`.
pub const KNOWN: &[&str] = &[
    "simulated_s",
    "requests.offered",
    "requests.succeeded",
    "requests.failed",
    "requests.failed_ratio",
    "requests.lost_ratio",
    "requests.retried",
    "requests.abandoned",
    "requests.in_flight_at_end",
    "latency_ms.mean",
    "latency_ms.p50",
    "latency_ms.p90",
    "latency_ms.p95",
    "latency_ms.p99",
    "latency_ms.p999",
    "latency_ms.max",
    "wait_ms.mean",
    "wait_ms.p50",
    "wait_ms.p99",
    "wait_ms.max",
    "wait_ms.waited_ratio",
    "concurrency.mean",
    "concurrency.peak",
    "instances.start",
    "instances.peak",
    "instances.peak_active",
    "instances.mean",
    "instances.mean_active",
    "instances.end",
    "instances.launched",
    "instances.replaced",
    "instances.failed_to_start",
    "cold_starts.instances",
    "cold_starts.requests_delayed",
    "cold_starts.mean_s",
    "cold_starts.max_s",
    "health.checks",
    "health.failed",
    "health.unhealthy",
    "first.scale_out",
    "first.health_failed",
    "first.unhealthy",
    "first.refused",
    "last.refused",
    "cost_usd.total",
    "cost_usd.vcpu",
    "cost_usd.memory",
    "events",
];

/// The figures of a summary, for readers of files.
pub const NAMES: Figures = Figures { is_known: |path| Metric::parse(path).is_some(), names: KNOWN };

/// A dotted path to a numeric figure of the summary.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Metric(String);

impl Metric {
    /// The metric at `path`, or `None` when the summary has no such figure.
    pub fn parse(path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.split('.').collect();
        let number = |text: &str| text.parse::<u16>().ok();
        let known = match parts.as_slice() {
            ["requests", "by_status", status] => {
                number(status).is_some_and(|status| (100..=599).contains(&status))
            }
            ["operations", index, "started_s" | "ended_s"] | ["alarms", index, "first_s"] => {
                number(index).is_some()
            }
            _ => KNOWN.contains(&path),
        };
        known.then(|| Self(path.to_owned()))
    }

    /// The dotted path.
    pub fn path(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
