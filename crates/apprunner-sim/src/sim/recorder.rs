//! Fills the recording while a run goes on: latencies, frames, alarms.

use super::id::InstanceId;
use super::metrics::Minutes;
use super::recording::{Frame, Recording};
use super::tally::{DurationTally, FrameTally};
use super::view::Totals;
use crate::model::money::MicroDollars;
use crate::model::scenario::Scenario;
use crate::model::time::{SimDuration, SimTime};

/// Whether frames are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frames {
    Kept,
    Unwanted,
}

/// How things stand at the end of a frame.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) totals: Totals,
    pub(super) checks_failed: u64,
    pub(super) held: u32,
    /// Of these: those of each instance.
    pub(super) loads: Vec<(InstanceId, u32)>,
    pub(super) waiting: u32,
    pub(super) instances: u32,
    pub(super) active: u32,
    pub(super) wanted: u32,
    pub(super) cost: MicroDollars,
}

/// How long something lasted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lasted {
    /// When the request arrived that it began with.
    pub(super) arrived: SimTime,
    /// From then to its end.
    pub(super) latency: SimDuration,
    /// What the client measures beside that.
    pub(super) network: SimDuration,
}

impl Lasted {
    /// How long it lasted for the client.
    fn at_client(self) -> SimDuration {
        self.latency + self.network
    }
}

/// What is gathered besides the counts.
#[derive(Clone, Debug)]
pub(super) struct Recorder {
    /// Latencies of responses of instances, and of requests that ended without one.
    pub(super) responses: DurationTally,
    pub(super) unanswered: DurationTally,
    /// From the first to the last attempt of visitors; where nobody retries, that is the
    /// latency of their requests.
    visitors: Option<DurationTally>,
    pub(super) wait: DurationTally,
    pub(super) recording: Recording,
    pub(super) minutes: Minutes,
    frames: Frames,
    frame_latency: FrameTally,
    frame_end: SimTime,
    totals: Totals,
    checks_failed: u64,
    /// Requests that arrive before do not count in the latencies of the run.
    measured_from: SimTime,
}

impl Recorder {
    /// A recorder at the start of a run of `scenario`.
    pub(super) fn new(minutes: Minutes, frames: Frames, scenario: &Scenario) -> Self {
        let recording = Recording::default();
        let frame_end = match frames {
            Frames::Kept => SimTime::ZERO + recording.frame_length(),
            Frames::Unwanted => SimTime::NEVER,
        };
        Self {
            responses: DurationTally::fine(),
            unanswered: DurationTally::fine(),
            visitors: scenario.has_retries().then(DurationTally::fine),
            wait: DurationTally::fine(),
            frames,
            frame_end,
            recording,
            minutes,
            frame_latency: FrameTally::coarse(),
            totals: Totals::default(),
            checks_failed: 0,
            measured_from: scenario.measured_from,
        }
    }

    /// An instance responded to a request.
    #[inline]
    pub(super) fn responded(&mut self, lasted: Lasted, status: u16) {
        if self.is_measured(lasted.arrived) {
            self.responses.add(lasted.at_client());
        }
        if self.frames == Frames::Kept {
            self.frame_latency.add(lasted.at_client());
        }
        self.minutes.responded(lasted.latency, status);
    }

    /// A request ended without a response of an instance.
    pub(super) fn ended(&mut self, lasted: Lasted) {
        if self.is_measured(lasted.arrived) {
            self.unanswered.add(lasted.at_client());
        }
        if self.frames == Frames::Kept {
            self.frame_latency.add(lasted.at_client());
        }
    }

    /// A visitor's last attempt ended; `lasted` is from the first one on.
    pub(super) fn visitor_ended(&mut self, lasted: Lasted) {
        let is_measured = self.is_measured(lasted.arrived);
        if let Some(visitors) = self.visitors.as_mut().filter(|_| is_measured) {
            visitors.add(lasted.at_client());
        }
    }

    /// Whether a request counts that `arrived` then.
    fn is_measured(&self, arrived: SimTime) -> bool {
        arrived >= self.measured_from
    }

    /// Latencies of the requests that have ended, but of those rejected on arrival.
    pub(super) fn requests(&self) -> DurationTally {
        self.responses.with(&self.unanswered)
    }

    /// Latencies of the visitors who are done, but of those rejected at their only try.
    pub(super) fn visitors(&self) -> DurationTally {
        self.visitors.clone().unwrap_or_else(|| self.requests())
    }

    /// A request that `arrived` then waited `time`, until an instance took it or without
    /// success.
    #[inline]
    pub(super) fn waited(&mut self, arrived: SimTime, time: SimDuration) {
        match time {
            _ if !self.is_measured(arrived) => {}
            SimDuration::ZERO => self.wait.add_zero(),
            time => self.wait.add(time),
        }
    }

    /// The next moment at which something must be closed.
    pub(super) fn boundary(&self) -> SimTime {
        self.frame_end.min(self.minutes.next_end())
    }

    /// When the present frame ends.
    pub(super) fn frame_end(&self) -> SimTime {
        self.frame_end
    }

    /// Closes the frame that ends at `end`.
    pub(super) fn close_frame(&mut self, end: SimTime, reading: &Reading) {
        let Reading { totals, checks_failed, held, waiting, .. } = *reading;
        let Reading { instances, active, wanted, cost, .. } = *reading;
        let past = std::mem::replace(&mut self.totals, totals);
        let checks_before = std::mem::replace(&mut self.checks_failed, checks_failed);
        let [p50, p95, p99] = self.frame_latency.quantiles([0.5, 0.95, 0.99]);
        self.frame_latency.clear();
        self.recording.note_loads(end, &reading.loads);
        self.recording.push(Frame {
            end,
            offered: totals.offered - past.offered,
            succeeded: totals.succeeded - past.succeeded,
            failed: totals.failed - past.failed,
            rejected: totals.rejected - past.rejected,
            abandoned: totals.abandoned - past.abandoned,
            checks_failed: checks_failed - checks_before,
            held,
            waiting,
            instances,
            active,
            wanted,
            p50,
            p95,
            p99,
            cost,
        });
        self.frame_end = end + self.recording.frame_length();
    }

    /// Closes the last, shorter frame when the run ends at `end`.
    pub(super) fn finish(&mut self, end: SimTime, reading: &Reading) {
        if self.frames == Frames::Kept && self.recording.last_end() < end {
            self.close_frame(end, reading);
        }
    }
}
