//! Why something happened: the rule that triggered it, with its numbers. A
//! report puts it into a sentence.

use super::id::InstanceId;
use super::operation::{OperationKind, OperationStatus, ServiceStatus};
use crate::model::application::Shutdown;
use crate::model::assume::FirstCheck;
use crate::model::express::ScalingMetric;
use crate::model::service::Protocol;
use crate::model::time::{SimDuration, SimTime};
use spanned_toml::setting::Setting;

/// The reason of an event.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// A rule without numbers.
    Rule(Rule),
    /// The run begins with the service in this status.
    RunBegins(ServiceStatus),
    /// An operation put the service into this status.
    StatusBy(ServiceStatus, OperationKind),
    /// An operation began with this plan.
    Started(OperationKind, Plan),
    /// An operation ended, with what settled it.
    Ended(OperationKind, OperationStatus, OperationOutcome),
    /// The status of the service does not allow an operation.
    NotAllowed {
        /// What was asked for.
        operation: OperationKind,
        /// The version to be deployed, if one was named.
        version: Option<String>,
        /// The status that the operation needs.
        needs: ServiceStatus,
        /// The status of the service.
        status: ServiceStatus,
    },
    /// This version was pushed while automatic deployment is off.
    AutoDeploymentOff(String),
    /// The minimum size asks for an instance.
    MinimumSize(u32),
    /// The maximum size forbids an instance.
    MaximumSize(u32),
    /// An operation starts the first instances.
    FirstInstances(OperationKind),
    /// A rolling deployment starts this version.
    NewVersion(String),
    /// The second set has this version.
    SecondSet(String),
    /// The instance takes the place of this one.
    Replaces(InstanceId),
    /// The application takes this long to start.
    ApplicationStart(SimDuration),
    /// The application will never listen.
    CannotStart(StartFault),
    /// The instance listens; checks begin.
    ChecksBegin {
        /// When the first check is sent.
        first: FirstCheck,
        /// Consecutive passes that make it ready.
        passes: u32,
        /// From one check to the next.
        interval: SimDuration,
    },
    /// Enough checks passed.
    Passed {
        /// Consecutive passes.
        passes: u32,
        /// From launch to ready.
        cold_start: SimDuration,
    },
    /// The instance was not ready within this limit.
    TooSlow(SimDuration, StartFault),
    /// The tasks of the account would have more vCPUs than its quota allows.
    OverQuota {
        /// Thousandths of a vCPU that the task needs.
        needed_millis: u32,
        /// Thousandths of a vCPU that the tasks of the service have.
        used_millis: u64,
        /// The quota in vCPUs.
        quota: u32,
    },
    /// It was surplus for this long.
    Surplus(SimDuration),
    /// This instance takes its place.
    ReplacedBy(InstanceId),
    /// The request limit passed while it drained; this number of requests failed with 502.
    DrainedTooLong(u32),
    /// Its process received SIGTERM.
    Signaled {
        /// What it does on it.
        shutdown: Shutdown,
        /// From SIGTERM to SIGKILL.
        grace: SimDuration,
        /// Requests it holds.
        held: u32,
    },
    /// Its process ended after SIGTERM.
    Stopped {
        /// Whether by itself or by SIGKILL.
        end: StopEnd,
        /// Requests that it had not completed, which failed with 502.
        lost: u32,
    },
    /// Its process ended; this number of requests failed with 502.
    Crashed(Crash, u32),
    /// A check failed.
    CheckFailed {
        /// Which consecutive failure it is.
        failures: u32,
        /// How many make the instance unhealthy; none while it starts.
        threshold: Option<u32>,
        /// What was checked and what came of it.
        check: FailedCheck,
    },
    /// Too many checks failed.
    Unhealthy {
        /// Consecutive failures.
        failures: u32,
        /// The last one.
        check: FailedCheck,
        /// Requests that failed with 502.
        lost: u32,
    },
    /// Demand asks for more instances than there are.
    DemandExceeds {
        /// In service, waiting, and the arrival at hand.
        demand: f64,
        /// Part of it that stands for traffic rejected in the last period.
        rejected: f64,
        /// Concurrent requests that the autoscaler plans for, per instance.
        slots: f64,
        /// Instances so far.
        from: u32,
        /// Desired instances.
        to: u32,
        /// The most that the service may have.
        max_size: u32,
    },
    /// The highest demand of a while fits into fewer instances.
    DemandFits {
        /// The highest demand of that while.
        demand: f64,
        /// How long.
        within: SimDuration,
        /// Instances so far.
        from: u32,
        /// Desired instances.
        to: u32,
    },
    /// A request was rejected.
    Rejected {
        /// With this status.
        status: u16,
        /// Because of this.
        cause: Rejection,
        /// In service at that moment.
        held: u32,
        /// Waiting at that moment.
        waiting: u32,
    },
    /// No request has been rejected for a second.
    NoneRejectedSince {
        /// When the last one was.
        last: SimTime,
        /// Requests rejected since rejections began.
        count: u64,
    },
    /// The API has no such operation.
    NoSuchOperation(OperationKind),
    /// The metric of target tracking is away from its target.
    TargetMissed {
        /// Which metric.
        metric: ScalingMetric,
        /// Its value in the last minute that was seen.
        value: f64,
        /// Its target.
        target: u32,
        /// Tasks so far.
        from: u32,
        /// Desired tasks.
        to: u32,
    },
    /// This share of the traffic moves to this version, from 0 to 1.
    Shifted {
        /// The version.
        version: String,
        /// The share.
        share: f64,
    },
    /// Operations make no progress for this long.
    Stuck(SimDuration),
    /// A setting has this value from now on.
    Set(Setting),
    /// Words that are there already: the number of a stop.
    Said(String),
}

