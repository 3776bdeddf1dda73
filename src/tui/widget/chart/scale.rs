//! The scale at the left of a chart: from 0 to a round number, in round steps.

/// A scale that begins at 0. A tick stands in the row whose lower edge is its value, as 0 does in
/// the lowest, so that all are equally far apart and nothing below a tick reaches its row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::tui) struct Scale {
    /// The value at the upper edge.
    top: f64,
    /// From one tick to the next.
    step: f64,
    /// As many rows.
    rows: usize,
}

/// Steps that people count in, times a power of ten.
const ROUND: [f64; 5] = [1.0, 2.0, 2.5, 5.0, 10.0];
/// Rows from one tick to the next, at least.
const ROWS: usize = 2;
/// More intervals than this say no more.
const MOST_INTERVALS: usize = 4;
/// How much lower the values may stand for a second interval, or for a tick above them.
const WORTH: f64 = 1.25;

impl Scale {
    /// The scale for values up to `most` in `height` rows, with no tick between multiples
    /// of `least_step`.
    pub(in crate::tui) fn fitting(most: f64, height: usize, least_step: f64) -> Self {
        let most = if most > 0.0 && most.is_finite() { most } else { least_step };
        let bottom = height.saturating_sub(1).max(1);
        let least = bottom.div_ceil(MOST_INTERVALS + 1).max(ROWS).min(bottom);
        let scales = (least..=bottom).filter(|rows| bottom / rows <= MOST_INTERVALS).map(|rows| {
            let scale = Self::with_rows(most, rows, height.max(1), least_step);
            let intervals = (bottom / rows) as f64;
            let worth = |has: bool| if has { 1.0 } else { WORTH };
            let is_reached = intervals * scale.step >= most * (1.0 - 1e-9);
            (scale.top * worth(intervals > 1.0) * worth(is_reached), scale)
        });
        let best = scales.min_by(|(one, first), (other, second)| {
            one.total_cmp(other).then(first.step.total_cmp(&second.step))
        });
        best.map_or(Self { top: most, step: most, rows: 1 }, |(_, scale)| scale)
    }

    /// The lowest scale of round steps, each as high as `rows`, that reaches `most`.
    fn with_rows(most: f64, rows: usize, height: usize, least_step: f64) -> Self {
        let steps_in_all = height as f64 / rows as f64;
        let wanted = (most / steps_in_all).max(least_step);
        let power = 10_f64.powi(rounded_down(wanted.log10()));
        let is_whole = |step: f64| {
            let times = step / least_step;
            (times - times.round()).abs() < 1e-6
        };
        let steps = ROUND.iter().map(|round| round * power);
        let mut steps = steps.filter(|step| *step >= wanted * (1.0 - 1e-9) && is_whole(*step));
        let step = steps.next().unwrap_or(10.0 * power);
        Self { top: step * steps_in_all, step, rows }
    }

    /// The value at the upper edge.
    pub(in crate::tui) fn top(self) -> f64 {
        self.top
    }

    /// The tick in the row that lies `level` rows above the lowest.
    pub(super) fn tick_at(self, level: usize) -> Option<f64> {
        level.is_multiple_of(self.rows).then(|| (level / self.rows) as f64 * self.step)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a logarithm of a finite number")]
fn rounded_down(logarithm: f64) -> i32 {
    logarithm.floor() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(most: f64, height: usize, least: f64) -> Vec<(usize, f64)> {
        let scale = Scale::fitting(most, height, least);
        (0..height).filter_map(|level| Some((level, scale.tick_at(level)?))).collect()
    }

    #[test]
    fn ticks_are_round_and_have_room() {
        assert_eq!(ticks(429.0, 6, 1.0), [(0, 0.0), (2, 200.0), (4, 400.0)]);
        assert_eq!(ticks(900.0, 8, 1.0), [(0, 0.0), (2, 250.0), (4, 500.0), (6, 750.0)]);
        assert_eq!(ticks(15.0, 6, 1.0), [(0, 0.0), (2, 5.0), (4, 10.0)]);
        assert_eq!(ticks(10.0, 6, 1.0), [(0, 0.0), (2, 5.0), (4, 10.0)]);
        assert_eq!(ticks(2.0, 6, 1.0), [(0, 0.0), (2, 1.0), (4, 2.0)]);
        assert_eq!(ticks(1.0, 6, 1.0), [(0, 0.0), (5, 1.0)]);
        assert_eq!(ticks(0.0, 1, 1.0), [(0, 0.0)]);
        assert_eq!(ticks(0.084, 2, 1e-6), [(0, 0.0), (1, 0.05)]);
    }

    #[test]
    fn a_tick_is_at_the_lower_edge_of_its_row() {
        for (most, height) in [(1.0, 6), (2.0, 7), (240.0, 9), (795.0, 12), (20.0, 18), (7.0, 3)] {
            let scale = Scale::fitting(most, height, 1e-6);
            let row = scale.top() / height as f64;
            let ticks = ticks(most, height, 1e-6);
            assert!((2..=MOST_INTERVALS + 1).contains(&ticks.len()), "{most}: {ticks:?}");
            for (level, tick) in ticks {
                assert!((level as f64 * row - tick).abs() < 1e-6, "{most}: {tick} in row {level}");
            }
        }
    }

    #[test]
    fn nothing_is_higher_than_the_scale() {
        for most in [1e-6, 0.3, 1.0, 7.0, 99.0, 100.0, 101.0, 250.0, 12_345.0, 1e9] {
            for height in 1..20 {
                let top = Scale::fitting(most, height, 1e-6).top();
                assert!(top >= most * (1.0 - 1e-6), "{most} in {height}: {top}");
                assert!(top <= most * 5.0, "{most} in {height}: {top}");
            }
        }
    }
}
