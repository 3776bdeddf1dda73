//! The figures of a finished run. Names and units are a file format: what is
//! here is what `run --format json` prints, goals judge and proofs probe.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::model::metric::Metric;

/// The summary of one run.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the fields are documented in the format, where users look")]
pub struct Summary {
    pub format_version: u32,
    pub scenario: String,
    pub rules: &'static str,
    pub seed: u64,
    pub simulated_s: f64,
    pub requests: Requests,
    pub latency_ms: Latency,
    pub wait_ms: Wait,
    pub concurrency: Concurrency,
    pub instances: Instances,
    pub cold_starts: ColdStarts,
    pub health: Health,
    pub operations: Vec<Operation>,
    pub service_status: &'static str,
    pub first: First,
    pub last: Last,
    pub cost_usd: Cost,
    pub alarms: Vec<AlarmRaised>,
    pub adapted: Vec<String>,
    pub goals: Vec<GoalResult>,
    pub events: u64,
}

/// What became of the requests.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "see `Summary`")]
pub struct Requests {
    pub offered: u64,
    pub succeeded: u64,
    pub failed: u64,
    pub failed_ratio: f64,
    pub lost_ratio: f64,
    pub retried: u64,
    pub by_status: BTreeMap<u16, u64>,
    pub abandoned: u64,
    pub in_flight_at_end: u64,
}

/// Client-side latency of requests answered by an instance, in milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "see `Summary`")]
pub struct Latency {
    pub mean: f64,
    pub p50: f64,
    pub p90: f64,
    pub p95: f64,
    pub p99: f64,
    pub p999: f64,
    pub max: f64,
}

/// Time before an instance took a request, in milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "see `Summary`")]
pub struct Wait {
    pub mean: f64,
    pub p50: f64,
    pub p99: f64,
    pub max: f64,
    pub waited_ratio: f64,
}

/// Requests held by instances.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "see `Summary`")]
pub struct Concurrency {
    pub mean: f64,
    pub peak: u64,
}

/// Instances that are not gone; active are those taking requests.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "see `Summary`")]
pub struct Instances {
    pub start: u32,
    pub peak: u32,
    pub peak_active: u32,
    pub mean: f64,
    pub mean_active: f64,
    pub end: u32,
    pub launched: u32,
    pub replaced: u32,
    pub failed_to_start: u32,
}

/// Instances started by scale-out, and who waited for one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "see `Summary`")]
pub struct ColdStarts {
    pub instances: u64,
    pub requests_delayed: u64,
    pub mean_s: f64,
    pub max_s: f64,
}

/// Health checks.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "see `Summary`")]
pub struct Health {
    pub checks: u64,
    pub failed: u64,
    pub unhealthy: u64,
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "see `Summary`")]
pub struct Operation {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub status: &'static str,
    pub started_s: f64,
    pub ended_s: Option<f64>,
}

/// When something first happened, in simulated seconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[expect(missing_docs, reason = "see `Summary`")]
pub struct First {
    pub scale_out: Option<f64>,
    pub health_failed: Option<f64>,
    pub unhealthy: Option<f64>,
    pub refused: Option<f64>,
}

/// When something last happened, in simulated seconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[expect(missing_docs, reason = "see `Summary`")]
pub struct Last {
    pub refused: Option<f64>,
}

/// What the run cost.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "see `Summary`")]
pub struct Cost {
    pub total: f64,
    pub vcpu: f64,
    pub memory: f64,
}

/// An alarm and when it was first raised, if ever.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "see `Summary`")]
pub struct AlarmRaised {
    pub name: String,
    pub first_s: Option<f64>,
}

/// A goal and how the run did.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "see `Summary`")]
pub struct GoalResult {
    pub name: String,
    pub metric: String,
    pub value: Option<f64>,
    pub passed: bool,
}

impl Summary {
    /// The figure that `metric` names, or `None` where it is null or absent.
    pub fn figure(&self, metric: &Metric) -> Option<f64> {
        figure_in(&self.to_value(), metric)
    }

    /// The figure of each of `metrics`.
    pub fn figures(&self, metrics: &[Metric]) -> Vec<Option<f64>> {
        let tree = self.to_value();
        metrics.iter().map(|metric| figure_in(&tree, metric)).collect()
    }

    /// The summary as a tree of values, in the order of the format.
    pub fn to_value(&self) -> Value {
        serde_json::to_value(self).unwrap_or(Value::Null)
    }
}

/// Follows a dotted path through a tree; numbers index arrays.
fn figure_in(tree: &Value, metric: &Metric) -> Option<f64> {
    let mut node = tree;
    for key in metric.path().split('.') {
        node = match node {
            Value::Array(items) => items.get(key.parse::<usize>().ok()?)?,
            other => other.get(key)?,
        };
    }
    node.as_f64()
}
