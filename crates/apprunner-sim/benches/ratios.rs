//! The ratio of the simulator's time to the bare loop's on each workload, beside its goal.
//!
//! Both run in turn in one process, so that what else the machine does strikes both, and
//! CPU time is counted. Words after its name limit it to these workloads; a number among
//! them is that of the rounds, of which there are three.

use std::env;
use std::hint::black_box;

use apprunner_sim::model;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::player;
use clock::timed;
use workloads::{WORKLOADS, record, scenario};

#[path = "simulator/bare.rs"]
mod bare;
#[path = "ratios/clock.rs"]
mod clock;
#[path = "simulator/workloads.rs"]
mod workloads;

/// The ratios that are the goal, by workload.
const GOALS: [f64; WORKLOADS.len()] = [2.0, 2.0, 3.0, 2.0];

/// Rounds unless a number asks for others.
const ROUNDS: usize = 3;

/// How often both run in a round.
const TURNS: usize = 25;

/// The medians of a round.
#[derive(Clone, Copy)]
struct Medians {
    bare_ms: f64,
    simulator_ms: f64,
    /// Of the ratios of neighbors, not of the two medians.
    ratio: f64,
}

fn main() {
    let words: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let rounds = words.iter().find_map(|word| word.parse().ok()).unwrap_or(ROUNDS);
    let names: Vec<&String> = words.iter().filter(|word| word.starts_with('W')).collect();
    println!("workload  round  bare loop  simulator  ns an event  ratio  goal");
    for ((name, text), goal) in WORKLOADS.into_iter().zip(GOALS) {
        if names.is_empty() || names.iter().any(|wanted| *wanted == name) {
            report(name, goal, &scenario(name, text), rounds);
        }
    }
}

/// Prints the lines of one workload: its rounds, and their medians.
fn report(name: &str, goal: f64, scenario: &Scenario, rounds: usize) {
    let events = player::run(scenario.clone()).events;
    let line = |round: &str, of: Medians| {
        let each = of.simulator_ms * 1e6 / events as f64;
        let Medians { bare_ms, simulator_ms, ratio } = of;
        let held = if ratio <= goal { "held" } else { "missed" };
        println!(
            "{name:<9} {round:>5} {bare_ms:>7.1} ms {simulator_ms:>7.1} ms {each:>12.1} \
             {ratio:>6.2} {goal:>5.1} {held}"
        );
    };
    let all: Vec<Medians> = (1..=rounds)
        .map(|number| {
            let round = measure(scenario, events);
            line(&number.to_string(), round);
            round
        })
        .collect();
    line("all", middle(&all));
}

/// The medians of one round.
fn measure(scenario: &Scenario, events: u64) -> Medians {
    let turns: Vec<Medians> = (0..TURNS)
        .map(|turn| {
            let bare = || timed(|| _ = black_box(bare::bare_loop(black_box(scenario), events)));
            let simulator = || timed(|| drop(black_box(record(black_box(scenario.clone())))));
            // Who goes first takes turns too.
            let (bare_ms, simulator_ms) = if turn % 2 == 0 {
                (bare(), simulator())
            } else {
                let first = simulator();
                (bare(), first)
            };
            Medians { bare_ms, simulator_ms, ratio: simulator_ms / bare_ms }
        })
        .collect();
    middle(&turns)
}

/// The median of each figure.
fn middle(all: &[Medians]) -> Medians {
    Medians {
        bare_ms: median(all.iter().map(|one| one.bare_ms)),
        simulator_ms: median(all.iter().map(|one| one.simulator_ms)),
        ratio: median(all.iter().map(|one| one.ratio)),
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
