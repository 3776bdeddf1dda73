//! The trace of a run: its event log, and what is recorded besides the counts.
//!
//! A snapshot has neither, so a replay records nothing twice.

use super::event::{Event, EventKind};
use super::id::InstanceId;
use super::metrics::{Integrals, Minutes};
use super::reason::Reason;
use super::recorder::{Lasted, Reading, Recorder};
use crate::model::time::{SimDuration, SimTime};

/// Whether events are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Logging {
    On,
    Off,
}

/// The log and the recorder.
#[derive(Clone, Debug)]
pub(super) struct Trace {
    /// Events that nobody has fetched yet.
    events: Vec<Event>,
    logging: Logging,
    recorder: Option<Box<Recorder>>,
}

impl Trace {
    /// An empty trace.
    pub(super) fn new(logging: Logging, recorder: Recorder) -> Self {
        Self { events: Vec::new(), logging, recorder: Some(Box::new(recorder)) }
    }

    /// A trace that records nothing.
    pub(super) fn silent() -> Self {
        Self { events: Vec::new(), logging: Logging::Off, recorder: None }
    }

    /// Writes an event into the log.
    pub(super) fn log(
        &mut self,
        at: SimTime,
        kind: EventKind,
        instance: Option<InstanceId>,
        reason: Reason,
    ) {
        if self.logging == Logging::On {
            self.events.push(Event { at, kind, instance, reason });
        }
    }

    /// The events since the last call.
    pub(super) fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Keeps the events since the last call in the recording.
    pub(super) fn keep_events(&mut self) {
        if let Some(recorder) = &mut self.recorder {
            recorder.recording.keep(self.events.drain(..));
        }
    }

    /// What is recorded.
    pub(super) fn recorder(&self) -> Option<&Recorder> {
        self.recorder.as_deref()
    }

    /// CloudWatch's minutes.
    pub(super) fn minutes_mut(&mut self) -> Option<&mut Minutes> {
        self.recorder.as_mut().map(|recorder| &mut recorder.minutes)
    }

    /// An instance responded to a request.
    #[inline]
    pub(super) fn responded(&mut self, lasted: Lasted, status: u16) {
        if let Some(recorder) = &mut self.recorder {
            recorder.responded(lasted, status);
        }
    }

    /// A request ended without a response of an instance.
    pub(super) fn ended(&mut self, lasted: Lasted) {
        if let Some(recorder) = &mut self.recorder {
            recorder.ended(lasted);
        }
    }

    /// A visitor's last attempt ended; `lasted` is from the first one on.
    pub(super) fn visitor_ended(&mut self, lasted: Lasted) {
        if let Some(recorder) = &mut self.recorder {
            recorder.visitor_ended(lasted);
        }
    }

    /// A request that `arrived` then waited `time`, until an instance took it or without
    /// success.
    #[inline]
    pub(super) fn waited(&mut self, arrived: SimTime, time: SimDuration) {
        if let Some(recorder) = &mut self.recorder {
            recorder.waited(arrived, time);
        }
    }

    /// The next moment at which a frame or a minute is to be closed.
    pub(super) fn boundary(&self) -> SimTime {
        self.recorder.as_ref().map_or(SimTime::NEVER, |recorder| recorder.boundary())
    }

    /// Closes the minute that ends `at`, if one does.
    pub(super) fn close_minute(&mut self, at: SimTime, integrals: impl FnOnce() -> Integrals) {
        if let Some(recorder) = &mut self.recorder
            && recorder.minutes.next_end() == at
        {
            recorder.minutes.close(at, integrals());
        }
    }

    /// Closes the frame that ends `at`, if one does.
    pub(super) fn close_frame(&mut self, at: SimTime, reading: impl FnOnce() -> Reading) {
        if let Some(recorder) = &mut self.recorder
            && recorder.frame_end() == at
        {
            recorder.close_frame(at, &reading());
        }
    }

    /// Closes the last, shorter minute and frame at the end of a run.
    pub(super) fn finish(&mut self, at: SimTime, integrals: Integrals, reading: &Reading) {
        if let Some(recorder) = &mut self.recorder {
            recorder.minutes.finish(at, integrals);
            recorder.finish(at, reading);
        }
    }
}
