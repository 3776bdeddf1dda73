//! `sweep --until`, `--plot`, `--html` and `--window`: runs until a figure is known, curves, and
//! the part of a run that counts.

use serde_json::{Value, json};

use crate::support::program::{CALM, coldstart};

/// Two rates of random arrivals, of which the lower one spreads more.
const RATES: [&str; 4] = [
    "--set",
    "traffic.0.arrivals=poisson",
    "--vary",
    "traffic.0.profile=[[\"0s\", 2]],[[\"0s\", 8]]",
];
const KNOWN: [&str; 4] = ["--until", "requests.offered ±2 %", "--reps", "5"];

fn sweep(options: &[&str]) -> Value {
    coldstart(&[&["sweep", CALM, "--format", "json"], options].concat()).assert_code(0).json()
}

#[test]
fn runs_are_added_until_the_interval_is_that_narrow() {
    let report = sweep(&[&RATES[..], &KNOWN].concat());
    let until = json!({ "metric": "requests.offered", "half_width": { "relative": 0.02 }, "max_reps": 1000 });
    assert_eq!(report["until"], until);
    let rows = report["rows"].as_array().unwrap();
    for row in rows {
        let figure = &row["metrics"]["requests.offered"];
        let (mean, half) =
            (figure["mean"].as_f64().unwrap(), figure["half_width"].as_f64().unwrap());
        assert!(half <= 0.02 * mean, "{row}");
        assert_eq!((&row["reached"], &figure["n"]), (&json!(true), &row["reps"]));
    }
    let reps = [0, 1].map(|row| rows[row]["reps"].as_u64().unwrap());
    assert!(reps[0] > 2 * reps[1] && reps[1] > 5, "{reps:?}");
}

#[test]
fn neither_threads_nor_the_rule_change_what_the_runs_are() {
    let one = sweep(&[&RATES[..], &KNOWN, &["--jobs", "1"]].concat());
    assert_eq!(one, sweep(&[&RATES[..], &KNOWN, &["--jobs", "3"]].concat()));
    // Common random numbers: so many runs of a row are those of any sweep.
    let reps = one["rows"][1]["reps"].to_string();
    let figures = ["--metric", "requests.offered", "--metric", "latency_ms.p99"];
    let fixed = sweep(&[&RATES[..], &["--reps", &reps], &figures].concat());
    let one = sweep(&[&RATES[..], &KNOWN, &figures].concat());
    assert_eq!(fixed["rows"][1]["metrics"], one["rows"][1]["metrics"]);
}

#[test]
fn a_row_that_does_not_get_there_says_so() {
    let options = [&RATES[..], &KNOWN, &["--max-reps", "30"]].concat();
    let report = sweep(&options);
    let reached = [0, 1].map(|row| (&report["rows"][row]["reps"], &report["rows"][row]["reached"]));
    assert_eq!(reached[0], (&json!(30), &json!(false)));
    let table = coldstart(&[&["sweep", CALM], &options[..]].concat()).printed();
    assert!(
        table.contains(" 1 setting did not reach requests.offered ±2 % in 30 runs\n"),
        "{table}"
    );
    assert!(table.contains("a little less sure than 95 %"), "{table}");
    let page = coldstart(&[&["sweep", CALM], &options[..], &["--html", "-"]].concat()).printed();
    for note in
        ["1 setting did not reach requests.offered ±2 % in 30 runs.", "less sure than 95 %."]
    {
        assert!(page.contains(note), "no {note} in {page}");
    }
}

#[test]
fn what_cannot_be_met_is_rejected() {
    let cases: [(&[&str], &str); 6] = [
        (&["--until", "latency_ms.p9 ±5 %"], "did you mean `latency_ms.p90`?"),
        (&["--until", "latency_ms.p99 ±0 %"], "`0 %` is no width"),
        (&["--until", "latency_ms.p99 ±5 %", "--reps", "1"], "one run has no interval"),
        (
            &["--until", "latency_ms.p99 ±5 %", "--reps", "9", "--max-reps", "8"],
            "`--max-reps` is 8",
        ),
        (&["--window", "30s..2m"], "the window 30s..2m ends after the scenario, which lasts 1m"),
        (&["--plot", "--vary", "seed=1,2"], "every row runs under the same seeds"),
    ];
    for (options, message) in cases {
        let reported = coldstart(&[&["sweep", CALM], options].concat()).fails();
        assert!(reported.contains(message), "{options:?}: {reported}");
    }
}

#[test]
fn a_window_counts_what_arrives_in_it() {
    let run = |options: &[&str]| {
        coldstart(&[&["run", CALM, "--format", "json"], options].concat()).assert_code(0).json()
    };
    let window = run(&["--window", "20s..45s"]);
    // Ten a second, one at either end.
    assert_eq!(window["requests"]["offered"], 251);
    assert_eq!((&window["measured_from_s"], &window["simulated_s"]), (&json!(20.0), &json!(45.0)));
    let settings = ["--set", "measure.from=20s", "--set", "duration=45s"];
    assert_eq!(window, run(&settings));
    let report = sweep(&["--window", "20s..45s", "--reps", "2"]);
    assert_eq!(report["window"], "20s..45s");
    let cost = &report["rows"][0]["metrics"]["cost_usd.total"]["mean"];
    assert_eq!(cost, &window["cost_usd"]["total"]);
}

#[test]
fn a_plot_has_a_twin_in_ascii_and_never_a_color() {
    let options = ["--metric", "requests.offered", "--reps", "3", "--plot", "--color", "never"];
    let plotted = |more: &[&str]| {
        coldstart(&[&["sweep", CALM], &RATES[..], &options, more].concat()).printed()
    };
    let (plot, twin) = (plotted(&[]), plotted(&["--ascii"]));
    assert!(
        plot.contains(" Requests sent by traffic.0.profile (mean and 95 % interval)\n"),
        "{plot}"
    );
    assert!(plot.chars().any(|sign| ('\u{2801}'..='\u{28ff}').contains(&sign)), "{plot}");
    assert!(twin.is_ascii(), "{twin}");
    assert_eq!(plot.lines().count(), twin.lines().count());
    assert!(!plot.contains('\u{1b}'));
    let reported =
        coldstart(&["sweep", CALM, "--vary", "seed=1", "--plot", "--format", "csv"]).fails();
    assert!(reported.contains("`--plot` draws under the table"), "{reported}");
}

#[test]
fn a_page_has_a_curve_for_each_metric() {
    let metrics = ["--metric", "requests.offered", "--metric", "latency_ms.p99", "--reps", "3"];
    let page =
        coldstart(&[&["sweep", CALM], &RATES[..], &metrics, &["--html", "-"]].concat()).printed();
    assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
    assert_eq!(page.matches("<figure class=\"chart\">").count(), 2);
    assert_eq!(page.matches("<tr>").count(), 3);
    assert!(!page.contains("<script") && !page.contains("http://"), "{page}");
}
