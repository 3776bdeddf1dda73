//! What may undo a canary deployment: the rollback alarm over the errors of both target
//! groups, and the circuit breaker over tasks that do not become healthy.
//!
//! The alarm's formula was read back from live accounts, with its distortions: fewer than
//! five 4xx a minute do not count, from the fifth all do; the errors are those of a whole
//! group, the divisor is its requests *per target*; the answers of the load balancer
//! itself do not count.

use std::collections::BTreeMap;

/// With fewer 4xx than this in a minute, none count.
const CLIENT_ERRORS: u64 = 5;
/// The rate in percent above which a minute breaches.
const ALARM_RATE: f64 = 1.0;
/// The alarm looks at this number of minutes, of which [`BREACHES`] must breach.
const WINDOW: u32 = 3;
const BREACHES: u32 = 2;
/// The circuit breaker opens at half the desired tasks, within these bounds.
const FEWEST_FAILURES: u32 = 3;
const MOST_FAILURES: u32 = 200;

/// The alarm and the breaker of a service.
#[derive(Clone, Debug, Default)]
pub(super) struct Rollout {
    /// What each version's target group answered in the present minute.
    groups: BTreeMap<usize, GroupMinute>,
    /// The last minutes, a bit each, set where it breached.
    breached: u32,
    /// Whether the alarm was raised when the deployment began, which it then ignores.
    is_ignored: bool,
    failures: u32,
}

/// What the application of a target group returned in a minute.
#[derive(Clone, Copy, Debug, Default)]
struct GroupMinute {
    requests: u64,
    client_errors: u64,
    server_errors: u64,
}

/// The errors of a target group in percent, as the alarm sees them.
fn alarm_rate(minute: GroupMinute, targets: u32) -> f64 {
    let client_errors = if minute.client_errors < CLIENT_ERRORS { 0 } else { minute.client_errors };
    let errors = (client_errors + minute.server_errors) as f64;
    let per_target = minute.requests as f64 / f64::from(targets.max(1));
    100.0 * errors / per_target.max(1.0)
}

/// Failed tasks that open the circuit breaker of a deployment of `desired` tasks.
fn breaker_threshold(desired: u32) -> u32 {
    desired.div_ceil(2).clamp(FEWEST_FAILURES, MOST_FAILURES)
}

impl Rollout {
    /// A deployment begins.
    pub(super) fn begin(&mut self) {
        self.is_ignored = self.is_raised();
        self.failures = 0;
    }

    /// The target group of `version` takes a request.
    pub(super) fn count_request(&mut self, version: usize) {
        self.groups.entry(version).or_default().requests += 1;
    }

    /// The application of `version` answers with `status`.
    pub(super) fn count_answer(&mut self, version: usize, status: u16) {
        let group = self.groups.entry(version).or_default();
        group.client_errors += u64::from((400..500).contains(&status));
        group.server_errors += u64::from(status >= 500);
    }

    /// Closes a minute in which the group of a version had `targets` targets. Gives the
    /// alarm's value where the alarm is raised and not ignored.
    pub(super) fn close_minute(&mut self, targets: impl Fn(usize) -> u32) -> Option<f64> {
        let groups = std::mem::take(&mut self.groups);
        let rates = groups.into_iter().map(|(version, it)| alarm_rate(it, targets(version)));
        let rate = rates.fold(0.0, f64::max);
        self.breached = (self.breached << 1 | u32::from(rate > ALARM_RATE)) & ((1 << WINDOW) - 1);
        (self.is_raised() && !self.is_ignored).then_some(rate)
    }

    fn is_raised(&self) -> bool {
        self.breached.count_ones() >= BREACHES
    }

    /// A new task of the deployment failed. Gives the failures so far where they open the
    /// circuit breaker of `desired` tasks.
    pub(super) fn count_failure(&mut self, desired: u32) -> Option<u32> {
        self.failures += 1;
        (self.failures >= breaker_threshold(desired)).then_some(self.failures)
    }

    /// A new task of the deployment is healthy: failures count from 0 again.
    pub(super) fn count_healthy(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "short decimals")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_rate_is_overstated_by_the_number_of_targets() {
        let minute = GroupMinute { requests: 3_000, client_errors: 0, server_errors: 12 };
        assert_eq!(alarm_rate(minute, 1), 0.4);
        assert_eq!(alarm_rate(minute, 3), 1.2);
    }

    #[test]
    fn from_the_fifth_client_error_all_of_them_count() {
        let minute = |client_errors| GroupMinute { requests: 100, client_errors, server_errors: 0 };
        assert_eq!(alarm_rate(minute(4), 1), 0.0);
        assert_eq!(alarm_rate(minute(5), 1), 5.0);
    }

    proptest! {
        /// The distortion, for any numbers: with n targets the alarm sees n times the rate of
        /// errors, as soon as each target has a request a minute.
        #[test]
        fn the_alarm_multiplies_any_rate_by_the_targets(
            per_target in 1_u64..10_000, targets in 1_u32..100, server_errors in 0_u64..500,
            client_errors in 0_u64..500,
        ) {
            let requests = per_target * u64::from(targets);
            let minute = GroupMinute { requests, client_errors, server_errors };
            let counted = server_errors + if client_errors >= 5 { client_errors } else { 0 };
            let real = 100.0 * counted as f64 / requests as f64;
            let seen = alarm_rate(minute, targets);
            prop_assert!((seen - real * f64::from(targets)).abs() <= 1e-9 * seen.max(1.0));
        }

        /// Half of the tasks, rounded up, from 3 to 200.
        #[test]
        fn the_breaker_opens_at_half_of_any_number_of_tasks(desired in 1_u32..5_000) {
            let failures = breaker_threshold(desired);
            prop_assert!((3..=200).contains(&failures));
            if (6..=400).contains(&desired) {
                prop_assert!(2 * failures >= desired && 2 * (failures - 1) < desired);
            }
        }
    }

    #[test]
    fn a_single_error_of_a_quiet_canary_is_a_third() {
        let minute = GroupMinute { requests: 3, client_errors: 0, server_errors: 1 };
        assert!((alarm_rate(minute, 1) - 33.3).abs() < 0.1);
        let silent = GroupMinute { requests: 0, client_errors: 5, server_errors: 0 };
        assert_eq!(alarm_rate(silent, 1), 500.0);
    }

    #[test]
    fn two_of_three_minutes_raise_the_alarm_and_an_old_one_is_ignored() {
        let mut rollout = Rollout::default();
        let minute = |rollout: &mut Rollout, is_bad: bool| {
            rollout.count_request(0);
            if is_bad {
                rollout.count_answer(0, 500);
            }
            rollout.close_minute(|_| 1).is_some()
        };
        rollout.begin();
        let raised = [true, false, true, false, false].map(|bad| minute(&mut rollout, bad));
        assert_eq!(raised, [false, false, true, false, false]);
        minute(&mut rollout, true);
        assert!(minute(&mut rollout, true));
        rollout.begin();
        assert!(!minute(&mut rollout, true));
    }

    #[test]
    fn the_breaker_opens_at_half_the_tasks_but_never_below_three() {
        let cases = [(1, 3), (5, 3), (6, 3), (7, 4), (25, 13), (400, 200), (1_000, 200)];
        for (desired, failures) in cases {
            assert_eq!(breaker_threshold(desired), failures, "{desired}");
        }
        let mut rollout = Rollout::default();
        assert_eq!([1, 1, 1].map(|desired| rollout.count_failure(desired)), [None, None, Some(3)]);
        rollout.count_healthy();
        assert_eq!(rollout.count_failure(1), None);
    }
}
