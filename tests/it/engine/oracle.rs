//! Where a second reading of the contract and the engine once differed, each a test.

use apprunner_sim::sim::event::EventKind;
use apprunner_sim::sim::player::Player;
use apprunner_sim::sim::reason::{Plan, Reason};

use super::{assert_near, figures, instances, instant_phases, play, summary, times};

/// A service of the aws edition whose instances take 32 s to be placed, 0.5 s to
/// start and 5 s to their first check, under `rate` even requests of `latency`.
fn service(scaling: &str, rate: u32, latency: &str, rest: &str) -> String {
    let phases = instant_phases("");
    format!(
        r#"
rules = "aws"
duration = "4m"
[service.auto_scaling]
{scaling}
[app.routes."/"]
latency = {{ fixed = "{latency}" }}
[assume]
provision = {{ fixed = "32s" }}
queue_limit = 0
{phases}
[[traffic]]
route = "/"
arrivals = "even"
profile = [["0s", {rate}]]
{rest}
"#
    )
}

/// 42 requests a second of 74 ms on three slots: every fourth is rejected, 10.5 a
/// second, which would keep 0.78 slots busy. 3.78 over 1.29 slots an instance are
/// three instances, where 4 would be four.
#[test]
fn refused_traffic_is_not_rounded_before_it_is_divided() {
    let scaling = "max_concurrency = 3";
    let text = service(scaling, 42, "74ms", "")
        .replace("queue_limit = 0", "queue_limit = 0\ntarget_utilization = 0.43");
    let player = play(&text);
    let events = player.recording().events();
    let first = events.iter().find(|event| event.kind == EventKind::ScaleOut);
    let Some(Reason::DemandExceeds { demand, rejected, to, .. }) = first.map(|one| &one.reason)
    else {
        panic!("it scales out: {first:?}");
    };
    assert_near(*rejected, 0.777, 0.02);
    assert_near(*demand, 3.777, 0.01);
    assert_eq!(*to, 3);
}

/// A deployment on one instance that is active all the time: the start of the new
/// one, 37.5 s, is charged as a minute, whoever of a set is the last to be healthy.
#[test]
fn each_start_of_a_deployment_is_charged_for_a_minute_at_least() {
    let deploy = "[[event]]\nat = \"100s\"\ndeploy = { version = \"v2\" }\n";
    for (rate, active) in [(5, 1.0), (15, 2.0)] {
        // A second of work, ten slots: one instance active, or two.
        let text = service("min_size = 2\nmax_concurrency = 10", rate, "1s", deploy);
        let vcpu_s = figures(&text).cost_usd.vcpu / 0.064 * 3_600.0;
        // The first request of each instance wakes it within the first two seconds.
        let expected = 240.0 * active + 2.0 * 60.0;
        assert!((vcpu_s - expected).abs() < 3.0, "{vcpu_s} s, not {expected} s, with {active}");
    }
}

/// A minute of 20 requests a second, a second each, then a pause and a resume. What
/// was rejected with 503 meanwhile asks for no instance: 20 in service fit into one.
#[test]
fn who_asks_a_paused_service_is_no_demand() {
    let events = "[[event]]\nat = \"60s\"\npause = {}\n[[event]]\nat = \"70s\"\nresume = {}\n";
    let player = play(&service("max_concurrency = 25", 20, "1s", events));
    assert!(summary(&player).operations.iter().all(|one| one.status == "SUCCEEDED"));
    assert_eq!(times(&player, EventKind::ScaleOut).len(), 0);
}

/// Nor does it during a creation, whatever the service answered before: the demand
/// of its first minute is what it serves.
#[test]
fn who_asks_a_service_in_creation_is_no_demand() {
    let text = service("max_concurrency = 25", 20, "1s", "[service]\nstart = \"create\"\n");
    let player = play(&text);
    assert_eq!(times(&player, EventKind::ScaleOut).len(), 0);
    assert_eq!(instances(&player, EventKind::InstanceProvisioning), [1]);
}

/// The image cannot be pulled any more: each start fails after a minute and is
/// tried again, four times in four minutes, for one instance that crashed.
#[test]
fn a_replacement_is_counted_once_however_often_it_is_tried() {
    let events = "[[event]]\nat = \"5s\"\nset = { \"app.image.pullable\" = false }\n\
                  [[event]]\nat = \"10s\"\ncrash = { instances = 1 }\n";
    let text = service("max_size = 1", 1, "10ms", events)
        .replace("queue_limit = 0", "queue_limit = 0\nstart_limit = \"1m\"");
    let run = figures(&text);
    assert_eq!((run.instances.replaced, run.instances.failed_to_start), (1, 3));
    assert_eq!(run.instances.launched, 4);
}

/// The size that the log gives for the second set of the first deployment, and how
/// many instances started at its beginning.
fn second_set(player: &Player) -> (u32, usize) {
    let events = player.recording().events();
    let planned = events.iter().find_map(|event| match event.reason {
        Reason::Started(_, Plan::SecondSet(size)) => Some((size, event.at)),
        _ => None,
    });
    let (size, at) = planned.expect("it is deployed with a second set");
    let started = events
        .iter()
        .filter(|event| event.at == at && event.kind == EventKind::InstanceProvisioning);
    (size, started.count())
}

#[test]
fn the_second_set_is_what_is_wanted_and_the_log_says_how_many() {
    let at = |second: u32, action: &str| format!("[[event]]\nat = \"{second}s\"\n{action}\n");
    let deploy = "deploy = { version = \"v2\" }";
    // One of two is being replaced: two are wanted all the same.
    let crash = at(5, "crash = { instances = 1 }") + &at(10, deploy);
    let player = play(&service("min_size = 2", 1, "10ms", &crash));
    assert_eq!(second_set(&player), (2, 2));
    // Three more came for the first minute and are still there, but not wanted.
    let text = service("max_concurrency = 10", 31, "1s", &at(180, deploy))
        .replace("[[\"0s\", 31]]", "[[\"0s\", 31], [\"1m\", 31], [\"1m\", 1]]");
    let player = play(&text);
    assert_eq!(summary(&player).instances.peak, 5);
    assert_eq!(second_set(&player), (1, 1));
    // The new settings ask for more than there is.
    let update = "update = { set = { \"service.auto_scaling.min_size\" = 3 } }";
    let player = play(&service("min_size = 1", 1, "10ms", &at(10, update)));
    assert_eq!(second_set(&player), (3, 3));
}
