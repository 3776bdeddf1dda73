//! Durations by the million in a fixed amount of memory: count, sum, largest,
//! and quantiles from a log-linear histogram.
//!
//! Each doubling has 2^`POWER` buckets of equal width, and below 2^(`POWER` + 1) µs each
//! microsecond has its own. Only the buckets between the least and the largest value are
//! searched and cleared, so that a frame with few values costs little.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::time::SimDuration;

/// 2⁴⁰ µs is more than twelve days; longer ones count as that.
const DOUBLINGS: u32 = 40;

/// Buckets of a doubling, as a power of two: quantiles within 0.05 % for a run, within
/// 1.6 % for a frame.
const FINE: u32 = 10;
const COARSE: u32 = 5;

/// Buckets that a search for a quantile looks at together.
const BLOCK: usize = 16;

/// A tally of durations.
#[derive(Clone, Debug)]
pub struct DurationTally<const POWER: u32 = FINE> {
    /// Counts without what was carried: small, so that those in use stay in a near cache.
    buckets: Box<[u16]>,
    /// How often the count of a bucket has gone over.
    carries: BTreeMap<usize, u64>,
    /// Values that were counted without a look at the buckets, all of them zero.
    zeros: u64,
    /// All other values.
    count: u64,
    sum_us: u128,
    min: SimDuration,
    max: SimDuration,
}

/// The tally of a frame.
pub(super) type FrameTally = DurationTally<COARSE>;

impl DurationTally {
    /// For a whole run: quantiles within 0.05 %.
    pub fn fine() -> Self {
        Self::new()
    }
}

impl FrameTally {
    /// For a frame: quantiles within 1.6 %.
    pub(super) fn coarse() -> Self {
        Self::new()
    }
}

impl<const POWER: u32> DurationTally<POWER> {
    fn new() -> Self {
        let buckets = (DOUBLINGS - POWER + 1) << POWER;
        Self {
            buckets: (0..buckets).map(|_| 0).collect(),
            carries: BTreeMap::new(),
            zeros: 0,
            count: 0,
            sum_us: 0,
            min: SimDuration::MAX,
            max: SimDuration::ZERO,
        }
    }

    /// Counts `value`.
    pub fn add(&mut self, value: SimDuration) {
        self.count += 1;
        self.sum_us += u128::from(value.as_micros());
        // Branches, which nearly always go the same way, where `min` and `max` would store.
        if value < self.min {
            self.min = value;
        }
        if value > self.max {
            self.max = value;
        }
        self.count_at_place(bucket_of::<POWER>(value));
    }

    /// Counts no time at all, which is what most requests wait.
    pub(super) fn add_zero(&mut self) {
        self.zeros += 1;
    }

    #[inline]
    fn count_at_place(&mut self, place: usize) {
        let Some(bucket) = self.buckets.get_mut(place) else { return self.count_longest() };
        let (sum, is_over) = bucket.overflowing_add(1);
        *bucket = sum;
        if is_over {
            self.carry(place);
        }
    }

    /// Counts a value beyond the last bucket in it.
    #[cold]
    fn count_longest(&mut self) {
        self.count_at_place(self.buckets.len() - 1);
    }

    /// The count of the bucket at `place` has gone over.
    #[cold]
    fn carry(&mut self, place: usize) {
        *self.carries.entry(place).or_default() += 1;
    }

    /// Number of values in the bucket at `place`, but for those counted apart.
    fn count_at(&self, place: usize) -> u64 {
        u64::from(self.buckets[place]) + self.carried(place..place + 1)
    }

    /// Number of the values in the buckets `places` that were carried.
    fn carried(&self, places: Range<usize>) -> u64 {
        if self.carries.is_empty() {
            return 0;
        }
        self.carries.range(places).map(|(_, carried)| carried << u16::BITS).sum()
    }

    /// Forgets every value.
    pub(super) fn clear(&mut self) {
        let used = self.used();
        self.buckets[used].fill(0);
        self.carries.clear();
        (self.zeros, self.count, self.sum_us) = (0, 0, 0);
        (self.min, self.max) = (SimDuration::MAX, SimDuration::ZERO);
    }

    /// The buckets that can hold anything.
    fn used(&self) -> Range<usize> {
        if self.is_empty() {
            return 0..0;
        }
        let last = self.buckets.len() - 1;
        let min = if self.zeros > 0 { SimDuration::ZERO } else { self.min };
        let [first, end] = [min, self.max].map(|value| bucket_of::<POWER>(value).min(last));
        first..end + 1
    }

