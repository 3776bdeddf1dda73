//! Closed forms of queueing theory, each over several seeds.

use coldstart::sim::summary::Summary;

use super::{assert_near, figures};

/// A fixed fleet under Poisson arrivals, run once a seed.
fn runs(instances: u32, slots: u32, rate: u32, queue_limit: &str, answer: &str) -> Vec<Summary> {
    let run = |seed: u64| {
        figures(&format!(
            r#"
duration = "500s"
seed = {seed}
[service.auto_scaling]
min_size = {instances}
max_size = {instances}
max_concurrency = {slots}
[service.health_check]
protocol = "TCP"
interval = "5m"
[app.routes."/"]
{answer}
[assume]
queue_limit = {queue_limit}
[[traffic]]
route = "/"
profile = [["0s", {rate}]]
"#
        ))
    };
    (1..=4).map(run).collect()
}

fn mean(runs: &[Summary], figure: impl Fn(&Summary) -> f64) -> f64 {
    runs.iter().map(figure).sum::<f64>() / runs.len() as f64
}

/// The share of arrivals that `servers` refuse under `load` erlangs.
fn erlang_b(servers: u32, load: f64) -> f64 {
    (1..=servers).fold(1.0, |past, server| load * past / (f64::from(server) + load * past))
}

/// The share of arrivals that wait for one of `servers` under `load` erlangs.
fn erlang_c(servers: u32, load: f64) -> f64 {
    let (refused, utilization) = (erlang_b(servers, load), load / f64::from(servers));
    refused / (1.0 - utilization * (1.0 - refused))
}

const EXPONENTIAL: &str = r#"latency = { exponential = { mean = "100ms" } }"#;

#[test]
fn a_fleet_without_a_queue_refuses_as_erlang_b_says() {
    for (instances, slots) in [(1, 10), (5, 2)] {
        let runs = runs(instances, slots, 80, "0", EXPONENTIAL);
        let refused = mean(&runs, |run| run.requests.failed_ratio);
        assert_near(refused, erlang_b(10, 8.0), 0.04);
    }
}

#[test]
fn free_slots_are_seen_where_erlang_b_says_that_nearly_nobody_is_refused() {
    let runs = runs(4, 10, 200, "0", EXPONENTIAL);
    let refused = mean(&runs, |run| run.requests.failed_ratio);
    assert!(refused < 3.0 * erlang_b(40, 20.0) + 1e-4, "{refused}");
}

#[test]
fn a_fleet_with_a_queue_waits_as_erlang_c_says() {
    let runs = runs(2, 5, 80, "\"unlimited\"", EXPONENTIAL);
    let waited = erlang_c(10, 8.0);
    assert_near(mean(&runs, |run| run.wait_ms.waited_ratio), waited, 0.05);
    // Ten servers finish 100 a second, 80 arrive.
    assert_near(mean(&runs, |run| run.wait_ms.mean), waited / 20.0 * 1_000.0, 0.1);
}

#[test]
fn one_server_waits_as_pollaczek_and_khinchine_say() {
    let exponential = r#"latency = { exponential = { mean = "10ms" } }"#;
    let fixed = r#"latency = { fixed = "10ms" }"#;
    let utilization = 0.7;
    let wait = 10.0 * utilization / (1.0 - utilization);
    for (answer, expected) in [(exponential, wait), (fixed, wait / 2.0)] {
        let runs = runs(1, 1, 70, "\"unlimited\"", answer);
        assert_near(mean(&runs, |run| run.wait_ms.mean), expected, 0.06);
    }
}

#[test]
fn a_shared_cpu_is_insensitive_to_the_law_of_the_work() {
    let exponential = r#"cpu = { exponential = { mean = "10ms" } }"#;
    let fixed = r#"cpu = { fixed = "10ms" }"#;
    for answer in [exponential, fixed] {
        let runs = runs(1, 1_000, 70, "\"unlimited\"", answer);
        assert_near(mean(&runs, |run| run.latency_ms.mean), 10.0 / (1.0 - 0.7), 0.06);
    }
}

#[test]
fn concurrency_is_rate_times_time_in_service() {
    for (slots, queue_limit) in [(10, "0"), (10, "\"unlimited\""), (9, "3")] {
        for run in runs(1, slots, 80, queue_limit, EXPONENTIAL) {
            let rate = run.requests.succeeded as f64 / run.simulated_s;
            let in_service = (run.latency_ms.mean - run.wait_ms.mean) / 1_000.0;
            assert_near(run.concurrency.mean, rate * in_service, 0.005);
        }
    }
}

#[test]
fn the_share_of_cold_starts_follows_from_rate_idle_time_and_start_time() {
    let (rate, idle_after, start) = (20.0_f64, 0.1, 0.05);
    let gone = (-rate * idle_after).exp();
    let expected = gone / (1.0 + rate * gone * start);
    for seed in 1..=3 {
        let run = figures(&format!(
            r#"
duration = "1000s"
seed = {seed}
[service.auto_scaling]
min_size = 0
max_size = 1
max_concurrency = 1000
[app]
start = {{ fixed = "30ms" }}
[app.routes."/"]
[assume]
provision = {{ fixed = "20ms" }}
idle_after = "100ms"
[[traffic]]
route = "/"
profile = [["0s", 20]]
"#
        ));
        let share = run.cold_starts.instances as f64 / run.requests.offered as f64;
        assert_near(share, expected, 0.06);
    }
}
