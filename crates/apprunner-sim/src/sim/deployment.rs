//! Operations on the service: create, deploy, update, pause and resume, one at a
//! time.
//!
//! `chapter` deploys rolling, one instance at a time; `aws` starts a second full
//! set beside the first and moves the traffic when all of it is healthy. Either
//! way nothing serves before it is healthy, and a version that is not healthy in
//! `start_limit` fails the operation.

use std::sync::Arc;

use super::engine::World;
use super::event::{EventKind, InstanceId};
use super::instance::{Drain, Instance, Launch, Phase};
use super::operation::{OperationKind, OperationStatus, ServiceStatus};
use super::why::Why;
use crate::model::action::{Patch, Version as Release};
use crate::model::rules::{DeploymentStyle, ScalingUpdate};
use crate::model::time::SimTime;

/// The operation in progress.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    kind: OperationKind,
    stage: Stage,
}

/// What the operation in progress waits for.
#[derive(Clone, Debug)]
enum Stage {
    /// The first instances must become ready.
    Starting { version: usize },
    /// Instances of other versions are replaced one at a time.
    Rolling { version: usize, from: usize, direction: Direction },
    /// A second set of this version must become healthy.
    SecondSet { version: usize },
    /// Everything must have drained.
    Pausing,
}

/// Whether a rolling deployment goes to the new version or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Forward,
    Back,
}

/// An operation for the record.
#[derive(Clone, Copy, Debug)]
pub(super) struct OperationRecord {
    pub(super) kind: OperationKind,
    pub(super) status: OperationStatus,
    pub(super) started: SimTime,
    pub(super) ended: Option<SimTime>,
}

impl World {
    /// `CreateService` at time 0.
    pub(super) fn begin_create(&mut self) {
        self.begin_starting(OperationKind::CreateService, self.current);
    }

    fn begin_starting(&mut self, kind: OperationKind, version: usize) {
        self.begin(kind, Stage::Starting { version }, &Why::Rule("the first instances start"));
        for _ in 0..self.scaling.min_size.max(1) {
            self.launch(Launch::Operation, version, Why::Rule(kind.name()));
        }
        self.fleet_changed();
    }

    /// Whether the service answers every request with 503: it is paused, being
    /// paused or resumed, or its creation has failed.
    pub(super) fn refuses_all(&self) -> bool {
        matches!(self.status, ServiceStatus::Paused | ServiceStatus::CreateFailed)
            || self.operation.as_ref().is_some_and(|operation| {
                matches!(operation.kind, OperationKind::PauseService | OperationKind::ResumeService)
            })
    }

    /// Whether an operation is in progress, which holds scale-in back.
    pub(super) fn busy(&self) -> bool {
        self.operation.is_some()
    }

    /// The version of a second set that waits for the switch.
    pub(super) fn second_set_version(&self) -> Option<usize> {
        match self.operation.as_ref()?.stage {
            Stage::SecondSet { version } => Some(version),
            _ => None,
        }
    }

    /// The version that scale-out starts: during a rolling deployment the new one.
    pub(super) fn scale_out_version(&self) -> usize {
        match self.operation.as_ref().map(|operation| &operation.stage) {
            Some(Stage::Rolling { version, .. } | Stage::Starting { version }) => *version,
            _ => self.current,
        }
    }

    /// The version that takes the place of a failed instance of `version`.
    pub(super) fn replacement_version(&self, version: usize) -> usize {
        if self.second_set_version() == Some(version) { version } else { self.scale_out_version() }
    }

    /// `StartDeployment` of `release`.
    pub(super) fn deploy(&mut self, release: &Release, kind: OperationKind) {
        if self.refused(kind, &format!(" of {}", release.name), ServiceStatus::Running) {
            return;
        }
        let scenario = Arc::clone(&self.scenario);
        let next =
            self.versions[self.current].patched(&release.name, &release.patch, &scenario.traffic);
        self.versions.push(next);
        self.replace_fleet(kind, self.versions.len() - 1);
    }

