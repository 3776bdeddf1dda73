//! What figures and events once said wrongly, each kind a test.

use apprunner_sim::file::scenario::{Request, read};
use apprunner_sim::model::metric::{Metric, Unit};
use apprunner_sim::sim::event::EventKind;
use apprunner_sim::sim::player::Player;
use apprunner_sim::sim::summary::{Absence, Summary};
use spanned_toml::diagnostic::Source;

use super::{assert_near, figures, instances, play, scenario, summary, times};

/// One instance at a concurrency of 1,000 that hangs at 5 s; 100 requests a second
/// for 10 s whose clients time out after 2 s.
const FROZEN: &str = r#"
duration = "30s"
seed = 1
[service.auto_scaling]
min_size = 1
max_size = 1
max_concurrency = 1000
[service.health_check]
protocol = "TCP"
[app.routes."/"]
latency = { fixed = "1ms" }
[[traffic]]
route = "/"
arrivals = "even"
client_timeout = "2s"
profile = [["0s", 100], ["10s", 100], ["10s", 0]]
[[event]]
at = "5s"
hang = { instances = 1 }
"#;

const SILENT: &str = r#"
duration = "60s"
[service.health_check]
protocol = "TCP"
[app.routes."/"]
hangs = true
[[traffic]]
route = "/"
arrivals = "even"
profile = [["0s", 1]]
[[goal]]
name = "fast"
metric = "latency_ms.p99"
at_most = 100
"#;

#[test]
fn latency_counts_those_who_time_out_with_the_time_they_waited() {
    let run = figures(FROZEN);
    assert!((499..=502).contains(&run.requests.abandoned), "{:?}", run.requests);
    assert_near(run.latency_ms.all.p99.unwrap(), 2_000.0, 0.001);
    assert_near(run.latency_ms.all.max.unwrap(), 2_000.0, 0.0);
    assert_near(run.latency_ms.responses.max.unwrap(), 1.0, 0.0);
    assert_eq!(run.figure(Metric::ResponseLatencyP99), run.latency_ms.responses.p99);
}

#[test]
fn nobody_answered_is_no_latency_and_misses_its_goal() {
    let run = figures(SILENT);
    for metric in Metric::all().filter(|metric| metric.name().starts_with("latency_ms.")) {
        assert_eq!(run.figure(metric), None, "{metric}");
    }
    let [goal] = &run.goals[..] else { panic!("{:?}", run.goals) };
    assert_eq!(
        (goal.passed, goal.value, goal.reason),
        (false, None, Some(Absence::NothingAnswered))
    );
}

#[test]
fn what_was_never_measured_is_null_and_not_zero() {
    let run = figures("duration = \"1m\"\n[app.routes.\"/\"]\n");
    for metric in Metric::all().filter(|metric| metric.unit() == Unit::Milliseconds) {
        assert_eq!(run.figure(metric), None, "{metric}");
    }
    assert_eq!((run.cold_starts.mean_s, run.cold_starts.max_s), (None, None));
}

#[test]
fn time_never_goes_back_in_the_event_log() {
    let burst = |at: u32| {
        format!(
            "[[traffic]]\nroute = \"/\"\nusers = 50\nthink = {{ fixed = \"1h\" }}\nfrom = \"{at}s\"\n"
        )
    };
    let text = format!(
        "duration = \"2m\"\n[service.auto_scaling]\nmax_size = 1\nmax_concurrency = 1\n\
         [app.routes.\"/\"]\nlatency = {{ fixed = \"300ms\" }}\n[assume]\nqueue_limit = 0\n{}{}",
        burst(10),
        burst(30)
    );
    let mut player = Player::streaming(scenario(&text));
    while !player.fill(u64::MAX) {}
    let events = player.drain_events();
    assert!(events.is_sorted_by_key(|event| event.at), "{events:?}");
    let ended = events.iter().filter(|event| event.kind == EventKind::RejectingEnded);
    // The last rejection of each burst is at its start; a second later that is known.
    assert_eq!(ended.map(|event| event.at.as_secs_f64()).collect::<Vec<_>>(), [11.0, 31.0]);
}

