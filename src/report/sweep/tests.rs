//! A sweep of two settings through each format.

use super::*;
use apprunner_sim::file::vary;
use apprunner_sim::sim::experiment::RunId;
use apprunner_sim::sim::repetition::Repetition;

fn run(failed: f64, invalid: Option<f64>, met: bool) -> Repetition {
    Repetition { figures: vec![Some(failed), invalid], goals: vec![met] }
}

fn sweep() -> Sweep {
    let metrics = ["requests.failed_ratio", "first.rejected"].into_iter();
    let experiment = Experiment {
        version: "1".into(),
        scenario: "surge".into(),
        run: vec!["surge".into()],
        rules: "chapter".into(),
        seed: 42,
        window: None,
        vary: vec![vary::parse("service.auto_scaling.max_size=10,20").unwrap()],
        metrics: metrics.filter_map(Metric::parse).collect(),
        adapted: vec![Vec::new(); 2],
        procedure: Procedure::Fixed(2),
        digest: String::new(),
    };
    let figures = [
        [run(0.05, Some(150.0), false), run(0.07, Some(152.0), false)],
        [run(0.0, None, true), run(0.0, Some(160.0), true)],
    ];
    let mut runs = RunTable::new(2);
    for (point, pair) in figures.into_iter().enumerate() {
        for (repetition, run) in (0..).zip(pair) {
            assert!(runs.add(RunId { point, repetition }, run));
        }
    }
    Sweep::of(&experiment, &runs)
}

#[test]
fn an_edition_that_varies_is_not_named_above_the_table() {
    let mut sweep = sweep();
    sweep.window = Some("1m..2m".into());
    assert_eq!(sweep.facts()[..2], ["course rules", "1m..2m"]);
    sweep.vary.push(vary::parse("rules=aws,chapter").unwrap());
    assert_eq!(sweep.facts(), ["1m..2m", "mean of 2 runs, seeds 42 to 43"]);
}

fn written(format: Format, width: u16) -> String {
    let mut out = Vec::new();
    write(&mut out, &sweep(), format, Page { width, ..Page::PIPE }).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_table_shows_means_intervals_and_what_is_rare() {
    insta::assert_snapshot!(written(Format::Table, 80));
}

#[test]
fn a_narrow_page_gets_the_figures_in_several_blocks() {
    let text = written(Format::Table, 24);
    let tables = text.lines().skip(2).filter(|line| !line.starts_with(" ±"));
    assert!(tables.map(|line| line.chars().count()).all(|width| width <= 24), "{text}");
    assert_eq!(text.matches("max_size").count(), 3, "{text}");
}

#[test]
fn json_keeps_every_digit_and_the_type_of_a_setting() {
    let tree: Value = serde_json::from_str(&written(Format::Json, 80)).unwrap();
    assert_eq!(tree["vary"][0]["values"], json!([10, 20]));
    let row = &tree["rows"][1];
    assert_eq!(row["set"], json!({ "service.auto_scaling.max_size": 20 }));
    assert_eq!(row["metrics"]["first.rejected"]["n"], 1);
    assert_eq!(row["metrics"]["first.rejected"]["half_width"], Value::Null);
    assert_eq!(row["metrics"]["requests.failed_ratio"]["half_width"], 0.0);
    assert_eq!(
        (&row["goals_passed"], &tree["rows"][0]["goals_passed"]),
        (&json!(1.0), &json!(0.0))
    );
}

#[test]
fn csv_is_one_row_a_setting_with_an_empty_cell_for_null() {
    let text = written(Format::Csv, 80);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    let head = "scenario,seed,reps,service.auto_scaling.max_size,requests.failed_ratio.mean,";
    assert!(lines[0].starts_with(head), "{text}");
    assert_eq!(lines[2], "surge,42,2,20,0.0,0.0,2,0.0,0.0,160.0,,1,160.0,160.0,1.0");
}
