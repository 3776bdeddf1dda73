//! The figures of a run that its requests have by route.

/// A figure of the requests of one route. Each is the figure of the same name of all requests,
/// over those of the route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RouteFigure {
    /// Number that arrived.
    Offered,
    /// Number with a 2xx or 3xx in time.
    Succeeded,
    /// Number that ended with any other status.
    Failed,
    /// Share that failed.
    FailedRatio,
    /// Share that failed or timed out.
    LostRatio,
    /// Number whose client timed out.
    Abandoned,
    /// Number in progress at the end.
    AtEnd,
    /// Mean latency.
    LatencyMean,
    /// Latency that 50 % do not exceed.
    LatencyP50,
    /// Latency that 90 % do not exceed.
    LatencyP90,
    /// Latency that 95 % do not exceed.
    LatencyP95,
    /// Latency that 99 % do not exceed.
    LatencyP99,
    /// Latency that 99.9 % do not exceed.
    LatencyP999,
    /// Longest latency.
    LatencyMax,
}

/// Each with its path below the route.
const PATHS: [(RouteFigure, &str); 14] = [
    (RouteFigure::Offered, "offered"),
    (RouteFigure::Succeeded, "succeeded"),
    (RouteFigure::Failed, "failed"),
    (RouteFigure::FailedRatio, "failed_ratio"),
    (RouteFigure::LostRatio, "lost_ratio"),
    (RouteFigure::Abandoned, "abandoned"),
    (RouteFigure::AtEnd, "in_flight_at_end"),
    (RouteFigure::LatencyMean, "latency_ms.mean"),
    (RouteFigure::LatencyP50, "latency_ms.p50"),
    (RouteFigure::LatencyP90, "latency_ms.p90"),
    (RouteFigure::LatencyP95, "latency_ms.p95"),
    (RouteFigure::LatencyP99, "latency_ms.p99"),
    (RouteFigure::LatencyP999, "latency_ms.p999"),
    (RouteFigure::LatencyMax, "latency_ms.max"),
];

impl RouteFigure {
    /// Every figure of a route, in the order of the format.
    pub fn all() -> impl Iterator<Item = Self> {
        PATHS.into_iter().map(|(figure, _)| figure)
    }

    /// The figure with this path below the route, such as `latency_ms.p99`.
    pub(super) fn parse(path: &str) -> Option<Self> {
        PATHS.into_iter().find(|(_, known)| *known == path).map(|(figure, _)| figure)
    }

    /// Its path below the route.
    pub(super) fn path(self) -> &'static str {
        PATHS.into_iter().find(|(figure, _)| *figure == self).map_or("", |(_, path)| path)
    }

    /// The path of the same figure of all requests.
    pub(super) fn of_all(self) -> String {
        let path = self.path();
        if path.starts_with("latency_ms.") { path.to_owned() } else { format!("requests.{path}") }
    }
}
