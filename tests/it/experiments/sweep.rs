//! `sweep`: a grid of settings, repeated.

use serde_json::Value;

use crate::support::program::{CALM, OUTAGE, ZERO, coldstart};

const MAX_SIZE: &str = "service.auto_scaling.max_size=1,2";

#[test]
fn a_row_a_setting_the_last_varying_fastest() {
    let vary = ["--vary", MAX_SIZE, "--vary", "service.auto_scaling.max_concurrency=10,20,50"];
    let format = ["--reps", "2", "--format", "json"];
    let output = coldstart(&[&["sweep", CALM], &vary[..], &format].concat());
    output.assert_code(0);
    assert_eq!(output.stderr, "");
    let tree = output.json();
    let rows = tree["rows"].as_array().unwrap();
    let settings: Vec<(i64, i64)> = rows
        .iter()
        .map(|row| {
            let of = |name: &str| row["set"][format!("service.auto_scaling.{name}")].as_i64();
            (of("max_size").unwrap(), of("max_concurrency").unwrap())
        })
        .collect();
    assert_eq!(settings, [(1, 10), (1, 20), (1, 50), (2, 10), (2, 20), (2, 50)]);
    assert_eq!((&tree["format_version"], &tree["reps"]), (&1.into(), &2.into()));
}

#[test]
fn any_number_of_jobs_gives_the_same_bytes_in_every_format() {
    for format in ["table", "json", "csv"] {
        let of = |jobs| {
            let options = ["--vary", MAX_SIZE, "--reps", "7", "--format", format, "--jobs", jobs];
            coldstart(&[&["sweep", "health-503"], &options[..]].concat())
        };
        let [one, three] = ["1", "3"].map(of);
        one.assert_code(0);
        assert_eq!(one.stdout, three.stdout);
        assert!(one.stdout.ends_with('\n'));
    }
}

/// A row must be what `run` says under each of its seeds.
#[test]
fn a_row_is_the_mean_of_its_runs() {
    let path = "latency_ms.mean";
    let options = ["--reps", "3", "--seed", "11", "--metric", path, "--format", "json"];
    let output = coldstart(&[&["sweep", "saas-api"], &options[..]].concat());
    output.assert_code(0);
    let estimate = &output.json()["rows"][0]["metrics"][path];
    let runs = ["11", "12", "13"].map(|seed| {
        let run = coldstart(&["run", "saas-api", "--seed", seed, "--format", "json"]);
        run.json()["latency_ms"]["mean"].as_f64().unwrap()
    });
    let mean = runs.iter().sum::<f64>() / 3.0;
    assert!((estimate["mean"].as_f64().unwrap() - mean).abs() < 1e-9, "{estimate} {runs:?}");
    let least = runs.iter().copied().fold(f64::INFINITY, f64::min);
    assert_eq!((estimate["n"].as_u64(), estimate["min"].as_f64()), (Some(3), Some(least)));
    assert!(estimate["half_width"].as_f64().unwrap() > 0.0);
}

#[test]
fn one_run_has_no_interval_and_what_never_happens_is_never() {
    let options = ["--metric", "first.rejected", "--reps", "1"];
    let table = coldstart(&[&["sweep", CALM], &options[..]].concat());
    table.assert_code(0);
    assert!(table.stdout.contains("never"), "{}", table.stdout);
    assert!(!table.stdout.contains('±'), "{}", table.stdout);
    let run = coldstart(&[&["sweep", CALM, "--format", "json"], &options[..]].concat());
    let estimate = run.json()["rows"][0]["metrics"]["first.rejected"].clone();
    assert_eq!((&estimate["mean"], &estimate["n"]), (&Value::Null, &0.into()));
}

