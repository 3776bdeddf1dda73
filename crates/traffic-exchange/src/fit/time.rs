//! Times that were measured one by one, and the law that fits them.

use apprunner_sim::model::distribution::Distribution;
use apprunner_sim::model::time::SimDuration;
use apprunner_sim::sim::tally::DurationTally;

use super::{Fitted, Unfitted, student};

/// The 99th percentile of the standard normal distribution.
pub(super) const Z_99: f64 = 2.326_347_874_040_840_8;
/// What logs with milliseconds write as 0 is taken for this long, in µs.
const LEAST_US: u64 = 250;
/// Times whose spread is less than this share of their mean are fixed.
const FIXED_SHARE: f64 = 0.02;

/// Times, of which only sums and a histogram are kept.
#[derive(Clone, Debug)]
pub struct TimeSample {
    count: u64,
    mean: f64,
    squares: f64,
    log_mean: f64,
    log_squares: f64,
    least: f64,
    greatest: f64,
    tally: DurationTally,
}

impl Default for TimeSample {
    fn default() -> Self {
        Self {
            count: 0,
            mean: 0.0,
            squares: 0.0,
            log_mean: 0.0,
            log_squares: 0.0,
            least: f64::INFINITY,
            greatest: 0.0,
            tally: DurationTally::fine(),
        }
    }
}

/// A law with its parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedTime {
    /// The law.
    pub law: Distribution,
    /// Its parameters in seconds, by the names that a scenario has for them.
    pub parameters: Vec<(&'static str, Fitted)>,
    /// Number of measured values.
    pub samples: u64,
}

impl TimeSample {
    /// Adds a time of `micros` µs.
    pub fn add(&mut self, micros: u64) {
        self.tally.add(SimDuration::from_micros(micros));
        let micros = micros.max(LEAST_US);
        let value = micros as f64 / 1e6;
        self.count += 1;
        (self.least, self.greatest) = (self.least.min(value), self.greatest.max(value));
        let count = self.count as f64;
        let welford = |mean: &mut f64, squares: &mut f64, value: f64| {
            let before = value - *mean;
            *mean += before / count;
            *squares += before * (value - *mean);
        };
        welford(&mut self.mean, &mut self.squares, value);
        welford(&mut self.log_mean, &mut self.log_squares, libm::log(value));
    }

    /// Returns the number of times.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Returns the mean in ms; `None` where there are no times.
    pub fn mean_ms(&self) -> Option<f64> {
        self.tally.mean_ms()
    }

    /// Returns the value in ms that this share of the times does not exceed.
    pub fn quantile_ms(&self, share: f64) -> Option<f64> {
        self.tally.quantile(share).map(|it| it.as_secs_f64() * 1e3)
    }

    /// Returns the law that is most likely.
    ///
    /// # Errors
    ///
    /// There are fewer than `needed` times.
    pub fn fit(&self, needed: u64) -> Result<FittedTime, Unfitted> {
        Unfitted::check(self.count, needed.max(2))?;
        let count = self.count as f64;
        let (variance, log_variance) =
            (self.squares / (count - 1.0), self.log_squares / (count - 1.0));
        let t = student(self.count);
        if variance.sqrt() < FIXED_SHARE * self.mean {
            return Ok(fixed(self.fitted_mean(), self.count));
        }
        let sigma = log_variance.sqrt();
        // Minus twice the logarithm of the likelihood, and the price of each parameter.
        let exponential = 2.0 * count * (libm::log(self.mean) + 1.0) + libm::log(count);
        let spread = 2.0 * libm::log(sigma) + libm::log(std::f64::consts::TAU) + 1.0;
        let lognormal = count * (2.0 * self.log_mean + spread) + 2.0 * libm::log(count);
        let range = self.greatest - self.least;
        let uniform = 2.0 * count * libm::log(range) + 2.0 * libm::log(count);
        if uniform < exponential.min(lognormal) {
            return Ok(self.uniform(range));
        }
        if exponential <= lognormal {
            let mean = Fitted::times(self.mean, t / count.sqrt());
            return Ok(exponential_of(mean, self.count));
        }
        let median = Fitted::times(libm::exp(self.log_mean), t * sigma / count.sqrt());
        let error = sigma * ((1.0 + Z_99 * Z_99 / 2.0) / count).sqrt();
        let p99 = Fitted::times(libm::exp(self.log_mean + Z_99 * sigma), t * error);
        Ok(lognormal_of(median, p99, self.count))
    }

    /// Returns the mean in seconds, with the interval by Student's t.
    fn fitted_mean(&self) -> Fitted {
        let count = self.count as f64;
        let error = (self.squares / (count - 1.0) / count).sqrt();
        Fitted::around(self.mean, student(self.count) * error)
    }

    /// Returns the fixed law of the mean.
    ///
    /// # Errors
    ///
    /// There are fewer than `needed` times.
    pub fn fit_mean(&self, needed: u64) -> Result<FittedTime, Unfitted> {
        Unfitted::check(self.count, needed.max(2))?;
        Ok(fixed(self.fitted_mean(), self.count))
    }

