//! `run --sensitivity`.

use crate::support::folder::Folder;

/// One instance with two slots behind a queue. Whether a request is rejected is for the
/// length of the queue alone to say: nothing starts, nothing idles.
const QUEUE_DECIDES: &str = r#"
format_version = 1
title = "A short queue"
duration = "60s"
rules = "aws"
seed = 5
[service.auto_scaling]
min_size = 1
max_size = 1
max_concurrency = 2
[service.health_check]
protocol = "TCP"
[app.routes."/"]
latency = { fixed = "100ms" }
[[traffic]]
route = "/"
profile = [["0s", 12]]
[[goal]]
name = "nobody is rejected"
metric = "requests.failed"
at_most = 0
[[goal]]
name = "traffic is what it is"
metric = "requests.offered"
at_least = 1
"#;

#[test]
fn the_assumption_that_decides_a_goal_is_named() {
    let folder = Folder::new();
    folder.write("queue.toml", QUEUE_DECIDES);
    let arguments = ["run", "queue.toml", "--sensitivity"];
    let text = folder.run(&arguments).printed();
    assert!(text.contains("this goal hinges on `assume.queue_limit`"), "{text}");
    assert!(text.contains("met in 100 of 100 runs; no assumption decides it"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80 || line.contains(" rules · ")));

    let json = folder.run(&[&arguments[..], &["--format", "json"]].concat()).printed();
    let found: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(found["goals"][0]["effects"][0]["parameter"], "assume.queue_limit");
    assert!(found["goals"][0]["effects"][0]["flips"].as_u64().unwrap() >= 1, "{json}");
    assert_eq!(found["goals"][1]["effects"][0]["flips"], 0);
    let again = folder.run(&[&arguments[..], &["--format", "json"]].concat()).printed();
    assert_eq!(json, again);

    let csv = folder.run(&[&arguments[..], &["--format", "csv"]].concat()).printed();
    assert_eq!(csv.lines().count(), 1 + 2 * 9);
}

#[test]
fn what_has_no_goal_or_is_two_is_refused() {
    let folder = Folder::new();
    let bare = QUEUE_DECIDES.split("[[goal]]").next().unwrap();
    folder.write("bare.toml", bare);
    let refused = folder.run(&["run", "bare.toml", "--sensitivity"]).refused();
    assert!(refused.contains("has no goals"), "{refused}");
    let two = folder.run(&["run", "health-302", "health-503", "--sensitivity"]).refused();
    assert!(two.contains("one scenario at a time"), "{two}");
}