    /// This tally with the values of `other`.
    pub(super) fn with(&self, other: &Self) -> Self {
        let mut carries = self.carries.clone();
        for (&place, &carried) in &other.carries {
            *carries.entry(place).or_default() += carried;
        }
        let pairs = self.buckets.iter().zip(&other.buckets).enumerate();
        let buckets = pairs.map(|(place, (one, other))| {
            let (sum, is_over) = one.overflowing_add(*other);
            if is_over {
                *carries.entry(place).or_default() += 1;
            }
            sum
        });
        Self {
            buckets: buckets.collect(),
            carries,
            zeros: self.zeros + other.zeros,
            count: self.count + other.count,
            sum_us: self.sum_us + other.sum_us,
            min: self.min.min(other.min),
            max: self.max.max(other.max),
        }
    }

    /// Whether nothing was counted.
    pub(super) fn is_empty(&self) -> bool {
        self.all() == 0
    }

    /// Number of all values.
    fn all(&self) -> u64 {
        self.zeros + self.count
    }

    /// The share of those above zero.
    pub(super) fn positive_ratio(&self) -> f64 {
        ratio((self.count - self.count_at(0)) as f64, self.all())
    }

    /// The mean in milliseconds, `None` when there is none.
    pub fn mean_ms(&self) -> Option<f64> {
        (!self.is_empty()).then(|| self.sum_us as f64 / 1e3 / self.all() as f64)
    }

    /// The largest, `None` when there is none.
    pub(super) fn max(&self) -> Option<SimDuration> {
        (!self.is_empty()).then_some(self.max)
    }

    /// The value that a share `q` does not exceed, `None` when there is none.
    pub fn quantile(&self, q: f64) -> Option<SimDuration> {
        let [value] = self.quantiles([q]);
        value
    }

    /// The values that the shares `qs` do not exceed, which must rise; `None` when there
    /// is none.
    pub(super) fn quantiles<const N: usize>(&self, qs: [f64; N]) -> [Option<SimDuration>; N] {
        let Range { start: mut place, end } = self.used();
        // Zeros come before all others; with any, the first bucket is the one of zero.
        let mut below = self.zeros;
        qs.map(|q| {
            let rank = rank(q, self.all());
            // Whole blocks first: their sums need no look at each bucket.
            while place + BLOCK <= end {
                let block = self.count_in_block(place);
                if below + block >= rank {
                    break;
                }
                below += block;
                place += BLOCK;
            }
            while place < end {
                let count = self.count_at(place);
                if below + count >= rank {
                    break;
                }
                below += count;
                place += 1;
            }
            (place < end).then(|| middle_of::<POWER>(place).min(self.max))
        })
    }

    /// Number of values in the [`BLOCK`] buckets from `place` on.
    fn count_in_block(&self, place: usize) -> u64 {
        let block = self.buckets.get(place..place + BLOCK).unwrap_or_default();
        let counts = block.iter().copied().map(u32::from).sum::<u32>();
        u64::from(counts) + self.carried(place..place + BLOCK)
    }
}

/// Where among the buckets `value` is, beyond the last if it is longer: those of the doublings follow each other, and
/// `value` without its last `shift` bits tells where in its doubling it is.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "64 bits of µs have fewer than 2^16 buckets")]
fn bucket_of<const POWER: u32>(value: SimDuration) -> usize {
    let micros = value.as_micros();
    let shift = (micros | 1 << POWER).ilog2() - POWER;
    ((u64::from(shift) << POWER) + (micros >> shift)) as usize
}

/// The middle of the bucket at `place`.
fn middle_of<const POWER: u32>(place: usize) -> SimDuration {
    let shift = (place >> POWER).saturating_sub(1);
    let least = ((place - (shift << POWER)) as u64) << shift;
    SimDuration::from_micros(least + ((1 << shift) - 1) / 2)
}

/// How many of `count` values a share `q` is, rounded up, at least one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a count is not negative and not larger"
)]
fn rank(q: f64, count: u64) -> u64 {
    ((q * count as f64).ceil() as u64).max(1).min(count)
}

/// `sum / count`, or 0 when there is nothing to divide by.
pub(super) fn ratio(sum: f64, count: u64) -> f64 {
    if count == 0 { 0.0 } else { sum / count as f64 }
}

/// `value` to a millionth.
pub(super) fn rounded(value: f64) -> f64 {
    libm::round(value * 1e6) / 1e6
}

