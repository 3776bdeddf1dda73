//! The event queue: heaps of packed integer keys.
//!
//! Completions, which are most events, have a heap of their own: checks and actions, which
//! are due long after most requests, would make every operation on one heap more expensive.
//! A key holds the time, the class, a sequence number and an index, most significant first,
//! so one comparison of integers decides the order and ties never depend on the heap. The
//! class of a completion is 0, so that it leaves before all others of its time. Entries are
//! never removed from the middle: a caller that schedules keeps the sequence number as a
//! stamp and ignores what is stale.
//!
//! ```text
//! 127          78 77    74 73          32 31     0
//! | time in µs   | class  | sequence     | index  |
//! ```

use super::heap::Heap;
use crate::model::time::SimTime;

/// What an event is that is no completion, in the order in which simultaneous events leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Class {
    /// An instance's CPU has finished somebody's work (index: instance).
    CpuDone,
    /// A request is cut or times out at a moment known from its start (index: request).
    TimeOut,
    /// The earliest deadline of a stream's requests of unknown end (index: stream).
    Deadline,
    /// A health check has its result (index: instance).
    CheckResult,
    /// A health check is due (index: instance).
    CheckDue,
    /// An instance goes on to its next state (index: instance).
    Transition,
    /// An instance is lost without a cause (index: instance).
    Loss,
    /// A start is retried (index: number of the retry).
    StartRetry,
    /// A phase of the operation in progress has passed (index: unused).
    Operation,
    /// A scheduled action or an instructor's stop (index: index).
    Action,
    /// The autoscaler looks (index: unused).
    Autoscaler,
    /// A full second may have passed without a rejection (index: unused).
    RejectionWatch,
    /// A retry or a closed-loop user's request arrives (index: request).
    Arrival,
}

impl Class {
    const ALL: [Self; 13] = [
        Self::CpuDone,
        Self::TimeOut,
        Self::Deadline,
        Self::CheckResult,
        Self::CheckDue,
        Self::Transition,
        Self::Loss,
        Self::StartRetry,
        Self::Operation,
        Self::Action,
        Self::Autoscaler,
        Self::RejectionWatch,
        Self::Arrival,
    ];
}

const SLOT_BITS: u32 = 32;
const SEQUENCE_BITS: u32 = 42;
const CLASS_BITS: u32 = 4;
const CLASS_SHIFT: u32 = SLOT_BITS + SEQUENCE_BITS;
const TIME_SHIFT: u32 = CLASS_SHIFT + CLASS_BITS;

/// Identifies one scheduling of one event; the owner compares it to know
/// whether what leaves the queue is still meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp(u64);

impl Stamp {
    /// Matches no event.
    pub(super) const NONE: Self = Self(0);
}

/// A completion as it leaves the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Completion {
    /// The place of the request whose response is complete.
    pub(super) index: u32,
    pub(super) stamp: Stamp,
}

/// Another event as it leaves the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) at: SimTime,
    pub(super) class: Class,
    pub(super) stamp: Stamp,
    pub(super) slot: u32,
}

/// The queue.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    completions: Heap,
    others: Heap,
    sequence: u64,
}

impl Queue {
    /// Adds an event; the stamp is never [`Stamp::NONE`].
    pub(super) fn push(&mut self, at: SimTime, class: Class, slot: u32) -> Stamp {
        let key = self.next_key(at, slot) | (class as u128 + 1) << CLASS_SHIFT;
        self.others.push(key);
        Stamp(self.sequence)
    }

    /// Adds the completion of the response to the request at `index`; the stamp is never
    /// [`Stamp::NONE`].
    #[inline]
    pub(super) fn push_completion(&mut self, at: SimTime, index: u32) -> Stamp {
        let key = self.next_key(at, index);
        self.completions.push(key);
        Stamp(self.sequence)
    }

    /// The key without a class of an event that comes now.
    #[inline]
    fn next_key(&mut self, at: SimTime, slot: u32) -> u128 {
        self.sequence += 1;
        u128::from(at.as_micros()) << TIME_SHIFT
            | u128::from(self.sequence) << SLOT_BITS
            | u128::from(slot)
    }

    /// The time of the next event, later than any run ends when there is none.
    pub(super) fn next_at(&self) -> SimTime {
        time_of(self.completions.first()).min(time_of(self.others.first()))
    }

    /// Takes the next event out if it is a completion.
    #[inline]
    pub(super) fn pop_completion(&mut self) -> Option<Completion> {
        if self.completions.first() >= self.others.first() {
            return None;
        }
        let key = self.completions.pop();
        Some(Completion { index: slot_of(key), stamp: stamp_of(key) })
    }

    /// Takes the next event out that is no completion.
    pub(super) fn pop_other(&mut self) -> Option<Due> {
        let key = self.others.pop();
        (key != Heap::NONE).then(|| unpack(key))
    }
}

fn time_of(key: u128) -> SimTime {
    SimTime::from_micros((key >> TIME_SHIFT) as u64)
}

#[expect(clippy::cast_possible_truncation, reason = "the index is in the last bits")]
fn slot_of(key: u128) -> u32 {
    key as u32
}

#[expect(clippy::cast_possible_truncation, reason = "masked to its width")]
fn stamp_of(key: u128) -> Stamp {
    Stamp((key >> SLOT_BITS) as u64 & ((1 << SEQUENCE_BITS) - 1))
}

fn unpack(key: u128) -> Due {
    let class = (key >> CLASS_SHIFT) as usize & ((1 << CLASS_BITS) - 1);
    Due { at: time_of(key), class: Class::ALL[class - 1], stamp: stamp_of(key), slot: slot_of(key) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_leave_by_time_then_class_then_sequence() {
        let mut queue = Queue::default();
        let (one, two) = (SimTime::from_secs(1), SimTime::from_secs(2));
        queue.push_completion(two, 0);
        queue.push(one, Class::Arrival, 1);
        queue.push(one, Class::CheckDue, 2);
        queue.push(one, Class::CheckDue, 3);
        queue.push_completion(one, 4);
        let next = || match queue.pop_completion() {
            Some(completion) => Some(completion.index),
            None => queue.pop_other().map(|due| due.slot),
        };
        assert_eq!(std::iter::from_fn(next).collect::<Vec<u32>>(), [4, 2, 3, 1, 0]);
    }

    #[test]
    fn what_goes_in_comes_out() {
        let mut queue = Queue::default();
        let at = SimTime::from_micros(315_360_000_000_000);
        let stamp = queue.push(at, Class::Arrival, u32::MAX);
        let due = Due { at, class: Class::Arrival, stamp, slot: u32::MAX };
        assert_eq!(queue.pop_completion(), None);
        assert_eq!(queue.pop_other(), Some(due));
        assert_eq!(queue.pop_other(), None);
        let stamp = queue.push_completion(at, u32::MAX);
        assert_eq!(queue.pop_completion(), Some(Completion { index: u32::MAX, stamp }));
    }
}
