//! The bare loop: arrivals beside a 4-ary heap, completions in it, and nothing
//! else. It uses the engine's own heap and samples, so that what remains of a
//! difference is what the engine does besides.

use apprunner_sim::model::distribution::Distribution;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::traffic::{Load, Stream};

#[allow(dead_code, unused_imports, reason = "the engine's own; the loop needs part of it")]
#[path = "../../src/sim/arrivals.rs"]
mod arrivals;
#[allow(dead_code, unused_imports, reason = "the engine's own; the loop needs part of it")]
#[path = "../../src/sim/heap.rs"]
mod heap;
#[allow(dead_code, unused_imports, reason = "the engine's own; the loop needs part of it")]
#[path = "../../src/sim/random.rs"]
mod random;

use arrivals::OpenArrivals;
use heap::Heap;
use random::{Generator, Sampler};

/// A queue of keys, the least first.
pub trait EventQueue: Default {
    /// Adds a key.
    fn push(&mut self, key: u128);
    /// The least key, greater than any other when there is none.
    fn first(&self) -> u128;
    /// Takes the least key out, and gives the same.
    fn pop(&mut self) -> u128;
}

impl EventQueue for Heap {
    #[inline]
    fn push(&mut self, key: u128) {
        Self::push(self, key);
    }

    #[inline]
    fn first(&self) -> u128 {
        Self::first(self)
    }

    #[inline]
    fn pop(&mut self) -> u128 {
        Self::pop(self)
    }
}

/// Processes `events` arrivals and completions of the first stream of
/// `scenario`, each request in service from its arrival on, with the engine's heap. Gives the
/// time of the last, in µs.
pub fn bare_loop(scenario: &Scenario, events: u64) -> u64 {
    bare_loop_with::<Heap>(scenario, events)
}

/// The same with another queue.
pub fn bare_loop_with<Q: EventQueue>(scenario: &Scenario, events: u64) -> u64 {
    let Some(Stream { load: Load::Open { arrivals, profile }, route, .. }) =
        scenario.traffic.first()
    else {
        panic!("the bare loop needs an open stream");
    };
    let latency = scenario.app.routes.get(route).map_or(Distribution::ZERO, |route| route.latency);
    let mut open = OpenArrivals::new(*arrivals, profile, Generator::new(1, "arrivals", 0));
    let mut service = Generator::new(1, "service", 0);
    let time = Sampler::new(latency);
    let mut heap = Q::default();
    let mut next = open.next();
    let mut now = 0;
    for number in 0..u128::from(events) {
        if next.as_micros() < time_of(heap.first()) {
            now = next.as_micros();
            let done = next + time.sample(service.draw());
            heap.push(u128::from(done.as_micros()) << 64 | number);
            next = open.next();
        } else {
            now = time_of(heap.pop());
        }
    }
    now
}

/// The time in a key, in µs; the order of coming is below it.
fn time_of(key: u128) -> u64 {
    (key >> 64) as u64
}
