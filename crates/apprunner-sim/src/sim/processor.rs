//! An instance's vCPUs, shared exactly among the work on them.
//!
//! With n jobs on v vCPUs each runs at min(1, v/n). A virtual clock advances at
//! that rate, so a job that needs d is done when the clock has gone d further,
//! whichever others come and go; the next to finish is the least in a heap.
//! Background work of v' vCPUs that never ends counts as v' of a job.
//! Virtual time is fixed-point, 2⁻³² µs, so rounding never shows.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::queue::Stamp;
use crate::model::time::{SimDuration, SimTime};

const FRACTION_BITS: u32 = 32;
/// Thousandths of a vCPU that one job can use at most.
const WHOLE_CPU: u64 = 1_000;
/// Low bits of a key that hold the order of coming. The others hold virtual time: twenty
/// years have 50 bits of µs.
const SEQUENCE_BITS: u32 = 46;

/// Whose work it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// A request's, by slab index and ticket.
    Request { index: u32, ticket: u64 },
    /// A health check's, by its number.
    Check { number: u64 },
}

/// Work on a processor, ordered by its key alone, which no other has; the least is the
/// greatest of a heap.
#[derive(Clone, Copy, Debug)]
struct Job {
    key: u128,
    work: Work,
}

impl Ord for Job {
    fn cmp(&self, other: &Self) -> Ordering {
        other.key.cmp(&self.key)
    }
}

impl PartialOrd for Job {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Job {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Job {}

/// Whether the use of a processor is added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Metering {
    On,
    Off,
}

/// How work runs that never ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Background {
    /// Nothing of it runs.
    Stopped,
    /// It has what a throttled instance is left, and takes nothing from other work.
    Throttled,
    /// It shares the vCPUs with other work.
    Shared,
}

/// Background work over time, in thousandths of a vCPU × µs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct BackgroundWork {
    /// What it would have used on a CPU of its own.
    pub(super) wanted: u128,
    /// What it used.
    pub(super) done: u128,
}

impl BackgroundWork {
    /// Adds that of another processor.
    pub(super) fn add(&mut self, other: Self) {
        self.wanted += other.wanted;
        self.done += other.done;
    }
}

/// The vCPUs of one instance and the work on them.
#[derive(Clone, Debug)]
pub(super) struct Processor {
    cpu_millis: u64,
    /// Virtual time, with [`FRACTION_BITS`] of fraction.
    clock: u128,
    /// Until when `clock` is worked out; later than now while the CPU wakes.
    updated: SimTime,
    /// Each with the virtual time at which it is done and the order of coming, in one key.
    jobs: BinaryHeap<Job>,
    sequence: u64,
    metering: Metering,
    /// Until when `busy` is worked out, and until when the CPU wakes.
    metered: SimTime,
    awake: SimTime,
    /// Thousandths of a vCPU × µs used while metering was on. It is kept apart from
    /// `clock`, so that looking at it rounds nothing.
    busy: u128,
    /// Thousandths of a vCPU that the background work wants, and has when throttled.
    background_millis: u64,
    throttled_millis: u64,
    background: Background,
    background_work: BackgroundWork,
    /// When the queue will ask this processor, and the stamp of that event.
    pub(super) armed: Option<(SimTime, Stamp)>,
}

impl Processor {
    /// A processor of `cpu_millis` thousandths of a vCPU without work, where background
    /// work will want `background_millis`.
    pub(super) fn new(cpu_millis: u32, background_millis: u32) -> Self {
        Self {
            cpu_millis: u64::from(cpu_millis),
            clock: 0,
            updated: SimTime::ZERO,
            jobs: BinaryHeap::new(),
            sequence: 0,
            metering: Metering::Off,
            metered: SimTime::ZERO,
            awake: SimTime::ZERO,
            busy: 0,
            background_millis: u64::from(background_millis),
            throttled_millis: 0,
            background: Background::Stopped,
            background_work: BackgroundWork::default(),
            armed: None,
        }
    }

    /// Nothing runs before `until`: the CPU is waking.
    pub(super) fn hold_until(&mut self, until: SimTime) {
        self.updated = self.updated.max(until);
        self.awake = self.awake.max(until);
    }

    /// From `now` on its use is added up, or not.
    pub(super) fn meter(&mut self, now: SimTime, metering: Metering) {
        self.settle(now);
        self.metering = metering;
    }

    /// From `now` on background work runs like this; throttled, it has `throttled_millis`
    /// thousandths of a vCPU at most.
    pub(super) fn run_background(
        &mut self,
        now: SimTime,
        background: Background,
        throttled_millis: u32,
    ) {
        self.advance(now);
        self.settle(now);
        self.background = background;
        self.throttled_millis = u64::from(throttled_millis);
    }

    /// Thousandths of a vCPU × µs used until `now` while metering was on.
    pub(super) fn busy_until(&self, now: SimTime) -> u128 {
        let from = self.metered.max(self.awake);
        if self.metering == Metering::Off || now <= from {
            return self.busy;
        }
        self.busy + used(now.since(from), self.busy_millis())
    }

