//! The figures of a finished run. Names and units are a file format: what is
//! here is what `run --format json` prints, goals judge and proofs probe.

mod figures;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::model::metric::{Metric, Unit};

/// The figures of one run, in the order of the format.
///
/// A field that ends in `_s` is in simulated seconds, a ratio goes from 0 to 1, and what
/// does not exist in a run is `None`. Only requests that arrive before the end count.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// Version of the format: 1.
    pub format_version: u32,
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the edition.
    pub rules: &'static str,
    /// Seed that every random number comes from.
    pub seed: u64,
    /// Length of the run, in seconds.
    pub simulated_s: f64,
    /// From when the figures count, in seconds; `None` where all of the run does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured_from_s: Option<f64>,
    /// Requests by how they ended.
    pub requests: Requests,
    /// Visitors by how their last attempt ended.
    pub visitors: Visitors,
    /// Latency at the client, in milliseconds.
    pub latency_ms: Latency,
    /// Time in the queue, in milliseconds.
    pub wait_ms: Wait,
    /// Active requests over all instances.
    pub concurrency: Concurrency,
    /// Instances that exist.
    pub instances: Instances,
    /// Instances that requests had to wait for.
    pub cold_starts: ColdStarts,
    /// Health checks.
    pub health: Health,
    /// Background work of the application; `None` for one that has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background: Option<BackgroundCpu>,
    /// Processes that ran on after SIGTERM; `None` where each exits at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shutdown: Option<Stops>,
    /// Operations in the order in which they began.
    pub operations: Vec<Operation>,
    /// Status of the service at the end, as the App Runner API names it.
    pub service_status: &'static str,
    /// When something first happened.
    pub first: First,
    /// When something last happened.
    pub last: Last,
    /// Cost of the simulated time, in US dollars.
    pub cost_usd: Cost,
    /// Alarms of the scenario, in its order.
    pub alarms: Vec<AlarmRaised>,
    /// Settings that the edition does not allow, and the values taken instead.
    pub adapted: Vec<String>,
    /// Goals of the scenario, in its order.
    pub goals: Vec<GoalResult>,
    /// Number of events that the engine processed: its work, not the service's.
    pub events: u64,
}

/// Requests: `offered` is the sum of `succeeded`, `failed`, `abandoned` and
/// `in_flight_at_end`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Requests {
    /// Number that arrived at App Runner, retries included.
    pub offered: u64,
    /// Number whose client received a 2xx or 3xx in time.
    pub succeeded: u64,
    /// Number that ended with any other status, from an instance or from App Runner.
    pub failed: u64,
    /// `failed` / `offered`, from 0 to 1.
    pub failed_ratio: f64,
    /// (`failed` + `abandoned`) / `offered`, from 0 to 1.
    pub lost_ratio: f64,
    /// Number of second and later attempts among `offered`.
    pub retried: u64,
    /// Number of responses with each status, 100 to 599.
    pub by_status: BTreeMap<u16, u64>,
    /// Number whose client timed out before a response.
    pub abandoned: u64,
    /// Number that are active or waiting when the run ends.
    pub in_flight_at_end: u64,
    /// The same by route, in the order in which streams first ask for them; empty where there is
    /// one route.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_route: Vec<RouteRequests>,
}

/// Requests of one route: `offered` is the sum of `succeeded`, `failed`, `abandoned` and
/// `in_flight_at_end`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RouteRequests {
    /// Its path.
    pub route: String,
    /// Number that arrived at App Runner, retries included.
    pub offered: u64,
    /// Number whose client received a 2xx or 3xx in time.
    pub succeeded: u64,
    /// Number that ended with any other status, from an instance or from App Runner.
    pub failed: u64,
    /// `failed` / `offered`, from 0 to 1.
    pub failed_ratio: f64,
    /// (`failed` + `abandoned`) / `offered`, from 0 to 1.
    pub lost_ratio: f64,
    /// Number whose client timed out before a response.
    pub abandoned: u64,
    /// Number that are active or waiting when the run ends.
    pub in_flight_at_end: u64,
    /// Latency at the client, in milliseconds, of every request that has ended but those that App
    /// Runner rejected on arrival.
    pub latency_ms: Quantiles,
}

/// What visitors experienced. A visitor is a request with its retries.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Visitors {
    /// Number whose first attempt arrived.
    pub total: u64,
    /// Number whose last attempt received a 2xx or 3xx in time.
    pub succeeded: u64,
    /// Number whose last attempt ended with another status.
    pub failed: u64,
    /// Number whose client timed out and did not retry.
    pub gave_up: u64,
    /// `failed` / `total`, from 0 to 1.
    pub failed_ratio: f64,
    /// (`failed` + `gave_up`) / `total`, from 0 to 1.
    pub lost_ratio: f64,
    /// Number that wait, are served or will retry when the run ends.
    pub in_progress_at_end: u64,
    /// From the arrival of the first attempt to the end of the last one, pauses included, of
    /// every visitor who is done but those whose only try App Runner rejected on arrival;
    /// `None` where no instance responded.
    pub latency_ms: Quantiles,
}

/// Latency that clients measure, from a request's arrival to its end.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Latency {
    /// Of every request that has ended, with the time its client waited, but those that
    /// App Runner rejected on arrival; `None` where no instance responded.
    #[serde(flatten)]
    pub all: Quantiles,
    /// Of the responses of instances alone, whatever their status.
    pub responses: Quantiles,
}

