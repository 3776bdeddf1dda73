//! Estimates from measurements: how long a response takes and a start, how much CPU a request
//! needs, each with an interval.
//!
//! The law of a time is chosen by likelihood among those that a scenario has: exponential with
//! one parameter, log-normal and uniform with two, compared by the Bayesian information criterion;
//! times that hardly differ are fixed. Averages of periods show the spread by how far they differ,
//! which distinguishes the same laws. Measured latency is taken for service time: where
//! requests waited, it is longer. Too few values are no estimate: each kind has its least number.

mod cpu;
mod metrics;
mod operations;
mod starts;
mod time;

use apprunner_sim::sim::statistics::student_t;

pub use self::cpu::{FittedCpu, of_metrics as cpu_of_metrics};
pub use self::metrics::of_metrics as time_of_metrics;
pub use self::operations::{OperationPhase, of_text as operations_of_text};
pub use self::starts::of_text as starts_of_text;
pub use self::time::{FittedTime, TimeSample};

/// The least number of latencies in a log: below, exponential and log-normal laws are taken for
/// each other too often.
pub const MIN_LATENCIES: u64 = 30;
/// The least number of periods of a metric, and of starts: with fewer, the 95 % interval is wider
/// than 2.8 standard errors to each side (Student's t with four degrees of freedom).
pub const MIN_PERIODS: u64 = 5;
/// The least number of operations of a service, which are rare and hardly differ: with fewer, the
/// interval is wider than 4.3 standard errors to each side.
pub const MIN_OPERATIONS: u64 = 3;

/// Why something is not estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfitted {
    /// It was not measured.
    #[error("it was not measured")]
    Absent,
    /// There are too few values.
    #[error("{found} measured; {needed} are needed for an interval that says something")]
    TooFew {
        /// Number of values.
        found: u64,
        /// Number of values that are needed.
        needed: u64,
    },
}

impl Unfitted {
    /// Returns why `found` values are no estimate where `needed` are; `Ok` where they are enough.
    fn check(found: u64, needed: u64) -> Result<(), Self> {
        match found {
            0 => Err(Self::Absent),
            _ if found < needed => Err(Self::TooFew { found, needed }),
            _ => Ok(()),
        }
    }
}

/// An estimate with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fitted {
    /// The estimate.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Fitted {
    /// An estimate with the half width of its interval.
    fn around(value: f64, half: f64) -> Self {
        Self { value, low: (value - half).max(0.0), high: value + half }
    }

    /// An estimate of which the logarithm has this half width.
    fn times(value: f64, half: f64) -> Self {
        Self { value, low: value / libm::exp(half), high: value * libm::exp(half) }
    }
}

/// The quantile of Student's t that leaves 2.5 % above it, for a mean of `count` values; beyond a
/// thousand values it is that of the normal distribution, within 0.2 %.
fn student(count: u64) -> f64 {
    const MANY: u64 = 1_000;
    match count {
        0 | 1 => f64::INFINITY,
        2..=MANY => student_t(u32::try_from(count - 1).unwrap_or(u32::MAX)),
        _ => 1.960,
    }
}
