//! Health checks: when they are sent, what they find, and what follows.
//!
//! Checks run at a fixed period from an instance's first; the next is due at the
//! later of its planned time and the previous result. What the application will
//! answer is fixed when a check is sent; a check whose route needs the CPU
//! shares it with the requests, so an overloaded instance can fail its checks.

use super::engine::World;
use super::event::{EventKind, InstanceId};
use super::instance::{CheckAnswer, PendingCheck, Phase};
use super::processor::Work;
use super::queue::{Class, Stamp};
use super::random::cpu_draw;
use super::why::{Answered, CheckedFor, Why};
use crate::model::application::Answers;
use crate::model::service::Protocol;
use crate::model::time::{SimDuration, SimTime};

impl World {
    /// The next check of the instance at `position` is planned `at`.
    pub(super) fn plan_check(&mut self, position: usize, at: SimTime) {
        let due = at.max(self.now);
        let id = self.instances[position].id;
        let stamp = self.schedule(due, Class::CheckDue, id.0);
        let instance = &mut self.instances[position];
        instance.check_planned = at;
        instance.check_due = Some(due);
        instance.check_stamp = stamp;
        instance.check = None;
    }

    /// Forgets the present and the next check of the instance at `position`.
    pub(super) fn drop_check(&mut self, position: usize) {
        let instance = &mut self.instances[position];
        instance.check_stamp = Stamp::NONE;
        instance.check_due = None;
        instance.check = None;
    }

    /// A check is sent.
    pub(super) fn on_check_due(&mut self, id: InstanceId, stamp: Stamp) -> bool {
        let Some(position) = self.position(id) else { return false };
        if self.instances[position].check_stamp != stamp {
            return false;
        }
        self.counters.checks += 1;
        let instance = &self.instances[position];
        let number = instance.check_number + 1;
        let version = &self.versions[instance.version];
        let timeout = version.service.health_check.timeout;
        let route = version.check;
        let silent = instance.hung || route.answers == Answers::Never;
        let draw = self.luck("health", id, number);
        let tcp = version.service.health_check.protocol == Protocol::Tcp;
        let (answer, cpu, rest) = if !version.listens() {
            (CheckAnswer::Refused, None, SimDuration::ZERO)
        } else if tcp {
            (CheckAnswer::Accepted, None, SimDuration::ZERO)
        } else if silent {
            (CheckAnswer::NoAnswer, None, timeout)
        } else {
            let cpu = route.cpu.map(|cpu| cpu.sample(cpu_draw(draw)));
            (CheckAnswer::Status(route.status), cpu, route.latency.sample(draw))
        };
        let now = self.now;
        let instance = &mut self.instances[position];
        instance.check_number = number;
        instance.check_due = None;
        if let Some(cpu) = cpu {
            instance.check = Some(PendingCheck { sent: now, answer, rest: Some(rest) });
            instance.processor.hold_until(instance.awake_at);
            instance.processor.add(now, cpu, Work::Check { number });
            self.arm_cpu(position);
            self.await_result(position, now + timeout);
        } else {
            let answer = if rest > timeout { CheckAnswer::NoAnswer } else { answer };
            instance.check = Some(PendingCheck { sent: now, answer, rest: None });
            self.await_result(position, now + rest.min(timeout));
        }
        true
    }

    fn await_result(&mut self, position: usize, at: SimTime) {
        let id = self.instances[position].id;
        let stamp = self.schedule(at, Class::CheckResult, id.0);
        self.instances[position].check_stamp = stamp;
    }

    /// The CPU work of check `number` is done; its answer follows if in time.
    pub(super) fn check_cpu_done(&mut self, id: InstanceId, number: u64) {
        let Some(position) = self.position(id) else { return };
        let instance = &mut self.instances[position];
        let timeout = self.versions[instance.version].service.health_check.timeout;
        if instance.check_number != number {
            return;
        }
        let Some(check) = &mut instance.check else { return };
        let Some(rest) = check.rest.take() else { return };
        let at = self.now + rest;
        if at <= check.sent + timeout {
            self.await_result(position, at);
        } else {
            check.answer = CheckAnswer::NoAnswer;
        }
    }

