//! The rows of the page that compare with the real service: what was published, the
//! run that expresses it, and whether the two agree, decided by rule.

use serde_json::Value;

use super::applications;
use super::page::Part;
use super::published::{self, Luck, Published, Unit, number, operation};

/// What was published and has no counterpart in the model: nothing is known of its
/// cause, or it is the application's own.
const UNKNOWN: [(&str, &str); 2] = [
    ("after the jump to 600 requests/s", "a second dip near 115 s and 170 s (load test)"),
    ("all instances are replaced without a cause", "about 30 times a day (orcast)"),
];

/// The table of published runs with their commands.
pub fn table() -> Part {
    published::table('G', &rows(), &UNKNOWN)
}

fn failed(run: &Value) -> f64 {
    number(run, "/requests/failed_ratio")
}

/// The mean latency beyond the 80 ms of the load test's handler.
fn longer(run: &Value) -> f64 {
    number(run, "/latency_ms/p50") - 80.0
}

/// When the jump comes, midway between two looks of the autoscaler.
const JUMP_S: f64 = 7.5;

/// From the jump to the last refusal.
fn refused_for(run: &Value) -> f64 {
    number(run, "/last/rejected") - JUMP_S
}

/// From the jump until the instance `number` is ready, the earliest being 1.
fn ready(events: &Value, number: usize) -> f64 {
    let events = events.as_array().unwrap();
    let mut ready = events.iter().filter(|event| event["kind"] == "instance.ready");
    published::number(ready.nth(number - 1).unwrap(), "/t_s") - JUMP_S
}

const JUMP: &str = "coldstart run tests/validation/measured-jump.toml --events -";
const STEADY: &str = "coldstart run tests/validation/measured-steady.toml";
const OPERATIONS: &str = "coldstart run tests/validation/measured-operations.toml";

/// The published runs that the format of scenarios can express.
fn rows() -> Vec<Published> {
    let mut rows = steady();
    rows.extend(jumps());
    rows.extend(instances());
    rows.extend(operations());
    rows.extend(bills());
    rows.extend(applications::rows());
    rows
}

fn steady() -> Vec<Published> {
    vec![
        Published {
            run: "one instance, 50 requests/s",
            says: "no failures (load test)",
            range: 0.0..=0.0,
            command: "coldstart run tests/validation/measured-steady.toml --set 'traffic.0.profile=[[\"0s\", 2], [\"2s\", 2], [\"2s\", 50]]'",
            figure: failed,
            unit: Unit::Percent,
            luck: Luck::None,
        },
        Published {
            run: "one instance, 100 requests/s",
            says: "no failures (load test)",
            range: 0.0..=0.0,
            command: "coldstart run tests/validation/measured-steady.toml --set 'traffic.0.profile=[[\"0s\", 2], [\"2s\", 2], [\"2s\", 100]]'",
            figure: failed,
            unit: Unit::Percent,
            luck: Luck::None,
        },
        Published {
            run: "one instance, 250 requests/s",
            says: "about half rejected: 100–150/s carried (load test)",
            range: 0.4..=0.6,
            command: STEADY,
            figure: failed,
            unit: Unit::Percent,
            luck: Luck::None,
        },
        Published {
            run: "the same, responses longer than without overload",
            says: "about 105 ms (load test)",
            range: 105.0..=105.0,
            command: STEADY,
            figure: longer,
            unit: Unit::Milliseconds,
            luck: Luck::None,
        },
        Published {
            run: "100 requests at once, one instance, concurrency 80",
            says: "all answered (zenn.dev/bisque, 2021)",
            range: 0.0..=0.0,
            command: "coldstart run tests/validation/measured-steady.toml --set service.auto_scaling.max_concurrency=80 --set 'traffic=[{ route = \"/\", users = 100, from = \"5s\", until = \"5001ms\" }]'",
            figure: failed,
            unit: Unit::Percent,
            luck: Luck::None,
        },
        Published {
            run: "five instances, ramped to 600 requests/s",
            says: "about 600/s carried without a failure (load test)",
            range: 0.0..=0.0,
            command: "coldstart run tests/validation/measured-five.toml",
            figure: failed,
            unit: Unit::Percent,
            luck: Luck::None,
        },
    ]
}

