//! The account's quota of Fargate vCPUs under Express Mode: what has no place waits.

use apprunner_sim::sim::event::EventKind;
use apprunner_sim::sim::player::Player;
use proptest::prelude::*;

use super::{play, summary, times};

/// A service of `tasks` tasks with 1 vCPU each in an account that may run `quota`.
fn service(tasks: u32, quota: &str, more: &str) -> Player {
    play(&format!(
        "rules = \"express\"\nduration = \"40m\"\n[service.health_check]\npath = \"/health\"\n\
         [service.express]\nmin_tasks = {tasks}\n[assume]\nvcpu_quota = {quota}\n\
         [app.routes.\"/health\"]\n[app.routes.\"/\"]\ncpu = {{ fixed = \"100ms\" }}\n{more}"
    ))
}

const DEPLOYMENT: &str = "[[event]]\nat = \"5m\"\ndeploy = { version = \"v2\" }\n\
    [[traffic]]\nroute = \"/\"\narrivals = \"even\"\nprofile = [[\"0s\", 4]]\n";

#[test]
fn a_second_set_over_the_quota_waits_and_the_old_one_serves() {
    let player = service(4, "6", DEPLOYMENT);
    let run = summary(&player);
    assert_eq!((run.instances.peak, run.instances.launched, run.requests.failed), (6, 2, 0));
    assert_eq!((run.operations[0].status, run.operations[0].ended_s), ("IN_PROGRESS", None));
    assert!(times(&player, EventKind::TrafficShifted).is_empty());
    // Two tasks, retried after 10 s, 20 s, 40 s and so on; what has no place does not fail.
    let begin = times(&player, EventKind::InstanceProvisioning)[0];
    let waits: Vec<f64> =
        times(&player, EventKind::InstanceNotPlaced).iter().map(|at| at - begin).collect();
    assert_eq!(waits[..8], [0.0, 0.0, 10.0, 10.0, 30.0, 30.0, 70.0, 70.0]);
    assert_eq!(run.instances.failed_to_start, 0);
}

#[test]
fn a_quota_for_both_sets_is_enough() {
    for quota in ["8", "\"unlimited\""] {
        let player = service(4, quota, DEPLOYMENT);
        assert_eq!(summary(&player).operations[0].status, "SUCCESSFUL", "{quota}");
        assert!(times(&player, EventKind::InstanceNotPlaced).is_empty());
    }
}

#[test]
fn scale_out_ends_at_the_quota() {
    let users = "[[traffic]]\nroute = \"/\"\nusers = 100\n";
    let player = service(1, "3", users);
    assert_eq!(summary(&player).instances.peak, 3);
    assert!(!times(&player, EventKind::InstanceNotPlaced).is_empty());
}

#[test]
fn a_run_begins_with_the_tasks_that_have_a_place() {
    let run = service(9, "6", "");
    assert_eq!((summary(&run).instances.start, summary(&run).instances.peak), (6, 6));
}

/// A crashed task leaves its place to the one that follows it; a task that hangs keeps it
/// until its replacement is healthy, which therefore never starts.
#[test]
fn a_replacement_needs_a_place_too() {
    let fault = |kind: &str| {
        service(2, "2", &format!("[[event]]\nat = \"6m\"\n{kind} = {{ instances = 1 }}\n"))
    };
    assert_eq!(summary(&fault("crash")).instances.end, 2);
    let hung = fault("hang");
    assert!(times(&hung, EventKind::InstanceReady).is_empty());
    assert!(!times(&hung, EventKind::InstanceNotPlaced).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens, the tasks never have more vCPUs than the quota.
    #[test]
    fn the_quota_is_kept(
        tasks in 0_u32..6, quota in 1_u32..10, users in 1_u32..60,
        events in prop::collection::vec((0_u32..40, 0_usize..4), 0..5),
    ) {
        let actions = [
            "crash = { instances = 1 }", "hang = { instances = 1 }",
            "deploy = { version = \"v2\" }",
            "set = { \"service.auto_scaling.min_size\" = 3 }",
        ];
        let events: Vec<String> = events
            .iter()
            .map(|(at, action)| format!("[[event]]\nat = \"{at}m\"\n{}\n", actions[*action]))
            .collect();
        let traffic = format!("[[traffic]]\nroute = \"/\"\nusers = {users}\nthink = {{ fixed = \"1s\" }}\n");
        let player = service(tasks, &quota.to_string(), &format!("{traffic}{}", events.concat()));
        prop_assert!(summary(&player).instances.peak <= quota);
    }
}
