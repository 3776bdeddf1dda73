//! What a scenario may assume otherwise than its edition, each seen in a run.

use apprunner_sim::sim::event::EventKind;

use super::{answered, figures, play, summary, times_of};

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
