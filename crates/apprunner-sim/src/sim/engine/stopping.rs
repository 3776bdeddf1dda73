//! How an instance goes in good order, for scale-in, a deployment or a pause: it drains,
//! its process receives SIGTERM, and SIGKILL ends what still runs when the grace period is
//! over.
//!
//! ```text
//! stop_signal = "drained":  draining ── no request left ──▶ SIGTERM ──▶ exit
//! stop_signal = "at_once":  draining, SIGTERM ── shutdown ──▶ exit, cuts what is left
//!                                    └─ stop_grace ──▶ SIGKILL, cuts what is left
//! ```
//!
//! A process that holds nothing and handles the signal exits at once: that is not logged
//! apart from its end.

use super::Engine;
use crate::model::application::Shutdown;
use crate::model::assume::StopSignal;
use crate::model::rules::DrainEnd;
use crate::model::time::SimDuration;
use crate::sim::event::EventKind;
use crate::sim::id::InstanceId;
use crate::sim::instance::{Drain, Instance, Phase, Stopping};
use crate::sim::reason::{Reason, Rule, StopEnd};

impl Engine {
    /// Stops sending requests to an instance, which goes; the caller reports the fleet's
    /// change.
    pub(super) fn drain(&mut self, id: InstanceId, drain: Drain, reason: Reason) {
        let Some(position) = self.fleet.position(id) else { return };
        let was_starting = self.fleet.at(position).is_starting();
        self.fleet.checks_mut(position).cancel();
        self.enter(position, Phase::Draining(drain));
        self.log(EventKind::InstanceDraining, Some(id), reason);
        if was_starting {
            self.log(EventKind::InstanceGone, Some(id), Reason::Rule(Rule::HoldsNothing));
            self.remove(position);
            return;
        }
        let wait = self.drain_wait(position);
        if wait.is_zero() || self.scenario.assume.stop_signal == StopSignal::AtOnce {
            self.stop(position, Rule::HoldsNothing);
            return;
        }
        let at = self.calendar.now() + wait;
        self.fleet.limit_drain(&mut self.calendar, position, at);
    }

    /// How long the instance at `position` may drain; nothing where it goes at once.
    fn drain_wait(&self, position: usize) -> SimDuration {
        let assume = &self.scenario.assume;
        let is_empty = self.fleet.at(position).held == 0;
        match self.rules.behaviour.drain_end.value {
            DrainEnd::RequestLimit if is_empty => SimDuration::ZERO,
            DrainEnd::RequestLimit => assume.request_limit,
            DrainEnd::Deregistered if is_empty => assume.drain_wait,
            DrainEnd::Deregistered => assume.deregistration_delay,
        }
    }

    /// Takes back the newest instance that drains for scale-in, if there is one. One that
    /// has received SIGTERM goes.
    pub(super) fn take_back(&mut self) -> bool {
        let drains = |one: &Instance| one.phase == Phase::Draining(Drain::ScaleIn);
        let Some(position) = self.fleet.all().iter().rposition(drains) else { return false };
        let id = self.fleet.at(position).id;
        self.enter(position, Phase::Ready);
        let now = self.calendar.now();
        self.fleet.plan_check(&mut self.calendar, position, now);
        self.log(EventKind::InstanceReady, Some(id), Reason::Rule(Rule::DrainTakenBack));
        true
    }

    /// An instance that goes or is about to become idle holds nothing any more.
    #[inline(never)]
    pub(super) fn emptied(&mut self, position: usize) {
        let instance = self.fleet.at(position);
        let id = instance.id;
        match instance.phase {
            Phase::Quiescing => self.make_idle(position),
            Phase::Draining(_) => self.stop(position, Rule::LastRequestEnded),
            Phase::Stopping(Stopping::Ignoring) => return,
            _ => {
                self.log(EventKind::InstanceGone, Some(id), Reason::Rule(Rule::LastRequestEnded));
                self.remove(position);
            }
        }
        self.fleet_changed();
        self.operation_saw_gone();
    }

    /// The process on the instance at `position` receives SIGTERM. It is gone at once, for
    /// `rule`, if it holds nothing and handles the signal.
    fn stop(&mut self, position: usize, rule: Rule) {
        let instance = self.fleet.at(position);
        let (id, held) = (instance.id, instance.held);
        let shutdown = self.deployer.version(instance.version).app.shutdown;
        if held == 0 && shutdown != Shutdown::Ignore {
            self.log(EventKind::InstanceGone, Some(id), Reason::Rule(rule));
            self.remove(position);
            return;
        }
        let grace = self.scenario.assume.stop_grace;
        let (stopping, time) = match shutdown {
            Shutdown::Within(time) if time <= grace => (Stopping::Waiting, time),
            Shutdown::Drain | Shutdown::Within(_) => (Stopping::Draining, grace),
            Shutdown::Ignore => (Stopping::Ignoring, grace),
        };
        self.enter(position, Phase::Stopping(stopping));
        self.fleet.count_stopping();
        let reason = Reason::Signaled { shutdown, grace, held };
        self.log(EventKind::InstanceStopping, Some(id), reason);
        let at = self.calendar.now() + time;
        self.fleet.limit_drain(&mut self.calendar, position, at);
    }

    /// The instance at `position` has drained for as long as it may.
    pub(super) fn end_drain(&mut self, position: usize) {
        if self.fleet.at(position).held == 0 {
            self.stop(position, Rule::HoldsNothing);
        } else {
            let id = self.fleet.at(position).id;
            let lost = self.remove(position);
            self.log(EventKind::InstanceGone, Some(id), Reason::DrainedTooLong(lost));
        }
        self.fleet_changed();
        self.operation_saw_gone();
    }

    /// The process on the instance at `position` ends as `stopping` says, whatever it holds.
    pub(super) fn end_stop(&mut self, position: usize, stopping: Stopping) {
        let id = self.fleet.at(position).id;
        let lost = self.remove(position);
        self.fleet.count_stopped(stopping, lost);
        let end = if stopping == Stopping::Waiting { StopEnd::Exit } else { StopEnd::Kill };
        self.log(EventKind::InstanceGone, Some(id), Reason::Stopped { end, lost });
        self.fleet_changed();
        self.operation_saw_gone();
    }
}
