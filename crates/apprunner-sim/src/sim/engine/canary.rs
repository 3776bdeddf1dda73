//! Canary deployments (express): all new tasks start first, then they get a share of the
//! traffic, then all of it, then the old tasks go. An alarm over errors or the circuit
//! breaker sends the traffic back.

use super::Engine;
use crate::sim::deployer::{CanaryStage, Next, Step};
use crate::sim::event::EventKind;
use crate::sim::instance::{Drain, Instance, Launch};
use crate::sim::operation::{OperationStatus, ServiceStatus};
use crate::sim::reason::{OperationOutcome, Reason, Rule};

impl Engine {
    /// Tasks of the new set.
    pub(super) fn canary_size(&self) -> u32 {
        self.tracking.desired().max(1)
    }

    /// The version that takes a request with this `draw`, where it is the canary.
    pub(super) fn canary_takes(&self, draw: u64) -> Option<usize> {
        let Some(Step::Canary { version, stage }) = self.deployer.step() else { return None };
        let share = match stage {
            CanaryStage::ScaleUp => 0.0,
            CanaryStage::Bake => self.scenario.assume.canary_share,
            CanaryStage::AllTraffic => 1.0,
        };
        let place = (draw >> 11) as f64 / (1_u64 << 53) as f64;
        (place < share).then_some(version)
    }

    /// All tasks of `version` start.
    pub(super) fn start_canary(&mut self, version: usize) {
        for _ in 0..self.canary_size() {
            let name = self.deployer.version(version).name.clone();
            self.launch(Launch::Operation, version, Reason::SecondSet(name));
        }
        self.fleet_changed();
    }

    /// A task of the new set is healthy; when all are, the canary begins.
    pub(super) fn canary_saw_ready(&mut self, version: usize, stage: CanaryStage) {
        self.rollout.count_healthy();
        if stage == CanaryStage::ScaleUp && self.starting_of(version) == 0 {
            self.after_phase(self.scenario.assume.deploy_route, Next::CanaryShift);
        }
    }

    /// The share of the canary moves to the new tasks.
    pub(super) fn begin_canary(&mut self, version: usize) {
        self.shift(version, CanaryStage::Bake);
        self.fleet.set_canary(Some(version));
        self.join_standby(u32::MAX);
        self.fleet_changed();
        self.after_phase(self.scenario.assume.canary_bake, Next::FullShift);
    }

    /// All traffic moves to the new tasks.
    pub(super) fn shift_all(&mut self, version: usize) {
        self.shift(version, CanaryStage::AllTraffic);
        let assume = &self.scenario.assume;
        self.after_phase(assume.final_bake + assume.deploy_route, Next::Complete);
    }

    fn shift(&mut self, version: usize, stage: CanaryStage) {
        self.deployer.go_on(Step::Canary { version, stage });
        let share = match stage {
            CanaryStage::Bake => self.scenario.assume.canary_share,
            CanaryStage::ScaleUp | CanaryStage::AllTraffic => 1.0,
        };
        let version = self.deployer.version(version).name.clone();
        self.log(EventKind::TrafficShifted, None, Reason::Shifted { version, share });
    }

    /// The deployment succeeds: the old tasks go.
    pub(super) fn end_canary(&mut self, version: usize) {
        let old = self.fleet.ids(|one| one.is_counted() && one.version != version);
        self.retries.forget(self.deployer.current(), u32::MAX);
        self.fleet.set_canary(None);
        self.deployer.adopt(version);
        for id in old {
            self.drain(id, Drain::Replaced, Reason::Rule(Rule::TrafficMovedAway));
        }
        self.end(OperationStatus::Successful, ServiceStatus::Running, OperationOutcome::Switched);
        let scaling = self.deployer.scaling();
        self.tracking.clamp(scaling.min_size, scaling.max_size);
        self.match_desired();
    }

    /// Traffic goes back to the old tasks; the new ones go.
    fn roll_canary_back(&mut self, version: usize, outcome: OperationOutcome) {
        self.fleet.set_canary(None);
        self.retries.forget(version, u32::MAX);
        for id in self.fleet.ids(|one| one.is_counted() && one.version == version) {
            self.drain(id, Drain::Replaced, Reason::Rule(Rule::VersionFailed));
        }
        self.end(OperationStatus::RollbackSuccessful, ServiceStatus::Running, outcome);
        self.fleet_changed();
    }

    /// The rollback alarm looks at the minute that ends now.
    pub(super) fn judge_rollout(&mut self) {
        let fleet = &self.fleet;
        let targets =
            |version| fleet.count(|one: &Instance| one.version == version && one.is_active());
        let Some(rate) = self.rollout.close_minute(targets) else { return };
        if let Some(Step::Canary { version, stage }) = self.deployer.step()
            && stage != CanaryStage::ScaleUp
        {
            let name = self.deployer.version(version).name.clone();
            self.roll_canary_back(version, OperationOutcome::AlarmRaised(name, rate));
        }
    }

    /// A task of the new set has failed to start. True when the circuit breaker opens.
    pub(super) fn canary_saw_start_failure(&mut self, version: usize) -> bool {
        let Some(failures) = self.rollout.count_failure(self.canary_size()) else { return false };
        let name = self.deployer.version(version).name.clone();
        self.roll_canary_back(version, OperationOutcome::BreakerOpened(name, failures));
        true
    }
}
