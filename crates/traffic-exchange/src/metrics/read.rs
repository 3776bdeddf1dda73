//! Documents of CloudWatch as series of points.

use apprunner_sim::model::goal::CloudWatchMetric;
use serde_json::Value;

use super::label;
use super::loss::{MetricLoss, MetricLossKind};
use super::{Metrics, Statistic};
use crate::log::time_of_text;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 1 << 26;

/// Why no metric is read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MetricsError {
    /// It is too large.
    #[error("it has more than 64 MB")]
    TooLarge,
    /// It is not JSON.
    #[error("it is not JSON: {0}; ask the AWS CLI for `--output json`")]
    Syntax(String),
    /// It is another document.
    #[error(
        "it is not what `aws cloudwatch get-metric-data` or `get-metric-statistics` prints: it has \
         neither `MetricDataResults` nor `Datapoints`"
    )]
    Other,
    /// No metric of it can be used.
    #[error("it has no point of a metric of App Runner")]
    Empty,
}

/// Returns whether a file that begins with `head` may hold metrics.
pub fn is_metrics(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with('{')
        && ["\"MetricDataResults\"", "\"Datapoints\"", "\"t_s\""]
            .iter()
            .any(|name| head.contains(name))
}

/// Reads the metrics in `bytes`, the contents of the file called `name`.
///
/// # Errors
///
/// Why no metric is read.
pub fn read(name: &str, bytes: &[u8]) -> Result<Metrics, MetricsError> {
    if bytes.len() > MAX_BYTES {
        return Err(MetricsError::TooLarge);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = Reader { file: name, found: Metrics::default() };
    let mut documents = serde_json::Deserializer::from_slice(bytes).into_iter::<Value>();
    let first = documents.next().unwrap_or(Ok(Value::Null));
    let first = first.map_err(|error| MetricsError::Syntax(error.to_string()))?;
    if first.get("t_s").is_some() {
        reader.points(std::iter::once(Ok(first)).chain(documents))?;
    } else {
        reader.document(&first)?;
        for document in documents {
            let document = document.map_err(|error| MetricsError::Syntax(error.to_string()))?;
            reader.document(&document)?;
        }
    }
    if reader.found.series.iter().all(|series| series.points.is_empty()) {
        return Err(MetricsError::Empty);
    }
    Ok(reader.found)
}

/// A point, if it could be read.
type Point = Option<(i64, f64)>;

struct Reader<'n> {
    file: &'n str,
    found: Metrics,
}

