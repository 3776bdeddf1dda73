//! The autoscaler: how many instances demand asks for, and when it acts.
//!
//! Only concurrency drives it. `chapter` looks at every arrival and scales in
//! at the very moment when the highest demand of `idle_after` allows it; `aws`
//! looks once a period, counts refused traffic by Little's law, and lets surplus
//! instances go slowly. Both go by demand, never by an instance's own silence:
//! routing by fewest held would keep every instance alive for ever.

use super::engine::World;
use super::event::{EventKind, InstanceId};
use super::instance::{Drain, Instance, Launch, Phase};
use super::queue::{Class, Stamp};
use super::why::Why;
use crate::model::rules::ScalingTrigger;
use crate::model::time::SimTime;

/// Slots are worked out to a millionth.
const ROUNDING: f64 = 1e6;

impl World {
    /// Begins the periodic looks where the edition has them.
    pub(super) fn start_autoscaler(&mut self) {
        if self.scales_by_period() {
            self.schedule(self.now + self.assume().scale_period, Class::Autoscaler, 0);
        }
    }

    fn scales_by_period(&self) -> bool {
        self.rules.behaviour.scaling.value == ScalingTrigger::Period
    }

    /// Slots that the autoscaler counts on, per instance.
    fn slots(&self) -> f64 {
        let slots = f64::from(self.scaling.max_concurrency) * self.assume().target_utilization;
        // 0.29 of 100 is 29, not the float a little below it.
        libm::round(slots * ROUNDING) / ROUNDING
    }

