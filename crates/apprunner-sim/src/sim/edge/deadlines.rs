//! When requests are cut: the edge's limit, and how long each client waits.

use super::{Edge, End, has_unknown_end, stream_id};
use crate::model::distribution::Distribution;
use crate::model::time::{SimDuration, SimTime};
use crate::model::traffic::{Connection, Network, Stream};
use crate::sim::calendar::Calendar;
use crate::sim::queue::Class;
use crate::sim::random::{Sampler, patience_draw};
use crate::sim::request::{Line, Request};

/// When the requests of a stream are cut.
#[derive(Clone, Debug)]
pub(super) struct Deadlines {
    /// How long its clients wait; `None` is forever.
    patience: Option<Patience>,
    network: Network,
    /// What it adds to a request that has to open a connection, and to one that has not.
    overhead: [SimDuration; 2],
    /// Requests of unknown end, in order of their deadline.
    pub(super) line: Line,
    armed: bool,
}

/// How long the clients of a stream wait.
#[derive(Clone, Copy, Debug)]
struct Patience {
    law: Sampler,
    /// All wait for the same time after they arrive, so that who came first is cut first.
    in_line: bool,
}

impl Patience {
    /// How long the client of a request with this `draw` waits.
    fn of(&self, draw: u64) -> SimDuration {
        self.law.sample(patience_draw(draw))
    }
}

impl Deadlines {
    /// Those of `stream` before its first request.
    pub(super) fn new(stream: &Stream) -> Self {
        let network = stream.network;
        let in_line =
            |law| matches!(law, Distribution::Fixed(_)) && network.tls_handshake.is_zero();
        let patience = |law| Patience { law: Sampler::new(law), in_line: in_line(law) };
        Self {
            patience: stream.client_timeout.map(patience),
            network,
            overhead: [Connection::New, Connection::Kept].map(|one| network.overhead(one)),
            line: Line::default(),
            armed: false,
        }
    }
}

impl Edge {
    /// How the request at `index` ends when it is cut.
    pub(in crate::sim) fn end_at_cut(&self, index: u32) -> End {
        let waits = self.client_waits(self.requests.get(index));
        if waits.is_some() { End::Abandoned } else { self.at_limit }
    }

    /// When the request at `index` is cut.
    #[inline]
    pub(super) fn cut_at(&self, index: u32) -> SimTime {
        let request = self.requests.get(index);
        request.arrived + self.client_waits(request).unwrap_or(self.limit)
    }

    /// How long after its arrival the client of `request` times out, unless the edge cuts
    /// the request before. A client counts from when it sends, and must have the response
    /// in time.
    #[inline]
    fn client_waits(&self, request: &Request) -> Option<SimDuration> {
        let patience = self.streams[usize::from(request.stream)].patience.as_ref()?;
        self.waits_with(patience, request)
    }

    /// The same where it has `patience`, away from the path of those that have not.
    #[inline(never)]
    fn waits_with(&self, patience: &Patience, request: &Request) -> Option<SimDuration> {
        let waits = patience.of(request.draw) - self.overhead(request);
        (waits <= self.limit).then_some(waits)
    }

    /// What the network adds to what the client of `request` measures.
    pub(in crate::sim) fn overhead(&self, request: &Request) -> SimDuration {
        let [new, kept] = self.streams[usize::from(request.stream)].overhead;
        match request.connection {
            Connection::New => new,
            Connection::Kept => kept,
        }
    }

    /// What lies between the clients of `stream` and App Runner.
    pub(in crate::sim) fn network(&self, stream: u16) -> &Network {
        &self.streams[usize::from(stream)].network
    }

    /// Watches the deadline of a request whose end is not known.
    #[inline]
    pub(super) fn watch_deadline(&mut self, calendar: &mut Calendar, index: u32) {
        let at = self.cut_at(index);
        if at <= calendar.end() {
            self.watch(calendar, at, index);
        }
    }

    /// Watches the deadline `at` of the request at `index`.
    #[inline(never)]
    fn watch(&mut self, calendar: &mut Calendar, at: SimTime, index: u32) {
        let request = self.requests.get_mut(index);
        let (ticket, stream) = (request.ticket, usize::from(request.stream));
        if self.streams[stream].patience.is_none_or(|one| one.in_line) {
            self.streams[stream].line.push(at, index, ticket);
            self.arm_deadline(calendar, stream);
        } else {
            request.stamp = calendar.schedule(at, Class::TimeOut, index);
        }
    }

    /// The deadline that was watched for `stream` has come.
    pub(in crate::sim) fn disarm_deadline(&mut self, stream: usize) {
        self.streams[stream].armed = false;
    }

    /// Watches the earliest deadline of `stream`, unless one is watched already.
    pub(in crate::sim) fn arm_deadline(&mut self, calendar: &mut Calendar, stream: usize) {
        let deadlines = &mut self.streams[stream];
        if deadlines.armed {
            return;
        }
        if let Some((at, _)) = deadlines.line.front(&self.requests, has_unknown_end) {
            deadlines.armed = true;
            calendar.schedule(at, Class::Deadline, u32::from(stream_id(stream)));
        }
    }

    /// A request of `stream` whose deadline has come.
    pub(in crate::sim) fn overdue(&mut self, stream: usize, now: SimTime) -> Option<u32> {
        let first = self.streams[stream].line.front(&self.requests, has_unknown_end);
        first.filter(|&(at, _)| at <= now).map(|(_, index)| index)
    }
}
