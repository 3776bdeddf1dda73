//! The marks of a timeline: which events get a sign, and which sign.
//!
//! The live view and the page of a run show the same ones.

use apprunner_sim::sim::event::EventKind;

/// A mark; where several fall into one place, the first of these is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// An instance became unhealthy, crashed or failed to start.
    Lost,
    /// The edge begins to reject.
    Refusing,
    /// The instructor's stop.
    Stop,
    /// A health check failed.
    FailedCheck,
    /// More instances are wanted.
    ScaleOut,
    /// Fewer instances are wanted.
    ScaleIn,
    /// Somebody changed or deployed something, or the service's status changed.
    Operation,
    /// An instance is launched.
    Launch,
}

impl Mark {
    /// Every mark, the most important first.
    pub const ALL: [Self; 8] = [
        Self::Lost,
        Self::Refusing,
        Self::Stop,
        Self::FailedCheck,
        Self::ScaleOut,
        Self::ScaleIn,
        Self::Operation,
        Self::Launch,
    ];

    /// The mark of an event, if it has one.
    pub fn of(kind: EventKind) -> Option<Self> {
        Some(match kind {
            EventKind::Stop => Self::Stop,
            EventKind::InstanceUnhealthy
            | EventKind::InstanceCrashed
            | EventKind::InstanceStartFailed
            | EventKind::InstanceNotPlaced => Self::Lost,
            EventKind::RejectingStarted => Self::Refusing,
            EventKind::HealthFailed => Self::FailedCheck,
            EventKind::ScaleOut => Self::ScaleOut,
            EventKind::ScaleIn => Self::ScaleIn,
            EventKind::OperationStarted
            | EventKind::OperationEnded
            | EventKind::OperationRejected
            | EventKind::OperationStuck
            | EventKind::TrafficShifted
            | EventKind::SettingChanged
            | EventKind::ServiceStatus => Self::Operation,
            EventKind::InstanceProvisioning => Self::Launch,
            EventKind::InstanceBooting
            | EventKind::InstanceChecking
            | EventKind::InstanceReady
            | EventKind::InstanceActive
            | EventKind::InstanceIdle
            | EventKind::InstanceDraining
            | EventKind::InstanceStopping
            | EventKind::InstanceGone
            | EventKind::HealthPassed
            | EventKind::RejectingEnded => return None,
        })
    }

    /// Its sign, one cell wide.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Stop => "¶",
            Self::Lost => "✖",
            Self::Refusing => "!",
            Self::FailedCheck => "×",
            Self::ScaleOut => "▲",
            Self::ScaleIn => "▼",
            Self::Operation => "◆",
            Self::Launch => "+",
        }
    }

    /// What the legend says.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Stop => "an instructor stop",
            Self::Lost => "an instance became unhealthy, crashed or failed to start",
            Self::Refusing => "requests begin to be rejected",
            Self::FailedCheck => "a health check failed",
            Self::ScaleOut => "scale-out",
            Self::ScaleIn => "scale-in",
            Self::Operation => "an operation, a status or a setting",
            Self::Launch => "an instance is launched",
        }
    }
}
