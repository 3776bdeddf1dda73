//! The health checks of each instance: when they are due, and what they found.

use super::Fleet;
use crate::model::time::SimTime;
use crate::sim::calendar::Calendar;
use crate::sim::checks::Checks;
use crate::sim::instance::Phase;
use crate::sim::queue::Class;

impl Fleet {
    /// The next check of the instance at `position` is planned `at`.
    pub(in crate::sim) fn plan_check(
        &mut self,
        calendar: &mut Calendar,
        position: usize,
        at: SimTime,
    ) {
        let due = at.max(calendar.now());
        let instance = &mut self.instances[position];
        let stamp = calendar.schedule(due, Class::CheckDue, instance.id.0);
        instance.checks.plan(at, due, stamp);
    }

    /// The check of the instance at `position` has its result `at`.
    pub(in crate::sim) fn await_check(
        &mut self,
        calendar: &mut Calendar,
        position: usize,
        at: SimTime,
    ) {
        let instance = &mut self.instances[position];
        instance.checks.await_result(calendar.schedule(at, Class::CheckResult, instance.id.0));
    }

    /// Begins the next check of the instance at `position` and gives its number.
    pub(in crate::sim) fn begin_check(&mut self, position: usize) -> u64 {
        self.counts.checks += 1;
        self.instances[position].checks.begin()
    }

    /// The checks of the instance at `position`.
    pub(in crate::sim) fn checks_mut(&mut self, position: usize) -> &mut Checks {
        &mut self.instances[position].checks
    }

    /// Counts a failed check of the instance at `position`.
    pub(in crate::sim) fn fail_check(&mut self, position: usize, now: SimTime) {
        self.counts.checks_failed += 1;
        self.counts.first_check_failed.get_or_insert(now);
        let instance = &mut self.instances[position];
        instance.checks.fail(instance.phase == Phase::Checking);
    }

    /// Counts an instance that failed too many checks.
    pub(in crate::sim) fn count_unhealthy(&mut self, now: SimTime) {
        self.counts.unhealthy += 1;
        self.counts.first_unhealthy.get_or_insert(now);
    }
}
