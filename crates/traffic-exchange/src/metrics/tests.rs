//! Both documents of CloudWatch, and the profile of their requests.

use super::*;
use apprunner_sim::model::time::SimTime;

const DATA: &str = r#"{"MetricDataResults": [
    {"Id": "r", "Label": "shop Requests", "StatusCode": "Complete",
     "Timestamps": ["2026-03-01T12:03:00+00:00", "2026-03-01T12:01:00+00:00", "2026-03-01T12:00:00Z"],
     "Values": [60.0, 120.0, 120.0]},
    {"Id": "latency_p99", "Label": "RequestLatency", "StatusCode": "PartialData",
     "Timestamps": ["2026-03-01T12:00:00Z", "noon"], "Values": [250.5, 1.0, 7.0]},
    {"Id": "m3", "Label": "NetworkIn", "Timestamps": [], "Values": []}
  ], "Messages": []}"#;

const STATISTICS: &str = r#"{"Label": "CPUUtilization", "Datapoints": [
    {"Timestamp": "2026-03-01T12:01:00Z", "Average": 12.5, "Maximum": 80.0, "Unit": "Percent"},
    {"Timestamp": "2026-03-01T12:00:00Z", "Average": 10.0, "ExtendedStatistics": {"p99": 70.0}}
  ]}"#;

#[test]
fn both_documents_are_read_and_what_is_not_is_reported() {
    let mut metrics = read("data.json", DATA.as_bytes()).unwrap();
    metrics.add(read("statistics.json", STATISTICS.as_bytes()).unwrap());
    let latency =
        metrics.series(CloudWatchMetric::RequestLatency, Statistic::Permille(990)).unwrap();
    assert_eq!(latency.points, [(1_772_366_400, 250.5)]);
    let cpu = metrics.series(CloudWatchMetric::CpuUtilization, Statistic::Average).unwrap();
    assert_eq!(cpu.points, [(1_772_366_400, 10.0), (1_772_366_460, 12.5)]);
    let losses: Vec<String> = metrics.losses.iter().map(ToString::to_string).collect();
    assert_eq!(
        losses,
        [
            "data.json: `RequestLatency`: the answer is incomplete; ask again with its NextToken \
             and name both files",
            "data.json: `RequestLatency`: 2 times and 3 values: those without the other left out",
            "data.json: `RequestLatency`: points whose time or value cannot be read left out: 1",
            "data.json: `NetworkIn`: not read: the label names no metric of AWS/AppRunner",
            "statistics.json: `CPUUtilization`: statistic Maximum not read",
        ]
    );
}

#[test]
fn requests_become_a_profile_in_steps() {
    let metrics = read("data.json", DATA.as_bytes()).unwrap();
    let MeasuredProfile { profile, length, gaps } = metrics.profile().unwrap();
    let at = SimTime::from_secs;
    assert_eq!(
        profile.points,
        [
            (at(0), 2.0),
            (at(120), 2.0),
            (at(120), 0.0),
            (at(180), 0.0),
            (at(180), 1.0),
            (at(240), 1.0)
        ]
    );
    assert_eq!((length.as_secs_f64(), gaps), (240.0, 1));
}

#[test]
fn what_is_no_metric_is_refused() {
    for (text, error) in [
        ("", MetricsError::Other),
        ("{}", MetricsError::Other),
        ("[1]", MetricsError::Other),
        (r#"{"Label": "Requests", "Datapoints": []}"#, MetricsError::Empty),
        (r#"{"Label": "Lag", "Datapoints": [{"Sum": 1}]}"#, MetricsError::Empty),
    ] {
        assert_eq!(read("x", text.as_bytes()), Err(error), "{text}");
    }
    let deep = format!("{{\"Datapoints\": {}", "[".repeat(100_000));
    assert!(matches!(read("x", deep.as_bytes()), Err(MetricsError::Syntax(_))));
}
