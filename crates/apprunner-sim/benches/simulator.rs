//! The simulator's speed, recording on, each figure beside the bare loop that
//! processes as many arrivals and completions and does nothing else. What
//! counts is the ratio of the two within one run of this program.

use std::hint::black_box;

use apprunner_sim::file::scenario::{Request, read};
use apprunner_sim::model;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::player::{self, Player};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use spanned_toml::diagnostic::Source;

#[path = "simulator/bare.rs"]
mod bare;
#[path = "simulator/growth.rs"]
mod growth;
#[path = "simulator/seek.rs"]
mod seek;

/// The four workloads of the design.
const WORKLOADS: [(&str, &str); 4] = [
    ("W1", include_str!("../../../benches/workloads/w1.toml")),
    ("W2", include_str!("../../../benches/workloads/w2.toml")),
    ("W3", include_str!("../../../benches/workloads/w3.toml")),
    ("W4", include_str!("../../../benches/workloads/w4.toml")),
];

fn scenario(name: &str, text: &str) -> Scenario {
    let source = Source { name: name.to_owned(), text: text.to_owned() };
    match read(source, &Request::default()) {
        Ok(scenario) => scenario,
        Err(faults) => panic!("{name}: {faults:?}"),
    }
}

/// Runs `scenario` with its recording on, as those do who look at it.
fn record(scenario: Scenario) -> Player {
    let mut player = Player::streaming(scenario);
    while !player.fill(u64::MAX) {}
    player
}

/// Times the simulator on `scenario` and the bare loop on its first stream.
fn beside_the_bare_loop(criterion: &mut Criterion, name: &str, scenario: &Scenario) {
    let events = player::run(scenario.clone()).events;
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10).throughput(Throughput::Elements(events));
    group.bench_function(BenchmarkId::from_parameter("bare loop"), |bencher| {
        bencher.iter(|| bare::bare_loop(black_box(scenario), events));
    });
    group.bench_function(BenchmarkId::from_parameter("simulator"), |bencher| {
        bencher.iter(|| record(black_box(scenario.clone())));
    });
    group.finish();
}

fn workloads(criterion: &mut Criterion) {
    for (name, text) in WORKLOADS {
        beside_the_bare_loop(criterion, name, &scenario(name, text));
    }
}

criterion_group!(
    benches,
    workloads,
    growth::in_flight,
    growth::instances,
    growth::simulated_time,
    seek::anywhere
);
criterion_main!(benches);
