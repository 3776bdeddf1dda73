//! The health checks of one instance: which is due, which is under way, and what
//! the last ones found.

use super::queue::Stamp;
use super::reason::CheckResult;
use crate::model::time::{SimDuration, SimTime};

/// A health check under way.
#[derive(Clone, Copy, Debug)]
struct Pending {
    sent: SimTime,
    /// What the application decided when it was sent.
    result: CheckResult,
    /// Time after its CPU work, while that is not done.
    rest: Option<SimDuration>,
}

/// The checks of an instance.
#[derive(Clone, Debug, Default)]
pub(super) struct Checks {
    /// The planned time of the next or present check, before any delay.
    planned: SimTime,
    due: Option<SimTime>,
    /// The event for the next check, or for the result of the present one.
    stamp: Stamp,
    number: u64,
    pending: Option<Pending>,
    passes: u32,
    failures: u32,
    failed_before_ready: bool,
}

impl Checks {
    /// The next check is planned at `planned` and due at `due`, by the event `stamp`.
    pub(super) fn plan(&mut self, planned: SimTime, due: SimTime, stamp: Stamp) {
        self.planned = planned;
        self.due = Some(due);
        self.stamp = stamp;
        self.pending = None;
    }

    /// Forgets the present check and the next.
    pub(super) fn cancel(&mut self) {
        self.due = None;
        self.stamp = Stamp::NONE;
        self.pending = None;
    }

    /// Whether the event `stamp` is still meant.
    pub(super) fn expects(&self, stamp: Stamp) -> bool {
        self.stamp == stamp
    }

    /// When the next check is due; none while one is under way.
    pub(super) fn due(&self) -> Option<SimTime> {
        self.due
    }

    /// When the check after the present one is planned.
    pub(super) fn next_planned(&self, interval: SimDuration) -> SimTime {
        self.planned + interval
    }

    /// Begins the next check and gives its number, counted from 1.
    pub(super) fn begin(&mut self) -> u64 {
        self.number += 1;
        self.due = None;
        self.number
    }

    /// The check begun last was sent at `sent`; with `rest`, its CPU work is to be
    /// done first.
    pub(super) fn send(&mut self, sent: SimTime, result: CheckResult, rest: Option<SimDuration>) {
        self.pending = Some(Pending { sent, result, rest });
    }

    /// The result comes by the event `stamp`.
    pub(super) fn await_result(&mut self, stamp: Stamp) {
        self.stamp = stamp;
    }

    /// The CPU work of check `number` is done at `now`: when its response arrives,
    /// if that is within `timeout`.
    pub(super) fn computed(
        &mut self,
        number: u64,
        now: SimTime,
        timeout: SimDuration,
    ) -> Option<SimTime> {
        if self.number != number {
            return None;
        }
        let pending = self.pending.as_mut()?;
        let at = now + pending.rest.take()?;
        if at <= pending.sent + timeout {
            return Some(at);
        }
        pending.result = CheckResult::NoResponse;
        None
    }

    /// Takes the result of the present check.
    pub(super) fn take_result(&mut self) -> Option<CheckResult> {
        let pending = self.pending.take()?;
        Some(if pending.rest.is_some() { CheckResult::NoResponse } else { pending.result })
    }

    /// Counts a pass; true when it follows a failure.
    pub(super) fn pass(&mut self) -> bool {
        self.passes = self.passes.saturating_add(1);
        std::mem::take(&mut self.failures) > 0
    }

    /// Counts a failure of an instance that was never ready (`starting`) or was.
    pub(super) fn fail(&mut self, starting: bool) {
        self.failures = self.failures.saturating_add(1);
        self.passes = 0;
        self.failed_before_ready |= starting;
    }

    /// Consecutive passes.
    pub(super) fn passes(&self) -> u32 {
        self.passes
    }

    /// Consecutive failures.
    pub(super) fn failures(&self) -> u32 {
        self.failures
    }

    /// Whether a check failed before the instance was ever ready.
    pub(super) fn failed_before_ready(&self) -> bool {
        self.failed_before_ready
    }
}
