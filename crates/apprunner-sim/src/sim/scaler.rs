//! The autoscaler's memory and arithmetic: past demand, rejected traffic, and how
//! many instances that asks for.
//!
//! Only concurrency drives it. `chapter` looks at every arrival and scales in at the very moment
//! when the highest demand of `idle_after` allows it; `aws` looks once a period, counts rejected
//! traffic by Little's law, and lets surplus instances go slowly. Both go by demand, never by an
//! instance's own silence: routing by fewest held would keep every instance alive forever.

use super::demand::DemandWindow;
use super::queue::Stamp;
use super::tally::{rounded, whole};
use crate::model::assume::Assumptions;
use crate::model::rules::ScalingTrigger;
use crate::model::service::AutoScaling;
use crate::model::time::{SimDuration, SimTime};

/// The autoscaler.
#[derive(Clone, Debug)]
pub(super) struct Scaler {
    trigger: ScalingTrigger,
    target_utilization: f64,
    period: SimDuration,
    idle_after: SimDuration,
    scale_in_after: SimDuration,
    window: DemandWindow,
    /// Demand up to which no instance is missing.
    enough_for: u32,
    /// The event for the next possible scale-in.
    scale_in: Option<Stamp>,
    /// Since when there are more provisioned instances than desired (aws).
    surplus_since: Option<SimTime>,
    last_removed: Option<SimTime>,
    /// Rejected in this period (aws).
    rejected: u64,
    /// Responses of instances in this period, and their service time (aws).
    responded: u64,
    service_us: u128,
    /// Mean service time in µs of the last period that had a response (aws).
    mean_service_us: Option<f64>,
    first_scale_out: Option<SimTime>,
}

impl Scaler {
    /// An autoscaler that has seen nothing.
    pub(super) fn new(trigger: ScalingTrigger, assume: &Assumptions) -> Self {
        Self {
            trigger,
            target_utilization: assume.target_utilization,
            period: assume.scale_period,
            idle_after: assume.idle_after,
            scale_in_after: assume.scale_in_after,
            window: DemandWindow::default(),
            enough_for: 0,
            scale_in: None,
            surplus_since: None,
            last_removed: None,
            rejected: 0,
            responded: 0,
            service_us: 0,
            mean_service_us: None,
            first_scale_out: None,
        }
    }

    /// From one look to the next; `None` where it looks at every arrival.
    pub(super) fn period(&self) -> Option<SimDuration> {
        (self.trigger != ScalingTrigger::Arrival).then_some(self.period)
    }

    /// How long a demand keeps its instances.
    pub(super) fn idle_after(&self) -> SimDuration {
        self.idle_after
    }

    /// How long an instance is surplus before it is removed (aws).
    pub(super) fn scale_in_after(&self) -> SimDuration {
        self.scale_in_after
    }

    /// When it first wanted more instances.
    pub(super) fn first_scale_out(&self) -> Option<SimTime> {
        self.first_scale_out
    }

    /// From now on the first scale-out counts.
    pub(super) fn begin_measuring(&mut self) {
        self.first_scale_out = None;
    }

    /// Notes a scale-out.
    pub(super) fn count_scale_out(&mut self, now: SimTime) {
        self.first_scale_out.get_or_insert(now);
    }

    /// Demand was `demand` requests until `now`.
    #[inline]
    pub(super) fn note(&mut self, demand: u32, now: SimTime) {
        self.window.note(demand, now);
    }

    /// Demand was `demand` until `now`, what rejected traffic would add included.
    pub(super) fn note_estimate(&mut self, demand: f64, now: SimTime) {
        self.window.note_estimate(demand, now);
    }

    /// Forgets what demand was before the while that [`Self::recent`] asks for.
    pub(super) fn forget_old(&mut self, now: SimTime) {
        self.window.forget(now, self.idle_after);
    }

    /// Counts a rejection that brought demand to `demand`.
    pub(super) fn count_rejected(&mut self, demand: u32, now: SimTime) {
        self.note(demand, now);
        self.rejected += 1;
    }

    /// Counts a response of an instance after `service` time.
    pub(super) fn count_response(&mut self, service: SimDuration) {
        self.responded += 1;
        self.service_us += u128::from(service.as_micros());
    }