    /// `UpdateService` with `patch`.
    pub(super) fn update(&mut self, patch: &Patch) {
        let kind = OperationKind::UpdateService;
        let rebuild = self.status == ServiceStatus::CreateFailed;
        if !rebuild && self.refused(kind, "", ServiceStatus::Running) {
            return;
        }
        let scenario = Arc::clone(&self.scenario);
        let current = &self.versions[self.current];
        let next = current.patched(&current.name, patch, &scenario.traffic);
        self.versions.push(next);
        let version = self.versions.len() - 1;
        self.tell_settings(patch);
        if rebuild {
            self.adopt(version);
            self.begin_starting(kind, version);
        } else if !patch.service.touches_more_than_scaling()
            && self.rules.behaviour.scaling_update.value == ScalingUpdate::AtOnce
        {
            let why = "the auto scaling configuration holds at once";
            self.begin(kind, Stage::Starting { version }, &Why::Rule(why));
            for instance in &mut self.instances {
                instance.version = version;
            }
            self.adopt(version);
            self.end(OperationStatus::Succeeded, ServiceStatus::Running, &Why::Rule(why));
            self.keep_within_size();
        } else {
            self.replace_fleet(kind, version);
        }
    }

    /// Makes `version` the one that serves, with its auto scaling configuration.
    fn adopt(&mut self, version: usize) {
        self.current = version;
        self.scaling = self.versions[version].service.auto_scaling;
    }

    fn replace_fleet(&mut self, kind: OperationKind, version: usize) {
        let from = self.current;
        match self.rules.behaviour.deployment.value {
            DeploymentStyle::Rolling => {
                let stage = Stage::Rolling { version, from, direction: Direction::Forward };
                let why = "rolling: a new instance must be healthy before an old one drains";
                self.begin(kind, stage, &Why::Rule(why));
                self.roll();
            }
            DeploymentStyle::SecondSet => {
                let size = self.count(|one| one.is_counted() && !one.is_starting()).max(1);
                let why = format!("a second set of {size} starts beside the first");
                self.begin(kind, Stage::SecondSet { version }, &Why::Text(why));
                self.keep_second_set_equal();
            }
        }
    }

    /// Starts the next new instance of a rolling deployment, or ends it.
    fn roll(&mut self) {
        let Some(Operation { stage: Stage::Rolling { version, direction, .. }, .. }) =
            self.operation
        else {
            return;
        };
        let old = self.count(|one| one.is_counted() && one.version != version);
        let ready = self.count(|one| one.is_ready() && one.version == version);
        let starting = self.count(|one| one.is_starting() && one.version == version);
        if old == 0 && ready > 0 {
            self.adopt(version);
            let (status, why) = match direction {
                Direction::Forward => (OperationStatus::Succeeded, "every instance is replaced"),
                Direction::Back => (OperationStatus::Failed, "the old version serves again"),
            };
            self.end(status, ServiceStatus::Running, &Why::Rule(why));
            self.keep_within_size();
        } else if starting == 0 {
            let why = format!("starts version {}", self.versions[version].name);
            self.launch(Launch::Operation, version, Why::Text(why));
            self.fleet_changed();
        }
    }

    /// Grows the second set to the size of the first (aws).
    pub(super) fn keep_second_set_equal(&mut self) {
        let Some(version) = self.second_set_version() else { return };
        let first = self.count(|one| one.is_counted() && one.version != version);
        let second = self.count(|one| one.is_counted() && one.version == version);
        let wanted = first.max(self.wanted()).max(1);
        for _ in second..wanted {
            let why = format!("second set with version {}", self.versions[version].name);
            self.launch(Launch::Operation, version, Why::Text(why));
        }
        self.fleet_changed();
    }

