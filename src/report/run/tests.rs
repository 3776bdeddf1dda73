//! A run with every field filled, through each format.

use std::collections::BTreeMap;

use super::*;
use apprunner_sim::model::metric::Metric;
use apprunner_sim::sim::summary::{
    AlarmRaised, BackgroundCpu, ColdStarts, Concurrency, Cost, First, FrontCost, Health, Instances,
    Last, Latency, Operation, Quantiles, Requests, Stops, Visitors, Wait,
};

fn latency() -> Quantiles {
    Quantiles {
        mean: Some(1_023.4),
        p50: Some(900.1),
        p90: Some(1_400.0),
        p95: Some(1_700.0),
        p99: Some(2_000.0),
        p999: Some(2_500.0),
        max: Some(3_200.0),
    }
}

fn run() -> Summary {
    Summary {
        format_version: 1,
        scenario: "campaign-surge".to_owned(),
        rules: "chapter",
        seed: 42,
        simulated_s: 900.0,
        measured_from_s: None,
        requests: Requests {
            offered: 634_512,
            succeeded: 600_000,
            failed: 34_500,
            failed_ratio: 0.054_372_493,
            lost_ratio: 0.054_372_493,
            retried: 0,
            by_status: BTreeMap::from([(200, 600_000), (503, 34_500)]),
            abandoned: 0,
            in_flight_at_end: 12,
            by_route: Vec::new(),
        },
        visitors: Visitors {
            total: 634_512,
            succeeded: 600_000,
            failed: 34_500,
            gave_up: 0,
            failed_ratio: 0.054_372_493,
            lost_ratio: 0.054_372_493,
            in_progress_at_end: 12,
            latency_ms: latency(),
        },
        latency_ms: Latency { all: latency(), responses: latency() },
        wait_ms: Wait {
            mean: Some(0.25),
            p50: Some(0.0),
            p99: Some(8.4),
            max: Some(84.25),
            waited_ratio: 0.01,
        },
        concurrency: Concurrency { mean: 612.5, peak: 1_000 },
        instances: Instances {
            start: 1,
            peak: 10,
            peak_active: 10,
            mean: 8.75,
            mean_active: 8.5,
            end: 10,
            launched: 9,
            replaced: 0,
            failed_to_start: 0,
        },
        cold_starts: ColdStarts {
            instances: 9,
            requests_delayed: 420,
            mean_s: Some(7.312),
            max_s: Some(9.8),
        },
        background: Some(BackgroundCpu {
            wanted_cpu_s: 90.0,
            done_cpu_s: 45.0,
            done_ratio: Some(0.5),
        }),
        shutdown: Some(Stops { instances: 4, killed: 1, requests_cut: 17 }),
        health: Health { checks: 901, failed: 2, unhealthy: 0 },
        operations: vec![Operation {
            kind: "START_DEPLOYMENT",
            status: "ROLLBACK_SUCCEEDED",
            started_s: 120.0,
            ended_s: Some(420.5),
        }],
        service_status: "RUNNING",
        first: First { scale_out: Some(12.5), rejected: Some(150.25), ..First::default() },
        last: Last { rejected: Some(899.999) },
        cost_usd: Cost { total: 0.147_2, vcpu: 0.120_1, memory: 0.027_1, front: None },
        alarms: vec![
            AlarmRaised { name: "errors over 1 %".to_owned(), first_s: Some(240.0) },
            AlarmRaised { name: "too hot".to_owned(), first_s: None },
        ],
        adapted: vec!["min_size 0 → 1, AWS requires at least 1".to_owned()],
        goals: vec![
            GoalResult {
                name: "almost nobody is turned away".to_owned(),
                metric: Metric::RequestsFailedRatio,
                value: Some(0.054_372_493),
                passed: false,
                reason: None,
            },
            GoalResult {
                name: "it stays cheap".to_owned(),
                metric: Metric::CostTotal,
                value: Some(0.147_2),
                passed: true,
                reason: None,
            },
        ],
        events: 1_903_000,
    }
}

fn written(runs: &[Summary], format: Format, page: Page) -> String {
    let mut out = Vec::new();
    let titles = vec!["Campaign surge to the instance ceiling".to_owned(); runs.len()];
    write(&mut out, runs, &titles, format, page).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_table_fits_eighty_columns() {
    let text = written(&[run()], Format::Table, Page::PIPE);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn a_narrow_page_gets_one_figure_a_line() {
    let page = Page { width: 40, ..Page::PIPE };
    let text = written(&[run()], Format::Table, page);
    assert!(text.contains("   offered                 634,512\n"), "{text}");
}

#[test]
fn colour_only_repeats_what_words_say() {
    let page = Page { ink: Ink::Colored, ..Page::PIPE };
    let text = written(&[run()], Format::Table, page);
    assert!(text.contains(&crate::report::safe::Style::Bad.mark("✗ missed")), "{text}");
    assert!(!written(&[run()], Format::Table, Page::PIPE).contains('\u{fdd2}'));
}

#[test]
fn json_holds_every_metric_exactly_in_the_order_of_the_format() {
    let text = written(&[run()], Format::Json, Page::PIPE);
    assert!(text.starts_with("{\n  \"format_version\": 1,\n  \"scenario\""), "{text}");
    assert!(text.ends_with("}\n"));
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["requests"]["failed_ratio"], 0.054_372_493);
    assert_eq!(value["first"]["unhealthy"], Value::Null);
    insta::assert_snapshot!(text);
}

#[test]
fn several_runs_are_an_array() {
    let value: Value =
        serde_json::from_str(&written(&[run(), run()], Format::Json, Page::PIPE)).unwrap();
    assert_eq!(value.as_array().map(Vec::len), Some(2));
}

#[test]
fn csv_names_every_metric_as_goals_do() {
    let mut run = run();
    run.cost_usd.front = Some(FrontCost { load_balancer: 0.022_5, lcu: 0.001, ipv4: 0.015 });
    let text = written(&[run], Format::Csv, Page::PIPE);
    let head: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    for metric in Metric::all().chain([Metric::OperationEnded(0), Metric::AlarmRaised(1)]) {
        assert!(head.contains(&metric.to_string().as_str()), "{metric}: {head:?}");
    }
}

#[test]
fn csv_gives_each_run_a_row_under_the_columns_of_all() {
    let mut calm = run();
    calm.requests.by_status = BTreeMap::from([(200, 7), (429, 1)]);
    calm.operations.clear();
    let text = written(&[run(), calm], Format::Csv, Page::PIPE);
    let rows: Vec<::csv::StringRecord> = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes())
        .records()
        .map(Result::unwrap)
        .collect();
    assert_eq!(rows.len(), 3);
    let column = |name: &str| rows[0].iter().position(|head| head == name).unwrap();
    let (ok, busy, down) = (
        column("requests.by_status.200"),
        column("requests.by_status.429"),
        column("requests.by_status.503"),
    );
    assert!(ok < busy && busy < down);
    assert_eq!((&rows[1][busy], &rows[2][busy], &rows[2][down]), ("", "1", ""));
    assert_eq!(&rows[2][column("operations.0.type")], "");
}
