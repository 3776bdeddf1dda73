//! Versions of the service, which of them serves, and the operation in progress:
//! create, deploy, update, pause or resume, one at a time.

use super::operation::{OperationKind, OperationStatus, ServiceStatus};
use super::queue::Stamp;
use super::version::Version;
use super::view::OperationView;
use crate::model::action::Patch;
use crate::model::service::AutoScaling;
use crate::model::time::SimTime;
use crate::model::traffic::Stream;

/// Versions, status and operations of a service.
#[derive(Clone, Debug)]
pub(super) struct Deployer {
    versions: Vec<Version>,
    /// The serial number given last.
    last_serial: u32,
    /// The version that serves.
    current: usize,
    /// The auto scaling configuration in force.
    scaling: AutoScaling,
    status: ServiceStatus,
    operation: Option<Operation>,
    /// What the operation in progress does next, and the event that begins it.
    waiting: Option<(Next, Stamp)>,
    /// Until when no operation makes progress.
    stuck_until: SimTime,
    records: Vec<OperationView>,
}

/// The operation in progress.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operation {
    pub(super) kind: OperationKind,
    pub(super) step: Step,
}

/// What the operation in progress waits for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// The first instances must become ready.
    Starting { version: usize },
    /// Instances of other versions are replaced one at a time.
    Rolling { version: usize, from: usize, direction: Direction },
    /// A second set of this version must become healthy.
    SecondSet { version: usize },
    /// A second set of this version starts and takes over in stages (express).
    Canary { version: usize, stage: CanaryStage },
    /// Everything must have drained.
    Pausing,
}

/// How much of the traffic a canary deployment has moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CanaryStage {
    /// None: its tasks start.
    ScaleUp,
    /// A share.
    Bake,
    /// All; the old tasks are still there.
    AllTraffic,
}

/// What an operation does when a phase with a length of its own has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Start the first instances.
    StartFirst,
    /// Start new instances beside those that serve.
    StartNew,
    /// Move a share of the traffic to the new tasks (express).
    CanaryShift,
    /// Move all of it (express).
    FullShift,
    /// Succeed, where every new instance is still healthy.
    Complete,
    /// Fail and leave nothing.
    Fail,
    /// Fail; the old set keeps serving.
    RollBack,
}

/// Whether a rolling deployment goes to the new version or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
    Back,
}

impl Deployer {
    /// A service that is RUNNING with `version`.
    pub(super) fn new(version: Version) -> Self {
        let version = Version { serial: 1, ..version };
        Self {
            current: 0,
            scaling: version.service.auto_scaling,
            versions: vec![version],
            last_serial: 1,
            status: ServiceStatus::Running,
            operation: None,
            waiting: None,
            stuck_until: SimTime::ZERO,
            records: Vec::new(),
        }
    }

    /// The version number `index`.
    pub(super) fn version(&self, index: usize) -> &Version {
        &self.versions[index]
    }

    /// The number of the version that serves.
    pub(super) fn current(&self) -> usize {
        self.current
    }

    /// The version that serves.
    pub(super) fn serving(&self) -> &Version {
        &self.versions[self.current]
    }

    /// The auto scaling configuration in force.
    pub(super) fn scaling(&self) -> AutoScaling {
        self.scaling
    }

    /// The status of the service.
    pub(super) fn status(&self) -> ServiceStatus {
        self.status
    }

    /// Every operation so far.
    pub(super) fn records(&self) -> &[OperationView] {
        &self.records
    }

    /// What the operation in progress waits for.
    pub(super) fn step(&self) -> Option<Step> {
        self.operation.map(|operation| operation.step)
    }

    /// The operation in progress.
    pub(super) fn operation(&self) -> Option<Operation> {
        self.operation
    }

    /// Whether an operation is in progress, which holds scale-in back.
    pub(super) fn is_busy(&self) -> bool {
        self.operation.is_some()
    }

    /// The operation in progress does `next` at the event `stamp`.
    pub(super) fn wait(&mut self, next: Next, stamp: Stamp) {
        self.waiting = Some((next, stamp));
    }

    /// What the operation in progress does at the event `stamp`.
    pub(super) fn take_next(&mut self, stamp: Stamp) -> Option<Next> {
        self.waiting.take_if(|(_, other)| *other == stamp).map(|(next, _)| next)
    }

    /// Whether the operation in progress waits for a phase to pass.
    pub(super) fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// No operation makes progress before `until`.
    pub(super) fn hold(&mut self, until: SimTime) {
        self.stuck_until = self.stuck_until.max(until);
    }

