//! Published figures of ECS Express Mode and closed forms of its rules, each a run of the
//! `express` edition.

use serde_json::Value;

use super::page::Part;
use super::published::{self, Luck, Published, Unit, number};

/// The table of Express Mode with its commands.
pub fn table() -> Part {
    published::table('I', &rows(), &[])
}

fn rows() -> Vec<Published> {
    let mut rows = load_step();
    rows.extend(saturation());
    rows.extend(thresholds());
    rows.extend(deployments());
    rows.extend(alarm());
    rows.extend(breaker());
    rows.extend(worked_months());
    rows
}

/// Events of `kind` in the JSON lines of a run.
fn of_kind<'a>(run: &'a Value, kind: &'a str) -> impl Iterator<Item = &'a Value> {
    run.as_array().unwrap().iter().filter(move |event| event["kind"] == kind)
}

/// When event number `index` of `kind` happened, in seconds.
fn at(run: &Value, kind: &str, index: usize) -> f64 {
    number(of_kind(run, kind).nth(index).unwrap(), "/t_s")
}

/// The number after `before` in the reason of event number `index` of `kind`.
fn told(run: &Value, kind: &str, index: usize, before: &str) -> f64 {
    let reason = of_kind(run, kind).nth(index).unwrap()["why"].as_str().unwrap();
    let (_, rest) = reason.split_once(before).unwrap_or_else(|| panic!("{before}: {reason}"));
    rest.split_whitespace().next().unwrap().parse().unwrap()
}

/// The desired tasks of the scale-out number `index`.
fn tasks(run: &Value, index: usize) -> f64 {
    told(run, "scale.out", index, "→ ")
}

const STEP: &str = "coldstart run tests/validation/express.toml --events -";

fn load_step() -> Vec<Published> {
    vec![
        Published {
            run: "from a load step to 93 % of one task to the decision",
            says: "363 s (documented: AWS benchmark, 60 s metrics), ± 15 s",
            range: 348.0..=378.0,
            command: STEP,
            figure: |run| at(run, "scale.out", 0) - 600.0,
            unit: Unit::Seconds,
            luck: Luck::None,
        },
        Published {
            run: "the same, until the new task is healthy",
            says: "386 s (documented: the same benchmark), ± 15 s",
            range: 371.0..=401.0,
            command: STEP,
            figure: |run| at(run, "instance.ready", 0) - 600.0,
            unit: Unit::Seconds,
            luck: Luck::Start,
        },
        Published {
            run: "the same: desired tasks",
            says: "2 (observed)",
            range: 2.0..=2.0,
            command: STEP,
            figure: |run| tasks(run, 0),
            unit: Unit::Count,
            luck: Luck::None,
        },
        Published {
            run: "two tasks at 55 %, then no load: scale-in after",
            says: "about 17 min (observed), ± 90 s",
            range: 930.0..=1_110.0,
            command: "coldstart run tests/validation/express.toml --set 'duration=\"45m\"' --set service.express.min_tasks=2 --set 'event=[{ at = \"1m\", set = { \"service.auto_scaling.min_size\" = 1 } }]' --set 'traffic.0.profile=[[\"0s\", 11], [\"20m30s\", 11], [\"20m30s\", 0]]' --events -",
            figure: |run| at(run, "scale.in", 0) - 1_230.0,
            unit: Unit::Seconds,
            luck: Luck::None,
        },
    ]
}

const SATURATED: &str = "coldstart run tests/validation/express.toml --set 'duration=\"23m\"' --set 'traffic=[{ route = \"/\", users = 100 }]' --events -";

/// Each decision multiplies the tasks by 100 / 60, rounded up.
fn saturation() -> Vec<Published> {
    macro_rules! decision {
        ($run:literal, $says:literal, $index:literal, $tasks:literal) => {
            Published {
                run: $run,
                says: $says,
                range: $tasks..=$tasks,
                command: SATURATED,
                figure: |run| tasks(run, $index),
                unit: Unit::Count,
                luck: Luck::None,
            }
        };
    }
    vec![
        decision!("saturated tasks, first decision", "2 = ⌈1 × 100 / 60⌉ (arithmetic)", 0, 2.0),
        decision!("second", "4 (arithmetic)", 1, 4.0),
        decision!("third", "7 (arithmetic)", 2, 7.0),
        decision!("fourth", "12 (arithmetic)", 3, 12.0),
        decision!("fifth, at the maximum", "20 (documented maximum)", 4, 20.0),
    ]
}

