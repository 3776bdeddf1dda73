//! Target tracking (express): the metric of a minute, when it is seen, and the tasks that
//! start or stop by it.

use super::Engine;
use crate::model::express::ScalingMetric;
use crate::sim::event::EventKind;
use crate::sim::instance::{Drain, Instance, Launch};
use crate::sim::queue::Class;
use crate::sim::reason::{Reason, Rule};
use crate::sim::tracking::{Decision, TrackingState};

/// Marks the event that a point is seen; the end of a minute has another mark.
const POINT_SEEN: u32 = 1;

impl Engine {
    /// A minute ends, or its point is seen.
    pub(super) fn on_tracking(&mut self, slot: u32) {
        if slot == POINT_SEEN {
            self.act_on_metric();
            return;
        }
        let now = self.calendar.now();
        let value = self.tracked_metric();
        self.tracking.measure(now, value);
        let seen = now + self.scenario.assume.publish_delay;
        self.calendar.schedule(seen, Class::Autoscaler, POINT_SEEN);
        self.plan_look();
        self.judge_rollout();
        self.match_desired();
    }

    /// The metric of the minute that ends now; `None` without data.
    fn tracked_metric(&mut self) -> Option<f64> {
        let totals = self.edge.totals();
        let reached = totals.offered - totals.rejected;
        let minute = self.tracking.take_minute(self.integrals(), reached);
        let express = self.deployer.serving().service.express?;
        match express.metric {
            ScalingMetric::AverageCpu => minute.sums.cpu_percent(),
            ScalingMetric::AverageMemory => minute.sums.memory_percent(),
            ScalingMetric::RequestCountPerTarget => Some(minute.requests_per_target()),
        }
    }

    /// Tasks of the version that serves and that `wanted` picks.
    fn serving_tasks(&self, wanted: impl Fn(&Instance) -> bool) -> u32 {
        let current = self.deployer.current();
        self.fleet.count(|one| one.version == current && wanted(one))
    }

    fn act_on_metric(&mut self) {
        let Some(express) = self.deployer.serving().service.express else { return };
        let scaling = self.deployer.scaling();
        let state = TrackingState {
            target: f64::from(express.target),
            running: self.serving_tasks(|one| one.phase.takes_requests()),
            min: scaling.min_size,
            max: scaling.max_size,
            is_deploying: self.deployer.is_busy(),
        };
        let Some(Decision { value, from, to }) = self.tracking.publish(self.calendar.now(), state)
        else {
            return;
        };
        let metric = express.metric;
        let reason = Reason::TargetMissed { metric, value, target: express.target, from, to };
        if to > from {
            self.scaler.count_scale_out(self.calendar.now());
            self.log(EventKind::ScaleOut, None, reason);
        } else {
            self.log(EventKind::ScaleIn, None, reason);
        }
        self.match_desired();
    }

    /// Starts the tasks that are missing and stops those that are too many; during a
    /// deployment none is stopped.
    pub(super) fn match_desired(&mut self) {
        if self.deployer.is_closed() {
            return;
        }
        let desired = self.tracking.desired();
        let version = self.deployer.current();
        let have = self.serving_tasks(Instance::is_counted) + self.retries.waiting_of(version);
        for _ in have..desired {
            self.launch(Launch::ScaleOut, version, Reason::Rule(Rule::ScaleOut));
        }
        if !self.deployer.is_busy() {
            let surplus = have.saturating_sub(desired);
            let surplus = surplus - self.retries.forget(version, surplus);
            for id in self.fleet.newest(surplus, Instance::is_counted) {
                self.drain(id, Drain::ScaleIn, Reason::Rule(Rule::NewestFirst));
            }
        }
        if have != desired {
            self.fleet_changed();
        }
    }
}