    /// An instance has become ready: the operation may go on.
    pub(super) fn operation_saw_ready(&mut self, id: InstanceId) {
        let Some(operation) = &self.operation else { return };
        match operation.stage {
            Stage::Starting { version } => {
                if self.count(|one| one.is_starting() && one.version == version) == 0 {
                    let why = Why::Rule("every instance is healthy");
                    self.end(OperationStatus::Succeeded, ServiceStatus::Running, &why);
                }
            }
            Stage::Rolling { version, .. } => {
                let new = |one: &Instance| one.id == id && one.version == version;
                if self.instances.iter().any(new) {
                    let oldest = self
                        .instances
                        .iter()
                        .find(|one| one.is_counted() && one.version != version)
                        .map(|one| one.id);
                    if let Some(old) = oldest {
                        let why = Why::Text(format!("instance {id} takes its place"));
                        self.drain(old, Drain::Replaced, why);
                        self.fleet_changed();
                    }
                }
                self.roll();
            }
            Stage::SecondSet { version } => {
                if self.count(|one| one.is_starting() && one.version == version) == 0 {
                    self.switch(version);
                }
            }
            Stage::Pausing => {}
        }
    }

    /// Traffic moves to the second set; the first drains (aws).
    fn switch(&mut self, version: usize) {
        let active = self.count(|one| one.phase == Phase::Ready && one.version != version);
        let old: Vec<InstanceId> = self
            .instances
            .iter()
            .filter(|one| one.is_counted() && one.version != version)
            .map(|one| one.id)
            .collect();
        self.adopt(version);
        let mut to_activate = active.min(self.scaling.max_size);
        for position in 0..self.instances.len() {
            if self.instances[position].phase != Phase::Standby {
                continue;
            }
            let id = self.instances[position].id;
            if to_activate > 0 || !self.throttles() {
                to_activate = to_activate.saturating_sub(1);
                self.enter(position, Phase::Ready);
                self.tell(EventKind::InstanceActive, Some(id), Why::Rule("traffic moves to it"));
            } else {
                self.enter(position, Phase::Idle);
                let why = Why::Rule("it joins as a provisioned instance");
                self.tell(EventKind::InstanceIdle, Some(id), why);
            }
        }
        for id in old {
            self.drain(id, Drain::Replaced, Why::Rule("traffic has moved to the second set"));
        }
        let why = Why::Rule("the second set is healthy and traffic has moved");
        self.end(OperationStatus::Succeeded, ServiceStatus::Running, &why);
        self.fleet_changed();
        self.dispatch();
    }

    /// An instance of `version` has failed to start. True when that ended an
    /// operation, so that nothing is tried again.
    pub(super) fn operation_saw_start_failure(&mut self, failed: usize) -> bool {
        let Some(operation) = self.operation.clone() else { return false };
        let kind = operation.kind;
        match operation.stage {
            Stage::Starting { version } if version == failed => {
                self.fail_starting(kind);
                true
            }
            Stage::Rolling { version, from, direction: Direction::Forward }
                if version == failed =>
            {
                self.roll_back(version, from);
                true
            }
            Stage::SecondSet { version } if version == failed => {
                self.end_set(version);
                let why = Why::Text(format!(
                    "version {} was not healthy in time; the old set still serves",
                    self.versions[version].name
                ));
                self.end(OperationStatus::RollbackSucceeded, ServiceStatus::Running, &why);
                true
            }
            _ => false,
        }
    }

    fn fail_starting(&mut self, kind: OperationKind) {
        let ids: Vec<InstanceId> = self.instances.iter().map(|one| one.id).collect();
        for id in ids {
            self.remove(id);
            self.tell(EventKind::InstanceGone, Some(id), Why::Rule("the operation failed"));
        }
        let status = if kind == OperationKind::ResumeService {
            ServiceStatus::Paused
        } else {
            ServiceStatus::CreateFailed
        };
        let why = Why::Rule("an instance was not healthy within the start limit");
        self.end(OperationStatus::Failed, status, &why);
        self.give_up_waiting();
    }

