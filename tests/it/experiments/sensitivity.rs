//! `run --sensitivity`.

use crate::support::folder::Folder;

/// Three users who come at once to one instance with two slots. Whether one of them is
/// rejected is for the length of the queue to say: nothing starts.
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
users = 3
think = { fixed = "1s" }
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
    assert!(text.contains("this goal depends on `queue_limit`"), "{text}");
    assert!(text.contains("; it does not depend on an assumption"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");

    let json = folder.run(&[&arguments[..], &["--format", "json"]].concat()).printed();
    let found: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(found["goals"][0]["effects"][0]["parameter"], "queue_limit");
    let parameters = found["parameters"].as_array().unwrap().len();
    assert_eq!(found["goals"][1]["met"], found["goals"][1]["runs"]);
    assert_eq!(found["goals"][1]["runs"], 10 * (parameters + 1));
    assert!(found["goals"][0]["effects"][0]["flips"].as_u64().unwrap() >= 1, "{json}");
    assert_eq!(found["goals"][1]["effects"][0]["flips"], 0);
    let again = folder.run(&[&arguments[..], &["--format", "json"]].concat()).printed();
    assert_eq!(json, again);

    let csv = folder.run(&[&arguments[..], &["--format", "csv"]].concat()).printed();
    assert_eq!(csv.lines().count(), 1 + 2 * parameters);
}

#[test]
fn the_page_ranks_what_the_lines_rank() {
    let folder = Folder::new();
    folder.write("queue.toml", QUEUE_DECIDES);
    let page = folder.run(&["run", "queue.toml", "--sensitivity", "--html", "-"]).printed();
    assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
    assert!(page.contains("this goal depends on `queue_limit`"), "{page}");
    assert!(page.contains("nobody is rejected") && page.contains("class=\"bar\""), "{page}");
    let both = ["run", "queue.toml", "--sensitivity", "--html", "why.html", "--format", "csv"];
    let csv = folder.run(&both).printed();
    assert!(csv.starts_with("goal,metric,"), "{csv}");
    assert_eq!(folder.read("why.html"), page);
}

#[test]
fn what_has_no_goal_or_is_two_is_refused() {
    let folder = Folder::new();
    let bare = QUEUE_DECIDES.split("[[goal]]").next().unwrap();
    folder.write("bare.toml", bare);
    let refused = folder.run(&["run", "bare.toml", "--sensitivity"]).fails();
    assert!(refused.contains("has no goals"), "{refused}");
    let two = folder.run(&["run", "health-302", "health-503", "--sensitivity"]).fails();
    assert!(two.contains("one scenario at a time"), "{two}");
}