impl Reader<'_> {
    fn lose(&mut self, label: &str, kind: MetricLossKind) {
        let loss = MetricLoss { file: self.file.to_owned(), label: label.to_owned(), kind };
        if !self.found.losses.contains(&loss) {
            self.found.losses.push(loss);
        }
    }

    fn document(&mut self, document: &Value) -> Result<(), MetricsError> {
        if let Some(results) = document.get("MetricDataResults").and_then(Value::as_array) {
            self.data(results);
        } else if let Some(points) = document.get("Datapoints").and_then(Value::as_array) {
            self.statistics(text(document, "Label"), points);
        } else {
            return Err(MetricsError::Other);
        }
        for message in document.get("Messages").and_then(Value::as_array).into_iter().flatten() {
            self.lose("", MetricLossKind::Message(text(message, "Value").to_owned()));
        }
        if document.get("NextToken").is_some_and(|token| !token.is_null()) {
            self.lose("", MetricLossKind::Partial);
        }
        Ok(())
    }

    /// Reads what `get-metric-data` prints.
    fn data(&mut self, results: &[Value]) {
        for result in results {
            let (label, id) = (text(result, "Label"), text(result, "Id"));
            let shown = if label.is_empty() { id } else { label };
            let both = format!("{label} {}", id.replace('_', " "));
            let Some(metric) = label::metric(label).or_else(|| label::metric(id)) else {
                self.lose(shown, MetricLossKind::Unknown);
                continue;
            };
            let statistic = match label::statistic(&both, metric) {
                Ok(statistic) => statistic,
                Err(name) => {
                    self.lose(shown, MetricLossKind::Statistic(name));
                    continue;
                }
            };
            if text(result, "StatusCode") == "PartialData" {
                self.lose(shown, MetricLossKind::Partial);
            }
            let [times, values] = ["Timestamps", "Values"].map(|name| {
                result.get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice)
            });
            if times.len() != values.len() {
                let (times, values) = (times.len(), values.len());
                self.lose(shown, MetricLossKind::Unpaired { times, values });
            }
            let points = times.iter().zip(values).map(|(at, value)| point(at, value));
            let points: Vec<_> = points.collect();
            self.put(shown, metric, statistic, points);
        }
    }

    /// Reads what `get-metric-statistics` prints.
    fn statistics(&mut self, label: &str, points: &[Value]) {
        let Some(metric) = label::metric(label) else {
            self.lose(label, MetricLossKind::Unknown);
            return;
        };
        let names = points.iter().filter_map(Value::as_object).flat_map(|point| {
            let extended = point.get("ExtendedStatistics").and_then(Value::as_object);
            point.keys().chain(extended.into_iter().flat_map(serde_json::Map::keys))
        });
        let mut names: Vec<&str> = names.map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            match label::named(name) {
                Some(statistic) => {
                    let value = |point: &Value| {
                        let extended = point.get("ExtendedStatistics");
                        let value = point.get(name).or_else(|| extended?.get(name))?;
                        Some(self::point(point.get("Timestamp")?, value))
                    };
                    let points = points.iter().filter_map(value).collect();
                    self.put(label, metric, statistic, points);
                }
                None if ["Timestamp", "Unit", "ExtendedStatistics"].contains(&name) => {}
                None => self.lose(label, MetricLossKind::Statistic(name.to_owned())),
            }
        }
    }

    /// Reads the points that a run of the simulator writes, one a line.
    fn points(
        &mut self,
        lines: impl Iterator<Item = Result<Value, serde_json::Error>>,
    ) -> Result<(), MetricsError> {
        let mut found: Vec<(CloudWatchMetric, Statistic, Vec<Point>)> = Vec::new();
        for line in lines {
            let line = line.map_err(|error| MetricsError::Syntax(error.to_string()))?;
            let name = text(&line, "metric");
            let known = label::metric(name).zip(label::named(text(&line, "statistic")));
            let Some((metric, statistic)) = known else {
                self.lose(name, MetricLossKind::Unknown);
                continue;
            };
            let nothing = Value::Null;
            let [at, value] = ["t_s", "value"].map(|key| line.get(key).unwrap_or(&nothing));
            let point = point(at, value);
            match found.iter_mut().find(|one| (one.0, one.1) == (metric, statistic)) {
                Some((_, _, points)) => points.push(point),
                None => found.push((metric, statistic, vec![point])),
            }
        }
        for (metric, statistic, points) in found {
            self.put("", metric, statistic, points);
        }
        Ok(())
    }

    fn put(
        &mut self,
        label: &str,
        metric: CloudWatchMetric,
        statistic: Statistic,
        points: Vec<Point>,
    ) {
        let all = points.len();
        let read: Vec<(i64, f64)> = points.into_iter().flatten().collect();
        if read.len() < all {
            self.lose(label, MetricLossKind::BadPoints(all - read.len()));
        }
        self.found.put(metric, statistic, read);
    }
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A point: its time in seconds, and its value.
#[expect(clippy::cast_possible_truncation, reason = "a float beyond i64 saturates")]
fn point(at: &Value, value: &Value) -> Point {
    let at = match at {
        Value::String(text) => time_of_text(text)?.micros.div_euclid(1_000_000),
        Value::Number(number) => number.as_f64().filter(|it| (0.0..1e11).contains(it))? as i64,
        _ => return None,
    };
    let value = value.as_f64().filter(|value| value.is_finite() && *value >= 0.0)?;
    Some((at, value))
}
