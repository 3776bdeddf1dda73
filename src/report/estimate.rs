//! Estimates over repetitions, as cells of a table: the mean, half the width of
//! its interval, and how many runs had the figure when not all did.

use super::number::{difference, figure};
use apprunner_sim::sim::statistics::Estimate;

/// The lines of a cell for `estimate`, of the figure with the dotted `path`, out
/// of `runs`.
pub(super) fn lines(path: &str, estimate: &Estimate, runs: u32) -> Vec<String> {
    let Some(mean) = estimate.mean else { return vec!["never".to_owned()] };
    let mut lines = vec![figure(path, mean)];
    lines.extend(interval(path, estimate));
    if estimate.n < runs {
        lines.push(count(estimate.n, runs));
    }
    lines
}

/// The same for a difference, which has a sign.
pub(super) fn signed(path: &str, estimate: &Estimate) -> String {
    estimate.mean.map_or_else(|| "–".to_owned(), |mean| difference(path, mean))
}

/// `±` and half the width of the interval, if there is one.
pub(super) fn interval(path: &str, estimate: &Estimate) -> Option<String> {
    Some(format!("±{}", figure(path, estimate.half_width?)))
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
        assert_eq!(lines("first.refused", &all, 2), ["11.0 s", "±12.7 s"]);
        let some = Estimate::of([Some(10.0), None, None]);
        assert_eq!(lines("first.refused", &some, 3), ["10.0 s", "in 1 of 3"]);
        assert_eq!(lines("first.refused", &Estimate::default(), 3), ["never"]);
    }

    #[test]
    fn a_difference_of_nothing_is_a_dash() {
        assert_eq!(signed("first.refused", &Estimate::default()), "–");
        assert_eq!(signed("first.refused", &Estimate::of([Some(-2.0)])), "-2.00 s");
    }
}
