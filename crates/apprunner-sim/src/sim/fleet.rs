//! The instances together: launching, each one's way to ready, draining and the
//! end; what the router and the bill see of them.

use super::billing::Burn;
use super::counters::Fleet;
use super::engine::World;
use super::event::{EventKind, InstanceId};
use super::instance::{Drain, Instance, Launch, Phase};
use super::queue::{Class, Stamp};
use super::random::{Generator, mix};
use super::router::CLOSED;
use super::why::Why;
use crate::model::rules::{BillingStyle, FirstCheck, IdleInstances};
use crate::model::time::SimTime;

impl World {
    /// The service is RUNNING at time 0 with its minimum of ready instances.
    pub(super) fn begin_running(&mut self) {
        let why = Why::Text(format!("{} as the run begins", self.status));
        self.tell(EventKind::ServiceStatus, None, why);
        for _ in 0..self.scaling.min_size {
            let id = self.add(Launch::Initial, self.current);
            let Some(position) = self.position(id) else { continue };
            let throttled = self.throttles();
            let interval = self.versions[self.current].service.health_check.interval;
            let instance = &mut self.instances[position];
            instance.phase = if throttled { Phase::Idle } else { Phase::Ready };
            instance.processor.meter(SimTime::ZERO, instance.phase.metering());
            instance.ready_at = SimTime::ZERO;
            let first = match self.rules.behaviour.first_check.value {
                FirstCheck::AtOnce => SimTime::ZERO,
                FirstCheck::AfterInterval => SimTime::ZERO + interval,
            };
            self.plan_check(position, first);
        }
        self.fleet_changed();
    }

    /// Whether instances without traffic are throttled.
    pub(super) fn throttles(&self) -> bool {
        self.rules.behaviour.idle.value == IdleInstances::Throttled
    }

    /// Where the instance `id` stands, unless it is gone.
    pub(super) fn position(&self, id: InstanceId) -> Option<usize> {
        let first = self.instances.first()?.id.0;
        let guess = id.0.checked_sub(first)? as usize;
        if self.instances.get(guess).is_some_and(|instance| instance.id == id) {
            return Some(guess);
        }
        self.instances.binary_search_by_key(&id, |instance| instance.id).ok()
    }

