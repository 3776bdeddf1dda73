//! Target tracking, in the steps of Application Auto Scaling: a one-minute metric, two
//! alarms over its points, cooldowns, and the number of tasks that brings the metric to
//! its target.
//!
//! ```text
//! HIGH  3 of 3 points above the target          → ceil(running × metric / target)
//! LOW  15 of 15 points below 0.9 × the target   → the same, never below the minimum
//! ```
//!
//! A point is seen `publish_delay` after its minute. An alarm that stays raised acts once a
//! minute; after a scale-out it needs a minute that ended with the new tasks in place.
//! Without a point nothing scales.

use std::collections::VecDeque;

use super::metrics::{Integrals, MINUTE};
use super::tally::{rounded, whole};
use crate::model::assume::{Assumptions, ScaleInStep};
use crate::model::time::{SimDuration, SimTime};

/// Points that raise the alarm for scale-out, all of them above the target.
const HIGH_POINTS: usize = 3;
/// Points that raise the alarm for scale-in, all of them below [`LOW_SHARE`].
const LOW_POINTS: usize = 15;
/// The share of the target below which a point counts for scale-in.
const LOW_SHARE: f64 = 0.9;

/// Target tracking of one service.
#[derive(Clone, Debug)]
pub(super) struct TargetTracking {
    scale_out_cooldown: SimDuration,
    scale_in_cooldown: SimDuration,
    step: ScaleInStep,
    /// Points that are not seen yet, the oldest first.
    pending: VecDeque<Point>,
    /// The last [`LOW_POINTS`] that are.
    seen: VecDeque<Point>,
    desired: u32,
    last_out: Option<ScaledOut>,
    last_in: Option<SimTime>,
    /// When the last task of a scale-out became ready.
    in_place: SimTime,
    /// What had added up where the minute began.
    past: Integrals,
    past_requests: u64,
}

/// What happened in a minute, as far as a metric goes by it.
#[derive(Clone, Copy, Debug)]
pub(super) struct TrackedMinute {
    pub(super) sums: Integrals,
    requests: u64,
}

impl TrackedMinute {
    /// Requests that reached a task, for each of the tasks; 0 without a task.
    pub(super) fn requests_per_target(self) -> f64 {
        let tasks = self.sums.active as f64 / MINUTE.as_micros() as f64;
        if tasks > 0.0 { self.requests as f64 / tasks } else { 0.0 }
    }
}

/// The metric of a minute; `None` without data.
#[derive(Clone, Copy, Debug)]
struct Point {
    end: SimTime,
    value: Option<f64>,
}

#[derive(Clone, Copy, Debug)]
struct ScaledOut {
    at: SimTime,
    tasks: u32,
}

/// What target tracking goes by.
#[derive(Clone, Copy, Debug)]
pub(super) struct TrackingState {
    /// The target of the metric.
    pub(super) target: f64,
    /// Tasks that run, unhealthy ones included.
    pub(super) running: u32,
    pub(super) min: u32,
    pub(super) max: u32,
    /// Whether a deployment is in progress, which suspends scale-in.
    pub(super) is_deploying: bool,
}

/// A change of the number of tasks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Decision {
    /// The metric of the last minute.
    pub(super) value: f64,
    pub(super) from: u32,
    pub(super) to: u32,
}

/// The number of tasks that brings a metric of `value` over `running` tasks to `target`:
/// proportional, rounded up.
fn tasks_for(running: u32, value: f64, target: f64) -> u32 {
    // A quotient a float above a whole number is that number.
    whole(rounded(f64::from(running) * value / target).ceil())
}

impl TargetTracking {
    /// Target tracking that has seen nothing, of a service with `desired` tasks.
    pub(super) fn new(assume: &Assumptions, desired: u32) -> Self {
        Self {
            scale_out_cooldown: assume.scale_out_cooldown,
            scale_in_cooldown: assume.scale_in_cooldown,
            step: assume.scale_in_step,
            pending: VecDeque::new(),
            seen: VecDeque::new(),
            desired,
            last_out: None,
            last_in: None,
            in_place: SimTime::ZERO,
            past: Integrals::default(),
            past_requests: 0,
        }
    }

