//! The highest demand of the last while, which scale-in goes by.
//!
//! Demand is a step function. Only levels that are not exceeded later matter,
//! so they form a falling line whose first entry is the highest; its length is
//! bounded by the highest demand and the looks of a while, not by the number of
//! requests. Demand is a number of requests, with a fraction where part of it is
//! what rejected traffic would keep busy.

use crate::model::time::{SimDuration, SimTime};

/// Past levels of demand, highest first, each with the last moment it held.
#[derive(Clone, Debug, Default)]
pub(super) struct DemandWindow {
    levels: Vec<(f64, SimTime)>,
}

impl DemandWindow {
    /// Demand was `level` until `now`.
    pub(super) fn note(&mut self, level: f64, now: SimTime) {
        while self.levels.pop_if(|&mut (lower, _)| lower <= level).is_some() {}
        self.levels.push((level, now));
    }

    /// The highest past level that held less than `length` ago.
    pub(super) fn highest(&self, now: SimTime, length: SimDuration) -> f64 {
        let past = self.levels.partition_point(|&(_, until)| until + length <= now);
        self.levels.get(past).map_or(0.0, |&(level, _)| level)
    }

    /// The last moment that demand was above `level`.
    pub(super) fn last_above(&self, level: f64) -> Option<SimTime> {
        let above = self.levels.partition_point(|&(past, _)| past > level);
        above.checked_sub(1).and_then(|last| self.levels.get(last)).map(|&(_, until)| until)
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "levels come out as they went in")]
mod tests {
    use super::*;

    #[test]
    fn a_level_counts_until_its_length_has_passed() {
        let mut window = DemandWindow::default();
        let minute = SimDuration::from_secs(60);
        window.note(5.0, SimTime::from_secs(10));
        window.note(2.0, SimTime::from_secs(20));
        assert_eq!(window.highest(SimTime::from_secs(69), minute), 5.0);
        assert_eq!(window.last_above(2.0), Some(SimTime::from_secs(10)));
        assert_eq!(window.highest(SimTime::from_secs(70), minute), 2.0);
        assert_eq!(window.highest(SimTime::from_secs(80), minute), 0.0);
    }

    #[test]
    fn a_later_higher_level_swallows_the_lower_ones() {
        let mut window = DemandWindow::default();
        for (level, second) in [(3.0, 3), (1.0, 4), (4.0, 5)] {
            window.note(level, SimTime::from_secs(second));
        }
        assert_eq!(window.levels.len(), 1);
    }
}
