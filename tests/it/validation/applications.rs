//! Published figures of applications, their clients and the Region: what a scenario sets
//! that knows them.

use serde_json::Value;

use super::published::{Luck, Published, Unit, number, operation};

/// The mean `CPUUtilization` of the first five minutes, as a share.
fn cpu(points: &Value) -> f64 {
    let points = points.as_array().unwrap();
    let cpu = points.iter().filter(|point| point["metric"] == "CPUUtilization").take(5);
    let values: Vec<f64> = cpu.map(|point| number(point, "/value")).collect();
    values.iter().sum::<f64>() / values.len() as f64 / 100.0
}

/// The rows.
pub fn rows() -> Vec<Published> {
    let mut rows = programs();
    rows.extend(others());
    rows
}

fn programs() -> Vec<Published> {
    vec![
        Published {
            run: "a request that computes, and 0.85 vCPU beside it: CPUUtilization on 1/4 vCPU",
            says: "99 % (classmethod, 2023)",
            range: 0.99..=0.99,
            command: "coldstart run tests/validation/one-user.toml --set 'app.background=\"0.85 vCPU\"' --set 'service.instance.cpu=\"0.25 vCPU\"' --set 'service.instance.memory=\"0.5 GB\"' --metrics -",
            figure: cpu,
            unit: Unit::Percent,
            luck: Luck::None,
        },
        Published {
            run: "the same on 2 vCPU",
            says: "90 % (classmethod, 2023)",
            range: 0.9..=0.9,
            command: "coldstart run tests/validation/one-user.toml --set 'app.background=\"0.85 vCPU\"' --set 'service.instance.cpu=\"2 vCPU\"' --set 'service.instance.memory=\"4 GB\"' --metrics -",
            figure: cpu,
            unit: Unit::Percent,
            luck: Luck::None,
        },
        Published {
            run: "the same on 4 vCPU",
            says: "48 % (classmethod, 2023)",
            range: 0.48..=0.48,
            command: "coldstart run tests/validation/one-user.toml --set 'app.background=\"0.85 vCPU\"' --set 'service.instance.cpu=\"4 vCPU\"' --set 'service.instance.memory=\"8 GB\"' --metrics -",
            figure: cpu,
            unit: Unit::Percent,
            luck: Luck::None,
        },
        Published {
            run: "an idle instance computes for background work",
            says: "about 0.01 vCPU (several repositories)",
            range: 0.01..=0.01,
            command: "coldstart run tests/validation/month.toml --set 'app.background=\"1 vCPU\"'",
            figure: |run| number(run, "/background/done_ratio"),
            unit: Unit::Cpus,
            luck: Luck::None,
        },
        Published {
            run: "the first request after idling, of a small application",
            says: "no delay to be seen (roadmap 220)",
            range: 0.0..=200.0,
            command: "coldstart run tests/validation/measured-steady.toml --set 'traffic.0.profile=[[\"0s\", 0.1]]'",
            figure: |run| number(run, "/latency_ms/max"),
            unit: Unit::Milliseconds,
            luck: Luck::None,
        },
        Published {
            run: "of one that connects to its database for 4.7 s first",
            says: "4.75 s (orcast)",
            range: 4_750.0..=4_750.0,
            command: "coldstart run tests/validation/measured-steady.toml --set 'traffic.0.profile=[[\"0s\", 0.1]]' --set 'app.first_request={ fixed = \"4.7s\" }'",
            figure: |run| number(run, "/latency_ms/max"),
            unit: Unit::Milliseconds,
            luck: Luck::None,
        },
    ]
}

fn others() -> Vec<Published> {
    vec![
        Published {
            run: "730 h idle in Tokyo, 2 GB",
            says: "0.009 USD for a GB and hour (prices)",
            range: 13.135..=13.145,
            command: "coldstart run tests/validation/month.toml --set 'assume.region=\"ap-northeast-1\"'",
            figure: |run| number(run, "/cost_usd/total"),
            unit: Unit::Dollars,
            luck: Luck::None,
        },
        Published {
            run: "a deployment that is stuck for 20 min from its second minute on",
            says: "20 min and more (terraform-provider-aws 38371)",
            range: 1_200.0..=3_600.0,
            command: "coldstart run tests/validation/measured-operations.toml --set 'duration=\"1h\"' --set 'event=[{ at = \"10m\", deploy = { version = \"v2\" } }, { at = \"12m\", stuck = \"20m\" }]'",
            figure: |run| operation(run, 1),
            unit: Unit::Seconds,
            luck: Luck::Start,
        },
        Published {
            run: "a request on a new connection, of what it takes on an open one",
            says: "125 ms longer (load test)",
            range: 125.0..=125.0,
            command: "coldstart run tests/validation/measured-steady.toml --set 'traffic=[{ route = \"/\", users = 1, think = { fixed = \"1s\" }, from = \"5s\", tls_handshake = \"125ms\" }]'",
            // The first request also wakes the instance.
            figure: |run| number(run, "/latency_ms/max") - number(run, "/latency_ms/p50") - 50.0,
            unit: Unit::Milliseconds,
            luck: Luck::None,
        },
    ]
}
