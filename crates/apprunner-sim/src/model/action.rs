//! What happens to a service at a moment of a scenario: somebody's call to the
//! API, or something that goes wrong.

use spanned_toml::setting::Setting;

use super::application::ApplicationPatch;
use super::service::ServicePatch;
use super::time::{SimDuration, SimTime};

/// An action and its moment.
#[derive(Clone, Debug, PartialEq)]
pub struct ScheduledAction {
    /// When.
    pub at: SimTime,
    /// What.
    pub action: Action,
}

/// Something that happens to a service.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The processes of the ready instances with the lowest ids exit.
    Crash {
        /// How many instances.
        instances: u32,
    },
    /// The ready instances with the lowest ids accept connections and never answer.
    Hang {
        /// How many instances.
        instances: u32,
    },
    /// The application, or a setting that needs no deployment here, changes at once.
    Set(Patch),
    /// `StartDeployment` with a new version of the application.
    Deploy(Version),
    /// A new image or commit; deploys when automatic deployment is on.
    Push(Version),
    /// `UpdateService`.
    Update(Patch),
    /// An operation makes no progress for this long; it stays in progress.
    Stuck(SimDuration),
    /// `PauseService`.
    Pause,
    /// `ResumeService`.
    Resume,
}

impl Action {
    /// What it changes in the service and its application, if anything.
    pub fn patch(&self) -> Option<&Patch> {
        match self {
            Self::Set(patch) | Self::Update(patch) => Some(patch),
            Self::Deploy(version) | Self::Push(version) => Some(&version.patch),
            Self::Crash { .. }
            | Self::Hang { .. }
            | Self::Stuck(_)
            | Self::Pause
            | Self::Resume => None,
        }
    }

    /// The same, to be adapted.
    pub(crate) fn patch_mut(&mut self) -> Option<&mut Patch> {
        match self {
            Self::Set(patch) | Self::Update(patch) => Some(patch),
            Self::Deploy(version) | Self::Push(version) => Some(&mut version.patch),
            Self::Crash { .. }
            | Self::Hang { .. }
            | Self::Stuck(_)
            | Self::Pause
            | Self::Resume => None,
        }
    }
}

/// A new version of the application.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// Its name, as the event log shows it.
    pub name: String,
    /// What it changes.
    pub patch: Patch,
}

/// Changes to the service and its application together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patch {
    /// What changes at the service.
    pub service: ServicePatch,
    /// What changes in the application.
    pub app: ApplicationPatch,
    /// The same changes as the file wrote them, for the event log.
    pub settings: Vec<Setting>,
}
