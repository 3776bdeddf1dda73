//! What happens on schedule: calls to the API, things that go wrong, settings
//! that change without a deployment, and the instructor's stops.

use std::sync::Arc;

use super::engine::World;
use super::event::EventKind;
use super::operation::{OperationKind, ServiceStatus};
use super::why::Why;
use crate::model::action::{Action, Patch, Version as Release};
use crate::model::service::AutoDeployments;

impl World {
    /// A scheduled action, or an instructor's stop after the last action.
    pub(super) fn on_action(&mut self, index: usize) -> bool {
        let scenario = Arc::clone(&self.scenario);
        let Some(scheduled) = scenario.actions.get(index) else {
            if let Some(beat) = scenario.beats.get(index - scenario.actions.len()) {
                self.tell(EventKind::Beat, None, Why::Text(beat.say.clone()));
            }
            return true;
        };
        match &scheduled.action {
            Action::Crash { instances } => {
                for id in self.lowest_ready(*instances) {
                    self.crash(id, "its process ended");
                }
            }
            Action::Hang { instances } => {
                let ids = self.lowest_ready(*instances);
                for &id in &ids {
                    let why = "it accepts connections and answers nothing from now on";
                    self.tell(EventKind::SettingChanged, Some(id), Why::Rule(why));
                }
                self.hang(&ids);
            }
            Action::Set(patch) => self.set(patch),
            Action::Deploy(release) => self.deploy(release, OperationKind::StartDeployment),
            Action::Push(release) => self.push(release),
            Action::Update(patch) => self.update(patch),
            Action::Pause => self.pause(),
            Action::Resume => self.resume(),
        }
        true
    }

    /// A change without a deployment: every version has it from now on.
    fn set(&mut self, patch: &Patch) {
        let scenario = Arc::clone(&self.scenario);
        for version in &mut self.versions {
            let name = version.name.clone();
            *version = version.patched(&name, patch, &scenario.traffic);
        }
        patch_scaling(self, patch);
        self.tell_settings(patch);
        let sizes = patch.service.min_size.is_some() || patch.service.max_size.is_some();
        if sizes && self.status == ServiceStatus::Running {
            self.keep_within_size();
        } else {
            self.fleet_changed();
            self.dispatch();
        }
    }

    /// Tells every setting that `patch` changes.
    pub(super) fn tell_settings(&mut self, patch: &Patch) {
        for setting in &patch.settings {
            let why = Why::Text(setting.to_string());
            self.tell(EventKind::SettingChanged, None, why);
        }
    }

    fn push(&mut self, release: &Release) {
        let version = &self.versions[self.current];
        if version.service.auto_deployments == AutoDeployments::Off {
            let name = &release.name;
            let why = format!("push of {name}: automatic deployment is off, nothing is deployed");
            self.tell(EventKind::OperationRefused, None, Why::Text(why));
            return;
        }
        self.deploy(release, OperationKind::StartDeployment);
    }
}

/// Puts what `patch` says about scaling into force at once.
fn patch_scaling(world: &mut World, patch: &Patch) {
    let mut service = world.versions[world.current].service.clone();
    service.auto_scaling = world.scaling;
    patch.service.apply(&mut service);
    world.scaling = service.auto_scaling;
}
