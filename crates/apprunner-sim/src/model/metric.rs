//! The figures of a run's summary that goals and proofs may name.

use std::borrow::Cow;
use std::fmt;

use super::route_figure::RouteFigure;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use spanned_toml::bound::Figures;

/// What a figure is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Whole things, or a mean of them.
    Count,
    /// A share between 0 and 1.
    Ratio,
    /// Milliseconds.
    Milliseconds,
    /// Seconds: a length, or a moment since the start of the run.
    Seconds,
    /// US dollars.
    Dollars,
}

/// Declares the figures that every summary has once: variant, path, unit, label.
macro_rules! metrics {
    ($($variant:ident $path:literal $unit:ident $label:literal;)*) => {
        /// A numeric figure of a run's summary.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Metric {
            $(#[doc = concat!($label, " (`", $path, "`).")] $variant,)*
            /// Number of responses with this status, 100 to 599 (`requests.by_status.N`).
            ByStatus(u16),
            /// Figure of the requests of route number N, counted from 0 (`requests.by_route.N.…`).
            Route(u16, RouteFigure),
            /// When operation number N began, counted from 0 (`operations.N.started_s`).
            OperationStarted(u16),
            /// When operation number N ended, counted from 0 (`operations.N.ended_s`).
            OperationEnded(u16),
            /// When alarm number N was first raised, counted from 0 (`alarms.N.first_s`).
            AlarmRaised(u16),
        }

        /// Every figure that a summary has once.
        const ALL: &[(Metric, &str, Unit, &str)] =
            &[$((Metric::$variant, $path, Unit::$unit, $label)),*];
        /// Their names.
        const KNOWN: &[&str] = &[$($path),*];
    };
}

