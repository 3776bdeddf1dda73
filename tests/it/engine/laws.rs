//! What holds for every scenario, tried on small random ones.

use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::player::{self, Player};
use proptest::prelude::*;
use proptest::sample::select;

use super::{LittlesLaw, play, scenario, summary};

/// A run lasts so long.
const SECONDS: u32 = 120;

prop_compose! {
    fn latency()(kind in 0..4, millis in 1..3_000u32) -> String {
        match kind {
            0 => format!("latency = {{ fixed = \"{millis}ms\" }}"),
            1 => format!("latency = {{ exponential = {{ mean = \"{millis}ms\" }} }}"),
            2 => format!("cpu = {{ exponential = {{ mean = \"{}ms\" }} }}", millis / 20 + 1),
            _ => format!("cpu = {{ fixed = \"{}ms\" }}\nlatency = {{ fixed = \"{millis}ms\" }}", millis / 30 + 1),
        }
    }
}

prop_compose! {
    fn stream(may_give_up: bool)(
        load in 0..3,
        rate in 1..25u32,
        later in 0..25u32,
        give_up in prop::option::of(100..4_000u32),
        retries in prop::option::of(2..4u32),
    ) -> String {
        let mut text = match load {
            0 => format!("profile = [[\"0s\", {rate}], [\"1m\", {later}]]\n"),
            1 => format!("arrivals = \"even\"\nprofile = [[\"0s\", {rate}], [\"50s\", {rate}], [\"50s\", {later}]]\n"),
            _ => format!("users = {rate}\nthink = {{ exponential = {{ mean = \"1s\" }} }}\nuntil = \"90s\"\n"),
        };
        if let Some(millis) = give_up.filter(|_| may_give_up) {
            text += &match millis % 2 {
                0 => format!("client_timeout = \"{millis}ms\"\n"),
                _ => format!("client_timeout = {{ exponential = {{ mean = \"{millis}ms\" }} }}\n"),
            };
        }
        if let Some(attempts) = retries {
            text += &format!("retry = {{ on = [429, 502, 503], attempts = {attempts}, backoff = \"1s\" }}\n");
        }
        format!("[[traffic]]\nroute = \"/\"\n{text}")
    }
}

fn action() -> impl Strategy<Value = &'static str> {
    select(vec![
        "crash = { instances = 1 }",
        "hang = { instances = 1 }",
        r#"set = { "app.routes./.status" = 503 }"#,
        r#"set = { "app.routes./.status" = 200 }"#,
        r#"deploy = { version = "v2" }"#,
        r#"deploy = { version = "v3", set = { "app.port" = 9999 } }"#,
        r#"deploy = { version = "v4", set = { "app.routes./.status" = 302 } }"#,
        r#"push = { version = "v5" }"#,
        r#"update = { set = { "service.instance.cpu" = "2 vCPU", "service.instance.memory" = "4 GB" } }"#,
        "pause = {}",
        "resume = {}",
    ])
}

prop_compose! {
    fn events()(events in prop::collection::vec((0..SECONDS, action()), 0..5)) -> String {
        events.iter().map(|(at, action)| format!("[[event]]\nat = \"{at}s\"\n{action}\n")).collect()
    }
}

prop_compose! {
    /// What only Express Mode has: a metric that scales soon, any place of the tasks, and
    /// deployments that are over within the run.
    fn tasks()(
        metric in select(vec![
            "metric = \"AVERAGE_CPU\"\ntarget = 20",
            "metric = \"AVERAGE_MEMORY\"\ntarget = 5",
            "metric = \"REQUEST_COUNT_PER_TARGET\"\ntarget = 100",
        ]),
        (zones, shared_by, public) in (2..=6u32, 1..=25u32, any::<bool>()),
        balancing in select(vec!["round-robin", "random", "fewest"]),
        step in select(vec!["whole-gap", "one"]),
        share in 1..100u32,
        (bake, publish, wait) in (0..30u32, 0..40u32, 0..20u32),
        image_mb in 0..500u32,
    ) -> String {
        format!(
            "[service.auto_scaling]\n[service.health_check]\n[service.express]\n{metric}\nzones = {zones}\nalb_shared_by = {shared_by}\n\
             public = {public}\n[app.image]\nsize = \"{image_mb} MB\"\n[assume]\nprovision = {{ fixed = \"2s\" }}\nbalancing = \"{balancing}\"\n\
             scale_in_step = \"{step}\"\ncanary_share = {:?}\ncanary_bake = \"{bake}s\"\nfinal_bake = \"{bake}s\"\npublish_delay = \"{publish}s\"\n\
             drain_wait = \"{wait}s\"\ndeploy_prepare = \"1s\"\ndeploy_route = \"1s\"\ncreate_prepare = \"5s\"\n",
            f64::from(share) / 100.0
        )
    }
}

