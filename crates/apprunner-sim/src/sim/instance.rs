//! One instance: its state, its checks, its CPU, and what it runs.

use super::event::InstanceId;
use super::processor::{Metering, Processor};
use super::queue::Stamp;
use super::view::InstanceState;
use crate::model::service::InstanceSize;
use crate::model::time::{SimDuration, SimTime};

/// Where an instance is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Being placed, its image pulled.
    Provisioning,
    /// Its container starts.
    Booting,
    /// It listens and must pass its checks.
    Checking,
    /// Healthy in a second set; takes requests from the switch on.
    Standby,
    /// Takes requests; in the aws edition it is active.
    Ready,
    /// Active, takes nothing new, becomes idle when it holds nothing (aws).
    Quiescing,
    /// Provisioned with its CPU throttled (aws).
    Idle,
    /// Takes nothing new and goes when it holds nothing.
    Draining(Drain),
}

impl Phase {
    /// Whether an instance in it takes requests, or did when those it holds came.
    pub(super) fn takes_requests(self) -> bool {
        matches!(self, Self::Ready | Self::Quiescing)
    }

    /// Whether CPU used in it shows in `CPUUtilization`.
    pub(super) fn metering(self) -> Metering {
        if self.takes_requests() { Metering::On } else { Metering::Off }
    }
}

/// Why an instance drains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drain {
    /// Fewer instances are wanted; taken back when demand rises.
    ScaleIn,
    /// A deployment, an update or a pause ends it.
    Replaced,
}

/// Why an instance was launched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Launch {
    /// It was there at time 0.
    Initial,
    /// Demand, or the minimum.
    ScaleOut,
    /// It takes the place of one that failed.
    Replacement,
    /// An operation: create, deploy, update, resume.
    Operation,
}

/// A health check under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PendingCheck {
    /// When it was sent.
    pub(super) sent: SimTime,
    /// What the application decided when it was sent.
    pub(super) answer: CheckAnswer,
    /// Time after its CPU work, while that is not done.
    pub(super) rest: Option<SimDuration>,
}

/// How a check ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CheckAnswer {
    /// The port accepted the connection.
    Accepted,
    /// Nobody listens on the port.
    Refused,
    /// An HTTP status.
    Status(u16),
    /// Nothing came in time.
    NoAnswer,
}

/// An instance.
#[derive(Clone, Debug)]
pub(super) struct Instance {
    pub(super) id: InstanceId,
    pub(super) phase: Phase,
    pub(super) since: SimTime,
    pub(super) launched: SimTime,
    pub(super) cause: Launch,
    /// Index of its version.
    pub(super) version: usize,
    pub(super) size: InstanceSize,
    /// When it became ready; the start of the run for the initial ones.
    pub(super) ready_at: SimTime,
    /// Requests it holds.
    pub(super) held: u32,
    /// When its present state ends by itself, and the event for it.
    pub(super) until: SimTime,
    pub(super) stamp: Stamp,
    /// When it has failed to start.
    pub(super) start_deadline: SimTime,
    /// Consecutive passes and failures.
    pub(super) passes: u32,
    pub(super) failures: u32,
    /// Whether it failed a check before it was ready.
    pub(super) stumbled: bool,
    /// The planned time of the next or present check.
    pub(super) check_planned: SimTime,
    pub(super) check_due: Option<SimTime>,
    pub(super) check_stamp: Stamp,
    pub(super) check_number: u64,
    pub(super) check: Option<PendingCheck>,
    pub(super) hung: bool,
    pub(super) processor: Processor,
    /// Its CPU works from here on; later than now while it wakes.
    pub(super) awake_at: SimTime,
    /// Since when it is billed as active (aws).
    pub(super) active_since: Option<SimTime>,
}

impl Instance {
    /// A new instance, being provisioned.
    pub(super) fn new(
        id: InstanceId,
        now: SimTime,
        cause: Launch,
        version: usize,
        size: InstanceSize,
    ) -> Self {
        Self {
            id,
            phase: Phase::Provisioning,
            since: now,
            launched: now,
            cause,
            version,
            size,
            ready_at: SimTime::NEVER,
            held: 0,
            until: SimTime::NEVER,
            stamp: Stamp::NONE,
            start_deadline: SimTime::NEVER,
            passes: 0,
            failures: 0,
            stumbled: false,
            check_planned: SimTime::ZERO,
            check_due: None,
            check_stamp: Stamp::NONE,
            check_number: 0,
            check: None,
            hung: false,
            processor: Processor::new(size.cpu_millis),
            awake_at: SimTime::ZERO,
            active_since: None,
        }
    }

    /// Whether it is on its way to ready.
    pub(super) fn is_starting(&self) -> bool {
        matches!(self.phase, Phase::Provisioning | Phase::Booting | Phase::Checking)
    }

    /// Whether a waiting request may hope for it.
    pub(super) fn is_coming(&self) -> bool {
        self.is_starting() && !self.stumbled
    }

    /// Whether it is one of the ready ones of its service, taking requests or kept idle.
    pub(super) fn is_ready(&self) -> bool {
        matches!(self.phase, Phase::Ready | Phase::Quiescing | Phase::Idle)
    }

    /// Whether it counts towards what the autoscaler has.
    pub(super) fn is_counted(&self) -> bool {
        !matches!(self.phase, Phase::Draining(_))
    }

    /// Its state as the live view names it; `throttles` in the aws edition.
    pub(super) fn state(&self, throttles: bool) -> InstanceState {
        match self.phase {
            Phase::Provisioning => InstanceState::Provisioning,
            Phase::Booting => InstanceState::Booting,
            Phase::Checking => InstanceState::Checking,
            Phase::Ready | Phase::Quiescing if throttles => InstanceState::Active,
            Phase::Ready | Phase::Quiescing | Phase::Standby => InstanceState::Ready,
            Phase::Idle => InstanceState::Idle,
            Phase::Draining(_) => InstanceState::Draining,
        }
    }
}
