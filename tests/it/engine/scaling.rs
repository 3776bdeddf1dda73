//! Scaling in the edition of the course.

use apprunner_sim::sim::event::EventKind;
use apprunner_sim::sim::reason::Reason;

use super::{figures, instances, play, summary, times, times_of};

/// A service whose instances take 5 s to start; `rest` adds routes and traffic.
fn service(min_size: u32, max_size: u32, max_concurrency: u32, rest: &str) -> String {
    format!(
        r#"
duration = "5m"
[service.auto_scaling]
min_size = {min_size}
max_size = {max_size}
max_concurrency = {max_concurrency}
[service.health_check]
protocol = "TCP"
[app]
start = {{ fixed = "3s" }}
{rest}
"#
    )
}

/// `users` who send one request each at `from`, served in `latency`.
fn burst(route: &str, latency: &str, users: u32, from: u32) -> String {
    let until = from + 1;
    format!(
        r#"
[app.routes."{route}"]
latency = {{ fixed = "{latency}" }}
[[traffic]]
route = "{route}"
users = {users}
think = {{ fixed = "1h" }}
from = "{from}s"
until = "{until}s"
"#
    )
}

#[test]
fn nothing_is_left_sixty_seconds_after_the_last_end() {
    let player = play(&service(0, 10, 100, &burst("/", "1s", 1, 5)));
    // Ready at 10 s, answered at 11 s.
    assert_eq!(times(&player, EventKind::InstanceReady), [10.0]);
    assert_eq!(times(&player, EventKind::InstanceGone), [71.0]);
    let summary = summary(&player);
    assert_eq!((summary.instances.start, summary.instances.end), (0, 0));
    assert_eq!((summary.cold_starts.instances, summary.cold_starts.requests_delayed), (1, 1));
    assert_eq!((summary.cold_starts.mean_s, summary.requests.failed), (Some(5.0), 0));
}

#[test]
fn a_cold_start_takes_five_to_ten_seconds() {
    for seed in 1..=20 {
        let text = service(0, 10, 100, &burst("/", "1s", 1, 5));
        let text = text.replace("start = { fixed = \"3s\" }", "");
        let cold = figures(&format!("seed = {seed}\n{text}")).cold_starts.mean_s.unwrap();
        assert!((5.0..=10.0).contains(&cold), "{cold} s with seed {seed}");
    }
}

#[test]
fn one_request_more_than_two_instances_hold_asks_for_a_third() {
    assert_eq!(figures(&service(2, 10, 10, &burst("/", "20s", 20, 0))).instances.launched, 0);
    let player = play(&service(2, 10, 10, &burst("/", "20s", 21, 0)));
    assert_eq!(summary(&player).instances.launched, 1);
    let events = player.recording().events();
    let out = events.iter().find(|event| event.kind == EventKind::ScaleOut);
    let reason = &out.expect("it scales out").reason;
    let Reason::DemandExceeds { demand, from, to, .. } = *reason else { panic!("{reason:?}") };
    assert_eq!((demand, from, to), (21.0, 2, 3));
}

#[test]
fn instances_on_their_way_count_when_more_is_asked_for() {
    let text = service(1, 10, 10, &(burst("/a", "20s", 15, 0) + &burst("/b", "20s", 5, 1)));
    assert_eq!(figures(&text).instances.launched, 1);
}

#[test]
fn the_newest_instances_go_first_each_when_its_demand_is_sixty_seconds_past() {
    let player = play(&service(1, 10, 1, &burst("/", "1s", 3, 0)));
    // One instance serves all three by 3 s: demand was 3 until 1 s, 2 until 2 s.
    assert_eq!(instances(&player, EventKind::InstanceGone), [3, 2]);
    assert_eq!(times(&player, EventKind::InstanceGone), [61.0, 62.0]);
}

#[test]
fn a_request_that_waits_for_a_warm_instance_is_no_cold_start() {
    let summary = figures(&service(1, 10, 1, &burst("/", "1s", 3, 0)));
    assert_eq!((summary.cold_starts.instances, summary.cold_starts.requests_delayed), (2, 0));
    assert!(summary.wait_ms.waited_ratio > 0.6, "{:?}", summary.wait_ms);
}

