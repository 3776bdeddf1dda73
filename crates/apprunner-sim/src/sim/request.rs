//! The requests that are somewhere between their client and an answer.
//!
//! They live in a slab that grows with what is in progress, never with the number
//! of requests. A ticket tells a request from the next one in the same place.

use std::collections::VecDeque;

use super::queue::Stamp;
use crate::model::time::{SimDuration, SimTime};
use crate::model::traffic::Connection;

/// Where a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nowhere: the place is free.
    Free,
    /// Its client pauses before it sends (again).
    Parked,
    /// It waits for an instance below its concurrency limit.
    Waiting,
    /// An instance computes for it.
    Cpu,
    /// An instance will answer, or the request be cut, at a known moment.
    Latency,
}

/// A request, which fills one line of a processor's cache.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Request {
    /// The draw that its whole demand is a function of.
    pub(super) draw: u64,
    /// Tells it from others in the same place of the slab.
    pub(super) ticket: u64,
    /// The event that moves it on.
    pub(super) stamp: Stamp,
    /// When it arrived.
    pub(super) arrived: SimTime,
    /// When an instance took it.
    pub(super) started: SimTime,
    /// Time after the CPU work, or the latency that was worked out while it waits.
    pub(super) rest: SimDuration,
    /// The version that this latency is of, by its serial number; 0 for none.
    pub(super) rest_of: u32,
    /// The instance that holds it.
    pub(super) instance: u32,
    /// The stream that it belongs to.
    pub(super) stream: u16,
    /// Which try it is, from 1.
    pub(super) attempt: u16,
    /// The status it will be answered with.
    pub(super) status: u16,
    pub(super) phase: Phase,
    /// Whether its client had to open a connection for it.
    pub(super) connection: Connection,
}

impl Phase {
    /// Whether an instance holds a request in it.
    pub(super) fn is_held(self) -> bool {
        matches!(self, Self::Cpu | Self::Latency)
    }
}

impl Request {
    /// What stands in a free place.
    const NONE: Self = Self {
        draw: 0,
        ticket: 0,
        stamp: Stamp::NONE,
        arrived: SimTime::ZERO,
        started: SimTime::ZERO,
        rest: SimDuration::ZERO,
        rest_of: 0,
        instance: 0,
        stream: 0,
        attempt: 1,
        status: 0,
        phase: Phase::Free,
        connection: Connection::New,
    };

    /// Whether an instance holds it.
    pub(super) fn is_held(&self) -> bool {
        self.phase.is_held()
    }
}

/// All requests in progress.
#[derive(Clone, Debug, Default)]
pub(super) struct Requests {
    slab: Vec<Request>,
    free: Vec<u32>,
    tickets: u64,
    /// When the first attempt arrived of each request that is a retry, by place. Few are,
    /// so it has no room in their cache line.
    first_tries: Vec<FirstTry>,
}

/// The first attempt of a client.
#[derive(Clone, Copy, Debug)]
pub(super) struct FirstTry {
    /// When it arrived.
    pub(super) arrived: SimTime,
    pub(super) connection: Connection,
}

impl Requests {
    /// Makes room for a request of `stream` that arrives at `arrived` unless it is parked
    /// first, and gives its place.
    #[inline]
    pub(super) fn add(&mut self, stream: u16, draw: u64, arrived: SimTime) -> u32 {
        self.tickets += 1;
        let index = self.free.pop().unwrap_or_else(|| self.grow());
        self.slab[index as usize] = Request {
            draw,
            ticket: self.tickets,
            arrived,
            stream,
            phase: Phase::Parked,
            ..Request::NONE
        };
        index
    }

    /// Adds a free place to the slab.
    #[cold]
    fn grow(&mut self) -> u32 {
        self.slab.push(Request::NONE);
        u32::try_from(self.slab.len() - 1).unwrap_or(u32::MAX)
    }

    /// Places in the slab, taken or free.
    pub(super) fn len(&self) -> usize {
        self.slab.len()
    }

    /// Every place, taken or free.
    pub(super) fn all(&self) -> impl Iterator<Item = &Request> {
        self.slab.iter()
    }

    /// The request at `index`.
    pub(super) fn get(&self, index: u32) -> &Request {
        &self.slab[index as usize]
    }

    /// The request at `index`, to change.
    pub(super) fn get_mut(&mut self, index: u32) -> &mut Request {
        &mut self.slab[index as usize]
    }

    /// The request at `index` is a retry after the attempt `first`.
    pub(super) fn set_first_try(&mut self, index: u32, first: FirstTry) {
        let none = FirstTry { arrived: SimTime::ZERO, connection: Connection::New };
        self.first_tries.resize(self.slab.len(), none);
        self.first_tries[index as usize] = first;
    }

    /// The first attempt of the client whose request is at `index`.
    pub(super) fn first_try(&self, index: u32) -> FirstTry {
        let Request { attempt, arrived, connection, .. } = *self.get(index);
        if attempt == 1 {
            FirstTry { arrived, connection }
        } else {
            self.first_tries[index as usize]
        }
    }

    /// Frees the place at `index`.
    pub(super) fn free(&mut self, index: u32) {
        let request = self.get_mut(index);
        request.phase = Phase::Free;
        request.stamp = Stamp::NONE;
        request.ticket = 0;
        self.free.push(index);
    }

    /// Places of the requests that `wanted` picks, in order of arrival.
    pub(super) fn pick(&self, wanted: impl Fn(&Request) -> bool) -> Vec<u32> {
        let mut picked: Vec<(u64, u32)> = (0u32..)
            .zip(&self.slab)
            .filter(|(_, request)| wanted(request))
            .map(|(index, request)| (request.ticket, index))
            .collect();
        picked.sort_unstable();
        picked.into_iter().map(|(_, index)| index).collect()
    }
}

/// Requests in an order that only the front leaves in, so most entries are
/// taken lazily: one whose ticket has changed, or that `live` denies, is skipped.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    entries: VecDeque<(SimTime, u32, u64)>,
    /// Entries that are known to be stale.
    stale: usize,
}

impl Line {
    /// Adds the request at `index`, with the moment that matters to this line.
    pub(super) fn push(&mut self, at: SimTime, index: u32, ticket: u64) {
        self.entries.push_back((at, index, ticket));
    }

    /// The first live entry; stale ones before it are dropped.
    pub(super) fn front(
        &mut self,
        requests: &Requests,
        live: impl Fn(&Request) -> bool,
    ) -> Option<(SimTime, u32)> {
        while let Some(&(at, index, ticket)) = self.entries.front() {
            let request = requests.get(index);
            if request.ticket == ticket && live(request) {
                return Some((at, index));
            }
            self.entries.pop_front();
            self.stale = self.stale.saturating_sub(1);
        }
        None
    }

    /// Takes the first live entry out.
    pub(super) fn pop(
        &mut self,
        requests: &Requests,
        live: impl Fn(&Request) -> bool,
    ) -> Option<u32> {
        let (_, index) = self.front(requests, live)?;
        self.entries.pop_front();
        Some(index)
    }

    /// Tells the line that an entry in its middle has gone stale; once most
    /// have, they are swept out.
    pub(super) fn forget(&mut self, requests: &Requests, live: impl Fn(&Request) -> bool) {
        self.stale += 1;
        if self.stale > 64 && self.stale * 2 > self.entries.len() {
            self.entries.retain(|&(_, index, ticket)| {
                let request = requests.get(index);
                request.ticket == ticket && live(request)
            });
            self.stale = 0;
        }
    }
}