fn jumps() -> Vec<Published> {
    vec![
        Published {
            run: "from idle to 200 requests/s at once: rejected in part for",
            says: "58.5 s (load test)",
            range: 58.5..=58.5,
            command: "coldstart run tests/validation/measured-jump.toml --set 'traffic.0.profile=[[\"0s\", 0], [\"7500ms\", 0], [\"7500ms\", 200]]'",
            figure: refused_for,
            unit: Unit::Seconds,
            luck: Luck::Start,
        },
        Published {
            run: "the same: rejected",
            says: "about 4,500 requests (load test)",
            range: 4_500.0..=4_500.0,
            command: "coldstart run tests/validation/measured-jump.toml --set 'traffic.0.profile=[[\"0s\", 0], [\"7500ms\", 0], [\"7500ms\", 200]]'",
            figure: |run| number(run, "/requests/failed"),
            unit: Unit::Count,
            luck: Luck::Start,
        },
        Published {
            run: "from idle to 600 requests/s at once: the first instance is ready after",
            says: "55 s (load test)",
            range: 55.0..=55.0,
            command: JUMP,
            figure: |events| ready(events, 1),
            unit: Unit::Seconds,
            luck: Luck::Start,
        },
        Published {
            run: "the second",
            says: "67 s (load test)",
            range: 67.0..=67.0,
            command: JUMP,
            figure: |events| ready(events, 2),
            unit: Unit::Seconds,
            luck: Luck::Start,
        },
        Published {
            run: "the third",
            says: "89 s (load test)",
            range: 89.0..=89.0,
            command: JUMP,
            figure: |events| ready(events, 3),
            unit: Unit::Seconds,
            luck: Luck::Start,
        },
        Published {
            run: "the fourth",
            says: "127 s (load test)",
            range: 127.0..=127.0,
            command: JUMP,
            figure: |events| ready(events, 4),
            unit: Unit::Seconds,
            luck: Luck::Start,
        },
        Published {
            run: "the same in another run: the fourth",
            says: "by 63 s (load test)",
            range: 63.0..=63.0,
            command: JUMP,
            figure: |events| ready(events, 4),
            unit: Unit::Seconds,
            luck: Luck::Start,
        },
    ]
}

fn instances() -> Vec<Published> {
    vec![
        Published {
            run: "five provisioned, load for one",
            says: "one is active (classmethod, roadmap 105)",
            range: 1.0..=1.0,
            command: "coldstart run tests/validation/measured-five.toml --set service.auto_scaling.max_concurrency=100 --set 'traffic.0.profile=[[\"0s\", 90]]'",
            figure: |run| number(run, "/instances/peak_active"),
            unit: Unit::Instances,
            luck: Luck::None,
        },
        Published {
            run: "four connections without a pause, concurrency 1, 1 s responses",
            says: "far beyond four instances (typewriter, 2021)",
            range: 5.0..=25.0,
            command: "coldstart run tests/validation/one-user.toml --set service.auto_scaling.max_concurrency=1 --set traffic.0.users=4",
            figure: |run| number(run, "/instances/peak_active"),
            unit: Unit::Instances,
            luck: Luck::None,
        },
        Published {
            run: "two provisioned, no load",
            says: "none is active (classmethod, roadmap 105)",
            range: 0.0..=0.0,
            command: "coldstart run tests/validation/month.toml --set service.auto_scaling.min_size=2",
            figure: |run| number(run, "/instances/peak_active"),
            unit: Unit::Instances,
            luck: Luck::None,
        },
        Published {
            run: "the only instance is replaced: nobody answers for",
            says: "about 33 s (orcast)",
            range: 33.0..=33.0,
            command: "coldstart run tests/validation/measured-handover.toml",
            // Ten requests a second.
            figure: |run| number(run, "/requests/failed") / 10.0,
            unit: Unit::Seconds,
            luck: Luck::Start,
        },
        Published {
            run: "a request of 200 s is cut after",
            says: "120 s, with 504 (several repositories, 2026)",
            range: 120.0..=120.0,
            command: "coldstart run tests/validation/measured-steady.toml --set 'duration=\"3m\"' --set 'app.routes./.latency.fixed=\"200s\"' --set 'traffic.0.profile=[[\"0s\", 0.1]]'",
            // Of the arrivals in three minutes, one in ten seconds, those are cut that came
            // this long before the end.
            figure: |run| 180.0 - number(run, "/requests/by_status/504") * 10.0,
            unit: Unit::Seconds,
            luck: Luck::None,
        },
        Published {
            run: "CPU time on 1/4 of a vCPU, of what it is on 1",
            says: "25 % (classmethod, 2023)",
            range: 0.254..=0.254,
            command: "coldstart run tests/validation/one-user.toml --set 'service.instance.cpu=\"0.25 vCPU\"' --set 'service.instance.memory=\"0.5 GB\"'",
            figure: |run| 1_000.0 / number(run, "/latency_ms/mean"),
            unit: Unit::Percent,
            luck: Luck::None,
        },
        Published {
            run: "the same on 1/2",
            says: "50 % (classmethod, 2023)",
            range: 0.501..=0.501,
            command: "coldstart run tests/validation/one-user.toml --set 'service.instance.cpu=\"0.5 vCPU\"' --set 'service.instance.memory=\"1 GB\"'",
            figure: |run| 1_000.0 / number(run, "/latency_ms/mean"),
            unit: Unit::Percent,
            luck: Luck::None,
        },
        Published {
            run: "passes of a loop on 1/4 of a vCPU, of what it is on 1",
            says: "31 % (classmethod, 2023)",
            range: 0.31..=0.31,
            command: "coldstart run tests/validation/one-user.toml --set 'service.instance.cpu=\"0.25 vCPU\"' --set 'service.instance.memory=\"0.5 GB\"'",
            figure: |run| 1_000.0 / number(run, "/latency_ms/mean"),
            unit: Unit::Percent,
            luck: Luck::None,
        },
        Published {
            run: "the same on 1/2",
            says: "45.5 % (classmethod, 2023)",
            range: 0.455..=0.455,
            command: "coldstart run tests/validation/one-user.toml --set 'service.instance.cpu=\"0.5 vCPU\"' --set 'service.instance.memory=\"1 GB\"'",
            figure: |run| 1_000.0 / number(run, "/latency_ms/mean"),
            unit: Unit::Percent,
            luck: Luck::None,
        },
    ]
}

