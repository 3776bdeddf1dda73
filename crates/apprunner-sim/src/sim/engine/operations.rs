//! Operations on the service, one at a time.
//!
//! `chapter` deploys rolling, one instance at a time; `aws` starts a second full
//! set beside the first and moves the traffic when all of it is healthy. Either
//! way nothing serves before it is healthy, and a version that is not healthy in
//! `start_limit` fails the operation.

use super::Engine;
use crate::model::action::{Patch, Version as Release};
use crate::model::rules::{DeploymentStyle, Pausing, ScalingUpdate, ServiceApi};
use crate::model::time::SimDuration;
use crate::sim::deployer::{CanaryStage, Direction, Next, Operation, Step};
use crate::sim::event::EventKind;
use crate::sim::id::InstanceId;
use crate::sim::instance::{Drain, Instance, Launch, Phase};
use crate::sim::operation::{OperationKind, OperationStatus, ServiceStatus};
use crate::sim::reason::{OperationOutcome, Plan, Reason, Rule};

impl Engine {
    /// Whose names operations and statuses have.
    pub(super) fn api(&self) -> ServiceApi {
        self.rules.behaviour.api.value
    }

    /// The status of the service, as its API names it.
    pub(super) fn status(&self) -> ServiceStatus {
        self.api().status(self.deployer.status())
    }

    /// The service is created at time 0.
    pub(super) fn begin_create(&mut self) {
        self.begin_starting(self.api().create(), self.deployer.current());
    }

    fn begin_starting(&mut self, kind: OperationKind, version: usize) {
        self.begin(kind, Step::Starting { version }, Plan::FirstInstances);
        let prepare = match kind {
            OperationKind::ResumeService => self.scenario.assume.resume_prepare,
            _ => self.scenario.assume.create_prepare,
        };
        self.after_phase(prepare, Next::StartFirst);
    }

    /// The first instances of `version` start.
    pub(super) fn start_first(&mut self, kind: OperationKind, version: usize) {
        for _ in 0..self.deployer.scaling().min_size.max(1) {
            self.launch(Launch::Operation, version, Reason::FirstInstances(kind));
        }
        self.fleet_changed();
    }

    /// Deploys `release`.
    pub(super) fn deploy(&mut self, release: &Release) {
        let kind = self.api().deploy();
        if self.is_allowed(kind, Some(&release.name), ServiceStatus::Running) {
            let version = self.add_version(&release.name, &release.patch);
            self.replace_fleet(kind, version);
        }
    }

    /// Adds the version that serves with `patch` put in, and gives its number.
    fn add_version(&mut self, name: &str, patch: &Patch) -> usize {
        let next = self.deployer.serving().patched(name, patch, &self.scenario.traffic);
        self.deployer.add(next)
    }

    /// Updates the service with `patch`.
    pub(super) fn update(&mut self, patch: &Patch) {
        let kind = self.api().update();
        let rebuild = self.deployer.status() == ServiceStatus::CreateFailed;
        if !rebuild && !self.is_allowed(kind, None, ServiceStatus::Running) {
            return;
        }
        let name = self.deployer.serving().name.clone();
        let version = self.add_version(&name, patch);
        self.log_settings(patch);
        if rebuild {
            self.deployer.adopt(version);
            self.begin_starting(kind, version);
        } else if !patch.service.touches_more_than_scaling()
            && self.rules.behaviour.scaling_update.value == ScalingUpdate::AtOnce
        {
            self.begin(kind, Step::Starting { version }, Plan::AtOnce);
            self.fleet.relabel(version);
            self.deployer.adopt(version);
            self.end(self.api().succeeded(), ServiceStatus::Running, OperationOutcome::AtOnce);
            self.keep_within_size();
        } else {
            self.replace_fleet(kind, version);
        }
    }

    fn replace_fleet(&mut self, kind: OperationKind, version: usize) {
        let from = self.deployer.current();
        match self.rules.behaviour.deployment.value {
            DeploymentStyle::Rolling => {
                let step = Step::Rolling { version, from, direction: Direction::Forward };
                self.begin(kind, step, Plan::Rolling);
            }
            DeploymentStyle::SecondSet => {
                let size = self.second_set_size(version);
                self.begin(kind, Step::SecondSet { version }, Plan::SecondSet(size));
            }
            DeploymentStyle::Canary => {
                let step = Step::Canary { version, stage: CanaryStage::ScaleUp };
                self.begin(kind, step, Plan::Canary(self.canary_size()));
                self.rollout.begin();
            }
        }
        self.after_phase(self.scenario.assume.deploy_prepare, Next::StartNew);
    }

    /// Instances of `version` that are on their way to ready, starts to be retried included.
    pub(super) fn starting_of(&self, version: usize) -> u32 {
        let starting = self.fleet.count(|one| one.is_starting() && one.version == version);
        starting + self.retries.waiting_of(version)
    }

