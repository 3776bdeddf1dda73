//! How an instance goes in good order: SIGTERM, the grace period, SIGKILL.

use apprunner_sim::sim::event::EventKind;
use apprunner_sim::sim::player::Player;

use super::{answered, play, summary, times, times_of};

/// Two instances with a request of 20 s each from 1 s on, the second of which has to go
/// from 5 s on: the application does `shutdown`, and `assume` is assumed.
fn going(rules: &str, shutdown: &str, assume: &str) -> Player {
    // A task of Express Mode takes any number.
    let concurrency = if rules == "express" { "" } else { "max_concurrency = 1" };
    play(&format!(
        r#"
rules = "{rules}"
duration = "2m"
[service.auto_scaling]
min_size = 2
max_size = 2
{concurrency}
[service.health_check]
protocol = "HTTP"
[app]
shutdown = "{shutdown}"
[app.routes."/"]
[app.routes."/slow"]
latency = {{ fixed = "20s" }}
[assume]
balancing = "fewest"
{assume}
[[traffic]]
route = "/slow"
users = 2
think = {{ fixed = "1h" }}
from = "1s"
until = "2s"
[[event]]
at = "5s"
update = {{ set = {{ "service.auto_scaling.min_size" = 1, "service.auto_scaling.max_size" = 1 }} }}
"#
    ))
}

/// When the second instance began to drain, received SIGTERM and was gone.
fn life(player: &Player) -> [Vec<f64>; 3] {
    [EventKind::InstanceDraining, EventKind::InstanceStopping, EventKind::InstanceGone]
        .map(|kind| times_of(player, kind, 2))
}

/// Processes that ran on, those that SIGKILL ended, and requests cut, as the figures, the
/// goals' figures and the statuses have them.
#[track_caller]
fn assert_stops(player: &Player, [instances, killed, cut]: [u64; 3]) {
    let run = summary(player);
    let stops = run.shutdown.expect("the scenario asks for it");
    assert_eq!([stops.instances, stops.killed, stops.requests_cut], [instances, killed, cut]);
    assert_eq!(answered(run, 502), cut);
    assert_eq!(run.requests.offered, 2);
    assert_eq!(run.requests.succeeded + cut, 2);
}

#[test]
fn without_a_word_about_it_a_request_in_progress_ends_before_its_instance_goes() {
    let player = going("chapter", "drain", "");
    assert_eq!(life(&player), [vec![5.0], vec![], vec![21.0]]);
    assert_eq!((summary(&player).requests.succeeded, summary(&player).shutdown), (2, None));
}

#[test]
fn the_grace_period_and_the_application_decide_what_a_signal_at_once_cuts() {
    // What the application does, the grace period, when its instance is gone, and how
    // many instances ran on, were killed, and how many requests were cut.
    let table = [
        ("drain", "30s", 21.0, [1, 0, 0]),
        ("drain", "10s", 15.0, [1, 1, 1]),
        ("drain", "16s", 21.0, [1, 0, 0]),
        ("drain", "0s", 5.0, [1, 1, 1]),
        ("4s", "30s", 9.0, [1, 0, 1]),
        ("25s", "30s", 21.0, [1, 0, 0]),
        ("40s", "10s", 15.0, [1, 1, 1]),
        ("0s", "30s", 5.0, [1, 0, 1]),
        ("ignore", "30s", 35.0, [1, 1, 0]),
        ("ignore", "10s", 15.0, [1, 1, 1]),
    ];
    for (shutdown, grace, gone, stops) in table {
        let assume = format!("stop_signal = \"at_once\"\nstop_grace = \"{grace}\"\n");
        let player = going("chapter", shutdown, &assume);
        assert_eq!(life(&player), [vec![5.0], vec![5.0], vec![gone]], "{shutdown} in {grace}");
        assert_stops(&player, stops);
    }
}

#[test]
fn a_signal_after_draining_cuts_nothing_and_an_application_that_ignores_it_costs_the_grace() {
    let player = going("chapter", "0s", "");
    assert_eq!(life(&player), [vec![5.0], vec![], vec![21.0]]);
    assert_stops(&player, [0, 0, 0]);
    let stays = going("chapter", "ignore", "stop_grace = \"10s\"\n");
    assert_eq!(life(&stays), [vec![5.0], vec![21.0], vec![31.0]]);
    assert_stops(&stays, [1, 1, 0]);
    let cost = |player: &Player| summary(player).cost_usd.total;
    assert!(cost(&stays) > cost(&player));
}

#[test]
fn the_old_set_of_a_deployment_receives_the_signal() {
    let assume = "stop_signal = \"at_once\"\ndeploy_prepare = \"0s\"\ndeploy_route = \"0s\"\n\
                  provision = { fixed = \"2s\" }\nfirst_check = \"at_once\"\n";
    for (shutdown, cut) in [("drain", 0), ("0s", 2)] {
        // Changing the sizes redeploys: the second set is ready at 7.5 s.
        let player = going("aws", shutdown, assume);
        assert_eq!(times(&player, EventKind::InstanceReady)[0], 7.5, "{shutdown}");
        assert_eq!(answered(summary(&player), 502), cut, "{shutdown}");
        assert!(times(&player, EventKind::InstanceStopping).iter().all(|&at| at == 7.5));
    }
}

#[test]
fn a_pause_is_over_when_the_last_process_has_ended() {
    let paused = |shutdown: &str, grace: &str| {
        let text = format!(
            "duration = \"3m\"\n[app]\nshutdown = \"{shutdown}\"\n[assume]\nstop_grace = \"{grace}\"\n\
             [[event]]\nat = \"10s\"\npause = {{}}\n"
        );
        summary(&play(&text)).operations[0].ended_s
    };
    assert_eq!(paused("drain", "20s"), Some(10.0));
    assert_eq!(paused("ignore", "20s"), Some(30.0));
}

#[test]
fn an_instance_that_has_received_the_signal_is_not_taken_back() {
    let again = "[[event]]\nat = \"6s\"\nset = { \"service.auto_scaling.max_size\" = 2 }\n";
    let ready = |signal: &str| {
        let assume = format!(
            "stop_signal = \"{signal}\"\n[[traffic]]\nroute = \"/slow\"\n\
                              users = 1\nthink = {{ fixed = \"1h\" }}\nfrom = \"7s\"\nuntil = \"8s\"\n{again}"
        );
        let player = going("chapter", "drain", &assume);
        times_of(&player, EventKind::InstanceReady, 2)
    };
    assert_eq!(ready("drained"), [7.0]);
    assert!(ready("at_once").is_empty());
}

#[test]
fn a_task_of_express_mode_runs_until_sigkill_if_it_ignores_the_signal() {
    for (shutdown, stays) in [("drain", 0.0), ("ignore", 30.0)] {
        let player = going("express", shutdown, "");
        let [drained, _, gone] = life(&player);
        // It holds a request until 21 s.
        assert_eq!((drained[0], gone[0]), (5.0, 21.0 + stays), "{shutdown}");
        assert_eq!(answered(summary(&player), 502), 0);
    }
}

#[test]
fn what_an_instance_does_last_is_logged_in_order() {
    let player = going("chapter", "4s", "stop_signal = \"at_once\"\n");
    let own: Vec<EventKind> = (player.recording().events().iter())
        .filter(|event| event.instance.is_some_and(|id| id.0 == 2))
        .map(|event| event.kind)
        .collect();
    assert_eq!(
        own,
        [EventKind::InstanceDraining, EventKind::InstanceStopping, EventKind::InstanceGone]
    );
}
