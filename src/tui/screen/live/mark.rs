//! The marks of the timeline: which events are worth a sign, and which sign.

use crate::sim::event::EventKind;
use crate::tui::theme::Role;

/// A mark; where several fall into one cell, the first of these is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tui) enum Mark {
    /// The instructor's stop.
    Beat,
    /// An instance became unhealthy, crashed or failed to start.
    Lost,
    /// The edge begins to refuse.
    Refusing,
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
    pub(in crate::tui) const ALL: [Self; 8] = [
        Self::Beat,
        Self::Lost,
        Self::Refusing,
        Self::FailedCheck,
        Self::ScaleOut,
        Self::ScaleIn,
        Self::Operation,
        Self::Launch,
    ];

    /// The mark of an event, if it has one.
    pub(in crate::tui) fn of(kind: EventKind) -> Option<Self> {
        Some(match kind {
            EventKind::Beat => Self::Beat,
            EventKind::InstanceUnhealthy
            | EventKind::InstanceCrashed
            | EventKind::InstanceStartFailed => Self::Lost,
            EventKind::RefusingStarted => Self::Refusing,
            EventKind::HealthFailed => Self::FailedCheck,
            EventKind::ScaleOut => Self::ScaleOut,
            EventKind::ScaleIn => Self::ScaleIn,
            EventKind::OperationStarted
            | EventKind::OperationEnded
            | EventKind::OperationRefused
            | EventKind::SettingChanged
            | EventKind::ServiceStatus => Self::Operation,
            EventKind::InstanceProvisioning => Self::Launch,
            EventKind::InstanceBooting
            | EventKind::InstanceChecking
            | EventKind::InstanceReady
            | EventKind::InstanceActive
            | EventKind::InstanceIdle
            | EventKind::InstanceDraining
            | EventKind::InstanceGone
            | EventKind::HealthPassed
            | EventKind::RefusingEnded => return None,
        })
    }

    /// Its sign, one cell wide.
    pub(in crate::tui) const fn sign(self) -> &'static str {
        match self {
            Self::Beat => "●",
            Self::Lost => "✖",
            Self::Refusing => "!",
            Self::FailedCheck => "×",
            Self::ScaleOut => "▲",
            Self::ScaleIn => "▼",
            Self::Operation => "◆",
            Self::Launch => "◇",
        }
    }

    /// How it looks.
    pub(in crate::tui) const fn role(self) -> Role {
        match self {
            Self::Beat => Role::Accent,
            Self::Lost | Self::Refusing => Role::Bad,
            Self::FailedCheck | Self::Launch => Role::Warn,
            Self::ScaleOut | Self::ScaleIn => Role::Good,
            Self::Operation => Role::Strong,
        }
    }

    /// What the legend says.
    pub(in crate::tui) const fn meaning(self) -> &'static str {
        match self {
            Self::Beat => "a stop of the instructor's",
            Self::Lost => "an instance became unhealthy, crashed or failed to start",
            Self::Refusing => "the edge begins to refuse requests",
            Self::FailedCheck => "a health check failed",
            Self::ScaleOut => "scale-out",
            Self::ScaleIn => "scale-in",
            Self::Operation => "an operation, a status or a setting",
            Self::Launch => "an instance is launched: a cold start begins",
        }
    }
}
