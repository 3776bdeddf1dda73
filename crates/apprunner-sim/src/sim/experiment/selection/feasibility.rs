//! Whether a setting meets its goals in enough of its runs: the sequential probability
//! ratio test of A. Wald, *Sequential Tests of Statistical Hypotheses*, Annals of
//! Mathematical Statistics 16 (1945).
//!
//! Each run multiplies the likelihood of "meets them in a share `meet` of runs" against "in
//! a share `fail`". Either hypothesis is accepted when the ratio reaches 1 / `error` in its
//! favor; while the other is true, that happens with at most the probability `error`,
//! however long it goes on. Between the two shares either answer is right.

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feasibility {
    /// More than the lower share of runs meet the goals.
    Meets,
    /// Less than the higher share of runs meet the goals.
    Misses,
}

/// The test, in logarithms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FeasibilityTest {
    met: f64,
    missed: f64,
    threshold: f64,
}

impl FeasibilityTest {
    /// The test between `meet` and `fail`, shares above 0 and below 1, the first the
    /// greater, with the probability `error` of either error.
    pub fn new(meet: f64, fail: f64, error: f64) -> Self {
        Self {
            met: libm::log(meet / fail),
            missed: libm::log((1.0 - meet) / (1.0 - fail)),
            threshold: -libm::log(error),
        }
    }

    /// The answer after runs that each met the goals or not, where there is one. Later runs
    /// do not change it.
    pub fn decide(&self, met: impl IntoIterator<Item = bool>) -> Option<Feasibility> {
        let mut ratio = 0.0;
        met.into_iter().find_map(|met| {
            ratio += if met { self.met } else { self.missed };
            match ratio {
                ratio if ratio >= self.threshold => Some(Feasibility::Meets),
                ratio if ratio <= -self.threshold => Some(Feasibility::Misses),
                _ => None,
            }
        })
    }

    /// Number of runs that all meet the goals until it says so.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positive, and far below 2^32"
    )]
    pub fn runs_to_accept(&self) -> u32 {
        (self.threshold / self.met).ceil() as u32
    }
}

#[cfg(test)]
mod tests {
    use std::iter;

    use rand::{RngExt, SeedableRng};
    use rand_pcg::Pcg64Mcg;

    use super::*;

    #[test]
    fn runs_of_one_kind_decide_soon() {
        let test = FeasibilityTest::new(0.95, 0.75, 0.001);
        // ln 1000 = 6.9; each success adds ln(0.95 / 0.75) = 0.236, each failure takes 1.609.
        assert_eq!(test.runs_to_accept(), 30);
        assert_eq!(test.decide(iter::repeat_n(true, 29)), None);
        assert_eq!(test.decide(iter::repeat_n(true, 30)), Some(Feasibility::Meets));
        assert_eq!(test.decide(iter::repeat_n(false, 4)), None);
        assert_eq!(test.decide(iter::repeat_n(false, 5)), Some(Feasibility::Misses));
        let changed = iter::repeat_n(false, 5).chain(iter::repeat_n(true, 900));
        assert_eq!(test.decide(changed), Some(Feasibility::Misses));
    }

    #[test]
    fn errors_are_as_rare_as_was_asked_for() {
        let mut random = Pcg64Mcg::seed_from_u64(3);
        let test = FeasibilityTest::new(0.95, 0.75, 0.05);
        for (share, wrong) in [(0.95, Feasibility::Misses), (0.75, Feasibility::Meets)] {
            let mut errors = 0;
            for _ in 0..4_000 {
                let runs = iter::repeat_with(|| random.random::<f64>() < share);
                errors += u32::from(test.decide(runs) == Some(wrong));
            }
            assert!(errors <= 200, "{share}: {errors} of 4,000");
        }
    }
}
