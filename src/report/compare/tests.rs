//! A comparison with a figure that is sometimes null, through each format.

use super::*;

fn run(figures: [Option<f64>; 2], met: bool) -> Repetition {
    Repetition { figures: figures.to_vec(), goals: vec![met] }
}

fn side(max_size: &str, adapted: &[&str]) -> Side {
    let setting =
        Setting { path: "service.auto_scaling.max_size".to_owned(), value: max_size.to_owned() };
    Side {
        rules: "aws",
        set: vec![setting],
        adapted: adapted.iter().map(|&it| it.to_owned()).collect(),
        goals: vec![("few fail".to_owned(), Metric::parse("requests.failed").unwrap())],
    }
}

fn comparison() -> Comparison {
    let paths = ["requests.failed_ratio", "first.rejected"];
    Comparison {
        scenario: "surge".to_owned(),
        seed: 7,
        base: side("10", &["min_size 0 → 1, AWS requires at least 1"]),
        other: side("20", &[]),
        metrics: paths.into_iter().filter_map(Metric::parse).collect(),
        pairs: vec![
            (run([Some(0.05), Some(12.0)], false), run([Some(0.01), None], true)),
            (run([Some(0.07), Some(14.0)], false), run([Some(0.02), Some(30.0)], true)),
        ],
    }
}

fn written(comparison: &Comparison, format: Format) -> String {
    let mut out = Vec::new();
    write(&mut out, comparison, format, Page { width: 80, ..Page::PIPE }).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_table_shows_both_sides_the_difference_and_the_goals() {
    insta::assert_snapshot!(written(&comparison(), Format::Table));
}

#[test]
fn one_pair_has_no_interval() {
    let mut one = comparison();
    one.pairs.truncate(1);
    let text = written(&one, Format::Table);
    assert!(!text.contains('±') && text.contains("seed 7 for both"), "{text}");
    assert!(text.contains("✗ missed"), "{text}");
}

#[test]
fn json_holds_the_paired_and_the_unpaired_interval() {
    let tree: Value = serde_json::from_str(&written(&comparison(), Format::Json)).unwrap();
    let figure = &tree["metrics"]["requests.failed_ratio"];
    assert_eq!(figure["difference"]["n"], 2);
    let mean = figure["difference"]["mean"].as_f64().unwrap();
    assert!((mean + 0.045).abs() < 1e-12, "{figure}");
    let (paired, unpaired) = (&figure["difference"]["half_width"], &figure["unpaired_half_width"]);
    assert!(paired.as_f64() > Some(0.0) && unpaired.as_f64() > Some(0.0), "{figure}");
    assert_eq!(tree["metrics"]["first.rejected"]["difference"]["n"], 1);
    let goal = json!({
        "name": "few fail",
        "metric": "requests.failed",
        "base_passed": 0.0,
        "other_passed": 1.0
    });
    assert_eq!(tree["goals"], json!([goal]));
    assert_eq!(tree["base"]["set"]["service.auto_scaling.max_size"], 10);
}

#[test]
fn csv_is_one_row_a_figure() {
    let text = written(&comparison(), Format::Csv);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0], COLUMNS.join(","));
    assert!(lines[2].starts_with("first.rejected,13.0,"), "{text}");
    assert!(lines[2].ends_with(",30.0,,16.0,,,1"), "{text}");
}