    /// A check has its result.
    pub(super) fn on_check_result(&mut self, id: InstanceId, stamp: Stamp) -> bool {
        let Some(position) = self.position(id) else { return false };
        let instance = &mut self.instances[position];
        if instance.check_stamp != stamp {
            return false;
        }
        let Some(check) = instance.check.take() else { return false };
        let answer = if check.rest.is_some() { CheckAnswer::NoAnswer } else { check.answer };
        let (low, high) = self.scenario.assume.healthy_status;
        let passed = match answer {
            CheckAnswer::Accepted => true,
            CheckAnswer::Status(status) => (low..=high).contains(&status),
            CheckAnswer::Refused | CheckAnswer::NoAnswer => false,
        };
        let interval = self.versions[instance.version].service.health_check.interval;
        let next = instance.check_planned + interval;
        self.plan_check(position, next);
        if passed {
            self.check_passed(id, position);
        } else {
            self.check_failed(id, position, answer);
        }
        true
    }

    fn check_passed(&mut self, id: InstanceId, position: usize) {
        let instance = &mut self.instances[position];
        instance.passes = instance.passes.saturating_add(1);
        let after_failure = instance.failures > 0;
        instance.failures = 0;
        let check = &self.versions[instance.version].service.health_check;
        let ready = instance.phase == Phase::Checking && instance.passes >= check.healthy_threshold;
        if after_failure {
            let why = Why::Rule("the first pass after a failure; failures count from 0 again");
            self.tell(EventKind::HealthPassed, Some(id), why);
        }
        if ready {
            self.become_ready(id);
        }
    }

    fn check_failed(&mut self, id: InstanceId, position: usize, answer: CheckAnswer) {
        let now = self.now;
        self.counters.checks_failed += 1;
        self.counters.first_health_failed.get_or_insert(now);
        let instance = &mut self.instances[position];
        instance.failures = instance.failures.saturating_add(1);
        instance.passes = 0;
        let failures = instance.failures;
        let starting = instance.phase == Phase::Checking;
        instance.stumbled |= starting;
        let service = &self.versions[instance.version].service;
        let check = &service.health_check;
        let threshold = check.unhealthy_threshold;
        let target = match check.protocol {
            Protocol::Tcp => format!("port {}", service.port),
            Protocol::Http => check.path.clone(),
        };
        let probe = CheckedFor { protocol: check.protocol, target };
        let answer = Answered { answer, timeout: check.timeout };
        let counted = (!starting).then_some(threshold);
        let why = Why::CheckFailed { failures, threshold: counted, probe: probe.clone(), answer };
        self.tell(EventKind::HealthFailed, Some(id), why);
        if starting {
            self.give_up_waiting();
        } else if failures >= threshold {
            self.become_unhealthy(id, failures, probe, answer);
        }
    }

    /// Out of routing at once; what it holds fails, a replacement starts.
    fn become_unhealthy(
        &mut self,
        id: InstanceId,
        failures: u32,
        probe: CheckedFor,
        answer: Answered,
    ) {
        let Some(position) = self.position(id) else { return };
        let version = self.instances[position].version;
        self.counters.unhealthy += 1;
        self.counters.first_unhealthy.get_or_insert(self.now);
        let lost = self.remove(id);
        let why = Why::Unhealthy { failures, probe, answer, lost };
        self.tell(EventKind::InstanceUnhealthy, Some(id), why);
        self.tell(EventKind::InstanceGone, Some(id), Why::Rule("unhealthy instances are replaced"));
        self.replace(id, version);
        self.fleet_changed();
        self.give_up_waiting();
    }
}
