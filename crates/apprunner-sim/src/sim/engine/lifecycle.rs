//! The life of an instance: launch, the way to ready, idling and sudden ends, and what
//! the other parts learn of it. How it goes in good order is in [`super::stopping`].

use super::Engine;
use crate::model::assume::FirstCheck;
use crate::model::rules::{IdleInstances, StartFaults};
use crate::model::time::{SimDuration, SimTime};
use crate::sim::deployer::Step;
use crate::sim::event::EventKind;
use crate::sim::id::InstanceId;
use crate::sim::instance::{Instance, Launch, Phase};
use crate::sim::queue::{Class, Stamp};
use crate::sim::random::exponential;
use crate::sim::reason::{Crash, Reason, Rule, StartFault};

impl Engine {
    /// The service is RUNNING at time 0 with its minimum of ready instances.
    pub(super) fn begin_running(&mut self) {
        let status = self.status();
        self.log(EventKind::ServiceStatus, None, Reason::RunBegins(status));
        let version = self.deployer.current();
        let serving = self.deployer.serving();
        let (machine, interval) = (serving.machine(), serving.service.health_check.interval);
        let phase = if self.throttles() { Phase::Idle } else { Phase::Ready };
        let first = SimTime::ZERO + self.until_first_check(interval);
        let min_size = self.deployer.scaling().min_size;
        for _ in 0..min_size {
            if self.over_quota(version).is_some() {
                self.launch(Launch::Minimum, version, Reason::MinimumSize(min_size));
                continue;
            }
            let position = self.fleet.add_running(phase, version, machine);
            self.fleet.plan_check(&mut self.calendar, position, first);
            self.plan_loss(self.fleet.at(position).id);
        }
        self.fleet_changed();
    }

    /// Draws when the instance `id`, which is ready now, is lost without a cause.
    fn plan_loss(&mut self, id: InstanceId) {
        let rate = self.scenario.assume.lost_per_hour;
        if rate > 0.0 {
            let hours = exponential(self.fleet.luck("loss", id, 0)) / rate;
            let at = self.calendar.now() + SimDuration::from_secs(3_600).scaled(hours);
            self.calendar.schedule(at, Class::Loss, id.0);
        }
    }

    /// The instance `id` is lost without a cause, unless it is gone already.
    pub(super) fn on_loss(&mut self, id: InstanceId) -> bool {
        let is_there = self.fleet.position(id).is_some();
        if is_there {
            self.crash(id, Crash::Unexplained);
        }
        is_there
    }

    /// Whether instances without traffic are throttled.
    pub(super) fn throttles(&self) -> bool {
        self.rules.behaviour.idle.value == IdleInstances::Throttled
    }

    fn until_first_check(&self, interval: SimDuration) -> SimDuration {
        match self.scenario.assume.first_check {
            FirstCheck::AtOnce => SimDuration::ZERO,
            FirstCheck::AfterInterval => interval,
        }
    }

    /// An instance's state ends.
    pub(super) fn on_transition(&mut self, id: InstanceId, stamp: Stamp) -> bool {
        let Some(position) = self.fleet.position(id) else { return false };
        let instance = self.fleet.at(position);
        if instance.stamp != stamp {
            return false;
        }
        let late = instance.start_deadline <= self.calendar.now() && instance.is_starting();
        match instance.phase {
            Phase::Draining(_) => self.end_drain(position),
            Phase::Stopping(stopping) => self.end_stop(position, stopping),
            _ if late => self.start_failed(position),
            Phase::Provisioning => self.begin_booting(position),
            Phase::Booting => self.begin_checking(position),
            _ => {}
        }
        true
    }

    pub(super) fn enter(&mut self, position: usize, phase: Phase) {
        self.fleet.enter(position, self.calendar.now(), phase);
    }

    fn begin_booting(&mut self, position: usize) {
        let id = self.fleet.at(position).id;
        let version = self.deployer.version(self.fleet.at(position).version);
        let time = version.start.sample(self.fleet.luck("start", id, 0));
        let fault = version.cannot_start();
        if fault.is_some() && self.rules.behaviour.start_faults.value == StartFaults::FoundAtOnce {
            self.start_failed(position);
            return;
        }
        let (at, reason) = match fault {
            Some(fault) => (SimTime::NEVER, Reason::CannotStart(fault)),
            None => (self.calendar.now() + time, Reason::ApplicationStart(time)),
        };
        self.enter(position, Phase::Booting);
        self.retries.note_running(id);
        self.log(EventKind::InstanceBooting, Some(id), reason);
        self.fleet.plan_transition(&mut self.calendar, position, at);
    }

