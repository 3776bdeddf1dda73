//! What is counted about instances: integers only, so that any order of joining
//! gives the same bytes.

use super::processor::BackgroundWork;
use crate::model::time::{SimDuration, SimTime};

/// Counts of a run about its instances.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct InstanceCounts {
    /// Instances at time 0, and the most at one time.
    pub(super) start: u32,
    pub(super) peak: u32,
    pub(super) active_peak: u32,
    pub(super) launched: u32,
    pub(super) replaced: u32,
    pub(super) failed_to_start: u32,
    /// Instances that demand started or that requests waited for; those of them that
    /// became ready, and the time that took.
    pub(super) cold_starts: u64,
    pub(super) cold_ready: u64,
    pub(super) cold_sum: SimDuration,
    pub(super) cold_max: SimDuration,
    pub(super) checks: u64,
    pub(super) checks_failed: u64,
    pub(super) unhealthy: u64,
    /// Processes that still ran after SIGTERM, those of them that SIGKILL ended, and the
    /// requests that they had not completed.
    pub(super) stopping: u64,
    pub(super) killed: u64,
    pub(super) cut_at_stop: u64,
    pub(super) first_check_failed: Option<SimTime>,
    pub(super) first_unhealthy: Option<SimTime>,
    /// Thousandths of a vCPU × µs that instances used which are gone.
    pub(super) busy_cpu: u128,
    /// Background work on those.
    pub(super) background: BackgroundWork,
}

impl InstanceCounts {
    /// What was counted since the counts were `past`; peaks and firsts are those of now.
    pub(super) fn since(&self, past: &Self) -> Self {
        Self {
            launched: self.launched - past.launched,
            replaced: self.replaced - past.replaced,
            failed_to_start: self.failed_to_start - past.failed_to_start,
            cold_starts: self.cold_starts - past.cold_starts,
            cold_ready: self.cold_ready - past.cold_ready,
            cold_sum: self.cold_sum - past.cold_sum,
            checks: self.checks - past.checks,
            checks_failed: self.checks_failed - past.checks_failed,
            unhealthy: self.unhealthy - past.unhealthy,
            stopping: self.stopping - past.stopping,
            killed: self.killed - past.killed,
            cut_at_stop: self.cut_at_stop - past.cut_at_stop,
            ..*self
        }
    }

    /// Forgets peaks and firsts: from now on they count, with `all` instances of which
    /// `active` are active.
    pub(super) fn begin_measuring(&mut self, all: u32, active: u32) {
        self.start = all;
        self.peak = all;
        self.active_peak = active;
        self.cold_max = SimDuration::ZERO;
        self.first_check_failed = None;
        self.first_unhealthy = None;
    }

    /// Counts a cold start that took `time`.
    pub(super) fn count_cold_start(&mut self, time: SimDuration) {
        self.cold_ready += 1;
        self.cold_sum = self.cold_sum + time;
        self.cold_max = self.cold_max.max(time);
    }
}

/// The instances of a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Census {
    pub(super) all: u32,
    /// Those that take requests.
    pub(super) active: u32,
    /// Thousandths of a vCPU of those that take requests.
    pub(super) cpu_millis: u64,
    /// MB of all.
    pub(super) memory_mb: u64,
    /// MB that their applications need before any request.
    pub(super) base_memory_mb: u64,
}

/// Instances integrated over time: each field × µs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct InstanceTime {
    updated: SimTime,
    census: Census,
    pub(super) all: u128,
    pub(super) active: u128,
    pub(super) cpu: u128,
    pub(super) memory: u128,
    pub(super) base_memory: u128,
}

impl InstanceTime {
    /// From `now` on the instances are `census`.
    pub(super) fn change(&mut self, now: SimTime, census: Census) {
        *self = Self { census, ..self.until(now) };
    }

    /// The integrals up to `now`.
    pub(super) fn until(self, now: SimTime) -> Self {
        let passed = u128::from(now.since(self.updated).as_micros());
        Self {
            updated: now,
            census: self.census,
            all: self.all + passed * u128::from(self.census.all),
            active: self.active + passed * u128::from(self.census.active),
            cpu: self.cpu + passed * u128::from(self.census.cpu_millis),
            memory: self.memory + passed * u128::from(self.census.memory_mb),
            base_memory: self.base_memory + passed * u128::from(self.census.base_memory_mb),
        }
    }
}
