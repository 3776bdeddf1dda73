//! What happens on schedule: calls to the API, things that go wrong, settings
//! that change without a deployment, and the instructor's stops.

use std::sync::Arc;

use super::Engine;
use crate::model::action::{Action, Patch, Version as Release};
use crate::model::service::AutoDeployments;
use crate::sim::event::EventKind;
use crate::sim::operation::ServiceStatus;
use crate::sim::reason::{Crash, Reason, Rule};

impl Engine {
    /// A scheduled action, an instructor's stop after the last action, or the end of the
    /// warm-up after the last stop.
    pub(super) fn on_action(&mut self, index: usize) -> bool {
        let scenario = Arc::clone(&self.scenario);
        let Some(scheduled) = scenario.actions.get(index) else {
            // Its words come after its question, and with the figures of the run.
            let (number, all) = (index - scenario.actions.len() + 1, scenario.story.stops.len());
            if number > all {
                self.begin_measuring();
                return true;
            }
            self.log(EventKind::Stop, None, Reason::Said(format!("stop {number} of {all}")));
            return true;
        };
        match &scheduled.action {
            Action::Crash { instances } => {
                for id in self.lowest_ready(*instances) {
                    self.crash(id, Crash::Scheduled);
                }
            }
            Action::Hang { instances } => {
                let ids = self.lowest_ready(*instances);
                for &id in &ids {
                    self.log(EventKind::SettingChanged, Some(id), Reason::Rule(Rule::Hangs));
                }
                self.hang(&ids);
            }
            Action::Set(patch) => self.set(patch),
            Action::Deploy(release) => self.deploy(release),
            Action::Push(release) => self.push(release),
            Action::Update(patch) => self.update(patch),
            Action::Stuck(length) => self.hold_operations(*length),
            Action::Pause => self.pause(),
            Action::Resume => self.resume(),
        }
        true
    }

    /// A change without a deployment: every version has it from now on.
    fn set(&mut self, patch: &Patch) {
        self.deployer.patch(patch, &self.scenario.traffic);
        self.log_settings(patch);
        let sizes = patch.service.min_size.is_some() || patch.service.max_size.is_some();
        if sizes && self.deployer.status() == ServiceStatus::Running {
            self.keep_within_size();
        } else {
            self.fleet_changed();
            self.dispatch();
        }
    }

    /// Logs every setting that `patch` changes.
    pub(super) fn log_settings(&mut self, patch: &Patch) {
        for setting in &patch.settings {
            self.log(EventKind::SettingChanged, None, Reason::Set(setting.clone()));
        }
    }

    fn push(&mut self, release: &Release) {
        if self.deployer.serving().service.auto_deployments == AutoDeployments::On {
            self.deploy(release);
        } else {
            let reason = Reason::AutoDeploymentOff(release.name.clone());
            self.log(EventKind::OperationRejected, None, reason);
        }
    }
}
