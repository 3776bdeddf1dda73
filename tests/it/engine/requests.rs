//! The way of a request: queue, service, time-outs, retries, and its end.

use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::player::Player;
use apprunner_sim::sim::summary::Summary;

use super::{answered, assert_near, figures, play};

/// A fixed fleet of `instances` with `slots` each; `rest` adds traffic.
fn fleet(instances: u32, slots: u32, queue_limit: &str, answer: &str, rest: &str) -> String {
    format!(
        r#"
duration = "100s"
[service.auto_scaling]
min_size = {instances}
max_size = {instances}
max_concurrency = {slots}
[service.health_check]
protocol = "TCP"
[app]
start = {{ fixed = "3s" }}
[app.routes."/"]
{answer}
[assume]
queue_limit = {queue_limit}
{rest}
"#
    )
}

/// `users` who send one request each at `from`.
fn burst(users: u32, from: &str, until: &str) -> String {
    format!("[[traffic]]\nroute = \"/\"\nusers = {users}\nfrom = \"{from}\"\nuntil = \"{until}\"\n")
}

const A_SECOND: &str = r#"latency = { fixed = "1s" }"#;

fn ended(summary: &Summary) -> u64 {
    let requests = &summary.requests;
    requests.succeeded + requests.failed + requests.abandoned
}