    fn begin_checking(&mut self, position: usize) {
        self.enter(position, Phase::Checking);
        let instance = self.fleet.at(position);
        let check = &self.deployer.version(instance.version).service.health_check;
        let (passes, interval) = (self.passes_when_new(check.healthy_threshold), check.interval);
        let first = self.scenario.assume.first_check;
        let reason = Reason::ChecksBegin { first, passes, interval };
        self.log(EventKind::InstanceChecking, Some(instance.id), reason);
        self.fleet.plan_transition(&mut self.calendar, position, SimTime::NEVER);
        let registered = self.fleet.until_registered(self.fleet.at(position).id);
        let at = self.calendar.now() + self.until_first_check(interval) + registered;
        self.fleet.plan_check(&mut self.calendar, position, at);
    }

    /// Enough checks have passed.
    pub(super) fn become_ready(&mut self, position: usize) {
        let instance = self.fleet.at(position);
        let (id, passes) = (instance.id, instance.checks.passes());
        let phase = self.phase_when_ready(instance.version);
        let cold_start = self.fleet.become_ready(position, self.calendar.now(), phase);
        if phase == Phase::Standby {
            // The last of a second set, too, which the switch may activate at once.
            self.fleet.settle_activation(position, self.calendar.now(), &mut self.meter);
        }
        self.log(EventKind::InstanceReady, Some(id), Reason::Passed { passes, cold_start });
        if self.throttles() && phase == Phase::Ready {
            self.log(EventKind::InstanceActive, Some(id), Reason::Rule(Rule::Demanded));
        } else if phase == Phase::Idle {
            self.log(EventKind::InstanceIdle, Some(id), Reason::Rule(Rule::NotDemanded));
        }
        self.plan_loss(id);
        if self.fleet.at(position).cause == Launch::ScaleOut {
            self.tracking.count_in_place(self.calendar.now());
        }
        // First: what it replaces leaves at the same instant.
        self.stop_replaced(id);
        self.operation_saw_ready(id);
        self.fleet_changed();
        self.dispatch();
    }

    /// In the aws edition an operation routes traffic to its instances when it is done,
    /// and another new instance is active while demand asks for it.
    fn phase_when_ready(&self, version: usize) -> Phase {
        let starts = matches!(self.deployer.step(), Some(Step::Starting { .. }));
        if self.deployer.second_set() == Some(version) || (starts && self.throttles()) {
            return Phase::Standby;
        }
        let needed = self.scaler.needed(self.recent_demand(), self.deployer.scaling());
        if !self.throttles() || self.fleet.count(Instance::is_active) < needed {
            Phase::Ready
        } else {
            Phase::Idle
        }
    }

    fn start_failed(&mut self, position: usize) {
        let instance = self.fleet.at(position);
        let (id, launch, number) = (instance.id, instance.cause, instance.version);
        let version = self.deployer.version(number);
        let fault = match (version.cannot_start(), instance.phase) {
            (Some(fault), _) => fault,
            (None, Phase::Checking) if !version.listens() => StartFault::WrongPort,
            (None, Phase::Checking) => StartFault::ChecksFail,
            (None, Phase::Booting) => StartFault::StillBooting,
            (None, _) => StartFault::StillProvisioning,
        };
        let limit = self.scenario.assume.start_limit;
        self.fleet.count_failed_start();
        let is_found = version.cannot_start().is_some()
            && self.rules.behaviour.start_faults.value == StartFaults::FoundAtOnce;
        let reason =
            if is_found { Reason::CannotStart(fault) } else { Reason::TooSlow(limit, fault) };
        self.log(EventKind::InstanceStartFailed, Some(id), reason);
        self.remove(position);
        if !self.operation_saw_start_failure(number) {
            if is_found {
                self.retry_later(id, launch, number);
            } else {
                self.launch(launch, number, Reason::Rule(Rule::StartRetried));
            }
        }
        self.fleet_changed();
        self.reject_hopeless();
    }

    /// Throttles the instance at `position` (aws).
    pub(super) fn make_idle(&mut self, position: usize) {
        self.enter(position, Phase::Idle);
        let id = self.fleet.at(position).id;
        self.log(EventKind::InstanceIdle, Some(id), Reason::Rule(Rule::DemandFell));
    }

    /// Lets the instance `id` become idle as soon as it holds nothing (aws).
    pub(super) fn quiesce(&mut self, id: InstanceId) {
        let Some(position) = self.fleet.position(id) else { return };
        if self.fleet.at(position).held == 0 {
            self.make_idle(position);
        } else {
            self.enter(position, Phase::Quiescing);
        }
    }

