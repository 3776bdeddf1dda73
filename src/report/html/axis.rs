//! Scales: round steps for values and for time, and how they are written.

use maud::{Markup, html};

use super::path;
use crate::report::clock::{clock, clock_s};
use crate::report::number;
use apprunner_sim::model::metric;
use apprunner_sim::model::time::{MICROS_PER_SECOND, SimTime};

/// More lines than this across a chart would crowd it.
const MOST_LINES: f64 = 4.0;
/// As many times fit under a chart.
const MOST_TIMES: u64 = 6;

const DAY: u64 = 86_400 * MICROS_PER_SECOND;

/// The scale of values, from 0 up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    step: f64,
    lines: u8,
    unit: Unit,
}

/// What a scale counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Things, in whole numbers.
    Count,
    /// Things a second.
    Rate,
    /// Seconds.
    Seconds,
    /// Of figures of a run.
    Figure(metric::Unit),
}

impl From<metric::Unit> for Unit {
    fn from(unit: metric::Unit) -> Self {
        Self::Figure(unit)
    }
}

impl Scale {
    /// A scale on which `most` has room.
    pub(super) fn to(most: f64, unit: Unit) -> Self {
        let least = match unit {
            Unit::Count => 1.0,
            Unit::Rate => 0.1,
            Unit::Seconds => 0.000_1,
            Unit::Figure(_) => 0.000_000_1,
        };
        // 1, 2, 5, 10, 20, 50 and so on, times the least.
        let mut step = least;
        for factor in [2.0, 2.5, 2.0].into_iter().cycle() {
            if most <= step * MOST_LINES {
                break;
            }
            step *= factor;
        }
        let mut lines = 1;
        while f64::from(lines) * step < most {
            lines += 1;
        }
        Self { step, lines, unit }
    }

    /// The value at the top.
    pub(super) fn top(self) -> f64 {
        self.step * f64::from(self.lines)
    }

    /// The lines from the ground up: their share of the height and their label.
    pub(super) fn lines(self) -> impl Iterator<Item = (f64, String)> {
        (0..=self.lines).map(move |line| {
            let label = self.label(f64::from(line) * self.step);
            (f64::from(line) / f64::from(self.lines), label)
        })
    }

    /// A value of this scale in words; never a zero for what is not.
    pub(super) fn label(self, value: f64) -> String {
        if value == 0.0 {
            return "0".to_owned();
        }
        let (value, step, unit) = match self.unit {
            Unit::Count | Unit::Rate => (value, self.step, ""),
            Unit::Seconds if self.top() < 1.0 => (value * 1e3, self.step * 1e3, " ms"),
            Unit::Seconds => (value, self.step, " s"),
            Unit::Figure(unit) => return number::figure(unit, value),
        };
        let decimals = match step {
            step if step > 0.99 => 0,
            step if step > 0.099 => 1,
            _ => 2,
        };
        number::rounded(value, decimals) + unit
    }
}

/// The times under a chart that ends at `end`: their share of the width and their
/// label; every second one may be left out where there is little room.
pub(super) fn times(end: SimTime) -> Vec<(f64, String)> {
    let end = end.as_micros().max(1);
    let steps = STEPS.into_iter().map(|millis| millis * 1_000);
    let step = steps.into_iter().find(|step| end / step <= MOST_TIMES).unwrap_or(end);
    let label = |at: u64| {
        let instant = SimTime::from_micros(at);
        match step {
            _ if step >= DAY => format!("{} d", at / DAY),
            _ if step < MICROS_PER_SECOND => clock(instant),
            _ => clock_s(instant),
        }
    };
    (0..=end / step).map(|tick| (share(tick * step, end), label(tick * step))).collect()
}

/// The steps of time that people count in, in milliseconds.
const STEPS: [u64; 30] = [
    100,
    200,
    500,
    1_000,
    2_000,
    5_000,
    10_000,
    15_000,
    30_000,
    60_000,
    120_000,
    180_000,
    300_000,
    600_000,
    900_000,
    1_800_000,
    3_600_000,
    7_200_000,
    10_800_000,
    21_600_000,
    43_200_000,
    86_400_000,
    172_800_000,
    432_000_000,
    864_000_000,
    2_592_000_000,
    5_184_000_000,
    8_640_000_000,
    31_536_000_000,
    63_072_000_000,
];

