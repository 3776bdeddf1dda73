//! The queues that are compared.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

pub use crate::bare::EventQueue;

/// Greater than any key.
const NONE: u128 = u128::MAX;

/// The binary heap of the standard library.
#[derive(Default)]
pub struct BinaryQueue(BinaryHeap<Reverse<u128>>);

impl EventQueue for BinaryQueue {
    fn push(&mut self, key: u128) {
        self.0.push(Reverse(key));
    }

    fn first(&self) -> u128 {
        self.0.peek().map_or(NONE, |key| key.0)
    }

    fn pop(&mut self) -> u128 {
        self.0.pop().map_or(NONE, |key| key.0)
    }
}

/// Days of a calendar, a power of two.
const DAYS: usize = 2_048;

/// Length of a day as a power of two of µs: 4 ms, which suits a thousand requests in
/// progress that last a second.
const DAY_BITS: u32 = 12;

/// A calendar queue: a list of keys for each day of a year, in no order; the least key stands
/// beside it. Keys of later years wait in the same lists.
pub struct CalendarQueue {
    days: Vec<Vec<u128>>,
    /// Which days have keys, a bit each.
    used: [u64; DAYS / 64],
    first: u128,
    count: usize,
}

impl Default for CalendarQueue {
    fn default() -> Self {
        Self { days: vec![Vec::new(); DAYS], used: [0; DAYS / 64], first: NONE, count: 0 }
    }
}

/// The number of the day of `key`, years not taken off.
fn date(key: u128) -> u64 {
    (key >> 64) as u64 >> DAY_BITS
}

/// The day of the year that `date` falls on.
#[expect(clippy::cast_possible_truncation, reason = "a year has few days")]
fn day_of(date: u64) -> usize {
    (date % DAYS as u64) as usize
}

impl CalendarQueue {
    fn insert(&mut self, key: u128) {
        let day = day_of(date(key));
        self.days[day].push(key);
        self.used[day / 64] |= 1 << (day % 64);
        self.count += 1;
    }

    /// The first day with a key from `day` on, around the year.
    fn next_used(&self, day: usize) -> usize {
        let masked = self.used[day / 64] & (!0 << (day % 64));
        if masked != 0 {
            return day / 64 * 64 + masked.trailing_zeros() as usize;
        }
        let words = (1..=DAYS / 64).map(|step| (day / 64 + step) % (DAYS / 64));
        let word = words.into_iter().find(|&word| self.used[word] != 0).unwrap_or(0);
        word * 64 + self.used[word].trailing_zeros() as usize
    }

    /// Takes the least key out of the lists, from the date `from` on.
    fn take_least(&mut self, from: u64) -> u128 {
        if self.count == 0 {
            return NONE;
        }
        let mut day = day_of(from);
        let mut least = (NONE, 0, 0);
        for _ in 0..DAYS {
            day = self.next_used(day);
            for (place, &key) in self.days[day].iter().enumerate() {
                least = least.min((key, day, place));
            }
            let year = day_of(date(least.0)) == day;
            if year && date(least.0) < from + DAYS as u64 {
                break;
            }
            day = (day + 1) % DAYS;
        }
        let (key, day, place) = least;
        self.days[day].swap_remove(place);
        if self.days[day].is_empty() {
            self.used[day / 64] &= !(1 << (day % 64));
        }
        self.count -= 1;
        key
    }
}

impl EventQueue for CalendarQueue {
    fn push(&mut self, key: u128) {
        if key < self.first {
            let later = std::mem::replace(&mut self.first, key);
            if later != NONE {
                self.insert(later);
            }
        } else {
            self.insert(key);
        }
    }

    fn first(&self) -> u128 {
        self.first
    }

    fn pop(&mut self) -> u128 {
        let next = self.take_least(date(self.first));
        std::mem::replace(&mut self.first, next)
    }
}