    /// Instances that `demand` asks for, before any minimum.
    fn needed(&self, demand: u32) -> u32 {
        let needed = (f64::from(demand) / self.slots()).ceil();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a whole number; a float beyond u32 saturates"
        )]
        let needed = needed as u32;
        needed.min(self.scaling.max_size)
    }

    /// Demand that `instances` have slots for.
    fn capacity(&self, instances: u32) -> u32 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "not negative; a float beyond u32 saturates"
        )]
        let capacity = (f64::from(instances) * self.slots()) as u32;
        capacity
    }

    fn demand(&self) -> u32 {
        self.held + self.waiting_count
    }

    /// The highest demand of the last `idle_after`, which scale-in goes by.
    fn recent_demand(&self) -> u32 {
        let past = self.scaler.window.highest(self.now, self.assume().idle_after);
        past.max(self.demand())
    }

    /// Instances that the autoscaler wants now, by the highest recent demand.
    pub(super) fn wanted(&self) -> u32 {
        if self.refuses_all() {
            return 0;
        }
        self.needed(self.recent_demand()).max(self.scaling.min_size)
    }

    /// Works out anew when the autoscaler must act, with `counted` instances.
    pub(super) fn refresh_scaler(&mut self, counted: u32) {
        let at_limit = counted >= self.scaling.max_size;
        self.scaler.enough_for = if at_limit { u32::MAX } else { self.capacity(counted) };
        if !self.scales_by_period() {
            self.plan_scale_in(counted);
        }
    }

    /// Scales out when the request at hand finds too few instances (chapter).
    pub(super) fn autoscale_at_arrival(&mut self) {
        let demand = self.demand() + 1;
        if demand > self.scaler.enough_for && !self.scales_by_period() && !self.refuses_all() {
            self.scale_out(demand, 0);
        }
    }

    /// Takes drains back and starts what is missing for `demand`.
    fn scale_out(&mut self, demand: u32, refused: u32) {
        let target = self.needed(demand).max(self.scaling.min_size);
        let from = self.count_for_scaling();
        if target <= from {
            return;
        }
        self.counters.first_scale_out.get_or_insert(self.now);
        let why = Why::Demand {
            demand,
            refused,
            slots: self.slots(),
            from,
            to: target,
            max_size: self.scaling.max_size,
        };
        self.tell(EventKind::ScaleOut, None, why);
        let mut missing = target - from;
        while missing > 0 && self.take_back() {
            missing -= 1;
        }
        let version = self.scale_out_version();
        for _ in 0..missing {
            self.launch(Launch::ScaleOut, version, Why::Rule("scale-out: demand asks for it"));
        }
        self.fleet_changed();
        self.dispatch();
    }

    /// Instances that the autoscaler has: in a second set they do not count.
    fn count_for_scaling(&self) -> u32 {
        match self.second_set_version() {
            Some(second) => self.count(|one| one.is_counted() && one.version != second),
            None => self.count(Instance::is_counted),
        }
    }

    /// Takes back the newest instance that drains for scale-in, if there is one.
    fn take_back(&mut self) -> bool {
        let drains = |one: &Instance| one.phase == Phase::Draining(Drain::ScaleIn);
        let Some(position) = self.instances.iter().rposition(drains) else { return false };
        let id = self.instances[position].id;
        self.enter(position, Phase::Ready);
        let now = self.now;
        self.plan_check(position, now);
        self.tell(EventKind::InstanceReady, Some(id), Why::Rule("its drain is taken back"));
        true
    }

    /// The autoscaler's event: a period's look, or a possible scale-in.
    pub(super) fn on_autoscaler(&mut self, stamp: Stamp) -> bool {
        if self.scales_by_period() {
            self.look();
            self.schedule(self.now + self.assume().scale_period, Class::Autoscaler, 0);
            return true;
        }
        if self.scaler.scale_in != Some(stamp) {
            return false;
        }
        self.scaler.scale_in = None;
        self.scale_in_exact();
        true
    }

    /// Plans the earliest moment at which an instance may be too many (chapter).
    fn plan_scale_in(&mut self, counted: u32) {
        if self.scaler.scale_in.is_some() || counted <= self.scaling.min_size || self.busy() {
            return;
        }
        let enough = self.capacity(counted - 1);
        let idle_after = self.assume().idle_after;
        let at = if self.demand() > enough {
            self.now + idle_after
        } else {
            let last = self.scaler.window.last_above(enough);
            last.map_or(self.now, |last| last + idle_after).max(self.now)
        };
        let stamp = self.schedule(at, Class::Autoscaler, 0);
        self.scaler.scale_in = (stamp != Stamp::NONE).then_some(stamp);
    }

    /// Drains what the highest demand of `idle_after` does not need (chapter).
    fn scale_in_exact(&mut self) {
        if self.busy() {
            return;
        }
        let demand = self.recent_demand();
        let target = self.needed(demand).max(self.scaling.min_size);
        let from = self.count(Instance::is_counted);
        if from > target {
            self.tell_scale_in(demand, from, target);
            for id in self.newest(from - target, Instance::is_counted) {
                self.drain(id, Drain::ScaleIn, Why::Rule("scale-in takes the newest first"));
            }
            self.fleet_changed();
        } else {
            self.plan_scale_in(from);
        }
    }

    fn tell_scale_in(&mut self, demand: u32, from: u32, to: u32) {
        let within = self.assume().idle_after;
        self.tell(EventKind::ScaleIn, None, Why::Fits { demand, within, from, to });
    }

    /// The newest instances that `wanted` picks, at most `most`.
    pub(super) fn newest(&self, most: u32, wanted: impl Fn(&Instance) -> bool) -> Vec<InstanceId> {
        let picked = self.instances.iter().rev().filter(|one| wanted(one));
        picked.take(most as usize).map(|one| one.id).collect()
    }

    /// One look of the periodic autoscaler (aws).
    fn look(&mut self) {
        let refused = self.refused_demand();
        if self.refuses_all() {
            return;
        }
        let demand = self.demand().saturating_add(refused);
        if refused > 0 {
            self.scaler.window.note(demand, self.now);
        }
        let active_wanted = self.needed(demand);
        while self.count(|one| one.phase == Phase::Ready) < active_wanted {
            if !self.unquiesce() && self.activate_idle("demand asks for it").is_none() {
                break;
            }
        }
        self.scale_out(demand, refused);
        self.dispatch();
        if !self.busy() {
            self.quiesce_surplus();
            self.remove_surplus();
        }
        self.keep_second_set_equal();
    }

    /// What refused traffic would keep busy, by Little's law: refused per second
    /// in the last period × the mean service time.
    fn refused_demand(&mut self) -> u32 {
        let refused = std::mem::take(&mut self.scaler.refused);
        let answered = std::mem::take(&mut self.scaler.answered);
        let service_us = std::mem::take(&mut self.scaler.service_us);
        if answered > 0 {
            self.scaler.mean_service_us = Some(service_us as f64 / answered as f64);
        }
        if refused == 0 {
            return 0;
        }
        let mean_us = self.scaler.mean_service_us.unwrap_or_else(|| self.mean_age_us());
        let busy = refused as f64 * mean_us / self.assume().scale_period.as_micros() as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "not negative; a float beyond u32 saturates"
        )]
        let busy = busy.ceil() as u32;
        busy
    }

    fn mean_age_us(&self) -> f64 {
        let held = self.requests.pick(super::request::Request::is_held);
        let ages = held.iter().map(|&index| self.now.since(self.requests.get(index).started));
        let sum: u128 = ages.map(|age| u128::from(age.as_micros())).sum();
        if held.is_empty() { 0.0 } else { sum as f64 / held.len() as f64 }
    }

    /// Takes back the oldest instance that was about to become idle.
    fn unquiesce(&mut self) -> bool {
        self.unquiesce_below(u32::MAX).is_some()
    }

    /// Takes back the oldest instance that was about to become idle and holds less
    /// than `limit`; gives its position (aws).
    pub(super) fn unquiesce_below(&mut self, limit: u32) -> Option<usize> {
        let fits = |one: &Instance| one.phase == Phase::Quiescing && one.held < limit;
        let position = self.instances.iter().position(fits)?;
        self.enter(position, Phase::Ready);
        self.fleet_changed();
        Some(position)
    }

    /// Lets active instances become idle that recent demand does not need.
    fn quiesce_surplus(&mut self) {
        let needed = self.needed(self.recent_demand());
        let active = self.count(|one| one.phase == Phase::Ready);
        if active <= needed {
            return;
        }
        for id in self.newest(active - needed, |one| one.phase == Phase::Ready) {
            let Some(position) = self.position(id) else { continue };
            if self.instances[position].held == 0 {
                self.make_idle(position);
            } else {
                self.enter(position, Phase::Quiescing);
            }
        }
        self.fleet_changed();
    }

    /// Removes an idle instance that has been too many for long enough (aws).
    fn remove_surplus(&mut self) {
        let demand = self.recent_demand();
        let target = self.needed(demand).max(self.scaling.min_size);
        let from = self.count(Instance::is_counted);
        if from <= target {
            self.scaler.surplus_since = None;
            self.scaler.last_removed = None;
            return;
        }
        let since = *self.scaler.surplus_since.get_or_insert(self.now);
        let last = self.scaler.last_removed.unwrap_or(SimTime::ZERO).max(since);
        let pause = self.assume().scale_in_after;
        if last + pause > self.now {
            return;
        }
        for id in self.newest(1, |one| one.phase == Phase::Idle) {
            self.scaler.last_removed = Some(self.now);
            self.tell_scale_in(demand, from, from - 1);
            let why = Why::Takes { what: "being surplus before removal", time: pause };
            self.drain(id, Drain::ScaleIn, why);
        }
        self.fleet_changed();
    }

    /// Starts what the minimum asks for and drains what the maximum forbids,
    /// after a change of settings.
    pub(super) fn keep_within_size(&mut self) {
        let have = self.count(Instance::is_counted);
        for _ in have..self.scaling.min_size {
            let why = Why::Text(format!("the minimum size is {}", self.scaling.min_size));
            self.launch(Launch::ScaleOut, self.current, why);
        }
        for id in self.newest(have.saturating_sub(self.scaling.max_size), Instance::is_counted) {
            let why = Why::Text(format!("the maximum size is {}", self.scaling.max_size));
            self.drain(id, Drain::ScaleIn, why);
        }
        self.fleet_changed();
        self.dispatch();
    }

    /// In the aws edition a new instance is active while demand asks for it.
    pub(super) fn phase_when_ready(&self, version: usize) -> Phase {
        if self.second_set_version() == Some(version) {
            return Phase::Standby;
        }
        if !self.throttles() {
            return Phase::Ready;
        }
        let active = self.count(|one| one.phase == Phase::Ready);
        let needed = self.needed(self.recent_demand());
        if active < needed { Phase::Ready } else { Phase::Idle }
    }
}
