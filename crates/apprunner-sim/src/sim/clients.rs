//! The clients: when requests leave them, and what they do after a response:
//! retry, think, or be done.

use std::sync::Arc;

use super::arrivals::OpenArrivals;
use super::random::{Generator, Sampler};
use super::replay::ReplayedArrivals;
use crate::model::distribution::Distribution;
use crate::model::scenario::Scenario;
use crate::model::time::{SimDuration, SimTime};
use crate::model::traffic::{Connection, Load, Network, Stream};

/// Number of doublings after which a back-off lies beyond the end of any run.
const MAX_DOUBLINGS: u32 = 40;

/// The status of a request whose client timed out.
const TIMED_OUT: u16 = 0;

/// The clients of every stream of traffic.
#[derive(Clone, Debug)]
pub(super) struct Clients {
    scenario: Arc<Scenario>,
    sources: Vec<Source>,
    have_retries: bool,
    go_on: bool,
    /// Every open stream's next arrival.
    upcoming: Vec<SimTime>,
    /// The earliest of them, and whose it is.
    next: (SimTime, usize),
}

/// The randomness of a stream.
#[derive(Clone, Debug)]
struct Source {
    open: Open,
    /// Draws of requests' demands.
    service: Generator,
    /// Draws of users' pauses.
    think: Generator,
    think_time: Sampler,
    /// Draws of the pauses before retries.
    backoff: Generator,
    backoff_time: Sampler,
}

/// The arrivals of a stream that go by no response.
#[derive(Clone, Debug)]
enum Open {
    Profile(OpenArrivals),
    Replay(ReplayedArrivals),
    /// A closed loop has none.
    None,
}

/// What a client does after a request has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It retries the request.
    Retry(Sending),
    /// It sends another request.
    Another(Sending),
    /// It sends nothing more.
    Done,
}

/// A request that a client sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sending {
    /// When it arrives at App Runner.
    pub(super) at: SimTime,
    pub(super) connection: Connection,
}

impl Sending {
    /// What a client sends over `network` after a `pause`, whose request before ended with
    /// `status` at `now`: the response crosses the network first, the new request after it.
    /// A client that timed out has closed its connection.
    fn after(network: &Network, now: SimTime, status: u16, pause: SimDuration) -> Self {
        let is_open = status != TIMED_OUT && pause <= network.keep_alive;
        let connection = if is_open { Connection::Kept } else { Connection::New };
        Self { at: now + (network.overhead(connection) + pause), connection }
    }
}

impl Clients {
    /// The clients of `scenario` before their first request.
    pub(super) fn new(scenario: &Arc<Scenario>) -> Self {
        let mut sources: Vec<Source> = (scenario.traffic.iter().enumerate())
            .map(|(index, stream)| Source::new(scenario.seed, index, stream))
            .collect();
        let upcoming = sources.iter_mut().map(Source::next_arrival).collect();
        let next = (SimTime::NEVER, 0);
        let is_closed = |stream: &Stream| matches!(stream.load, Load::Closed { .. });
        let have_retries = scenario.has_retries();
        let go_on = have_retries || scenario.traffic.iter().any(is_closed);
        let scenario = Arc::clone(scenario);
        let mut clients = Self { scenario, sources, have_retries, go_on, upcoming, next };
        clients.find_next();
        clients
    }

    /// Whether any of them retries.
    pub(super) fn have_retries(&self) -> bool {
        self.have_retries
    }

    /// Whether any of them does anything after a request has ended.
    pub(super) fn go_on(&self) -> bool {
        self.go_on
    }

    /// The users that send their first request at a known instant: stream, number
    /// of users and instant.
    pub(super) fn users(&self) -> impl Iterator<Item = (usize, u32, SimTime)> + use<> {
        let scenario = Arc::clone(&self.scenario);
        (0..scenario.traffic.len()).filter_map(move |index| match scenario.traffic[index].load {
            Load::Closed { users, from, until, .. } if from < until => Some((index, users, from)),
            _ => None,
        })
    }

    /// The next arrival of the open streams, and the stream that it belongs to.
    pub(super) fn next_arrival(&self) -> (SimTime, usize) {
        self.next
    }

    /// The draw of the demand of a request of stream `index`.
    pub(super) fn draw(&mut self, index: usize) -> u64 {
        self.sources[index].service.draw()
    }

    /// Takes the next arrival, which is of open stream `index`: the draw of its demand.
    pub(super) fn take_arrival(&mut self, index: usize) -> u64 {
        let source = &mut self.sources[index];
        let draw = source.service.draw();
        let (draw, next) = match &mut source.open {
            Open::Profile(arrivals) => (draw, arrivals.next()),
            Open::Replay(replay) => (replay.draw(draw), replay.next()),
            Open::None => (draw, SimTime::NEVER),
        };
        self.upcoming[index] = next;
        self.find_next();
        draw
    }

    fn find_next(&mut self) {
        if let [only] = *self.upcoming {
            self.next = (only, 0);
        } else {
            self.search_next();
        }
    }

    #[inline(never)]
    fn search_next(&mut self) {
        let mut next = (SimTime::NEVER, 0);
        for (index, &at) in self.upcoming.iter().enumerate() {
            if at < next.0 {
                next = (at, index);
            }
        }
        self.next = next;
    }

    /// What the client does whose try number `attempt` ended with `status` at `now`.
    pub(super) fn after(&mut self, index: usize, attempt: u16, status: u16, now: SimTime) -> Next {
        let stream = &self.scenario.traffic[index];
        if let Some(retry) = &stream.retry
            && retry.on.contains(&status)
            && u32::from(attempt) < retry.attempts
        {
            let doublings = u32::from(attempt - 1).min(MAX_DOUBLINGS);
            let source = &mut self.sources[index];
            let pause = source.backoff_time.sample(source.backoff.draw());
            let pause = pause.saturating_mul(1 << doublings);
            return Next::Retry(Sending::after(&stream.network, now, status, pause));
        }
        let Load::Closed { until, .. } = stream.load else { return Next::Done };
        let source = &mut self.sources[index];
        let think = source.think_time.sample(source.think.draw());
        let pause = think.max(self.scenario.assume.turnaround);
        let sending = Sending::after(&stream.network, now, status, pause);
        if sending.at < until { Next::Another(sending) } else { Next::Done }
    }
}

impl Source {
    /// Stream number `index` of a run with `seed`.
    fn new(seed: u64, index: usize, stream: &Stream) -> Self {
        let (open, think) = match &stream.load {
            Load::Open { arrivals, profile } => {
                let generator = Generator::new(seed, "arrivals", index);
                (Open::Profile(OpenArrivals::new(*arrivals, profile, generator)), None)
            }
            Load::Replay(replay) => (Open::Replay(ReplayedArrivals::new(replay)), None),
            Load::Closed { think, .. } => (Open::None, *think),
        };
        let backoff = stream.retry.as_ref().map(|retry| retry.backoff);
        Self {
            open,
            service: Generator::new(seed, "service", index),
            think: Generator::new(seed, "think", index),
            think_time: Sampler::new(think.unwrap_or(Distribution::ZERO)),
            backoff: Generator::new(seed, "backoff", index),
            backoff_time: Sampler::new(backoff.unwrap_or(Distribution::ZERO)),
        }
    }

    fn next_arrival(&mut self) -> SimTime {
        match &mut self.open {
            Open::Profile(arrivals) => arrivals.next(),
            Open::Replay(arrivals) => arrivals.next(),
            Open::None => SimTime::NEVER,
        }
    }
}
