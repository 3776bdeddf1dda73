//! The instances together: their ids, who takes the next request, what each one
//! holds and computes. What is counted and billed about them is in [`accounts`],
//! their health checks in [`checks`].

mod accounts;
mod checks;

use super::billing::Meter;
use super::calendar::Calendar;
use super::census::{InstanceCounts, InstanceTime};
use super::id::InstanceId;
use super::instance::{Instance, Launch, Machine, Phase, Replacement, Stopping};
use super::processor::{BackgroundWork, Work};
use super::provisioning::Provisioning;
use super::queue::{Class, Stamp};
use super::random::{Generator, Sampler, mix};
use super::router::{CLOSED, Router};
use super::tally::whole;
use crate::model::assume::{Assumptions, Balancing};
use crate::model::time::{SimDuration, SimTime};

/// The instances that are not gone, by id.
#[derive(Clone, Debug)]
pub(super) struct Fleet {
    seed: u64,
    instances: Vec<Instance>,
    next_id: u32,
    router: Router,
    canary: Option<Canary>,
    provisioning: Provisioning,
    registration: Sampler,
    pull_per_mb: SimDuration,
    balancing: Balancing,
    /// Thousandths of a vCPU that a throttled instance can use.
    idle_millis: u32,
    counts: InstanceCounts,
    time: InstanceTime,
}

/// The instances of the version that is a canary, which get a share of the requests.
#[derive(Clone, Debug)]
struct Canary {
    version: usize,
    router: Router,
}

/// What a released instance can do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Released {
    /// It can take another request.
    TakesMore,
    /// It is about to go or to become idle, and holds nothing any more.
    Emptied,
    /// Nothing follows.
    Nothing,
}

impl Fleet {
    /// No instances yet, under what a run assumes.
    pub(super) fn new(seed: u64, assume: &Assumptions) -> Self {
        Self {
            seed,
            instances: Vec::new(),
            next_id: 1,
            router: Router::new(seed, assume.balancing),
            canary: None,
            provisioning: Provisioning::new(assume),
            registration: Sampler::new(assume.registration),
            pull_per_mb: assume.pull_per_mb,
            balancing: assume.balancing,
            idle_millis: whole((assume.idle_cpu * 1e3).round()),
            counts: InstanceCounts::default(),
            time: InstanceTime::default(),
        }
    }

    /// The instances that are not gone, by id.
    pub(super) fn all(&self) -> &[Instance] {
        &self.instances
    }

