//! The bare loop: arrivals beside the queue, completions in it, and nothing
//! else. It uses the engine's own queue and samples, so that what remains of a
//! difference is what the engine does besides.

use apprunner_sim::model::distribution::Distribution;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::model::traffic::{Load, Stream};

#[allow(dead_code, unused_imports, reason = "the engine's own; the loop needs part of it")]
#[path = "../../src/sim/arrivals.rs"]
mod arrivals;
#[allow(dead_code, unused_imports, reason = "the engine's own; the loop needs part of it")]
#[path = "../../src/sim/queue.rs"]
mod queue;
#[allow(dead_code, unused_imports, reason = "the engine's own; the loop needs part of it")]
#[path = "../../src/sim/random.rs"]
mod random;

use arrivals::OpenArrivals;
use queue::{Class, Queue};
use random::{Generator, Sampler};

/// Processes `events` arrivals and completions of the first stream of
/// `scenario`, each request in service from its arrival on.
pub fn bare_loop(scenario: &Scenario, events: u64) -> SimTime {
    let Some(Stream { load: Load::Open { arrivals, profile }, route, .. }) =
        scenario.traffic.first()
    else {
        panic!("the bare loop needs an open stream");
    };
    let latency = scenario.app.routes.get(route).map_or(Distribution::ZERO, |route| route.latency);
    let mut open = OpenArrivals::new(*arrivals, profile, Generator::new(1, "arrivals", 0));
    let mut service = Generator::new(1, "service", 0);
    let time = Sampler::new(latency);
    let mut queue = Queue::default();
    let mut next = open.next();
    let mut now = SimTime::ZERO;
    for _ in 0..events {
        if next < queue.next_at() {
            now = next;
            queue.push(now + time.sample(service.draw()), Class::Completion, 0);
            next = open.next();
        } else if let Some(due) = queue.pop() {
            now = due.at;
        }
    }
    now
}
