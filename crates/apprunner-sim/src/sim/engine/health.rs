//! Health checks: when they are sent, what they find, and what follows.
//!
//! Checks run at a fixed period from an instance's first; the next is due at the
//! later of its planned time and the previous result. What the application will
//! respond is fixed when a check is sent; a check whose route needs the CPU
//! shares it with the requests, so an overloaded instance can fail its checks.

use super::Engine;
use crate::model::application::Answers;
use crate::model::rules::UnhealthyInstances;
use crate::model::service::Protocol;
use crate::model::time::SimDuration;
use crate::sim::event::EventKind;
use crate::sim::id::InstanceId;
use crate::sim::instance::Phase;
use crate::sim::processor::Work;
use crate::sim::queue::Stamp;
use crate::sim::random::cpu_draw;
use crate::sim::reason::{CheckResult, FailedCheck, Reason, Rule};

impl Engine {
    /// A check is sent.
    pub(super) fn on_check_due(&mut self, id: InstanceId, stamp: Stamp) -> bool {
        let Some(position) = self.fleet.position(id) else { return false };
        if !self.fleet.at(position).checks.expects(stamp) {
            return false;
        }
        let number = self.fleet.begin_check(position);
        let draw = self.fleet.luck("health", id, number);
        let instance = self.fleet.at(position);
        let version = self.deployer.version(instance.version);
        let timeout = version.service.health_check.timeout;
        let route = version.check;
        let (result, cpu, rest) = if !version.listens() {
            (CheckResult::Refused, None, SimDuration::ZERO)
        } else if version.service.health_check.protocol == Protocol::Tcp {
            (CheckResult::Accepted, None, SimDuration::ZERO)
        } else if instance.hung || route.answers == Answers::Never {
            (CheckResult::NoResponse, None, timeout)
        } else {
            let cpu = route.cpu.map(|cpu| cpu.sample(cpu_draw(draw)));
            (CheckResult::Status(route.status), cpu, route.latency.sample(draw))
        };
        let now = self.calendar.now();
        if let Some(demand) = cpu {
            self.fleet.checks_mut(position).send(now, result, Some(rest));
            self.fleet.compute(&mut self.calendar, position, demand, Work::Check { number });
            self.fleet.await_check(&mut self.calendar, position, now + timeout);
        } else {
            let result = if rest > timeout { CheckResult::NoResponse } else { result };
            self.fleet.checks_mut(position).send(now, result, None);
            self.fleet.await_check(&mut self.calendar, position, now + rest.min(timeout));
        }
        true
    }

    /// The CPU work of check `number` is done; its response follows if in time.
    pub(super) fn check_computed(&mut self, position: usize, number: u64) {
        let version = self.deployer.version(self.fleet.at(position).version);
        let timeout = version.service.health_check.timeout;
        let now = self.calendar.now();
        if let Some(at) = self.fleet.checks_mut(position).computed(number, now, timeout) {
            self.fleet.await_check(&mut self.calendar, position, at);
        }
    }

    /// A check has its result.
    pub(super) fn on_check_result(&mut self, id: InstanceId, stamp: Stamp) -> bool {
        let Some(position) = self.fleet.position(id) else { return false };
        let checks = self.fleet.checks_mut(position);
        if !checks.expects(stamp) {
            return false;
        }
        let Some(result) = checks.take_result() else { return false };
        let (low, high) = self.scenario.assume.healthy_status;
        let passed = match result {
            CheckResult::Accepted => true,
            CheckResult::Status(status) => (low..=high).contains(&status),
            CheckResult::Refused | CheckResult::NoResponse => false,
        };
        let instance = self.fleet.at(position);
        let check = &self.deployer.version(instance.version).service.health_check;
        let next = instance.checks.next_planned(check.interval);
        self.fleet.plan_check(&mut self.calendar, position, next);
        if passed {
            self.check_passed(id, position);
        } else {
            self.check_failed(id, position, result);
        }
        true
    }

    fn check_passed(&mut self, id: InstanceId, position: usize) {
        if self.fleet.checks_mut(position).pass() {
            self.log(EventKind::HealthPassed, Some(id), Reason::Rule(Rule::PassedAgain));
        }
        let instance = self.fleet.at(position);
        let needed = self.deployer.version(instance.version).service.health_check.healthy_threshold;
        let passes = instance.checks.passes();
        match instance.phase {
            Phase::Checking if passes >= self.passes_when_new(needed) => {
                self.become_ready(position);
            }
            Phase::Failing if passes >= needed => self.recover(id, position),
            _ => {}
        }
    }

    fn check_failed(&mut self, id: InstanceId, position: usize, result: CheckResult) {
        self.fleet.fail_check(position, self.calendar.now());
        let instance = self.fleet.at(position);
        let failures = instance.checks.failures();
        let starting = instance.phase == Phase::Checking;
        let service = &self.deployer.version(instance.version).service;
        let settings = &service.health_check;
        let check = FailedCheck {
            protocol: settings.protocol,
            port: service.port,
            path: settings.path.clone(),
            result,
            timeout: settings.timeout,
        };
        let threshold = settings.unhealthy_threshold;
        let counted = (!starting).then_some(threshold);
        let reason = Reason::CheckFailed { failures, threshold: counted, check: check.clone() };
        self.log(EventKind::HealthFailed, Some(id), reason);
        if starting {
            self.reject_hopeless();
        } else if failures >= threshold {
            match self.rules.behaviour.unhealthy.value {
                UnhealthyInstances::Removed => {
                    self.become_unhealthy(id, position, failures, check);
                }
                UnhealthyInstances::ReplacedFirst => {
                    self.become_failing(id, position, failures, check);
                }
            }
        }
    }

    /// Out of routing at once; what it holds fails, a replacement starts.
    fn become_unhealthy(
        &mut self,
        id: InstanceId,
        position: usize,
        failures: u32,
        check: FailedCheck,
    ) {
        let version = self.fleet.at(position).version;
        self.fleet.count_unhealthy(self.calendar.now());
        let lost = self.remove(position);
        let reason = Reason::Unhealthy { failures, check, lost };
        self.log(EventKind::InstanceUnhealthy, Some(id), reason);
        self.log(EventKind::InstanceGone, Some(id), Reason::Rule(Rule::WasUnhealthy));
        self.replace(id, version);
        self.fleet_changed();
        self.reject_hopeless();
    }
}
