//! What of a file of metrics did not come along.

use std::fmt;

/// Something that did not come along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetricLoss {
    /// The file that it was in.
    pub file: String,
    /// What the file calls the metric; empty for the whole file.
    pub label: String,
    /// What it was.
    pub kind: MetricLossKind,
}

/// What was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetricLossKind {
    /// A metric that App Runner does not have.
    Unknown,
    /// Statistics that are not read.
    Statistic(String),
    /// Points whose time or value cannot be read.
    BadPoints(usize),
    /// More values than times, or the other way round.
    Unpaired {
        /// Number of times.
        times: usize,
        /// Number of values.
        values: usize,
    },
    /// The answer has not all points.
    Partial,
    /// A message of CloudWatch.
    Message(String),
}

impl fmt::Display for MetricLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        if !self.label.is_empty() {
            write!(f, "`{}`: ", self.label)?;
        }
        match &self.kind {
            MetricLossKind::Unknown => {
                f.write_str("not read: the label names no metric of AWS/AppRunner")
            }
            MetricLossKind::Statistic(name) => write!(f, "statistic {name} not read"),
            MetricLossKind::BadPoints(count) => {
                write!(f, "points whose time or value cannot be read left out: {count}")
            }
            MetricLossKind::Unpaired { times, values } => {
                write!(f, "{times} times and {values} values: those without the other left out")
            }
            MetricLossKind::Partial => f.write_str(
                "the answer is incomplete; ask again with its NextToken and name both files",
            ),
            MetricLossKind::Message(text) => write!(f, "CloudWatch says: {text}"),
        }
    }
}
