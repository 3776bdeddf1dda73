//! Closed forms of queueing theory.
//!
//! Every figure is run with ten seeds. The mean may be off by 4.8 standard
//! errors of that mean, no more: with nine degrees of freedom one honest test in
//! a thousand would fail. How precise the mean must be is part of each test, so
//! that no test passes by being blurred.

use apprunner_sim::sim::summary::Summary;

use super::figures;
use crate::support::queueing::{ErlangA, ScaleToZero, erlang_b, erlang_c, mean_of, shares};

/// Student's t at which one honest comparison of ten seeds in a thousand fails.
const T_NINE: f64 = 4.781;
const SEEDS: u64 = 10;
/// What normal distributions call the 99th percentile.
const Z_99: f64 = 2.326_347_874;

/// A service that keeps `instances` with `slots` each; `more` adds its answer
/// and its traffic.
fn service(instances: u32, slots: u32, queue_limit: &str, seconds: u32, more: &str) -> String {
    format!(
        r#"
duration = "{seconds}s"
[service.auto_scaling]
min_size = {instances}
max_size = {instances}
max_concurrency = {slots}
[service.health_check]
protocol = "TCP"
interval = "5m"
[assume]
queue_limit = {queue_limit}
request_limit = "1h"
[app.routes."/"]
{more}
"#
    )
}

/// Requests that ask for `answer` come `rate` times a second.
fn poisson(answer: &str, rate: f64) -> String {
    format!("{answer}\n[[traffic]]\nroute = \"/\"\nprofile = [[\"0s\", {rate}]]\n")
}

/// The text's runs with ten seeds.
fn runs(text: &str) -> Vec<Summary> {
    (1..=SEEDS).map(|seed| figures(&format!("seed = {}\n{text}", seed * 7_919))).collect()
}

/// Asserts that `figure` agrees with `theory`, known to `precision` of itself.
#[track_caller]
fn assert_agrees(
    runs: &[Summary],
    what: &str,
    figure: impl Fn(&Summary) -> f64,
    theory: f64,
    precision: f64,
) {
    let figures: Vec<f64> = runs.iter().map(figure).collect();
    let count = figures.len() as f64;
    let mean = figures.iter().sum::<f64>() / count;
    let squares: f64 = figures.iter().map(|figure| (figure - mean).powi(2)).sum();
    let error = (squares / (count - 1.0) / count).sqrt();
    assert!(error <= precision * theory, "{what}: {mean} ± {error} is too blurred for {theory}");
    let off = (mean - theory).abs() / error;
    assert!(off <= T_NINE, "{what}: {mean} ± {error}, theory {theory}, {off:.1} errors off");
}

/// The four laws with a mean of `millis`, each with its second moment over the
/// squared mean.
fn laws(millis: u32) -> [(String, f64); 4] {
    // With sigma 1 the mean is exp(1/2) medians and the 99th percentile exp(z).
    let median = f64::from(millis) * 1_000.0 * (-0.5_f64).exp();
    let p99 = (median * Z_99.exp()).round();
    let median = median.round();
    [
        (format!("{{ fixed = \"{millis}ms\" }}"), 1.0),
        (format!("{{ exponential = {{ mean = \"{millis}ms\" }} }}"), 2.0),
        (format!("{{ uniform = {{ min = \"0s\", max = \"{}ms\" }} }}", 2 * millis), 4.0 / 3.0),
        (
            format!("{{ lognormal = {{ median = \"{median}us\", p99 = \"{p99}us\" }} }}"),
            1.0_f64.exp(),
        ),
    ]
}

fn exponential(millis: u32) -> String {
    format!("latency = {{ exponential = {{ mean = \"{millis}ms\" }} }}")
}

fn failed(run: &Summary) -> f64 {
    run.requests.failed_ratio
}

fn served_a_second(run: &Summary) -> f64 {
    run.requests.succeeded as f64 / run.simulated_s
}

#[test]
fn a_fleet_without_a_queue_refuses_as_erlang_b_says() {
    for (instances, slots, rate) in [(1, 10, 80.0), (5, 2, 80.0), (3, 4, 150.0), (1, 1, 5.0)] {
        let text = service(instances, slots, "0", 800, &poisson(&exponential(100), rate));
        let theory = erlang_b(instances * slots, rate / 10.0);
        assert_agrees(&runs(&text), "rejected", failed, theory, 0.02);
    }
}

