//! Fills the recording while a run goes on: latencies, frames, alarms.

use super::metrics::Minutes;
use super::recording::{Frame, Recording};
use super::tally::Tally;
use super::view::Totals;
use crate::model::money::MicroDollars;
use crate::model::time::{SimDuration, SimTime};

/// Whether frames are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frames {
    Kept,
    Unwanted,
}

/// Whether any client retries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Retries {
    None,
    Some,
}

/// How things stand at the end of a frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub(super) totals: Totals,
    pub(super) checks_failed: u64,
    pub(super) held: u32,
    pub(super) waiting: u32,
    pub(super) instances: u32,
    pub(super) active: u32,
    pub(super) wanted: u32,
    pub(super) cost: MicroDollars,
}

/// What is gathered besides the counts.
#[derive(Clone, Debug)]
pub(super) struct Recorder {
    /// Latencies of responses of instances, and of requests that ended without one.
    pub(super) responses: Tally,
    pub(super) unanswered: Tally,
    /// From the first to the last attempt of visitors; where nobody retries, that is the
    /// latency of their requests.
    visitors: Option<Tally>,
    pub(super) wait: Tally,
    pub(super) recording: Recording,
    pub(super) minutes: Minutes,
    frames: Frames,
    frame_latency: Tally,
    frame_end: SimTime,
    totals: Totals,
    checks_failed: u64,
}

impl Recorder {
    /// A recorder at the start of a run.
    pub(super) fn new(minutes: Minutes, frames: Frames, retries: Retries) -> Self {
        let recording = Recording::default();
        let frame_end = match frames {
            Frames::Kept => SimTime::ZERO + recording.frame_length(),
            Frames::Unwanted => SimTime::NEVER,
        };
        Self {
            responses: Tally::fine(),
            unanswered: Tally::fine(),
            visitors: (retries == Retries::Some).then(Tally::fine),
            wait: Tally::fine(),
            frames,
            frame_end,
            recording,
            minutes,
            frame_latency: Tally::coarse(),
            totals: Totals::default(),
            checks_failed: 0,
        }
    }

    /// An instance responded to a request `latency` after it arrived; `network` is what its
    /// client measures beside that.
    pub(super) fn responded(&mut self, latency: SimDuration, network: SimDuration, status: u16) {
        let measured = latency + network;
        self.responses.add(measured);
        if self.frames == Frames::Kept {
            self.frame_latency.add(measured);
        }
        self.minutes.responded(latency, status);
    }

    /// A request ended `latency` after its client sent it, without a response of an instance.
    pub(super) fn ended(&mut self, latency: SimDuration) {
        self.unanswered.add(latency);
        if self.frames == Frames::Kept {
            self.frame_latency.add(latency);
        }
    }

    /// A visitor's last attempt ended `latency` after it had sent the first one.
    pub(super) fn visitor_ended(&mut self, latency: SimDuration) {
        if let Some(visitors) = &mut self.visitors {
            visitors.add(latency);
        }
    }

    /// Latencies of the requests that have ended, but of those rejected on arrival.
    pub(super) fn requests(&self) -> Tally {
        self.responses.with(&self.unanswered)
    }

    /// Latencies of the visitors who are done, but of those rejected at their only try.
    pub(super) fn visitors(&self) -> Tally {
        self.visitors.clone().unwrap_or_else(|| self.requests())
    }

    /// A request waited `time`, until an instance took it or without success.
    pub(super) fn waited(&mut self, time: SimDuration) {
        self.wait.add(time);
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
        let latency = std::mem::replace(&mut self.frame_latency, Tally::coarse());
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
            p50: latency.quantile(0.5),
            p95: latency.quantile(0.95),
            p99: latency.quantile(0.99),
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