    /// The instance at `position`.
    pub(super) fn at(&self, position: usize) -> &Instance {
        &self.instances[position]
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

    /// Number of instances that `wanted` picks.
    pub(super) fn count(&self, wanted: impl Fn(&Instance) -> bool) -> u32 {
        let count = self.instances.iter().filter(|instance| wanted(instance)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Ids of the instances that `wanted` picks, the oldest first.
    pub(super) fn ids(&self, wanted: impl Fn(&Instance) -> bool) -> Vec<InstanceId> {
        self.instances.iter().filter(|one| wanted(one)).map(|one| one.id).collect()
    }

    /// Ids of the newest instances that `wanted` picks, the newest first, at most `most`.
    pub(super) fn newest(&self, most: u32, wanted: impl Fn(&Instance) -> bool) -> Vec<InstanceId> {
        let picked = self.instances.iter().rev().filter(|one| wanted(one));
        picked.take(most as usize).map(|one| one.id).collect()
    }

    /// What was counted so far.
    pub(super) fn counts(&self) -> &InstanceCounts {
        &self.counts
    }

    /// Instances integrated over time up to `now`.
    pub(super) fn time(&self, now: SimTime) -> InstanceTime {
        self.time.until(now)
    }

    /// Thousandths of a vCPU × µs used until `now` by instances that took requests.
    pub(super) fn busy_cpu(&self, now: SimTime) -> u128 {
        let running = self.instances.iter().map(|one| one.processor.busy_until(now));
        self.counts.busy_cpu + running.sum::<u128>()
    }

    /// Background work of applications until `now`.
    pub(super) fn background(&self, now: SimTime) -> BackgroundWork {
        let mut all = self.counts.background;
        self.instances.iter().for_each(|one| all.add(one.processor.background_until(now)));
        all
    }

    /// A draw that belongs to one instance and one concern, whatever else runs.
    pub(super) fn luck(&self, concern: &str, id: InstanceId, number: u64) -> u64 {
        mix(Generator::new(self.seed, concern, id.0 as usize).draw() ^ mix(number))
    }

    fn add(&mut self, now: SimTime, cause: Launch, version: usize, machine: Machine) -> InstanceId {
        let id = InstanceId(self.next_id);
        self.next_id += 1;
        self.instances.push(Instance::new(id, now, cause, version, machine));
        id
    }

    /// Adds an instance that is in `phase` as the run begins, and gives its position.
    pub(super) fn add_running(&mut self, phase: Phase, version: usize, machine: Machine) -> usize {
        self.add(SimTime::ZERO, Launch::Initial, version, machine);
        let position = self.instances.len() - 1;
        self.enter(position, SimTime::ZERO, phase);
        self.instances[position].ready_at = SimTime::ZERO;
        position
    }

    /// Launches an instance, which has failed when it is not ready within `limit`.
    pub(super) fn launch(
        &mut self,
        calendar: &mut Calendar,
        cause: Launch,
        version: usize,
        machine: Machine,
        limit: SimDuration,
    ) -> InstanceId {
        let now = calendar.now();
        let id = self.add(now, cause, version, machine);
        let pull = self.pull_per_mb.scaled(f64::from(machine.image_mb));
        let first = self.provisioning.first_of(now, id);
        let luck = |concern, of| self.luck(concern, of, 0);
        let (own, shared) = (luck("provision", id), luck("provision_shared", first));
        let time = self.provisioning.sample(own, shared) + pull;
        let position = self.instances.len() - 1;
        self.instances[position].start_deadline = now + limit;
        self.counts.launched += 1;
        match cause {
            Launch::ScaleOut => self.counts.cold_starts += 1,
            Launch::Initial | Launch::Minimum | Launch::Replacement | Launch::Operation => {}
        }
        self.plan_transition(calendar, position, now + time);
        id
    }

    /// The state of the instance at `position` ends `at`, or at its start deadline
    /// if that is earlier.
    pub(super) fn plan_transition(
        &mut self,
        calendar: &mut Calendar,
        position: usize,
        at: SimTime,
    ) {
        let instance = &mut self.instances[position];
        let at_most = at.min(instance.start_deadline);
        instance.stamp = calendar.schedule(at_most, Class::Transition, instance.id.0);
        instance.until = at;
    }

    /// The instance at `position` drains or its process runs until `at` at the latest.
    pub(super) fn limit_drain(&mut self, calendar: &mut Calendar, position: usize, at: SimTime) {
        let instance = &mut self.instances[position];
        instance.stamp = calendar.schedule(at, Class::Transition, instance.id.0);
        instance.until = at;
    }

    /// The instance at `position` is in `phase` from `now` on.
    pub(super) fn enter(&mut self, position: usize, now: SimTime, phase: Phase) {
        let instance = &mut self.instances[position];
        instance.processor.meter(now, phase.metering());
        instance.processor.run_background(now, phase.background(), self.idle_millis);
        instance.phase = phase;
        instance.since = now;
        instance.until = SimTime::NEVER;
        instance.stamp = Stamp::NONE;
    }

    /// The instance at `position` is ready and enters `phase`. Gives the time from
    /// its launch.
    pub(super) fn become_ready(
        &mut self,
        position: usize,
        now: SimTime,
        phase: Phase,
    ) -> SimDuration {
        let instance = &mut self.instances[position];
        instance.ready_at = now;
        let cold_start = now.since(instance.launched);
        if instance.is_cold_start {
            self.counts.count_cold_start(cold_start);
        }
        self.enter(position, now, phase);
        cold_start
    }

    /// A request waited for the instance at `position` to become ready: that is a
    /// cold start, whatever it was launched for.
    pub(super) fn count_waited_for(&mut self, position: usize) {
        let instance = &mut self.instances[position];
        if !instance.is_cold_start {
            instance.is_cold_start = true;
            self.counts.cold_starts += 1;
            self.counts.count_cold_start(instance.ready_at.since(instance.launched));
        }
    }

    /// The CPU of the instance at `position` works from `at` on.
    pub(super) fn wake(&mut self, position: usize, at: SimTime) {
        self.instances[position].awake_at = at;
    }

    /// Counts an instance that takes the place of another.
    pub(super) fn count_replaced(&mut self) {
        self.counts.replaced += 1;
    }

    /// Counts an instance that was not ready in time.
    pub(super) fn count_failed_start(&mut self) {
        self.counts.failed_to_start += 1;
    }

    /// Counts an instance whose process still runs after SIGTERM.
    pub(super) fn count_stopping(&mut self) {
        self.counts.stopping += 1;
    }

    /// Counts how such a process ended, and `cut` requests that it had not completed.
    pub(super) fn count_stopped(&mut self, stopping: Stopping, cut: u32) {
        self.counts.killed += u64::from(stopping != Stopping::Waiting);
        self.counts.cut_at_stop += u64::from(cut);
    }

    /// Every instance runs `version` from now on.
    pub(super) fn relabel(&mut self, version: usize) {
        self.instances.iter_mut().for_each(|one| one.version = version);
    }

    /// The instance at `position` accepts connections and never responds again.
    pub(super) fn hang(&mut self, position: usize) {
        self.instances[position].hung = true;
    }

    /// Takes out the instance at `position`.
    pub(super) fn remove(&mut self, position: usize, now: SimTime, meter: &mut Meter) -> Instance {
        self.settle_activation(position, now, meter);
        let gone = self.instances.remove(position);
        self.counts.busy_cpu += gone.processor.busy_until(now);
        self.counts.background.add(gone.processor.background_until(now));
        gone
    }

    /// The position of the instance to take a request, if one has room.
    #[inline]
    pub(super) fn choose(&mut self) -> Option<usize> {
        self.router.choose()
    }

    /// From now on `version` is a canary with requests of its own.
    pub(super) fn set_canary(&mut self, version: Option<usize>) {
        self.canary = version
            .map(|version| Canary { version, router: Router::new(self.seed, self.balancing) });
    }

    /// The position of the canary's instance to take a request.
    pub(super) fn choose_canary(&mut self) -> Option<usize> {
        self.canary.as_mut()?.router.choose()
    }

    /// Marks the instance at `position` as replaced; false where it was already.
    pub(super) fn mark_replaced(&mut self, position: usize) -> bool {
        let replacement = &mut self.instances[position].replacement;
        std::mem::replace(replacement, Replacement::Started) == Replacement::NotStarted
    }

    /// How long after it listens the instance `id` is first checked, beside the interval.
    pub(super) fn until_registered(&self, id: InstanceId) -> SimDuration {
        self.registration.sample(self.luck("registration", id, 0))
    }

    /// Tells the router anew who takes requests, up to `limit` each.
    pub(super) fn route(&mut self, limit: u32) {
        let load =
            |one: &Instance| if one.is_active() && one.held < limit { one.held } else { CLOSED };
        let Some(Canary { version, router }) = &mut self.canary else {
            self.router.rebuild(self.instances.iter().map(load));
            return;
        };
        let of = |is_canary: bool| {
            let version = *version;
            move |one: &Instance| {
                if (one.version == version) == is_canary { load(one) } else { CLOSED }
            }
        };
        self.router.rebuild(self.instances.iter().map(of(false)));
        router.rebuild(self.instances.iter().map(of(true)));
    }

    /// The instance at `position`, which may hold `limit` requests, takes one. Whether it
    /// is its first.
    #[inline]
    pub(super) fn take(&mut self, position: usize, limit: u32) -> (&Instance, bool) {
        let instance = &mut self.instances[position];
        let is_first = !std::mem::replace(&mut instance.is_used, true);
        instance.held += 1;
        let load = if instance.held < limit { instance.held } else { CLOSED };
        router_of(&mut self.router, &mut self.canary, instance.version).grow(position, load);
        (instance, is_first)
    }

    /// The instance at `position`, which may hold `limit` requests, holds one less.
    #[inline]
    pub(super) fn release(&mut self, position: usize, limit: u32) -> Released {
        let instance = &mut self.instances[position];
        instance.held = instance.held.saturating_sub(1);
        let held = instance.held;
        if !instance.is_active() {
            return after_inactive(instance);
        }
        if held >= limit {
            return Released::Nothing;
        }
        router_of(&mut self.router, &mut self.canary, instance.version).fall(position, held);
        Released::TakesMore
    }

    /// Gives the CPU of the instance at `position` work that needs `demand` of it.
    pub(super) fn compute(
        &mut self,
        calendar: &mut Calendar,
        position: usize,
        demand: SimDuration,
        work: Work,
    ) {
        let instance = &mut self.instances[position];
        instance.processor.hold_until(instance.awake_at);
        instance.processor.add(calendar.now(), demand, work);
        self.arm(calendar, position);
    }

    /// Makes the queue ask the processor at `position` when its next work is
    /// done. An earlier question stays: it will ask again.
    pub(super) fn arm(&mut self, calendar: &mut Calendar, position: usize) {
        let instance = &mut self.instances[position];
        let Some(next) = instance.processor.next_done(calendar.now()) else { return };
        if instance.processor.armed.is_some_and(|(at, _)| at <= next) {
            return;
        }
        let stamp = calendar.schedule(next, Class::CpuDone, instance.id.0);
        instance.processor.armed = (stamp != Stamp::NONE).then_some((next, stamp));
    }

    /// Whether the event `stamp` is the one that asks the processor at `position`,
    /// which is answered with this.
    pub(super) fn disarm(&mut self, position: usize, stamp: Stamp) -> bool {
        let processor = &mut self.instances[position].processor;
        let meant = processor.armed.is_some_and(|(_, armed)| armed == stamp);
        if meant {
            processor.armed = None;
        }
        meant
    }

    /// Takes out work that the instance at `position` has done by `now`, one at a time.
    pub(super) fn take_done(&mut self, position: usize, now: SimTime) -> Option<Work> {
        self.instances[position].processor.take_done(now)
    }
}

/// What `instance` can do now, which takes no requests and holds one less.
#[inline(never)]
fn after_inactive(instance: &Instance) -> Released {
    let empties =
        matches!(instance.phase, Phase::Draining(_) | Phase::Stopping(_) | Phase::Quiescing);
    if empties && instance.held == 0 { Released::Emptied } else { Released::Nothing }
}

/// The router of the instances of `version`.
#[inline]
fn router_of<'a>(
    router: &'a mut Router,
    canary: &'a mut Option<Canary>,
    version: usize,
) -> &'a mut Router {
    match canary {
        None => router,
        Some(canary) => canary.router_of(version, router),
    }
}

impl Canary {
    /// Its router if it is of `version`, or else `other`.
    #[cold]
    fn router_of<'a>(&'a mut self, version: usize, other: &'a mut Router) -> &'a mut Router {
        if self.version == version { &mut self.router } else { other }
    }
}