/// A number that is not negative, cut to whole ones.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not negative, and a float beyond u32 saturates"
)]
pub(super) fn whole(value: f64) -> u32 {
    value as u32
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
    fn a_bucket_is_as_wide_as_its_doubling_allows() {
        for micros in (0..100_000).chain((0..40).map(|power| (1 << power) - 1)) {
            let value = SimDuration::from_micros(micros);
            let middle = middle_of::<COARSE>(bucket_of::<COARSE>(value));
            assert!(middle.as_micros().abs_diff(micros) <= micros >> (COARSE + 1), "{micros}");
        }
        let places = (0..1 << 20).map(|us| bucket_of::<FINE>(SimDuration::from_micros(us)));
        assert!(places.is_sorted_by(|one, next| next - one <= 1));
        let last = bucket_of::<FINE>(SimDuration::from_micros((1 << DOUBLINGS) - 1));
        assert_eq!(last + 1, DurationTally::fine().buckets.len());
        let mut long = DurationTally::fine();
        long.add(SimDuration::MAX);
        assert_eq!(long.quantile(0.5), Some(middle_of::<FINE>(last)));
    }

    #[test]
    fn counts_beyond_sixteen_bits_are_carried() {
        let (zero, second) = (SimDuration::ZERO, SimDuration::from_secs(1));
        let mut one = FrameTally::coarse();
        (0..200_000).for_each(|_| one.add(zero));
        let mut other = FrameTally::coarse();
        (0..100_000).for_each(|_| other.add(second));
        (0..100_000).for_each(|_| other.add(zero));
        let both = one.with(&other);
        assert_eq!(both.positive_ratio().to_bits(), 0.25_f64.to_bits());
        assert_eq!(both.quantiles([0.75, 0.750_01]), [Some(zero), Some(second)]);
        other.clear();
        assert_eq!(one.with(&other).positive_ratio().to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn zeros_count_as_any_other_value() {
        let (mut apart, mut plain) = (DurationTally::fine(), DurationTally::fine());
        for ms in [5, 0, 7, 0, 0, 9] {
            let value = SimDuration::from_millis(ms);
            plain.add(value);
            if value.is_zero() { apart.add_zero() } else { apart.add(value) }
        }
        for tally in [apart.with(&DurationTally::fine()), apart.with(&apart), apart] {
            let shares = [0.1, 0.5, 0.6, 0.7, 1.0];
            assert_eq!(tally.quantiles(shares), plain.quantiles(shares));
            assert_eq!((tally.mean_ms(), tally.max()), (plain.mean_ms(), plain.max()));
            assert_eq!(tally.positive_ratio().to_bits(), plain.positive_ratio().to_bits());
        }
        let mut none = DurationTally::fine();
        none.add_zero();
        assert_eq!((none.mean_ms(), none.quantile(0.5)), (Some(0.0), Some(SimDuration::ZERO)));
    }

    #[test]
    fn a_quantile_is_found_in_any_block_and_among_carried_counts() {
        let mut tally = FrameTally::coarse();
        let values = (0..200_u64).map(|number| SimDuration::from_micros(number * number));
        let mut sorted: Vec<usize> = values.clone().map(bucket_of::<COARSE>).collect();
        values.for_each(|value| tally.add(value));
        (0..70_000).for_each(|_| tally.add(SimDuration::from_micros(40)));
        sorted.extend(vec![bucket_of::<COARSE>(SimDuration::from_micros(40)); 70_000]);
        sorted.sort_unstable();
        for q in (1..=1_000).map(|part| f64::from(part) / 1_000.0) {
            let place = sorted[usize::try_from(rank(q, 70_200)).unwrap() - 1];
            assert_eq!(tally.quantile(q), Some(middle_of::<COARSE>(place).min(tally.max)), "{q}");
        }
    }

    #[test]
    fn a_cleared_tally_is_as_new() {
        let mut tally = FrameTally::coarse();
        for ms in [3, 900, 40] {
            tally.add(SimDuration::from_millis(ms));
        }
        tally.clear();
        assert_eq!((tally.quantiles([0.1, 1.0]), tally.mean_ms()), ([None; 2], None));
        tally.add(SimDuration::from_millis(80));
        assert_eq!(tally.quantiles([0.1, 1.0]), [Some(SimDuration::from_millis(80)); 2]);
    }

    #[test]
    fn one_value_is_every_quantile_exactly() {
        let mut tally = FrameTally::coarse();
        tally.add(SimDuration::from_millis(80));
        assert_eq!(tally.quantile(0.5), Some(SimDuration::from_millis(80)));
        assert_eq!(FrameTally::coarse().quantile(0.5), None);
    }
}
