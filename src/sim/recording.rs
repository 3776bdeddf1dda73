//! What a run leaves behind: one frame a simulated second, the event log, and
//! in the end the summary. All of it bounded, however long the run.

use super::event::Event;
use crate::model::money::MicroDollars;
use crate::model::time::{SimDuration, SimTime};

/// What happened within one stretch of time, and how things stood at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Frame {
    /// Where the stretch ends; it begins where the one before ends.
    pub end: SimTime,
    /// Requests that arrived.
    pub offered: u64,
    /// Answered with 2xx or 3xx in time.
    pub succeeded: u64,
    /// Failed in any way, refusals included.
    pub failed: u64,
    /// Refused by the edge.
    pub refused: u64,
    /// Given up by the client.
    pub abandoned: u64,
    /// Health checks that failed.
    pub checks_failed: u64,
    /// Held by instances at the end.
    pub held: u32,
    /// Waiting at the end.
    pub waiting: u32,
    /// Instances not gone at the end.
    pub instances: u32,
    /// Instances taking requests at the end.
    pub active: u32,
    /// Instances that the autoscaler wants at the end.
    pub wanted: u32,
    /// Median latency of what was answered by an instance; `None` if nothing was.
    pub p50: Option<SimDuration>,
    /// 95 in 100 were faster.
    pub p95: Option<SimDuration>,
    /// 99 in 100 were faster.
    pub p99: Option<SimDuration>,
    /// Cost since the start of the run.
    pub cost: MicroDollars,
}

/// The record of a run, as far as it has been simulated.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    frames: Vec<Frame>,
    frame_length: SimDuration,
    events: Vec<Event>,
    events_dropped: u64,
}

impl Recording {
    /// The frames so far, each [`Self::frame_length`] long (the last may be shorter).
    pub fn frames(&self) -> &[Frame] {
        &self.frames
    }

    /// The length of a frame: a second, or more for long runs.
    pub fn frame_length(&self) -> SimDuration {
        self.frame_length
    }

    /// The frame that covers `at`.
    pub fn frame_at(&self, at: SimTime) -> Option<&Frame> {
        let index = self.frames.partition_point(|frame| frame.end < at);
        self.frames.get(index)
    }

    /// The events kept, in order of time.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// How many events were not kept.
    pub fn events_dropped(&self) -> u64 {
        self.events_dropped
    }
}