    /// Background work until `now`.
    pub(super) fn background_until(&self, now: SimTime) -> BackgroundWork {
        let (wants, has) = match self.background {
            Background::Stopped => (0, 0),
            Background::Throttled => {
                (self.background_millis, self.background_millis.min(self.throttled_millis))
            }
            Background::Shared => (self.background_millis, self.shared_millis()),
        };
        BackgroundWork {
            wanted: self.background_work.wanted + used(now.since(self.metered), wants),
            done: self.background_work.done + used(now.since(self.metered.max(self.awake)), has),
        }
    }

    /// Works out what was used before the work changes.
    fn settle(&mut self, now: SimTime) {
        if now <= self.metered {
            return;
        }
        self.busy = self.busy_until(now);
        if self.background_millis > 0 {
            self.background_work = self.background_until(now);
        }
        self.metered = now;
    }

    /// Adds work that needs `demand` of CPU time.
    pub(super) fn add(&mut self, now: SimTime, demand: SimDuration, work: Work) {
        self.advance(now);
        self.settle(now);
        self.sequence += 1;
        let done = self.clock + (u128::from(demand.as_micros()) << FRACTION_BITS);
        self.jobs.push(Job { key: done << SEQUENCE_BITS | u128::from(self.sequence), work });
    }

    /// Takes out work that is done by `now`, one at a time.
    pub(super) fn take_done(&mut self, now: SimTime) -> Option<Work> {
        self.advance(now);
        if self.first_done()? > self.clock {
            return None;
        }
        self.settle(now);
        self.jobs.pop().map(|job| job.work)
    }

    /// When the next work is done if nothing else comes.
    pub(super) fn next_done(&self, now: SimTime) -> Option<SimTime> {
        let left = self.first_done()?.saturating_sub(self.clock);
        let full = self.full_millis();
        let fixed =
            if self.cpu_millis >= full { left } else { stretched(left, full, self.cpu_millis) };
        let micros = fixed.div_ceil(1 << FRACTION_BITS);
        let micros = u64::try_from(micros).unwrap_or(u64::MAX);
        Some(self.updated.max(now) + SimDuration::from_micros(micros))
    }

    /// The virtual time at which the next work is done.
    fn first_done(&self) -> Option<u128> {
        self.jobs.peek().map(|job| job.key >> SEQUENCE_BITS)
    }

    /// Thousandths of a vCPU in use.
    fn busy_millis(&self) -> u64 {
        self.cpu_millis.min(self.full_millis())
    }

    /// Thousandths of a vCPU that all work here would use if there were enough.
    fn full_millis(&self) -> u64 {
        let background = match self.background {
            Background::Shared => self.background_millis,
            Background::Stopped | Background::Throttled => 0,
        };
        WHOLE_CPU * self.jobs.len() as u64 + background
    }

    /// Thousandths of a vCPU that background work has beside the other work.
    fn shared_millis(&self) -> u64 {
        let full = self.full_millis();
        if full <= self.cpu_millis {
            return self.background_millis;
        }
        self.background_millis * self.cpu_millis / full
    }

    fn advance(&mut self, now: SimTime) {
        if now <= self.updated {
            return;
        }
        let passed = now.since(self.updated).as_micros();
        self.updated = now;
        if self.jobs.is_empty() {
            return;
        }
        let full = self.full_millis();
        self.clock += if self.cpu_millis >= full {
            u128::from(passed) << FRACTION_BITS
        } else {
            shared(passed, self.cpu_millis, full)
        };
    }
}

/// Virtual time that passes in `micros` where `full` thousandths of a vCPU share `usable`.
fn shared(micros: u64, usable: u64, full: u64) -> u128 {
    // A division of 64 bits, which suffice for a few seconds, is several times as fast.
    match micros.checked_mul(usable) {
        Some(used) if used >> (u64::BITS - FRACTION_BITS) == 0 => {
            u128::from((used << FRACTION_BITS) / full)
        }
        _ => (u128::from(micros) << FRACTION_BITS) * u128::from(usable) / u128::from(full),
    }
}

/// How long it takes, rounded up, until `left` of virtual time has passed where `full`
/// thousandths of a vCPU share `usable`; both with [`FRACTION_BITS`] of fraction.
fn stretched(left: u128, full: u64, usable: u64) -> u128 {
    match u64::try_from(left).ok().and_then(|left| left.checked_mul(full)) {
        Some(needed) => u128::from(needed.div_ceil(usable)),
        None => (left * u128::from(full)).div_ceil(u128::from(usable)),
    }
}

