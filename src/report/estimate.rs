//! Estimates over repetitions, as cells of a table: the mean, half the width of
//! its interval, and how many runs had the figure when not all did.

use super::number::{difference, figure};
use apprunner_sim::model::metric::Unit;
use apprunner_sim::sim::statistics::Estimate;

/// The lines of a cell for `estimate`, of a figure in `unit`, out of `runs`.
pub(super) fn lines(unit: Unit, estimate: &Estimate, runs: u32) -> Vec<String> {
    let Some(mean) = estimate.mean else { return vec!["never".to_owned()] };
    let mut lines = vec![figure(unit, mean)];
    lines.extend(interval(unit, estimate));
    if estimate.n < runs {
        lines.push(count(estimate.n, runs));
    }
    lines
}

/// The same for a difference, which has a sign.
pub(super) fn signed(unit: Unit, estimate: &Estimate) -> String {
    estimate.mean.map_or_else(|| "–".to_owned(), |mean| difference(unit, mean))
}

/// `±` and half the width of the interval, if there is one.
pub(super) fn interval(unit: Unit, estimate: &Estimate) -> Option<String> {
    Some(format!("±{}", figure(unit, estimate.half_width?)))
}

/// In how many runs.
pub(super) fn count(n: u32, runs: u32) -> String {
    format!("in {n} of {runs}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_tells_what_is_not_in_every_run() {
        let all = Estimate::of([Some(10.0), Some(12.0)]);
        assert_eq!(lines(Unit::Seconds, &all, 2), ["11.0 s", "±12.7 s"]);
        let some = Estimate::of([Some(10.0), None, None]);
        assert_eq!(lines(Unit::Seconds, &some, 3), ["10.0 s", "in 1 of 3"]);
        assert_eq!(lines(Unit::Seconds, &Estimate::default(), 3), ["never"]);
    }

    #[test]
    fn a_difference_of_nothing_is_a_dash() {
        assert_eq!(signed(Unit::Seconds, &Estimate::default()), "–");
        assert_eq!(signed(Unit::Seconds, &Estimate::of([Some(-2.0)])), "-2.00 s");
    }
}
