//! The signs of what an instance does, for its row, its life and their legends.

use crate::tui::theme::Role;
use apprunner_sim::sim::event::EventKind;
use apprunner_sim::sim::view::{InstanceState, InstanceView};

/// What an instance does, or how many of its checks went one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) enum InstanceSign {
    Provisioning,
    Booting,
    Checking,
    Serving,
    Idle,
    Draining,
    Failed,
    ChecksPassed,
    ChecksFailed,
}

impl InstanceSign {
    /// All, in the order of a life.
    pub(in crate::tui) const ALL: [Self; 9] = [
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
    pub(super) const fn of(instance: &InstanceView) -> Self {
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
    pub(super) const fn begun_by(kind: EventKind) -> Option<Self> {
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

    /// As it stands on the screen.
    pub(in crate::tui) const fn sign(self) -> &'static str {
        self.row().0
    }

    /// How it looks in the row of an instance.
    pub(in crate::tui) const fn role(self) -> Role {
        self.row().1
    }

    /// What it stands for, in a word or two.
    pub(super) const fn name(self) -> &'static str {
        self.row().2
    }

    /// What it stands for, in a clause.
    pub(in crate::tui) const fn meaning(self) -> &'static str {
        self.row().3
    }

    const fn row(self) -> (&'static str, Role, &'static str, &'static str) {
        match self {
            Self::Provisioning => {
                ("◌", Role::Warn, "provisioning", "provisioning: its image is pulled")
            }
            Self::Booting => ("◐", Role::Warn, "booting", "booting: its container is starting"),
            Self::Checking => (
                "◇",
                Role::Warn,
                "checking",
                "checking: it listens and must pass its health checks",
            ),
            Self::Serving => ("●", Role::Good, "serving", "ready or active: it receives requests"),
            Self::Idle => ("○", Role::Muted, "idle", "idle: provisioned, its CPU is throttled"),
            Self::Draining => {
                ("▽", Role::Muted, "draining", "draining: it receives no new requests")
            }
            Self::Failed => ("✖", Role::Bad, "failed", "hung or unhealthy"),
            Self::ChecksPassed => {
                ("♥", Role::Good, "passed check", "health checks passed in a row")
            }
            Self::ChecksFailed => ("×", Role::Bad, "failed check", "health checks failed in a row"),
        }
    }
}
