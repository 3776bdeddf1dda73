//! Starts that are retried later (express): ECS spaces the retries of a task that never runs,
//! or that has no place, further and further apart. A task that ran, and failed then, is retried at once.

use std::collections::BTreeMap;

use super::id::InstanceId;
use super::instance::Launch;
use crate::model::assume::Assumptions;
use crate::model::time::SimDuration;

/// The retries of a service that are to come.
#[derive(Clone, Debug)]
pub(super) struct StartRetries {
    first: SimDuration,
    longest: SimDuration,
    waiting: BTreeMap<u32, StartRetry>,
    /// The number of the next one.
    next: u32,
    /// Failures behind each task that is a retry itself and does not run yet.
    failures: BTreeMap<InstanceId, u32>,
}

/// A start that is retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StartRetry {
    pub(super) cause: Launch,
    pub(super) version: usize,
    /// Starts that failed before it.
    pub(super) failures: u32,
}

impl StartRetries {
    /// None so far, at the waits of `assume`.
    pub(super) fn new(assume: &Assumptions) -> Self {
        Self {
            first: assume.start_retry,
            longest: assume.start_retry_limit,
            waiting: BTreeMap::new(),
            next: 0,
            failures: BTreeMap::new(),
        }
    }

    /// A start of `version`, asked for by `cause`, is put off after this number of failures.
    /// Gives the number of its retry and the wait until then, which doubles with each failure.
    pub(super) fn put_off(
        &mut self,
        cause: Launch,
        version: usize,
        failures: u32,
    ) -> (u32, SimDuration) {
        let number = self.next;
        self.next += 1;
        self.waiting.insert(number, StartRetry { cause, version, failures });
        (number, wait(self.first, self.longest, failures))
    }

    /// Failures behind the task `id`, which never ran, and forgets them.
    pub(super) fn failures_of(&mut self, id: InstanceId) -> u32 {
        self.failures.remove(&id).unwrap_or_default()
    }

    /// The retry of this number is due, unless it was forgotten.
    pub(super) fn take(&mut self, number: u32) -> Option<StartRetry> {
        self.waiting.remove(&number)
    }

    /// The task `id` starts after this number of failures.
    pub(super) fn note_start(&mut self, id: InstanceId, failures: u32) {
        if failures > 0 {
            self.failures.insert(id, failures);
        }
    }

    /// The task `id` runs.
    pub(super) fn note_running(&mut self, id: InstanceId) {
        self.failures.remove(&id);
    }

    /// Retries of `version` that are to come.
    pub(super) fn waiting_of(&self, version: usize) -> u32 {
        let of_version = self.waiting.values().filter(|retry| retry.version == version);
        u32::try_from(of_version.count()).unwrap_or(u32::MAX)
    }

    /// Forgets at most `most` retries of `version`, the latest first. Gives how many.
    pub(super) fn forget(&mut self, version: usize, most: u32) -> u32 {
        let of_version = self.waiting.iter().rev().filter(|(_, retry)| retry.version == version);
        let numbers: Vec<u32> = of_version.take(most as usize).map(|(number, _)| *number).collect();
        for number in &numbers {
            self.waiting.remove(number);
        }
        u32::try_from(numbers.len()).unwrap_or(u32::MAX)
    }
}

/// The wait after this number of failures: `first`, then twice as long each time, up to
/// `longest`.
fn wait(first: SimDuration, longest: SimDuration, failures: u32) -> SimDuration {
    let doublings = failures.saturating_sub(1).min(u64::BITS - 1);
    let micros = first.as_micros().saturating_mul(1 << doublings);
    SimDuration::from_micros(micros.min(longest.as_micros()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rules::Edition;
    use proptest::prelude::*;

    #[test]
    fn a_chain_of_failures_waits_twice_as_long_each_time_up_to_27_minutes() {
        let mut retries = StartRetries::new(&Edition::Express.rules().assume.values());
        let mut id = InstanceId(0);
        let mut waits = Vec::new();
        for next in 1..=10 {
            let failures = retries.failures_of(id) + 1;
            let (number, wait) = retries.put_off(Launch::ScaleOut, 0, failures);
            waits.push(wait.as_micros() / 1_000_000);
            let retry = retries.take(number).unwrap();
            id = InstanceId(next);
            retries.note_start(id, retry.failures);
        }
        assert_eq!(waits, [10, 20, 40, 80, 160, 320, 640, 1_280, 1_620, 1_620]);
        retries.note_running(id);
        assert_eq!(retries.failures_of(id), 0);
    }

    #[test]
    fn what_is_forgotten_is_not_retried() {
        let mut retries = StartRetries::new(&Edition::Express.rules().assume.values());
        let numbers = [0, 1, 0].map(|it| retries.put_off(Launch::ScaleOut, it, 1).0);
        assert_eq!((retries.waiting_of(0), retries.forget(0, 1)), (2, 1));
        let left = numbers.map(|number| retries.take(number).is_some());
        assert_eq!(left, [true, true, false]);
    }

    proptest! {
        #[test]
        fn waits_never_shrink_and_stay_within_their_limit(
            first in 1_u64..10_000_000_000, longest in 1_u64..10_000_000_000, failures in 1_u32..200
        ) {
            let [first, longest] = [first, longest].map(SimDuration::from_micros);
            let (this, next) = (wait(first, longest, failures), wait(first, longest, failures + 1));
            prop_assert!(this <= next && next <= longest.max(this) && this <= longest);
        }
    }
}
