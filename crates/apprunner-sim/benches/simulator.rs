//! The simulator's speed, recording on, each figure beside the bare loop that
//! processes as many arrivals and completions and does nothing else. What
//! counts is the ratio of the two within one run of this program.

use std::hint::black_box;

use apprunner_sim::model;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::player;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use workloads::{WORKLOADS, record, scenario};

#[path = "simulator/bare.rs"]
mod bare;
#[path = "simulator/growth.rs"]
mod growth;
#[path = "simulator/seek.rs"]
mod seek;
#[path = "simulator/workloads.rs"]
mod workloads;

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

fn every_workload(criterion: &mut Criterion) {
    for (name, text) in WORKLOADS {
        beside_the_bare_loop(criterion, name, &scenario(name, text));
    }
}

criterion_group!(
    benches,
    every_workload,
    growth::in_flight,
    growth::instances,
    growth::simulated_time,
    seek::anywhere
);
criterion_main!(benches);
