//! The signs of what an instance does, for its row, its life and their legends.
//!
//! The live view and the page for a hall show the same ones.

use apprunner_sim::sim::event::EventKind;
use apprunner_sim::sim::view::{InstanceState, InstanceView};

/// What an instance does, or how many of its checks went one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceSign {
    /// It is placed, and its image pulled.
    Provisioning,
    /// Its container starts.
    Booting,
    /// It must pass its checks.
    Checking,
    /// It receives requests.
    Serving,
    /// It waits for requests with its CPU throttled.
    Idle,
    /// It receives no new requests.
    Draining,
    /// It hangs, or is unhealthy.
    Failed,
    /// Checks that passed in a row.
    ChecksPassed,
    /// Checks that failed in a row.
    ChecksFailed,
}

impl InstanceSign {
    /// All, in the order of a life.
    pub const ALL: [Self; 9] = [
        Self::Provisioning,
        Self::Booting,
        Self::Checking,
        Self::Serving,
        Self::Idle,
        Self::Draining,
        Self::Failed,
        Self::ChecksPassed,
        Self::ChecksFailed,
    ];

    /// That of `instance` now.
    pub const fn of(instance: &InstanceView) -> Self {
        if instance.hung {
            return Self::Failed;
        }
        match instance.state {
            InstanceState::Provisioning => Self::Provisioning,
            InstanceState::Booting => Self::Booting,
            InstanceState::Checking => Self::Checking,
            InstanceState::Ready | InstanceState::Active => Self::Serving,
            InstanceState::Unhealthy => Self::Failed,
            InstanceState::Idle => Self::Idle,
            InstanceState::Draining | InstanceState::Stopping => Self::Draining,
        }
    }

    /// That of the state that an event of this kind begins.
    pub const fn begun_by(kind: EventKind) -> Option<Self> {
        Some(match kind {
            EventKind::InstanceProvisioning => Self::Provisioning,
            EventKind::InstanceBooting => Self::Booting,
            EventKind::InstanceChecking => Self::Checking,
            EventKind::InstanceReady | EventKind::InstanceActive => Self::Serving,
            EventKind::InstanceIdle => Self::Idle,
            EventKind::InstanceDraining | EventKind::InstanceStopping => Self::Draining,
            _ => return None,
        })
    }

    /// Its sign, one cell wide.
    pub const fn sign(self) -> &'static str {
        self.row().0
    }

    /// What it stands for, in a word or two.
    pub const fn name(self) -> &'static str {
        self.row().1
    }

    /// What it stands for, in a clause.
    pub const fn meaning(self) -> &'static str {
        self.row().2
    }

    const fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Provisioning => ("◌", "provisioning", "provisioning: its image is pulled"),
            Self::Booting => ("◐", "booting", "booting: its container is starting"),
            Self::Checking => {
                ("◇", "checking", "checking: it listens and must pass its health checks")
            }
            Self::Serving => ("●", "serving", "ready or active: it receives requests"),
            Self::Idle => ("○", "idle", "idle: provisioned, its CPU is throttled"),
            Self::Draining => ("▽", "draining", "draining: it receives no new requests"),
            Self::Failed => ("✖", "failed", "hung or unhealthy"),
            Self::ChecksPassed => ("♥", "passed check", "health checks passed in a row"),
            Self::ChecksFailed => ("×", "failed check", "health checks failed in a row"),
        }
    }
}
