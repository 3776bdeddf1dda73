//! Counts the instructions of the simulator and of the bare loop on each workload, which
//! repeat on a machine with other work as times do not. Needs valgrind in the path.
//!
//! Called without words, it runs itself under valgrind and prints the table; the words
//! after its name limit it to these workloads. Called by itself with `once`, a workload, a
//! subject and a number of events, it does what is counted.

use std::env;
use std::error::Error;
use std::hint::black_box;
use std::process::Command;

use apprunner_sim::model;
use apprunner_sim::sim::player;
use workloads::{WORKLOADS, record, scenario};

#[path = "simulator/bare.rs"]
mod bare;
#[path = "simulator/workloads.rs"]
mod workloads;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let [once, name, subject, events] = words.as_slice()
        && once == "once"
    {
        do_once(name, subject, events.parse()?);
        return Ok(());
    }
    println!("instructions an event  bare loop  simulator  ratio");
    let is_wanted = |name: &str| words.is_empty() || words.iter().any(|word| word == name);
    for (name, text) in WORKLOADS.into_iter().filter(|(name, _)| is_wanted(name)) {
        compare(name, text)?;
    }
    Ok(())
}

/// Prints the line of one workload.
fn compare(name: &str, text: &str) -> Result<(), Box<dyn Error>> {
    let events = player::run(scenario(name, text)).events;
    let nothing = count(name, "nothing", events)?;
    let an_event = |subject| -> Result<f64, Box<dyn Error>> {
        Ok((count(name, subject, events)? - nothing) as f64 / events as f64)
    };
    let (bare, simulator) = (an_event("bare")?, an_event("simulator")?);
    println!("{name:<21} {bare:>10.1} {simulator:>10.1} {:>6.2}", simulator / bare);
    Ok(())
}

/// Runs `subject` on the workload `name`; for `nothing`, only reads it.
fn do_once(name: &str, subject: &str, events: u64) {
    for (_, text) in WORKLOADS.into_iter().filter(|(other, _)| *other == name) {
        let scenario = black_box(scenario(name, text));
        match subject {
            "simulator" => drop(black_box(record(scenario))),
            "bare" => drop(black_box(bare::bare_loop(&scenario, events))),
            _ => {}
        }
    }
}

/// Counts the instructions of a process that runs `subject` on the workload `name`.
fn count(name: &str, subject: &str, events: u64) -> Result<u64, Box<dyn Error>> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe()?)
        .args(["once", name, subject, &events.to_string()])
        .output()?;
    let report = String::from_utf8_lossy(&output.stderr);
    let collected = report.lines().find_map(|line| line.split_once("Collected :"));
    Ok(collected.ok_or("valgrind has counted nothing")?.1.trim().parse()?)
}
