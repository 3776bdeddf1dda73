//! The load balancer in front of the tasks (express): which target takes a request, what
//! follows when none is healthy, and how an unhealthy task is replaced.
//!
//! ```text
//! group by weight ─▶ healthy target ─▶ serves
//!                └─▶ none healthy: any registered one (fail open) ─▶ serves, or 502
//!                └─▶ none registered: 503
//! ```

use super::Engine;
use crate::model::rules::{DeploymentStyle, NewTarget};
use crate::sim::event::EventKind;
use crate::sim::id::InstanceId;
use crate::sim::instance::{Drain, Instance, Launch, Phase, Replacement};
use crate::sim::random::mix;
use crate::sim::reason::{FailedCheck, Reason, Rejection, Rule};

impl Engine {
    /// The load balancer sends the request at `index` on.
    pub(super) fn send_to_target(&mut self, index: u32) {
        let draw = mix(self.edge.request(index).draw);
        let canary = self.canary_takes(draw);
        let group = canary.unwrap_or(self.deployer.current());
        let healthy = match canary {
            Some(_) => self.fleet.choose_canary(),
            None => self.fleet.choose(),
        };
        self.rollout.count_request(group);
        self.meter.count_request();
        let assume = &self.scenario.assume;
        match healthy.or_else(|| self.fail_open(group, draw)) {
            Some(position) if self.accepts(position) => self.serve(index, position),
            Some(_) => self.reject(index, assume.lost_status, Rejection::ConnectionRefused),
            None => self.reject(index, assume.not_ready_status, Rejection::NoTarget),
        }
    }

    /// A registered target of `group` although none of them is healthy.
    fn fail_open(&self, group: usize, draw: u64) -> Option<usize> {
        let registered = || {
            let all = self.fleet.all().iter().enumerate();
            all.filter(|(_, one)| one.version == group && one.is_registered())
        };
        let count = registered().count() as u64;
        let place = draw.checked_rem(count)?;
        registered().nth(usize::try_from(place).unwrap_or_default()).map(|(position, _)| position)
    }

    /// Whether the application on the instance at `position` accepts connections.
    fn accepts(&self, position: usize) -> bool {
        let instance = self.fleet.at(position);
        instance.phase != Phase::Booting && self.deployer.version(instance.version).listens()
    }

    /// The instance `id` answered with `status`; the rollback alarm goes by it.
    pub(super) fn note_answer(&mut self, id: InstanceId, status: u16) {
        if self.rules.behaviour.deployment.value == DeploymentStyle::Canary
            && let Some(position) = self.fleet.position(id)
        {
            self.rollout.count_answer(self.fleet.at(position).version, status);
        }
    }

    /// Consecutive passes that make an instance ready for the first time.
    pub(super) fn passes_when_new(&self, healthy_threshold: u32) -> u32 {
        match self.rules.behaviour.new_target.value {
            NewTarget::Threshold => healthy_threshold,
            NewTarget::FirstPass => 1,
        }
    }

    /// The task at `position` fails its checks: it takes requests only while no other is
    /// healthy, and another one starts in its place unless its grace period goes on.
    pub(super) fn become_failing(
        &mut self,
        id: InstanceId,
        position: usize,
        failures: u32,
        check: FailedCheck,
    ) {
        let instance = self.fleet.at(position);
        let (version, cause) = (instance.version, instance.cause);
        let grace_ends = instance.launched + self.scenario.assume.start_limit;
        if instance.phase != Phase::Failing {
            self.fleet.count_unhealthy(self.calendar.now());
            self.enter(position, Phase::Failing);
            let reason = Reason::Unhealthy { failures, check, lost: 0 };
            self.log(EventKind::InstanceUnhealthy, Some(id), reason);
        }
        let is_due = cause == Launch::Initial || grace_ends <= self.calendar.now();
        if is_due && self.fleet.mark_replaced(position) {
            self.replace(id, version);
        }
        self.fleet_changed();
    }

    /// The task at `position` has passed enough checks again.
    pub(super) fn recover(&mut self, id: InstanceId, position: usize) {
        self.enter(position, Phase::Ready);
        self.log(EventKind::InstanceReady, Some(id), Reason::Rule(Rule::PassedAgain));
        self.fleet_changed();
    }

    /// The instance `id` is ready: where it replaces an unhealthy one, that one stops.
    pub(super) fn stop_replaced(&mut self, id: InstanceId) {
        let Some(position) = self.fleet.position(id) else { return };
        let instance = self.fleet.at(position);
        if instance.cause != Launch::Replacement {
            return;
        }
        let version = instance.version;
        let is_replaced = |one: &&Instance| {
            one.phase == Phase::Failing
                && one.replacement == Replacement::Started
                && one.version == version
        };
        let replaced = self.fleet.all().iter().find(is_replaced).map(|one| one.id);
        if let Some(old) = replaced {
            self.drain(old, Drain::Replaced, Reason::ReplacedBy(id));
        }
    }
}