metrics! {
    SimulatedTime "simulated_s" Seconds "Simulated time";
    RequestsOffered "requests.offered" Count "Requests sent";
    RequestsSucceeded "requests.succeeded" Count "Requests succeeded";
    RequestsFailed "requests.failed" Count "Requests failed";
    RequestsFailedRatio "requests.failed_ratio" Ratio "Share of requests failed";
    RequestsLostRatio "requests.lost_ratio" Ratio "Share of requests failed or timed out";
    RequestsRetried "requests.retried" Count "Retries";
    RequestsAbandoned "requests.abandoned" Count "Requests that timed out at the client";
    RequestsAtEnd "requests.in_flight_at_end" Count "Requests in progress at the end";
    Visitors "visitors.total" Count "Visitors";
    VisitorsSucceeded "visitors.succeeded" Count "Visitors served";
    VisitorsFailed "visitors.failed" Count "Visitors who ended with an error";
    VisitorsGaveUp "visitors.gave_up" Count "Visitors who timed out";
    VisitorsFailedRatio "visitors.failed_ratio" Ratio "Share of visitors who ended with an error";
    VisitorsLostRatio "visitors.lost_ratio" Ratio "Share of visitors with an error or who timed out";
    VisitorsAtEnd "visitors.in_progress_at_end" Count "Visitors in progress at the end";
    VisitorLatencyMean "visitors.latency_ms.mean" Milliseconds "Latency of visitors, mean";
    VisitorLatencyP50 "visitors.latency_ms.p50" Milliseconds "Latency of visitors, p50";
    VisitorLatencyP90 "visitors.latency_ms.p90" Milliseconds "Latency of visitors, p90";
    VisitorLatencyP95 "visitors.latency_ms.p95" Milliseconds "Latency of visitors, p95";
    VisitorLatencyP99 "visitors.latency_ms.p99" Milliseconds "Latency of visitors, p99";
    VisitorLatencyP999 "visitors.latency_ms.p999" Milliseconds "Latency of visitors, p99.9";
    VisitorLatencyMax "visitors.latency_ms.max" Milliseconds "Latency of visitors, longest";
    LatencyMean "latency_ms.mean" Milliseconds "Latency, mean";
    LatencyP50 "latency_ms.p50" Milliseconds "Latency, p50";
    LatencyP90 "latency_ms.p90" Milliseconds "Latency, p90";
    LatencyP95 "latency_ms.p95" Milliseconds "Latency, p95";
    LatencyP99 "latency_ms.p99" Milliseconds "Latency, p99";
    LatencyP999 "latency_ms.p999" Milliseconds "Latency, p99.9";
    LatencyMax "latency_ms.max" Milliseconds "Latency, longest";
    ResponseLatencyMean "latency_ms.responses.mean" Milliseconds "Latency of responses, mean";
    ResponseLatencyP50 "latency_ms.responses.p50" Milliseconds "Latency of responses, p50";
    ResponseLatencyP90 "latency_ms.responses.p90" Milliseconds "Latency of responses, p90";
    ResponseLatencyP95 "latency_ms.responses.p95" Milliseconds "Latency of responses, p95";
    ResponseLatencyP99 "latency_ms.responses.p99" Milliseconds "Latency of responses, p99";
    ResponseLatencyP999 "latency_ms.responses.p999" Milliseconds "Latency of responses, p99.9";
    ResponseLatencyMax "latency_ms.responses.max" Milliseconds "Latency of responses, longest";
    WaitMean "wait_ms.mean" Milliseconds "Time in the queue, mean";
    WaitP50 "wait_ms.p50" Milliseconds "Time in the queue, p50";
    WaitP99 "wait_ms.p99" Milliseconds "Time in the queue, p99";
    WaitMax "wait_ms.max" Milliseconds "Time in the queue, longest";
    WaitedRatio "wait_ms.waited_ratio" Ratio "Share of requests that waited";
    ConcurrencyMean "concurrency.mean" Count "Concurrent requests, mean";
    ConcurrencyPeak "concurrency.peak" Count "Concurrent requests, peak";
    InstancesStart "instances.start" Count "Instances at the start";
    InstancesPeak "instances.peak" Count "Instances, peak";
    InstancesPeakActive "instances.peak_active" Count "Active instances, peak";
    InstancesMean "instances.mean" Count "Instances, mean";
    InstancesMeanActive "instances.mean_active" Count "Active instances, mean";
    InstancesEnd "instances.end" Count "Instances at the end";
    InstancesLaunched "instances.launched" Count "Instances launched";
    InstancesReplaced "instances.replaced" Count "Instances replaced";
    InstancesFailedToStart "instances.failed_to_start" Count "Instances that failed to start";
    ColdStarts "cold_starts.instances" Count "Cold starts";
    ColdStartsDelayed "cold_starts.requests_delayed" Count "Requests delayed by a cold start";
    ColdStartsMean "cold_starts.mean_s" Seconds "Cold start, mean";
    ColdStartsMax "cold_starts.max_s" Seconds "Cold start, longest";
    HealthChecks "health.checks" Count "Health checks";
    HealthFailed "health.failed" Count "Health checks failed";
    HealthUnhealthy "health.unhealthy" Count "Instances that became unhealthy";
    BackgroundDone "background.done_ratio" Ratio "Share of background work done";
    ShutdownInstances "shutdown.instances" Count "Instances that ran on after SIGTERM";
    ShutdownKilled "shutdown.killed" Count "Instances ended by SIGKILL";
    ShutdownRequestsCut "shutdown.requests_cut" Count "Requests cut when an instance stopped";
    FirstScaleOut "first.scale_out" Seconds "First scale-out";
    FirstHealthFailed "first.health_failed" Seconds "First failed health check";
    FirstUnhealthy "first.unhealthy" Seconds "First unhealthy instance";
    FirstRejected "first.rejected" Seconds "First rejected request";
    LastRejected "last.rejected" Seconds "Last rejected request";
    CostTotal "cost_usd.total" Dollars "Cost";
    CostVcpu "cost_usd.vcpu" Dollars "Cost of vCPU";
    CostMemory "cost_usd.memory" Dollars "Cost of memory";
    CostLoadBalancer "cost_usd.front.load_balancer" Dollars "Cost of the load balancer";
    CostLcu "cost_usd.front.lcu" Dollars "Cost of capacity units (LCU)";
    CostIpv4 "cost_usd.front.ipv4" Dollars "Cost of public IPv4 addresses";
    Events "events" Count "Simulated events";
}

/// The figures of a summary, for readers of files.
pub const NAMES: Figures = Figures {
    is_known: |path| Metric::parse(path).is_some(),
    names: KNOWN,
    numbered: NUMBERED,
    former: FORMER,
};

/// The figures that a summary has by number, as [`Metric::parse`] reads them.
const NUMBERED: &str = r"^(?:requests\.by_status\.[1-5][0-9]{2}|requests\.by_route\.[0-9]+\.(?:offered|succeeded|failed|failed_ratio|lost_ratio|abandoned|in_flight_at_end|latency_ms\.(?:mean|p50|p90|p95|p99|p999|max))|operations\.[0-9]+\.(?:started|ended)_s|alarms\.[0-9]+\.first_s)$";

