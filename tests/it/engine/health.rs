//! When checks fail and what follows, to the microsecond.

use apprunner_sim::sim::event::EventKind;
use coldstart::report::reason::Sentence;

use super::{answered, figures, play, summary, times, times_of};

/// A service checked every 10 s, which a fault strikes at `at`.
fn struck(rules: &str, check: &str, at: &str, fault: &str) -> String {
    format!(
        r#"
rules = "{rules}"
duration = "3m"
[service.health_check]
path = "/health"
interval = "10s"
timeout = "5s"
unhealthy_threshold = 5
{check}
[app]
start = {{ fixed = "3s" }}
[app.routes."/health"]
[[event]]
at = "{at}"
{fault}
"#
    )
}

const HTTP: &str = r#"protocol = "HTTP""#;
const TCP: &str = r#"protocol = "TCP""#;

#[test]
fn five_checks_that_answer_503_take_fifty_seconds() {
    let fault = r#"set = { "app.routes./health.status" = 503 }"#;
    // The check at the moment of the fault still sees the old behaviour.
    for (rules, at, start) in [("chapter", "0s", 0.0), ("aws", "10s", 10.0)] {
        let player = play(&struck(rules, HTTP, at, fault));
        let fails = [10.0, 20.0, 30.0, 40.0, 50.0].map(|second| start + second);
        assert_eq!(times_of(&player, EventKind::HealthFailed, 1), fails, "{rules}");
        assert_eq!(times_of(&player, EventKind::InstanceUnhealthy, 1), [start + 50.0], "{rules}");
    }
}

#[test]
fn five_checks_without_an_answer_take_a_timeout_longer() {
    for (rules, at, start) in [("chapter", "0s", 0.0), ("aws", "10s", 10.0)] {
        let player = play(&struck(rules, HTTP, at, "hang = { instances = 1 }"));
        let fails = [15.0, 25.0, 35.0, 45.0, 55.0].map(|second| start + second);
        assert_eq!(times_of(&player, EventKind::HealthFailed, 1), fails, "{rules}");
        assert_eq!(times(&player, EventKind::InstanceUnhealthy)[0], start + 55.0, "{rules}");
    }
}

#[test]
fn a_redirect_fails_an_http_check_only() {
    let fault = r#"set = { "app.routes./health.status" = 302 }"#;
    let http = play(&struck("chapter", HTTP, "0s", fault));
    assert_eq!(times(&http, EventKind::InstanceUnhealthy)[0], 50.0);
    let tcp = figures(&struck("chapter", TCP, "0s", fault));
    assert_eq!((tcp.health.failed, tcp.health.checks), (0, 19));
}

#[test]
fn a_hanging_application_passes_a_tcp_check() {
    let tcp = figures(&struck("chapter", TCP, "0s", "hang = { instances = 1 }"));
    assert_eq!((tcp.health.failed, tcp.instances.replaced), (0, 0));
}

#[test]
fn nobody_on_the_port_fails_checks_of_either_protocol() {
    for check in [HTTP, TCP] {
        let player = play(&struck("chapter", check, "0s", r#"set = { "app.port" = 9999 }"#));
        assert_eq!(times_of(&player, EventKind::InstanceUnhealthy, 1), [50.0], "{check}");
    }
}

#[test]
fn a_path_that_the_application_lacks_answers_404() {
    let text = r#"
duration = "1m"
[service.health_check]
path = "/nowhere"
interval = "10s"
unhealthy_threshold = 5
[app.routes."/"]
"#;
    let player = play(text);
    assert_eq!(times_of(&player, EventKind::HealthFailed, 1), [0.0, 10.0, 20.0, 30.0, 40.0]);
    let events = player.recording().events();
    let failed = events.iter().find(|event| event.kind == EventKind::HealthFailed);
    let why = failed.expect("a check failed");
    let why = Sentence(&why.reason).to_string();
    assert!(why.contains("/nowhere: 404"), "{why}");
}

#[test]
fn a_pass_in_between_starts_the_count_again() {
    let fault = r#"set = { "app.routes./health.status" = 503 }
[[event]]
at = "45s"
set = { "app.routes./health.status" = 200 }
[[event]]
at = "55s"
set = { "app.routes./health.status" = 503 }"#;
    let player = play(&struck("chapter", HTTP, "0s", fault));
    assert_eq!(times_of(&player, EventKind::HealthPassed, 1), [50.0]);
    assert_eq!(times_of(&player, EventKind::InstanceUnhealthy, 1), [100.0]);
}

#[test]
fn a_check_waits_for_the_result_of_the_one_before() {
    let text = struck("chapter", HTTP, "0s", "hang = { instances = 1 }");
    let player = play(&text.replace(r#"timeout = "5s""#, r#"timeout = "15s""#));
    let fails = [25.0, 40.0, 55.0, 70.0, 85.0];
    assert_eq!(times_of(&player, EventKind::HealthFailed, 1), fails);
}

#[test]
fn requests_on_an_unhealthy_instance_fail_with_502_and_it_is_replaced() {
    let fault = r#"set = { "app.routes./health.status" = 503 }
[[traffic]]
route = "/slow"
users = 3
until = "1s"
"#;
    let text = struck("chapter", HTTP, "0s", fault).replace(
        "[app.routes.\"/health\"]",
        "[app.routes.\"/health\"]\n[app.routes.\"/slow\"]\nlatency = { fixed = \"90s\" }",
    );
    let player = play(&text);
    assert_eq!(answered(summary(&player), 502), 3);
    assert_eq!(times_of(&player, EventKind::InstanceGone, 1), [50.0]);
    assert_eq!(times_of(&player, EventKind::InstanceProvisioning, 2), [50.0]);
}

#[test]
fn the_first_check_comes_at_once_or_after_an_interval() {
    let checks = |rules: &str| {
        let text = format!(
            "rules = \"{rules}\"\nduration = \"20s\"\n[service.health_check]\ninterval = \"5s\"\n[app.routes.\"/\"]\n"
        );
        figures(&text).health.checks
    };
    assert_eq!((checks("chapter"), checks("aws")), (5, 4));
}

/// A service whose CPU traffic may keep busy, `rate` times a second for a second.
fn busy(rate: u32, demand: &str) -> String {
    format!(
        r#"
duration = "1m"
[service.auto_scaling]
max_size = 1
[service.health_check]
path = "/health"
interval = "5s"
timeout = "500ms"
unhealthy_threshold = 5
[app.routes."/health"]
cpu = {{ fixed = "10ms" }}
[app.routes."/"]
{demand} = {{ fixed = "1s" }}
[[traffic]]
route = "/"
arrivals = "even"
profile = [["0s", {rate}]]
"#
    )
}

#[test]
fn an_overloaded_cpu_fails_its_checks() {
    let overloaded = figures(&busy(10, "cpu").replace("500ms", "1s"));
    assert!(overloaded.health.failed >= 5, "{:?}", overloaded.health);
    assert_eq!(overloaded.health.unhealthy, 1);
    assert_eq!(figures(&busy(10, "latency").replace("500ms", "1s")).health.failed, 0);
}