    /// Starts the next new instance of a rolling deployment, or ends it.
    pub(super) fn roll(&mut self) {
        let Some(Step::Rolling { version, .. }) = self.deployer.step() else { return };
        let old = self.fleet.count(|one| one.is_counted() && one.version != version);
        let ready = self.fleet.count(|one| one.is_ready() && one.version == version);
        if self.deployer.is_waiting() {
            return;
        }
        if old == 0 && ready > 0 {
            self.after_phase(SimDuration::ZERO, Next::Complete);
        } else if self.starting_of(version) == 0 {
            let name = self.deployer.version(version).name.clone();
            self.launch(Launch::Operation, version, Reason::NewVersion(name));
            self.fleet_changed();
        }
    }

    /// A rolling deployment to `version` is done.
    pub(super) fn end_rolling(&mut self, version: usize, direction: Direction) {
        self.deployer.adopt(version);
        let (status, outcome) = match direction {
            Direction::Forward => (OperationStatus::Succeeded, OperationOutcome::AllReplaced),
            Direction::Back => (OperationStatus::Failed, OperationOutcome::RolledBack),
        };
        self.end(status, ServiceStatus::Running, outcome);
        self.keep_within_size();
    }

    /// How many instances the autoscaler wants of `version`, by its own settings (aws).
    fn second_set_size(&self, version: usize) -> u32 {
        let scaling = self.deployer.version(version).service.auto_scaling;
        self.scaler.target(self.recent_demand(), scaling).max(1)
    }

    /// Grows the second set to what is wanted (aws).
    pub(super) fn keep_second_set_equal(&mut self) {
        let Some(version) = self.deployer.second_set() else { return };
        if !self.deployer.second_set_grows() {
            return;
        }
        let second = self.fleet.count(|one| one.is_counted() && one.version == version);
        for _ in second..self.second_set_size(version) {
            let name = self.deployer.version(version).name.clone();
            self.launch(Launch::Operation, version, Reason::SecondSet(name));
        }
        self.fleet_changed();
    }

    /// An instance has become ready: the operation may go on.
    pub(super) fn operation_saw_ready(&mut self, id: InstanceId) {
        if self.deployer.is_waiting() {
            return;
        }
        match self.deployer.step() {
            Some(Step::Starting { version }) if self.starting_of(version) == 0 => {
                let resumes = self.deployer.operation().map(|it| it.kind)
                    == Some(OperationKind::ResumeService);
                let route = self.scenario.assume.create_route;
                let route = if resumes { SimDuration::ZERO } else { route };
                self.after_phase(route, Next::Complete);
            }
            Some(Step::Rolling { version, .. }) => {
                if self.fleet.all().iter().any(|one| one.id == id && one.version == version) {
                    self.drain_oldest_but(version, id);
                }
                self.roll();
            }
            Some(Step::SecondSet { version }) if self.starting_of(version) == 0 => {
                self.after_phase(self.scenario.assume.deploy_route, Next::Complete);
            }
            Some(Step::Canary { version, stage }) => self.canary_saw_ready(version, stage),
            _ => {}
        }
    }

    /// The instance `id` of `version` takes the place of the oldest of another version.
    fn drain_oldest_but(&mut self, version: usize, id: InstanceId) {
        let is_old = |one: &&Instance| one.is_counted() && one.version != version;
        let oldest = self.fleet.all().iter().find(is_old).map(|one| one.id);
        if let Some(old) = oldest {
            self.drain(old, Drain::Replaced, Reason::ReplacedBy(id));
            self.fleet_changed();
        }
    }

    /// Traffic moves to the second set; the first drains (aws).
    pub(super) fn switch(&mut self, version: usize) {
        let active = self.fleet.count(|one| one.is_active() && one.version != version);
        let old = self.fleet.ids(|one| one.is_counted() && one.version != version);
        self.deployer.adopt(version);
        self.join_standby(active.min(self.deployer.scaling().max_size));
        for id in old {
            self.drain(id, Drain::Replaced, Reason::Rule(Rule::TrafficMovedAway));
        }
        self.end(OperationStatus::Succeeded, ServiceStatus::Running, OperationOutcome::Switched);
        self.fleet_changed();
        self.dispatch();
    }

    /// The instances on standby join the service, the first `active` of them as active
    /// ones.
    pub(super) fn join_standby(&mut self, mut active: u32) {
        for position in 0..self.fleet.all().len() {
            if self.fleet.at(position).phase == Phase::Standby {
                self.join(position, active > 0 || !self.throttles());
                active = active.saturating_sub(1);
            }
        }
    }

    /// An instance of `version` has failed to start. True when that ended an
    /// operation, so that the start is not retried.
    pub(super) fn operation_saw_start_failure(&mut self, failed: usize) -> bool {
        let Some(Operation { kind, step }) = self.deployer.operation() else { return false };
        match step {
            // ECS goes on trying: there is no version to return to.
            Step::Starting { .. }
                if self.rules.behaviour.deployment.value == DeploymentStyle::Canary =>
            {
                return false;
            }
            Step::Starting { version } if version == failed => self.fail_starting(kind),
            Step::Canary { version, .. } if version == failed => {
                return self.canary_saw_start_failure(version);
            }
            Step::Rolling { version, from, direction: Direction::Forward } if version == failed => {
                self.roll_back(version, from);
            }
            Step::SecondSet { version } if version == failed => {
                let set = self.fleet.ids(|one| one.version == version);
                self.remove_all(set, &Reason::Rule(Rule::VersionFailed));
                self.deployer.roll_back();
                self.after_phase(self.scenario.assume.rollback, Next::RollBack);
            }
            _ => return false,
        }
        true
    }