/// Names that earlier versions had for a figure.
const FORMER: &[(&str, &str)] =
    &[("first.refused", "first.rejected"), ("last.refused", "last.rejected")];

impl Metric {
    /// Every figure that a summary has once, in the order of the format.
    pub fn all() -> impl Iterator<Item = Self> {
        ALL.iter().map(|&(metric, ..)| metric)
    }

    /// The metric with the dotted path `name`, which may be that of an earlier version, or `None` when the summary has no
    /// such figure.
    ///
    /// ```
    /// use apprunner_sim::model::metric::Metric;
    ///
    /// assert_eq!(Metric::parse("requests.by_status.503"), Some(Metric::ByStatus(503)));
    /// assert_eq!(Metric::parse("requests.by_status.999"), None);
    /// ```
    pub fn parse(name: &str) -> Option<Self> {
        let former = FORMER.iter().find(|(former, _)| *former == name);
        let name = former.map_or(name, |(_, now)| now);
        let parts: Vec<&str> = name.split('.').collect();
        match parts.as_slice() {
            ["requests", "by_status", status] => {
                let status = status.parse().ok()?;
                (100..=599).contains(&status).then_some(Self::ByStatus(status))
            }
            ["requests", "by_route", index, figure @ ..] => {
                let figure = RouteFigure::parse(&figure.join("."))?;
                index.parse().ok().map(|index| Self::Route(index, figure))
            }
            ["operations", index, "started_s"] => index.parse().ok().map(Self::OperationStarted),
            ["operations", index, "ended_s"] => index.parse().ok().map(Self::OperationEnded),
            ["alarms", index, "first_s"] => index.parse().ok().map(Self::AlarmRaised),
            _ => ALL.iter().find(|(_, path, ..)| *path == name).map(|&(metric, ..)| metric),
        }
    }

    /// The dotted path into the summary.
    pub fn name(self) -> Cow<'static, str> {
        match self {
            Self::ByStatus(status) => format!("requests.by_status.{status}").into(),
            Self::Route(index, figure) => {
                format!("requests.by_route.{index}.{}", figure.path()).into()
            }
            Self::OperationStarted(index) => format!("operations.{index}.started_s").into(),
            Self::OperationEnded(index) => format!("operations.{index}.ended_s").into(),
            Self::AlarmRaised(index) => format!("alarms.{index}.first_s").into(),
            fixed => fixed.row().0.into(),
        }
    }

    /// What it is counted in.
    pub fn unit(self) -> Unit {
        match self {
            Self::ByStatus(_) => Unit::Count,
            Self::Route(_, figure) => Self::parse(&figure.of_all()).map_or(Unit::Count, Self::unit),
            Self::OperationStarted(_) | Self::OperationEnded(_) | Self::AlarmRaised(_) => {
                Unit::Seconds
            }
            fixed => fixed.row().1,
        }
    }

    /// Whether it is a moment of the run, counted from its start, and not a length.
    pub fn is_instant(self) -> bool {
        matches!(
            self,
            Self::FirstScaleOut
                | Self::FirstHealthFailed
                | Self::FirstUnhealthy
                | Self::FirstRejected
                | Self::LastRejected
                | Self::OperationStarted(_)
                | Self::OperationEnded(_)
                | Self::AlarmRaised(_)
        )
    }

    /// What people call it: `Requests failed`.
    pub fn label(self) -> Cow<'static, str> {
        match self {
            Self::ByStatus(status) => format!("Responses with {status}").into(),
            Self::Route(index, figure) => {
                let all = Self::parse(&figure.of_all()).map(Self::label).unwrap_or_default();
                format!("{all}, route {}", index + 1).into()
            }
            Self::OperationStarted(index) => format!("Start of operation {}", index + 1).into(),
            Self::OperationEnded(index) => format!("End of operation {}", index + 1).into(),
            Self::AlarmRaised(index) => format!("First alarm {}", index + 1).into(),
            fixed => fixed.row().2.into(),
        }
    }

    /// What people call it where there is little room, in the middle of a sentence: `failed`,
    /// beside a percentage or an amount.
    pub fn short_label(self) -> Cow<'static, str> {
        match self {
            Self::RequestsFailedRatio => "failed".into(),
            Self::RequestsLostRatio => "lost".into(),
            Self::VisitorsFailedRatio => "visitors failed".into(),
            Self::VisitorsLostRatio => "visitors lost".into(),
            Self::RequestsAbandoned => "requests timed out".into(),
            Self::InstancesReplaced => "replaced".into(),
            Self::InstancesFailedToStart => "failed to start".into(),
            Self::ColdStartsDelayed => "requests delayed".into(),
            Self::HealthUnhealthy => "unhealthy".into(),
            Self::LatencyMean => "mean".into(),
            Self::LatencyP50 => "p50".into(),
            Self::LatencyP90 => "p90".into(),
            Self::LatencyP95 => "p95".into(),
            Self::LatencyP99 => "p99".into(),
            other => other.label_in_prose().into(),
        }
    }

    /// What people call it in the middle of a sentence: `requests failed`.
    pub fn label_in_prose(self) -> String {
        let label = self.label();
        let mut letters = label.chars();
        let first = letters.next().map(|letter| letter.to_ascii_lowercase());
        first.into_iter().chain(letters).collect()
    }

    /// Path, unit and label of a figure that a summary has once.
    fn row(self) -> (&'static str, Unit, &'static str) {
        let row = ALL.iter().find(|&&(metric, ..)| metric == self);
        row.map_or(("", Unit::Count, ""), |&(_, path, unit, label)| (path, unit, label))
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

impl Serialize for Metric {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name())
    }
}