/// Until 20 s both instances are busy; the second holds its request until 205 s
/// and drains from 80 s; at 100 s demand rises again.
fn draining_while_demand_rises() -> String {
    let traffic =
        burst("/a", "20s", 1, 0) + &burst("/b", "200s", 1, 0) + &burst("/c", "1s", 1, 100);
    service(1, 10, 1, &traffic)
}

#[test]
fn a_drain_is_taken_back_when_demand_rises() {
    let player = play(&draining_while_demand_rises());
    assert_eq!(times_of(&player, EventKind::InstanceDraining, 2)[0], 80.0);
    assert_eq!(times_of(&player, EventKind::InstanceReady, 2), [5.0, 100.0]);
    assert_eq!(summary(&player).instances.launched, 1);
}

#[test]
fn a_draining_instance_ends_its_requests_before_it_goes() {
    let traffic = burst("/a", "20s", 1, 0) + &burst("/b", "200s", 1, 0);
    let player = play(&service(1, 10, 1, &traffic));
    assert_eq!(times_of(&player, EventKind::InstanceDraining, 2), [80.0]);
    assert_eq!(times_of(&player, EventKind::InstanceGone, 2), [205.0]);
    assert_eq!(summary(&player).requests.succeeded, 2);
}

#[test]
fn the_ceiling_counts_slots_not_instances() {
    let run = |users| {
        let text = service(2, 2, 50, &burst("/", "20s", users, 1));
        figures(&format!("{text}[assume]\nqueue_limit = 0\n")).requests.failed
    };
    assert_eq!((run(100), run(103)), (0, 3));
}

#[test]
fn demand_beyond_the_ceiling_starts_no_more_than_max_size() {
    let summary = figures(&service(1, 3, 10, &burst("/", "20s", 500, 0)));
    assert_eq!((summary.instances.peak, summary.requests.failed), (3, 470));
}

#[test]
fn who_waits_is_refused_when_nothing_can_become_ready() {
    let text = service(0, 10, 100, &burst("/", "1s", 3, 5));
    let text = text.replace("protocol = \"TCP\"", "protocol = \"HTTP\"\npath = \"/nowhere\"");
    let player = play(&text);
    // The first check fails at 10 s: nothing is coming any more.
    let rejected = summary(&player).last.rejected;
    assert_eq!((super::answered(summary(&player), 503), rejected), (3, Some(10.0)));
}

#[test]
fn a_target_below_one_scales_out_before_the_slots_are_full() {
    let text = service(1, 10, 10, &burst("/", "20s", 6, 0));
    assert_eq!(figures(&text).instances.launched, 0);
    let eager = format!("{text}[assume]\ntarget_utilization = 0.5\n");
    assert_eq!(figures(&eager).instances.launched, 1);
}

#[test]
fn a_share_of_the_slots_is_not_rounded_down() {
    // As floats, 0.29 of 100 is a little less than 29.
    let launched = |users| {
        let text = service(1, 10, 100, &burst("/", "20s", users, 0));
        figures(&format!("{text}[assume]\ntarget_utilization = 0.29\n")).instances.launched
    };
    assert_eq!((launched(29), launched(30), launched(58), launched(59)), (0, 1, 1, 2));
}

#[test]
fn a_smaller_max_size_drains_the_newest_at_once() {
    let sizes = r#"{ "service.auto_scaling.min_size" = 2, "service.auto_scaling.max_size" = 2 }"#;
    for change in [format!("set = {sizes}"), format!("update = {{ set = {sizes} }}")] {
        let text = service(3, 5, 10, &format!("[[event]]\nat = \"10s\"\n{change}\n"));
        let player = play(&text);
        assert_eq!(times_of(&player, EventKind::InstanceDraining, 3)[0], 10.0, "{change}");
        assert!(times_of(&player, EventKind::InstanceDraining, 2).is_empty(), "{change}");
    }
}
