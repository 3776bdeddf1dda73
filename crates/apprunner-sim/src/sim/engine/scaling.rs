//! When the autoscaler acts: at an arrival (chapter) or once a period (aws).

use super::Engine;
use crate::model::rules::ScalingTrigger;
use crate::sim::event::EventKind;
use crate::sim::instance::{Drain, Instance, Launch, Phase};
use crate::sim::queue::{Class, Stamp};
use crate::sim::reason::{Reason, Rule};

impl Engine {
    /// Plans the next periodic look where the edition has them.
    pub(super) fn plan_look(&mut self) {
        if let Some(period) = self.scaler.period() {
            let at = self.calendar.now() + period;
            self.calendar.schedule(at, Class::Autoscaler, 0);
        }
    }

    /// The highest demand of the last while, which scale-in goes by.
    pub(super) fn recent_demand(&self) -> f64 {
        self.scaler.recent(self.edge.demand(), self.calendar.now())
    }

    /// Instances that the autoscaler desires now, by the highest recent demand.
    pub(super) fn wanted(&self) -> u32 {
        if self.deployer.rejects_all() {
            return 0;
        }
        if self.rules.behaviour.scaling.value == ScalingTrigger::TargetTracking {
            return self.tracking.desired();
        }
        self.scaler.target(self.recent_demand(), self.deployer.scaling())
    }

    /// Scales out when the request at hand finds too few instances (chapter).
    pub(super) fn scale_out_at_arrival(&mut self) {
        let demand = self.edge.demand() + 1;
        if self.scaler.is_short(demand) && !self.deployer.rejects_all() {
            self.scale_out(f64::from(demand), 0.0);
        }
    }

    /// Takes drains back and starts what is missing for `demand`.
    fn scale_out(&mut self, demand: f64, rejected: f64) {
        let scaling = self.deployer.scaling();
        let to = self.scaler.target(demand, scaling);
        // A second set does not count until the switch.
        let second = self.deployer.second_set();
        let from = self.fleet.count(|one| one.is_counted() && Some(one.version) != second);
        if to <= from {
            return;
        }
        self.scaler.count_scale_out(self.calendar.now());
        let (slots, max_size) = (self.scaler.slots(scaling), scaling.max_size);
        let reason = Reason::DemandExceeds { demand, rejected, slots, from, to, max_size };
        self.log(EventKind::ScaleOut, None, reason);
        let mut missing = to - from;
        while missing > 0 && self.take_back() {
            missing -= 1;
        }
        let version = self.deployer.scale_out_version();
        for _ in 0..missing {
            self.launch(Launch::ScaleOut, version, Reason::Rule(Rule::ScaleOut));
        }
        self.fleet_changed();
        self.dispatch();
    }

    /// The autoscaler's event: a period's look, or a possible scale-in.
    pub(super) fn on_autoscaler(&mut self, slot: u32, stamp: Stamp) -> bool {
        self.scaler.forget_old(self.calendar.now());
        if self.rules.behaviour.scaling.value == ScalingTrigger::TargetTracking {
            self.on_tracking(slot);
            return true;
        }
        if self.scaler.period().is_some() {
            self.look();
            self.plan_look();
            return true;
        }
        let meant = self.scaler.take_scale_in(stamp);
        if meant && !self.deployer.is_busy() {
            self.scale_in();
        }
        meant
    }

    /// Plans the earliest moment at which one of `counted` instances may be too many
    /// (chapter).
    pub(super) fn plan_scale_in(&mut self, counted: u32) {
        if self.deployer.is_busy() {
            return;
        }
        let (now, scaling) = (self.calendar.now(), self.deployer.scaling());
        if let Some(at) = self.scaler.next_scale_in(counted, self.edge.demand(), now, scaling) {
            self.scaler.plan_scale_in(self.calendar.schedule(at, Class::Autoscaler, 0));
        }
    }

    /// Drains what the highest recent demand does not need (chapter).
    fn scale_in(&mut self) {
        let demand = self.recent_demand();
        let to = self.scaler.target(demand, self.deployer.scaling());
        let from = self.fleet.count(Instance::is_counted);
        if from <= to {
            self.plan_scale_in(from);
            return;
        }
        self.log_scale_in(demand, from, to);
        for id in self.fleet.newest(from - to, Instance::is_counted) {
            self.drain(id, Drain::ScaleIn, Reason::Rule(Rule::NewestFirst));
        }
        self.fleet_changed();
    }

    fn log_scale_in(&mut self, demand: f64, from: u32, to: u32) {
        let within = self.scaler.idle_after();
        self.log(EventKind::ScaleIn, None, Reason::DemandFits { demand, within, from, to });
    }

    /// One look of the periodic autoscaler (aws).
    fn look(&mut self) {
        let now = self.calendar.now();
        let edge = &self.edge;
        let rejected = self.scaler.take_rejected_demand(|| edge.mean_age_us(now));
        if self.deployer.rejects_all() {
            return;
        }
        let demand = f64::from(self.edge.demand()) + rejected;
        if rejected > 0.0 {
            self.scaler.note_estimate(demand, now);
        }
        let needed = self.scaler.needed(demand, self.deployer.scaling());
        while self.fleet.count(Instance::is_active) < needed {
            if self.unquiesce(u32::MAX).is_none()
                && self.activate_idle(Reason::Rule(Rule::Demanded)).is_none()
            {
                break;
            }
        }
        self.scale_out(demand, rejected);
        self.dispatch();
        if !self.deployer.is_busy() {
            self.quiesce_surplus();
            self.remove_surplus();
        }
        self.keep_second_set_equal();
    }

    /// Lets active instances become idle that recent demand does not need (aws).
    fn quiesce_surplus(&mut self) {
        let needed = self.scaler.needed(self.recent_demand(), self.deployer.scaling());
        let active = self.fleet.count(Instance::is_active);
        if active <= needed {
            return;
        }
        for id in self.fleet.newest(active - needed, Instance::is_active) {
            self.quiesce(id);
        }
        self.fleet_changed();
    }

    /// Removes an idle instance that has been too many for long enough (aws).
    fn remove_surplus(&mut self) {
        let now = self.calendar.now();
        let demand = self.recent_demand();
        let target = self.scaler.target(demand, self.deployer.scaling());
        let from = self.fleet.count(Instance::is_counted);
        if !self.scaler.removes_one(from, target, now) {
            return;
        }
        for id in self.fleet.newest(1, |one| one.phase == Phase::Idle) {
            self.scaler.count_removed(now);
            self.log_scale_in(demand, from, from - 1);
            let reason = Reason::Surplus(self.scaler.scale_in_after());
            self.drain(id, Drain::ScaleIn, reason);
        }
        self.fleet_changed();
    }

    /// Starts what the minimum asks for and drains what the maximum forbids,
    /// after a change of settings.
    pub(super) fn keep_within_size(&mut self) {
        let (scaling, version) = (self.deployer.scaling(), self.deployer.current());
        self.tracking.clamp(scaling.min_size, scaling.max_size);
        let have = self.fleet.count(Instance::is_counted);
        for _ in have..scaling.min_size {
            self.launch(Launch::Minimum, version, Reason::MinimumSize(scaling.min_size));
        }
        let surplus = have.saturating_sub(scaling.max_size);
        for id in self.fleet.newest(surplus, Instance::is_counted) {
            self.drain(id, Drain::ScaleIn, Reason::MaximumSize(scaling.max_size));
        }
        self.fleet_changed();
        self.dispatch();
    }
}