/// A rule that triggers an event by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Demand asks for another instance.
    ScaleOut,
    /// The instance before failed to start.
    StartRetried,
    /// Its drain is taken back.
    DrainTakenBack,
    /// Demand asks for it.
    Demanded,
    /// No demand asks for a new instance.
    NotDemanded,
    /// Demand needs fewer instances than are active.
    DemandFell,
    /// A request found no active instance below its concurrency limit.
    NoFreeInstance,
    /// Traffic moves to it.
    TrafficMovesHere,
    /// It joins the service as a provisioned instance.
    JoinsProvisioned,
    /// Scale-in takes the newest instance first.
    NewestFirst,
    /// Traffic has moved to the second set.
    TrafficMovedAway,
    /// The service is being paused.
    Pausing,
    /// It holds no request.
    HoldsNothing,
    /// Its last request has ended.
    LastRequestEnded,
    /// The operation that started it failed.
    OperationFailed,
    /// Its version failed.
    VersionFailed,
    /// It is gone because its process ended.
    ProcessEnded,
    /// It is gone because it was unhealthy.
    WasUnhealthy,
    /// It accepts connections and answers nothing from now on.
    Hangs,
    /// The first check passed after a failure.
    PassedAgain,
}

/// How an operation goes about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// The first instances start.
    FirstInstances,
    /// The auto scaling configuration holds at once.
    AtOnce,
    /// A new instance must be healthy before an old one drains.
    Rolling,
    /// A second set of this size starts beside the first.
    SecondSet(u32),
    /// A second set of this size starts, then traffic moves in two steps.
    Canary(u32),
    /// Every request gets a 503 response from now on.
    Pausing,
}

/// What settled an operation.
#[derive(Clone, Debug, PartialEq)]
pub enum OperationOutcome {
    /// Every instance is healthy.
    AllHealthy,
    /// The auto scaling configuration holds at once.
    AtOnce,
    /// Every instance is replaced.
    AllReplaced,
    /// The old version serves again.
    RolledBack,
    /// The second set is healthy and traffic has moved.
    Switched,
    /// This version was not healthy in time; the old version still serves.
    OldVersionServes(String),
    /// This version was not healthy in time; the old set still serves.
    OldSetServes(String),
    /// The rollback alarm was raised at this rate of errors in percent; the old version
    /// serves again, not this one.
    AlarmRaised(String, f64),
    /// The circuit breaker opened because this number of tasks of the version failed.
    BreakerOpened(String, u32),
    /// An instance was not healthy within the start limit.
    NotHealthyInTime,
    /// No instance is left.
    NothingLeft,
}

/// What keeps an instance from becoming ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartFault {
    /// The image cannot be pulled with the access role.
    NotPullable,
    /// The image is built for arm64.
    WrongArchitecture,
    /// The application needs more memory than the instance has.
    TooBig,
    /// The application listens on another port.
    WrongPort,
    /// Its health checks do not pass.
    ChecksFail,
    /// The application does not listen yet.
    StillBooting,
    /// It is still being provisioned.
    StillProvisioning,
}

/// How a process that received SIGTERM ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopEnd {
    /// It exited.
    Exit,
    /// SIGKILL ended it.
    Kill,
}

/// Why a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crash {
    /// The scenario says so.
    Scheduled,
    /// The application ran out of memory.
    OutOfMemory,
    /// Nobody knows (`assume.lost_per_hour`).
    Unexplained,
}

/// Why the edge rejects a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// The service is paused or not created.
    Paused,
    /// No instance is ready.
    NoneReady,
    /// No instance is ready and none is coming.
    NoneComing,
    /// No target is registered (express).
    NoTarget,
    /// No target is healthy, and the one that was tried rejected the connection (express).
    ConnectionRefused,
    /// Every instance is at its concurrency limit, and the queue is full.
    Overload,
}

/// A health check that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedCheck {
    /// TCP or HTTP.
    pub protocol: Protocol,
    /// The port that a TCP check opens.
    pub port: u16,
    /// The path that an HTTP check asks for.
    pub path: String,
    /// What came of it.
    pub result: CheckResult,
    /// How long it would have waited.
    pub timeout: SimDuration,
}

/// How a health check ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckResult {
    /// The port accepted the connection.
    Accepted,
    /// The application does not listen on the port.
    Refused,
    /// The application responded with this HTTP status.
    Status(u16),
    /// No response came in time.
    NoResponse,
}
