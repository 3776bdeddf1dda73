//! The scale at the left of a chart: from 0 to a round number, in round steps.

/// A scale that begins at 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::tui) struct Scale {
    /// The value at the upper edge.
    top: f64,
    /// From one tick to the next.
    step: f64,
}

/// Steps that people count in, times a power of ten.
const ROUND: [f64; 5] = [1.0, 2.0, 2.5, 5.0, 10.0];
/// Rows from one tick to the next, at least.
const ROWS: usize = 2;
/// More intervals than this say no more.
const MOST_INTERVALS: usize = 4;

impl Scale {
    /// The scale for values up to `most` in `height` rows, with no tick between multiples
    /// of `least_step`.
    pub(in crate::tui) fn fitting(most: f64, height: usize, least_step: f64) -> Self {
        let most = if most > 0.0 && most.is_finite() { most } else { least_step };
        let intervals = (height.saturating_sub(1) / ROWS).clamp(1, MOST_INTERVALS);
        let scales = (1..=intervals).map(|count| Self::with_step(most, count, least_step));
        let lowest = scales.min_by(|one, other| {
            one.top.total_cmp(&other.top).then(one.step.total_cmp(&other.step))
        });
        lowest.unwrap_or(Self { top: most, step: most })
    }

    /// The lowest scale of round steps that reaches `most` in `count` of them.
    fn with_step(most: f64, count: usize, least_step: f64) -> Self {
        let wanted = (most / count as f64).max(least_step);
        let power = 10_f64.powi(rounded_down(wanted.log10()));
        let is_whole = |step: f64| ((step / least_step).fract()).abs() < 1e-9;
        let steps = ROUND.iter().map(|round| round * power);
        let mut steps = steps.filter(|step| *step >= wanted * (1.0 - 1e-9) && is_whole(*step));
        let step = steps.next().unwrap_or(10.0 * power);
        Self { top: (most / step * (1.0 - 1e-9)).ceil().max(1.0) * step, step }
    }

    /// The value at the upper edge.
    pub(in crate::tui) fn top(self) -> f64 {
        self.top
    }

    /// The tick in the row that lies `level` rows above the lowest of `height`.
    pub(super) fn tick_at(self, level: usize, height: usize) -> Option<f64> {
        let count = (self.top / self.step).round();
        let mut ticks = (0_u8..=u8::MAX).map(f64::from).take_while(|tick| *tick <= count);
        let level_of = |tick: f64| {
            let last = height.saturating_sub(1) as f64;
            (tick / count * height as f64).floor().min(last)
        };
        let tick = ticks.find(|tick| (level_of(*tick) - level as f64).abs() < 0.5)?;
        Some(tick * self.step)
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
        (0..height).filter_map(|level| Some((level, scale.tick_at(level, height)?))).collect()
    }

    #[test]
    fn ticks_are_round_and_have_room() {
        assert_eq!(ticks(429.0, 6, 1.0), [(0, 0.0), (3, 250.0), (5, 500.0)]);
        assert_eq!(ticks(900.0, 8, 1.0), [(0, 0.0), (4, 500.0), (7, 1_000.0)]);
        assert_eq!(ticks(15.0, 6, 1.0), [(0, 0.0), (3, 10.0), (5, 20.0)]);
        assert_eq!(ticks(10.0, 6, 1.0), [(0, 0.0), (3, 5.0), (5, 10.0)]);
        assert_eq!(ticks(1.0, 6, 1.0), [(0, 0.0), (5, 1.0)]);
        assert_eq!(ticks(0.0, 1, 1.0), [(0, 0.0)]);
        assert_eq!(ticks(0.084, 2, 1e-6), [(0, 0.0), (1, 0.1)]);
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