/// A distribution in milliseconds; `None` where it is empty.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quantiles {
    /// Mean, exact.
    pub mean: Option<f64>,
    /// Value that 50 % do not exceed, within 0.05 %.
    pub p50: Option<f64>,
    /// Value that 90 % do not exceed, within 0.05 %.
    pub p90: Option<f64>,
    /// Value that 95 % do not exceed, within 0.05 %.
    pub p95: Option<f64>,
    /// Value that 99 % do not exceed, within 0.05 %.
    pub p99: Option<f64>,
    /// Value that 99.9 % do not exceed, within 0.05 %.
    pub p999: Option<f64>,
    /// Maximum, exact.
    pub max: Option<f64>,
}

/// Time in the queue in milliseconds, `None` where no request counts: those that an
/// instance took, and those that waited and were never taken.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Wait {
    /// Mean, exact.
    pub mean: Option<f64>,
    /// Value that 50 % do not exceed, within 0.05 %.
    pub p50: Option<f64>,
    /// Value that 99 % do not exceed, within 0.05 %.
    pub p99: Option<f64>,
    /// Maximum, exact.
    pub max: Option<f64>,
    /// Share of those requests that waited at all, from 0 to 1.
    pub waited_ratio: f64,
}

/// Active requests over all instances.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Concurrency {
    /// Average over the run's time.
    pub mean: f64,
    /// Most at one moment.
    pub peak: u64,
}

/// Instances that exist, from their launch until they are gone; an active one may be sent
/// requests.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Instances {
    /// Number at the start of the run.
    pub start: u32,
    /// Most at one moment.
    pub peak: u32,
    /// Most active ones at one moment.
    pub peak_active: u32,
    /// Average over the run's time.
    pub mean: f64,
    /// Average of active ones over the run's time.
    pub mean_active: f64,
    /// Number at the end of the run.
    pub end: u32,
    /// Number launched during the run, for any reason.
    pub launched: u32,
    /// Number launched in place of one that crashed or was judged unhealthy.
    pub replaced: u32,
    /// Number stopped because they were not healthy within the start limit.
    pub failed_to_start: u32,
}

/// Instances that demand started or that requests waited for, and those requests.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ColdStarts {
    /// Number of cold starts.
    pub instances: u64,
    /// Number of requests that waited and were taken by an instance that became ready
    /// after they had arrived.
    pub requests_delayed: u64,
    /// Mean time from launch to ready, in seconds; `None` without one that became ready.
    pub mean_s: Option<f64>,
    /// Longest time from launch to ready, in seconds.
    pub max_s: Option<f64>,
}

/// Health checks of all instances, starting ones included.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Health {
    /// Number sent.
    pub checks: u64,
    /// Number that failed: another status than the healthy ones, no connection, or no
    /// response within the timeout.
    pub failed: u64,
    /// Number of times an instance was judged unhealthy.
    pub unhealthy: u64,
}

/// CPU time of background work, on every instance whose application listens.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BackgroundCpu {
    /// CPU time that it would use if it had all it wants, in seconds.
    pub wanted_cpu_s: f64,
    /// CPU time that it used, in seconds.
    pub done_cpu_s: f64,
    /// `done_cpu_s` / `wanted_cpu_s`, from 0 to 1; `None` where nothing was wanted.
    pub done_ratio: Option<f64>,
}

/// Processes of instances that go, from SIGTERM to their end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Stops {
    /// Number that still ran after SIGTERM.
    pub instances: u64,
    /// Number of them that SIGKILL ended.
    pub killed: u64,
    /// Number of active requests that they had not completed when they ended.
    pub requests_cut: u64,
}

/// One operation, in the words of the App Runner API.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Operation {
    /// Its type, such as `START_DEPLOYMENT`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its status, such as `ROLLBACK_SUCCEEDED`.
    pub status: &'static str,
    /// When it began, in seconds.
    pub started_s: f64,
    /// When it ended, in seconds; `None` while it is in progress.
    pub ended_s: Option<f64>,
}

/// When something first happened, in simulated seconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct First {
    /// The autoscaler decided that more instances are needed.
    pub scale_out: Option<f64>,
    /// A health check failed.
    pub health_failed: Option<f64>,
    /// An instance was judged unhealthy.
    pub unhealthy: Option<f64>,
    /// App Runner rejected a request.
    pub rejected: Option<f64>,
}

/// When something last happened, in simulated seconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Last {
    /// App Runner rejected a request.
    pub rejected: Option<f64>,
}

/// Cost in US dollars, to the nearest millionth, at the prices of the edition.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// The sum of the parts.
    pub total: f64,
    /// Of vCPU.
    pub vcpu: f64,
    /// Of memory.
    pub memory: f64,
    /// Of what stands in front of the tasks; `None` for App Runner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub front: Option<FrontCost>,
}

/// Cost in US dollars of what stands in front of the tasks of Express Mode.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FrontCost {
    /// Of this service's part of the load balancer, pro rata.
    pub load_balancer: f64,
    /// Of the capacity units that its requests use.
    pub lcu: f64,
    /// Of public IPv4 addresses: the tasks', and its part of the load balancer's.
    pub ipv4: f64,
}

/// An alarm and when it was first raised, if ever.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AlarmRaised {
    /// Its name in the scenario.
    pub name: String,
    /// When it was first raised, in seconds.
    pub first_s: Option<f64>,
}

/// A goal and how the run did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoalResult {
    /// Its sentence in the scenario.
    pub name: String,
    /// The figure that it judges.
    pub metric: Metric,
    /// That figure in this run, in its own unit.
    pub value: Option<f64>,
    /// Whether the goal is met; without a value it is not.
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
    /// The summary as a tree of values, in the order of the format.
    pub fn to_value(&self) -> Value {
        serde_json::to_value(self).unwrap_or(Value::Null)
    }
}
