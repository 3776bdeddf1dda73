//! Randomness: one generator per concern, and samples by inversion.
//!
//! A sample is a function of one 64-bit draw, so two runs that differ in a
//! setting see the same underlying luck (common random numbers), and a request
//! carries its whole demand as that draw from the moment it arrives. Only IEEE
//! arithmetic and the `libm` crate are used, never the platform's maths, so the
//! samples are the same everywhere.

use rand::Rng;
use rand_pcg::Pcg64Mcg;

use crate::model::distribution::Distribution;
use crate::model::time::SimDuration;

/// The 99th percentile of the standard normal distribution.
const Z_99: f64 = 2.326_347_874_040_840_8;

/// A source of draws for one concern.
#[derive(Clone, Debug)]
pub(super) struct Generator(Pcg64Mcg);

impl Generator {
    /// The generator of `concern` (number `index` of its kind) under `seed`.
    pub(super) fn new(seed: u64, concern: &str, index: usize) -> Self {
        let mut name = 0xcbf2_9ce4_8422_2325_u64;
        for byte in concern.bytes() {
            name = (name ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        let low = mix(seed ^ mix(name ^ mix(index as u64)));
        let high = mix(low ^ name);
        Self(Pcg64Mcg::new(u128::from(high) << 64 | u128::from(low)))
    }

    /// The next draw.
    pub(super) fn draw(&mut self) -> u64 {
        self.0.next_u64()
    }
}

/// Scrambles 64 bits; one-to-one. The finalizer of `SplitMix64`.
pub(super) fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Turns the draw for a latency into the one for the CPU time beside it.
pub(super) fn cpu_draw(draw: u64) -> u64 {
    mix(draw ^ 0x6370_7520_7469_6d65)
}

/// Turns the draw for a latency into the one for the client's patience.
pub(super) fn patience_draw(draw: u64) -> u64 {
    mix(draw ^ 0x7061_7469_656e_6365)
}

/// The draw `own`, alike to `shared` by `correlation` (0 to 1) as normal variates are: it
/// still comes from the same distribution.
pub(super) fn correlated(own: u64, shared: u64, correlation: f64) -> u64 {
    if correlation <= 0.0 {
        return own;
    }
    if correlation >= 1.0 {
        return shared;
    }
    let [own, shared] = [own, shared].map(|draw| normal_quantile(open_unit(draw)));
    let z = libm::sqrt(1.0 - correlation) * own + libm::sqrt(correlation) * shared;
    from_unit(0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2))
}

/// Bits of a draw that stay at random beside a recorded latency.
const RECORDED_LUCK_BITS: u32 = 24;

/// A draw that stands for a recorded latency of up to 12 days, with the luck of `draw`
/// for everything else.
pub(super) fn recorded_draw(latency: SimDuration, draw: u64) -> u64 {
    let longest = u64::MAX >> RECORDED_LUCK_BITS;
    latency.as_micros().min(longest) << RECORDED_LUCK_BITS | draw >> (64 - RECORDED_LUCK_BITS)
}

/// A log-normal variate from one draw.
#[inline(never)]
fn lognormal(median: f64, sigma: f64, draw: u64) -> f64 {
    median * libm::exp(sigma * normal_quantile(open_unit(draw)))
}

/// A standard exponential variate from one draw.
pub(super) fn exponential(draw: u64) -> f64 {
    -libm::log(unit(draw))
}

/// A distribution with its constants worked out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sampler {
    Fixed(SimDuration),
    Exponential {
        mean_us: f64,
    },
    Uniform {
        min_us: u64,
        width_us: u64,
    },
    Lognormal {
        median_us: f64,
        sigma: f64,
    },
    /// What [`recorded_draw`] has put into the draw.
    Recorded,
}

impl Sampler {
    /// The sampler of `distribution`.
    pub(super) fn new(distribution: Distribution) -> Self {
        match distribution {
            Distribution::Fixed(value) => Self::Fixed(value),
            Distribution::Exponential { mean } => {
                Self::Exponential { mean_us: mean.as_micros() as f64 }
            }
            Distribution::Uniform { min, max } => {
                Self::Uniform { min_us: min.as_micros(), width_us: (max - min).as_micros() }
            }
            Distribution::Lognormal { median, p99 } => {
                let median_us = median.as_micros() as f64;
                let ratio = p99.as_micros() as f64 / median_us;
                let sigma = if ratio > 1.0 { libm::log(ratio) / Z_99 } else { 0.0 };
                Self::Lognormal { median_us, sigma }
            }
        }
    }

    /// The duration that `draw` stands for, away from the path of most requests.
    #[inline(never)]
    pub(super) fn sample_apart(&self, draw: u64) -> SimDuration {
        self.sample(draw)
    }

