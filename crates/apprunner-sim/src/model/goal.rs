//! What a run is judged by, whether a stop pauses it, and what raises an alarm.

use spanned_toml::bound::Bound;
use spanned_toml::word::Word;

use super::metric::Metric;

/// A condition on a metric of the run's summary.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// Which figure.
    pub metric: Metric,
    /// What it must be.
    pub bound: Bound,
}

/// A named condition; a run with a missed goal exits with 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// In the author's words.
    pub name: String,
    /// The condition.
    pub probe: Probe,
}

/// Whether playing pauses at a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    /// It does.
    Yes,
    /// It is only shown.
    No,
}

/// An alarm in CloudWatch's manner, over one-minute points.
#[derive(Clone, Debug, PartialEq)]
pub struct Alarm {
    /// In the author's words.
    pub name: String,
    /// Which of CloudWatch's metrics.
    pub metric: CloudWatchMetric,
    /// What breaches.
    pub threshold: Threshold,
    /// Consecutive breaching minutes that raise it.
    pub periods: u32,
}

/// What an alarm compares a minute's point with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Threshold {
    /// More than this share of the minute's requests.
    OverShareOfRequests(f64),
    /// At least this value.
    AtLeast(f64),
}

/// The metrics of a service in CloudWatch's namespace `AWS/AppRunner`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CloudWatchMetric {
    /// Requests answered by instances.
    Requests,
    /// Answers with a status of 200 to 299.
    Status2xx,
    /// Answers with a status of 400 to 499.
    Status4xx,
    /// Answers with a status of 500 to 599.
    Status5xx,
    /// Mean latency in milliseconds.
    RequestLatency,
    /// Instances that take requests.
    ActiveInstances,
    /// Active requests at one time.
    Concurrency,
    /// Share of the vCPUs in use, in percent.
    CpuUtilization,
    /// Share of the memory in use, in percent.
    MemoryUtilization,
}

/// Its names in CloudWatch, in the order that AWS lists them.
impl Word for CloudWatchMetric {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("Requests", Self::Requests),
        ("2xxStatusResponses", Self::Status2xx),
        ("4xxStatusResponses", Self::Status4xx),
        ("5xxStatusResponses", Self::Status5xx),
        ("RequestLatency", Self::RequestLatency),
        ("ActiveInstances", Self::ActiveInstances),
        ("Concurrency", Self::Concurrency),
        ("CPUUtilization", Self::CpuUtilization),
        ("MemoryUtilization", Self::MemoryUtilization),
    ];
}

impl CloudWatchMetric {
    /// The name in CloudWatch.
    pub fn name(self) -> &'static str {
        self.word()
    }

    /// The unit in CloudWatch.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::RequestLatency => "Milliseconds",
            Self::CpuUtilization | Self::MemoryUtilization => "Percent",
            _ => "Count",
        }
    }

    /// The statistic of CloudWatch that our one value a minute is: counts add up,
    /// the rest are means.
    pub const fn statistic(self) -> &'static str {
        match self {
            Self::Requests | Self::Status2xx | Self::Status4xx | Self::Status5xx => "Sum",
            _ => "Average",
        }
    }
}
