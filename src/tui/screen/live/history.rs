//! The runs that were made in the live view since it was opened: each change begins another, the one
//! before stays beside it, and nothing is run twice to go back.

use super::track::Track;
use apprunner_sim::file::draft::Draft;
use apprunner_sim::model::intervention::Intervention;
use apprunner_sim::model::time::SimTime;

/// More runs than this are forgotten, the oldest first.
const MOST: usize = 8;

/// The runs in the order in which they were begun.
#[derive(Clone, Debug)]
pub(super) struct History {
    /// The changes of the run that it was opened with.
    opened: Vec<Intervention>,
    tracks: Vec<Track>,
    /// The one that is looked at.
    current: usize,
    /// The one that it is held against, where that is not the one before it.
    against: Option<usize>,
    /// The next one, until it has come as far as the playhead.
    coming: Option<(Track, Side)>,
}

/// Where a run that is on its way belongs, seen from the one that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    After,
    /// It came before, and was forgotten.
    Before,
}

/// Whether another run has taken the place of the one that was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrival {
    Same,
    Another,
}

impl History {
    /// A first run.
    pub(super) fn new(track: Track) -> Self {
        let opened = track.draft().interventions().to_vec();
        Self { opened, tracks: vec![track], current: 0, against: None, coming: None }
    }

    /// The run that is looked at.
    pub(super) fn now(&self) -> &Track {
        // `current` is a place in `tracks`, which are never empty.
        &self.tracks[self.current]
    }

    /// The changes of the run that it was opened with.
    pub(super) fn opened(&self) -> &[Intervention] {
        &self.opened
    }

    /// The run that it is held against: the one before it.
    pub(super) fn before(&self) -> Option<&Track> {
        self.before_place().and_then(|place| self.tracks.get(place))
    }

    fn before_place(&self) -> Option<usize> {
        let chosen = self.against.filter(|it| *it != self.current && *it < self.tracks.len());
        chosen.or_else(|| self.current.checked_sub(1))
    }

    /// Holds the run against the next of the others. False where there is no choice.
    pub(super) fn hold_against_next(&mut self) -> bool {
        let count = self.tracks.len();
        let Some(from) = self.before_place().filter(|_| count > 2) else { return false };
        let places = (1..count).map(|step| (from + step) % count);
        self.against = places.into_iter().find(|place| *place != self.current);
        true
    }

    /// Whether there are other runs than the one that is looked at.
    pub(super) fn has_others(&self) -> bool {
        self.tracks.len() > 1
    }

    /// The run that is on its way.
    pub(super) fn coming(&self) -> Option<&Track> {
        self.coming.as_ref().map(|(track, _)| track)
    }

    /// Begins another run; it is looked at as soon as it has come to the playhead.
    pub(super) fn begin(&mut self, draft: Draft, label: String) {
        self.coming = Some((Track::new(draft, label), Side::After));
    }

    /// As [`Self::begin`], for a run that came before this one.
    pub(super) fn begin_earlier(&mut self, draft: Draft, label: String) {
        self.coming = Some((Track::new(draft, label), Side::Before));
    }

    /// Drops the run that is on its way. True when there was one.
    pub(super) fn give_up(&mut self) -> bool {
        self.coming.take().is_some()
    }

    /// Back to the run before.
    pub(super) fn undo(&mut self) -> Arrival {
        match self.current.checked_sub(1) {
            Some(place) => self.go(place),
            None => Arrival::Same,
        }
    }

    /// On to the run after.
    pub(super) fn redo(&mut self) -> Arrival {
        self.go(self.current + 1)
    }

    fn go(&mut self, place: usize) -> Arrival {
        if place >= self.tracks.len() || self.coming.is_some() {
            return Arrival::Same;
        }
        self.current = place;
        self.against = None;
        Arrival::Another
    }

    /// Goes to the run of `draft` where there is one.
    pub(super) fn go_to_run_of(&mut self, draft: &Draft) -> Arrival {
        let is = |track: &Track| track.draft().text() == draft.text();
        self.tracks.iter().position(is).map_or(Arrival::Same, |place| self.go(place))
    }

    /// Simulates on by `events` engine events: first the run that is on its way to
    /// `playhead`, then the one that is looked at, then the one beside it.
    pub(super) fn simulate(&mut self, events: u64, playhead: SimTime) -> Arrival {
        if let Some((coming, _)) = &mut self.coming {
            coming.fill(events);
            if !coming.is_filled() && coming.extent() <= playhead {
                return Arrival::Same;
            }
            self.arrive();
            return Arrival::Another;
        }
        let order = [Some(self.current), self.before_place()];
        for track in order.into_iter().flatten() {
            if let Some(track) = self.tracks.get_mut(track).filter(|track| !track.is_filled()) {
                track.fill(events);
                break;
            }
        }
        Arrival::Same
    }

    fn arrive(&mut self) {
        self.against = None;
        let Some((track, side)) = self.coming.take() else { return };
        if side == Side::Before {
            // What was looked at is the one to return to.
            self.tracks.insert(self.current, track);
            self.tracks.truncate(MOST);
            return;
        }
        self.tracks.truncate(self.current + 1);
        self.tracks.push(track);
        let surplus = self.tracks.len().saturating_sub(MOST);
        self.tracks.drain(..surplus);
        self.current = self.tracks.len() - 1;
    }

    /// Whether nothing is left to simulate.
    pub(super) fn is_filled(&self) -> bool {
        self.coming.is_none()
            && self.now().is_filled()
            && self.before().is_none_or(Track::is_filled)
    }

    /// Looks at both runs at `at`.
    pub(super) fn look(&mut self, at: SimTime) {
        for place in [Some(self.current), self.before_place()].into_iter().flatten() {
            if let Some(track) = self.tracks.get_mut(place) {
                track.look(at);
            }
        }
    }
}