#[test]
fn refusals_depend_on_the_mean_of_the_service_time_alone() {
    for (law, _) in laws(100) {
        let text = service(2, 6, "0", 800, &poisson(&format!("latency = {law}"), 110.0));
        assert_agrees(&runs(&text), &law, failed, erlang_b(12, 11.0), 0.02);
    }
}

#[test]
fn a_short_queue_refuses_and_delays_as_a_birth_and_death_process() {
    for (instances, slots, places, rate) in [(1, 4, 3, 45.0), (2, 3, 10, 58.0), (1, 1, 5, 12.0)] {
        let servers = f64::from(instances * slots);
        let room = instances * slots + places;
        let text =
            service(instances, slots, &places.to_string(), 800, &poisson(&exponential(100), rate));
        let shares = shares(room, |_| rate, |n| n.min(servers) * 10.0);
        let (runs, rejected) = (runs(&text), shares[room as usize]);
        let waiting = mean_of(&shares, |n| (n - servers).max(0.0));
        assert_agrees(&runs, "rejected", failed, rejected, 0.02);
        let wait_ms = waiting / (rate * (1.0 - rejected)) * 1e3;
        assert_agrees(&runs, "wait", |run| run.wait_ms.mean.unwrap(), wait_ms, 0.02);
        let in_service = mean_of(&shares, |n| n.min(servers));
        assert_agrees(&runs, "in service", |run| run.concurrency.mean, in_service, 0.01);
    }
}

#[test]
fn a_fleet_with_a_queue_waits_as_erlang_c_says() {
    for (instances, slots, rate) in [(2, 5, 80.0), (1, 3, 21.0), (6, 1, 39.0)] {
        let servers = instances * slots;
        let text =
            service(instances, slots, "\"unlimited\"", 1_500, &poisson(&exponential(100), rate));
        let runs = runs(&text);
        let waited = erlang_c(servers, rate / 10.0);
        let spare = f64::from(servers) * 10.0 - rate;
        assert_agrees(&runs, "waited", |run| run.wait_ms.waited_ratio, waited, 0.02);
        assert_agrees(&runs, "wait", |run| run.wait_ms.mean.unwrap(), waited / spare * 1e3, 0.05);
        let p99 = (waited / 0.01).ln() / spare * 1e3;
        assert_agrees(&runs, "p99 of the wait", |run| run.wait_ms.p99.unwrap(), p99, 0.05);
    }
}

#[test]
fn one_server_is_left_after_an_exponential_time() {
    for rate in [30.0, 70.0] {
        let text = service(1, 1, "\"unlimited\"", 3_000, &poisson(&exponential(10), rate));
        let (runs, spare) = (runs(&text), 100.0 - rate);
        let at = |share: f64| -share.ln() / spare * 1e3;
        assert_agrees(&runs, "mean", |run| run.latency_ms.all.mean.unwrap(), 1e3 / spare, 0.02);
        assert_agrees(&runs, "p50", |run| run.latency_ms.all.p50.unwrap(), at(0.5), 0.02);
        assert_agrees(&runs, "p95", |run| run.latency_ms.all.p95.unwrap(), at(0.05), 0.02);
        assert_agrees(&runs, "p99", |run| run.latency_ms.all.p99.unwrap(), at(0.01), 0.03);
    }
}

#[test]
fn one_server_waits_as_pollaczek_and_khinchine_say() {
    for (law, square) in laws(10) {
        for rate in [40.0, 70.0] {
            let text =
                service(1, 1, "\"unlimited\"", 1_500, &poisson(&format!("latency = {law}"), rate));
            let utilization = rate / 100.0;
            let wait_ms = utilization * 10.0 * square / 2.0 / (1.0 - utilization);
            let runs = runs(&text);
            assert_agrees(&runs, &law, |run| run.wait_ms.mean.unwrap(), wait_ms, 0.03);
            assert_agrees(&runs, &law, |run| run.wait_ms.waited_ratio, utilization, 0.01);
        }
    }
}

/// The sizes that the tests of shared CPUs use, with their vCPUs.
const SIZES: [(&str, f64); 3] = [
    ("cpu = \"0.25 vCPU\"\nmemory = \"0.5 GB\"", 0.25),
    ("cpu = \"1 vCPU\"\nmemory = \"2 GB\"", 1.0),
    ("cpu = \"2 vCPU\"\nmemory = \"4 GB\"", 2.0),
];

fn sized(text: &str, size: &str) -> String {
    format!("{text}[service.instance]\n{size}\n")
}