    /// The number of tasks that the service is to have.
    pub(super) fn desired(&self) -> u32 {
        self.desired
    }

    /// Keeps the number of tasks within new bounds.
    pub(super) fn clamp(&mut self, min: u32, max: u32) {
        self.desired = self.desired.clamp(min, max.max(min));
    }

    /// Begins a minute where `sums` and `requests` have added up, and gives the last one.
    pub(super) fn take_minute(&mut self, sums: Integrals, requests: u64) -> TrackedMinute {
        let minute =
            TrackedMinute { sums: sums.since(self.past), requests: requests - self.past_requests };
        (self.past, self.past_requests) = (sums, requests);
        minute
    }

    /// The minute that ends at `end` had this `value`.
    pub(super) fn measure(&mut self, end: SimTime, value: Option<f64>) {
        self.pending.push_back(Point { end, value });
    }

    /// A task of a scale-out became ready.
    pub(super) fn count_in_place(&mut self, now: SimTime) {
        self.in_place = now;
    }

    /// The oldest point is seen now, and may change the number of tasks.
    pub(super) fn publish(&mut self, now: SimTime, state: TrackingState) -> Option<Decision> {
        let point = self.pending.pop_front()?;
        self.seen.push_back(point);
        if self.seen.len() > LOW_POINTS {
            self.seen.pop_front();
        }
        let value = point.value?;
        let from = self.desired;
        let wanted = tasks_for(state.running, value, state.target);
        if self.is_all(HIGH_POINTS, |value| value > state.target) {
            let to = wanted.min(state.max);
            if to > from && self.may_scale_out(now, point.end, to - from) {
                self.last_out = Some(ScaledOut { at: now, tasks: to - from });
                self.last_in = None;
                self.desired = to;
                return Some(Decision { value, from, to });
            }
        } else if !state.is_deploying
            && self.is_all(LOW_POINTS, |value| value < LOW_SHARE * state.target)
            && self.last_in.is_none_or(|at| at + self.scale_in_cooldown <= now)
        {
            let floor = wanted.max(state.min);
            let to = match self.step {
                ScaleInStep::WholeGap => floor,
                ScaleInStep::One => floor.max(from.saturating_sub(1)),
            };
            if to < from {
                self.last_in = Some(now);
                self.desired = to;
                return Some(Decision { value, from, to });
            }
        }
        None
    }

    /// Whether the last `count` points are there and all of them `pass`.
    fn is_all(&self, count: usize, pass: impl Fn(f64) -> bool) -> bool {
        let last = self.seen.iter().rev().take(count);
        self.seen.len() >= count && last.clone().all(|point| point.value.is_some_and(&pass))
    }

