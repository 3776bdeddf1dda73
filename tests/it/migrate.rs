//! `migrate`: a service on App Runner and on ECS Express Mode under the same arrivals, and
//! the way from one to the other.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::folder::Folder;
use crate::support::program::coldstart;

/// A service as `import service` writes it of an App Runner service with all defaults.
const MINE: &str = r#"
format_version = 1
title = "Service mine"
rules = "aws"
duration = "15m"
[app]
start = { fixed = "5s" }
[app.routes."/"]
latency = { lognormal = { median = "80ms", p99 = "400ms" } }
cpu = { fixed = "5ms" }
[[traffic]]
route = "/"
profile = [["0s", 5], ["5m", 5], ["6m", 50], ["15m", 50]]
"#;

/// The report on the file `text` as JSON.
fn report(text: &str) -> Value {
    let folder = Folder::new();
    folder.write("mine.toml", text);
    let done = folder.run(&["migrate", "mine.toml", "--format", "json"]);
    done.assert_code(0);
    done.json()
}

/// The figure `id` on both sides.
fn figure(report: &Value, id: &str) -> [Option<f64>; 2] {
    let groups = report["figures"].as_array().unwrap().iter();
    let mut figures = groups.flat_map(|group| group["figures"].as_array().unwrap());
    let figure = figures.find(|figure| figure["id"] == id).unwrap_or_else(|| panic!("no {id}"));
    [figure["app_runner"].as_f64(), figure["express"].as_f64()]
}

/// The topics of what changes.
fn topics(report: &Value) -> Vec<&str> {
    let changes = report["changes"].as_array().unwrap().iter();
    changes.map(|change| change["topic"].as_str().unwrap()).collect()
}

/// Whether the step `title` is needed.
fn is_needed(report: &Value, title: &str) -> bool {
    let mut steps = report["steps"].as_array().unwrap().iter();
    steps.find(|step| step["title"] == title).unwrap()["condition"] == "needed"
}

#[test]
fn one_command_shows_six_minutes_instead_of_one_and_67_07_instead_of_10_22() {
    let report = report(MINE);
    let [app_runner, express] = figure(&report, "burst_ready_s").map(Option::unwrap);
    assert!((30.0..90.0).contains(&app_runner), "{app_runner}");
    assert!((360.0..420.0).contains(&express), "{express}");
    let cents = |value: f64| (value * 100.0).round() / 100.0;
    let idle = figure(&report, "idle_month_usd").map(|value| cents(value.unwrap()));
    assert!((idle[0] - 10.22).abs() < 1e-9 && (idle[1] - 67.07).abs() < 1e-9, "{idle:?}");
    let [app_runner, express] = figure(&report, "deployment_s").map(Option::unwrap);
    assert!((120.0..240.0).contains(&app_runner), "{app_runner}");
    assert!((360.0..720.0).contains(&express), "{express}");
    let busy = figure(&report, "break_even_instances")[1].unwrap();
    assert!((busy - 1.59).abs() < 0.005, "{busy}");

    let folder = Folder::new();
    folder.write("mine.toml", MINE);
    let lines = folder.run(&["migrate", "mine.toml"]).printed();
    for part in ["$10.22", "$67.07", "1 min 6 s", "6 min", "aws ecs create-express-gateway-service"]
    {
        assert!(lines.contains(part), "{part}: {lines}");
    }
}

/// Scenarios that differ in what changes: overload, pauses, time limits, pushes, failed
/// starts and a lab.
const DIVERSE: [&str; 7] = [
    "429-on-burst",
    "export-cut-at-120s",
    "health-check-401",
    "image-pull-failed",
    "lab-small",
    "push-while-paused",
    "scale-to-zero",
];

/// The parts of a bill add up, and the definition is what `export --to express` writes.
#[test]
fn reports_agree_with_the_other_commands() {
    let mut seen = BTreeSet::new();
    for name in DIVERSE {
        let done = coldstart(&["migrate", name, "--format", "json"]);
        done.assert_code(0);
        let report = done.json();
        let exported = coldstart(&["export", name, "--to", "express"]).json();
        assert_eq!(report["definition"], exported, "{name}");
        let part = |id: &str| figure(&report, id)[1].unwrap();
        let parts = ["vcpu", "memory", "load_balancer", "lcu", "ipv4"];
        let sum: f64 = parts.iter().map(|it| part(&format!("month_{it}_usd"))).sum();
        let month = part("month_usd");
        assert!((month - sum).abs() <= 0.01 * month, "{name}: {month} {sum}");
        let topics = topics(&report);
        assert!(topics.len() >= 10, "{name}: {topics:?}");
        assert_eq!(topics.iter().collect::<BTreeSet<_>>().len(), topics.len(), "{name}");
        seen.extend(topics.into_iter().map(str::to_owned));
        for change in report["changes"].as_array().unwrap() {
            assert!(change["source"].as_str().unwrap().starts_with("https://"));
        }
    }
    for topic in
        ["Pause and resume", "Response to overload", "Automatic rollback", "Two versions at a time"]
    {
        assert!(seen.contains(topic), "{topic} applies to none of them: {seen:?}");
    }
}

