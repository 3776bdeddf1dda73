//! What is counted of the requests of each route, where the streams of a scenario ask for
//! several. A run with one route counts nothing here.

use super::Edge;
use super::counts::count_response;
use crate::model::scenario::Scenario;
use crate::model::time::SimTime;
use crate::sim::tally::DurationTally;
use crate::sim::view::Totals;

/// The counts of each route.
#[derive(Clone, Debug)]
pub(in crate::sim) struct RouteCounts {
    /// Which of the routes each stream asks for.
    of_stream: Vec<usize>,
    /// The routes in the order in which streams first ask for them.
    routes: Vec<RouteCount>,
}

/// What is counted of the requests of one route.
#[derive(Clone, Debug)]
pub(in crate::sim) struct RouteCount {
    /// Its path.
    pub(in crate::sim) route: String,
    /// How its requests ended; only those that have count as offered.
    pub(in crate::sim) ended: Totals,
    /// Active or waiting.
    pub(in crate::sim) in_progress: u64,
    /// Latencies of those that ended, but of those rejected on arrival.
    pub(in crate::sim) latency: DurationTally,
}

impl RouteCounts {
    /// Nothing counted yet; `None` where all streams of `scenario` ask for one route.
    pub(super) fn new(scenario: &Scenario) -> Option<Box<Self>> {
        let mut routes: Vec<&str> = Vec::new();
        let place = |route| {
            let known = routes.iter().position(|known| *known == route);
            known.unwrap_or_else(|| {
                routes.push(route);
                routes.len() - 1
            })
        };
        let of_stream = scenario.traffic.iter().map(|stream| stream.route.as_str()).map(place);
        let of_stream: Vec<usize> = of_stream.collect();
        let count = |route: &str| RouteCount {
            route: route.to_owned(),
            ended: Totals::default(),
            in_progress: 0,
            latency: DurationTally::fine(),
        };
        let has_several = routes.len() > 1;
        has_several
            .then(|| Box::new(Self { of_stream, routes: routes.into_iter().map(count).collect() }))
    }

    /// The counts of the route that `stream` asks for.
    fn of(&mut self, stream: u16) -> Option<&mut RouteCount> {
        self.routes.get_mut(*self.of_stream.get(usize::from(stream))?)
    }
}

impl Edge {
    /// Whether routes are counted apart.
    pub(in crate::sim) fn counts_routes(&self) -> bool {
        self.routes.is_some()
    }

    /// Takes the counts of routes away, which a copy that records nothing need not have.
    pub(in crate::sim) fn take_routes(&mut self) -> Option<Box<RouteCounts>> {
        self.routes.take()
    }

    /// Gives them back.
    pub(in crate::sim) fn put_routes(&mut self, routes: Option<Box<RouteCounts>>) {
        self.routes = routes;
    }

    /// Counts the request at `index` for its route, which ends `now` with `status`, 0 when the
    /// client timed out; its latency counts where it `lasted`.
    pub(in crate::sim) fn count_route(
        &mut self,
        index: u32,
        now: SimTime,
        status: u16,
        lasted: bool,
    ) {
        if self.routes.is_none() {
            return;
        }
        let request = *self.requests.get(index);
        if request.arrived < self.measured_from {
            return;
        }
        let latency = now.since(request.arrived) + self.overhead(&request);
        let routes = self.routes.as_mut();
        let Some(count) = routes.and_then(|routes| routes.of(request.stream)) else { return };
        count.ended.offered += 1;
        if status == 0 {
            count.ended.abandoned += 1;
        } else {
            count_response(&mut count.ended, status);
        }
        if lasted {
            count.latency.add(latency);
        }
    }

    /// The counts of each route, those in progress included; none where there is one route.
    pub(in crate::sim) fn by_route(&self) -> Vec<RouteCount> {
        let Some(mut counts) = self.routes.clone() else { return Vec::new() };
        for request in self.requests.all().filter(|request| self.is_in_progress(request)) {
            if let Some(count) = counts.of(request.stream) {
                count.in_progress += 1;
            }
        }
        counts.routes
    }
}