    /// The uniform law over the `range` of the times. Given one end, a range of `count` times is
    /// less than a share `q` of the whole one with the probability `q` to the power `count - 1`.
    fn uniform(&self, range: f64) -> FittedTime {
        let beyond = range * (libm::pow(0.05, -1.0 / (self.count as f64 - 1.0)) - 1.0);
        let [value, high] = [self.least, self.greatest];
        let min = Fitted { value, low: (value - beyond).max(0.0), high: value };
        let max = Fitted { value: high, low: high, high: high + beyond };
        let law = Distribution::Uniform { min: duration(min.value), max: duration(max.value) };
        FittedTime { law, parameters: vec![("min", min), ("max", max)], samples: self.count }
    }
}

/// The fixed law of this `time`.
pub(super) fn fixed(time: Fitted, samples: u64) -> FittedTime {
    let law = Distribution::Fixed(duration(time.value));
    FittedTime { law, parameters: vec![("fixed", time)], samples }
}

/// The exponential law with this `mean`.
pub(super) fn exponential_of(mean: Fitted, samples: u64) -> FittedTime {
    let law = Distribution::Exponential { mean: duration(mean.value) };
    FittedTime { law, parameters: vec![("mean", mean)], samples }
}

/// The log-normal law with this `median` and 99th percentile.
pub(super) fn lognormal_of(median: Fitted, p99: Fitted, samples: u64) -> FittedTime {
    let least = duration(median.value);
    let law = Distribution::Lognormal { median: least, p99: duration(p99.value).max(least) };
    FittedTime { law, parameters: vec![("median", median), ("p99", p99)], samples }
}

/// A time of at least 1 µs.
fn duration(seconds: f64) -> SimDuration {
    let micros = SimDuration::from_micros(1);
    SimDuration::from_secs(1).scaled(seconds).max(micros)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::MIN_LATENCIES;

    /// The quantiles of a law at evenly spread shares, in µs.
    fn sample(law: impl Fn(f64) -> f64) -> TimeSample {
        let mut sample = TimeSample::default();
        for place in 0..20_000 {
            let share = (f64::from(place) + 0.5) / 20_000.0;
            sample.add(duration(law(share) / 1e6).as_micros());
        }
        sample
    }

    fn seconds(law: Distribution) -> Vec<f64> {
        match law {
            Distribution::Fixed(value) | Distribution::Exponential { mean: value } => {
                vec![value.as_secs_f64()]
            }
            Distribution::Uniform { min, max } => vec![min.as_secs_f64(), max.as_secs_f64()],
            Distribution::Lognormal { median, p99 } => {
                vec![median.as_secs_f64(), p99.as_secs_f64()]
            }
        }
    }

    fn assert_near(fitted: &FittedTime, wanted: &[f64]) {
        for ((value, (_, fit)), wanted) in
            seconds(fitted.law).iter().zip(&fitted.parameters).zip(wanted)
        {
            assert!((value / wanted - 1.0).abs() < 0.03, "{fitted:?}");
            // The least of 20,000 times is a little over the least that is possible.
            assert!(fit.low <= *wanted + 1e-5 && *wanted <= fit.high + 1e-5, "{fitted:?}");
        }
    }

    #[test]
    fn each_law_is_found_with_its_parameters() {
        let fitted = |law: &dyn Fn(f64) -> f64| sample(law).fit(MIN_LATENCIES).unwrap();
        let exponential = fitted(&|share| -80_000.0 * (1.0 - share).ln());
        assert!(matches!(exponential.law, Distribution::Exponential { .. }));
        assert_near(&exponential, &[0.08]);
        // Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.23.
        let bell = |share: f64| {
            let half = if share < 0.5 { share } else { 1.0 - share };
            let side = if share < 0.5 { -1.0 } else { 1.0 };
            let t = (-2.0 * half.ln()).sqrt();
            let z = t
                - (2.515_517 + 0.802_853 * t + 0.010_328 * t * t)
                    / (1.0 + 1.432_788 * t + 0.189_269 * t * t + 0.001_308 * t * t * t);
            60_000.0 * (side * z * (5.0_f64.ln() / Z_99)).exp()
        };
        let lognormal = fitted(&bell);
        assert!(matches!(lognormal.law, Distribution::Lognormal { .. }));
        assert_near(&lognormal, &[0.06, 0.3]);
        let fixed = fitted(&|share| 50_000.0 + 100.0 * share);
        assert!(matches!(fixed.law, Distribution::Fixed(_)));
        assert_near(&fixed, &[0.050_05]);
        let uniform = fitted(&|share| 50_000.0 + 100_000.0 * share);
        assert!(matches!(uniform.law, Distribution::Uniform { .. }));
        assert_near(&uniform, &[0.05, 0.15]);
    }

    #[test]
    fn quantiles_and_the_mean_are_those_of_the_times() {
        let times = sample(|share| share * 1e6);
        assert!((times.mean_ms().unwrap() - 500.0).abs() < 0.1);
        assert!((times.quantile_ms(0.9).unwrap() - 900.0).abs() < 2.0);
        assert_eq!(TimeSample::default().fit(5), Err(Unfitted::Absent));
        let mut few = TimeSample::default();
        (0..4).for_each(|_| few.add(4_000_000));
        assert_eq!(few.fit(5), Err(Unfitted::TooFew { found: 4, needed: 5 }));
        assert_eq!(TimeSample::default().mean_ms(), None);
    }
}