#[test]
fn an_instance_that_drains_already_is_not_drained_by_a_pause() {
    let text = r#"
duration = "5m"
[service.auto_scaling]
min_size = 2
max_size = 2
max_concurrency = 1
[app.routes."/"]
latency = { fixed = "60s" }
[[traffic]]
route = "/"
users = 2
think = { fixed = "1h" }
[[event]]
at = "10s"
set = { "service.auto_scaling.min_size" = 1, "service.auto_scaling.max_size" = 1 }
[[event]]
at = "20s"
pause = {}
"#;
    let player = play(text);
    assert_eq!(times(&player, EventKind::InstanceDraining), [10.0, 20.0]);
    assert_eq!(instances(&player, EventKind::InstanceDraining), [2, 1]);
}

/// One instance with a queue crashes at 10 s and takes 6 s to be replaced: 2 s
/// until its container starts, 3 s until it listens, 1 s for the check.
fn replaced(rest: &str) -> Summary {
    figures(&format!(
        r#"
duration = "1m"
[service.auto_scaling]
min_size = 1
max_size = 1
max_concurrency = 10
[app]
start = {{ fixed = "3s" }}
[app.routes."/"]
latency = {{ fixed = "1s" }}
[[event]]
at = "10s"
crash = {{ instances = 1 }}
{rest}
"#
    ))
}

#[test]
fn a_replacement_that_requests_wait_for_is_a_cold_start() {
    let visitor = "[[traffic]]\nroute = \"/\"\nusers = 1\nuntil = \"13s\"\nfrom = \"12s\"\n";
    let waited = replaced(visitor).cold_starts;
    assert_eq!((waited.instances, waited.requests_delayed), (1, 1));
    assert_eq!((waited.mean_s, waited.max_s), (Some(6.0), Some(6.0)));
    let unseen = replaced(&visitor.replace("12s", "30s").replace("13s", "31s")).cold_starts;
    assert_eq!((unseen.instances, unseen.requests_delayed, unseen.mean_s), (0, 0, None));
}

#[test]
fn whoever_waits_at_the_end_or_times_out_in_the_queue_has_waited() {
    let text = r#"
duration = "10s"
[service.auto_scaling]
min_size = 1
max_size = 1
max_concurrency = 1
[app.routes."/"]
latency = { fixed = "1h" }
[app.routes."/short"]
[assume]
queue_limit = "unlimited"
[[traffic]]
route = "/"
users = 31
"#;
    let run = figures(text);
    assert_eq!(run.requests.in_flight_at_end, 31);
    assert!((run.wait_ms.waited_ratio - 30.0 / 31.0).abs() < 1e-9, "{:?}", run.wait_ms);
    assert_near(run.wait_ms.max.unwrap(), 10_000.0, 0.0);
    let impatient = figures(&format!("{text}client_timeout = \"4s\"\n"));
    assert_near(impatient.wait_ms.max.unwrap(), 4_000.0, 0.0);
}

#[test]
fn users_without_a_pause_by_the_million_are_refused_at_reading() {
    let read = |users: u32, think: &str| {
        let text = format!(
            "format_version = 1\ntitle = \"r\"\nduration = \"1m\"\n[app.routes.\"/\"]\n\
             [[traffic]]\nroute = \"/\"\nusers = {users}\n{think}"
        );
        let source = Source { name: "r.toml".to_owned(), text };
        read(source, &Request::default())
    };
    let rejected = read(1_000_000, "").expect_err("they may send 6·10¹⁰ requests");
    assert!(format!("{rejected:?}").contains("60000000000"), "{rejected:?}");
    assert!(read(1_000_000, "think = { fixed = \"0s\" }\n").is_err());
    assert!(read(1_000_000, "think = { fixed = \"10s\" }\n").is_ok());
    assert!(read(100, "").is_ok());
}

#[test]
fn a_run_that_ends_within_a_second_counts_to_its_end() {
    let player = play("duration = \"10s500ms\"\n[app.routes.\"/\"]\n");
    assert_near(summary(&player).simulated_s, 10.5, 0.0);
    assert_near(player.extent().as_secs_f64(), 10.5, 0.0);
}