    /// The duration that `draw` stands for.
    #[inline]
    pub(super) fn sample(self, draw: u64) -> SimDuration {
        match self {
            Self::Fixed(value) => value,
            Self::Recorded => SimDuration::from_micros(draw >> RECORDED_LUCK_BITS),
            Self::Exponential { mean_us } => round_micros(mean_us * exponential(draw)),
            Self::Uniform { min_us, width_us } => {
                let offset = (u128::from(draw) * (u128::from(width_us) + 1)) >> 64;
                SimDuration::from_micros(min_us + u64::try_from(offset).unwrap_or(width_us))
            }
            Self::Lognormal { median_us, sigma } => round_micros(lognormal(median_us, sigma, draw)),
        }
    }
}

/// Rounds to whole microseconds, at most the longest duration.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "samples are not negative, and a float beyond u64 saturates"
)]
pub(super) fn round_micros(micros: f64) -> SimDuration {
    SimDuration::from_micros((micros + 0.5) as u64).min(SimDuration::MAX)
}

/// A draw as a float in (0, 1].
fn unit(draw: u64) -> f64 {
    ((draw >> 11) + 1) as f64 * (1.0 / (1u64 << 53) as f64)
}

/// A draw as a float in (0, 1).
fn open_unit(draw: u64) -> f64 {
    ((draw >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
}

/// The draw that [`open_unit`] takes for `p`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a probability is not negative, and a float beyond u64 saturates"
)]
fn from_unit(p: f64) -> u64 {
    (p * (1u128 << 64) as f64) as u64
}

/// The quantile function of the standard normal distribution (Wichura's AS 241,
/// PPND16), accurate to about 1e-16.
fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(&CENTRE, r);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = libm::sqrt(-libm::log(tail));
    let value = if r <= 5.0 { ratio(&MIDDLE, r - 1.6) } else { ratio(&FAR, r - 5.0) };
    if q < 0.0 { -value } else { value }
}

/// A ratio of two polynomials of degree seven by Horner's rule.
fn ratio([above, below]: &[[f64; 8]; 2], x: f64) -> f64 {
    let horner = |c: &[f64; 8]| c.iter().rev().fold(0.0, |sum, factor| sum * x + factor);
    horner(above) / horner(below)
}

const CENTRE: [[f64; 8]; 2] = [
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
];

const MIDDLE: [[f64; 8]; 2] = [
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
];

const FAR: [[f64; 8]; 2] = [
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_quantiles_match_published_values() {
        let cases = [
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (0.99, Z_99),
            (0.001, -3.090_232_306_167_813_5),
            (1e-10, -6.361_340_902_404_056),
        ];
        for (p, z) in cases {
            assert!((normal_quantile(p) - z).abs() < 1e-12, "{p}: {}", normal_quantile(p));
        }
    }

    /// Guards the promise of equal samples on every machine.
    #[test]
    fn golden_samples() {
        let second = SimDuration::from_secs(1);
        let distributions = [
            Distribution::Exponential { mean: second },
            Distribution::Uniform { min: second, max: SimDuration::from_secs(3) },
            Distribution::Lognormal { median: second, p99: SimDuration::from_secs(4) },
        ];
        let mut generator = Generator::new(42, "golden", 0);
        let samples = distributions.map(|distribution| {
            let sampler = Sampler::new(distribution);
            [(); 3].map(|()| sampler.sample(generator.draw()).as_micros())
        });
        assert_eq!(samples, GOLDEN);
    }

    const GOLDEN: [[u64; 3]; 3] = [
        [696_931, 649_785, 829_615],
        [1_267_855, 2_600_731, 1_515_790],
        [558_978, 1_916_420, 969_280],
    ];

    #[test]
    fn means_come_out_right() {
        let cases = [
            (Distribution::Exponential { mean: SimDuration::from_secs(2) }, 2.0),
            (
                Distribution::Uniform {
                    min: SimDuration::from_secs(3),
                    max: SimDuration::from_secs(8),
                },
                5.5,
            ),
            (
                Distribution::Lognormal {
                    median: SimDuration::from_secs(1),
                    p99: SimDuration::from_secs(1),
                },
                1.0,
            ),
        ];
        for (distribution, mean) in cases {
            let sampler = Sampler::new(distribution);
            let mut generator = Generator::new(7, "mean", 0);
            let sum: f64 =
                (0..100_000).map(|_| sampler.sample(generator.draw()).as_secs_f64()).sum();
            assert!((sum / 1e5 - mean).abs() < 0.03 * mean, "{distribution}");
        }
    }

    #[test]
    fn concerns_do_not_share_their_luck() {
        let first = |concern, index| Generator::new(1, concern, index).draw();
        assert_ne!(first("arrivals", 0), first("arrivals", 1));
        assert_ne!(first("arrivals", 0), first("service", 0));
    }
}
