//! What lies between clients and App Runner, and what an application does beside requests.

use apprunner_sim::model::goal::CloudWatchMetric;
use apprunner_sim::sim::player::Player;

use super::{figures, scenario};

/// The values of `metric`, a minute each, of the run that `text` describes.
fn points(text: &str, metric: CloudWatchMetric) -> Vec<f64> {
    let mut player = Player::figures(scenario(text)).with_points();
    player.fill(u64::MAX);
    let points = player.drain_points();
    points.iter().filter(|point| point.metric == metric).map(|point| point.value).collect()
}

/// One user, a request a second after each response of 100 ms, over a network.
fn user(network: &str, until: &str) -> String {
    format!(
        "rules = \"chapter\"\nduration = \"20s\"\n[app.routes.\"/\"]\nlatency = {{ fixed = \"100ms\" }}\n\
         [[traffic]]\nroute = \"/\"\nusers = 1\nthink = {{ fixed = \"1s\" }}\nuntil = \"{until}\"\n{network}\n"
    )
}

/// A handshake of 125 ms, as a public load test found it: with connections kept open the
/// first request alone takes that more.
#[test]
fn a_connection_that_is_kept_open_costs_its_handshake_once() {
    // The longest of all, and how much longer that is than the mean of the others.
    let latency = |network: &str| {
        let run = figures(&user(network, "20s"));
        let (all, max) = (run.latency_ms.all.mean.unwrap(), run.latency_ms.all.max.unwrap());
        let first =
            max - (all * run.requests.succeeded as f64 - max) / (run.requests.succeeded - 1) as f64;
        (max, (first * 1e3).round() / 1e3)
    };
    assert_eq!((latency(""), latency("round_trip = \"40ms\"")), ((100.0, 0.0), (140.0, 0.0)));
    assert_eq!(latency("tls_handshake = \"125ms\""), (225.0, 125.0));
    let closed = "tls_handshake = \"125ms\"\nkeep_alive = \"999ms\"";
    assert_eq!(latency(closed), (225.0, 0.0));
}

/// A user who waits for the network sends less: 1.1 s become 1.25 s a round.
#[test]
fn the_network_slows_a_closed_loop() {
    let offered = |network: &str| figures(&user(network, "20s")).requests.offered;
    assert_eq!((offered(""), offered("round_trip = \"150ms\"")), (19, 16));
}

#[test]
fn the_network_of_all_streams_is_an_assumption_and_a_stream_may_have_its_own() {
    let assumed = format!("{}[assume]\nround_trip = \"70ms\"\n", user("", "20s"));
    let own = format!("{}[assume]\nround_trip = \"70ms\"\n", user("round_trip = \"30ms\"", "20s"));
    let longest = |text: &str| figures(text).latency_ms.all.max;
    assert_eq!((longest(&assumed), longest(&own)), (Some(170.0), Some(130.0)));
}

/// CloudWatch measures at App Runner, which does not see the network.
#[test]
fn the_metrics_of_the_service_leave_the_network_out() {
    let text = user("round_trip = \"40ms\"\ntls_handshake = \"125ms\"", "20s");
    assert_eq!(points(&text, CloudWatchMetric::RequestLatency), [100.0]);
}

/// A client counts from when it sends. With 60 ms of network, 100 ms are in time for 160 ms
/// and late for 159 ms.
#[test]
fn patience_includes_the_network() {
    let run = |timeout: &str| {
        let network = "round_trip = \"40ms\"\ntls_handshake = \"20ms\"\nkeep_alive = \"0s\"";
        figures(&user(&format!("{network}\nclient_timeout = \"{timeout}\""), "20s"))
    };
    let (patient, hasty) = (run("160ms"), run("159ms"));
    assert_eq!((patient.requests.abandoned, patient.latency_ms.all.max), (0, Some(160.0)));
    assert_eq!(hasty.requests.abandoned, hasty.requests.offered);
    assert_eq!(hasty.latency_ms.all.max, None, "no instance responded in time");
    assert_eq!(hasty.visitors.gave_up, hasty.visitors.total);
}

