//! Published quantiles, an independent integral, and cases worked out by hand.

use super::*;

/// The column for 0.975 of the tables of Student's t in textbooks, to the six
/// digits that NIST's and R's give.
const PUBLISHED: [(u32, f64); 16] = [
    (1, 12.706_205),
    (2, 4.302_653),
    (3, 3.182_446),
    (4, 2.776_445),
    (5, 2.570_582),
    (6, 2.446_912),
    (7, 2.364_624),
    (8, 2.306_004),
    (9, 2.262_157),
    (10, 2.228_139),
    (19, 2.093_024),
    (29, 2.045_230),
    (30, 2.042_272),
    (60, 2.000_298),
    (99, 1.984_217),
    (120, 1.979_930),
];

fn close(one: f64, other: f64, within: f64) -> bool {
    (one - other).abs() <= within
}

#[test]
fn quantiles_are_the_published_ones() {
    for (degrees, quantile) in PUBLISHED {
        let computed = student_t(degrees);
        assert!(close(computed, quantile, 1e-6), "{degrees}: {computed}");
    }
}

/// Simpson's rule over the density, whose constant comes from the gamma
/// function: another way to the same probability. An error of 1e-6 in the quantile
/// would be one of at least 1e-7 in what is checked here.
#[test]
fn quantiles_up_to_a_thousand_runs_hold_ninety_five_percent() {
    const STEPS: u32 = 400;
    for degrees in 3..1_000_u32 {
        let nu = f64::from(degrees);
        let constant = libm::exp(libm::lgamma(f64::midpoint(nu, 1.0)) - libm::lgamma(nu / 2.0))
            / (nu * std::f64::consts::PI).sqrt();
        let density = |x: f64| constant * libm::pow(1.0 + x * x / nu, -f64::midpoint(nu, 1.0));
        let quantile = student_t(degrees);
        let step = quantile / f64::from(STEPS);
        let inner: f64 = (1..STEPS)
            .map(|k| density(f64::from(k) * step) * if k % 2 == 1 { 4.0 } else { 2.0 })
            .sum();
        let half = (density(0.0) + inner + density(quantile)) * step / 3.0;
        let probability = 2.0 * half;
        let slope = 2.0 * density(quantile);
        let error = (probability - CONFIDENCE).abs() / slope;
        assert!(error < 1e-6, "{degrees}: {quantile} is off by {error}");
    }
}

#[test]
fn the_smallest_degrees_have_closed_forms() {
    // tan(0.95 π/2), and 0.95 √(2 / (1 − 0.95²)).
    assert!(close(student_t(1), libm::tan(0.95 * std::f64::consts::FRAC_PI_2), 1e-10));
    assert!(close(student_t(2), 0.95 * (2.0 / (1.0 - 0.95 * 0.95_f64)).sqrt(), 1e-12));
}

/// 2, 4, 4, 6: mean 4, variance 8/3, standard error √(2/3).
#[test]
fn an_estimate_by_hand() {
    let estimate = Estimate::of([2.0, 4.0, 4.0, 6.0].map(Some));
    assert_eq!((estimate.mean, estimate.n), (Some(4.0), 4));
    assert_eq!((estimate.min, estimate.max), (Some(2.0), Some(6.0)));
    let expected = 3.182_446_305 * (2.0_f64 / 3.0).sqrt();
    assert!(close(estimate.half_width.unwrap(), expected, 1e-8), "{estimate:?}");
}

#[test]
fn equal_values_have_an_interval_of_no_width() {
    let estimate = Estimate::of([Some(0.1); 20]);
    assert_eq!((estimate.mean, estimate.half_width), (Some(0.1), Some(0.0)));
}

#[test]
fn one_run_has_no_interval_and_none_has_no_mean() {
    let one = Estimate::of([Some(3.0)]);
    assert_eq!((one.mean, one.half_width, one.n), (Some(3.0), None, 1));
    assert_eq!(Estimate::of([None, None]), Estimate::default());
}

#[test]
fn what_is_null_is_counted_out() {
    let estimate = Estimate::of([Some(1.0), None, Some(3.0)]);
    assert_eq!((estimate.mean, estimate.n), (Some(2.0), 2));
}

/// Base 1, 5, 9 and other 2, 7, 10: differences 1, 2, 1 with mean 4/3 and
/// variance 1/3; variances 16 and 49/3 in the samples themselves.
#[test]
fn a_paired_difference_by_hand() {
    let pairs = [(1.0, 2.0), (5.0, 7.0), (9.0, 10.0)].map(|(a, b)| (Some(a), Some(b)));
    let paired = Paired::of(&pairs);
    assert!(close(paired.difference.mean.unwrap(), 4.0 / 3.0, 1e-12));
    let half_width = 4.302_652_730 * (1.0_f64 / 9.0).sqrt();
    assert!(close(paired.difference.half_width.unwrap(), half_width, 1e-8), "{paired:?}");
    let unpaired = 2.776_445_105 * ((16.0_f64 + 49.0 / 3.0) / 3.0).sqrt();
    assert!(close(paired.unpaired_half_width.unwrap(), unpaired, 1e-8), "{paired:?}");
}

#[test]
fn a_pair_counts_when_both_have_the_figure() {
    let pairs = [(Some(1.0), None), (Some(2.0), Some(3.0)), (None, Some(9.0))];
    let paired = Paired::of(&pairs);
    assert_eq!((paired.base.n, paired.other.n, paired.difference.n), (2, 2, 1));
    assert_eq!((paired.difference.mean, paired.difference.half_width), (Some(1.0), None));
    assert_eq!(paired.unpaired_half_width, None);
}
