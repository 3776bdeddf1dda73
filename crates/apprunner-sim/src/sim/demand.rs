//! The highest demand of the last while, which scale-in goes by.
//!
//! Demand is a number of requests: for each number the last moment is kept at which it was
//! that many, so that noting it is one store. Where part of a demand is what rejected traffic
//! would keep busy, it has a fraction; such ones are few, once a period, and stand apart: only
//! those matter that are not exceeded later, so they form a falling line whose first entry
//! is the highest.

use crate::model::time::{SimDuration, SimTime};

/// Past levels of demand, each with the last moment it held.
#[derive(Clone, Debug, Default)]
pub(super) struct DemandWindow {
    /// By whole level, up to the highest that matters.
    whole: Vec<Option<SimTime>>,
    /// Those with a fraction, highest first.
    parts: Vec<(f64, SimTime)>,
}

impl DemandWindow {
    /// Demand was `level` requests until `now`.
    #[inline]
    pub(super) fn note(&mut self, level: u32, now: SimTime) {
        let level = level as usize;
        match self.whole.get_mut(level) {
            Some(last) => *last = Some(now),
            None => self.grow(level, now),
        }
    }

    #[cold]
    fn grow(&mut self, level: usize, now: SimTime) {
        self.whole.resize(level + 1, None);
        self.whole[level] = Some(now);
    }

    /// Demand was `level` until `now`, part of it estimated.
    pub(super) fn note_estimate(&mut self, level: f64, now: SimTime) {
        while self.parts.pop_if(|&mut (lower, _)| lower <= level).is_some() {}
        self.parts.push((level, now));
    }

    /// Forgets the highest levels that have not held for `length`.
    pub(super) fn forget(&mut self, now: SimTime, length: SimDuration) {
        while self.whole.pop_if(|last| !is_recent(*last, now, length)).is_some() {}
    }

    /// The highest past level that held less than `length` ago.
    pub(super) fn highest(&self, now: SimTime, length: SimDuration) -> f64 {
        let mut whole = self.whole.iter();
        let whole = whole.rposition(|&last| is_recent(last, now, length)).unwrap_or(0);
        let past = self.parts.partition_point(|&(_, until)| until + length <= now);
        self.parts.get(past).map_or(0.0, |&(level, _)| level).max(whole as f64)
    }

    /// The last moment that demand was above `level`, unless it is forgotten.
    pub(super) fn last_above(&self, level: u32) -> Option<SimTime> {
        let whole = self.whole.iter().skip(level as usize + 1).flatten().max().copied();
        let above = self.parts.partition_point(|&(past, _)| past > f64::from(level));
        let parts = above.checked_sub(1).and_then(|last| self.parts.get(last));
        whole.max(parts.map(|&(_, until)| until))
    }
}

/// Whether a level that held `last` then held less than `length` ago.
fn is_recent(last: Option<SimTime>, now: SimTime, length: SimDuration) -> bool {
    last.is_some_and(|last| last + length > now)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "levels come out as they went in")]
mod tests {
    use super::*;

    #[test]
    fn a_level_counts_until_its_length_has_passed() {
        let mut window = DemandWindow::default();
        let minute = SimDuration::from_secs(60);
        window.note(5, SimTime::from_secs(10));
        window.note(2, SimTime::from_secs(20));
        assert_eq!(window.highest(SimTime::from_secs(69), minute), 5.0);
        assert_eq!(window.last_above(2), Some(SimTime::from_secs(10)));
        assert_eq!(window.highest(SimTime::from_secs(70), minute), 2.0);
        assert_eq!(window.highest(SimTime::from_secs(80), minute), 0.0);
    }

    #[test]
    fn a_later_higher_estimate_swallows_the_lower_ones() {
        let mut window = DemandWindow::default();
        for (level, second) in [(3.5, 3), (1.5, 4), (4.5, 5)] {
            window.note_estimate(level, SimTime::from_secs(second));
        }
        assert_eq!(window.parts, [(4.5, SimTime::from_secs(5))]);
    }

    #[test]
    fn the_highest_of_both_kinds_counts() {
        let mut window = DemandWindow::default();
        let minute = SimDuration::from_secs(60);
        window.note(3, SimTime::from_secs(30));
        window.note_estimate(3.5, SimTime::from_secs(10));
        assert_eq!(window.highest(SimTime::from_secs(69), minute), 3.5);
        assert_eq!(window.last_above(3), Some(SimTime::from_secs(10)));
        assert_eq!(window.highest(SimTime::from_secs(70), minute), 3.0);
        assert_eq!(window.last_above(2), Some(SimTime::from_secs(30)));
    }

    /// Beside a list of all that was noted, whatever is forgotten in between.
    #[test]
    fn forgetting_changes_nothing_that_is_asked_for() {
        let mut window = DemandWindow::default();
        let length = SimDuration::from_secs(7);
        let mut noted: Vec<(u32, SimTime)> = Vec::new();
        for second in 0..200 {
            let (now, level) = (SimTime::from_secs(second), (second * second % 23) as u32);
            window.note(level, now);
            noted.push((level, now));
            if second % 3 == 0 {
                window.forget(now, length);
            }
            let recent = noted.iter().filter(|&&(_, at)| at + length > now);
            let highest = recent.map(|&(level, _)| f64::from(level)).fold(0.0, f64::max);
            assert_eq!(window.highest(now, length), highest);
            let above = noted.iter().filter(|&&(level, _)| level > 9).map(|&(_, at)| at).max();
            let is_recent = |at: &SimTime| *at + length > now;
            assert_eq!(window.last_above(9).filter(is_recent), above.filter(is_recent));
        }
    }
}
