//! Which queue makes the bare loop fastest: the engine's 4-ary heap with its least key beside
//! it, the binary heap of the standard library, or a calendar queue.
//!
//! Arrivals stand beside each of them, and all of them see the same events. They run in turn
//! in one process, as for the ratios; the table has medians. Words limit it to workloads.

use std::env;
use std::hint::black_box;

use apprunner_sim::model;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::player;
use clock::timed;
use queues::{BinaryQueue, CalendarQueue};
use workloads::{WORKLOADS, scenario};

#[path = "simulator/bare.rs"]
mod bare;
#[path = "ratios/clock.rs"]
mod clock;
#[path = "queues/queues.rs"]
mod queues;
#[allow(dead_code, reason = "only the scenarios are needed")]
#[path = "simulator/workloads.rs"]
mod workloads;

/// How often each queue is timed.
const TURNS: usize = 15;

fn main() {
    let words: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    println!("workload  4-ary heap  std binary heap  calendar queue");
    for (name, text) in WORKLOADS {
        if words.is_empty() || words.iter().any(|word| word == name) {
            compare(name, &scenario(name, text));
        }
    }
}

/// Prints the line of one workload.
fn compare(name: &str, scenario: &Scenario) {
    let events = player::run(scenario.clone()).events;
    let mut times: [Vec<f64>; 3] = Default::default();
    for _ in 0..TURNS {
        for (times, run) in times.iter_mut().zip([
            bare::bare_loop,
            bare::bare_loop_with::<BinaryQueue>,
            bare::bare_loop_with::<CalendarQueue>,
        ]) {
            times.push(timed(|| _ = black_box(run(black_box(scenario), events))));
        }
    }
    let [four, binary, calendar] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[TURNS / 2]
    });
    println!("{name:<9} {four:>7.1} ms {binary:>13.1} ms {calendar:>12.1} ms");
}