#[test]
fn only_what_applies_is_listed() {
    let plain = report(MINE);
    assert!(topics(&plain).contains(&"Maximum"));
    let of_others = [
        "Pause and resume",
        "Private service",
        "Disk",
        "Metrics and alarms",
        "Time limit of a request",
    ];
    for topic in of_others {
        assert!(!topics(&plain).contains(&topic), "{topic}");
    }
    assert!(!is_needed(&plain, "VPC connector") && !is_needed(&plain, "Alarms"));
    let more = MINE.replace("duration = \"15m\"", "duration = \"15m\"\n[service.express]\npublic = false\n")
        .replace("[app]", "# template.yaml:29: `NetworkConfiguration` dropped: networks are not simulated\n[app]")
        .replace("[app.routes.\"/\"]", "image = { size = \"2 GB\" }\n[app.routes.\"/report\"]\nlatency = { fixed = \"90s\" }\n[app.routes.\"/\"]")
        + "[[traffic]]\nroute = \"/report\"\nprofile = [[\"0s\", 0.1]]\n\
           [[event]]\nat = \"10m\"\npause = {}\n\
           [[alarm]]\nname = \"errors\"\nmetric = \"5xxStatusResponses\"\nat_least = 1\nperiods = 2\n";
    let more = report(&more);
    for topic in of_others {
        assert!(topics(&more).contains(&topic), "{topic}: {:?}", topics(&more));
    }
    assert!(is_needed(&more, "VPC connector") && is_needed(&more, "Alarms"));
}

/// The way of a user: what AWS prints becomes a scenario, and that a report.
#[test]
fn an_imported_service_is_migrated_with_its_own_settings() {
    let folder = Folder::new();
    let definition =
        std::fs::read_to_string("tests/services/apprunner/describe-private-image.json");
    folder.write("service.json", definition.unwrap());
    folder.run(&["import", "service", "service.json", "--into", "mine.toml"]).assert_code(0);
    let migrate = ["migrate", "mine.toml", "--format", "json", "--set"];
    let shared = folder.run(&[&migrate[..], &["service.express.alb_shared_by=10"]].concat());
    shared.assert_code(0);
    let report = shared.json();
    let definition = &report["definition"];
    let text = folder.read("mine.toml");
    let port = definition["primaryContainer"]["containerPort"].as_u64().unwrap();
    assert!(text.contains(&format!("port = {port}")), "{port}: {text}");
    let alone = folder.run(&[&migrate[..], &["service.express.alb_shared_by=1"]].concat()).json();
    let [shared, alone] =
        [&report, &alone].map(|it| figure(it, "month_load_balancer_usd")[1].unwrap());
    // The bill of a quarter of an hour is rounded to a millionth before it makes a month.
    assert!((alone - 10.0 * shared).abs() < 0.02, "{alone} {shared}");
}

/// A service of Express Mode is looked at from the other side.
#[test]
fn a_file_of_express_mode_is_adapted_to_app_runner() {
    let report = report(&MINE.replace("rules = \"aws\"", "rules = \"express\""));
    assert_eq!(report["adapted_to_express"].as_array().unwrap().len(), 0);
    let [_, express] = figure(&report, "idle_month_usd").map(Option::unwrap);
    assert!((express - 67.07).abs() < 0.005);
    assert_eq!(report["definition"]["primaryContainer"]["containerPort"], 80);
}

/// An application of App Runner listens on 8080 unless it says otherwise, there too.
#[test]
fn the_container_port_is_the_one_that_the_application_listens_on() {
    let report = report(MINE);
    assert_eq!(report["definition"]["primaryContainer"]["containerPort"], 8080);
    let folder = Folder::new();
    folder.write("mine.toml", MINE);
    let saved =
        folder.run(&["export", "mine.toml", "--rules", "express", "--output", "moved.toml"]);
    saved.assert_code(0);
    let [here, saved] = [&["mine.toml", "--rules", "express"][..], &["moved.toml"]].map(|run| {
        folder.run(&[&["run", "--format", "json"], run].concat()).json()["requests"].clone()
    });
    assert_eq!(here, saved);
}

/// A burst keeps the run short: where the service may take it, the report says so.
#[test]
fn a_burst_below_what_the_rule_asks_for_says_so() {
    let own = report(MINE);
    assert!(own["burst"]["full_rate"].is_null(), "{}", own["burst"]);
    let quick = report(&MINE.replace("cpu = { fixed = \"5ms\" }", "cpu = { fixed = \"100us\" }"));
    assert_eq!(quick["burst"]["rate"], 2_000.0);
    // One and a half times what a vCPU takes.
    let full = quick["burst"]["full_rate"].as_f64().unwrap();
    assert!((full - 15_000.0).abs() < 1e-6, "{full}");
    let note = quick["figures"][0]["note"].as_str().unwrap();
    assert!(note.contains("would be 15000 a second"), "{note}");
}

#[test]
fn what_does_not_go_together_is_refused() {
    let folder = Folder::new();
    folder.write("mine.toml", MINE);
    folder.run(&["migrate"]).fails();
    folder.run(&["migrate", "none.toml"]).fails();
    folder.run(&["migrate", "mine.toml", "--html", "mine.toml"]).fails();
    let printed = folder.run(&["migrate", "mine.toml", "--html", "-", "--format", "json"]).fails();
    assert!(printed.contains("leave `--format` out"), "{printed}");
    assert_eq!(folder.read("mine.toml"), MINE);
    let bad = folder.run(&["migrate", "mine.toml", "--set", "service.express.target=0"]).fails();
    assert!(bad.contains("target"), "{bad}");
}

#[test]
fn the_same_command_gives_the_same_page() {
    let pages = [(); 2].map(|()| coldstart(&["migrate", "health-503", "--html", "-"]).printed());
    assert_eq!(pages[0], pages[1]);
    for part in ["$67.07", "The way there", "create-express-gateway-service", "Requests per second"]
    {
        assert!(pages[0].contains(part), "{part}");
    }
    assert!(!pages[0].contains("<script"));
}