#[test]
fn every_offered_request_ends_once() {
    let traffic = r#"
[[traffic]]
route = "/"
profile = [["0s", 5], ["50s", 60], ["100s", 5]]
client_timeout = "2s"
retry = { on = [429, 503], attempts = 3, backoff = "500ms" }
[[traffic]]
route = "/"
arrivals = "even"
profile = [["0s", 3]]
[[traffic]]
route = "/"
users = 20
think = { exponential = { mean = "2s" } }
"#;
    for rules in ["chapter", "aws"] {
        let text = fleet(2, 10, "5", r#"latency = { exponential = { mean = "1s" } }"#, traffic);
        let summary = figures(&format!("rules = \"{rules}\"\n{text}"));
        let requests = &summary.requests;
        assert_eq!(requests.offered, ended(&summary) + requests.in_flight_at_end, "{rules}");
        let by_status: u64 = requests.by_status.values().sum();
        assert_eq!(by_status, requests.succeeded + requests.failed, "{rules}");
        assert!(requests.abandoned > 0 && requests.retried > 0 && requests.failed > 0, "{rules}");
    }
}

#[test]
fn a_queue_limit_counts_who_waits() {
    let run = |limit| figures(&fleet(1, 1, limit, A_SECOND, &burst(5, "1s", "1001ms")));
    let two = run("2");
    assert_eq!((answered(&two, 200), answered(&two, 503)), (3, 2));
    assert_near(two.wait_ms.max.unwrap(), 2_000.0, 0.01);
    assert_near(two.latency_ms.all.max.unwrap(), 3_000.0, 0.01);
    let unlimited = run("\"unlimited\"");
    assert_eq!((answered(&unlimited, 200), answered(&unlimited, 503)), (5, 0));
}

#[test]
fn a_queue_up_to_capacity_counts_who_is_served_too() {
    let text = fleet(3, 1, "\"capacity\"", A_SECOND, &burst(5, "1s", "1001ms"));
    let summary = figures(&text.replace("min_size = 3", "min_size = 1"));
    assert_eq!((answered(&summary, 200), answered(&summary, 503)), (3, 2));
}

#[test]
fn the_request_limit_cuts_with_504_and_frees_the_slot() {
    for work in ["latency", "cpu"] {
        let answer = format!("{work} = {{ fixed = \"10s\" }}");
        let text = fleet(1, 1, "0", &answer, &burst(1, "0s", "100s"));
        let summary = figures(
            &text.replace("[assume]", "[assume]\nrequest_limit = \"4s\"").replace("100s", "10s"),
        );
        // Arrivals at 0, 4.001 and 8.002 s.
        assert_eq!((summary.requests.offered, answered(&summary, 504)), (3, 2), "{work}");
        assert_eq!(summary.requests.in_flight_at_end, 1, "{work}");
    }
}

#[test]
fn a_waiting_request_is_cut_too() {
    let answer = r#"latency = { fixed = "50s" }"#;
    let text = fleet(1, 1, "\"unlimited\"", answer, &burst(3, "0s", "1ms"));
    let summary = figures(&text.replace("[assume]", "[assume]\nrequest_limit = \"60s\""));
    // The second begins at 50 s and is cut at 60 s; the third then finds 0 s left.
    assert_eq!((answered(&summary, 200), answered(&summary, 504)), (1, 2));
    assert_eq!(summary.requests.in_flight_at_end, 0);
}

/// Three requests of a second each, one at a time; after the latency changed, the third
/// takes the new one, and so does the second if it still waited then.
#[test]
fn a_waiting_request_takes_as_long_as_when_an_instance_takes_it() {
    for (at, last) in [("500ms", 1.0 + 4.0 + 4.0), ("1500ms", 1.0 + 1.0 + 4.0)] {
        let set = format!(
            "[[event]]\nat = \"{at}\"\nset = {{ \"app.routes./.latency\" = {{ fixed = \"4s\" }} }}\n"
        );
        let traffic = burst(3, "0s", "1ms") + &set;
        let summary = figures(&fleet(1, 1, "\"unlimited\"", A_SECOND, &traffic));
        assert_near(summary.latency_ms.all.max.unwrap(), last * 1e3, 0.001);
    }
}

#[test]
fn a_client_gives_up_at_its_own_time_out() {
    let traffic = burst(1, "0s", "10s") + "client_timeout = \"3s\"\n";
    let text = fleet(1, 1, "0", r#"latency = { fixed = "5s" }"#, &traffic);
    let summary = figures(&text.replace("\"100s\"", "\"10s\""));
    // Arrivals at 0, 3.001, 6.002 and 9.003 s.
    assert_eq!((summary.requests.offered, summary.requests.abandoned), (4, 3));
    assert_eq!((summary.requests.failed, summary.requests.in_flight_at_end), (0, 1));
}

#[test]
fn work_on_the_cpu_runs_on_when_the_client_has_gone() {
    let traffic = burst(1, "0s", "1ms") + "client_timeout = \"1s\"\n" + &burst(1, "1s", "1001ms");
    let text = fleet(1, 10, "0", r#"cpu = { fixed = "2s" }"#, &traffic);
    let summary = figures(&text);
    // At 1 s one second of the first is left: both share until 3 s, then the
    // second has another second alone.
    assert_eq!(summary.requests.abandoned, 1);
    assert_near(summary.latency_ms.all.max.unwrap(), 3_000.0, 0.001);
}

#[test]
fn requests_share_the_cpu_of_their_instance() {
    let text = fleet(1, 10, "0", r#"cpu = { fixed = "1s" }"#, &burst(2, "0s", "1ms"));
    assert_near(figures(&text).latency_ms.all.mean.unwrap(), 2_000.0, 0.001);
    let two = format!("{text}[service.instance]\ncpu = \"2 vCPU\"\nmemory = \"4 GB\"\n");
    assert_near(figures(&two).latency_ms.all.mean.unwrap(), 1_000.0, 0.001);
}

#[test]
fn what_a_crashed_instance_holds_fails_with_502() {
    let traffic = burst(4, "0s", "1ms") + "[[event]]\nat = \"5s\"\ncrash = { instances = 1 }\n";
    let summary = figures(&fleet(2, 10, "0", r#"latency = { fixed = "20s" }"#, &traffic));
    assert_eq!((answered(&summary, 502), answered(&summary, 200)), (2, 2));
    assert_eq!(summary.instances.replaced, 1);
}

#[test]
fn an_instance_over_its_memory_crashes() {
    let text = |users| {
        let text = fleet(1, 10, "0", r#"latency = { fixed = "2s" }"#, &burst(users, "0s", "1ms"));
        let memory = "[app]\nmemory = { base = \"1500 MB\", per_request = \"200 MB\" }";
        text.replace("[app]", memory)
    };
    assert_eq!(answered(&figures(&text(2)), 200), 2);
    assert_eq!(answered(&figures(&text(3)), 502), 3);
}

#[test]
fn requests_go_where_fewest_are_held() {
    let text = fleet(3, 10, "0", r#"latency = { fixed = "20s" }"#, &burst(4, "1s", "1001ms"));
    let view = play(&text).view_at(SimTime::from_secs(2));
    let held: Vec<u32> = view.instances.iter().map(|one| one.held).collect();
    assert_eq!(held, [2, 1, 1]);
}

#[test]
fn a_user_needs_a_turnaround_between_requests() {
    let text = fleet(1, 10, "0", "", &burst(1, "0s", "1s"));
    // At 0, 1, 2, … 999 ms.
    assert_eq!(figures(&text).requests.offered, 1_000);
    let slower = text.replace("[assume]", "[assume]\nturnaround = \"100ms\"");
    assert_eq!(figures(&slower).requests.offered, 10);
}

#[test]
fn refused_users_do_not_try_again_at_the_same_instant() {
    let text = fleet(1, 1, "0", r#"latency = { fixed = "1h" }"#, &burst(2, "0s", "1s"));
    let summary = figures(&text);
    assert_eq!((summary.requests.offered, answered(&summary, 503)), (1_001, 1_000));
}

#[test]
fn even_arrivals_come_when_the_integral_of_the_rate_is_whole() {
    let traffic = |profile: &str| {
        let stream =
            format!("[[traffic]]\nroute = \"/\"\narrivals = \"even\"\nprofile = {profile}\n");
        fleet(1, 10, "0", "", &stream).replace("\"100s\"", "\"10s\"")
    };
    let steady = play(&traffic(r#"[["0s", 2]]"#));
    let offered: Vec<u64> = steady.recording().frames().iter().map(|frame| frame.offered).collect();
    assert_eq!(offered, [2; 10]);
    let ramp = play(&traffic(r#"[["0s", 0], ["10s", 10]]"#));
    // t²/2 at the ends of the seconds, rounded down: 0, 2, 4, 8, 12, 18 …
    let offered: Vec<u64> = ramp.recording().frames().iter().map(|frame| frame.offered).collect();
    assert_eq!(offered, [0, 2, 2, 4, 4, 6, 6, 8, 8, 10]);
}

#[test]
fn the_pause_before_a_retry_doubles() {
    let traffic =
        burst(1, "500ms", "501ms") + "retry = { on = [503], attempts = 4, backoff = \"1s\" }\n";
    let player = play(&fleet(1, 10, "0", "status = 503", &traffic));
    let frames = player.recording().frames().iter().enumerate();
    let seconds: Vec<usize> =
        frames.filter(|(_, frame)| frame.offered > 0).map(|(second, _)| second).collect();
    // At 0.5, 1.5, 3.5 and 7.5 s.
    assert_eq!(seconds, [0, 1, 3, 7]);
    let requests = &super::summary(&player).requests;
    assert_eq!((requests.offered, requests.retried, requests.failed), (4, 3, 4));
}

#[test]
fn traffic_of_one_stream_does_not_move_the_arrivals_of_another() {
    let poisson = "[[traffic]]\nroute = \"/\"\nprofile = [[\"0s\", 5]]\n";
    let alone = play(&fleet(1, 1, "0", A_SECOND, poisson));
    let both = play(&fleet(1, 1, "0", A_SECOND, &(poisson.to_owned() + &burst(1, "0s", "1ms"))));
    let offered = |player: &Player| -> Vec<u64> {
        player.recording().frames().iter().skip(1).map(|frame| frame.offered).collect()
    };
    assert_eq!(offered(&alone), offered(&both));
}

/// Two requests in service and two behind them: the fifth of five at once is
/// rejected, and with two instances none is.
#[test]
fn a_queue_as_long_as_the_concurrency_takes_as_many_as_are_in_service() {
    let run = |instances| {
        let burst = burst(5, "1s", "1001ms");
        figures(&fleet(instances, 2, "\"concurrency\"", A_SECOND, &burst))
    };
    let one = run(1);
    assert_eq!((one.requests.succeeded, one.requests.failed), (4, 1));
    assert_near(one.wait_ms.max.unwrap(), 1_000.0, 0.001);
    assert_eq!(run(2).requests.failed, 0);
}

/// Clients send 10 requests a second for 10 s and try three times, 1 s and 2 s after
/// an error; the application always responds with 503.
const PERSISTENT: &str = r#"
duration = "30s"
[service.health_check]
protocol = "TCP"
[app.routes."/"]
status = 503
latency = { fixed = "50ms" }
[[traffic]]
route = "/"
arrivals = "even"
retry = { on = [503], attempts = 3, backoff = "1s" }
profile = [["0s", 10], ["10s", 10], ["10s", 0]]
"#;

/// Pauses of up to 2 s and of up to 4 s: half of both on average, and no visitor as long as
/// the longest.
#[test]
fn a_backoff_that_is_drawn_spreads_the_retries() {
    let drawn = "backoff = { uniform = { min = \"0s\", max = \"2s\" } }";
    let text = PERSISTENT.replace("backoff = \"1s\"", drawn);
    let (fixed, jitter) = (figures(PERSISTENT).visitors, figures(&text).visitors);
    assert_eq!((jitter.total, jitter.failed), (fixed.total, fixed.failed));
    let [fixed, jitter] = [fixed.latency_ms, jitter.latency_ms];
    assert_near(jitter.mean.unwrap(), fixed.mean.unwrap(), 0.1);
    assert_near(fixed.max.unwrap(), fixed.p50.unwrap(), 0.001);
    assert!(jitter.max.unwrap() > 1.5 * jitter.p50.unwrap());
}

#[test]
fn a_visitor_is_a_request_with_its_retries() {
    let run = figures(PERSISTENT);
    let visitors = &run.visitors;
    assert_eq!((visitors.total, visitors.failed, visitors.gave_up), (100, 100, 0));
    assert_eq!((run.requests.offered, run.requests.failed), (300, 300));
    // Two pauses and three responses, not the 50 ms of one response.
    assert_near(visitors.latency_ms.mean.unwrap(), 3_150.0, 0.001);
    assert_near(visitors.latency_ms.p50.unwrap(), 3_150.0, 0.001);
    assert_near(run.latency_ms.all.max.unwrap(), 50.0, 0.001);

    let repaired = PERSISTENT.replace(
        "[[traffic]]",
        "[[event]]\nat = \"2s\"\nset = { \"app.routes./.status\" = 200 }\n[[traffic]]",
    );
    let run = figures(&repaired);
    assert_eq!((run.visitors.failed, run.visitors.lost_ratio), (0, 0.0));
    assert!(run.requests.failed > 0 && run.visitors.succeeded == 100, "{run:?}");
}

#[test]
fn a_visitor_who_times_out_gives_up_and_one_who_pauses_is_in_progress() {
    let slow = PERSISTENT.replace("50ms", "5s").replace("retry", "client_timeout = \"2s\"\nretry");
    let visitors = figures(&slow).visitors;
    assert_eq!((visitors.total, visitors.gave_up, visitors.failed), (100, 100, 0));
    assert_near(visitors.lost_ratio, 1.0, 0.0);

    let cut = PERSISTENT.replace("\"30s\"", "\"10s\"");
    let visitors = figures(&cut).visitors;
    assert!((29..=33).contains(&visitors.in_progress_at_end), "{visitors:?}");
}

#[test]
fn without_retries_visitors_are_requests() {
    let run = figures(&PERSISTENT.replace("retry = {", "# retry = {"));
    assert_eq!(run.visitors.latency_ms, run.latency_ms.all);
    assert_eq!(
        (run.visitors.total, run.visitors.failed, run.visitors.in_progress_at_end),
        (run.requests.offered, run.requests.failed, run.requests.in_flight_at_end)
    );
}
