//! Operations on a service and their statuses, in the API's own words.

use std::fmt;

use crate::model::rules::ServiceApi;

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
    /// It is there, whatever is deployed to it (express).
    Active,
}

impl ServiceStatus {
    /// The API's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Paused => "PAUSED",
            Self::OperationInProgress => "OPERATION_IN_PROGRESS",
            Self::CreateFailed => "CREATE_FAILED",
            Self::Active => "ACTIVE",
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
    /// `CreateExpressGatewayService`.
    CreateExpressGatewayService,
    /// `UpdateExpressGatewayService`, of the image, of other settings or of both.
    UpdateExpressGatewayService,
}

impl OperationKind {
    /// The API's name: App Runner's type of operation, or the call of Amazon ECS.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CreateService => "CREATE_SERVICE",
            Self::StartDeployment => "START_DEPLOYMENT",
            Self::UpdateService => "UPDATE_SERVICE",
            Self::PauseService => "PAUSE_SERVICE",
            Self::ResumeService => "RESUME_SERVICE",
            Self::CreateExpressGatewayService => "CreateExpressGatewayService",
            Self::UpdateExpressGatewayService => "UpdateExpressGatewayService",
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
    /// It is done (express).
    Successful,
    /// It failed and the last good version serves again (express).
    RollbackSuccessful,
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
            Self::Successful => "SUCCESSFUL",
            Self::RollbackSuccessful => "ROLLBACK_SUCCESSFUL",
        }
    }
}

/// What the operations and statuses of a service are called.
impl ServiceApi {
    /// The creation of a service.
    pub(super) const fn create(self) -> OperationKind {
        match self {
            Self::AppRunner => OperationKind::CreateService,
            Self::Ecs => OperationKind::CreateExpressGatewayService,
        }
    }

    /// The deployment of a version.
    pub(super) const fn deploy(self) -> OperationKind {
        match self {
            Self::AppRunner => OperationKind::StartDeployment,
            Self::Ecs => OperationKind::UpdateExpressGatewayService,
        }
    }

    /// The update of settings.
    pub(super) const fn update(self) -> OperationKind {
        match self {
            Self::AppRunner => OperationKind::UpdateService,
            Self::Ecs => OperationKind::UpdateExpressGatewayService,
        }
    }

    /// An operation that is done.
    pub(super) const fn succeeded(self) -> OperationStatus {
        match self {
            Self::AppRunner => OperationStatus::Succeeded,
            Self::Ecs => OperationStatus::Successful,
        }
    }

    /// The status of a service that is in `status`: a service of Amazon ECS stays active
    /// while something is deployed to it.
    pub(super) const fn status(self, status: ServiceStatus) -> ServiceStatus {
        match (self, status) {
            (Self::Ecs, ServiceStatus::Running | ServiceStatus::OperationInProgress) => {
                ServiceStatus::Active
            }
            (Self::AppRunner | Self::Ecs, status) => status,
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
