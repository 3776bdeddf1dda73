//! Operations on a service and their statuses, in the API's own words.

use std::fmt;

/// The status of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceStatus {
    /// It serves.
    Running,
    /// It is paused and returns 503.
    Paused,
    /// An operation is under way.
    OperationInProgress,
    /// Its creation failed.
    CreateFailed,
}

impl ServiceStatus {
    /// The API's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Paused => "PAUSED",
            Self::OperationInProgress => "OPERATION_IN_PROGRESS",
            Self::CreateFailed => "CREATE_FAILED",
        }
    }
}

/// The type of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// `CreateService`.
    CreateService,
    /// `StartDeployment`, or an automatic deployment.
    StartDeployment,
    /// `UpdateService`.
    UpdateService,
    /// `PauseService`.
    PauseService,
    /// `ResumeService`.
    ResumeService,
}

impl OperationKind {
    /// The API's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CreateService => "CREATE_SERVICE",
            Self::StartDeployment => "START_DEPLOYMENT",
            Self::UpdateService => "UPDATE_SERVICE",
            Self::PauseService => "PAUSE_SERVICE",
            Self::ResumeService => "RESUME_SERVICE",
        }
    }
}

/// The status of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationStatus {
    /// Under way.
    InProgress,
    /// It failed; nothing was put back.
    Failed,
    /// It is done.
    Succeeded,
    /// It failed, and the last good version is being put back.
    RollbackInProgress,
    /// It failed and the last good version serves again.
    RollbackSucceeded,
}

impl OperationStatus {
    /// The API's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InProgress => "IN_PROGRESS",
            Self::Failed => "FAILED",
            Self::Succeeded => "SUCCEEDED",
            Self::RollbackInProgress => "ROLLBACK_IN_PROGRESS",
            Self::RollbackSucceeded => "ROLLBACK_SUCCEEDED",
        }
    }
}

impl fmt::Display for ServiceStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for OperationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for OperationStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
