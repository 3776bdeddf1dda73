//! The phases of an operation that have a length of their own: until instances start,
//! from healthy to done, and back after a failure; and operations that are stuck.

use super::Engine;
use crate::model::time::SimDuration;
use crate::sim::deployer::{Next, Operation, Step};
use crate::sim::event::EventKind;
use crate::sim::operation::{OperationStatus, ServiceStatus};
use crate::sim::queue::{Class, Stamp};
use crate::sim::reason::{OperationOutcome, Reason};

impl Engine {
    /// The operation in progress does `next` when `length` has passed and it is not
    /// stuck.
    pub(super) fn after_phase(&mut self, length: SimDuration, next: Next) {
        let now = self.calendar.now();
        let at = self.deployer.not_held(now + length);
        if at > now {
            let stamp = self.calendar.schedule(at, Class::Operation, 0);
            self.deployer.wait(next, stamp);
        } else {
            self.proceed(next);
        }
    }

    /// A phase of the operation in progress has passed.
    pub(super) fn on_operation(&mut self, stamp: Stamp) -> bool {
        let Some(next) = self.deployer.take_next(stamp) else { return false };
        self.after_phase(SimDuration::ZERO, next);
        true
    }

    fn proceed(&mut self, next: Next) {
        let Some(Operation { kind, step }) = self.deployer.operation() else { return };
        match (next, step) {
            (Next::StartFirst, Step::Starting { version }) => self.start_first(kind, version),
            (Next::StartNew, Step::Rolling { .. }) => self.roll(),
            (Next::StartNew, Step::SecondSet { .. }) => self.keep_second_set_equal(),
            (Next::StartNew, Step::Canary { version, .. }) => self.start_canary(version),
            (Next::CanaryShift, Step::Canary { version, .. }) => self.begin_canary(version),
            (Next::FullShift, Step::Canary { version, .. }) => self.shift_all(version),
            (Next::Complete, _) => self.complete(step),
            (Next::RollBack, Step::SecondSet { version }) => {
                let outcome =
                    OperationOutcome::OldSetServes(self.deployer.version(version).name.clone());
                self.end(OperationStatus::RollbackSucceeded, ServiceStatus::Running, outcome);
            }
            (Next::Fail, _) => self.end_failed(kind),
            _ => {}
        }
    }

    /// The operation in progress succeeds. An instance lost while traffic was being
    /// routed is replaced and must be healthy first.
    fn complete(&mut self, step: Step) {
        match step {
            Step::Starting { version } | Step::SecondSet { version }
                if self.starting_of(version) > 0 => {}
            Step::Starting { .. } => {
                let scaling = self.deployer.scaling();
                self.join_standby(self.scaler.needed(self.recent_demand(), scaling));
                let outcome = OperationOutcome::AllHealthy;
                self.end(self.api().succeeded(), ServiceStatus::Running, outcome);
            }
            Step::SecondSet { version } => self.switch(version),
            Step::Canary { version, .. } => self.end_canary(version),
            Step::Rolling { version, direction, .. } => self.end_rolling(version, direction),
            Step::Pausing => {
                let outcome = OperationOutcome::NothingLeft;
                self.end(OperationStatus::Succeeded, ServiceStatus::Paused, outcome);
            }
        }
    }

    /// Operations make no progress for `length`.
    pub(super) fn hold_operations(&mut self, length: SimDuration) {
        self.deployer.hold(self.calendar.now() + length);
        self.log(EventKind::OperationStuck, None, Reason::Stuck(length));
    }
}
