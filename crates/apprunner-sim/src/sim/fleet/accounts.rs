//! What is counted about the instances and what they are billed for.

use super::Fleet;
use crate::model::time::SimTime;
use crate::sim::billing::{Burn, Meter};
use crate::sim::census::Census;
use crate::sim::instance::Phase;

impl Fleet {
    /// The instances of time 0 are complete.
    pub(in crate::sim) fn count_start(&mut self) {
        self.counts.start = self.count(|_| true);
    }

    /// From now on what is counted is measured.
    pub(in crate::sim) fn begin_measuring(&mut self) {
        let active = self.count(|one| one.phase.takes_requests());
        self.counts.begin_measuring(self.count(|_| true), active);
    }

    /// Takes the census after a change; `base_mb` is what a version needs of memory
    /// before any request.
    pub(in crate::sim) fn take_census(&mut self, now: SimTime, base_mb: impl Fn(usize) -> u32) {
        let mut census = Census::default();
        for one in &self.instances {
            census.all += 1;
            census.memory_mb += u64::from(one.size.memory_mb);
            census.base_memory_mb += u64::from(base_mb(one.version));
            if one.phase.takes_requests() {
                census.active += 1;
                census.cpu_millis += u64::from(one.size.cpu_millis);
            }
        }
        self.time.change(now, census);
        self.counts.peak = self.counts.peak.max(census.all);
        self.counts.active_peak = self.counts.active_peak.max(census.active);
    }

    /// What runs up the bill from `now` on, with at least `least_mb` of memory;
    /// notes who is billed as active.
    pub(in crate::sim) fn bill(&mut self, now: SimTime, meter: &mut Meter, least_mb: u64) {
        let mut burn = Burn::default();
        for position in 0..self.instances.len() {
            let one = &mut self.instances[position];
            burn.instances += 1;
            burn.memory_mb += u64::from(one.size.memory_mb);
            let active =
                meter.bills_whole_life() || !matches!(one.phase, Phase::Standby | Phase::Idle);
            if active {
                burn.cpu_millis += u64::from(one.size.cpu_millis);
                one.active_since.get_or_insert(now);
            } else {
                self.settle_activation(position, now, meter);
            }
        }
        burn.memory_mb = burn.memory_mb.max(least_mb);
        meter.change(now, burn);
    }

    /// Charges the rest of the first minute when an activation ends early, at the
    /// latest where a start ends and the instance does not yet take requests.
    pub(in crate::sim) fn settle_activation(
        &mut self,
        position: usize,
        now: SimTime,
        meter: &mut Meter,
    ) {
        let instance = &mut self.instances[position];
        if let Some(since) = instance.active_since.take() {
            meter.end_activation(instance.size, now.since(since));
        }
    }
}
