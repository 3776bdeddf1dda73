//! What a scenario may assume otherwise than its edition, each seen in a run.

use apprunner_sim::sim::event::EventKind;

use super::{answered, figures, instant_phases, play, summary, times_of};

#[test]
fn every_status_of_the_edge_can_be_another() {
    let paused = "duration = \"1m\"\n[assume]\npaused_status = 404\n[app.routes.\"/\"]\n\
        [[traffic]]\nroute = \"/\"\narrivals = \"even\"\nprofile = [[\"30s\", 1]]\n[[event]]\nat = \"10s\"\npause = {}\n";
    let run = figures(paused);
    assert_eq!(answered(&run, 404), run.requests.offered);

    let lost = "duration = \"1m\"\n[assume]\nlost_status = 503\n[app.routes.\"/\"]\nlatency = { fixed = \"30s\" }\n\
        [[traffic]]\nroute = \"/\"\nusers = 3\nuntil = \"1s\"\n[[event]]\nat = \"10s\"\ncrash = { instances = 1 }\n";
    assert_eq!(answered(&figures(lost), 503), 3);

    let cut = "duration = \"1m\"\n[assume]\ncut_status = 502\nrequest_limit = \"10s\"\n[app.routes.\"/\"]\nhangs = true\n\
        [[traffic]]\nroute = \"/\"\nusers = 3\nuntil = \"1s\"\n[service.health_check]\nprotocol = \"TCP\"\n";
    assert_eq!(answered(&figures(cut), 502), 3);
}

#[test]
fn the_first_check_is_when_the_scenario_says() {
    let checks = |first: &str| {
        let text = format!(
            "duration = \"20s\"\n[assume]\nfirst_check = \"{first}\"\n[service.health_check]\ninterval = \"5s\"\n[app.routes.\"/\"]\n"
        );
        figures(&text).health.checks
    };
    assert_eq!((checks("at_once"), checks("after_interval")), (5, 4));
}

#[test]
fn memory_costs_more_in_tokyo() {
    let month = |region: &str| {
        let text = format!(
            "rules = \"aws\"\nduration = \"730h\"\n[assume]\nregion = \"{region}\"\n[app.routes.\"/\"]\n"
        );
        figures(&text).cost_usd.total
    };
    assert_eq!((month("us-east-1"), month("ap-northeast-1")), (10.22, 13.14));
}

/// Two an hour for 100 hours: 200 expected, with a standard deviation of 14. What is lost
/// is replaced in seconds.
#[test]
fn instances_are_lost_as_often_as_is_assumed() {
    let text = "duration = \"100h\"\n[assume]\nlost_per_hour = 2.0\n[app.routes.\"/\"]\n";
    let player = play(text);
    let lost = times_of(&player, EventKind::InstanceCrashed, 1).len();
    let all = summary(&player).instances.replaced;
    assert!(lost <= 1, "an instance is lost once");
    assert!((140..260).contains(&all), "{all}");
    assert_eq!(figures(&text.replace("2.0", "0.0")).instances.replaced, 0);
}

/// Two requests at once need 2 s of CPU time each. Two vCPUs do both in 2 s; one thread
/// shares one of them, so both take 4 s.
#[test]
fn one_thread_uses_one_vcpu() {
    let longest = |threads: &str| {
        let text = format!(
            "duration = \"1m\"\n[service.instance]\ncpu = \"2 vCPU\"\nmemory = \"4 GB\"\n[app]\n{threads}\n[app.routes.\"/\"]\n\
             cpu = {{ fixed = \"2s\" }}\n[[traffic]]\nroute = \"/\"\nusers = 2\nuntil = \"1s\"\n[service.health_check]\nprotocol = \"TCP\"\n"
        );
        figures(&text).latency_ms.all.max
    };
    assert_eq!((longest(""), longest("threads = 2")), (Some(2_000.0), Some(2_000.0)));
    assert_eq!(longest("threads = 1"), Some(4_000.0));
}

#[test]
fn the_first_request_on_an_instance_takes_more() {
    let text = "duration = \"1m\"\n[app]\nfirst_request = { fixed = \"4s\" }\n[app.routes.\"/\"]\nlatency = { fixed = \"100ms\" }\n\
        [[traffic]]\nroute = \"/\"\nusers = 1\nthink = { fixed = \"10s\" }\n";
    let latency = figures(text).latency_ms.all;
    // Six requests, of which one is the first.
    assert_eq!((latency.max, latency.mean), (Some(4_100.0), Some(4_600.0 / 6.0)));
}

/// When the first operation of the run that `text` describes ended, and how.
fn ended(text: &str) -> (Option<f64>, String) {
    let operation = &figures(text).operations[0];
    (operation.ended_s, operation.status.to_string())
}

