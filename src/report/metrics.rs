//! CloudWatch's points of a run as JSON lines: one object a metric and minute,
//! with AWS's own names.

use std::io::{self, Write};

use serde_json::Value;

use super::events::seconds;
use apprunner_sim::sim::metrics::Point;

/// Writes one line for each of `points`.
pub fn write(out: &mut dyn Write, points: &[Point]) -> io::Result<()> {
    points.iter().try_for_each(|point| {
        let (start, value) = (seconds(point.start), Value::from(point.value));
        let (metric, unit) = (point.metric.name(), point.metric.unit());
        let statistic = point.metric.statistic();
        writeln!(
            out,
            r#"{{"t_s":{start},"metric":"{metric}","unit":"{unit}","statistic":"{statistic}","value":{value}}}"#
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use apprunner_sim::model::goal::CloudWatchMetric;
    use apprunner_sim::model::time::SimTime;

    #[test]
    fn a_line_has_aws_s_names_and_the_start_of_the_minute() {
        let point = |metric, value| Point { start: SimTime::from_secs(60), metric, value };
        let points = [
            point(CloudWatchMetric::Status2xx, 600.0),
            point(CloudWatchMetric::RequestLatency, 84.25),
            point(CloudWatchMetric::CpuUtilization, 50.0),
        ];
        let mut out = Vec::new();
        write(&mut out, &points).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"t_s\":60.0,\"metric\":\"2xxStatusResponses\",\"unit\":\"Count\",\"statistic\":\"Sum\",\"value\":600.0}\n\
             {\"t_s\":60.0,\"metric\":\"RequestLatency\",\"unit\":\"Milliseconds\",\"statistic\":\"Average\",\"value\":84.25}\n\
             {\"t_s\":60.0,\"metric\":\"CPUUtilization\",\"unit\":\"Percent\",\"statistic\":\"Average\",\"value\":50.0}\n"
        );
    }
}
