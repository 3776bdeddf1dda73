//! Fills the recording while a run goes on: latencies, frames, alarms.
//!
//! A snapshot of the world has no recorder, so a replay records nothing twice.

use super::engine::World;
use super::metrics::Minutes;
use super::recording::{Frame, Recording};
use super::tally::Tally;
use super::view::Totals;
use crate::model::time::{SimDuration, SimTime};

/// Whether frames are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frames {
    Kept,
    Unwanted,
}

/// What is gathered besides the counters.
#[derive(Clone, Debug)]
pub(super) struct Recorder {
    pub(super) latency: Tally,
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
    pub(super) fn new(minutes: Minutes, frames: Frames) -> Self {
        let recording = Recording::default();
        let frame_end = match frames {
            Frames::Kept => SimTime::ZERO + recording.frame_length(),
            Frames::Unwanted => SimTime::NEVER,
        };
        Self {
            latency: Tally::fine(),
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

    /// An instance answered a request `latency` after it arrived.
    pub(super) fn answered(&mut self, latency: SimDuration, status: u16) {
        self.latency.add(latency);
        if self.frames == Frames::Kept {
            self.frame_latency.add(latency);
        }
        self.minutes.answered(latency, status);
    }

    /// An instance took a request after it waited `time`.
    pub(super) fn waited(&mut self, time: SimDuration) {
        self.wait.add(time);
    }

    /// The next moment at which something must be closed.
    fn boundary(&self) -> SimTime {
        self.frame_end.min(self.minutes.next_end())
    }

    fn close_frame(&mut self, world: &World, end: SimTime) {
        let totals = world.counters.totals;
        let past = self.totals;
        let latency = std::mem::replace(&mut self.frame_latency, Tally::coarse());
        self.recording.push(Frame {
            end,
            offered: totals.offered - past.offered,
            succeeded: totals.succeeded - past.succeeded,
            failed: totals.failed - past.failed,
            refused: totals.refused - past.refused,
            abandoned: totals.abandoned - past.abandoned,
            checks_failed: world.counters.checks_failed - self.checks_failed,
            held: world.held,
            waiting: world.waiting_count,
            instances: world.count(|_| true),
            active: world.taking_requests(),
            wanted: world.wanted(),
            p50: latency.quantile(0.5),
            p95: latency.quantile(0.95),
            p99: latency.quantile(0.99),
            cost: world.meter.total(end),
        });
        self.totals = totals;
        self.checks_failed = world.counters.checks_failed;
        self.frame_end = end + self.recording.frame_length();
    }
}

impl World {
    /// Closes the frames and minutes that end before `at`, where the next event is.
    pub(super) fn close_frames_before(&mut self, at: SimTime) {
        let due = self.recorder.as_ref().is_some_and(|recorder| recorder.boundary() < at);
        if due {
            self.close(|boundary| boundary < at);
        }
    }

    /// Closes what ends at `until`; at the end of the run also the last,
    /// shorter frame.
    pub(super) fn close_frames(&mut self, until: SimTime) {
        self.close(|boundary| boundary <= until);
        if until == self.end
            && let Some(mut recorder) = self.recorder.take()
        {
            recorder.minutes.finish(self);
            if recorder.frames == Frames::Kept && recorder.recording.last_end() < until {
                recorder.close_frame(self, until);
            }
            self.recorder = Some(recorder);
        }
    }

    fn close(&mut self, due: impl Fn(SimTime) -> bool) {
        let Some(mut recorder) = self.recorder.take() else { return };
        while due(recorder.boundary()) {
            let end = recorder.boundary();
            self.now = end;
            if recorder.minutes.next_end() == end {
                recorder.minutes.close(self);
            }
            if recorder.frame_end == end {
                recorder.close_frame(self, end);
            }
        }
        self.recorder = Some(recorder);
    }
}
