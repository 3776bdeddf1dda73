//! The clock of a run and the events that are to come.

use super::queue::{Class, Completion, Due, Queue, Stamp};
use crate::model::time::{SimDuration, SimTime};

/// The clock, the queue and how much of it has been handled.
#[derive(Clone, Debug)]
pub(super) struct Calendar {
    now: SimTime,
    end: SimTime,
    queue: Queue,
    handled: u64,
}

impl Calendar {
    /// The calendar at the start of a run of `length`.
    pub(super) fn new(length: SimDuration) -> Self {
        Self {
            now: SimTime::ZERO,
            end: SimTime::ZERO + length,
            queue: Queue::default(),
            handled: 0,
        }
    }

    /// The present instant.
    pub(super) fn now(&self) -> SimTime {
        self.now
    }

    /// The instant at which the run ends.
    pub(super) fn end(&self) -> SimTime {
        self.end
    }

    /// Number of events handled, stale ones left out.
    pub(super) fn handled(&self) -> u64 {
        self.handled
    }

    /// Moves the clock.
    pub(super) fn set_now(&mut self, at: SimTime) {
        self.now = at;
    }

    /// Counts an event that was meant.
    pub(super) fn count(&mut self, meant: bool) {
        self.handled += u64::from(meant);
    }

    /// The time of the next event, later than the end of the run when there is none.
    pub(super) fn next_at(&self) -> SimTime {
        self.queue.next_at()
    }

    /// Takes the next event out if it is a completion.
    #[inline]
    pub(super) fn pop_completion(&mut self) -> Option<Completion> {
        self.queue.pop_completion()
    }

    /// Takes the next event out that is no completion.
    pub(super) fn pop_other(&mut self) -> Option<Due> {
        self.queue.pop_other()
    }

    /// Schedules an event, unless it lies beyond the end of the run.
    pub(super) fn schedule(&mut self, at: SimTime, class: Class, slot: u32) -> Stamp {
        if at > self.end {
            return Stamp::NONE;
        }
        self.queue.push(at, class, slot)
    }

    /// Schedules the completion of the response to the request at `index`, unless it lies
    /// beyond the end of the run.
    #[inline]
    pub(super) fn schedule_completion(&mut self, at: SimTime, index: u32) -> Stamp {
        if at > self.end {
            return Stamp::NONE;
        }
        self.queue.push_completion(at, index)
    }
}