/// One task goes where the others stay at the target: n become n − 1 at 60 (n − 1) / n
/// percent or less. Ten requests a second are one vCPU.
fn thresholds() -> Vec<Published> {
    macro_rules! held {
        ($run:literal, $says:literal, $tasks:literal, $rate:literal, $end:literal) => {
            Published {
                run: $run,
                says: $says,
                range: $end..=$end,
                command: concat!(
                    "coldstart run tests/validation/express.toml --set 'duration=\"25m\"' --set service.express.min_tasks=",
                    $tasks,
                    " --set 'event=[{ at = \"1m\", set = { \"service.auto_scaling.min_size\" = 1 } }]' --set 'traffic.0.profile=[[\"0s\", ",
                    $rate,
                    "]]'"
                ),
                figure: |run| number(run, "/instances/end"),
                unit: Unit::Count,
                luck: Luck::None,
            }
        };
    }
    vec![
        held!("two tasks at 30 %: tasks left", "1: ≤ 30 % (documented rule)", 2, "6", 1.0),
        held!("at 30.5 %", "2 (documented rule)", 2, "6.1", 2.0),
        held!("three at 40 %", "2: ≤ 40 % (documented rule)", 3, "12", 2.0),
        held!("at 40.3 %", "3 (documented rule)", 3, "12.1", 3.0),
        held!("four at 45 %", "3: ≤ 45 % (documented rule)", 4, "18", 3.0),
        held!("at 45.3 %", "4 (documented rule)", 4, "18.1", 4.0),
        held!("ten at 53.9 %", "9: ≤ 54 %, below the alarm (observed alarm)", 10, "53.9", 9.0),
        held!("at 54.1 %", "10 (observed alarm)", 10, "54.1", 10.0),
    ]
}

const DEPLOYMENT: &str = "coldstart run tests/validation/express.toml --set 'duration=\"20m\"' --set 'traffic.0.profile=[[\"0s\", 5]]' --set 'event=[{ at = \"5m\", deploy = { version = \"v2\" } }]' --events -";

/// From the moment when the deployment is accepted, 5 min into the run, to its end.
fn deployment_length(run: &Value) -> f64 {
    at(run, "operation.ended", 0) - 300.0
}

fn deployments() -> Vec<Published> {
    vec![
        Published {
            run: "a canary's share of the traffic",
            says: "5 % (documented)",
            range: 0.05..=0.05,
            command: DEPLOYMENT,
            figure: |run| {
                let shift = of_kind(run, "traffic.shifted").next().unwrap();
                let percent = shift["why"].as_str().unwrap().split_whitespace().next().unwrap();
                percent.parse::<f64>().unwrap() / 100.0
            },
            unit: Unit::Percent,
            luck: Luck::None,
        },
        Published {
            run: "from the 5 % to all of it",
            says: "3 min (documented)",
            range: 180.0..=180.0,
            command: DEPLOYMENT,
            figure: |run| at(run, "traffic.shifted", 1) - at(run, "traffic.shifted", 0),
            unit: Unit::Seconds,
            luck: Luck::None,
        },
        Published {
            run: "from all of it until the old task drains, without 40 s of routing",
            says: "3 min (documented)",
            range: 180.0..=180.0,
            command: DEPLOYMENT,
            figure: |run| at(run, "operation.ended", 0) - at(run, "traffic.shifted", 1) - 40.0,
            unit: Unit::Seconds,
            luck: Luck::None,
        },
        Published {
            run: "from a healthy task until the old one drains",
            says: "7 min 20 s (observed)",
            range: 440.0..=440.0,
            command: DEPLOYMENT,
            figure: |run| at(run, "operation.ended", 0) - at(run, "instance.ready", 0),
            unit: Unit::Seconds,
            luck: Luck::None,
        },
        Published {
            run: "a deployment",
            says: "6–12 min (observed, six users)",
            range: 360.0..=720.0,
            command: DEPLOYMENT,
            figure: deployment_length,
            unit: Unit::Seconds,
            luck: Luck::Start,
        },
        Published {
            run: "the old revision again after its tasks are gone",
            says: "9 min 46 s (observed)",
            range: 586.0..=586.0,
            command: DEPLOYMENT,
            figure: deployment_length,
            unit: Unit::Seconds,
            luck: Luck::Start,
        },
    ]
}

/// The rate of errors in percent at which the rollback alarm was raised, as a share.
fn alarm_rate(run: &Value) -> f64 {
    told(run, "operation.ended", 0, "the rollback alarm measured ") / 100.0
}

