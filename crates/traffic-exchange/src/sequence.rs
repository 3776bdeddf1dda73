//! The requests of a log in order of their arrival.
//!
//! A log is written when responses end, so requests arrive in another order than its lines
//! have. They are put in order within a window; where a log has only whole seconds, the
//! requests of a second are first spread evenly over it.

use crate::log::{LogLoss, LogLossKind, LogTime};

/// The least number of later requests behind which one is still put in order.
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
#[derive(Clone, Copy, Debug)]
struct Pending {
    /// When it arrived, or ended where the log has whole seconds only, in µs since 1970 in UTC.
    at_us: i64,
    line: u64,
    latency_us: Option<u64>,
    /// How long before `at_us` it arrived, where that is the end.
    before_us: u64,
}

/// The last requests, of which the earliest are known to precede all that are to come.
///
/// Requests are sorted in blocks and merged with those kept from the block before. A heap does
/// the same one at a time, and is three times slower: each removal misses the cache.
#[derive(Clone, Debug, Default)]
struct Window {
    /// Those kept, in order; at most [`WINDOW`].
    kept: Vec<Pending>,
    /// Those that have come since; fewer than [`WINDOW`] between two calls.
    block: Vec<Pending>,
    /// Space for the merge.
    merged: Vec<Pending>,
}

impl Window {
    fn is_empty(&self) -> bool {
        self.kept.is_empty() && self.block.is_empty()
    }

    /// Takes a request. Once a block is full, hands out the earliest requests and keeps the last
    /// [`WINDOW`].
    fn push(&mut self, pending: Pending, sink: &mut impl FnMut(Pending)) {
        self.block.push(pending);
        if self.block.len() == WINDOW {
            self.merge(WINDOW, sink);
        }
    }

    /// Hands out all requests but the last `keep`.
    fn merge(&mut self, keep: usize, sink: &mut impl FnMut(Pending)) {
        let order = |pending: &Pending| (pending.at_us, pending.line);
        self.block.sort_unstable_by_key(order);
        let mut leaving = (self.kept.len() + self.block.len()).saturating_sub(keep);
        let mut kept = self.kept.drain(..).peekable();
        let mut block = self.block.drain(..).peekable();
        loop {
            let next = match (kept.peek(), block.peek()) {
                (Some(old), Some(new)) if order(new) < order(old) => block.next(),
                (Some(_), _) => kept.next(),
                (None, _) => block.next(),
            };
            let Some(next) = next else { break };
            if leaving > 0 {
                leaving -= 1;
                sink(next);
            } else {
                self.merged.push(next);
            }
        }
        drop((kept, block));
        std::mem::swap(&mut self.kept, &mut self.merged);
    }
}

/// Puts requests in order. Memory is bounded by two windows and one second.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// By the times on the lines.
    lines: Window,
    seconds: Seconds,
}

/// Requests of one second, of which the log says no more.
#[derive(Clone, Debug, Default)]
struct Seconds {
    group: Vec<Pending>,
    arrivals: Arrivals,
}

/// Requests by their arrivals.
#[derive(Clone, Debug, Default)]
struct Arrivals {
    window: Window,
    order: Order,
}

/// The requests that were handed out.
#[derive(Clone, Debug)]
struct Order {
    latest: i64,
    late: Option<LogLoss>,
}

impl Default for Order {
    fn default() -> Self {
        Self { latest: i64::MIN, late: None }
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
        if at.is_coarse {
            let LogTime { micros: at_us, before_us, .. } = at;
            let pending = Pending { at_us, line, latency_us, before_us };
            let Self { lines, seconds, .. } = self;
            lines.push(pending, &mut |first| seconds.gather(first, sink));
        } else {
            let pending = Pending { at_us: at.arrival_us(), line, latency_us, before_us: 0 };
            let Arrivals { window, order } = &mut self.seconds.arrivals;
            window.push(pending, &mut |first| order.hand_out(first, sink));
        }
    }

    /// Hands out the rest, and returns what could not be put in order.
    pub fn drain(&mut self, sink: &mut impl FnMut(LogArrival)) -> Option<LogLoss> {
        let Self { lines, seconds } = self;
        lines.merge(0, &mut |first| seconds.gather(first, sink));
        seconds.spread(sink);
        let Arrivals { window, order } = &mut seconds.arrivals;
        window.merge(0, &mut |first| order.hand_out(first, sink));
        order.late.take()
    }
}

impl Seconds {
    /// Adds a request to those of its second.
    fn gather(&mut self, pending: Pending, sink: &mut impl FnMut(LogArrival)) {
        let is_other = self.group.first().is_some_and(|first| first.at_us != pending.at_us);
        if is_other || self.group.len() == MAX_GROUP {
            self.spread(sink);
        }
        self.group.push(pending);
    }

    /// Spreads the requests of a second over it, evenly and in the order of their lines.
    fn spread(&mut self, sink: &mut impl FnMut(LogArrival)) {
        let Ok(count) = i64::try_from(self.group.len()) else { return };
        let Self { group, arrivals } = self;
        for (place, pending) in (0..).zip(group.drain(..)) {
            let end = pending.at_us + (2 * place + 1) * SECOND / (2 * count);
            let at_us = end.saturating_sub_unsigned(pending.before_us);
            arrivals.place(Pending { at_us, ..pending }, sink);
        }
    }
}

impl Arrivals {
    /// Puts a request of a log with whole seconds in order.
    fn place(&mut self, pending: Pending, sink: &mut impl FnMut(LogArrival)) {
        let Self { window, order } = self;
        // Without a way back from the end the order is that of the seconds.
        if pending.before_us == 0 && window.is_empty() {
            order.hand_out(pending, sink);
        } else {
            window.push(pending, &mut |first| order.hand_out(first, sink));
        }
    }
}

impl Order {
    fn hand_out(&mut self, pending: Pending, sink: &mut impl FnMut(LogArrival)) {
        if pending.at_us < self.latest {
            let kind = LogLossKind::TooLate;
            let late = self.late.get_or_insert(LogLoss { line: pending.line, lines: 0, kind });
            late.line = late.line.min(pending.line);
            late.lines += 1;
        }
        self.latest = self.latest.max(pending.at_us);
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
        // Between one window and two it depends on where the blocks end.
        let mut requests: Vec<_> =
            (1..=2 * WINDOW).map(|at| (i64::try_from(at).unwrap(), false, 0)).collect();
        requests.insert(WINDOW, (0, false, 0));
        let (out, late) = arrivals(&requests);
        assert!(out.is_sorted() && out.len() == requests.len() && late.is_none());
        requests.push((0, false, 0));
        let (out, late) = arrivals(&requests);
        assert!(out.is_sorted() && out.len() == requests.len());
        let line = requests.len() as u64;
        assert_eq!(late, Some(LogLoss { line, lines: 1, kind: LogLossKind::TooLate }));
    }
}
