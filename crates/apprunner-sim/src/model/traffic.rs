//! Who asks for what, and how often.

use super::distribution::Distribution;
use super::replay::Replay;
use super::time::{SimDuration, SimTime};

/// One stream of requests; a scenario adds up any number of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// The path asked for; one of the application's routes.
    pub route: String,
    /// How requests arise.
    pub load: Load,
    /// How long after its arrival the client times out, sampled for each request and the same in
    /// all its tries; `None` waits forever.
    pub client_timeout: Option<Distribution>,
    /// Whether a client retries.
    pub retry: Option<Retry>,
    /// What lies between its clients and App Runner.
    pub network: Network,
}

/// What lies between clients and App Runner. It takes time that clients measure and
/// App Runner does not: a request arrives when it has crossed it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// To App Runner and back.
    pub round_trip: SimDuration,
    /// Opening a connection, before the first request on it: TCP and TLS together.
    pub tls_handshake: SimDuration,
    /// How long a client keeps a connection open that it does not use.
    pub keep_alive: SimDuration,
}

/// Whether a request has to open a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// It is the first on its connection.
    New,
    /// It uses that of its client's request before.
    Kept,
}

impl Network {
    /// How long a request takes for its client beside its time at App Runner.
    pub fn overhead(&self, connection: Connection) -> SimDuration {
        match connection {
            Connection::New => self.round_trip + self.tls_handshake,
            Connection::Kept => self.round_trip,
        }
    }
}

/// How requests arise.
#[derive(Clone, Debug, PartialEq)]
pub enum Load {
    /// They arrive whatever happens to the ones before.
    Open {
        /// At random or in step.
        arrivals: Arrivals,
        /// The rate over time.
        profile: Profile,
    },
    /// They arrive as a log recorded them.
    Replay(Replay),
    /// A number of users, each with one request at a time.
    Closed {
        /// How many.
        users: u32,
        /// Between the end of a request and the next; `None` is no pause.
        think: Option<Distribution>,
        /// When they begin, each with a request.
        from: SimTime,
        /// When they stop sending.
        until: SimTime,
    },
}

/// The law of an open stream's arrivals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrivals {
    /// Independent of each other.
    Poisson,
    /// The k-th comes when the integral of the rate reaches k.
    Even,
}

/// A rate in requests per second over time: straight lines between points, the
/// last rate held to the end, nothing before the first point.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// `(time, requests per second)`, times never going back; two points at one
    /// time are a step.
    pub points: Vec<(SimTime, f64)>,
}

impl Profile {
    /// The rate that leads up to `at`, in requests per second: before the step, where
    /// there is one.
    pub(crate) fn rate_before(&self, at: SimTime) -> f64 {
        let step = self.points.iter().find(|&&(time, _)| time == at);
        step.map_or_else(|| self.rate_at(at), |&(_, rate)| rate)
    }

    /// The rate at `at`, in requests per second.
    pub fn rate_at(&self, at: SimTime) -> f64 {
        let after = self.points.partition_point(|&(time, _)| time <= at);
        let Some(&(left, from)) = after.checked_sub(1).and_then(|i| self.points.get(i)) else {
            return 0.0;
        };
        let Some(&(right, to)) = self.points.get(after) else {
            return from;
        };
        let share = at.since(left).as_secs_f64() / right.since(left).as_secs_f64();
        from + (to - from) * share
    }
}

/// How a client retries. The pause doubles from one attempt to the next; a distribution
/// gives it jitter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retry {
    /// The statuses that are retried.
    pub on: Vec<u16>,
    /// Tries in all, the first included.
    pub attempts: u32,
    /// The pause before the second attempt, sampled anew for each pause.
    pub backoff: Distribution,
}
