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
        version: "1".into(),
        scenario: "surge".into(),
        run: ["my surge.toml", "--seed", "42", "--set", "a=\"b\""].map(str::to_owned).to_vec(),
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

/// Three settings with two runs each of these figures, of which none has goals, or all missed them.
fn decided(figures: [Option<f64>; 3], goals: &[bool], select: Select) -> Tuning {
    let mut experiment = tuning(true).experiment;
    experiment.vary = vec![vary::parse("rules=aws,chapter,express").unwrap()];
    let mut runs = RunTable::new(3);
    for (point, figure) in figures.into_iter().enumerate() {
        for repetition in 0..select.first {
            let run = Repetition { figures: vec![figure, None], goals: goals.to_vec() };
            assert!(runs.add(RunId { point, repetition }, run));
        }
    }
    Tuning::of(&experiment, select, &runs)
}

#[test]
fn without_goals_nothing_is_said_about_them() {
    let found = decided([Some(3.0), None, Some(2.0)], &[], SELECT);
    let text = written(&found, Format::Table);
    assert!(
        text.contains(" The scenario has no goals. With 95 % confidence no setting has"),
        "{text}"
    );
    assert!(!text.contains("meets"), "{text}");
    let words: Vec<&str> = found.rows.iter().map(|it| found.word(it)).collect();
    assert_eq!(words, ["lowest", "costlier", "no value"]);
}

#[test]
fn a_missing_figure_is_not_called_a_missed_goal() {
    let verdict = |figures, goals: &[bool]| decided(figures, goals, SELECT).verdict();
    let none = "No setting can be chosen: each has runs without a value of cost.";
    assert_eq!(verdict([None; 3], &[]), none);
    assert_eq!(verdict([None; 3], &[true]), none);
    let some = decided([None, Some(1.0), Some(2.0)], &[false], Select { first: 8, ..SELECT });
    assert!(
        some.verdict().ends_with("of runs, or has runs without a value of cost."),
        "{}",
        some.verdict()
    );
}

#[test]
fn a_limit_is_named_only_where_a_setting_reached_it() {
    let verdict = |most| decided([Some(1.0); 3], &[true], Select { most, ..SELECT }).verdict();
    assert_eq!(
        verdict(4),
        "Not decided: some settings would need more runs than 4 (`--max-reps`)."
    );
    assert_eq!(verdict(9), "Not decided: some settings would need more runs.");
}

#[test]
fn an_edition_that_varies_is_not_named_above_and_goes_into_the_command() {
    let found = decided([Some(3.0), Some(4.0), Some(2.0)], &[], SELECT);
    assert_eq!(found.facts().len(), 1, "{:?}", found.facts());
    let command = "coldstart run 'my surge.toml' --seed 42 --set 'a=\"b\"' --rules express";
    assert_eq!(found.command().as_deref(), Some(command));
    assert_eq!(tuning(true).facts()[0], "course rules");
}

#[test]
fn what_is_minimized_is_not_weighed_against_itself() {
    let mut found = tuning(true);
    found.select.figure = 1;
    let table = written(&found, Format::Table);
    assert!(frontier::points(&found).is_empty() && !table.contains("against"), "{table}");
    let tree: Value = serde_json::from_str(&written(&found, Format::Json)).unwrap();
    assert_eq!(tree["frontier"], json!([]));
}

#[test]
fn the_frontier_has_no_setting_that_another_beats_in_both() {
    let found = tuning(true);
    let sizes: Vec<&str> = (frontier::line(&found).into_iter())
        .map(|point| found.rows[point.row].row.set[0].value.as_str())
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
