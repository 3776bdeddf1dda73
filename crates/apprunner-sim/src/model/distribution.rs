//! How long something takes: a fixed time or a random one.

use std::fmt;

use super::time::SimDuration;

/// A distribution of durations. Sampling is the simulator's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distribution {
    /// Always the same.
    Fixed(SimDuration),
    /// Memoryless, with this mean.
    Exponential {
        /// The mean.
        mean: SimDuration,
    },
    /// Every length between the two is equally likely.
    Uniform {
        /// The shortest.
        min: SimDuration,
        /// The longest, never below `min`.
        max: SimDuration,
    },
    /// Log-normal, named by the two figures that people measure.
    Lognormal {
        /// Half are shorter than this.
        median: SimDuration,
        /// One in a hundred is longer than this; never below `median`.
        p99: SimDuration,
    },
}

impl Distribution {
    /// No time at all.
    pub const ZERO: Self = Self::Fixed(SimDuration::ZERO);

    /// This distribution with every length times a factor that is not negative.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        match self {
            Self::Fixed(value) => Self::Fixed(value.scaled(factor)),
            Self::Exponential { mean } => Self::Exponential { mean: mean.scaled(factor) },
            Self::Uniform { min, max } => {
                Self::Uniform { min: min.scaled(factor), max: max.scaled(factor) }
            }
            Self::Lognormal { median, p99 } => {
                Self::Lognormal { median: median.scaled(factor), p99: p99.scaled(factor) }
            }
        }
    }

    /// A typical value, for sentences such as "ready in about 7 s": the middle
    /// of the distribution, not a promise.
    pub(crate) fn typical(self) -> SimDuration {
        match self {
            Self::Fixed(value) | Self::Exponential { mean: value } => value,
            Self::Uniform { min, max } => {
                SimDuration::from_micros(u64::midpoint(min.as_micros(), max.as_micros()))
            }
            Self::Lognormal { median, .. } => median,
        }
    }
}

/// Writes a distribution in words: `uniform 3s to 8s`.
impl fmt::Display for Distribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(value) => write!(f, "{value}"),
            Self::Exponential { mean } => write!(f, "exponential, mean {mean}"),
            Self::Uniform { min, max } => write!(f, "uniform {min} to {max}"),
            Self::Lognormal { median, p99 } => write!(f, "log-normal, median {median}, p99 {p99}"),
        }
    }
}
