//! What happens in a run, one line each: when, what, to which instance, and why.

use std::fmt;

use spanned_toml::word::Word;

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

/// The names in the event log.
impl Word for EventKind {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("service.status", Self::ServiceStatus),
        ("operation.started", Self::OperationStarted),
        ("operation.ended", Self::OperationEnded),
        ("operation.rejected", Self::OperationRejected),
        ("operation.stuck", Self::OperationStuck),
        ("instance.not_placed", Self::InstanceNotPlaced),
        ("instance.provisioning", Self::InstanceProvisioning),
        ("instance.booting", Self::InstanceBooting),
        ("instance.checking", Self::InstanceChecking),
        ("instance.ready", Self::InstanceReady),
        ("instance.active", Self::InstanceActive),
        ("instance.idle", Self::InstanceIdle),
        ("instance.unhealthy", Self::InstanceUnhealthy),
        ("instance.crashed", Self::InstanceCrashed),
        ("instance.start_failed", Self::InstanceStartFailed),
        ("instance.draining", Self::InstanceDraining),
        ("instance.stopping", Self::InstanceStopping),
        ("instance.gone", Self::InstanceGone),
        ("health.failed", Self::HealthFailed),
        ("health.passed", Self::HealthPassed),
        ("scale.out", Self::ScaleOut),
        ("scale.in", Self::ScaleIn),
        ("traffic.shifted", Self::TrafficShifted),
        ("rejecting.started", Self::RejectingStarted),
        ("rejecting.ended", Self::RejectingEnded),
        ("setting.changed", Self::SettingChanged),
        ("stop", Self::Stop),
    ];
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
