//! One instance: its state, its checks, its CPU, and what it runs.

use super::checks::Checks;
use super::id::InstanceId;
use super::processor::{Background, Metering, Processor};
use super::queue::Stamp;
use super::view::InstanceState;
use crate::model::service::InstanceSize;
use crate::model::time::SimTime;

/// Where an instance is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Being placed, its image pulled.
    Provisioning,
    /// Its container starts.
    Booting,
    /// It listens and must pass its checks.
    Checking,
    /// Healthy, and takes requests when the operation that started it routes traffic.
    Standby,
    /// Takes requests; in the aws edition it is active.
    Ready,
    /// Fails its checks; takes requests only while no other is healthy (express).
    Failing,
    /// Active, takes nothing new, becomes idle when it holds nothing (aws).
    Quiescing,
    /// Provisioned with its CPU throttled (aws).
    Idle,
    /// Takes nothing new and goes when it holds nothing.
    Draining(Drain),
    /// Its process has received SIGTERM and still runs.
    Stopping(Stopping),
}

impl Phase {
    /// Whether an instance in it takes requests, or did when those it holds came.
    pub(super) fn takes_requests(self) -> bool {
        matches!(self, Self::Ready | Self::Failing | Self::Quiescing)
    }

    /// Whether CPU used in it shows in `CPUUtilization`.
    pub(super) fn metering(self) -> Metering {
        if self.takes_requests() { Metering::On } else { Metering::Off }
    }

    /// How the background work of the application runs in it.
    pub(super) fn background(self) -> Background {
        match self {
            Self::Provisioning | Self::Booting => Background::Stopped,
            Self::Idle => Background::Throttled,
            _ => Background::Shared,
        }
    }

    /// The state as a view names it; `throttles` in the aws edition.
    pub(super) fn state(self, throttles: bool) -> InstanceState {
        match self {
            Self::Provisioning => InstanceState::Provisioning,
            Self::Booting => InstanceState::Booting,
            Self::Checking => InstanceState::Checking,
            Self::Ready | Self::Quiescing if throttles => InstanceState::Active,
            Self::Ready | Self::Quiescing | Self::Standby => InstanceState::Ready,
            Self::Failing => InstanceState::Unhealthy,
            Self::Idle => InstanceState::Idle,
            Self::Draining(_) => InstanceState::Draining,
            Self::Stopping(_) => InstanceState::Stopping,
        }
    }
}

/// How a process ends that has received SIGTERM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stopping {
    /// When it holds no request, or by SIGKILL.
    Draining,
    /// When it holds no request, or when it has waited long enough for them.
    Waiting,
    /// By SIGKILL.
    Ignoring,
}

/// Why an instance drains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drain {
    /// Fewer instances are desired; taken back when demand rises.
    ScaleIn,
    /// A deployment, an update or a pause ends it.
    Replaced,
}

/// Why an instance was launched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Launch {
    /// It was there at time 0.
    Initial,
    /// Demand.
    ScaleOut,
    /// The minimum size.
    Minimum,
    /// It takes the place of one that failed.
    Replacement,
    /// An operation: create, deploy, update, resume.
    Operation,
}

/// Whether another instance takes the place of one that is still there (express).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Replacement {
    NotStarted,
    Started,
}

/// What an instance runs on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Machine {
    pub(super) size: InstanceSize,
    /// Thousandths of a vCPU that the application can use of it.
    pub(super) usable_millis: u32,
    /// Thousandths of a vCPU that the background work of the application wants.
    pub(super) background_millis: u32,
    /// The size of the image that is pulled for it, in MB.
    pub(super) image_mb: u32,
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
    pub(super) checks: Checks,
    pub(super) hung: bool,
    /// Whether it has taken a request.
    pub(super) is_used: bool,
    /// Whether another takes its place although it is still there (express).
    pub(super) replacement: Replacement,
    /// Whether it is counted as a cold start.
    pub(super) is_cold_start: bool,
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
        Machine { size, usable_millis, background_millis, .. }: Machine,
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
            checks: Checks::default(),
            hung: false,
            is_used: false,
            replacement: Replacement::NotStarted,
            is_cold_start: cause == Launch::ScaleOut,
            processor: Processor::new(usable_millis, background_millis),
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
        self.is_starting() && !self.checks.failed_before_ready()
    }

    /// Whether it is one of the ready ones of its service, taking requests or kept idle.
    pub(super) fn is_ready(&self) -> bool {
        matches!(self.phase, Phase::Ready | Phase::Quiescing | Phase::Idle)
    }

    /// Whether it is a registered target that is not healthy.
    pub(super) fn is_registered(&self) -> bool {
        matches!(self.phase, Phase::Booting | Phase::Checking | Phase::Failing)
    }

    /// Whether it counts towards what the autoscaler has.
    pub(super) fn is_counted(&self) -> bool {
        self.replacement == Replacement::NotStarted
            && !matches!(self.phase, Phase::Draining(_) | Phase::Stopping(_))
    }

    /// Whether it is active: takes requests without being about to become idle.
    pub(super) fn is_active(&self) -> bool {
        self.phase == Phase::Ready
    }
}
