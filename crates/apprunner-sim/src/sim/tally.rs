//! Durations by the million in a fixed amount of memory: count, sum, largest,
//! and quantiles from a log-linear histogram.

use histogram::Histogram;

use crate::model::time::SimDuration;

/// 2⁴⁰ µs is more than twelve days; longer ones count as that.
const LARGEST: u64 = (1 << 40) - 1;

/// A tally of durations.
#[derive(Clone, Debug)]
pub struct DurationTally {
    /// `None` only if the crate rejected our constants, which a test rules out.
    histogram: Option<Histogram>,
    count: u64,
    positive: u64,
    sum_us: u128,
    max: SimDuration,
}

impl DurationTally {
    /// For a whole run: quantiles within 0.05 %.
    pub fn fine() -> Self {
        Self::new(10)
    }

    /// For a frame: quantiles within 1.6 %.
    pub(super) fn coarse() -> Self {
        Self::new(5)
    }

    fn new(grouping_power: u8) -> Self {
        let histogram = Histogram::new(grouping_power, 40).ok();
        Self { histogram, count: 0, positive: 0, sum_us: 0, max: SimDuration::ZERO }
    }

    /// Counts `value`.
    pub fn add(&mut self, value: SimDuration) {
        self.count += 1;
        self.positive += u64::from(!value.is_zero());
        self.sum_us += u128::from(value.as_micros());
        self.max = self.max.max(value);
        if let Some(histogram) = &mut self.histogram {
            // Cannot fail: the value is within the histogram's range.
            let _ = histogram.increment(value.as_micros().min(LARGEST));
        }
    }

    /// This tally with the values of `other`.
    pub(super) fn with(&self, other: &Self) -> Self {
        let pair = self.histogram.as_ref().zip(other.histogram.as_ref());
        Self {
            // Cannot fail: both have the same buckets.
            histogram: pair.and_then(|(one, other)| one.checked_add(other).ok()),
            count: self.count + other.count,
            positive: self.positive + other.positive,
            sum_us: self.sum_us + other.sum_us,
            max: self.max.max(other.max),
        }
    }

    /// Whether nothing was counted.
    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The share of those above zero.
    pub(super) fn positive_ratio(&self) -> f64 {
        ratio(self.positive as f64, self.count)
    }

    /// The mean in milliseconds, `None` when there is none.
    pub fn mean_ms(&self) -> Option<f64> {
        (!self.is_empty()).then(|| self.sum_us as f64 / 1e3 / self.count as f64)
    }

    /// The largest, `None` when there is none.
    pub(super) fn max(&self) -> Option<SimDuration> {
        (!self.is_empty()).then_some(self.max)
    }

    /// The value that a share `q` does not exceed, `None` when there is none.
    pub fn quantile(&self, q: f64) -> Option<SimDuration> {
        let result = self.histogram.as_ref()?.quantile(q).ok()??;
        let bucket = result.entries().values().next()?;
        let middle = u64::midpoint(bucket.start(), bucket.end());
        Some(SimDuration::from_micros(middle).min(self.max))
    }
}

/// `sum / count`, or 0 when there is nothing to divide by.
pub(super) fn ratio(sum: f64, count: u64) -> f64 {
    if count == 0 { 0.0 } else { sum / count as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_a_uniform_row_are_within_a_thousandth() {
        let mut tally = DurationTally::fine();
        for ms in 1..=1_000 {
            tally.add(SimDuration::from_millis(ms));
        }
        let p99 = tally.quantile(0.99).map_or(0.0, SimDuration::as_secs_f64);
        assert!((p99 - 0.99).abs() < 0.001, "{p99}");
        let most = tally.quantile(1.0).map_or(0.0, SimDuration::as_secs_f64);
        assert!((most - 1.0).abs() < 0.001, "{most}");
        assert!((tally.mean_ms().unwrap() - 500.5).abs() < 1e-9);
    }

    #[test]
    fn two_tallies_together_are_as_one() {
        let (mut one, mut other, mut both) =
            (DurationTally::fine(), DurationTally::fine(), DurationTally::fine());
        for ms in 0..1_000 {
            let value = SimDuration::from_millis(ms * 7 % 1_000);
            if ms % 3 == 0 {
                one.add(value);
            } else {
                other.add(value);
            }
            both.add(value);
        }
        let joined = one.with(&other);
        assert_eq!((joined.mean_ms(), joined.max()), (both.mean_ms(), both.max()));
        assert_eq!(joined.quantile(0.9), both.quantile(0.9));
        assert_eq!(joined.positive_ratio().to_bits(), both.positive_ratio().to_bits());
        assert_eq!((DurationTally::fine().mean_ms(), DurationTally::fine().max()), (None, None));
    }

    #[test]
    fn one_value_is_every_quantile_exactly() {
        let mut tally = DurationTally::coarse();
        tally.add(SimDuration::from_millis(80));
        assert_eq!(tally.quantile(0.5), Some(SimDuration::from_millis(80)));
        assert_eq!(DurationTally::coarse().quantile(0.5), None);
    }
}