/// One request in 250 or in 83 gets a 500, or crawlers get 404s, while all traffic goes
/// to the new tasks.
fn alarm() -> Vec<Published> {
    vec![
        Published {
            run: "three tasks, 0.4 % of the responses are 500: the rollback alarm reads",
            says: "1.2 %: requests per target (observed formula)",
            range: 0.012..=0.012,
            command: "coldstart run tests/validation/express.toml --set 'duration=\"15m\"' --set service.express.min_tasks=3 --set 'app.routes./.cpu={ fixed = \"1ms\" }' --set 'app.routes./bad.status=500' --set 'traffic=[{ route = \"/\", arrivals = \"even\", profile = [[\"0s\", 49.8]] }, { route = \"/bad\", arrivals = \"even\", profile = [[\"0s\", 0], [\"6m\", 0], [\"6m\", 0.2]] }]' --set 'assume.canary_bake=\"0s\"' --set 'event=[{ at = \"5m\", deploy = { version = \"v2\" } }]' --events -",
            figure: alarm_rate,
            unit: Unit::Percent,
            luck: Luck::None,
        },
        Published {
            run: "one task, 1.2 % of them",
            says: "1.2 % (observed formula)",
            range: 0.012..=0.012,
            command: "coldstart run tests/validation/express.toml --set 'duration=\"15m\"' --set 'app.routes./.cpu={ fixed = \"1ms\" }' --set 'app.routes./bad.status=500' --set 'traffic=[{ route = \"/\", arrivals = \"even\", profile = [[\"0s\", 49.4]] }, { route = \"/bad\", arrivals = \"even\", profile = [[\"0s\", 0], [\"6m\", 0], [\"6m\", 0.6]] }]' --set 'assume.canary_bake=\"0s\"' --set 'event=[{ at = \"5m\", deploy = { version = \"v2\" } }]' --events -",
            figure: alarm_rate,
            unit: Unit::Percent,
            luck: Luck::None,
        },
        Published {
            run: "one task, 5 of 65 responses a minute are 404",
            says: "7.7 %: from the fifth all count (observed formula)",
            range: 0.0769..=0.0769,
            command: "coldstart run tests/validation/express.toml --set 'duration=\"20m\"' --set 'app.routes./bad.status=404' --set 'traffic=[{ route = \"/\", arrivals = \"even\", profile = [[\"0s\", 1]] }, { route = \"/bad\", arrivals = \"even\", profile = [[\"0s\", 0], [\"6m\", 0], [\"6m\", 0.083334]] }]' --set 'assume.canary_bake=\"0s\"' --set 'event=[{ at = \"5m\", deploy = { version = \"v2\" } }]' --events -",
            figure: alarm_rate,
            unit: Unit::Percent,
            luck: Luck::None,
        },
        Published {
            run: "4 of 64 a minute: the deployment takes",
            says: "6–12 min: fewer than five do not count (observed formula)",
            range: 360.0..=720.0,
            command: "coldstart run tests/validation/express.toml --set 'duration=\"20m\"' --set 'app.routes./bad.status=404' --set 'traffic=[{ route = \"/\", arrivals = \"even\", profile = [[\"0s\", 1]] }, { route = \"/bad\", arrivals = \"even\", profile = [[\"0s\", 0], [\"6m\", 0], [\"6m\", 0.066667]] }]' --set 'event=[{ at = \"5m\", deploy = { version = \"v2\" } }]' --events -",
            figure: deployment_length,
            unit: Unit::Seconds,
            luck: Luck::None,
        },
    ]
}

fn breaker() -> Vec<Published> {
    macro_rules! opened {
        ($run:literal, $says:literal, $tasks:literal, $failures:literal) => {
            Published {
                run: $run,
                says: $says,
                range: $failures..=$failures,
                command: concat!(
                    "coldstart run tests/validation/express.toml --set service.express.max_tasks=25 --set service.express.min_tasks=",
                    $tasks,
                    " --set 'traffic=[]' --set 'event=[{ at = \"5m\", deploy = { version = \"v2\", set = { \"app.image.pullable\" = false } } }]'"
                ),
                figure: |run| {
                    assert_eq!(run["operations"][0]["status"], "ROLLBACK_SUCCEEDED");
                    number(run, "/instances/failed_to_start")
                },
                unit: Unit::Count,
                luck: Luck::None,
            }
        };
    }
    vec![
        opened!("one task: failed starts until the breaker opens", "3 (documented)", 1, 3.0),
        opened!("25 tasks", "13 (documented)", 25, 13.0),
    ]
}