    /// Takes back the oldest instance that was about to become idle and holds less
    /// than `limit`; gives its position (aws).
    pub(super) fn unquiesce(&mut self, limit: u32) -> Option<usize> {
        let fits = |one: &Instance| one.phase == Phase::Quiescing && one.held < limit;
        let position = self.fleet.all().iter().position(fits)?;
        self.enter(position, Phase::Ready);
        self.fleet_changed();
        Some(position)
    }

    /// Wakes the idle instance with the lowest id and gives its position (aws).
    pub(super) fn activate_idle(&mut self, reason: Reason) -> Option<usize> {
        let position = self.fleet.all().iter().position(|one| one.phase == Phase::Idle)?;
        let id = self.fleet.at(position).id;
        self.enter(position, Phase::Ready);
        self.fleet.wake(position, self.calendar.now() + self.scenario.assume.wake);
        self.log(EventKind::InstanceActive, Some(id), reason);
        self.fleet_changed();
        Some(position)
    }

    /// Moves traffic to the standby instance at `position`, or joins it as idle.
    pub(super) fn join(&mut self, position: usize, active: bool) {
        let id = self.fleet.at(position).id;
        let (phase, kind, reason) = if active {
            (Phase::Ready, EventKind::InstanceActive, Reason::Rule(Rule::TrafficMovesHere))
        } else {
            (Phase::Idle, EventKind::InstanceIdle, Reason::Rule(Rule::JoinsProvisioned))
        };
        self.enter(position, phase);
        self.log(kind, Some(id), reason);
    }

    /// The process of an instance ends; a replacement starts at once.
    pub(super) fn crash(&mut self, id: InstanceId, crash: Crash) {
        let Some(position) = self.fleet.position(id) else { return };
        let instance = self.fleet.at(position);
        let (needs_other, version) = (instance.is_counted(), instance.version);
        let lost = self.remove(position);
        self.log(EventKind::InstanceCrashed, Some(id), Reason::Crashed(crash, lost));
        self.log(EventKind::InstanceGone, Some(id), Reason::Rule(Rule::ProcessEnded));
        if needs_other {
            self.replace(id, version);
        }
        self.fleet_changed();
        self.reject_hopeless();
    }

    /// Launches an instance in the place of `gone`.
    pub(super) fn replace(&mut self, gone: InstanceId, version: usize) {
        if !self.deployer.rejects_all() {
            let version = self.deployer.replacement_version(version);
            self.fleet.count_replaced();
            self.launch(Launch::Replacement, version, Reason::Replaces(gone));
        }
    }

    /// Takes an instance out; what it held fails with 502. Gives how many.
    pub(super) fn remove(&mut self, position: usize) -> u32 {
        let gone = self.fleet.remove(position, self.calendar.now(), &mut self.meter);
        self.fleet.route(self.deployer.scaling().max_concurrency);
        if gone.held > 0 { self.drop_held(gone.id) } else { 0 }
    }

    /// Takes out the instances `ids` for `reason`.
    pub(super) fn remove_all(&mut self, ids: Vec<InstanceId>, reason: &Reason) {
        for id in ids {
            if let Some(position) = self.fleet.position(id) {
                self.remove(position);
                self.log(EventKind::InstanceGone, Some(id), reason.clone());
            }
        }
    }

    /// Brings router, autoscaler, census and bill up to date after any change of an
    /// instance's state or of the settings.
    pub(super) fn fleet_changed(&mut self) {
        let (now, scaling) = (self.calendar.now(), self.deployer.scaling());
        self.fleet.route(scaling.max_concurrency);
        let counted = self.fleet.count(Instance::is_counted);
        self.scaler.refresh(counted, scaling);
        self.plan_scale_in(counted);
        let deployer = &self.deployer;
        self.fleet.take_census(now, |version| deployer.version(version).app.memory.base_mb);
        let least_mb = if self.meter.bills_whole_life() || deployer.rejects_all() {
            0
        } else {
            u64::from(scaling.min_size) * u64::from(deployer.serving().service.instance.memory_mb)
        };
        self.fleet.bill(now, &mut self.meter, least_mb);
    }

    /// The `most` ready instances with the lowest ids.
    pub(super) fn lowest_ready(&self, most: u32) -> Vec<InstanceId> {
        let mut ready = self.fleet.ids(Instance::is_ready);
        ready.truncate(most as usize);
        ready
    }

    /// From now on the instances `ids` accept connections and never respond.
    pub(super) fn hang(&mut self, ids: &[InstanceId]) {
        for &id in ids {
            if let Some(position) = self.fleet.position(id) {
                self.fleet.hang(position);
                self.silence_held(id);
            }
        }
    }
}