/// With n requests each runs at min(1, vCPUs / n), so that n finish work of 10 ms
/// this many times a second.
fn finished(vcpus: f64, n: f64) -> f64 {
    n * (vcpus / n).min(1.0) * 100.0
}

#[test]
fn a_shared_cpu_is_insensitive_to_the_law_of_the_work() {
    for (size, vcpus) in SIZES {
        for (law, _) in laws(10) {
            let rate = 65.0 * vcpus;
            let text =
                service(1, 1_000, "\"unlimited\"", 1_000, &poisson(&format!("cpu = {law}"), rate));
            let shares = shares(400, |_| rate, |n| finished(vcpus, n));
            let present = mean_of(&shares, |n| n);
            let runs = runs(&sized(&text, size));
            let what = format!("{law} on {vcpus} vCPU");
            assert_agrees(
                &runs,
                &what,
                |run| run.latency_ms.all.mean.unwrap(),
                present / rate * 1e3,
                0.03,
            );
            assert_agrees(&runs, &what, |run| run.concurrency.mean, present, 0.03);
        }
    }
}

#[test]
fn a_shared_cpu_with_few_slots_refuses_as_a_birth_and_death_process() {
    for (size, vcpus) in SIZES {
        for (law, _) in laws(10) {
            let rate = 90.0 * vcpus;
            let text = service(1, 5, "0", 500, &poisson(&format!("cpu = {law}"), rate));
            let shares = shares(5, |_| rate, |n| finished(vcpus, n));
            let what = format!("{law} on {vcpus} vCPU");
            assert_agrees(&runs(&sized(&text, size)), &what, failed, shares[5], 0.03);
        }
    }
}

/// `users` who think for `think` between requests.
fn closed(answer: &str, users: u32, think: &str) -> String {
    format!("{answer}\n[[traffic]]\nroute = \"/\"\nusers = {users}\nthink = {think}\n")
}

#[test]
fn users_who_think_are_served_as_the_machine_repair_model_says() {
    for (think, _) in laws(400) {
        for (instances, slots, users) in [(1, 1, 5), (2, 2, 15)] {
            let answer = closed(&exponential(100), users, &think);
            let text = service(instances, slots, "\"unlimited\"", 2_000, &answer);
            let servers = f64::from(instances * slots);
            let shares = shares(users, |n| (f64::from(users) - n) / 0.4, |n| n.min(servers) * 10.0);
            let served = mean_of(&shares, |n| n.min(servers)) * 10.0;
            let wait_ms = mean_of(&shares, |n| (n - servers).max(0.0)) / served * 1e3;
            let runs = runs(&text);
            assert_agrees(&runs, &think, served_a_second, served, 0.005);
            assert_agrees(&runs, &think, |run| run.wait_ms.mean.unwrap(), wait_ms, 0.02);
        }
    }
}

#[test]
fn users_who_share_a_cpu_are_insensitive_to_the_law_of_the_work() {
    for (law, _) in laws(20) {
        let think = "{ uniform = { min = \"0s\", max = \"400ms\" } }";
        let text = service(1, 100, "0", 2_000, &closed(&format!("cpu = {law}"), 12, think));
        let shares = shares(12, |n| (12.0 - n) / 0.2, |n| finished(1.0, n) / 2.0);
        let served = mean_of(&shares, |n| finished(1.0, n) / 2.0);
        assert_agrees(&runs(&text), &law, served_a_second, served, 0.005);
    }
}

#[test]
fn patience_cuts_off_the_tail_of_the_service_time() {
    let tail = (-2.0_f64).exp();
    let text = service(1, 1_000, "0", 500, &poisson(&exponential(100), 100.0));
    let gives_up = format!("{text}client_timeout = \"200ms\"\n");
    let abandoned = |run: &Summary| run.requests.abandoned as f64 / run.requests.offered as f64;
    assert_agrees(&runs(&gives_up), "abandoned", abandoned, tail, 0.01);
    let cut = text.replace("\"1h\"", "\"200ms\"");
    assert_agrees(&runs(&cut), "cut", failed, tail, 0.01);
}

