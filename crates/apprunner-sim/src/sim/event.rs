//! What happens in a run, one line each: when, what, to which instance, and why.

use std::fmt;

use super::id::InstanceId;
use super::reason::Reason;
use crate::model::time::SimTime;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When.
    pub at: SimTime,
    /// What.
    pub kind: EventKind,
    /// To which instance, if to one.
    pub instance: Option<InstanceId>,
    /// By which rule, with the numbers filled in.
    pub reason: Reason,
}

/// The types of the event log; the names are part of the file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// The service's status changed.
    ServiceStatus,
    /// An operation began.
    OperationStarted,
    /// An operation ended.
    OperationEnded,
    /// An operation was rejected because another is in progress.
    OperationRejected,
    /// Operations make no progress for a while.
    OperationStuck,
    /// An instance has no place and is retried (express).
    InstanceNotPlaced,
    /// An instance is being placed and its image pulled.
    InstanceProvisioning,
    /// Its container starts.
    InstanceBooting,
    /// Its application listens and is being checked.
    InstanceChecking,
    /// It may take requests.
    InstanceReady,
    /// It takes requests (aws).
    InstanceActive,
    /// It is kept with its CPU throttled (aws).
    InstanceIdle,
    /// It failed its checks.
    InstanceUnhealthy,
    /// Its process ended.
    InstanceCrashed,
    /// It was not ready in time.
    InstanceStartFailed,
    /// It takes no new requests and goes when it holds none.
    InstanceDraining,
    /// Its process has received SIGTERM and still runs.
    InstanceStopping,
    /// It is gone.
    InstanceGone,
    /// A health check failed.
    HealthFailed,
    /// A health check passed, the first after a failure.
    HealthPassed,
    /// More instances are wanted.
    ScaleOut,
    /// Fewer instances are wanted.
    ScaleIn,
    /// Traffic moves to a new version (express).
    TrafficShifted,
    /// App Runner rejects the first request.
    RejectingStarted,
    /// A full second has passed without a rejection.
    RejectingEnded,
    /// A setting changed.
    SettingChanged,
    /// The instructor's stop.
    Stop,
}

impl EventKind {
    /// Every kind, in the order of the file format.
    pub const ALL: [Self; 27] = [
        Self::ServiceStatus,
        Self::OperationStarted,
        Self::OperationEnded,
        Self::OperationRejected,
        Self::OperationStuck,
        Self::InstanceNotPlaced,
        Self::InstanceProvisioning,
        Self::InstanceBooting,
        Self::InstanceChecking,
        Self::InstanceReady,
        Self::InstanceActive,
        Self::InstanceIdle,
        Self::InstanceUnhealthy,
        Self::InstanceCrashed,
        Self::InstanceStartFailed,
        Self::InstanceDraining,
        Self::InstanceStopping,
        Self::InstanceGone,
        Self::HealthFailed,
        Self::HealthPassed,
        Self::ScaleOut,
        Self::ScaleIn,
        Self::TrafficShifted,
        Self::RejectingStarted,
        Self::RejectingEnded,
        Self::SettingChanged,
        Self::Stop,
    ];

    /// The name in the event log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ServiceStatus => "service.status",
            Self::OperationStarted => "operation.started",
            Self::OperationEnded => "operation.ended",
            Self::OperationRejected => "operation.rejected",
            Self::OperationStuck => "operation.stuck",
            Self::InstanceNotPlaced => "instance.not_placed",
            Self::InstanceProvisioning => "instance.provisioning",
            Self::InstanceBooting => "instance.booting",
            Self::InstanceChecking => "instance.checking",
            Self::InstanceReady => "instance.ready",
            Self::InstanceActive => "instance.active",
            Self::InstanceIdle => "instance.idle",
            Self::InstanceUnhealthy => "instance.unhealthy",
            Self::InstanceCrashed => "instance.crashed",
            Self::InstanceStartFailed => "instance.start_failed",
            Self::InstanceDraining => "instance.draining",
            Self::InstanceStopping => "instance.stopping",
            Self::InstanceGone => "instance.gone",
            Self::HealthFailed => "health.failed",
            Self::HealthPassed => "health.passed",
            Self::ScaleOut => "scale.out",
            Self::ScaleIn => "scale.in",
            Self::TrafficShifted => "traffic.shifted",
            Self::RejectingStarted => "rejecting.started",
            Self::RejectingEnded => "rejecting.ended",
            Self::SettingChanged => "setting.changed",
            Self::Stop => "stop",
        }
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
