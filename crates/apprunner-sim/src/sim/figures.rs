//! Turns the counters of a finished run into the figures of its summary.

use super::engine::World;
use super::recorder::Recorder;
use super::summary::{
    AlarmRaised, ColdStarts, Concurrency, Cost, First, GoalResult, Health, Instances, Last,
    Latency, Operation, Requests, Summary, Wait, figure_in,
};
use super::tally::{Tally, ratio};
use crate::model::time::{SimDuration, SimTime};

/// Version of the summary's format.
const FORMAT_VERSION: u32 = 1;

/// The figures of `world` as `recorder` saw it.
pub(super) fn summarize(world: &World, recorder: &Recorder) -> Summary {
    let counters = &world.counters;
    let simulated_us = world.now.as_micros();
    let mut summary = Summary {
        format_version: FORMAT_VERSION,
        scenario: world.scenario.name.clone(),
        rules: world.scenario.edition.name(),
        seed: world.scenario.seed,
        simulated_s: world.now.as_secs_f64(),
        requests: requests(world),
        latency_ms: latency(&recorder.latency),
        wait_ms: wait(&recorder.wait),
        concurrency: Concurrency {
            mean: ratio(held_us(world) as f64, simulated_us),
            peak: counters.concurrency_peak,
        },
        instances: instances(world),
        cold_starts: cold_starts(world),
        health: Health {
            checks: counters.checks,
            failed: counters.checks_failed,
            unhealthy: counters.unhealthy,
        },
        operations: operations(world),
        service_status: world.status.name(),
        first: First {
            scale_out: seconds(counters.first_scale_out),
            health_failed: seconds(counters.first_health_failed),
            unhealthy: seconds(counters.first_unhealthy),
            refused: seconds(counters.first_refused),
        },
        last: Last { refused: seconds(counters.last_refused) },
        cost_usd: cost(world),
        alarms: recorder
            .minutes
            .alarms()
            .map(|(alarm, first)| AlarmRaised { name: alarm.name.clone(), first_s: seconds(first) })
            .collect(),
        adapted: world.scenario.adapted.clone(),
        goals: Vec::new(),
        events: counters.events,
    };
    summary.goals = goals(world, &summary);
    summary
}

fn seconds(at: Option<SimTime>) -> Option<f64> {
    at.map(SimTime::as_secs_f64)
}

fn millis(duration: SimDuration) -> f64 {
    duration.as_micros() as f64 / 1e3
}

fn requests(world: &World) -> Requests {
    let totals = world.counters.totals;
    Requests {
        offered: totals.offered,
        succeeded: totals.succeeded,
        failed: totals.failed,
        failed_ratio: ratio(totals.failed as f64, totals.offered),
        lost_ratio: ratio((totals.failed + totals.abandoned) as f64, totals.offered),
        retried: totals.retried,
        by_status: world.counters.by_status().collect(),
        abandoned: totals.abandoned,
        in_flight_at_end: u64::from(world.held) + u64::from(world.waiting_count),
    }
}

fn latency(tally: &Tally) -> Latency {
    let at = |q| tally.quantile(q).map_or(0.0, millis);
    Latency {
        mean: tally.mean_ms(),
        p50: at(0.5),
        p90: at(0.9),
        p95: at(0.95),
        p99: at(0.99),
        p999: at(0.999),
        max: millis(tally.max()),
    }
}

fn wait(tally: &Tally) -> Wait {
    let at = |q| tally.quantile(q).map_or(0.0, millis);
    Wait {
        mean: tally.mean_ms(),
        p50: at(0.5),
        p99: at(0.99),
        max: millis(tally.max()),
        waited_ratio: tally.positive_ratio(),
    }
}

/// Request-microseconds held by instances, those in flight included.
pub(super) fn held_us(world: &World) -> u128 {
    let held = world.requests.pick(super::request::Request::is_held);
    let ages = held.iter().map(|&index| world.now.since(world.requests.get(index).started));
    world.counters.held_us + ages.map(|age| u128::from(age.as_micros())).sum::<u128>()
}

fn instances(world: &World) -> Instances {
    let counters = &world.counters;
    let fleet = counters.fleet.until(world.now);
    let simulated_us = world.now.as_micros();
    Instances {
        start: counters.instances_start,
        peak: counters.instances_peak,
        peak_active: counters.active_peak,
        mean: ratio(fleet.all_us as f64, simulated_us),
        mean_active: ratio(fleet.active_us as f64, simulated_us),
        end: world.count(|_| true),
        launched: counters.launched,
        replaced: counters.replaced,
        failed_to_start: counters.failed_to_start,
    }
}

fn cold_starts(world: &World) -> ColdStarts {
    let counters = &world.counters;
    ColdStarts {
        instances: counters.cold_starts,
        requests_delayed: counters.delayed,
        mean_s: ratio(counters.cold_sum.as_secs_f64(), counters.cold_ready),
        max_s: counters.cold_max.as_secs_f64(),
    }
}

fn operations(world: &World) -> Vec<Operation> {
    let operation = |record: &super::deployment::OperationRecord| Operation {
        kind: record.kind.name(),
        status: record.status.name(),
        started_s: record.started.as_secs_f64(),
        ended_s: seconds(record.ended),
    };
    world.operations.iter().map(operation).collect()
}

fn cost(world: &World) -> Cost {
    let (vcpu, memory) = (world.meter.vcpu(world.now), world.meter.memory(world.now));
    Cost {
        total: world.meter.total(world.now).as_usd(),
        vcpu: vcpu.as_usd(),
        memory: memory.as_usd(),
    }
}

fn goals(world: &World, summary: &Summary) -> Vec<GoalResult> {
    let tree = summary.to_value();
    let goal = |goal: &crate::model::goal::Goal| {
        let value = figure_in(&tree, &goal.probe.metric);
        GoalResult {
            name: goal.name.clone(),
            metric: goal.probe.metric.path().to_owned(),
            value,
            passed: value.is_some_and(|value| goal.probe.bound.holds(value)),
        }
    };
    world.scenario.goals.iter().map(goal).collect()
}
