//! The events of a run as far as a page has room for them, and where the marks of
//! all of them stand. However many events come, it stays small.

use crate::report::mark::Mark;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::event::Event;

/// More events than this are counted, not listed.
pub(super) const MOST_EVENTS: usize = 1_000;
/// The places of a line of marks.
pub(super) const PLACES: usize = 720;
/// One for each mark, the most important first, and one for events without.
const RANKS: usize = Mark::ALL.len() + 1;

/// The events of a run.
#[derive(Clone, Debug)]
pub struct Log {
    end: SimTime,
    /// How many there were, which also numbers them.
    count: u64,
    ranks: Vec<Rank>,
}

/// The events of one importance.
#[derive(Clone, Debug)]
struct Rank {
    count: u64,
    /// The first of them, each with its number.
    first: Vec<(u64, Event)>,
    places: Vec<bool>,
}

impl Log {
    /// The log of a run that will end at `end`.
    pub fn new(end: SimTime) -> Self {
        let rank = Rank { count: 0, first: Vec::new(), places: vec![false; PLACES] };
        Self { end, count: 0, ranks: vec![rank; RANKS] }
    }

    /// Adds the next event.
    pub fn add(&mut self, event: Event) {
        let number = self.count;
        self.count += 1;
        let place = self.place(event.at);
        let Some(rank) = self.ranks.get_mut(importance(&event)) else { return };
        rank.count += 1;
        if let Some(place) = rank.places.get_mut(place) {
            *place = true;
        }
        if rank.first.len() < MOST_EVENTS {
            rank.first.push((number, event));
        }
    }

    fn place(&self, at: SimTime) -> usize {
        let last = PLACES - 1;
        let share =
            u128::from(at.as_micros()) * PLACES as u128 / u128::from(self.end.as_micros().max(1));
        usize::try_from(share).map_or(last, |place| place.min(last))
    }

    /// The most telling events, in order of time; what is dated back stands where
    /// its time belongs.
    pub(super) fn kept(&self) -> Vec<&Event> {
        let by_rank = self.ranks.iter().flat_map(|rank| &rank.first);
        let mut kept: Vec<&(u64, Event)> = by_rank.take(MOST_EVENTS).collect();
        kept.sort_by_key(|(number, event)| (event.at, *number));
        kept.into_iter().map(|(_, event)| event).collect()
    }

    /// How many events there were.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// How many events have `mark`, and which places of its line hold one.
    pub(super) fn marked(&self, mark: Mark) -> (u64, impl Iterator<Item = usize>) {
        let rank = self.ranks.get(mark as usize);
        let places = rank.map_or(&[][..], |rank| &rank.places);
        let held = places.iter().enumerate().filter(|(_, held)| **held);
        (rank.map_or(0, |rank| rank.count), held.map(|(place, _)| place))
    }
}

fn importance(event: &Event) -> usize {
    Mark::of(event.kind).map_or(RANKS - 1, |mark| mark as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use apprunner_sim::sim::event::EventKind;
    use apprunner_sim::sim::reason::{Reason, Rule};

    fn log(kinds: impl IntoIterator<Item = (u64, EventKind)>) -> Log {
        let mut log = Log::new(SimTime::from_secs(100));
        for (second, kind) in kinds {
            let (at, reason) = (SimTime::from_secs(second), Reason::Rule(Rule::ScaleOut));
            log.add(Event { at, kind, instance: None, reason });
        }
        log
    }

    #[test]
    fn marks_are_numbered_by_their_importance() {
        assert!(Mark::ALL.iter().enumerate().all(|(index, mark)| *mark as usize == index));
    }

    #[test]
    fn what_is_dated_back_stands_where_its_time_belongs() {
        let log = log([
            (1, EventKind::RejectingStarted),
            (5, EventKind::ScaleOut),
            (5, EventKind::InstanceReady),
            (3, EventKind::RejectingEnded),
        ]);
        let kinds: Vec<EventKind> = log.kept().iter().map(|event| event.kind).collect();
        assert_eq!(
            kinds,
            [
                EventKind::RejectingStarted,
                EventKind::RejectingEnded,
                EventKind::ScaleOut,
                EventKind::InstanceReady
            ]
        );
    }

    #[test]
    fn of_too_many_the_least_telling_are_left_out() {
        let plain = (0..5_000).map(|index| (index / 100, EventKind::InstanceReady));
        let log = log(plain.chain([(99, EventKind::InstanceCrashed)]));
        let kept = log.kept();
        assert_eq!((kept.len(), log.count()), (MOST_EVENTS, 5_001));
        assert_eq!(kept.last().map(|event| event.kind), Some(EventKind::InstanceCrashed));
    }

    #[test]
    fn a_mark_has_its_place_although_its_event_is_not_listed() {
        let log = log((0..5_000).map(|index| (index / 50, EventKind::HealthFailed)));
        let (count, places) = log.marked(Mark::FailedCheck);
        let places: Vec<usize> = places.collect();
        assert_eq!((count, places.len()), (5_000, 100));
        assert_eq!((places.first(), places.last()), (Some(&0), Some(&(PLACES * 99 / 100))));
    }
}
