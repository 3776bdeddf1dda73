//! The state of a run at one instant, as plain values for a viewer.

use super::id::InstanceId;
use super::operation::{OperationKind, OperationStatus, ServiceStatus};
use crate::model::application::Application;
use crate::model::money::MicroDollars;
use crate::model::service::Service;
use crate::model::time::SimTime;

/// Everything that can be seen of a run at one instant.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The instant.
    pub at: SimTime,
    /// The service's status.
    pub status: ServiceStatus,
    /// The operation in progress, or the last one.
    pub operation: Option<OperationView>,
    /// The instances that are not gone, by id.
    pub instances: Vec<InstanceView>,
    /// Instances that the autoscaler wants.
    pub wanted: u32,
    /// Active requests of instances.
    pub held: u32,
    /// Requests that wait for an instance.
    pub waiting: u32,
    /// What happened so far to the requests that are measured.
    pub totals: Totals,
    /// What it cost so far.
    pub cost: MicroDollars,
    /// The service's settings now.
    pub service: Service,
    /// The application that serves now.
    pub app: Application,
    /// The version that new instances start with.
    pub version: String,
}

impl View {
    /// Number of instances in a state that `is` one of those asked for.
    pub fn count(&self, is: fn(InstanceState) -> bool) -> usize {
        self.instances.iter().filter(|instance| is(instance.state)).count()
    }
}

/// An operation and how it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperationView {
    /// What was asked for.
    pub kind: OperationKind,
    /// How it stands.
    pub status: OperationStatus,
    /// When it began.
    pub started: SimTime,
    /// When it ended.
    pub ended: Option<SimTime>,
}

/// One instance.
#[derive(Clone, Debug, PartialEq)]
pub struct InstanceView {
    /// Its id.
    pub id: InstanceId,
    /// What it is doing.
    pub state: InstanceState,
    /// Since when.
    pub since: SimTime,
    /// When it was launched.
    pub launched: SimTime,
    /// Until about when, where that is known: the end of provisioning or booting.
    pub until: Option<SimTime>,
    /// Requests it holds.
    pub held: u32,
    /// Requests it may hold; `None` for any number.
    pub slots: Option<u32>,
    /// Consecutive passed checks, or none after a failure.
    pub passes: u32,
    /// Consecutive failed checks, or none after a pass.
    pub failures: u32,
    /// When the next check is due.
    pub next_check: Option<SimTime>,
    /// The application's version.
    pub version: String,
    /// Whether it has stopped answering.
    pub hung: bool,
}

impl InstanceView {
    /// The word for what it does; one that hangs is in a state of its own for people.
    pub const fn word(&self) -> &'static str {
        if self.hung { "hung" } else { self.state.name() }
    }
}

/// What an instance is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InstanceState {
    /// Being placed, its image pulled.
    Provisioning,
    /// Its container starts.
    Booting,
    /// It listens and must pass its checks.
    Checking,
    /// It takes requests (chapter), or waits in a second set for the switch.
    Ready,
    /// It takes requests (aws).
    Active,
    /// Provisioned with its CPU throttled (aws).
    Idle,
    /// It fails its checks and is still registered (express).
    Unhealthy,
    /// It takes no new requests.
    Draining,
    /// Its process has received SIGTERM.
    Stopping,
}

impl InstanceState {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Provisioning => "provisioning",
            Self::Booting => "booting",
            Self::Checking => "checking",
            Self::Ready => "ready",
            Self::Active => "active",
            Self::Idle => "idle",
            Self::Unhealthy => "unhealthy",
            Self::Draining => "draining",
            Self::Stopping => "stopping",
        }
    }

    /// Whether it takes new requests.
    pub const fn takes_requests(self) -> bool {
        matches!(self, Self::Ready | Self::Active)
    }
}

/// What happened to requests, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Attempts that arrived.
    pub offered: u64,
    /// Answered with 2xx or 3xx in time.
    pub succeeded: u64,
    /// Ended any other way but the client timing out.
    pub failed: u64,
    /// Of the failed: rejected by App Runner, with no ready instance or with all at their limit.
    pub rejected: u64,
    /// The client timed out.
    pub abandoned: u64,
    /// Attempts that were retries.
    pub retried: u64,
}

impl Totals {
    /// These and `other` together.
    pub(super) fn with(self, other: Self) -> Self {
        Self {
            offered: self.offered + other.offered,
            succeeded: self.succeeded + other.succeeded,
            failed: self.failed + other.failed,
            rejected: self.rejected + other.rejected,
            abandoned: self.abandoned + other.abandoned,
            retried: self.retried + other.retried,
        }
    }
}