/// An aws service whose instances are ready 8 s after they start.
fn service(rest: &str) -> String {
    format!(
        "rules = \"aws\"\nduration = \"1h\"\n[app]\nstart = {{ fixed = \"1s\" }}\n[app.routes.\"/\"]\n\
         [service.health_check]\ninterval = \"5s\"\n[assume]\nprovision = {{ fixed = \"2s\" }}\n{}{rest}",
        instant_phases(rest)
    )
}

#[test]
fn a_creation_is_prepared_started_and_routed() {
    let create =
        |rest: &str| ended(&service(rest).replace("[app]", "[service]\nstart = \"create\"\n[app]"));
    let succeeded = |at| (Some(at), "SUCCEEDED".to_owned());
    assert_eq!(create(""), succeeded(8.0));
    assert_eq!(create("create_prepare = \"107s\"\ncreate_route = \"80s\"\n"), succeeded(195.0));
}

#[test]
fn a_creation_that_fails_takes_its_cleanup_too() {
    let text = service("create_prepare = \"2m\"\ncreate_cleanup = \"3m\"\n")
        .replace("[app]", "[service]\nstart = \"create\"\n[app]\nport = 9000");
    // 2 min, 5 min that an instance may take, 3 min.
    assert_eq!(ended(&text), (Some(600.0), "FAILED".to_owned()));
}

#[test]
fn a_deployment_is_prepared_started_and_routed() {
    let deploy = |rest: &str| {
        ended(&service(&format!("{rest}[[event]]\nat = \"1m\"\ndeploy = {{ version = \"v2\" }}\n")))
    };
    assert_eq!(deploy("").0, Some(68.0));
    assert_eq!(deploy("deploy_prepare = \"45s\"\ndeploy_route = \"1m\"\n").0, Some(173.0));
}

#[test]
fn a_rollback_takes_its_time_and_the_old_set_serves_on() {
    let text = service(
        "rollback = \"20m\"\n[[event]]\nat = \"1m\"\ndeploy = { version = \"v2\", set = { \"app.port\" = 9000 } }\n\
         [[traffic]]\nroute = \"/\"\narrivals = \"even\"\nprofile = [[\"0s\", 1]]\n",
    );
    assert_eq!(ended(&text), (Some(60.0 + 300.0 + 1_200.0), "ROLLBACK_SUCCEEDED".to_owned()));
    assert_eq!(figures(&text).requests.failed, 0);
    let short = text.replace("1h", "10m");
    assert_eq!(ended(&short), (None, "ROLLBACK_IN_PROGRESS".to_owned()));
}

#[test]
fn an_operation_is_stuck_in_progress() {
    let stuck = |at: &str| {
        let event = format!("[[event]]\nat = \"{at}\"\nstuck = \"20m\"\n");
        ended(&service(&format!(
            "[[event]]\nat = \"1m\"\ndeploy = {{ version = \"v2\" }}\n{event}"
        )))
        .0
    };
    // Its instances are healthy at 1:08, and nothing follows until 20 min are over.
    assert_eq!(stuck("62s"), Some(62.0 + 1_200.0));
    assert_eq!(stuck("2m"), Some(68.0));
}

#[test]
fn a_new_service_responds_only_when_its_traffic_is_routed() {
    let text = service(
        "create_prepare = \"10s\"\ncreate_route = \"30s\"\n\
         [[traffic]]\nroute = \"/\"\narrivals = \"even\"\nprofile = [[\"0s\", 1]]\n",
    )
    .replace("[app]", "[service]\nstart = \"create\"\nauto_scaling = { min_size = 2 }\n[app]");
    // RUNNING at 48 s: the requests at 1 s to 47 s find no route.
    assert_eq!(figures(&text).requests.failed, 47);
}

#[test]
fn an_instance_lost_while_traffic_is_routed_is_replaced_first() {
    // Healthy at 1:08; its port is closed for a while, which five checks notice.
    let closed = |from: &str, until: &str| {
        ended(&service(&format!(
            "deploy_route = \"1m\"\n[[event]]\nat = \"1m\"\ndeploy = {{ version = \"v2\" }}\n\
             [[event]]\nat = \"{from}\"\nset = {{ \"app.port\" = 9000 }}\n\
             [[event]]\nat = \"{until}\"\nset = {{ \"app.port\" = 8080 }}\n"
        )))
        .0
    };
    // Replaced at 1:33, healthy again at 1:41, well before traffic has moved.
    assert_eq!(closed("70s", "94s"), Some(128.0));
    // Replaced at 2:03, healthy at 2:11, and routed in another minute.
    assert_eq!(closed("100s", "124s"), Some(191.0));
}