    /// Concurrent requests that it plans for, per instance.
    pub(super) fn slots(&self, scaling: AutoScaling) -> f64 {
        // 0.29 of 100 is 29, not the float a little below it.
        rounded(f64::from(scaling.max_concurrency) * self.target_utilization)
    }

    /// Instances that `demand` asks for, before any minimum.
    pub(super) fn needed(&self, demand: f64, scaling: AutoScaling) -> u32 {
        whole((demand / self.slots(scaling)).ceil()).min(scaling.max_size)
    }

    /// Instances that `demand` asks for, at least the minimum.
    pub(super) fn target(&self, demand: f64, scaling: AutoScaling) -> u32 {
        self.needed(demand, scaling).max(scaling.min_size)
    }

    /// Demand that `instances` are enough for.
    fn capacity(&self, instances: u32, scaling: AutoScaling) -> u32 {
        whole(f64::from(instances) * self.slots(scaling))
    }

    /// The highest demand of the last `idle_after`, which scale-in goes by, when it
    /// is `demand` now.
    pub(super) fn recent(&self, demand: u32, now: SimTime) -> f64 {
        self.window.highest(now, self.idle_after).max(f64::from(demand))
    }

    /// Works out anew how much demand `counted` instances are enough for.
    pub(super) fn refresh(&mut self, counted: u32, scaling: AutoScaling) {
        let at_limit = counted >= scaling.max_size;
        self.enough_for = if at_limit { u32::MAX } else { self.capacity(counted, scaling) };
    }

    /// Whether an arrival that brings demand to `demand` asks for more instances.
    pub(super) fn is_short(&self, demand: u32) -> bool {
        demand > self.enough_for && self.trigger == ScalingTrigger::Arrival
    }

    /// The earliest moment at which one of `counted` instances may be too many, when
    /// demand is `demand` now; `None` where it looks once a period or has planned
    /// that moment already.
    pub(super) fn next_scale_in(
        &self,
        counted: u32,
        demand: u32,
        now: SimTime,
        scaling: AutoScaling,
    ) -> Option<SimTime> {
        if self.trigger != ScalingTrigger::Arrival
            || self.scale_in.is_some()
            || counted <= scaling.min_size
        {
            return None;
        }
        let enough = self.capacity(counted - 1, scaling);
        if demand > enough {
            return Some(now + self.idle_after);
        }
        let last = self.window.last_above(enough);
        Some(last.map_or(now, |last| last + self.idle_after).max(now))
    }

    /// The event for the next possible scale-in is `stamp`.
    pub(super) fn plan_scale_in(&mut self, stamp: Stamp) {
        self.scale_in = (stamp != Stamp::NONE).then_some(stamp);
    }

    /// Whether the event `stamp` is the planned scale-in, which is over with this.
    pub(super) fn take_scale_in(&mut self, stamp: Stamp) -> bool {
        let meant = self.scale_in == Some(stamp);
        if meant {
            self.scale_in = None;
        }
        meant
    }

    /// What the traffic rejected in the period that ends now would keep busy, by
    /// Little's law: rejected per second × the mean service time, or `mean_age_us`
    /// where no instance has responded yet.
    pub(super) fn take_rejected_demand(&mut self, mean_age_us: impl Fn() -> f64) -> f64 {
        let rejected = std::mem::take(&mut self.rejected);
        let responded = std::mem::take(&mut self.responded);
        let service_us = std::mem::take(&mut self.service_us);
        if responded > 0 {
            self.mean_service_us = Some(service_us as f64 / responded as f64);
        }
        if rejected == 0 {
            return 0.0;
        }
        let mean_us = self.mean_service_us.unwrap_or_else(mean_age_us);
        rounded(rejected as f64 * mean_us / self.period.as_micros() as f64)
    }

    /// Whether `from` instances have been more than `target` for so long that one is
    /// removed `now` (aws).
    pub(super) fn removes_one(&mut self, from: u32, target: u32, now: SimTime) -> bool {
        if from <= target {
            self.surplus_since = None;
            self.last_removed = None;
            return false;
        }
        let since = *self.surplus_since.get_or_insert(now);
        let last = self.last_removed.unwrap_or(SimTime::ZERO).max(since);
        last + self.scale_in_after <= now
    }

    /// A surplus instance is removed `now` (aws).
    pub(super) fn count_removed(&mut self, now: SimTime) {
        self.last_removed = Some(now);
    }
}
