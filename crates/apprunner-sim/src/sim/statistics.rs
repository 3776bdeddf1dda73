//! Statistics over repetitions of a run: the mean of a figure with its 95 %
//! interval, and the difference of two settings over pairs of runs.
//!
//! Values are taken in the order of the seeds, one pass, so the same figures
//! give the same bytes however many threads made them. What a run lacks (a
//! figure that is null) is left out and shows in the count.

use serde::Serialize;

/// The share of intervals that hold the true mean.
const CONFIDENCE: f64 = 0.95;

/// What repetitions say about one figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Estimate {
    /// The mean of those that had the figure.
    pub mean: Option<f64>,
    /// Half the width of the 95 % interval of the mean; one run has none.
    pub half_width: Option<f64>,
    /// How many had the figure.
    pub n: u32,
    /// The least.
    pub min: Option<f64>,
    /// The greatest.
    pub max: Option<f64>,
}

impl Estimate {
    /// The estimate from `values`, one a run, `None` where a run lacks the figure.
    pub fn of(values: impl IntoIterator<Item = Option<f64>>) -> Self {
        Moments::of(values).estimate()
    }
}

/// Two settings over pairs of runs, each pair under the same seed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Paired {
    /// The base, over every run that had the figure.
    pub base: Estimate,
    /// The other, over every run that had the figure.
    pub other: Estimate,
    /// Other minus base, over the pairs in which both had it.
    pub difference: Estimate,
    /// Half the width that the interval of the difference would have if the same
    /// figures came from runs that share nothing.
    pub unpaired_half_width: Option<f64>,
}

impl Paired {
    /// The comparison over `pairs` of base and other.
    pub fn of(pairs: &[(Option<f64>, Option<f64>)]) -> Self {
        let both = || pairs.iter().filter_map(|&(base, other)| base.zip(other));
        let base = Moments::of(both().map(|(base, _)| Some(base)));
        let other = Moments::of(both().map(|(_, other)| Some(other)));
        Self {
            base: Estimate::of(pairs.iter().map(|pair| pair.0)),
            other: Estimate::of(pairs.iter().map(|pair| pair.1)),
            difference: Estimate::of(both().map(|(base, other)| Some(other - base))),
            unpaired_half_width: unpaired_half_width(&base, &other),
        }
    }
}

/// The two-sample interval with a pooled variance: equally many runs on both
/// sides, so 2n − 2 degrees of freedom.
fn unpaired_half_width(base: &Moments, other: &Moments) -> Option<f64> {
    let variance = base.variance()? + other.variance()?;
    Some(student_t(2 * (base.n - 1)) * (variance / f64::from(base.n)).sqrt())
}

/// Count, mean and spread of values, gathered one at a time by Welford's rule,
/// under which equal values have exactly no spread.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moments {
    n: u32,
    mean: f64,
    squares: f64,
    min: f64,
    max: f64,
}

impl Moments {
    /// The moments of `values`, without those that a run lacks.
    pub(super) fn of(values: impl IntoIterator<Item = Option<f64>>) -> Self {
        let start = Self { min: f64::INFINITY, max: f64::NEG_INFINITY, ..Self::default() };
        values.into_iter().flatten().fold(start, Self::with)
    }

    fn with(self, value: f64) -> Self {
        let n = self.n + 1;
        let from_old = value - self.mean;
        let mean = self.mean + from_old / f64::from(n);
        Self {
            n,
            mean,
            squares: self.squares + from_old * (value - mean),
            min: self.min.min(value),
            max: self.max.max(value),
        }
    }

    /// The mean; no value has none.
    pub(super) fn mean(&self) -> Option<f64> {
        (self.n > 0).then_some(self.mean)
    }

    /// The variance, with n − 1 below; one value has none.
    pub(super) fn variance(&self) -> Option<f64> {
        (self.n > 1).then(|| self.squares / f64::from(self.n - 1))
    }

    /// The estimate that they give.
    pub(super) fn estimate(&self) -> Estimate {
        let some = |value| (self.n > 0).then_some(value);
        let half_width =
            |variance: f64| student_t(self.n - 1) * (variance / f64::from(self.n)).sqrt();
        Estimate {
            mean: self.mean(),
            half_width: self.variance().map(half_width),
            n: self.n,
            min: some(self.min),
            max: some(self.max),
        }
    }
}

/// The quantile of Student's t that leaves 2.5 % above it, for at least one
/// degree of freedom: where the probability between −t and t is 95 %, found by
/// halving an interval.
pub fn student_t(degrees: u32) -> f64 {
    let mut high = 2.0;
    while central_probability(high, degrees) < CONFIDENCE {
        high *= 2.0;
    }
    let mut low = high / 2.0;
    if central_probability(low, degrees) > CONFIDENCE {
        low = 0.0;
    }
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return middle;
        }
        if central_probability(middle, degrees) < CONFIDENCE {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// The probability that |T| is at most `t`. For whole degrees of freedom it is a
/// finite sum: Abramowitz and Stegun, *Handbook of Mathematical Functions*,
/// 26.7.3 and 26.7.4. Every term is positive, so nothing cancels.
fn central_probability(t: f64, degrees: u32) -> f64 {
    let nu = f64::from(degrees);
    let cos_squared = nu / (nu + t * t);
    let sin = t / (nu + t * t).sqrt();
    if degrees.is_multiple_of(2) {
        let series = series(1.0, cos_squared, degrees / 2, |k| (2.0 * k - 1.0) / (2.0 * k));
        return sin * series;
    }
    let theta = libm::atan(t / nu.sqrt());
    let cos = cos_squared.sqrt();
    let series = series(cos, cos_squared, degrees / 2, |k| 2.0 * k / (2.0 * k + 1.0));
    (theta + sin * series) * std::f64::consts::FRAC_2_PI
}

/// The sum of `count` terms, each the one before × `cos_squared` × `factor`.
fn series(first: f64, cos_squared: f64, count: u32, factor: impl Fn(f64) -> f64) -> f64 {
    let (mut sum, mut term) = (0.0, first);
    for k in 1..=count {
        sum += term;
        term *= cos_squared * factor(f64::from(k));
    }
    sum
}

#[cfg(test)]
mod tests;
