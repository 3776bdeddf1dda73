//! Create, deploy, update, pause, resume: one at a time.

use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::event::EventKind;
use apprunner_sim::sim::player::Player;

use super::{answered, figures, instances, instant_phases, play, summary, times};

/// Three instances that start in 5 s (chapter) or 37.5 s (aws), with traffic.
fn service(rules: &str, rest: &str) -> String {
    let phases = instant_phases("");
    let (provision, start) = if rules == "aws" { ("32s", "500ms") } else { ("2s", "3s") };
    format!(
        r#"
rules = "{rules}"
duration = "10m"
[service.auto_scaling]
min_size = 3
max_size = 3
[service.health_check]
path = "/health"
protocol = "HTTP"
interval = "5s"
[app]
start = {{ fixed = "{start}" }}
[app.routes."/health"]
[app.routes."/"]
latency = {{ fixed = "100ms" }}
[assume]
provision = {{ fixed = "{provision}" }}
{phases}
[[traffic]]
route = "/"
arrivals = "even"
profile = [["0s", 10]]
{rest}
"#
    )
}

fn event(at: &str, action: &str) -> String {
    format!("[[event]]\nat = \"{at}\"\n{action}\n")
}

/// Type, status, start and end of every operation.
fn operations(player: &Player) -> Vec<(&'static str, &'static str, f64, f64)> {
    let operations = summary(player).operations.iter();
    let ended = |end: Option<f64>| end.unwrap_or(f64::INFINITY);
    operations.map(|one| (one.kind, one.status, one.started_s, ended(one.ended_s))).collect()
}

/// The versions of all instances at `second`.
fn versions(player: &mut Player, second: u64) -> Vec<String> {
    let view = player.view_at(SimTime::from_secs(second));
    view.instances.into_iter().map(|one| one.version).collect()
}

const DEPLOY: &str = r#"deploy = { version = "v2" }"#;

#[test]
fn a_rolling_deployment_replaces_one_instance_at_a_time() {
    let mut player = play(&service("chapter", &event("10s", DEPLOY)));
    assert_eq!(operations(&player), [("START_DEPLOYMENT", "SUCCEEDED", 10.0, 25.0)]);
    assert_eq!(instances(&player, EventKind::InstanceDraining), [1, 2, 3]);
    assert_eq!(times(&player, EventKind::InstanceDraining), [15.0, 20.0, 25.0]);
    assert_eq!(summary(&player).instances.peak, 4);
    assert_eq!(summary(&player).instances.peak_active, 3);
    assert_eq!(versions(&mut player, 17), ["v1", "v1", "v2", "v2"]);
    assert_eq!(versions(&mut player, 30), ["v2"; 3]);
    assert_eq!(summary(&player).requests.failed, 0);
}

#[test]
fn a_second_set_takes_over_when_all_of_it_is_healthy() {
    let mut player = play(&service("aws", &event("10s", DEPLOY)));
    assert_eq!(operations(&player), [("START_DEPLOYMENT", "SUCCEEDED", 10.0, 47.5)]);
    assert_eq!(versions(&mut player, 47), ["v1", "v1", "v1", "v2", "v2", "v2"]);
    assert_eq!(versions(&mut player, 50), ["v2"; 3]);
    assert_eq!((summary(&player).instances.peak, summary(&player).instances.peak_active), (6, 1));
    assert_eq!(summary(&player).requests.failed, 0);
}

