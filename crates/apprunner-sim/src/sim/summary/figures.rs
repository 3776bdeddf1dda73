//! The figures of a summary by the names that goals and proofs use.

use super::{Quantiles, RouteRequests, Summary};
use crate::model::metric::Metric;
use crate::model::route_figure::RouteFigure;

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
            Metric::Visitors => self.visitors.total.figure(),
            Metric::VisitorsSucceeded => self.visitors.succeeded.figure(),
            Metric::VisitorsFailed => self.visitors.failed.figure(),
            Metric::VisitorsGaveUp => self.visitors.gave_up.figure(),
            Metric::VisitorsFailedRatio => self.visitors.failed_ratio.figure(),
            Metric::VisitorsLostRatio => self.visitors.lost_ratio.figure(),
            Metric::VisitorsAtEnd => self.visitors.in_progress_at_end.figure(),
            Metric::VisitorLatencyMean => self.visitors.latency_ms.mean,
            Metric::VisitorLatencyP50 => self.visitors.latency_ms.p50,
            Metric::VisitorLatencyP90 => self.visitors.latency_ms.p90,
            Metric::VisitorLatencyP95 => self.visitors.latency_ms.p95,
            Metric::VisitorLatencyP99 => self.visitors.latency_ms.p99,
            Metric::VisitorLatencyP999 => self.visitors.latency_ms.p999,
            Metric::VisitorLatencyMax => self.visitors.latency_ms.max,
            Metric::LatencyMean => self.latency_ms.all.mean,
            Metric::ResponseLatencyMean => self.latency_ms.responses.mean,
            Metric::LatencyP50 => self.latency_ms.all.p50,
            Metric::ResponseLatencyP50 => self.latency_ms.responses.p50,
            Metric::LatencyP90 => self.latency_ms.all.p90,
            Metric::ResponseLatencyP90 => self.latency_ms.responses.p90,
            Metric::LatencyP95 => self.latency_ms.all.p95,
            Metric::ResponseLatencyP95 => self.latency_ms.responses.p95,
            Metric::LatencyP99 => self.latency_ms.all.p99,
            Metric::ResponseLatencyP99 => self.latency_ms.responses.p99,
            Metric::LatencyP999 => self.latency_ms.all.p999,
            Metric::ResponseLatencyP999 => self.latency_ms.responses.p999,
            Metric::LatencyMax => self.latency_ms.all.max,
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
            Metric::BackgroundDone => self.background.and_then(|work| work.done_ratio),
            Metric::ShutdownInstances => self.shutdown.map_or(0, |it| it.instances).figure(),
            Metric::ShutdownKilled => self.shutdown.map_or(0, |it| it.killed).figure(),
            Metric::ShutdownRequestsCut => self.shutdown.map_or(0, |it| it.requests_cut).figure(),
            Metric::FirstScaleOut => self.first.scale_out.figure(),
            Metric::FirstHealthFailed => self.first.health_failed.figure(),
            Metric::FirstUnhealthy => self.first.unhealthy.figure(),
            Metric::FirstRejected => self.first.rejected.figure(),
            Metric::LastRejected => self.last.rejected.figure(),
            Metric::CostTotal => self.cost_usd.total.figure(),
            Metric::CostVcpu => self.cost_usd.vcpu.figure(),
            Metric::CostMemory => self.cost_usd.memory.figure(),
            Metric::CostLoadBalancer => self.cost_usd.front.map(|front| front.load_balancer),
            Metric::CostLcu => self.cost_usd.front.map(|front| front.lcu),
            Metric::CostIpv4 => self.cost_usd.front.map(|front| front.ipv4),
            Metric::Events => self.events.figure(),
            Metric::ByStatus(status) => self.requests.by_status.get(&status)?.figure(),
            Metric::Route(index, figure) => {
                self.requests.by_route.get(usize::from(index))?.figure(figure)
            }
            Metric::OperationStarted(index) => operation(index)?.started_s.figure(),
            Metric::OperationEnded(index) => operation(index)?.ended_s,
            Metric::AlarmRaised(index) => self.alarms.get(usize::from(index))?.first_s,
        }
    }

    /// The figure of each of `metrics`.
    pub fn figures(&self, metrics: &[Metric]) -> Vec<Option<f64>> {
        metrics.iter().map(|&metric| self.figure(metric)).collect()
    }
}

impl RouteRequests {
    /// The figure that `figure` names, or `None` where it is null.
    fn figure(&self, figure: RouteFigure) -> Option<f64> {
        let Quantiles { mean, p50, p90, p95, p99, p999, max } = self.latency_ms;
        match figure {
            RouteFigure::Offered => self.offered.figure(),
            RouteFigure::Succeeded => self.succeeded.figure(),
            RouteFigure::Failed => self.failed.figure(),
            RouteFigure::FailedRatio => self.failed_ratio.figure(),
            RouteFigure::LostRatio => self.lost_ratio.figure(),
            RouteFigure::Abandoned => self.abandoned.figure(),
            RouteFigure::AtEnd => self.in_flight_at_end.figure(),
            RouteFigure::LatencyMean => mean,
            RouteFigure::LatencyP50 => p50,
            RouteFigure::LatencyP90 => p90,
            RouteFigure::LatencyP95 => p95,
            RouteFigure::LatencyP99 => p99,
            RouteFigure::LatencyP999 => p999,
            RouteFigure::LatencyMax => max,
        }
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