    fn fail_starting(&mut self, kind: OperationKind) {
        self.remove_all(self.fleet.ids(|_| true), &Reason::Rule(Rule::OperationFailed));
        let cleanup = match kind {
            OperationKind::ResumeService => SimDuration::ZERO,
            _ => self.scenario.assume.create_cleanup,
        };
        self.after_phase(cleanup, Next::Fail);
    }

    /// An operation whose first instances did not start has failed.
    pub(super) fn end_failed(&mut self, kind: OperationKind) {
        let status = if kind == OperationKind::ResumeService {
            ServiceStatus::Paused
        } else {
            ServiceStatus::CreateFailed
        };
        self.end(OperationStatus::Failed, status, OperationOutcome::NotHealthyInTime);
        self.reject_hopeless();
    }

    fn roll_back(&mut self, version: usize, from: usize) {
        let starting = self.fleet.ids(|one| one.is_starting() && one.version == version);
        self.remove_all(starting, &Reason::Rule(Rule::VersionFailed));
        if self.fleet.count(|one| one.is_counted() && one.version == version) == 0 {
            let name = self.deployer.version(version).name.clone();
            let outcome = OperationOutcome::OldVersionServes(name);
            self.end(OperationStatus::Failed, ServiceStatus::Running, outcome);
            self.keep_within_size();
            return;
        }
        let direction = Direction::Back;
        self.deployer.go_on(Step::Rolling { version: from, from: version, direction });
        self.roll();
    }

    /// `PauseService`.
    pub(super) fn pause(&mut self) {
        let kind = OperationKind::PauseService;
        if self.has_no(kind) || !self.is_allowed(kind, None, ServiceStatus::Running) {
            return;
        }
        self.begin(kind, Step::Pausing, Plan::Pausing);
        self.reject_hopeless();
        for id in self.fleet.ids(Instance::is_counted) {
            self.drain(id, Drain::Replaced, Reason::Rule(Rule::Pausing));
        }
        self.fleet_changed();
        self.operation_saw_gone();
    }

    /// `ResumeService`.
    pub(super) fn resume(&mut self) {
        let kind = OperationKind::ResumeService;
        if !self.has_no(kind) && self.is_allowed(kind, None, ServiceStatus::Paused) {
            self.begin_starting(kind, self.deployer.current());
        }
    }

    /// An instance is gone: a pause may be complete.
    pub(super) fn operation_saw_gone(&mut self) {
        if matches!(self.deployer.step(), Some(Step::Pausing))
            && self.fleet.all().is_empty()
            && !self.deployer.is_waiting()
        {
            self.after_phase(SimDuration::ZERO, Next::Complete);
        }
    }

    /// Whether the edition has no such operation as `kind`, a pause or its end; logs it.
    fn has_no(&mut self, kind: OperationKind) -> bool {
        let is_absent = self.rules.behaviour.pausing.value == Pausing::Absent;
        if is_absent {
            self.log(EventKind::OperationRejected, None, Reason::NoSuchOperation(kind));
        }
        is_absent
    }

    /// Whether the service is in the status that an operation needs; logs it if not.
    fn is_allowed(
        &mut self,
        operation: OperationKind,
        version: Option<&String>,
        needs: ServiceStatus,
    ) -> bool {
        let status = self.deployer.status();
        if status != needs {
            let version = version.cloned();
            let status = self.status();
            let reason = Reason::NotAllowed { operation, version, needs, status };
            self.log(EventKind::OperationRejected, None, reason);
        }
        status == needs
    }

    fn begin(&mut self, kind: OperationKind, step: Step, plan: Plan) {
        let before = self.status();
        self.deployer.begin(kind, step, self.calendar.now());
        self.log(EventKind::OperationStarted, None, Reason::Started(kind, plan));
        self.log_status(before, kind);
    }

    pub(super) fn end(
        &mut self,
        status: OperationStatus,
        service: ServiceStatus,
        outcome: OperationOutcome,
    ) {
        let (now, before) = (self.calendar.now(), self.status());
        let Some(kind) = self.deployer.end(status, service, now) else { return };
        self.log(EventKind::OperationEnded, None, Reason::Ended(kind, status, outcome));
        self.log_status(before, kind);
        self.fleet_changed();
    }

    /// Logs the status that an operation has changed from `before`.
    fn log_status(&mut self, before: ServiceStatus, by: OperationKind) {
        let status = self.status();
        if status != before {
            self.log(EventKind::ServiceStatus, None, Reason::StatusBy(status, by));
        }
    }
}
