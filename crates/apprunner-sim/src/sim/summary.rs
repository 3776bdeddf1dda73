//! The figures of a finished run. Names and units are a file format: what is
//! here is what `run --format json` prints, goals judge and proofs probe.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::model::metric::{Metric, Unit};

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

/// Client-side latency in milliseconds, null where no instance responded.
///
/// Every request counts that has ended, with the time its client waited, but those
/// that App Runner rejected on arrival.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "see `Summary`")]
pub struct Latency {
    pub mean: Option<f64>,
    pub p50: Option<f64>,
    pub p90: Option<f64>,
    pub p95: Option<f64>,
    pub p99: Option<f64>,
    pub p999: Option<f64>,
    pub max: Option<f64>,
    pub responses: ResponseLatency,
}

/// Latency in milliseconds of the responses of instances alone, whatever their
/// status; null where there are none.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "see `Summary`")]
pub struct ResponseLatency {
    pub mean: Option<f64>,
    pub p50: Option<f64>,
    pub p90: Option<f64>,
    pub p95: Option<f64>,
    pub p99: Option<f64>,
    pub p999: Option<f64>,
    pub max: Option<f64>,
}

/// Time in the queue in milliseconds, null where no request counts: those that an
/// instance took, and those that waited and were never taken.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "see `Summary`")]
pub struct Wait {
    pub mean: Option<f64>,
    pub p50: Option<f64>,
    pub p99: Option<f64>,
    pub max: Option<f64>,
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

/// Instances that demand started or that requests waited for, and those requests.
/// The times are null without one that became ready.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[expect(missing_docs, reason = "see `Summary`")]
pub struct ColdStarts {
    pub instances: u64,
    pub requests_delayed: u64,
    pub mean_s: Option<f64>,
    pub max_s: Option<f64>,
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
    pub metric: Metric,
    pub value: Option<f64>,
    pub passed: bool,
    /// Why there is no value.
    pub reason: Option<Absence>,
}

/// Why a figure has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Absence {
    /// No instance responded to any request.
    NothingAnswered,
    /// No request was taken by an instance or waited for one.
    NothingWaited,
    /// There was no cold start that ended.
    NoColdStart,
    /// It never happened.
    NeverHappened,
}

impl Absence {
    /// Why `metric` has no value in a run that lacks it.
    pub fn of(metric: Metric) -> Self {
        match metric {
            Metric::WaitMean | Metric::WaitP50 | Metric::WaitP99 | Metric::WaitMax => {
                Self::NothingWaited
            }
            Metric::ColdStartsMean | Metric::ColdStartsMax => Self::NoColdStart,
            other if other.unit() == Unit::Milliseconds => Self::NothingAnswered,
            _ => Self::NeverHappened,
        }
    }
}