    /// How many instances `wanted` picks.
    pub(super) fn count(&self, wanted: impl Fn(&Instance) -> bool) -> u32 {
        let count = self.instances.iter().filter(|instance| wanted(instance)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    fn add(&mut self, cause: Launch, version: usize) -> InstanceId {
        let id = InstanceId(self.next_id);
        self.next_id += 1;
        let size = self.versions[version].service.instance;
        self.instances.push(Instance::new(id, self.now, cause, version, size));
        id
    }

    /// Starts an instance of `version`; the caller tells the fleet's change.
    pub(super) fn launch(&mut self, cause: Launch, version: usize, why: Why) -> InstanceId {
        let id = self.add(cause, version);
        let draw = self.luck("provision", id, 0);
        let time = self.provision.sample(draw);
        let deadline = self.now + self.assume().start_limit;
        if let Some(instance) = self.instances.last_mut() {
            instance.start_deadline = deadline;
        }
        self.counters.launched += 1;
        match cause {
            Launch::ScaleOut => self.counters.cold_starts += 1,
            Launch::Replacement => self.counters.replaced += 1,
            Launch::Initial | Launch::Operation => {}
        }
        self.tell(EventKind::InstanceProvisioning, Some(id), why);
        self.plan_transition(id, self.now + time);
        id
    }

    /// A draw that belongs to one instance and one concern, whatever else runs.
    pub(super) fn luck(&self, concern: &str, id: InstanceId, number: u64) -> u64 {
        mix(Generator::new(self.scenario.seed, concern, id.0 as usize).draw() ^ mix(number))
    }

    /// The next transition comes `at`, or at the start limit if that is earlier.
    fn plan_transition(&mut self, id: InstanceId, at: SimTime) {
        let Some(position) = self.position(id) else { return };
        let at_most = at.min(self.instances[position].start_deadline);
        let stamp = self.schedule(at_most, Class::Transition, id.0);
        let instance = &mut self.instances[position];
        instance.until = at;
        instance.stamp = stamp;
    }

    /// An instance's state ends.
    pub(super) fn on_transition(&mut self, id: InstanceId, stamp: Stamp) -> bool {
        let Some(position) = self.position(id) else { return false };
        let instance = &self.instances[position];
        if instance.stamp != stamp {
            return false;
        }
        match instance.phase {
            Phase::Draining(_) => self.end_drain(id),
            _ if instance.start_deadline <= self.now && instance.is_starting() => {
                self.start_failed(id);
            }
            Phase::Provisioning => self.begin_booting(id, position),
            Phase::Booting => self.begin_checking(id, position),
            _ => {}
        }
        true
    }

    fn begin_booting(&mut self, id: InstanceId, position: usize) {
        let version = &self.versions[self.instances[position].version];
        let broken = version.cannot_start();
        let time = version.start.sample(self.luck("start", id, 0));
        self.enter(position, Phase::Booting);
        let (at, why) = match broken {
            Some(cause) => (SimTime::NEVER, Why::Rule(cause)),
            None => (self.now + time, Why::Takes { what: "the application's start", time }),
        };
        self.tell(EventKind::InstanceBooting, Some(id), why);
        self.plan_transition(id, at);
    }

    fn begin_checking(&mut self, id: InstanceId, position: usize) {
        self.enter(position, Phase::Checking);
        let check = &self.versions[self.instances[position].version].service.health_check;
        let (interval, needed) = (check.interval, check.healthy_threshold);
        let (first, why) = match self.rules.behaviour.first_check.value {
            FirstCheck::AtOnce => (self.now, "the first check is sent as it listens"),
            FirstCheck::AfterInterval => {
                (self.now + interval, "the first check comes one interval after it listens")
            }
        };
        let why = Why::Text(format!("{why}; {needed} must pass, every {interval}"));
        self.tell(EventKind::InstanceChecking, Some(id), why);
        self.plan_transition(id, SimTime::NEVER);
        self.plan_check(position, first);
    }

    /// The instance at `position` is in `phase` from now on.
    pub(super) fn enter(&mut self, position: usize, phase: Phase) {
        let now = self.now;
        let instance = &mut self.instances[position];
        instance.processor.meter(now, phase.metering());
        instance.phase = phase;
        instance.since = now;
        instance.until = SimTime::NEVER;
        instance.stamp = Stamp::NONE;
    }

    /// Enough checks have passed.
    pub(super) fn become_ready(&mut self, id: InstanceId) {
        let Some(position) = self.position(id) else { return };
        let now = self.now;
        let instance = &mut self.instances[position];
        instance.ready_at = now;
        let cold_start = now.since(instance.launched);
        let (passes, cause, version) = (instance.passes, instance.cause, instance.version);
        if cause == Launch::ScaleOut {
            self.counters.cold_ready += 1;
            self.counters.cold_sum = self.counters.cold_sum + cold_start;
            self.counters.cold_max = self.counters.cold_max.max(cold_start);
        }
        let phase = self.phase_when_ready(version);
        self.enter(position, phase);
        self.tell(EventKind::InstanceReady, Some(id), Why::Passed { passes, cold_start });
        if self.throttles() && phase == Phase::Ready {
            let why = Why::Rule("demand asks for it");
            self.tell(EventKind::InstanceActive, Some(id), why);
        } else if phase == Phase::Idle {
            let why = Why::Rule("no demand asks for it: memory is kept, the CPU throttled");
            self.tell(EventKind::InstanceIdle, Some(id), why);
        }
        // First: what it replaces leaves at the same instant.
        self.operation_saw_ready(id);
        self.fleet_changed();
        self.dispatch();
    }

    fn start_failed(&mut self, id: InstanceId) {
        let Some(position) = self.position(id) else { return };
        let instance = &self.instances[position];
        let version = &self.versions[instance.version];
        let cause = match (version.cannot_start(), instance.phase) {
            (Some(cause), _) => cause,
            (None, Phase::Checking) if !version.listens() => "nobody listens on the service's port",
            (None, Phase::Checking) => "its health checks do not pass",
            (None, Phase::Booting) => "the application does not listen yet",
            (None, _) => "it is still being provisioned",
        };
        let (launch, version) = (instance.cause, instance.version);
        let limit = self.assume().start_limit;
        self.counters.failed_to_start += 1;
        self.tell(EventKind::InstanceStartFailed, Some(id), Why::TooSlow { limit, cause });
        self.remove(id);
        if !self.operation_saw_start_failure(version) {
            self.launch(launch, version, Why::Rule("the last one failed to start: tried again"));
        }
        self.fleet_changed();
        self.give_up_waiting();
    }

    /// Stops sending requests to an instance; it goes when it holds none.
    pub(super) fn drain(&mut self, id: InstanceId, drain: Drain, why: Why) {
        let Some(position) = self.position(id) else { return };
        let starting = self.instances[position].is_starting();
        let held = self.instances[position].held;
        self.drop_check(position);
        self.enter(position, Phase::Draining(drain));
        self.tell(EventKind::InstanceDraining, Some(id), why);
        if starting || held == 0 {
            self.tell(EventKind::InstanceGone, Some(id), Why::Rule("it holds no request"));
            self.remove(id);
            return;
        }
        let limit = self.assume().request_limit;
        let at = self.now + limit;
        let stamp = self.schedule(at, Class::Transition, id.0);
        let instance = &mut self.instances[position];
        instance.until = at;
        instance.stamp = stamp;
    }

    /// A draining or quiescing instance holds nothing any more.
    pub(super) fn emptied(&mut self, id: InstanceId) {
        let Some(position) = self.position(id) else { return };
        if self.instances[position].phase == Phase::Quiescing {
            self.make_idle(position);
            self.fleet_changed();
            return;
        }
        self.tell(EventKind::InstanceGone, Some(id), Why::Rule("its last request has ended"));
        self.remove(id);
        self.fleet_changed();
        self.operation_saw_gone();
    }

    fn end_drain(&mut self, id: InstanceId) {
        let lost = self.remove(id);
        let cause = "the request limit has passed since it began to drain";
        self.tell(EventKind::InstanceGone, Some(id), Why::Crashed { cause, lost });
        self.fleet_changed();
        self.operation_saw_gone();
    }

    /// Throttles the instance at `position` (aws).
    pub(super) fn make_idle(&mut self, position: usize) {
        let id = self.instances[position].id;
        self.enter(position, Phase::Idle);
        let why = Why::Rule("demand needs fewer: memory is kept, the CPU throttled");
        self.tell(EventKind::InstanceIdle, Some(id), why);
    }

    /// Wakes the idle instance with the lowest id and gives its position (aws).
    pub(super) fn activate_idle(&mut self, cause: &'static str) -> Option<usize> {
        let position = self.instances.iter().position(|one| one.phase == Phase::Idle)?;
        let id = self.instances[position].id;
        self.enter(position, Phase::Ready);
        self.instances[position].awake_at = self.now + self.assume().wake;
        self.tell(EventKind::InstanceActive, Some(id), Why::Rule(cause));
        self.fleet_changed();
        Some(position)
    }

    /// The process of an instance ends; a replacement starts at once.
    pub(super) fn crash(&mut self, id: InstanceId, cause: &'static str) {
        let Some(position) = self.position(id) else { return };
        let needs_other = self.instances[position].is_counted();
        let version = self.instances[position].version;
        let lost = self.remove(id);
        self.tell(EventKind::InstanceCrashed, Some(id), Why::Crashed { cause, lost });
        self.tell(EventKind::InstanceGone, Some(id), Why::Rule("its process has ended"));
        if needs_other {
            self.replace(id, version);
        }
        self.fleet_changed();
        self.give_up_waiting();
    }

    /// Launches an instance in the place of `gone`.
    pub(super) fn replace(&mut self, gone: InstanceId, version: usize) {
        if !self.refuses_all() {
            let version = self.replacement_version(version);
            self.launch(Launch::Replacement, version, Why::Replaces { gone });
        }
    }

    /// Takes an instance out; what it held fails with 502. Gives how many.
    pub(super) fn remove(&mut self, id: InstanceId) -> u32 {
        let Some(position) = self.position(id) else { return 0 };
        self.settle_activation(position);
        let held = self.instances[position].held;
        let gone = self.instances.remove(position);
        self.counters.busy_cpu += gone.processor.busy_until(self.now);
        self.refresh_router();
        if held > 0 { self.drop_held(id) } else { 0 }
    }

    /// Charges the rest of the first minute when an activation ends early.
    fn settle_activation(&mut self, position: usize) {
        let (now, least) = (self.now, self.rules.prices.least_active.value);
        let instance = &mut self.instances[position];
        if let Some(since) = instance.active_since.take() {
            let cpu_millis = instance.size.cpu_millis;
            let rest = least - now.since(since);
            self.meter.charge_vcpu(cpu_millis, rest);
        }
    }

    /// Brings router, autoscaler, counters and bill up to date after any change
    /// of an instance's state or of the settings.
    pub(super) fn fleet_changed(&mut self) {
        self.refresh_router();
        let counted = self.count(Instance::is_counted);
        self.refresh_scaler(counted);
        let now = self.now;
        let fleet = self.fleet();
        self.counters.count_fleet(now, fleet);
        let burn = self.burn();
        self.meter.change(now, burn);
    }

    fn fleet(&self) -> Fleet {
        let mut fleet = Fleet::default();
        for one in &self.instances {
            fleet.all += 1;
            fleet.memory_mb += u64::from(one.size.memory_mb);
            fleet.base_memory_mb += u64::from(self.versions[one.version].app.memory.base_mb);
            if one.phase.takes_requests() {
                fleet.active += 1;
                fleet.cpu_millis += u64::from(one.size.cpu_millis);
            }
        }
        fleet
    }

    fn refresh_router(&mut self) {
        let limit = self.scaling.max_concurrency;
        let load = |one: &Instance| {
            if one.phase == Phase::Ready && one.held < limit { one.held } else { CLOSED }
        };
        self.router.rebuild(self.instances.iter().map(load));
    }

    /// What runs up the bill now; notes who is billed as active.
    fn burn(&mut self) -> Burn {
        let style = self.rules.behaviour.billing.value;
        let mut burn = Burn::default();
        for position in 0..self.instances.len() {
            let one = &self.instances[position];
            let size = one.size;
            burn.memory_mb += u64::from(size.memory_mb);
            let active = style == BillingStyle::WhileExists
                || one.is_starting()
                || matches!(one.phase, Phase::Ready | Phase::Quiescing | Phase::Draining(_));
            if active {
                burn.cpu_millis += u64::from(size.cpu_millis);
            }
            if style == BillingStyle::ProvisionedAndActive {
                if !active {
                    self.settle_activation(position);
                } else if self.instances[position].active_since.is_none() {
                    self.instances[position].active_since = Some(self.now);
                }
            }
        }
        if style == BillingStyle::ProvisionedAndActive && !self.refuses_all() {
            let least = u64::from(self.scaling.min_size)
                * u64::from(self.versions[self.current].service.instance.memory_mb);
            burn.memory_mb = burn.memory_mb.max(least);
        }
        burn
    }

    /// The lowest ids among the instances that are ready, at most `most`.
    pub(super) fn lowest_ready(&self, most: u32) -> Vec<InstanceId> {
        let ready = self.instances.iter().filter(|one| one.is_ready());
        ready.take(most as usize).map(|one| one.id).collect()
    }

    /// From now on the instances `ids` accept connections and never answer.
    pub(super) fn hang(&mut self, ids: &[InstanceId]) {
        for &id in ids {
            if let Some(position) = self.position(id) {
                self.instances[position].hung = true;
                self.silence_held(id);
            }
        }
    }
}
