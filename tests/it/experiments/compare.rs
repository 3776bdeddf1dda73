//! `compare`: two settings under the same seeds.

use serde_json::json;

use crate::support::program::{CALM, ZERO, coldstart, scenarios};

const SLOWER: [&str; 2] = ["--set", "app.routes./.latency={ fixed = \"150ms\" }"];
const LATENCY: &str = "latency_ms.mean";

#[test]
fn the_other_has_the_changes_and_the_base_has_not() {
    let options = ["--reps", "3", "--format", "json"];
    let output = coldstart(&[&["compare", CALM], &SLOWER[..], &options].concat());
    output.assert_code(0);
    assert_eq!(output.stderr, "");
    let tree = output.json();
    let figure = &tree["metrics"][LATENCY];
    assert_eq!((&figure["base"]["mean"], &figure["other"]["mean"]), (&100.0.into(), &150.0.into()));
    assert_eq!(figure["difference"]["half_width"], 0.0);
    assert_eq!(tree["base"]["set"], json!({}));
    assert_eq!(tree["other"]["set"]["app.routes./.latency"]["fixed"], "150ms");
}

#[test]
fn any_number_of_jobs_gives_the_same_bytes_in_every_format() {
    for format in ["table", "json", "csv"] {
        let of = |jobs| {
            let options = ["--reps", "5", "--format", format, "--jobs", jobs];
            coldstart(&[&["compare", "health-503"], &options[..]].concat())
        };
        let [one, three] = ["1", "3"].map(of);
        one.assert_code(0);
        assert_eq!(one.stdout, three.stdout);
    }
}

/// Both sides see the same arrivals and demands, so the difference is known far
/// better than from runs that share nothing.
#[test]
fn the_same_random_numbers_narrow_the_interval() {
    let changed =
        ["--set", "app.routes./.latency={ lognormal = { median = \"40ms\", p99 = \"250ms\" } }"];
    let with = ["--with-set", "traffic.0.arrivals=poisson"];
    let options = ["--metric", "requests.offered", "--metric", LATENCY, "--format", "json"];
    let output = coldstart(&[&["compare", CALM], &changed[..], &with, &options].concat());
    output.assert_code(0);
    let offered = &output.json()["metrics"]["requests.offered"];
    assert_eq!(
        (&offered["difference"]["mean"], &offered["difference"]["half_width"]),
        (&0.0.into(), &0.0.into())
    );
    assert!(offered["unpaired_half_width"].as_f64() > Some(1.0), "{offered}");
    assert_eq!(output.json()["reps"], 20);
}

#[test]
fn without_a_change_the_editions_are_compared() {
    let output = coldstart(&["compare", ZERO, "--reps", "1", "--format", "json"]);
    output.assert_code(0);
    let tree = output.json();
    assert_eq!(
        (&tree["base"]["rules"], &tree["other"]["rules"]),
        (&"chapter".into(), &"aws".into())
    );
    assert!(output.stderr.starts_with("adapted: other: min_size 0 → 1"), "{}", output.stderr);
    assert_eq!(tree["other"]["adapted"].as_array().map(Vec::len), Some(1));
}

#[test]
fn the_fix_of_the_file_is_a_side() {
    let mut fixed = 0;
    for name in scenarios() {
        let output = coldstart(&["compare", &name, "--fix", "--reps", "1", "--format", "json"]);
        if output.code == Some(2) {
            assert!(output.stderr.contains("has no `[fix]`"), "{}", output.stderr);
            continue;
        }
        fixed += 1;
        let goals = output.json()["goals"].clone();
        let of = |side: &str| {
            goals.as_array().unwrap().iter().map(|goal| goal[side].as_f64()).collect::<Vec<_>>()
        };
        assert!(of("base_passed").contains(&Some(0.0)), "{name}: {goals}");
        assert!(of("other_passed").iter().all(|&share| share == Some(1.0)), "{name}: {goals}");
    }
    assert!(fixed > 0, "no built-in scenario has a fix");
}

#[test]
fn settings_of_one_side_and_of_both_go_where_they_belong() {
    let options = [
        "--base-set",
        "service.auto_scaling.max_concurrency=20",
        "--with-set",
        "duration=30s",
        "--base-rules",
        "aws",
        "--rules",
        "aws",
        "--reps",
        "1",
        "--format",
        "json",
    ];
    let output = coldstart(&[&["compare", CALM], &options[..]].concat());
    output.assert_code(0);
    let tree = output.json();
    assert_eq!((&tree["base"]["rules"], &tree["other"]["rules"]), (&"aws".into(), &"aws".into()));
    assert_eq!(tree["base"]["set"]["service.auto_scaling.max_concurrency"], 20);
    assert_eq!(tree["other"]["set"], json!({ "duration": "30s" }));
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let cases: [(&[&str], &str); 6] = [
        (&["--fix"], "has no `[fix]`"),
        (&["--rules", "chapter"], "both sides are the same"),
        (&["--set", "seed=3"], "set them with `--seed`"),
        (&["--set", "service.auto_scaling.max_size=none"], "--set service.auto_scaling.max_size"),
        (
            &["--base-set", "service.auto_scaling.max_sise=1"],
            "--base-set service.auto_scaling.max_sise",
        ),
        (&["--with-set", "duration=0s"], "--with-set duration"),
    ];
    for (options, message) in cases {
        let reported = coldstart(&[&["compare", CALM], options].concat()).fails();
        assert!(reported.contains(message), "{options:?}: {reported}");
        assert_eq!(reported.matches("error:").count(), 1, "{reported}");
    }
}

/// App Runner and Express Mode under the same requests: what differs is the service alone.
#[test]
fn the_platforms_are_compared_under_the_same_requests() {
    let sides = ["--base-rules", "aws", "--rules", "express", "--reps", "2"];
    let metrics = ["--metric", "requests.offered", "--metric", "cost_usd.total"];
    let output =
        coldstart(&[&["compare", CALM], &sides[..], &metrics, &["--format", "json"]].concat());
    output.assert_code(0);
    let tree = output.json();
    assert_eq!(
        (&tree["base"]["rules"], &tree["other"]["rules"]),
        (&"aws".into(), &"express".into())
    );
    assert!(!tree["other"]["adapted"].as_array().unwrap().is_empty());
    assert_eq!(tree["metrics"]["requests.offered"]["difference"]["mean"], 0.0);
    assert!(tree["metrics"]["cost_usd.total"]["difference"]["mean"].as_f64().unwrap() > 0.0);
}
