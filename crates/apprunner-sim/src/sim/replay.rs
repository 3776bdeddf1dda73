//! The arrivals of a stream that replays a log, read a piece at a time.

use std::sync::Arc;

use super::random::{recorded_draw, round_micros};
use crate::model::replay::{RecordedArrival, Replay, ReplayLatency};
use crate::model::time::{SimDuration, SimTime};

/// Number of arrivals that are read together.
const PIECE: usize = 1_024;

/// Where a replay is. A copy shares the piece at hand, so snapshots stay small.
#[derive(Clone, Debug)]
pub(super) struct ReplayedArrivals {
    replay: Replay,
    piece: Arc<[RecordedArrival]>,
    /// Places taken in the piece.
    taken: usize,
    /// Number of the arrival after the piece.
    next: u64,
    /// Rounds that are over.
    rounds: u32,
    /// How long a round takes, until the next one begins, in µs.
    round_us: f64,
    /// The latency of the arrival that was handed out last.
    latency: Option<SimDuration>,
}

impl ReplayedArrivals {
    /// The start of `replay`.
    pub(super) fn new(replay: &Replay) -> Self {
        let (count, span) = (replay.arrivals.count(), replay.arrivals.span().as_micros() as f64);
        // The first of a round follows the last of the one before after a gap of usual length.
        let gap = if count > 1 { span / (count - 1) as f64 } else { 1e6 };
        Self {
            replay: replay.clone(),
            piece: Arc::new([]),
            taken: 0,
            next: 0,
            rounds: 0,
            round_us: (span + gap) / replay.speed,
            latency: None,
        }
    }

    /// The next arrival, [`SimTime::NEVER`] when there is none.
    #[inline(never)]
    pub(super) fn next(&mut self) -> SimTime {
        if self.taken == self.piece.len() && !self.read() {
            return SimTime::NEVER;
        }
        let Some(arrival) = self.piece.get(self.taken) else { return SimTime::NEVER };
        self.taken += 1;
        self.latency = (self.replay.trace.latency == ReplayLatency::Log).then_some(arrival.latency);
        let micros = arrival.at.as_micros() as f64 / self.replay.speed;
        SimTime::ZERO + round_micros(micros + f64::from(self.rounds) * self.round_us)
    }

    /// The draw of the request that arrives next: with its latency, where the log says it.
    pub(super) fn draw(&self, draw: u64) -> u64 {
        self.latency.map_or(draw, |latency| recorded_draw(latency, draw))
    }

    /// Reads the next piece, of the next round where this one is over. Whether there is one.
    fn read(&mut self) -> bool {
        let mut space = [RecordedArrival::default(); PIECE];
        let mut count = self.replay.arrivals.read(self.next, &mut space);
        if count == 0 && self.next > 0 && self.rounds + 1 < self.replay.repeat {
            self.rounds += 1;
            self.next = 0;
            count = self.replay.arrivals.read(0, &mut space);
        }
        let piece = space.get(..count).unwrap_or_default();
        self.piece = piece.into();
        self.taken = 0;
        self.next += count as u64;
        count > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::replay::{ArrivalSource, RecordedArrivals, TraceFile};
    use crate::sim::random::Sampler;

    /// An arrival each 10 ms, the response to number k takes k ms.
    #[derive(Debug)]
    struct Steady(u64);

    fn millis(count: u64) -> SimDuration {
        SimDuration::from_micros(count * 1_000)
    }

    impl ArrivalSource for Steady {
        fn count(&self) -> u64 {
            self.0
        }

        fn span(&self) -> SimDuration {
            millis(10 * (self.0 - 1))
        }

        fn read(&self, first: u64, space: &mut [RecordedArrival]) -> usize {
            let numbers = first..self.0;
            let mut count = 0;
            for (place, number) in space.iter_mut().zip(numbers) {
                *place = RecordedArrival { at: millis(10 * number), latency: millis(number) };
                count += 1;
            }
            count
        }
    }

    fn replay(count: u64, speed: f64, repeat: u32) -> ReplayedArrivals {
        let trace = TraceFile {
            file: "access.log".to_owned(),
            format: None,
            routes: Vec::new(),
            latency: ReplayLatency::Log,
        };
        let arrivals = RecordedArrivals::new(Arc::new(Steady(count)));
        ReplayedArrivals::new(&Replay { trace, speed, repeat, arrivals })
    }

    #[test]
    fn every_arrival_comes_at_its_time_in_each_round() {
        let mut replayed = replay(2_500, 2.0, 3);
        for round in 0..3 {
            for number in 0..2_500 {
                let at = replayed.next().since(SimTime::ZERO);
                assert_eq!(at, millis(5 * (2_500 * round + number)));
                let taken = Sampler::Recorded.sample(replayed.draw(u64::MAX));
                assert_eq!(taken, millis(number));
            }
        }
        assert_eq!(replayed.next(), SimTime::NEVER);
        assert_eq!(replayed.next(), SimTime::NEVER);
    }

    #[test]
    fn a_copy_goes_on_by_itself() {
        let mut replayed = replay(3_000, 1.0, 1);
        for _ in 0..1_500 {
            replayed.next();
        }
        let mut copy = replayed.clone();
        let rest = |it: &mut ReplayedArrivals| [(); 1_501].map(|()| it.next());
        assert_eq!(rest(&mut replayed), rest(&mut copy));
    }

    #[test]
    fn an_empty_log_sends_nothing() {
        let nothing = Replay { arrivals: RecordedArrivals::default(), ..replay(1, 1.0, 9).replay };
        assert_eq!(ReplayedArrivals::new(&nothing).next(), SimTime::NEVER);
        let mut once = replay(1, 1.0, 2);
        assert_eq!(once.next(), SimTime::ZERO);
        assert_eq!(once.next(), SimTime::from_secs(1));
    }
}