/// One of two requests is rejected, and retried a second later: its client has crossed the
/// network twice and opened one connection.
#[test]
fn a_visitor_crosses_the_network_at_each_attempt() {
    let text = "duration = \"20s\"\n[service.auto_scaling]\nmax_size = 1\nmax_concurrency = 1\n[assume]\nqueue_limit = 0\n\
         [app.routes.\"/\"]\nlatency = { fixed = \"100ms\" }\n[[traffic]]\nroute = \"/\"\nusers = 2\nuntil = \"10ms\"\n\
         retry = { on = [503], attempts = 2, backoff = \"1s\" }\nround_trip = \"40ms\"\ntls_handshake = \"20ms\"\n";
    let run = figures(text);
    assert_eq!((run.requests.retried, run.visitors.succeeded), (1, 2));
    // 60 ms before and after the first attempt, 1 s, 40 ms and 100 ms for the second.
    assert_eq!(run.visitors.latency_ms.max, Some(60.0 + 1_000.0 + 40.0 + 100.0));
}

/// An aws service with a queue worker that wants a fifth of a vCPU: for a minute nobody
/// calls, then one request a second keeps an instance active.
const WORKER: &str = "rules = \"aws\"\nduration = \"10m\"\n[app]\nbackground = \"0.2 vCPU\"\n[app.routes.\"/\"]\n\
    [[traffic]]\nroute = \"/\"\narrivals = \"even\"\nprofile = [[\"5m\", 0], [\"5m\", 1]]\n";

/// Half of ten minutes idle at 0.01 vCPU, half active at the 0.2 vCPU that it wants.
#[test]
fn background_work_stalls_on_an_idle_instance() {
    let run = figures(WORKER);
    let work = run.background.unwrap();
    assert_eq!(work.wanted_cpu_s, 120.0);
    let active_s = run.instances.mean_active * 600.0;
    let expected = active_s * 0.2 + (600.0 - active_s) * 0.01;
    assert!((work.done_cpu_s - expected).abs() < 0.02, "{work:?}, {active_s}");
    let more = WORKER.replace("[app]", "[assume]\nidle_cpu = 0.02\n[app]");
    assert!(figures(&more).background.unwrap().done_cpu_s > work.done_cpu_s + 2.9);
    let chapter = figures(&WORKER.replace("\"aws\"", "\"chapter\"")).background.unwrap();
    assert_eq!(chapter.done_ratio, Some(1.0), "nothing is throttled there");
}

#[test]
fn background_work_of_an_idle_instance_is_not_billed() {
    let idle = "rules = \"aws\"\nduration = \"730h\"\n[app]\nbackground = \"1 vCPU\"\n[app.routes.\"/\"]\n";
    let run = figures(idle);
    assert_eq!((run.cost_usd.vcpu, run.cost_usd.total), (0.0, 10.22));
    assert!((run.background.unwrap().done_ratio.unwrap() - 0.01).abs() < 1e-6);
}

/// Half a vCPU beside requests of 100 ms of CPU time, one after the other: 1.5 want one
/// vCPU, so that each takes 150 ms, and `CPUUtilization` shows the worker.
#[test]
fn background_work_shares_the_cpu_with_requests() {
    let text = "duration = \"5m\"\n[app]\nbackground = \"0.5 vCPU\"\n[app.routes.\"/\"]\ncpu = { fixed = \"100ms\" }\n\
        [service.health_check]\nprotocol = \"TCP\"\n[[traffic]]\nroute = \"/\"\nusers = 1\nuntil = \"1m\"\nthink = { fixed = \"1s\" }\n";
    assert_eq!(figures(text).latency_ms.all.max, Some(150.0));
    let cpu = points(text, CloudWatchMetric::CpuUtilization);
    assert_eq!(cpu.last(), Some(&50.0), "the last minute has no requests");
    assert_eq!(figures(&text.replace("background", "# background")).background, None);
}