    /// When an operation makes progress that is due at `at`.
    pub(super) fn not_held(&self, at: SimTime) -> SimTime {
        at.max(self.stuck_until)
    }

    /// The operation in progress rolls back.
    pub(super) fn roll_back(&mut self) {
        if let Some(record) = self.records.last_mut() {
            record.status = OperationStatus::RollbackInProgress;
        }
    }

    /// Whether the service responds to every request with 503: it is paused, being
    /// paused or resumed, has no instance yet, or its creation has failed.
    pub(super) fn rejects_all(&self) -> bool {
        // Asked at every arrival, and nearly always answered by the first condition.
        self.status != ServiceStatus::Running
            && (matches!(self.status, ServiceStatus::Paused | ServiceStatus::CreateFailed)
                || matches!(self.waiting, Some((Next::StartFirst | Next::Fail, _)))
                || self.operation.is_some_and(|operation| {
                    use OperationKind::{PauseService, ResumeService};
                    matches!(operation.kind, PauseService | ResumeService)
                }))
    }

    /// Whether the service is not there for its clients, so that what they ask is no
    /// demand: it responds to every request with 503, or it is being created.
    pub(super) fn is_closed(&self) -> bool {
        self.rejects_all() || matches!(self.step(), Some(Step::Starting { .. }))
    }

    /// The version of a second set that waits for the switch.
    pub(super) fn second_set(&self) -> Option<usize> {
        match self.step()? {
            Step::SecondSet { version } | Step::Canary { version, stage: CanaryStage::ScaleUp } => {
                Some(version)
            }
            _ => None,
        }
    }

    /// Whether the second set still grows with demand: its instances have started and
    /// it has not failed.
    pub(super) fn second_set_grows(&self) -> bool {
        !matches!(self.waiting, Some((Next::StartNew | Next::RollBack, _)))
    }

    /// The version that scale-out starts: during a rolling deployment the new one.
    pub(super) fn scale_out_version(&self) -> usize {
        match self.step() {
            Some(Step::Rolling { version, .. } | Step::Starting { version }) => version,
            _ => self.current,
        }
    }

    /// The version that takes the place of a failed instance of `version`.
    pub(super) fn replacement_version(&self, version: usize) -> usize {
        match self.step() {
            Some(Step::Canary { version: new, .. }) if new == version => version,
            _ if self.second_set() == Some(version) => version,
            _ => self.scale_out_version(),
        }
    }

    /// Adds a version and gives its number.
    pub(super) fn add(&mut self, version: Version) -> usize {
        self.last_serial += 1;
        self.versions.push(Version { serial: self.last_serial, ..version });
        self.versions.len() - 1
    }

    /// Makes `version` the one that serves, with its auto scaling configuration.
    pub(super) fn adopt(&mut self, version: usize) {
        self.current = version;
        self.scaling = self.versions[version].service.auto_scaling;
    }

    /// Puts `patch` into every version and into the configuration in force.
    pub(super) fn patch(&mut self, patch: &Patch, traffic: &[Stream]) {
        for version in &mut self.versions {
            let name = version.name.clone();
            self.last_serial += 1;
            let serial = self.last_serial;
            *version = Version { serial, ..version.patched(&name, patch, traffic) };
        }
        let mut service = self.serving().service.clone();
        service.auto_scaling = self.scaling;
        patch.service.apply(&mut service);
        self.scaling = service.auto_scaling;
    }

    /// Begins an operation; the service is then `OPERATION_IN_PROGRESS`.
    pub(super) fn begin(&mut self, kind: OperationKind, step: Step, now: SimTime) {
        self.operation = Some(Operation { kind, step });
        let status = OperationStatus::InProgress;
        self.records.push(OperationView { kind, status, started: now, ended: None });
        self.status = ServiceStatus::OperationInProgress;
    }

    /// The operation in progress waits for `step` from now on.
    pub(super) fn go_on(&mut self, step: Step) {
        if let Some(operation) = &mut self.operation {
            operation.step = step;
        }
    }

    /// Ends the operation in progress with `status`, which leaves the service in
    /// `service`. Gives the type of the operation.
    pub(super) fn end(
        &mut self,
        status: OperationStatus,
        service: ServiceStatus,
        now: SimTime,
    ) -> Option<OperationKind> {
        let operation = self.operation.take()?;
        self.waiting = None;
        if let Some(record) = self.records.last_mut() {
            record.status = status;
            record.ended = Some(now);
        }
        self.status = service;
        Some(operation.kind)
    }
}
