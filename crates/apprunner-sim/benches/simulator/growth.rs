//! How the cost of an event grows: with requests in progress, with instances and
//! with simulated time. The bare loop stands beside each, since a larger queue
//! costs it something too.

use apprunner_sim::model::scenario::Scenario;
use criterion::Criterion;

use crate::beside_the_bare_loop;
use crate::workloads::scenario;

/// A fleet under Poisson arrivals whose requests take a second on average, so
/// that the rate is the number in progress.
fn fleet(in_flight: u32, instances: u32, seconds: u32) -> Scenario {
    let text = format!(
        r#"
format_version = 1
title = "Growth"
duration = "{seconds}s"
[service.auto_scaling]
min_size = {instances}
max_size = {instances}
max_concurrency = 1000
[app.routes."/"]
latency = {{ exponential = {{ mean = "1s" }} }}
[[traffic]]
route = "/"
profile = [["0s", {in_flight}]]
"#
    );
    scenario("growth", &text)
}

/// About a million requests each, 1,000 to 20,000 of them in progress.
pub fn in_flight(criterion: &mut Criterion) {
    for in_flight in [1_000, 5_000, 20_000] {
        let scenario = fleet(in_flight, 25, 1_000_000 / in_flight);
        beside_the_bare_loop(criterion, &format!("in progress {in_flight}"), &scenario);
    }
}

/// The same million requests over 1 to 200 instances.
pub fn instances(criterion: &mut Criterion) {
    for instances in [1, 10, 50, 200] {
        let scenario = fleet(900, instances, 1_100);
        beside_the_bare_loop(criterion, &format!("instances {instances}"), &scenario);
    }
}

/// Ten thousand seconds to a million at one request a second.
pub fn simulated_time(criterion: &mut Criterion) {
    for seconds in [10_000, 100_000, 1_000_000] {
        let scenario = fleet(1, 1, seconds);
        beside_the_bare_loop(criterion, &format!("seconds {seconds}"), &scenario);
    }
}