const MONTH: &str = "coldstart run tests/validation/express-month.toml";
const SMALL_MONTH: &str = "coldstart run tests/validation/express-month.toml --set 'service.express.cpu=\"0.25 vCPU\"' --set 'service.express.memory=\"0.5 GB\"'";

fn total(run: &Value) -> f64 {
    number(run, "/cost_usd/total")
}

/// Months by AWS's prices, and where App Runner and Express Mode cost the same.
fn worked_months() -> Vec<Published> {
    macro_rules! month {
        ($run:literal, $says:literal, $from:literal, $to:literal, $command:expr, $figure:expr) => {
            Published {
                run: $run,
                says: $says,
                range: $from..=$to,
                command: $command,
                figure: $figure,
                unit: Unit::Cents,
                luck: Luck::None,
            }
        };
    }
    vec![
        month!(
            "730 h idle, 0.25 vCPU and 0.5 GB",
            "40.04 USD (prices)",
            40.035,
            40.045,
            SMALL_MONTH,
            total
        ),
        month!("730 h idle, 1 vCPU and 2 GB", "67.07 USD (prices)", 67.065, 67.075, MONTH, total),
        month!(
            "the small one with ten services on the load balancer",
            "15.40 USD (prices)",
            15.395,
            15.405,
            "coldstart run tests/validation/express-month.toml --set 'service.express.cpu=\"0.25 vCPU\"' --set 'service.express.memory=\"0.5 GB\"' --set service.express.alb_shared_by=10",
            total
        ),
        month!(
            "the other one with 25",
            "40.79 USD (prices)",
            40.785,
            40.795,
            "coldstart run tests/validation/express-month.toml --set service.express.alb_shared_by=25",
            total
        ),
        month!(
            "three tasks, 30 requests/s of 20 kB, 730 times an hour of it",
            "159.06 USD (prices)",
            159.055,
            159.065,
            "coldstart run tests/validation/express-month.toml --set 'duration=\"1h\"' --set service.express.min_tasks=3 --set 'traffic=[{ route = \"/\", arrivals = \"even\", profile = [[\"0s\", 30]] }]'",
            |run| total(run) * 730.0
        ),
        month!(
            "198 h with four tasks and 40 requests/s, 532 h with one; a minute stands for an hour",
            "103.92 USD (prices)",
            103.915,
            103.925,
            "coldstart run tests/validation/express-month.toml --set 'duration=\"730m\"' --set service.express.min_tasks=4 --set 'assume.drain_wait=\"0s\"' --set 'traffic=[{ route = \"/\", arrivals = \"even\", profile = [[\"0s\", 40], [\"198m\", 40], [\"198m\", 0]] }]' --set 'event=[{ at = \"198m\", set = { \"service.auto_scaling.min_size\" = 1, \"service.auto_scaling.max_size\" = 1 } }]'",
            |run| total(run) * 60.0
        ),
        month!(
            "a development service left on, 0.25 vCPU and 0.5 GB",
            "40.04 USD (prices)",
            40.035,
            40.045,
            SMALL_MONTH,
            total
        ),
        month!(
            "the same with no task but for 176 h",
            "30.43 USD (prices)",
            30.425,
            30.435,
            "coldstart run tests/validation/express-month.toml --set 'service.express.cpu=\"0.25 vCPU\"' --set 'service.express.memory=\"0.5 GB\"' --set 'event=[{ at = \"176h\", set = { \"service.auto_scaling.min_size\" = 0 } }]'",
            total
        ),
        month!(
            "the same deleted but for 176 h",
            "9.65 USD (prices)",
            9.645,
            9.655,
            "coldstart run tests/validation/express-month.toml --set 'service.express.cpu=\"0.25 vCPU\"' --set 'service.express.memory=\"0.5 GB\"' --set 'duration=\"176h\"'",
            total
        ),
        Published {
            run: "always-busy instances from which Express Mode costs less",
            says: "1.59 (arithmetic from the prices)",
            range: 1.585..=1.595,
            command: "coldstart migrate tests/validation/express.toml",
            figure: |report| {
                let groups = report["figures"].as_array().unwrap().iter();
                let mut figures = groups.flat_map(|it| it["figures"].as_array().unwrap());
                let even = figures.find(|it| it["id"] == "break_even_instances").unwrap();
                number(even, "/express")
            },
            unit: Unit::Ratio,
            luck: Luck::None,
        },
    ]
}
