//! Figures in words, wherever people read them: one of a thing is not called several, and
//! no figure has more digits than anybody reads.

use crate::support::folder::Folder;
use crate::support::program::{Finished, STUDY};

/// A run of one minute with one of everything: one request that nobody answers in time, a
/// third of a second for a goal.
const ONE: &str = r#"
format_version = 1
title = "One of everything"
duration = "1m"
[service.auto_scaling]
min_size = 1
max_size = 1
max_concurrency = 1
[app.routes."/"]
latency = { fixed = "333333us" }
[[traffic]]
route = "/"
arrivals = "even"
profile = [["0s", 0.033334], ["1m", 0.033334]]
[[event]]
at = "10s"
hang = { instances = 1 }
[[event]]
at = "50s"
crash = { instances = 1 }
[[alarm]]
name = "none"
metric = "Requests"
at_least = 1
periods = 1
[[goal]]
name = "fast"
metric = "latency_ms.p50"
at_most = 0.1234567890123
[[goal]]
name = "few"
metric = "instances.mean_active"
equals = 0.30000000000000004
"#;

/// A practice exam of one question in one minute.
const FORM: &str = r#"
format_version = 1
[[blueprint]]
name = "one"
title = "One question"
questions = 1
scored = 1
minutes = 1
pass = 720
[[blueprint.domain]]
number = 1
name = "Development with AWS Services"
weight = 100
"#;

/// What text calls a noun after "1 " as if there were several.
fn several_of_one(text: &str) -> Option<&str> {
    // "1 is", "1 was": not a noun.
    const VERBS: [&str; 6] = ["is", "was", "has", "its", "this", "succeeds"];
    text.match_indices("1 ").find_map(|(at, _)| {
        let before = text[..at].chars().next_back();
        let begins = before.is_none_or(|it| !it.is_ascii_alphanumeric() && !".,:#-×–".contains(it));
        let rest = &text[at + 2..];
        let word = &rest[..rest.find(|it: char| !it.is_ascii_lowercase()).unwrap_or(rest.len())];
        let is_plural = word.len() > 2 && word.ends_with('s') && !word.ends_with("ss");
        (begins && is_plural && !VERBS.contains(&word)).then(|| &text[at..at + 2 + word.len()])
    })
}

/// A figure with more than four digits after its point.
fn digits(text: &str) -> Option<&str> {
    text.match_indices('.').find_map(|(at, _)| {
        let fraction = text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let whole = text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
        (fraction > 4 && whole > 0).then(|| &text[at - whole..=at + fraction])
    })
}

#[track_caller]
fn assert_readable(report: &Finished, of: &[&str]) {
    assert!(report.code < Some(2) && !report.stdout.is_empty(), "{of:?}: {report:?}");
    for text in [&report.stdout, &report.stderr] {
        assert_eq!(several_of_one(text), None, "{of:?}:\n{text}");
        assert_eq!(digits(text), None, "{of:?}:\n{text}");
    }
}

#[test]
fn one_is_not_several_and_no_figure_has_seventeen_digits() {
    let folder = Folder::new();
    folder.write("one.toml", ONE);
    folder.write("forms.toml", FORM);
    folder.say(&["quiz", "--plain", "--seed", "1", STUDY], "c\nsure\nquit\n").assert_code(0);
    let exam = ["exam", "--plain", "--blueprint", "dva-c02-16", "--seed", "1"];
    assert_readable(&folder.say(&exam, "1\nsubmit\nyes\n"), &exam);
    for arguments in [
        &["run", "one.toml"][..],
        &["run", "one.toml", "--explain"],
        &["compare", "one.toml", "--set", "service.auto_scaling.max_concurrency=2"],
        &["sweep", "one.toml", "--reps", "2"],
        &["check", "one.toml"],
        &["stats", STUDY],
        &["stats", "--topic", "health-check", STUDY],
        &["exam", "paper", "--blueprint", "one", "--blueprints", "forms.toml", "--seed", "1"],
        &["exam", "list"],
        &["list", "scenarios"],
        &["facts", "ceiling"],
    ] {
        assert_readable(&folder.run(arguments), arguments);
    }
}

#[test]
fn every_scenario_tells_its_figures_in_few_digits() {
    let folder = Folder::new();
    for name in ["campaign-surge", "scale-to-zero", "lab-blind", "retry-storm"] {
        let run = ["run", name, "--events", "-"];
        let report = folder.run(&run);
        assert!(report.code < Some(2), "{run:?}: {report:?}");
        let reasons = report.stdout.lines().filter_map(|line| line.split("\"why\":").nth(1));
        let reasons: Vec<&str> = reasons.collect();
        assert!(!reasons.is_empty(), "{run:?}");
        assert_eq!(digits(&reasons.join("\n")), None, "{run:?}");
    }
}
