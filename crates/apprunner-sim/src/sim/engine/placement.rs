//! How an instance gets a place: at once, or later where the tasks of the account use up its
//! quota of vCPUs (express). ECS says so in an event of the service and retries, further and
//! further apart; no task exists that could fail, so the circuit breaker counts none.

use super::Engine;
use crate::model::assume::VcpuQuota;
use crate::sim::event::EventKind;
use crate::sim::id::InstanceId;
use crate::sim::instance::Launch;
use crate::sim::queue::Class;
use crate::sim::reason::{Reason, Rule};

impl Engine {
    /// Starts an instance of `version`, now or as soon as it has a place; the caller reports
    /// the fleet's change.
    pub(super) fn launch(&mut self, cause: Launch, version: usize, reason: Reason) {
        self.place(cause, version, reason, 0);
    }

    /// A start that was put off, or that never ran, is retried.
    pub(super) fn on_start_retry(&mut self, number: u32) -> bool {
        let Some(retry) = self.retries.take(number) else { return false };
        let reason = Reason::Rule(Rule::StartRetried);
        self.place(retry.cause, retry.version, reason, retry.failures);
        self.fleet_changed();
        true
    }

    /// The start of the instance `id` of `version` is retried later.
    pub(super) fn retry_later(&mut self, id: InstanceId, cause: Launch, version: usize) {
        let failures = self.retries.failures_of(id) + 1;
        self.put_off(cause, version, failures);
    }

    fn place(&mut self, cause: Launch, version: usize, reason: Reason, failures: u32) {
        if let Some(over) = self.over_quota(version) {
            self.log(EventKind::InstanceNotPlaced, None, over);
            self.put_off(cause, version, failures + 1);
            return;
        }
        let machine = self.deployer.version(version).machine();
        let limit = self.scenario.assume.start_limit;
        let id = self.fleet.launch(&mut self.calendar, cause, version, machine, limit);
        self.retries.note_start(id, failures);
        self.log(EventKind::InstanceProvisioning, Some(id), reason);
    }

    fn put_off(&mut self, cause: Launch, version: usize, failures: u32) {
        let (retry, wait) = self.retries.put_off(cause, version, failures);
        self.calendar.schedule(self.calendar.now() + wait, Class::StartRetry, retry);
    }

    /// Why another instance of `version` has no place now; `None` where it has one.
    pub(super) fn over_quota(&self, version: usize) -> Option<Reason> {
        let VcpuQuota::Vcpus(quota) = self.scenario.assume.vcpu_quota else { return None };
        let needed_millis = self.deployer.version(version).machine().size.cpu_millis;
        let sizes = self.fleet.all().iter().map(|one| u64::from(one.size.cpu_millis));
        let used_millis: u64 = sizes.sum();
        let is_over = used_millis + u64::from(needed_millis) > 1_000 * u64::from(quota);
        is_over.then_some(Reason::OverQuota { needed_millis, used_millis, quota })
    }
}