/// A missed goal is a figure of a sweep, not its failure.
#[test]
fn goals_are_counted() {
    let options = ["--reps", "2", "--format", "json"];
    let missed = coldstart(&[&["sweep", OUTAGE], &options[..]].concat());
    missed.assert_code(0);
    assert_eq!(missed.json()["rows"][0]["goals_passed"], 0.0);
    let met = coldstart(&[&["sweep", CALM], &options[..]].concat());
    assert_eq!(met.json()["rows"][0]["goals_passed"], 1.0);
}

#[test]
fn the_rules_may_vary_and_adapt_what_they_must() {
    let options = ["--vary", "rules=chapter,aws", "--reps", "1", "--format", "json"];
    let output = coldstart(&[&["sweep", ZERO], &options[..]].concat());
    output.assert_code(0);
    assert!(output.stderr.starts_with("adapted: "), "{}", output.stderr);
    let rows = output.json()["rows"].clone();
    assert_eq!(rows[1]["set"]["rules"], "aws");
    assert_eq!(rows[0]["adapted"].as_array().map(Vec::len), Some(0));
    assert_eq!(rows[1]["adapted"].as_array().map(Vec::len), Some(1));
}

#[test]
fn every_bad_value_is_told_at_its_place_before_anything_runs() {
    let sizes = ["--vary", "service.auto_scaling.max_size=lots,0"];
    let lengths = ["--vary", "duration=1m,-1m", "--reps", "10000"];
    let reported = coldstart(&[&["sweep", CALM], &sizes[..], &lengths].concat()).fails();
    assert!(reported.contains("--vary service.auto_scaling.max_size=\"lots\""), "{reported}");
    assert!(reported.contains("--vary service.auto_scaling.max_size=0"), "{reported}");
    assert!(reported.contains("--vary duration=\"-1m\""), "{reported}");
}

#[test]
fn bad_lists_and_grids_are_refused() {
    let cases: [(&[&str], &str); 10] = [
        (&["--vary", "service.auto_scaling.max_size=1,,2"], "a value is missing"),
        (&["--vary", "service.auto_scaling.max_sise=1,2"], "max_size"),
        (&["--vary", "seed=1,2"], "--seed"),
        (&["--vary", "rules=aws,chapter", "--rules", "aws"], "leave `--rules` out"),
        (&["--vary", MAX_SIZE, "--vary", MAX_SIZE], "is in two `--vary` options"),
        (&["--metric", "latency_ms.p98"], "latency_ms.p9"),
        (&["--seed", "18446744073709551615"], "smaller `--seed`"),
        (&["--reps", "0"], "--reps"),
        (&["--html", "-", "--format", "json"], "prints no figures"),
        (&["--html", "-", "--vary", MAX_SIZE, "--plot"], "leave `--plot` out"),
    ];
    for (options, message) in cases {
        let reported = coldstart(&[&["sweep", CALM], options].concat()).fails();
        assert!(reported.contains(message), "{options:?}: {reported}");
    }
    let values = (1..=200).map(|value| value.to_string()).collect::<Vec<_>>().join(",");
    let sizes = format!("service.auto_scaling.max_size={values}");
    let slots = format!("service.auto_scaling.max_concurrency={values}");
    let reported = coldstart(&["sweep", CALM, "--vary", &sizes, "--vary", &slots]).fails();
    assert!(reported.contains("40000 configurations"), "{reported}");
}

/// A table over the editions and over what only Express Mode has.
#[test]
fn the_third_edition_is_swept_like_the_others() {
    let vary = ["--vary", "rules=aws,express", "--vary", "service.express.alb_shared_by=1,25"];
    let options = ["--reps", "1", "--metric", "cost_usd.total", "--format", "json"];
    let output = coldstart(&[&["sweep", CALM], &vary[..], &options].concat());
    output.assert_code(0);
    let tree = output.json();
    let cost =
        |row: usize| tree["rows"][row]["metrics"]["cost_usd.total"]["mean"].as_f64().unwrap();
    assert!((cost(0) - cost(1)).abs() < 1e-9, "App Runner shares nothing");
    assert!(cost(2) > cost(3) && cost(3) > 0.0);
}
