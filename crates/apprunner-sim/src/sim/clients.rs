//! The clients: when requests leave them, and what they do after an answer: try
//! again, think, or be done.

use std::sync::Arc;

use super::arrivals::OpenArrivals;
use super::engine::World;
use super::queue::{Class, Stamp};
use crate::model::time::SimTime;
use crate::model::traffic::Load;

/// After so many doublings a back-off lies beyond the end of any run.
const MAX_DOUBLINGS: u32 = 40;

impl World {
    /// Finds every open stream's first arrival and parks every user.
    pub(super) fn start_traffic(&mut self) {
        let scenario = Arc::clone(&self.scenario);
        for (index, stream) in scenario.traffic.iter().enumerate() {
            if let Load::Closed { users, from, until, .. } = stream.load
                && from < until
            {
                for _ in 0..users {
                    self.park_new(index, from);
                }
            }
        }
        self.upcoming = self
            .sources
            .iter_mut()
            .map(|source| source.open.as_mut().map_or(SimTime::NEVER, OpenArrivals::next))
            .collect();
        self.find_next_arrival();
    }

    fn find_next_arrival(&mut self) {
        let mut next = (SimTime::NEVER, 0);
        for (index, &at) in self.upcoming.iter().enumerate() {
            if at < next.0 {
                next = (at, index);
            }
        }
        self.next_arrival = next;
    }

    /// A request of open stream `index` arrives now; its successor is found.
    pub(super) fn open_arrival(&mut self, index: usize) {
        let source = &mut self.sources[index];
        let draw = source.service.draw();
        self.upcoming[index] = source.open.as_mut().map_or(SimTime::NEVER, OpenArrivals::next);
        self.find_next_arrival();
        let request = self.requests.add(stream_id(index), draw);
        self.arrive(request);
    }

    /// A parked request leaves its client now.
    pub(super) fn on_parked_arrival(&mut self, index: u32, stamp: Stamp) -> bool {
        if self.requests.get(index).stamp != stamp {
            return false;
        }
        self.arrive(index);
        true
    }

    /// A user's next request will leave at `at`.
    fn park_new(&mut self, stream: usize, at: SimTime) {
        let draw = self.sources[stream].service.draw();
        let index = self.requests.add(stream_id(stream), draw);
        let stamp = self.schedule(at, Class::Arrival, index);
        if stamp == Stamp::NONE {
            self.requests.free(index);
        } else {
            self.requests.get_mut(index).stamp = stamp;
        }
    }

    /// What the client does after an end: it tries again, goes on, or is done.
    pub(super) fn go_on(&mut self, index: u32, status: u16) {
        let request = self.requests.get(index);
        let (stream, attempt) = (usize::from(request.stream), request.attempt);
        let traffic = &self.scenario.traffic[stream];
        if let Some(retry) = &traffic.retry
            && retry.on.contains(&status)
            && u32::from(attempt) < retry.attempts
        {
            let doublings = u32::from(attempt - 1).min(MAX_DOUBLINGS);
            let at = self.now + retry.backoff.saturating_mul(1 << doublings);
            self.repark(index, at, attempt + 1);
            return;
        }
        self.requests.free(index);
        if let Load::Closed { until, .. } = traffic.load {
            let source = &mut self.sources[stream];
            let think = source.think_time.sample(source.think.draw());
            let at = self.now + think.max(self.scenario.assume.turnaround);
            if at < until {
                self.park_new(stream, at);
            }
        }
    }

    fn repark(&mut self, index: u32, at: SimTime, attempt: u16) {
        let draw = self.requests.get(index).draw;
        let stream = self.requests.get(index).stream;
        self.requests.free(index);
        let index = self.requests.add(stream, draw);
        let stamp = self.schedule(at, Class::Arrival, index);
        if stamp == Stamp::NONE {
            self.requests.free(index);
            return;
        }
        let request = self.requests.get_mut(index);
        request.attempt = attempt;
        request.stamp = stamp;
    }
}

/// A stream's index as requests carry it.
pub(super) fn stream_id(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}