/// A label further right than this ends with the picture instead of beside it.
const NEAR_END: f64 = 0.95;

/// The labels at places under a chart, from 0 at the left to 1 at the right; every second one may
/// be left out where there is little room.
pub(super) fn labels_below(places: &[(f64, &str)]) -> Markup {
    let crowded = places.len() > 4;
    html! {
        div.times aria-hidden="true" {
            @for (index, (share, label)) in places.iter().enumerate() {
                span.minor[crowded && index % 2 == 1].end[*share > NEAR_END] style=(percent("left", *share)) { (label) }
            }
        }
    }
}

/// The times under a chart.
pub(super) fn times_below(end: SimTime) -> Markup {
    let times = times(end);
    let places: Vec<(f64, &str)> =
        times.iter().map(|(share, label)| (*share, label.as_str())).collect();
    labels_below(&places)
}

/// A share as a place from `side`.
pub(super) fn percent(side: &str, share: f64) -> String {
    format!("{side}:{}%", path::number(share * 100.0))
}

/// Where `at` stands between 0 and `end`, as a share.
pub(super) fn share(at: u64, end: u64) -> f64 {
    (at as f64 / end.max(1) as f64).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use apprunner_sim::model::time::SimDuration;

    fn labels(most: f64, unit: Unit) -> Vec<String> {
        Scale::to(most, unit).lines().map(|(_, label)| label).collect()
    }

    #[test]
    fn a_scale_has_few_round_lines_and_room_for_the_highest_value() {
        assert_eq!(labels(412.0, Unit::Rate), ["0", "200", "400", "600"]);
        assert_eq!(labels(0.0, Unit::Count), ["0", "1"]);
        assert_eq!(labels(3.0, Unit::Count), ["0", "1", "2", "3"]);
        assert_eq!(labels(1.2, Unit::Rate), ["0", "0.5", "1.0", "1.5"]);
        assert_eq!(labels(7_000.0, Unit::Rate), ["0", "2,000", "4,000", "6,000", "8,000"]);
        for most in [0.3, 1.0, 17.0, 999.0, 123_456.0] {
            let scale = Scale::to(most, Unit::Rate);
            assert!(scale.top() >= most && scale.top() < most * 2.5 + 0.1, "{most}: {scale:?}");
        }
    }

    #[test]
    fn a_value_below_the_digits_of_its_scale_is_not_written_as_nothing() {
        let label = |most, unit, value| Scale::to(most, unit).label(value);
        assert_eq!(label(412.0, Unit::Rate, 0.17), "<1");
        assert_eq!(label(412.0, Unit::Rate, 0.7), "1");
        assert_eq!(label(1.2, Unit::Rate, 0.02), "<0.1");
        assert_eq!(label(0.075, Unit::Seconds, 0.000_2), "<1 ms");
        assert_eq!(label(412.0, Unit::Rate, 0.0), "0");
    }

    #[test]
    fn latencies_are_in_milliseconds_below_a_second() {
        assert_eq!(labels(0.075, Unit::Seconds), ["0", "20 ms", "40 ms", "60 ms", "80 ms"]);
        assert_eq!(labels(6.5, Unit::Seconds), ["0", "2 s", "4 s", "6 s", "8 s"]);
        assert_eq!(labels(1.7, Unit::Seconds), ["0", "0.5 s", "1.0 s", "1.5 s", "2.0 s"]);
    }

    #[test]
    fn times_are_few_and_round() {
        let labels = |end: SimTime| {
            times(end).into_iter().map(|(_, label)| label).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(labels(SimTime::from_secs(180)), "00:00 00:30 01:00 01:30 02:00 02:30 03:00");
        assert_eq!(
            labels(SimTime::from_micros(400_000)),
            "00:00.0 00:00.1 00:00.2 00:00.3 00:00.4"
        );
        assert_eq!(labels(SimTime::from_secs(86_400 * 30)), "0 d 5 d 10 d 15 d 20 d 25 d 30 d");
        let ten_years = SimTime::ZERO + SimDuration::MAX;
        assert_eq!(labels(ten_years), "0 d 730 d 1460 d 2190 d 2920 d 3650 d");
    }
}