/// Thousandths of a vCPU × µs that `millis` of them are over `time`.
fn used(time: SimDuration, millis: u64) -> u128 {
    u128::from(time.as_micros()) * u128::from(millis)
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
            let mut processor = Processor::new(cpu_millis, 0);
            processor.add(SimTime::ZERO, SimDuration::from_millis(10), job(1));
            assert_eq!(run(&mut processor, SimTime::ZERO), [(10_000, job(1))]);
        }
        let mut quarter = Processor::new(250, 0);
        quarter.add(SimTime::ZERO, SimDuration::from_millis(10), job(1));
        assert_eq!(run(&mut quarter, SimTime::ZERO), [(40_000, job(1))]);
    }

    /// Job 1 needs 10 ms, job 2 joins at 4 ms with 3 ms: both at half speed, so
    /// job 2 is done at 10 ms, job 1 with its last 3 ms at 13 ms.
    #[test]
    fn jobs_share_by_hand_computation() {
        let mut processor = Processor::new(1_000, 0);
        processor.add(SimTime::ZERO, SimDuration::from_millis(10), job(1));
        let joined = SimTime::from_micros(4_000);
        processor.add(joined, SimDuration::from_millis(3), job(2));
        assert_eq!(run(&mut processor, joined), [(10_000, job(2)), (13_000, job(1))]);
    }

    /// One job of 10 ms on 2 vCPUs, joined at 4 ms by another of 3 ms: one vCPU for
    /// 10 ms and one for 3 ms, looked at in between or not.
    #[test]
    fn use_is_added_up_while_it_is_metered() {
        let mut processor = Processor::new(2_000, 0);
        processor.meter(SimTime::ZERO, Metering::On);
        processor.add(SimTime::ZERO, SimDuration::from_millis(10), job(1));
        let joined = SimTime::from_micros(4_000);
        assert_eq!(processor.busy_until(joined), 4_000_000);
        processor.add(joined, SimDuration::from_millis(3), job(2));
        run(&mut processor, joined);
        assert_eq!(processor.busy_until(SimTime::from_secs(1)), 13_000_000);
        let later = SimTime::from_secs(2);
        processor.meter(later, Metering::Off);
        processor.add(later, SimDuration::from_millis(5), job(3));
        run(&mut processor, later);
        assert_eq!(processor.busy_until(SimTime::from_secs(3)), 13_000_000);
    }

    #[test]
    fn waking_is_no_use() {
        let mut processor = Processor::new(1_000, 0);
        processor.meter(SimTime::ZERO, Metering::On);
        processor.hold_until(SimTime::from_micros(50_000));
        processor.add(SimTime::ZERO, SimDuration::from_millis(10), job(1));
        run(&mut processor, SimTime::ZERO);
        assert_eq!(processor.busy_until(SimTime::from_secs(1)), 10_000_000);
    }

    #[test]
    fn nothing_runs_while_the_cpu_wakes() {
        let mut processor = Processor::new(1_000, 0);
        processor.hold_until(SimTime::from_micros(50_000));
        processor.add(SimTime::ZERO, SimDuration::from_millis(10), job(1));
        assert_eq!(run(&mut processor, SimTime::ZERO), [(60_000, job(1))]);
    }

    /// Short and long stretches, which are worked out with 64 and with 128 bits.
    #[test]
    fn shares_are_exact_at_any_length() {
        for power in 0..50 {
            for (usable, full) in [(250, 1_000), (1_000, 3_000), (4_000, 7_500), (1_000, 90_000)] {
                let micros = (1_u64 << power) + 12_345;
                let fixed = u128::from(micros) << FRACTION_BITS;
                let product = fixed * u128::from(usable);
                assert_eq!(shared(micros, usable, full), product / u128::from(full));
                let product = fixed * u128::from(full);
                assert_eq!(stretched(fixed, full, usable), product.div_ceil(u128::from(usable)));
            }
        }
    }

    /// Half a vCPU of background work beside one job on one vCPU: 1.5 want 1, so that the
    /// job of 10 ms takes 15 ms and the background work has a third of a vCPU.
    #[test]
    fn background_work_counts_as_part_of_a_job() {
        let mut processor = Processor::new(1_000, 500);
        processor.run_background(SimTime::ZERO, Background::Shared, 10);
        processor.add(SimTime::ZERO, SimDuration::from_millis(10), job(1));
        assert_eq!(run(&mut processor, SimTime::ZERO), [(15_000, job(1))]);
        let BackgroundWork { wanted, done } =
            processor.background_until(SimTime::from_micros(15_000));
        assert_eq!((wanted, done), (7_500_000, 333 * 15_000));
    }

    #[test]
    fn a_throttled_processor_leaves_background_work_little() {
        let mut processor = Processor::new(1_000, 500);
        processor.run_background(SimTime::ZERO, Background::Throttled, 10);
        processor.add(SimTime::ZERO, SimDuration::from_millis(10), job(1));
        assert_eq!(run(&mut processor, SimTime::ZERO), [(10_000, job(1))]);
        let BackgroundWork { wanted, done } = processor.background_until(SimTime::from_secs(1));
        assert_eq!((wanted, done), (500_000_000, 10_000_000));
    }
}
