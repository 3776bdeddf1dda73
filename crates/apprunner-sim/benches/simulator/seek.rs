//! Time travel: from any instant of W1 to any other.

use std::hint::black_box;

use apprunner_sim::model::time::{SimDuration, SimTime};
use apprunner_sim::sim::player::Player;
use criterion::Criterion;

use crate::workloads::{WORKLOADS, scenario};

/// Jumps over the whole run by a step that shares no factor with its length, so
/// that every jump leaves the neighbourhood of the last.
pub fn anywhere(criterion: &mut Criterion) {
    let [(name, text), ..] = WORKLOADS;
    let mut player = Player::new(scenario(name, text));
    while !player.fill(u64::MAX) {}
    let length = player.end().as_micros();
    let mut at = 0;
    criterion.bench_function("seek in W1", |bencher| {
        bencher.iter(|| {
            at = (at + 388_888_889) % length;
            player.view_at(black_box(SimTime::ZERO + SimDuration::from_micros(at)))
        });
    });
}
