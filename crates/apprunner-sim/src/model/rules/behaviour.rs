//! What the service does where the editions differ: one field for each question, one type for its
//! answers. The engine asks these and never which edition it is.

use super::param::Param;

/// What the service does, where the editions differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Behaviour {
    /// Whether an instance without traffic is throttled.
    pub idle: Param<IdleInstances>,
    /// How many requests an instance takes at one time.
    pub admission: Param<Admission>,
    /// When the autoscaler looks.
    pub scaling: Param<ScalingTrigger>,
    /// What a request meets when no instance is ready.
    pub nothing_ready: Param<NothingReady>,
    /// When a new instance takes requests.
    pub new_target: Param<NewTarget>,
    /// What follows when an instance is unhealthy.
    pub unhealthy: Param<UnhealthyInstances>,
    /// When a container that cannot start has failed.
    pub start_faults: Param<StartFaults>,
    /// When an instance goes that takes no new requests.
    pub drain_end: Param<DrainEnd>,
    /// How a new version takes over.
    pub deployment: Param<DeploymentStyle>,
    /// What an update of the auto scaling configuration alone does.
    pub scaling_update: Param<ScalingUpdate>,
    /// Whose names operations and statuses have.
    pub api: Param<ServiceApi>,
    /// Whether the service can be paused.
    pub pausing: Param<Pausing>,
    /// What is billed.
    pub billing: Param<BillingStyle>,
}

/// How many requests an instance takes at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// As many as the maximum concurrency; more wait or are rejected.
    UpToConcurrency,
    /// Any number: it slows down.
    Unlimited,
}

/// When a new instance takes requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewTarget {
    /// After as many passes as the healthy threshold.
    Threshold,
    /// After the first pass; the threshold is for those that recover.
    FirstPass,
}

/// What follows when an instance is unhealthy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnhealthyInstances {
    /// It is removed at once, and another starts.
    Removed,
    /// Another starts first; it is stopped when that one is healthy.
    ReplacedFirst,
}

/// When a container that cannot start has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartFaults {
    /// When the start limit has passed.
    FoundAtLimit,
    /// When its image was to be pulled.
    FoundAtOnce,
}

/// When an instance goes that takes no new requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrainEnd {
    /// When it holds none, or after the request limit.
    RequestLimit,
    /// When it holds none, at the earliest after the drain wait, or after the
    /// deregistration delay.
    Deregistered,
}

/// Whose names operations and statuses have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceApi {
    /// App Runner's API.
    AppRunner,
    /// The API of Amazon ECS.
    Ecs,
}

/// Whether a service can be paused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pausing {
    /// It can.
    Supported,
    /// The API has no such call.
    Absent,
}

/// What happens to an instance without traffic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdleInstances {
    /// It stays as it is until scale-in removes it.
    StayReady,
    /// It is provisioned but not active: memory kept, CPU throttled.
    Throttled,
}

/// When the autoscaler looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalingTrigger {
    /// At every arrival.
    Arrival,
    /// Once a period.
    Period,
    /// Alarms over a one-minute metric.
    TargetTracking,
}

/// What a request meets when no instance is ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NothingReady {
    /// It waits when an instance is coming, otherwise 503.
    WaitsForComing,
    /// 503 from the edge.
    Refused,
    /// Any registered instance is tried; 503 where there is none.
    FailsOpen,
}

/// How a new version takes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeploymentStyle {
    /// One instance at a time.
    Rolling,
    /// A second full set beside the first, then a switch.
    SecondSet,
    /// A second full set, a share of the traffic for a while, then all of it.
    Canary,
}

/// What an update of the auto scaling configuration alone does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalingUpdate {
    /// It holds at once.
    AtOnce,
    /// It redeploys the service.
    Redeploys,
}

/// What is billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BillingStyle {
    /// vCPU and memory of an instance from its start to its end.
    WhileExists,
    /// Memory while provisioned, vCPU while active and at least a minute each time.
    ProvisionedAndActive,
    /// vCPU and memory of a task from start to end, at least a minute, and what stands in
    /// front of it.
    Fargate,
}
