//! What a run has counted so far: integers only, so that any order of joining
//! gives the same bytes.

use super::view::Totals;
use crate::model::time::{SimDuration, SimTime};

/// The lowest and highest status that is counted.
const STATUSES: std::ops::Range<u16> = 100..600;

/// The counters of a run.
#[derive(Clone, Debug)]
pub(super) struct Counters {
    pub(super) totals: Totals,
    by_status: [u64; 500],
    pub(super) concurrency_peak: u64,
    /// Request × µs held by instances, ended requests only.
    pub(super) held_us: u128,
    pub(super) instances_start: u32,
    pub(super) instances_peak: u32,
    pub(super) active_peak: u32,
    pub(super) fleet: FleetTime,
    /// Thousandths of a vCPU × µs that instances used which are gone.
    pub(super) busy_cpu: u128,
    pub(super) launched: u32,
    pub(super) replaced: u32,
    pub(super) failed_to_start: u32,
    pub(super) cold_starts: u64,
    pub(super) cold_ready: u64,
    pub(super) cold_sum: SimDuration,
    pub(super) cold_max: SimDuration,
    pub(super) delayed: u64,
    pub(super) checks: u64,
    pub(super) checks_failed: u64,
    pub(super) unhealthy: u64,
    pub(super) first_scale_out: Option<SimTime>,
    pub(super) first_health_failed: Option<SimTime>,
    pub(super) first_unhealthy: Option<SimTime>,
    pub(super) first_refused: Option<SimTime>,
    pub(super) last_refused: Option<SimTime>,
    pub(super) events: u64,
}

/// The instances of a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fleet {
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
pub(super) struct FleetTime {
    updated: SimTime,
    fleet: Fleet,
    pub(super) all_us: u128,
    pub(super) active_us: u128,
    pub(super) cpu: u128,
    pub(super) memory: u128,
    pub(super) base_memory: u128,
}

impl FleetTime {
    fn advance(&mut self, now: SimTime) {
        let passed = u128::from(now.since(self.updated).as_micros());
        self.all_us += passed * u128::from(self.fleet.all);
        self.active_us += passed * u128::from(self.fleet.active);
        self.cpu += passed * u128::from(self.fleet.cpu_millis);
        self.memory += passed * u128::from(self.fleet.memory_mb);
        self.base_memory += passed * u128::from(self.fleet.base_memory_mb);
        self.updated = now;
    }

    /// The integrals up to `now`.
    pub(super) fn until(mut self, now: SimTime) -> Self {
        self.advance(now);
        self
    }
}

impl Default for Counters {
    fn default() -> Self {
        Self {
            totals: Totals::default(),
            by_status: [0; 500],
            concurrency_peak: 0,
            held_us: 0,
            instances_start: 0,
            instances_peak: 0,
            active_peak: 0,
            fleet: FleetTime::default(),
            busy_cpu: 0,
            launched: 0,
            replaced: 0,
            failed_to_start: 0,
            cold_starts: 0,
            cold_ready: 0,
            cold_sum: SimDuration::ZERO,
            cold_max: SimDuration::ZERO,
            delayed: 0,
            checks: 0,
            checks_failed: 0,
            unhealthy: 0,
            first_scale_out: None,
            first_health_failed: None,
            first_unhealthy: None,
            first_refused: None,
            last_refused: None,
            events: 0,
        }
    }
}

impl Counters {
    /// Counts an answer with `status`.
    pub(super) fn count_status(&mut self, status: u16) {
        if let Some(count) =
            status.checked_sub(STATUSES.start).and_then(|i| self.by_status.get_mut(usize::from(i)))
        {
            *count += 1;
        }
        if (200..400).contains(&status) {
            self.totals.succeeded += 1;
        } else {
            self.totals.failed += 1;
        }
    }

    /// From `now` on the instances are `fleet`.
    pub(super) fn count_fleet(&mut self, now: SimTime, fleet: Fleet) {
        self.fleet.advance(now);
        self.fleet.fleet = fleet;
        self.instances_peak = self.instances_peak.max(fleet.all);
        self.active_peak = self.active_peak.max(fleet.active);
    }

    /// Counts by status, those that occurred.
    pub(super) fn by_status(&self) -> impl Iterator<Item = (u16, u64)> + '_ {
        STATUSES.zip(self.by_status).filter(|&(_, count)| count > 0)
    }
}