impl<'de> Deserialize<'de> for Metric {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::parse(&name)
            .ok_or_else(|| D::Error::custom(format!("`{name}` is no metric of a run")))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_metric_is_read_from_its_own_name() {
        let families = [
            Metric::ByStatus(503),
            Metric::OperationStarted(0),
            Metric::OperationEnded(12),
            Metric::AlarmRaised(1),
        ];
        let routes = RouteFigure::all().map(|figure| Metric::Route(3, figure));
        let mut short = BTreeSet::new();
        for metric in Metric::all() {
            assert!(short.insert(metric.short_label()), "{metric}: {} twice", metric.short_label());
        }
        for metric in Metric::all().chain(families).chain(routes) {
            assert_eq!(Metric::parse(&metric.to_string()), Some(metric));
            assert!(!metric.label().is_empty(), "{metric}");
            assert!(metric.short_label().len() <= metric.label().len(), "{metric}");
        }
    }

    #[test]
    fn the_unit_shows_in_the_name() {
        let routes = RouteFigure::all().map(|figure| Metric::Route(0, figure));
        for metric in Metric::all().chain(routes) {
            let name = metric.to_string();
            let ending = |part: &str| name.contains(part);
            let unit = match metric.unit() {
                Unit::Ratio => ending("_ratio"),
                Unit::Milliseconds => ending("_ms."),
                Unit::Dollars => ending("_usd."),
                Unit::Seconds => ending("_s") || ending("first.") || ending("last."),
                Unit::Count => !["_ratio", "_ms.", "_usd."].into_iter().any(ending),
            };
            assert!(unit, "{name}: {:?}", metric.unit());
        }
    }

    #[test]
    fn an_instant_is_in_seconds_and_says_first_last_or_an_operation() {
        let numbered =
            [Metric::OperationStarted(0), Metric::OperationEnded(0), Metric::AlarmRaised(0)];
        for metric in Metric::all().chain(numbered) {
            let name = metric.to_string();
            let is_moment = ["first.", "last.", "operations.", "alarms."]
                .iter()
                .any(|beginning| name.starts_with(beginning));
            assert_eq!(metric.is_instant(), is_moment, "{name}");
            assert!(!is_moment || metric.unit() == Unit::Seconds, "{name}");
        }
    }

    #[test]
    fn a_figure_of_a_route_is_called_what_it_is_of_all_requests() {
        let metric = Metric::parse("requests.by_route.1.latency_ms.p99").unwrap();
        assert_eq!(metric, Metric::Route(1, RouteFigure::LatencyP99));
        assert_eq!(metric.label(), "Latency, p99, route 2");
        for name in
            ["requests.by_route.0", "requests.by_route.x.offered", "requests.by_route.0.retried"]
        {
            assert_eq!(Metric::parse(name), None, "{name}");
        }
    }

    #[test]
    fn what_no_summary_has_is_no_metric() {
        for name in ["", "requests", "requests.by_status.99", "operations.x.ended_s", "seed"] {
            assert_eq!(Metric::parse(name), None, "{name}");
        }
    }
}