impl Summary {
    /// The figure that `metric` names, or `None` where it is null or absent.
    pub fn figure(&self, metric: Metric) -> Option<f64> {
        let operation = |index: u16| self.operations.get(usize::from(index));
        match metric {
            Metric::SimulatedTime => self.simulated_s.figure(),
            Metric::RequestsOffered => self.requests.offered.figure(),
            Metric::RequestsSucceeded => self.requests.succeeded.figure(),
            Metric::RequestsFailed => self.requests.failed.figure(),
            Metric::RequestsFailedRatio => self.requests.failed_ratio.figure(),
            Metric::RequestsLostRatio => self.requests.lost_ratio.figure(),
            Metric::RequestsRetried => self.requests.retried.figure(),
            Metric::RequestsAbandoned => self.requests.abandoned.figure(),
            Metric::RequestsAtEnd => self.requests.in_flight_at_end.figure(),
            Metric::LatencyMean => self.latency_ms.mean,
            Metric::ResponseLatencyMean => self.latency_ms.responses.mean,
            Metric::LatencyP50 => self.latency_ms.p50,
            Metric::ResponseLatencyP50 => self.latency_ms.responses.p50,
            Metric::LatencyP90 => self.latency_ms.p90,
            Metric::ResponseLatencyP90 => self.latency_ms.responses.p90,
            Metric::LatencyP95 => self.latency_ms.p95,
            Metric::ResponseLatencyP95 => self.latency_ms.responses.p95,
            Metric::LatencyP99 => self.latency_ms.p99,
            Metric::ResponseLatencyP99 => self.latency_ms.responses.p99,
            Metric::LatencyP999 => self.latency_ms.p999,
            Metric::ResponseLatencyP999 => self.latency_ms.responses.p999,
            Metric::LatencyMax => self.latency_ms.max,
            Metric::ResponseLatencyMax => self.latency_ms.responses.max,
            Metric::WaitMean => self.wait_ms.mean.figure(),
            Metric::WaitP50 => self.wait_ms.p50.figure(),
            Metric::WaitP99 => self.wait_ms.p99.figure(),
            Metric::WaitMax => self.wait_ms.max.figure(),
            Metric::WaitedRatio => self.wait_ms.waited_ratio.figure(),
            Metric::ConcurrencyMean => self.concurrency.mean.figure(),
            Metric::ConcurrencyPeak => self.concurrency.peak.figure(),
            Metric::InstancesStart => self.instances.start.figure(),
            Metric::InstancesPeak => self.instances.peak.figure(),
            Metric::InstancesPeakActive => self.instances.peak_active.figure(),
            Metric::InstancesMean => self.instances.mean.figure(),
            Metric::InstancesMeanActive => self.instances.mean_active.figure(),
            Metric::InstancesEnd => self.instances.end.figure(),
            Metric::InstancesLaunched => self.instances.launched.figure(),
            Metric::InstancesReplaced => self.instances.replaced.figure(),
            Metric::InstancesFailedToStart => self.instances.failed_to_start.figure(),
            Metric::ColdStarts => self.cold_starts.instances.figure(),
            Metric::ColdStartsDelayed => self.cold_starts.requests_delayed.figure(),
            Metric::ColdStartsMean => self.cold_starts.mean_s.figure(),
            Metric::ColdStartsMax => self.cold_starts.max_s.figure(),
            Metric::HealthChecks => self.health.checks.figure(),
            Metric::HealthFailed => self.health.failed.figure(),
            Metric::HealthUnhealthy => self.health.unhealthy.figure(),
            Metric::FirstScaleOut => self.first.scale_out.figure(),
            Metric::FirstHealthFailed => self.first.health_failed.figure(),
            Metric::FirstUnhealthy => self.first.unhealthy.figure(),
            Metric::FirstRejected => self.first.refused.figure(),
            Metric::LastRejected => self.last.refused.figure(),
            Metric::CostTotal => self.cost_usd.total.figure(),
            Metric::CostVcpu => self.cost_usd.vcpu.figure(),
            Metric::CostMemory => self.cost_usd.memory.figure(),
            Metric::Events => self.events.figure(),
            Metric::ByStatus(status) => self.requests.by_status.get(&status)?.figure(),
            Metric::OperationStarted(index) => operation(index)?.started_s.figure(),
            Metric::OperationEnded(index) => operation(index)?.ended_s,
            Metric::AlarmRaised(index) => self.alarms.get(usize::from(index))?.first_s,
        }
    }

    /// The figure of each of `metrics`.
    pub fn figures(&self, metrics: &[Metric]) -> Vec<Option<f64>> {
        metrics.iter().map(|&metric| self.figure(metric)).collect()
    }

    /// The summary as a tree of values, in the order of the format.
    pub fn to_value(&self) -> Value {
        serde_json::to_value(self).unwrap_or(Value::Null)
    }
}

/// A field of a summary as a number, if it has one.
trait Figure: Copy {
    fn figure(self) -> Option<f64>;
}

impl Figure for f64 {
    fn figure(self) -> Option<f64> {
        Some(self)
    }
}

impl Figure for u64 {
    fn figure(self) -> Option<f64> {
        Some(self as f64)
    }
}

impl Figure for u32 {
    fn figure(self) -> Option<f64> {
        Some(f64::from(self))
    }
}

impl Figure for Option<f64> {
    fn figure(self) -> Option<f64> {
        self
    }
}