prop_compose! {
    fn text(may_give_up: bool)(
        rules in select(vec!["chapter", "aws", "express"]),
        tasks in tasks(),
        start in select(vec!["running", "create"]),
        protocol in select(vec!["TCP", "HTTP"]),
        queue in select(vec!["0", "7", "\"unlimited\"", "\"capacity\""]),
        seed in 0..1_000u32,
        (min_size, more) in (0..3u32, 0..4u32),
        max_concurrency in 1..12u32,
        (signal, grace, shutdown) in (
            select(vec!["drained", "at_once"]),
            0..12u32,
            select(vec!["drain", "ignore", "0s", "2s", "8s"]),
        ),
        latency in latency(),
        streams in prop::collection::vec(stream(may_give_up), 1..4),
        events in events(),
    ) -> String {
        let min_size = if rules == "aws" { min_size.max(1) } else { min_size };
        let deploys = if rules == "express" { "" } else { "auto_deployments = true\n" };
        let max_size = (min_size + more).max(1);
        let streams = streams.concat();
        let own = match rules {
            "express" => tasks,
            _ => format!("[service.auto_scaling]\nmax_concurrency = {max_concurrency}\n[service.health_check]\nprotocol = \"{protocol}\"\n[assume]\n"),
        };
        let own = own
            .replace("[service.auto_scaling]", &format!("[service.auto_scaling]\nmin_size = {min_size}\nmax_size = {max_size}"))
            .replace("[service.health_check]", "[service.health_check]\ninterval = \"5s\"\ntimeout = \"2s\"");
        format!(
            r#"
rules = "{rules}"
duration = "{SECONDS}s"
seed = {seed}
[service]
start = "{start}"
{deploys}{own}queue_limit = {queue}
idle_after = "10s"
scale_in_after = "20s"
start_limit = "40s"
request_limit = "20s"
stop_signal = "{signal}"
stop_grace = "{grace}s"
[app]
shutdown = "{shutdown}"
[app.routes."/"]
{latency}
{streams}
{events}
"#
        )
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_offered_request_ends_exactly_once(text in text(true)) {
        let summary = player::run(scenario(&text));
        let requests = &summary.requests;
        let visitors = &summary.visitors;
        prop_assert_eq!(visitors.total, requests.offered - requests.retried);
        prop_assert!(visitors.succeeded <= requests.succeeded && visitors.failed <= requests.failed);
        prop_assert!(visitors.gave_up <= requests.abandoned);
        let ended = requests.succeeded + requests.failed + requests.abandoned;
        prop_assert_eq!(requests.offered, ended + requests.in_flight_at_end);
        let by_status: u64 = requests.by_status.values().sum();
        prop_assert_eq!(by_status, requests.succeeded + requests.failed);
        let stops = summary.shutdown.map_or((0, 0, 0), |it| (it.instances, it.killed, it.requests_cut));
        prop_assert!(stops.1 <= stops.0 && stops.2 <= requests.failed, "{:?}", stops);
    }

    #[test]
    fn without_client_time_outs_nothing_is_abandoned(text in text(false)) {
        prop_assert_eq!(player::run(scenario(&text)).requests.abandoned, 0);
    }

    #[test]
    fn slots_and_sizes_are_kept_and_the_bill_never_falls(text in text(true)) {
        let mut player = play(&text);
        let scaling = player.scenario().service.auto_scaling;
        // The old and the new tasks of a canary deployment take requests side by side.
        let sets = if player.scenario().service.express.is_some() { 2 } else { 1 };
        let frames = player.recording().frames().to_vec();
        prop_assert!(frames.is_sorted_by(|past, next| past.cost <= next.cost));
        prop_assert!(frames.is_sorted_by(|past, next| past.end < next.end));
        for frame in &frames {
            prop_assert!(frame.active <= sets * scaling.max_size, "{:?}", frame);
            let view = player.view_at(frame.end);
            for one in &view.instances {
                prop_assert!(one.slots.is_none_or(|slots| one.held <= slots), "{:?} at {}", one, frame.end);
            }
            let held: u32 = view.instances.iter().map(|one| one.held).sum();
            prop_assert_eq!(held, view.held);
        }
        prop_assert!(summary(&player).instances.peak_active <= sets * scaling.max_size);
    }

    #[test]
    fn littles_law_holds(text in text(true)) {
        let law = LittlesLaw::of(&play(&text));
        prop_assert!(law.holds(), "{:?}", law);
    }

    #[test]
    fn frames_add_up_to_the_summary(text in text(true)) {
        let player = play(&text);
        let frames = player.recording().frames();
        let requests = &summary(&player).requests;
        prop_assert_eq!(frames.iter().map(|frame| frame.offered).sum::<u64>(), requests.offered);
        prop_assert_eq!(frames.iter().map(|frame| frame.failed).sum::<u64>(), requests.failed);
        prop_assert_eq!(frames.iter().map(|frame| frame.abandoned).sum::<u64>(), requests.abandoned);
    }

    #[test]
    fn a_run_in_slices_is_the_run_in_one_go(
        text in text(true),
        slices in prop::collection::vec(1..3_000u64, 1..20),
    ) {
        let whole = play(&text);
        let mut sliced = Player::new(scenario(&text));
        let mut slices = slices.into_iter().cycle();
        while !sliced.fill(slices.next().unwrap_or(1)) {}
        prop_assert_eq!(sliced.summary(), whole.summary());
        prop_assert_eq!(sliced.recording().events(), whole.recording().events());
        prop_assert_eq!(sliced.recording().frames(), whole.recording().frames());
        let figures = player::run(scenario(&text));
        let bytes = |summary| serde_json::to_string(summary).expect("a summary is plain values");
        prop_assert_eq!(bytes(&figures), bytes(summary(&whole)));
    }

    #[test]
    fn a_view_does_not_depend_on_what_was_looked_at_before(
        text in text(true),
        seeks in prop::collection::vec(0..u64::from(SECONDS) * 1_000_000, 1..12),
    ) {
        let mut seeking = play(&text);
        for micros in seeks {
            let at = SimTime::from_micros(micros);
            let mut fresh = Player::new(scenario(&text));
            while fresh.extent() < at && !fresh.fill(500) {}
            prop_assert_eq!(seeking.view_at(at), fresh.view_at(at));
        }
    }
}
