//! A search through each format.

use super::*;
use apprunner_sim::file::vary;
use apprunner_sim::sim::experiment::{Procedure, RunId};
use apprunner_sim::sim::repetition::Repetition;

const SELECT: Select = Select {
    figure: 0,
    first: 4,
    most: 40,
    indifference: 0.01,
    meet: 0.95,
    fail: 0.75,
    confidence: 0.95,
};

/// Four settings of which the first misses the goals and the third is not better than the second.
fn tuning(goals: bool) -> Tuning {
    let vary = vec![vary::parse("service.auto_scaling.min_size=1,2,3,4").unwrap()];
    let experiment = Experiment {
        scenario: "surge".into(),
        rules: "chapter".into(),
        seed: 42,
        window: None,
        metrics: vec![Metric::CostTotal, Metric::LatencyP99],
        adapted: vec![Vec::new(); 4],
        procedure: Procedure::Select(SELECT),
        digest: String::new(),
        vary,
    };
    let mut runs = RunTable::new(4);
    loop {
        let batch = experiment.procedure.next(&runs);
        if batch.is_empty() {
            return Tuning::of(&experiment, SELECT, &runs);
        }
        for id in batch {
            let RunId { point, repetition } = id;
            let noise = f64::from(repetition % 3) * 0.0001;
            let cost = [0.01, 0.02, 0.03, 0.04][point] + noise;
            let latency = [900.0, 300.0, 310.0, 200.0][point] + noise;
            let met = goals && point > 0;
            runs.add(id, Repetition { figures: vec![Some(cost), Some(latency)], goals: vec![met] });
        }
    }
}

fn written(found: &Tuning, format: Format) -> String {
    let mut out = Vec::new();
    write(&mut out, found, format, Page::PIPE).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_table_shows_the_best_the_guarantee_and_the_command() {
    insta::assert_snapshot!(written(&tuning(true), Format::Table));
}

#[test]
fn where_no_setting_meets_the_goals_it_says_so() {
    let text = written(&tuning(false), Format::Table);
    assert!(text.contains(" No setting meets the goals: with 95 % confidence"), "{text}");
    assert!(!text.contains("coldstart run"), "{text}");
}

#[test]
fn the_frontier_has_no_setting_that_another_beats_in_both() {
    let found = tuning(true);
    let sizes: Vec<&str> = (frontier::line(&found).into_iter())
        .map(|index| found.rows[index].row.set[0].value.as_str())
        .collect();
    assert_eq!(sizes, ["1", "2", "4"]);
    let tree: Value = serde_json::from_str(&written(&found, Format::Json)).unwrap();
    assert_eq!(tree["frontier"][2], json!({ "service.auto_scaling.min_size": 4 }));
    assert_eq!(tree["best"], tree["settings"][0]);
    assert_eq!((&tree["decided"], &tree["best"]["standing"]), (&json!(true), &json!("meets")));
    assert_eq!(tree["settings"][3]["standing"], "misses");
}

#[test]
fn csv_is_one_row_a_setting() {
    let text = written(&tuning(true), Format::Csv);
    assert_eq!(text.lines().count(), 5, "{text}");
    assert!(text.lines().nth(1).unwrap().starts_with("surge,42,"), "{text}");
}