/// Patience runs on in service, so that a server is left by who is served and by who
/// gives up: Erlang A with the sum of both rates.
#[test]
fn clients_with_exponential_patience_leave_as_erlang_a_says() {
    for (instances, slots, rate, patience_ms) in
        [(2, 5, 120.0, 200), (1, 1, 8.0, 150), (1, 3, 25.0, 50)]
    {
        let answer = poisson(&exponential(100), rate);
        let patience =
            format!("client_timeout = {{ exponential = {{ mean = \"{patience_ms}ms\" }} }}\n");
        let text = service(instances, slots, "\"unlimited\"", 1_000, &answer) + &patience;
        let theory = ErlangA::new(instances * slots, rate, 10.0, 1e3 / f64::from(patience_ms));
        let runs = runs(&text);
        let abandoned = |run: &Summary| run.requests.abandoned as f64 / run.requests.offered as f64;
        assert_agrees(&runs, "abandoned", abandoned, theory.given_up, 0.02);
        assert_agrees(&runs, "waited", |run| run.wait_ms.waited_ratio, theory.waits, 0.02);
        assert_agrees(&runs, "wait", |run| run.wait_ms.mean.unwrap(), theory.wait * 1e3, 0.02);
        assert_agrees(&runs, "in service", |run| run.concurrency.mean, theory.busy, 0.01);
    }
}

#[test]
fn arrivals_follow_the_integral_of_their_profile() {
    let profile = r#"[["0s", 5], ["100s", 45], ["100s", 20], ["300s", 0]]"#;
    let text = service(1, 1_000, "0", 300, &poisson("", 0.0)).replace("[[\"0s\", 0]]", profile);
    let offered = |run: &Summary| run.requests.offered as f64;
    assert_agrees(&runs(&text), "offered", offered, 2_500.0 + 2_000.0, 0.01);
}

#[test]
fn the_share_of_cold_starts_follows_from_rate_idle_time_and_start_time() {
    for (rate, idle_after, start) in [(20.0_f64, 0.1, 0.05), (5.0, 0.2, 0.6), (40.0, 0.1, 0.03)] {
        let text = format!(
            r#"
duration = "3000s"
[service.auto_scaling]
min_size = 0
max_size = 3
max_concurrency = 1000
[app]
start = {{ fixed = "10ms" }}
[app.routes."/"]
[assume]
provision = {{ fixed = "{}ms" }}
idle_after = "{}ms"
[[traffic]]
route = "/"
profile = [["0s", {rate}]]
"#,
            start * 1e3 - 10.0,
            idle_after * 1e3,
        );
        let runs = runs(&text);
        let theory = ScaleToZero::new(rate, idle_after, start);
        let cold = |run: &Summary| run.cold_starts.instances as f64 / run.requests.offered as f64;
        assert_agrees(&runs, "cold starts", cold, theory.cold, 0.01);
        let delayed =
            |run: &Summary| run.cold_starts.requests_delayed as f64 / run.requests.offered as f64;
        assert_agrees(&runs, "delayed", delayed, theory.delayed, 0.01);
        let there = theory.there;
        assert_agrees(&runs, "there", |run| run.instances.mean, there, 0.01);
        let a_second = (0.064 + 2.0 * 0.007) / 3_600.0;
        let cost = |run: &Summary| run.cost_usd.total / run.simulated_s;
        assert_agrees(&runs, "cost", cost, there * a_second, 0.01);
    }
}

/// Nothing is tuned to the numbers above: parameters drawn by lot match as well.
#[test]
fn parameters_drawn_by_lot_match_the_birth_and_death_process() {
    let mut lot = 20_261_123_u64;
    let mut draw = |from: u32, to: u32| {
        // Knuth's linear congruential generator, its upper bits.
        lot = lot.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        from + u32::try_from((lot >> 33) % u64::from(to - from + 1)).unwrap_or(0)
    };
    for _ in 0..8 {
        let (instances, slots, places) = (draw(1, 6), draw(1, 8), draw(0, 12));
        let (millis, percent) = (draw(5, 300), draw(60, 130));
        let (servers, room) = (instances * slots, instances * slots + places);
        let one_ends = 1e3 / f64::from(millis);
        let rate = f64::from(percent) / 100.0 * f64::from(servers) * one_ends;
        // For 40 000 requests.
        let seconds = 4_000 * millis / (percent * servers) + 1;
        let answer = poisson(&exponential(millis), rate);
        let runs = runs(&service(instances, slots, &places.to_string(), seconds, &answer));
        let shares = shares(room, |_| rate, |n| n.min(f64::from(servers)) * one_ends);
        let what = format!("{instances} × {slots} slots, {places} places, {rate} × {millis} ms");
        let in_service = mean_of(&shares, |n| n.min(f64::from(servers)));
        assert_agrees(&runs, &what, |run| run.concurrency.mean, in_service, 0.01);
        if shares[room as usize] > 0.01 {
            assert_agrees(&runs, &what, failed, shares[room as usize], 0.05);
        }
    }
}
