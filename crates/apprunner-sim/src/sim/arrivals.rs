//! When the requests of an open stream arrive.
//!
//! A stream spends its rate: the k-th arrival comes when the integral of the
//! rate reaches a target that grows by 1 (even) or by a standard exponential
//! variate (Poisson) each time. The integral of straight lines is inverted
//! exactly, so no rate is ever approximated by steps.

use super::random::{Generator, exponential, round_micros};
use crate::model::time::{SimDuration, SimTime};
use crate::model::traffic::{Arrivals, Profile};

/// A stretch of the profile: the rate runs in a straight line.
#[derive(Clone, Copy, Debug)]
struct Segment {
    start: SimTime,
    /// Seconds; infinite for the last one.
    length: f64,
    /// Requests per second at the start.
    rate: f64,
    /// Requests per second gained each second.
    slope: f64,
    /// Requests that arrive within it on average.
    area: f64,
}

/// Number of arrivals that are calculated together: their logarithms do not depend on
/// each other, and nobody waits for the one that comes next.
const BATCH: usize = 16;

/// The arrivals of one open stream.
#[derive(Clone, Debug)]
pub(super) struct OpenArrivals {
    /// Arrivals that are worked out already, the next one at `taken`.
    ready: [SimTime; BATCH],
    taken: usize,
    law: Arrivals,
    segments: Vec<Segment>,
    current: usize,
    /// How much of the current segment's area is spent.
    spent: f64,
    generator: Generator,
}

impl OpenArrivals {
    /// The arrivals of `profile` under `law`.
    pub(super) fn new(law: Arrivals, profile: &Profile, generator: Generator) -> Self {
        let points = &profile.points;
        let mut segments: Vec<Segment> =
            points.windows(2).filter_map(|pair| segment(pair[0], pair[1])).collect();
        if let Some(&(start, rate)) = points.last() {
            let area = if rate > 0.0 { f64::INFINITY } else { 0.0 };
            segments.push(Segment { start, length: f64::INFINITY, rate, slope: 0.0, area });
        }
        let ready = [SimTime::NEVER; BATCH];
        Self { ready, taken: BATCH, law, segments, current: 0, spent: 0.0, generator }
    }

    /// The next arrival, [`SimTime::NEVER`] when there is none.
    #[inline]
    pub(super) fn next(&mut self) -> SimTime {
        if self.taken == BATCH {
            self.work_out();
        }
        let next = self.ready[self.taken];
        self.taken += 1;
        next
    }

    /// Works out the next batch, out of the way of [`Self::next`].
    #[inline(never)]
    fn work_out(&mut self) {
        let mut needs = [1.0; BATCH];
        if self.law == Arrivals::Poisson {
            needs = needs.map(|_| exponential(self.generator.draw()));
        }
        self.ready = needs.map(|need| self.after(need));
        self.taken = 0;
    }

    /// The time by which `need` more requests arrive on average.
    fn after(&mut self, mut need: f64) -> SimTime {
        while let Some(segment) = self.segments.get(self.current) {
            let left = segment.area - self.spent;
            if need <= left {
                self.spent += need;
                return segment.start + segment.reached(self.spent);
            }
            need -= left;
            self.spent = 0.0;
            self.current += 1;
        }
        SimTime::NEVER
    }
}

fn segment((start, rate): (SimTime, f64), (end, to): (SimTime, f64)) -> Option<Segment> {
    let length = end.since(start).as_secs_f64();
    (length > 0.0).then(|| Segment {
        start,
        length,
        rate,
        slope: (to - rate) / length,
        area: f64::midpoint(rate, to) * length,
    })
}

impl Segment {
    /// How long after the segment's start its integral reaches `area`.
    fn reached(&self, area: f64) -> SimDuration {
        let seconds = if self.slope == 0.0 {
            area / self.rate
        } else {
            let under = self.rate * self.rate + 2.0 * self.slope * area;
            2.0 * area / (self.rate + libm::sqrt(under.max(0.0)))
        };
        round_micros(seconds.min(self.length) * 1e6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even(points: &[(u64, f64)]) -> Vec<f64> {
        let points = points.iter().map(|&(s, rate)| (SimTime::from_secs(s), rate)).collect();
        let generator = Generator::new(1, "arrivals", 0);
        let mut arrivals = OpenArrivals::new(Arrivals::Even, &Profile { points }, generator);
        let until = SimTime::from_secs(100);
        std::iter::from_fn(|| Some(arrivals.next()).filter(|at| *at <= until))
            .map(SimTime::as_secs_f64)
            .collect()
    }

    #[test]
    fn even_arrivals_come_when_the_integral_reaches_whole_numbers() {
        assert_eq!(even(&[(0, 0.04)]), [25.0, 50.0, 75.0, 100.0]);
        // A ramp from 0 to 2/s over 4 s has the integral t²/4.
        let ramp = even(&[(0, 0.0), (4, 2.0), (4, 0.0)]);
        let expected = [2.0, 8f64.sqrt(), 12f64.sqrt(), 4.0];
        assert!(ramp.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6), "{ramp:?}");
    }

    #[test]
    fn a_falling_rate_and_a_silence_are_crossed() {
        let times = even(&[(0, 1.0), (2, 0.0), (10, 0.0), (10, 1.0), (13, 1.0), (13, 0.0)]);
        let expected = [2.0, 11.0, 12.0, 13.0];
        assert!(times.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6), "{times:?}");
        assert_eq!(times.len(), 4);
    }

    #[test]
    fn poisson_arrivals_have_the_rate_asked_for() {
        let profile = Profile { points: vec![(SimTime::ZERO, 1_000.0)] };
        let generator = Generator::new(3, "arrivals", 0);
        let mut arrivals = OpenArrivals::new(Arrivals::Poisson, &profile, generator);
        let until = SimTime::from_secs(100);
        let count = std::iter::from_fn(|| Some(arrivals.next()).filter(|at| *at <= until)).count();
        assert!((98_500..101_500).contains(&count), "{count}");
    }
}
