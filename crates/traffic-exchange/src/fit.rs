//! Estimates from measurements: how long a response takes and a start, how much CPU a request
//! needs, each with an interval.
//!
//! The law of a time is chosen by likelihood among those that a scenario has and that one can
//! measure: exponential with one parameter, log-normal with two, compared by the Bayesian
//! information criterion; times that hardly differ are fixed. Measured latency is taken for
//! service time: where requests waited, it is longer.

mod cpu;
mod metrics;
mod starts;
mod time;

use apprunner_sim::sim::statistics::student_t;

pub use self::cpu::{FittedCpu, of_metrics as cpu_of_metrics};
pub use self::metrics::of_metrics as time_of_metrics;
pub use self::starts::of_text as starts_of_text;
pub use self::time::{FittedTime, TimeSample};

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
