//! Figures as people read them: a clock, a rate, a latency, a speed.

pub(super) use crate::report::clock::{clock, clock_s};

use crate::app::migration::span;
use apprunner_sim::model::time::SimDuration;

/// A length as somebody waiting would say it: `4.2 s`, `2 min 5 s`.
pub(super) fn wait(duration: SimDuration) -> String {
    span(duration.as_secs_f64())
}

/// A latency in three digits or fewer: `84 ms`, `1.2 s`.
pub(super) fn latency(duration: SimDuration) -> String {
    let millis = duration.as_secs_f64() * 1e3;
    match millis {
        0.0..9.95 => format!("{millis:.1} ms"),
        9.95..999.5 => format!("{millis:.0} ms"),
        999.5..9_950.0 => format!("{:.1} s", millis / 1e3),
        _ => format!("{:.0} s", millis / 1e3),
    }
}

/// As [`latency`], of a number of seconds.
pub(super) fn seconds(value: f64) -> String {
    if value <= 0.0 {
        return "0".to_owned();
    }
    let micros = (value * 1e6).round();
    // Ten years in microseconds are far below 2^53.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "never negative")]
    latency(SimDuration::from_micros(micros as u64))
}

/// As [`latency`], of a number of milliseconds.
pub(super) fn millis(value: f64) -> String {
    seconds(value / 1e3)
}

/// A count or rate in few digits: `9.5`, `412`, `12.3k`; never a zero for what is not.
pub(super) fn figure(value: f64) -> String {
    if value >= 999_950.0 {
        format!("{:.1}M", value / 1e6)
    } else if value >= 9_999.5 {
        format!("{:.1}k", value / 1e3)
    } else if value > 0.0 && value < 0.05 {
        "<0.1".to_owned()
    } else if value < 9.95 && value.fract() >= 0.05 {
        format!("{value:.1}")
    } else {
        format!("{value:.0}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_keep_their_width() {
        let latencies = [(500, "0.5 ms"), (84_000, "84 ms"), (1_200_000, "1.2 s")];
        for (micros, text) in latencies {
            assert_eq!(latency(SimDuration::from_micros(micros)), text);
        }
        let figures = [
            (0.0, "0"),
            (0.02, "<0.1"),
            (0.05, "0.1"),
            (9.5, "9.5"),
            (412.3, "412"),
            (12_345.0, "12.3k"),
        ];
        for (value, text) in figures {
            assert_eq!(figure(value), text);
        }
        let waits = [59_940, 59_970, 60_000, 125_000].map(SimDuration::from_millis).map(wait);
        assert_eq!(waits, ["59.9 s", "1 min 0 s", "1 min 0 s", "2 min 5 s"]);
    }
}