    /// Whether `tasks` more may start `now`, by a point of the minute that ended at `end`.
    fn may_scale_out(&self, now: SimTime, end: SimTime, tasks: u32) -> bool {
        let Some(last) = self.last_out else { return true };
        let cooled = last.at + self.scale_out_cooldown <= now || tasks > last.tasks;
        cooled && end > self.in_place.max(last.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rules::Edition;
    use proptest::prelude::*;

    /// Scale-in never puts the metric back above its target: n tasks become n − 1 at
    /// 60 × (n − 1) / n percent or less.
    #[test]
    fn one_task_goes_where_the_others_stay_at_the_target() {
        for (from, percent) in [(2, 30.0), (3, 40.0), (4, 45.0), (10, 54.0)] {
            assert_eq!(tasks_for(from, percent, 60.0), from - 1, "{from} at {percent}");
            assert_eq!(tasks_for(from, percent + 0.1, 60.0), from, "{from} above {percent}");
        }
        assert_eq!(tasks_for(1, 93.0, 60.0), 2);
    }

    #[test]
    fn saturated_tasks_multiply_by_five_thirds() {
        let mut tasks = vec![1];
        while *tasks.last().unwrap() < 20 {
            tasks.push(tasks_for(*tasks.last().unwrap(), 100.0, 60.0).min(20));
        }
        assert_eq!(tasks, [1, 2, 4, 7, 12, 20]);
    }

    proptest! {
        /// The threshold algebra for any number of tasks and any target: the count is the
        /// least that keeps the metric at the target or below, so n tasks become n − 1
        /// exactly at target × (n − 1) / n.
        #[test]
        fn the_least_count_that_keeps_the_target_is_taken(
            running in 1_u32..500, percent in 1_u32..=10_000, target in 1_u32..=100,
        ) {
            // Whole numbers, so that the rule can be said without a float.
            let tasks = tasks_for(running, f64::from(percent) / 100.0, f64::from(target));
            let load = u64::from(running) * u64::from(percent);
            let room = |tasks: u32| u64::from(tasks) * u64::from(target) * 100;
            prop_assert!(load <= room(tasks) && (tasks == 0 || load > room(tasks - 1)));
        }

        /// Under saturation each decision multiplies by 100 / target, rounded up: the ladder
        /// of any target is known beforehand, and tracking climbs it.
        #[test]
        fn saturation_climbs_the_ladder_of_any_target(target in 20_u32..100, start in 1_u32..6) {
            let mut tracking = tracking(start);
            let (mut ladder, mut climbed) = (vec![start], vec![start]);
            for minute in 1..=120_u64 {
                let now = SimTime::from_secs(minute * 60);
                tracking.measure(now, Some(100.0));
                let running = tracking.desired();
                let state = TrackingState { target: f64::from(target), ..state(running) };
                if let Some(decision) = tracking.publish(now, state) {
                    climbed.push(decision.to);
                    tracking.count_in_place(now);
                }
            }
            let last = |ladder: &[u32]| ladder.last().copied().unwrap_or_default();
            while last(&ladder) < 20 {
                ladder.push((last(&ladder) * 100).div_ceil(target).min(20));
            }
            ladder.dedup();
            prop_assert_eq!(climbed, ladder);
        }
    }

    fn state(running: u32) -> TrackingState {
        TrackingState { target: 60.0, running, min: 1, max: 20, is_deploying: false }
    }

    /// Plays one point a minute, seen at once.
    fn play(tracking: &mut TargetTracking, from: u64, values: &[Option<f64>]) -> Vec<(u64, u32)> {
        let mut changes = Vec::new();
        for (minute, value) in (from..).zip(values) {
            let now = SimTime::from_secs(minute * 60);
            tracking.measure(now, *value);
            let running = tracking.desired();
            if let Some(decision) = tracking.publish(now, state(running)) {
                changes.push((minute, decision.to));
                tracking.count_in_place(now);
            }
        }
        changes
    }

    fn tracking(desired: u32) -> TargetTracking {
        TargetTracking::new(&Edition::Express.rules().assume.values(), desired)
    }

    #[test]
    fn three_points_scale_out_and_fifteen_scale_in() {
        let mut tracking = tracking(1);
        assert_eq!(play(&mut tracking, 1, &[Some(93.0); 3]), [(3, 2)]);
        assert_eq!(play(&mut tracking, 4, &[Some(20.0); 15]), [(18, 1)]);
    }

    #[test]
    fn a_point_at_the_target_or_a_missing_one_breaks_a_row() {
        for gap in [Some(60.0), None] {
            let values = [Some(93.0), Some(93.0), gap, Some(93.0), Some(93.0)];
            assert_eq!(play(&mut tracking(1), 1, &values), []);
        }
    }

    #[test]
    fn a_step_that_is_not_larger_waits_for_the_cooldown() {
        // 10 → 11 at minute 3, the next one task is due at minute 8.
        assert_eq!(play(&mut tracking(10), 1, &[Some(62.0); 9]), [(3, 11), (8, 12)]);
    }

    #[test]
    fn a_second_scale_in_waits_for_the_cooldown() {
        let mut slow = tracking(4);
        slow.step = ScaleInStep::One;
        assert_eq!(play(&mut slow, 1, &[Some(10.0); 26]), [(15, 3), (20, 2), (25, 1)]);
    }
}
