//! Warm-up: from when the figures of a run count.
//!
//! Requests count by their arrival, so that none is half counted. What adds up over
//! time counts from the same moment: its amount then is kept and taken off.

use super::Engine;
use crate::model::money::MicroDollars;
use crate::model::time::SimTime;
use crate::sim::billing::Meter;
use crate::sim::census::InstanceCounts;
use crate::sim::processor::BackgroundWork;
use crate::sim::summary::{Cost, FrontCost};
use crate::sim::warm_up::WarmUp;

impl Engine {
    /// The warm-up is over.
    pub(super) fn begin_measuring(&mut self) {
        let now = self.calendar.now();
        self.warm_up = WarmUp {
            at: now,
            counts: *self.fleet.counts(),
            time: self.fleet.time(now),
            held_us: self.edge.held_us(now),
            background: self.fleet.background(now),
            bill: Some(self.meter),
        };
        self.edge.begin_measuring();
        self.fleet.begin_measuring();
        self.scaler.begin_measuring();
    }

    /// How long it has been measured, in µs.
    pub(super) fn measured_us(&self) -> u64 {
        self.calendar.now().since(self.warm_up.at).as_micros()
    }

    /// What was counted about instances since the warm-up.
    pub(super) fn measured_counts(&self) -> InstanceCounts {
        self.fleet.counts().since(&self.warm_up.counts)
    }

    /// Instances × µs since the warm-up, all and active ones.
    pub(super) fn measured_instances(&self) -> (u128, u128) {
        let (time, past) = (self.fleet.time(self.calendar.now()), &self.warm_up.time);
        (time.all - past.all, time.active - past.active)
    }

    /// Requests × µs held since the warm-up.
    pub(super) fn measured_held(&self) -> u128 {
        self.edge.held_us(self.calendar.now()) - self.warm_up.held_us
    }

    /// Background work since the warm-up.
    pub(super) fn measured_background(&self) -> BackgroundWork {
        let (all, past) = (self.fleet.background(self.calendar.now()), self.warm_up.background);
        BackgroundWork { wanted: all.wanted - past.wanted, done: all.done - past.done }
    }

    /// The bill since the warm-up.
    pub(super) fn measured_cost(&self) -> Cost {
        let now = self.calendar.now();
        let since = |part: fn(&Meter, SimTime) -> MicroDollars| {
            let past = self.warm_up.bill.as_ref().map_or(0, |bill| part(bill, self.warm_up.at).0);
            MicroDollars(part(&self.meter, now).0 - past).as_usd()
        };
        let past = self.warm_up.bill.as_ref().and_then(|bill| bill.front(self.warm_up.at));
        Cost {
            total: since(Meter::total),
            vcpu: since(Meter::vcpu),
            memory: since(Meter::memory),
            front: self.meter.front(now).map(|all| past.map_or(all, |past| all.since(past))),
        }
    }
}

impl FrontCost {
    /// What it is more than `past`.
    fn since(self, past: Self) -> Self {
        Self {
            load_balancer: self.load_balancer - past.load_balancer,
            lcu: self.lcu - past.lcu,
            ipv4: self.ipv4 - past.ipv4,
        }
    }
}
