//! What happens to a request at the edge: taken, ended, rejected.

use crate::model::time::{SimDuration, SimTime};
use crate::sim::id::InstanceId;
use crate::sim::request::FirstTry;

/// How a request ended without a response of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sim) enum End {
    /// The edge responded with this status, after an instance had it or not.
    ByEdge(u16),
    /// The client timed out.
    Abandoned,
}

/// A request that an instance has just taken.
#[derive(Clone, Copy, Debug)]
pub(in crate::sim) struct Taken {
    /// The draw that its whole demand is a function of.
    pub(in crate::sim) draw: u64,
    /// When it arrived, and how long it waited since.
    pub(in crate::sim) arrived: SimTime,
    pub(in crate::sim) waited: SimDuration,
}

/// A request to which an instance has just responded.
#[derive(Clone, Copy, Debug)]
pub(in crate::sim) struct Completed {
    /// When it arrived.
    pub(in crate::sim) arrived: SimTime,
    /// What its client measures beside its time at App Runner.
    pub(in crate::sim) network: SimDuration,
    /// How long the instance held it.
    pub(in crate::sim) service: SimDuration,
    pub(in crate::sim) instance: InstanceId,
    /// The status of the response.
    pub(in crate::sim) status: u16,
    /// Requests that waited or were held before.
    pub(in crate::sim) demand: u32,
}

/// A request that has just ended without a response of an instance.
#[derive(Clone, Copy, Debug)]
pub(in crate::sim) struct Cut {
    /// When it arrived.
    pub(in crate::sim) arrived: SimTime,
    /// What its client measures beside its time at App Runner.
    pub(in crate::sim) network: SimDuration,
    /// The instance that held it, if one did.
    pub(in crate::sim) instance: Option<InstanceId>,
    /// The status it ended with, 0 when the client timed out.
    pub(in crate::sim) status: u16,
    /// Requests that waited or were held before.
    pub(in crate::sim) demand: u32,
}

/// Whose request has just left the edge.
#[derive(Clone, Copy, Debug)]
pub(in crate::sim) struct Client {
    /// The stream that it belongs to.
    pub(in crate::sim) stream: u16,
    /// Which try the request was, from 1.
    pub(in crate::sim) attempt: u16,
    /// The draw that the request's whole demand is a function of.
    pub(in crate::sim) draw: u64,
    pub(in crate::sim) first_try: FirstTry,
}

/// A request that has just been rejected.
#[derive(Clone, Copy, Debug)]
pub(in crate::sim) struct Rejected {
    /// Active requests of instances, and waiting.
    pub(in crate::sim) held: u32,
    pub(in crate::sim) waiting: u32,
    /// How long it had waited, if it had.
    pub(in crate::sim) waited: Option<SimDuration>,
    /// Whether a spell of rejections begins with it.
    pub(in crate::sim) begins: bool,
}

/// What happened to a spell of rejections.
#[derive(Clone, Copy, Debug)]
pub(in crate::sim) enum Watched {
    /// It goes on.
    GoesOn,
    /// It ended with the rejection at `last`, after `count` of them.
    Ended { last: SimTime, count: u64 },
}