fn operations() -> Vec<Published> {
    vec![
        Published {
            run: "create a service",
            says: "2–5 min (hatenablog, roadmap 128)",
            range: 120.0..=300.0,
            command: OPERATIONS,
            figure: |run| operation(run, 0),
            unit: Unit::Seconds,
            luck: Luck::Start,
        },
        Published {
            run: "deploy a version",
            says: "1–5 min (five runbooks)",
            range: 60.0..=300.0,
            command: OPERATIONS,
            figure: |run| operation(run, 1),
            unit: Unit::Seconds,
            luck: Luck::Start,
        },
        Published {
            run: "resume a paused service",
            says: "40 s, 30–60 s (roadmap 9, a blog)",
            range: 30.0..=60.0,
            command: OPERATIONS,
            figure: |run| operation(run, 3),
            unit: Unit::Seconds,
            luck: Luck::Start,
        },
        Published {
            run: "create a service that cannot start",
            says: "fails after about 10 min (roadmap 62)",
            range: 600.0..=600.0,
            command: "coldstart run tests/validation/measured-failures.toml --set service.start=\"create\" --set app.port=9999",
            figure: |run| operation(run, 0),
            unit: Unit::Seconds,
            luck: Luck::None,
        },
        Published {
            run: "roll back a version that cannot start",
            says: "15–40 min (roadmap 142, 147, 234)",
            range: 900.0..=2_400.0,
            command: "coldstart run tests/validation/measured-failures.toml",
            figure: |run| operation(run, 0),
            unit: Unit::Seconds,
            luck: Luck::None,
        },
    ]
}

fn bills() -> Vec<Published> {
    fn total(run: &Value) -> f64 {
        number(run, "/cost_usd/total")
    }
    vec![
        Published {
            run: "730 h idle, 1 vCPU and 2 GB",
            says: "10.22 USD (prices)",
            range: 10.215..=10.225,
            command: "coldstart run tests/validation/month.toml",
            figure: total,
            unit: Unit::Dollars,
            luck: Luck::None,
        },
        Published {
            run: "an hour of it",
            says: "0.014 USD (notes of a repository)",
            range: 0.014..=0.014,
            command: "coldstart run tests/validation/month.toml",
            figure: |run| total(run) / 730.0,
            unit: Unit::Dollars,
            luck: Luck::None,
        },
        Published {
            run: "730 h idle, two instances",
            says: "20.44 USD (prices)",
            range: 20.435..=20.445,
            command: "coldstart run tests/validation/month.toml --set service.auto_scaling.min_size=2",
            figure: total,
            unit: Unit::Dollars,
            luck: Luck::None,
        },
        Published {
            run: "730 h, active all the time",
            says: "56.94 USD (prices)",
            range: 56.935..=56.945,
            command: "coldstart run tests/validation/month-active.toml",
            figure: total,
            unit: Unit::Dollars,
            luck: Luck::None,
        },
        Published {
            run: "a day of it",
            says: "1.87 USD (notes of a repository)",
            range: 1.87..=1.87,
            command: "coldstart run tests/validation/month-active.toml",
            figure: |run| total(run) * 24.0 / 730.0,
            unit: Unit::Dollars,
            luck: Luck::None,
        },
    ]
}
