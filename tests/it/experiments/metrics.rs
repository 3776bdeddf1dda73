//! `run --metrics`: CloudWatch's points of a run.

use serde_json::Value;

use crate::support::folder::Folder;
use crate::support::program::{CALM, OUTAGE, ZERO, coldstart};

/// The points that `arguments` print.
fn points(arguments: &[&str]) -> Vec<Value> {
    let output = coldstart(&[&["run"], arguments, &["--metrics", "-"]].concat());
    assert!(matches!(output.code, Some(0 | 1)), "{}", output.stderr);
    output.json_lines()
}

/// The values of `metric`, minute by minute.
fn values(points: &[Value], metric: &str) -> Vec<f64> {
    let of = points.iter().filter(|point| point["metric"] == metric);
    of.map(|point| point["value"].as_f64().unwrap()).collect()
}

/// The points of a scenario with `text` and steady traffic of ten requests a second.
fn points_of(text: &str) -> Vec<Value> {
    let folder = Folder::new();
    let head = "format_version = 1\ntitle = \"A test\"\nsummary = \"Of points.\"\n";
    let traffic = "[[traffic]]\nroute = \"/\"\narrivals = \"even\"\nprofile = [[\"0s\", 10]]\n";
    folder.write("steady.toml", format!("{head}{text}\n{traffic}"));
    points(&[&folder.file("steady.toml")])
}

#[track_caller]
fn assert_close(values: &[f64], expected: &[f64]) {
    let close = values.iter().zip(expected).all(|(one, other)| (one - other).abs() < 0.02 * other);
    assert!(values.len() == expected.len() && close, "{values:?} is not {expected:?}");
}

#[test]
fn a_minute_has_a_point_for_each_metric_by_aws_s_name() {
    let reported: Vec<(String, String, String)> = points(&[CALM])
        .iter()
        .map(|point| {
            assert_eq!(point["t_s"], 0.0);
            let text = |field: &str| point[field].as_str().unwrap().to_owned();
            (text("metric"), text("unit"), text("statistic"))
        })
        .collect();
    let expected = [
        ("Requests", "Count", "Sum"),
        ("2xxStatusResponses", "Count", "Sum"),
        ("4xxStatusResponses", "Count", "Sum"),
        ("5xxStatusResponses", "Count", "Sum"),
        ("RequestLatency", "Milliseconds", "Average"),
        ("ActiveInstances", "Count", "Average"),
        ("Concurrency", "Count", "Average"),
        ("CPUUtilization", "Percent", "Average"),
        ("MemoryUtilization", "Percent", "Average"),
    ];
    let expected = expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned()));
    assert_eq!(reported, expected);
}

/// Ten requests a second, each 100 ms of which 20 on the one vCPU; the application takes
/// 512 MB of 2048 and 100 more for each request.
#[test]
fn gauges_are_averages_over_the_minute() {
    let points = points_of(
        "duration = \"2m30s\"\n\
         [app.memory]\nbase = \"512 MB\"\nper_request = \"100 MB\"\n\
         [app.routes.\"/\"]\nlatency = { fixed = \"80ms\" }\ncpu = { fixed = \"20ms\" }",
    );
    assert_eq!(points.last().map(|point| &point["t_s"]), Some(&120.0.into()));
    assert_close(&values(&points, "Requests"), &[600.0, 600.0, 300.0]);
    assert_close(&values(&points, "RequestLatency"), &[100.0; 3]);
    assert_close(&values(&points, "ActiveInstances"), &[1.0; 3]);
    assert_close(&values(&points, "Concurrency"), &[1.0; 3]);
    assert_close(&values(&points, "CPUUtilization"), &[20.0; 3]);
    assert_close(&values(&points, "MemoryUtilization"), &[612.0 / 20.48; 3]);
}

/// Observed on the real service: metrics count what instances answer.
#[test]
fn what_the_edge_refuses_does_not_show() {
    let figures = coldstart(&["run", "campaign-surge", "--format", "json"]).json();
    let by_status = |status: &str| figures["requests"]["by_status"][status].as_f64();
    assert!(by_status("503") > Some(1_000.0), "{figures}");
    let points = points(&["campaign-surge"]);
    let sum = |metric| values(&points, metric).iter().sum::<f64>();
    assert_eq!(sum("5xxStatusResponses"), 0.0);
    assert_eq!(Some(sum("Requests")), by_status("200"));
    assert_eq!(sum("Requests"), sum("2xxStatusResponses"));
}

/// In the aws edition idle instances are not active, and nothing has a latency.
#[test]
fn a_minute_without_requests_has_no_latency() {
    let rest =
        ["--rules", "aws", "--set", "traffic.0.profile=[[\"0s\", 0]]", "--set", "duration=3m"];
    let points = points(&[&[CALM], &rest[..]].concat());
    assert_eq!(values(&points, "ActiveInstances"), [0.0; 3]);
    assert_eq!(values(&points, "Requests"), [0.0; 3]);
    assert_eq!(values(&points, "RequestLatency").len(), 0);
    assert_eq!(values(&points, "CPUUtilization").len(), 0);
}

#[test]
fn a_file_takes_the_points_beside_figures_and_events() {
    let folder = Folder::new();
    let (metrics, events) = (folder.file("metrics.jsonl"), folder.file("events.jsonl"));
    let options = ["--format", "json", "--metrics", &metrics, "--events", &events];
    let output = coldstart(&[&["run", OUTAGE], &options[..]].concat());
    output.assert_code(1);
    let figures = coldstart(&["run", OUTAGE, "--format", "json"]);
    assert_eq!(output.stdout, figures.stdout);
    let alone = |option| coldstart(&["run", OUTAGE, option, "-"]);
    assert_eq!(folder.read("metrics.jsonl"), alone("--metrics").stdout);
    assert_eq!(folder.read("events.jsonl"), alone("--events").stdout);
}

/// Points are handed out in stretches, so that years in which nothing happens
/// pile nothing up.
#[test]
fn a_quiet_month_has_every_minute_once() {
    let rest = ["--set", "traffic.0.profile=[[\"0s\", 0]]", "--set", "duration=30d"];
    let points = points(&[&[ZERO], &rest[..]].concat());
    let starts: Vec<f64> = (points.iter().filter(|point| point["metric"] == "Requests"))
        .map(|point| point["t_s"].as_f64().unwrap())
        .collect();
    let minutes: Vec<f64> = (0..30 * 24 * 60).map(|minute| f64::from(minute) * 60.0).collect();
    assert_eq!(starts, minutes);
}

#[test]
fn what_does_not_go_together_is_refused() {
    let cases: [(&[&str], &str); 6] = [
        (&[CALM, ZERO, "--metrics", "-"], "name one scenario"),
        (&[CALM, "--metrics", CALM], "would overwrite"),
        (&[CALM, "--metrics", "-", "--events", "-"], "different files"),
        (&[CALM, "--metrics", "-", "--format", "json"], "prints no results"),
        (&[CALM, "--metrics", "no/such/folder/x"], "cannot write metrics to `no/such/folder/x`"),
        (&[CALM, "--metrics", "-", "--explain"], "--explain"),
    ];
    for (arguments, message) in cases {
        let output = coldstart(&[&["run"], arguments].concat());
        output.assert_code(2);
        assert!(output.stderr.contains(message), "{arguments:?}: {}", output.stderr);
    }
}
