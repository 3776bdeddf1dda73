//! An instance's vCPUs, shared exactly among the work on them.
//!
//! With n jobs on v vCPUs each runs at min(1, v/n). A virtual clock advances at
//! that rate, so a job that needs d is done when the clock has gone d further,
//! whoever else comes and goes; the next to finish is the least in a heap.
//! Virtual time is fixed-point, 2⁻³² µs, so rounding never shows.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::queue::Stamp;
use crate::model::time::{SimDuration, SimTime};

const FRACTION_BITS: u32 = 32;
/// Thousandths of a vCPU that one job can use at most.
const WHOLE_CPU: u128 = 1_000;

/// Whose work it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Work {
    /// A request's, by slab index and ticket.
    Request { index: u32, ticket: u64 },
    /// A health check's, by its number.
    Check { number: u64 },
}

/// The vCPUs of one instance and the work on them.
#[derive(Clone, Debug)]
pub(super) struct Processor {
    cpu_millis: u128,
    /// Virtual time, with [`FRACTION_BITS`] of fraction.
    clock: u128,
    /// Until when `clock` is worked out; later than now while the CPU wakes.
    updated: SimTime,
    jobs: BinaryHeap<Reverse<(u128, u64, Work)>>,
    sequence: u64,
    /// When the queue will ask this processor, and the stamp of that event.
    pub(super) armed: Option<(SimTime, Stamp)>,
}

impl Processor {
    /// A processor of `cpu_millis` thousandths of a vCPU without work.
    pub(super) fn new(cpu_millis: u32) -> Self {
        Self {
            cpu_millis: u128::from(cpu_millis),
            clock: 0,
            updated: SimTime::ZERO,
            jobs: BinaryHeap::new(),
            sequence: 0,
            armed: None,
        }
    }

    /// Nothing runs before `until`: the CPU is waking.
    pub(super) fn hold_until(&mut self, until: SimTime) {
        self.updated = self.updated.max(until);
    }

    /// Adds work that needs `demand` of CPU time.
    pub(super) fn add(&mut self, now: SimTime, demand: SimDuration, work: Work) {
        self.advance(now);
        self.sequence += 1;
        let done = self.clock + (u128::from(demand.as_micros()) << FRACTION_BITS);
        self.jobs.push(Reverse((done, self.sequence, work)));
    }

    /// Takes out work that is done by `now`, one at a time.
    pub(super) fn take_done(&mut self, now: SimTime) -> Option<Work> {
        self.advance(now);
        let Reverse((done, _, work)) = self.jobs.peek()?;
        if *done > self.clock {
            return None;
        }
        let work = *work;
        self.jobs.pop();
        Some(work)
    }

    /// When the next work is done if nothing else comes.
    pub(super) fn next_done(&self, now: SimTime) -> Option<SimTime> {
        let Reverse((done, _, _)) = self.jobs.peek()?;
        let left = done.saturating_sub(self.clock);
        let jobs = self.jobs.len() as u128;
        let full = WHOLE_CPU * jobs;
        let fixed =
            if self.cpu_millis >= full { left } else { (left * full).div_ceil(self.cpu_millis) };
        let micros = fixed.div_ceil(1 << FRACTION_BITS);
        let micros = u64::try_from(micros).unwrap_or(u64::MAX);
        Some(self.updated.max(now) + SimDuration::from_micros(micros))
    }

    /// Thousandths of a vCPU in use.
    pub(super) fn busy_millis(&self) -> u64 {
        let busy = self.cpu_millis.min(WHOLE_CPU * self.jobs.len() as u128);
        u64::try_from(busy).unwrap_or(u64::MAX)
    }

    fn advance(&mut self, now: SimTime) {
        if now <= self.updated {
            return;
        }
        let passed = u128::from(now.since(self.updated).as_micros()) << FRACTION_BITS;
        self.updated = now;
        let full = WHOLE_CPU * self.jobs.len() as u128;
        if full == 0 {
            return;
        }
        self.clock +=
            if self.cpu_millis >= full { passed } else { passed * self.cpu_millis / full };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(index: u32) -> Work {
        Work::Request { index, ticket: 0 }
    }

    fn run(processor: &mut Processor, from: SimTime) -> Vec<(u64, Work)> {
        let mut now = from;
        let mut done = Vec::new();
        while let Some(next) = processor.next_done(now) {
            now = next;
            while let Some(work) = processor.take_done(now) {
                done.push((now.as_micros(), work));
            }
        }
        done
    }

    #[test]
    fn one_job_alone_runs_at_full_speed_but_never_faster() {
        for cpu_millis in [1_000, 4_000] {
            let mut processor = Processor::new(cpu_millis);
            processor.add(SimTime::ZERO, SimDuration::from_millis(10), job(1));
            assert_eq!(run(&mut processor, SimTime::ZERO), [(10_000, job(1))]);
        }
        let mut quarter = Processor::new(250);
        quarter.add(SimTime::ZERO, SimDuration::from_millis(10), job(1));
        assert_eq!(run(&mut quarter, SimTime::ZERO), [(40_000, job(1))]);
    }

    /// Job 1 needs 10 ms, job 2 joins at 4 ms with 3 ms: both at half speed, so
    /// job 2 is done at 10 ms, job 1 with its last 3 ms at 13 ms.
    #[test]
    fn jobs_share_by_hand_computation() {
        let mut processor = Processor::new(1_000);
        processor.add(SimTime::ZERO, SimDuration::from_millis(10), job(1));
        let joined = SimTime::from_micros(4_000);
        processor.add(joined, SimDuration::from_millis(3), job(2));
        assert_eq!(run(&mut processor, joined), [(10_000, job(2)), (13_000, job(1))]);
    }

    #[test]
    fn nothing_runs_while_the_cpu_wakes() {
        let mut processor = Processor::new(1_000);
        processor.hold_until(SimTime::from_micros(50_000));
        processor.add(SimTime::ZERO, SimDuration::from_millis(10), job(1));
        assert_eq!(run(&mut processor, SimTime::ZERO), [(60_000, job(1))]);
    }
}
