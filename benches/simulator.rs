//! The four workloads of the design, recording on, each beside the bare loop
//! that processes as many arrivals and completions and does nothing else. What
//! counts is the ratio of the two within one run of this program.

use std::hint::black_box;

use coldstart::load::scenario::{Request, read};
use coldstart::model;
use coldstart::model::diagnostic::Source;
use coldstart::model::distribution::Distribution;
use coldstart::model::scenario::Scenario;
use coldstart::model::time::{SimDuration, SimTime};
use coldstart::model::traffic::{Arrivals, Profile};
use coldstart::sim::player::{self, Player};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

#[allow(dead_code, unused_imports, reason = "the engine's own queue; the loop needs part of it")]
#[path = "../src/sim/arrivals.rs"]
mod arrivals;
#[allow(dead_code, unused_imports, reason = "the engine's own queue; the loop needs part of it")]
#[path = "../src/sim/queue.rs"]
mod queue;
#[allow(
    dead_code,
    unused_imports,
    reason = "the engine's own samples; the loop needs part of them"
)]
#[path = "../src/sim/random.rs"]
mod random;

use arrivals::OpenArrivals;
use queue::{Class, Queue};
use random::{Generator, Sampler};

const WORKLOADS: [(&str, &str); 4] = [
    ("W1", include_str!("workloads/w1.toml")),
    ("W2", include_str!("workloads/w2.toml")),
    ("W3", include_str!("workloads/w3.toml")),
    ("W4", include_str!("workloads/w4.toml")),
];

fn scenario(name: &str, text: &str) -> Scenario {
    let source = Source { name: name.to_owned(), text: text.to_owned() };
    match read(source, &Request::default()) {
        Ok(scenario) => scenario,
        Err(faults) => panic!("{name}: {faults:?}"),
    }
}

/// Arrivals beside the queue, completions in it, until `events` are processed:
/// as many in flight as W1 has.
fn bare_loop(events: u64) -> SimTime {
    let profile = Profile { points: vec![(SimTime::ZERO, 900.0)] };
    let mut arrivals =
        OpenArrivals::new(Arrivals::Poisson, &profile, Generator::new(1, "arrivals", 0));
    let mut service = Generator::new(1, "service", 0);
    let time = Sampler::new(Distribution::Exponential { mean: SimDuration::from_secs(1) });
    let mut queue = Queue::default();
    let mut next = arrivals.next();
    let mut now = SimTime::ZERO;
    for _ in 0..events {
        if next < queue.next_at() {
            now = next;
            queue.push(now + time.sample(service.draw()), Class::Completion, 0);
            next = arrivals.next();
        } else if let Some(due) = queue.pop() {
            now = due.at;
        }
    }
    now
}

/// Runs `scenario` with its recording on, as those do who look at it.
fn record(scenario: Scenario) -> Player {
    let mut player = Player::streaming(scenario);
    while !player.fill(u64::MAX) {}
    player
}

fn workloads(criterion: &mut Criterion) {
    for (name, text) in WORKLOADS {
        let scenario = scenario(name, text);
        let events = player::run(scenario.clone()).events;
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10).throughput(Throughput::Elements(events));
        group.bench_function(BenchmarkId::from_parameter("bare loop"), |bencher| {
            bencher.iter(|| bare_loop(black_box(events)));
        });
        group.bench_function(BenchmarkId::from_parameter("simulator"), |bencher| {
            bencher.iter(|| record(black_box(scenario.clone())));
        });
        group.finish();
    }
}

criterion_group!(benches, workloads);
criterion_main!(benches);
