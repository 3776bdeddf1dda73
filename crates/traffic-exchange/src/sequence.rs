//! The requests of a log in order of their arrival.
//!
//! A log is written when responses end, so requests arrive in another order than its lines
//! have. They are put in order within a window; where a log has only whole seconds, the
//! requests of a second are first spread evenly over it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::log::{LogLoss, LogLossKind, LogTime};

/// Number of requests among which the next one to arrive is found.
pub const WINDOW: usize = 1 << 16;
/// The most requests that are spread over one second.
const MAX_GROUP: usize = 1_000_000;
/// The µs of a second.
const SECOND: i64 = 1_000_000;

/// A request that arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogArrival {
    /// When, in µs since 1970 in UTC; never before the one that is handed out before it.
    pub at_us: i64,
    /// How long its response took, in µs.
    pub latency_us: Option<u64>,
}

/// A request before its place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Pending {
    line: u64,
    latency_us: Option<u64>,
    before_us: u64,
    is_coarse: bool,
}

/// The earliest of the last requests.
#[derive(Clone, Debug, Default)]
struct Window(BinaryHeap<Reverse<(i64, Pending)>>);

impl Window {
    /// Takes a request and gives the earliest one, once there are enough.
    fn push(&mut self, micros: i64, pending: Pending) -> Option<(i64, Pending)> {
        self.0.push(Reverse((micros, pending)));
        if self.0.len() > WINDOW { self.pop() } else { None }
    }

    fn pop(&mut self) -> Option<(i64, Pending)> {
        self.0.pop().map(|Reverse(first)| first)
    }
}

/// Puts requests in order. Memory is bounded by two windows and one second.
#[derive(Clone, Debug)]
pub struct Sequence {
    /// By the times on the lines.
    lines: Window,
    /// Requests of one second, of which the log says no more.
    group: Vec<Pending>,
    second: i64,
    /// By their arrivals.
    arrivals: Window,
    latest: i64,
    late: Option<LogLoss>,
}

impl Default for Sequence {
    fn default() -> Self {
        Self {
            lines: Window::default(),
            group: Vec::new(),
            second: i64::MIN,
            arrivals: Window::default(),
            latest: i64::MIN,
            late: None,
        }
    }
}

impl Sequence {
    /// Takes a request on `line` and hands out those that arrived before all that are to come.
    pub fn push(
        &mut self,
        line: u64,
        at: LogTime,
        latency_us: Option<u64>,
        sink: &mut impl FnMut(LogArrival),
    ) {
        let LogTime { micros, is_coarse, before_us } = at;
        let pending = Pending { line, latency_us, before_us, is_coarse };
        if !is_coarse {
            self.place(at.arrival_us(), pending, sink);
        } else if let Some((micros, first)) = self.lines.push(micros, pending) {
            self.gather(micros, first, sink);
        }
    }

    /// Hands out the rest, and says what could not be put in order.
    pub fn drain(&mut self, sink: &mut impl FnMut(LogArrival)) -> Option<LogLoss> {
        while let Some((micros, first)) = self.lines.pop() {
            self.gather(micros, first, sink);
        }
        self.spread(sink);
        while let Some((micros, first)) = self.arrivals.pop() {
            self.hand_out(micros, first, sink);
        }
        self.late.take()
    }

    /// Adds a request to those of its second.
    fn gather(&mut self, micros: i64, pending: Pending, sink: &mut impl FnMut(LogArrival)) {
        if micros != self.second || self.group.len() == MAX_GROUP {
            self.spread(sink);
        }
        self.second = micros;
        self.group.push(pending);
    }

    /// Spreads the requests of a second over it, evenly and in the order of their lines.
    fn spread(&mut self, sink: &mut impl FnMut(LogArrival)) {
        let Ok(count) = i64::try_from(self.group.len()) else { return };
        let mut group = std::mem::take(&mut self.group);
        for (place, pending) in (0..).zip(group.drain(..)) {
            let end = self.second + (2 * place + 1) * SECOND / (2 * count);
            self.place(end.saturating_sub_unsigned(pending.before_us), pending, sink);
        }
        // Its space serves the next second.
        self.group = group;
    }

    fn place(&mut self, at_us: i64, pending: Pending, sink: &mut impl FnMut(LogArrival)) {
        // Without a way back from the end the order is that of the seconds.
        if pending.is_coarse && pending.before_us == 0 && self.arrivals.0.is_empty() {
            self.hand_out(at_us, pending, sink);
        } else if let Some((at_us, first)) = self.arrivals.push(at_us, pending) {
            self.hand_out(at_us, first, sink);
        }
    }

    fn hand_out(&mut self, at_us: i64, pending: Pending, sink: &mut impl FnMut(LogArrival)) {
        if at_us < self.latest {
            let kind = LogLossKind::TooLate;
            let late = self.late.get_or_insert(LogLoss { line: pending.line, lines: 0, kind });
            late.line = late.line.min(pending.line);
            late.lines += 1;
        }
        self.latest = self.latest.max(at_us);
        sink(LogArrival { at_us: self.latest, latency_us: pending.latency_us });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrivals(requests: &[(i64, bool, u64)]) -> (Vec<i64>, Option<LogLoss>) {
        let (mut sequence, mut out) = (Sequence::default(), Vec::new());
        let mut take = |arrival: LogArrival| out.push(arrival.at_us);
        for (line, &(micros, is_coarse, before_us)) in (1..).zip(requests) {
            let at = LogTime { micros, is_coarse, before_us };
            sequence.push(line, at, None, &mut take);
        }
        let late = sequence.drain(&mut take);
        (out, late)
    }

    #[test]
    fn requests_of_a_second_are_spread_over_it() {
        let second = |at| (at * SECOND, true, 0);
        let (out, late) = arrivals(&[second(5), second(4), second(5), second(4), second(6)]);
        assert_eq!(out, [4_250_000, 4_750_000, 5_250_000, 5_750_000, 6_500_000]);
        assert_eq!(late, None);
    }

    #[test]
    fn the_way_back_from_the_end_puts_requests_in_another_order() {
        let end = |at, before_us| (at * SECOND, true, before_us);
        let (out, _) = arrivals(&[end(5, 10_000), end(5, 3_000_000), end(6, 5_000_000)]);
        assert_eq!(out, [1_500_000, 2_750_000, 5_240_000]);
        let (out, _) = arrivals(&[(9_000, false, 1_000), (9_001, false, 9_000), (3, false, 0)]);
        assert_eq!(out, [1, 3, 8_000]);
    }

    #[test]
    fn a_request_behind_the_window_arrives_with_the_last() {
        let mut requests: Vec<_> = (1..=70_000).map(|at| (at, false, 0)).collect();
        requests.push((0, false, 0));
        let (out, late) = arrivals(&requests);
        assert!(out.is_sorted() && out.len() == requests.len());
        let line = requests.len() as u64;
        assert_eq!(late, Some(LogLoss { line, lines: 1, kind: LogLossKind::TooLate }));
    }
}