#[test]
fn a_version_that_is_never_healthy_leaves_the_old_one() {
    let faults = [
        r#""app.image.pullable" = false"#,
        r#""app.image.architecture" = "arm64""#,
        r#""app.port" = 9999"#,
        r#""app.routes./health.status" = 302"#,
        r#""app.start" = { fixed = "10m" }"#,
    ];
    for (rules, status) in [("chapter", "FAILED"), ("aws", "ROLLBACK_SUCCEEDED")] {
        for fault in faults {
            let deploy = format!(r#"deploy = {{ version = "v2", set = {{ {fault} }} }}"#);
            let mut player = play(&service(rules, &event("10s", &deploy)));
            let failed = [("START_DEPLOYMENT", status, 10.0, 310.0)];
            assert_eq!(operations(&player), failed, "{rules}: {fault}");
            assert_eq!(summary(&player).service_status, "RUNNING");
            assert_eq!(summary(&player).requests.failed, 0);
            assert_eq!(versions(&mut player, 320), ["v1"; 3]);
        }
    }
}

#[test]
fn a_service_is_created_from_nothing() {
    for (rules, ready) in [("chapter", 5.0), ("aws", 37.5)] {
        let text = service(rules, "[service]\nstart = \"create\"\n");
        let player = play(&text);
        assert_eq!(operations(&player), [("CREATE_SERVICE", "SUCCEEDED", 0.0, ready)]);
        assert_eq!(summary(&player).instances.end, 3);
    }
}

#[test]
fn a_service_that_never_listens_is_not_created() {
    for rules in ["chapter", "aws"] {
        let text = service(rules, "[service]\nstart = \"create\"\nport = 9999\n");
        let player = play(&text);
        assert_eq!(operations(&player), [("CREATE_SERVICE", "FAILED", 0.0, 300.0)], "{rules}");
        assert_eq!(summary(&player).service_status, "CREATE_FAILED");
        assert_eq!((summary(&player).requests.succeeded, summary(&player).instances.end), (0, 0));
    }
}

#[test]
fn a_paused_service_answers_503_until_it_is_running_again() {
    let rest = event("10s", "pause = {}") + &event("20s", "resume = {}");
    let player = play(&service("chapter", &rest));
    let expected =
        [("PAUSE_SERVICE", "SUCCEEDED", 10.0, 10.0), ("RESUME_SERVICE", "SUCCEEDED", 20.0, 25.0)];
    assert_eq!(operations(&player), expected);
    // The arrivals of 10.0 to 24.9 s.
    assert_eq!(answered(summary(&player), 503), 150);
    let cost = |second: usize| player.recording().frames()[second - 1].cost;
    assert_eq!(cost(11), cost(20));
}

#[test]
fn a_pause_turns_away_who_waits_and_ends_what_is_in_service() {
    let text = r#"
duration = "1m"
[service.auto_scaling]
max_size = 1
max_concurrency = 1
[app.routes."/"]
latency = { fixed = "20s" }
[assume]
queue_limit = "unlimited"
[[traffic]]
route = "/"
users = 3
until = "1s"
[[event]]
at = "10s"
pause = {}
"#;
    let player = play(text);
    assert_eq!((answered(summary(&player), 503), answered(summary(&player), 200)), (2, 1));
    assert_eq!(summary(&player).last.rejected, Some(10.0));
    assert_eq!(operations(&player), [("PAUSE_SERVICE", "SUCCEEDED", 10.0, 20.0)]);
    assert_eq!(summary(&player).service_status, "PAUSED");
}

#[test]
fn a_push_deploys_when_auto_deployments_are_on() {
    let push = event("10s", r#"push = { version = "v2" }"#);
    for (auto, count) in [("true", 1), ("false", 0)] {
        let text = service("chapter", &push) + "[service]\nauto_deployments = " + auto + "\n";
        assert_eq!(figures(&text).operations.len(), count, "{auto}");
    }
}

#[test]
fn a_push_while_paused_is_not_deployed_on_resume_either() {
    let rest = event("10s", "pause = {}")
        + &event("15s", r#"push = { version = "v2" }"#)
        + &event("20s", "resume = {}")
        + "[service]\nauto_deployments = true\n";
    let mut player = play(&service("chapter", &rest));
    let kinds: Vec<&str> = operations(&player).iter().map(|one| one.0).collect();
    assert_eq!(kinds, ["PAUSE_SERVICE", "RESUME_SERVICE"]);
    assert_eq!(versions(&mut player, 60), ["v1"; 3]);
}

#[test]
fn a_second_operation_is_refused_while_one_is_in_progress() {
    for rules in ["chapter", "aws"] {
        let rest = event("10s", DEPLOY) + &event("12s", "pause = {}");
        let player = play(&service(rules, &rest));
        assert_eq!(operations(&player).len(), 1, "{rules}");
        assert_eq!(times(&player, EventKind::OperationRejected), [12.0], "{rules}");
    }
}

#[test]
fn only_a_paused_service_is_resumed() {
    let player = play(&service("chapter", &event("10s", "resume = {}")));
    assert_eq!(times(&player, EventKind::OperationRejected), [10.0]);
}

#[test]
fn new_scaling_settings_redeploy_on_aws_only() {
    let update = r#"update = { set = { "service.auto_scaling.max_size" = 20 } }"#;
    for (rules, ended) in [("chapter", 10.0), ("aws", 47.5)] {
        let mut player = play(&service(rules, &event("10s", update)));
        assert_eq!(operations(&player), [("UPDATE_SERVICE", "SUCCEEDED", 10.0, ended)]);
        let view = player.view_at(SimTime::from_secs(60));
        assert_eq!(view.service.auto_scaling.max_size, 20);
    }
}

#[test]
fn what_is_set_survives_a_deployment() {
    let rest = event("5s", r#"set = { "app.routes./.status" = 500 }"#) + &event("10s", DEPLOY);
    let summary = figures(&service("chapter", &rest));
    assert_eq!(summary.operations[0].status, "SUCCEEDED");
    // The arrivals of 0.1 to 4.9 s; what arrives at 5 s meets the fault.
    assert_eq!(answered(&summary, 200), 49);
}

#[test]
fn with_no_instance_one_is_started_to_prove_the_version() {
    let rest = event("10s", DEPLOY);
    let text = service("chapter", &rest).replace("min_size = 3", "min_size = 0");
    let mut player = play(&text.replace("[[\"0s\", 10]]", "[[\"0s\", 0]]"));
    assert_eq!(operations(&player), [("START_DEPLOYMENT", "SUCCEEDED", 10.0, 15.0)]);
    assert_eq!(instances(&player, EventKind::InstanceReady), [1]);
    assert_eq!(versions(&mut player, 14), ["v2"]);
    assert_eq!(summary(&player).instances.end, 0);
}
