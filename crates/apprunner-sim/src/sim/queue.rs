//! The event queue: a 4-ary heap of packed integer keys.
//!
//! A key holds the time, the class, a sequence number and an index, most
//! significant first, so one comparison of integers decides the order and ties
//! never depend on the heap. Entries are never removed from the middle: a caller that
//! schedules keeps the sequence number as a stamp and ignores what is stale.
//!
//! ```text
//! 127          78 77    74 73          32 31     0
//! | time in µs   | class  | sequence     | index  |
//! ```

use crate::model::time::SimTime;

/// What an event is, in the order in which simultaneous events leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Class {
    /// A request's answer is complete (index: request).
    Completion,
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
    const ALL: [Self; 14] = [
        Self::Completion,
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
const ARITY: usize = 4;

/// Identifies one scheduling of one event; the owner compares it to know
/// whether what leaves the queue is still meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp(u64);

impl Stamp {
    /// Matches no event.
    pub(super) const NONE: Self = Self(0);
}

/// An event as it leaves the queue.
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
    keys: Vec<u128>,
    sequence: u64,
}

impl Queue {
    /// Adds an event; the stamp is never [`Stamp::NONE`].
    pub(super) fn push(&mut self, at: SimTime, class: Class, slot: u32) -> Stamp {
        self.sequence += 1;
        let key = u128::from(at.as_micros()) << TIME_SHIFT
            | (class as u128) << CLASS_SHIFT
            | u128::from(self.sequence) << SLOT_BITS
            | u128::from(slot);
        self.keys.push(key);
        self.rise(self.keys.len() - 1, key);
        Stamp(self.sequence)
    }

    /// The time of the next event, [`SimTime::NEVER`] when there is none.
    pub(super) fn next_at(&self) -> SimTime {
        self.keys.first().map_or(SimTime::NEVER, |key| time_of(*key))
    }

    /// Takes the next event out.
    pub(super) fn pop(&mut self) -> Option<Due> {
        let last = self.keys.pop()?;
        let Some(&first) = self.keys.first() else {
            return Some(unpack(last));
        };
        self.sink(last);
        Some(unpack(first))
    }

    fn rise(&mut self, mut index: usize, key: u128) {
        while index > 0 {
            let parent = (index - 1) / ARITY;
            if self.keys[parent] <= key {
                break;
            }
            self.keys[index] = self.keys[parent];
            index = parent;
        }
        self.keys[index] = key;
    }

    /// Fills the root, whose key has left, so that `key` has its place.
    ///
    /// The hole goes down to a leaf along the least children and `key` rises
    /// from there: it came from a leaf and seldom rises far, so this compares
    /// less than asking at every level whether it fits, and without branches
    /// that nobody can predict.
    fn sink(&mut self, key: u128) {
        let keys = self.keys.as_mut_slice();
        let (mut hole, mut child) = (0, 1);
        while let Some(four) = keys.get(child..).and_then(<[u128]>::first_chunk::<ARITY>) {
            child += least_of_four(four);
            keys[hole] = keys[child];
            (hole, child) = (child, child * ARITY + 1);
        }
        if let Some(least) = (child..keys.len()).min_by_key(|&child| keys[child]) {
            keys[hole] = keys[least];
            hole = least;
        }
        self.rise(hole, key);
    }
}

/// The position of the least of four keys, as a tournament.
fn least_of_four(keys: &[u128; ARITY]) -> usize {
    let left = usize::from(keys[1] < keys[0]);
    let right = 2 + usize::from(keys[3] < keys[2]);
    if keys[right] < keys[left] { right } else { left }
}

fn time_of(key: u128) -> SimTime {
    SimTime::from_micros((key >> TIME_SHIFT) as u64)
}

#[expect(clippy::cast_possible_truncation, reason = "each field is masked to its width")]
fn unpack(key: u128) -> Due {
    let class = (key >> CLASS_SHIFT) as usize & ((1 << CLASS_BITS) - 1);
    Due {
        at: time_of(key),
        class: Class::ALL[class],
        stamp: Stamp((key >> SLOT_BITS) as u64 & ((1 << SEQUENCE_BITS) - 1)),
        slot: key as u32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_leave_by_time_then_class_then_sequence() {
        let mut queue = Queue::default();
        let (one, two) = (SimTime::from_secs(1), SimTime::from_secs(2));
        queue.push(two, Class::Completion, 0);
        queue.push(one, Class::Arrival, 1);
        queue.push(one, Class::CheckDue, 2);
        queue.push(one, Class::CheckDue, 3);
        queue.push(one, Class::Completion, 4);
        let slots: Vec<u32> = std::iter::from_fn(|| queue.pop()).map(|due| due.slot).collect();
        assert_eq!(slots, [4, 2, 3, 1, 0]);
    }

    #[test]
    fn what_goes_in_comes_out() {
        let mut queue = Queue::default();
        let at = SimTime::from_micros(315_360_000_000_000);
        let stamp = queue.push(at, Class::Arrival, u32::MAX);
        let due = Due { at, class: Class::Arrival, stamp, slot: u32::MAX };
        assert_eq!(queue.pop(), Some(due));
        assert_eq!(queue.pop(), None);
    }

    #[test]
    fn a_thousand_shuffled_events_leave_sorted() {
        let mut queue = Queue::default();
        for i in 0..1_000u64 {
            queue.push(SimTime::from_micros(i * 7_919 % 1_009), Class::Completion, 0);
        }
        let times: Vec<SimTime> = std::iter::from_fn(|| queue.pop()).map(|due| due.at).collect();
        assert_eq!(times.len(), 1_000);
        assert!(times.is_sorted());
    }
}
