//! The regularised incomplete beta function for whole parameters, which is a sum
//! of binomial probabilities: exact but for rounding, and in need of no
//! approximation.

/// `I_x(a, b)`: the share of a Beta(a, b) at or below `x`, for whole a and b from 1.
/// It equals the chance of at least a successes in a + b − 1 trials of chance x.
pub(crate) fn regularised(x: f64, a: u32, b: u32) -> f64 {
    if x <= 0.0 || b == 0 {
        return 0.0;
    }
    if x >= 1.0 || a == 0 {
        return 1.0;
    }
    // The shorter tail: small terms are not lost against a sum near 1.
    let (a, b) = (f64::from(a), f64::from(b));
    let mean = a / (a + b);
    let value = if x < mean { upper(x, a, b) } else { 1.0 - upper(1.0 - x, b, a) };
    value.clamp(0.0, 1.0)
}

/// The chance of at least `a` successes in a + b − 1 trials of chance `x`.
fn upper(x: f64, a: f64, b: f64) -> f64 {
    let trials = a + b - 1.0;
    let log_first = libm::lgamma(trials + 1.0) - libm::lgamma(a + 1.0) - libm::lgamma(b)
        + a * libm::log(x)
        + (b - 1.0) * libm::log1p(-x);
    let mut term = libm::exp(log_first);
    let mut sum = term;
    let mut successes = a;
    while successes < trials {
        term *= (trials - successes) / (successes + 1.0) * x / (1.0 - x);
        successes += 1.0;
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: f64, expected: f64, within: f64) {
        assert!((found - expected).abs() <= within, "{found}, not {expected}");
    }

    #[test]
    fn small_cases_by_hand() {
        near(regularised(0.5, 1, 1), 0.5, 1e-15);
        near(regularised(0.3, 1, 1), 0.3, 1e-15);
        // At least 2 of 4 heads: 1 − 5/16.
        near(regularised(0.5, 2, 3), 0.6875, 1e-14);
        // x² (3 − 2x) for a = b = 2.
        near(regularised(0.25, 2, 2), 0.15625, 1e-14);
        near(regularised(0.9, 1, 5), 1.0 - 1e-5, 1e-14);
        assert_eq!((regularised(0.0, 3, 4), regularised(1.0, 3, 4)), (0.0, 1.0));
    }

    #[test]
    fn printed_tables_agree() {
        // Upper 5 % points of F(m, n) in every printed table: I at m F / (m F + n) with
        // a = m/2, b = n/2 is 0.95 within the rounding of the point.
        for (m, n, point) in [(10, 10, 2.978), (4, 10, 3.478), (20, 20, 2.124), (2, 10, 4.103)] {
            let (of, over) = (f64::from(m), f64::from(n));
            let x = of * point / (of * point + over);
            near(regularised(x, m / 2, n / 2), 0.95, 2e-4);
        }
        // Cumulative binomial tables: at most 3 of 10 at 0.25 is 0.7759, at most 9 of 20
        // at 0.4 is 0.7553.
        near(1.0 - regularised(0.25, 4, 7), 0.7759, 5e-5);
        near(1.0 - regularised(0.4, 10, 11), 0.7553, 5e-5);
    }

    #[test]
    fn both_tails_make_up_the_whole_and_nothing_overflows() {
        for (x, a, b) in [(0.1, 3, 9), (0.69, 37, 15), (0.5, 400, 600), (1e-9, 500, 2)] {
            near(regularised(x, a, b) + regularised(1.0 - x, b, a), 1.0, 1e-12);
        }
        assert!(regularised(1e-9, 500, 2) < 1e-300);
    }
}