    fn roll_back(&mut self, version: usize, from: usize) {
        for id in self.starting_of(version) {
            self.remove(id);
            self.tell(EventKind::InstanceGone, Some(id), Why::Rule("its version failed"));
        }
        if self.count(|one| one.is_counted() && one.version == version) == 0 {
            let why = Why::Text(format!(
                "version {} was not healthy in time; the old version still serves",
                self.versions[version].name
            ));
            self.end(OperationStatus::Failed, ServiceStatus::Running, &why);
            self.keep_within_size();
            return;
        }
        if let Some(operation) = &mut self.operation {
            operation.stage =
                Stage::Rolling { version: from, from: version, direction: Direction::Back };
        }
        self.roll();
    }

    fn starting_of(&self, version: usize) -> Vec<InstanceId> {
        let starting =
            self.instances.iter().filter(|one| one.is_starting() && one.version == version);
        starting.map(|one| one.id).collect()
    }

    fn end_set(&mut self, version: usize) {
        let set: Vec<InstanceId> =
            self.instances.iter().filter(|one| one.version == version).map(|one| one.id).collect();
        for id in set {
            self.remove(id);
            self.tell(EventKind::InstanceGone, Some(id), Why::Rule("its version failed"));
        }
    }

    /// `PauseService`.
    pub(super) fn pause(&mut self) {
        let kind = OperationKind::PauseService;
        if self.refused(kind, "", ServiceStatus::Running) {
            return;
        }
        self.begin(kind, Stage::Pausing, &Why::Rule("every request is answered 503 from now on"));
        self.give_up_waiting();
        let all: Vec<InstanceId> = self.instances.iter().map(|one| one.id).collect();
        for id in all {
            self.drain(id, Drain::Replaced, Why::Rule("the service is being paused"));
        }
        self.fleet_changed();
        self.operation_saw_gone();
    }

    /// `ResumeService`.
    pub(super) fn resume(&mut self) {
        let kind = OperationKind::ResumeService;
        if !self.refused(kind, "", ServiceStatus::Paused) {
            self.begin_starting(kind, self.current);
        }
    }

    /// An instance is gone: a pause may be complete.
    pub(super) fn operation_saw_gone(&mut self) {
        let pausing =
            self.operation.as_ref().is_some_and(|one| matches!(one.stage, Stage::Pausing));
        if pausing && self.instances.is_empty() {
            let why = Why::Rule("no instance is left; compute costs nothing");
            self.end(OperationStatus::Succeeded, ServiceStatus::Paused, &why);
            self.fleet_changed();
        }
    }

    /// Refuses an operation that another or the service's status forbids.
    fn refused(&mut self, kind: OperationKind, what: &str, needs: ServiceStatus) -> bool {
        if self.status == needs {
            return false;
        }
        // The API lists no InvalidStateException for StartDeployment; users report the other.
        let error = match kind {
            OperationKind::StartDeployment => "InvalidRequestException",
            _ => "InvalidStateException",
        };
        let why = format!(
            "{error}: {kind}{what} needs a service that is {needs}, this one is {}",
            self.status
        );
        self.tell(EventKind::OperationRefused, None, Why::Text(why));
        true
    }

    fn begin(&mut self, kind: OperationKind, stage: Stage, why: &Why) {
        self.operation = Some(Operation { kind, stage });
        self.operations.push(OperationRecord {
            kind,
            status: OperationStatus::InProgress,
            started: self.now,
            ended: None,
        });
        let text = Why::Text(format!("{kind}: {why}"));
        self.tell(EventKind::OperationStarted, None, text);
        self.become_status(ServiceStatus::OperationInProgress, kind.name());
    }

    fn end(&mut self, status: OperationStatus, service: ServiceStatus, why: &Why) {
        let Some(operation) = self.operation.take() else { return };
        if let Some(record) = self.operations.last_mut() {
            record.status = status;
            record.ended = Some(self.now);
        }
        let text = Why::Text(format!("{} {status}: {why}", operation.kind));
        self.tell(EventKind::OperationEnded, None, text);
        self.become_status(service, operation.kind.name());
        self.fleet_changed();
    }

    fn become_status(&mut self, status: ServiceStatus, cause: &'static str) {
        self.status = status;
        self.tell(EventKind::ServiceStatus, None, Why::Text(format!("{status}, by {cause}")));
    }
}
