//! What can be seen of a run: frames and minutes as it goes, a view at any
//! instant, and the figures at its end.

use super::Engine;
use crate::model::application::Shutdown;
use crate::model::assume::StopSignal;
use crate::model::goal::Goal;
use crate::model::time::{SimDuration, SimTime};
use crate::sim::census::InstanceCounts;
use crate::sim::edge::RouteCount;
use crate::sim::instance::Instance;
use crate::sim::metrics::Integrals;
use crate::sim::processor::BackgroundWork;
use crate::sim::recorder::{Reading, Recorder};
use crate::sim::summary::{
    Absence, AlarmRaised, BackgroundCpu, ColdStarts, Concurrency, First, GoalResult, Health,
    Instances, Last, Latency, Operation, Quantiles, Requests, RouteRequests, Stops, Summary,
    Visitors, Wait,
};
use crate::sim::tally::{DurationTally, ratio};
use crate::sim::view::{InstanceView, OperationView, Totals, View};

/// Version of the summary's format.
const FORMAT_VERSION: u32 = 1;

impl Engine {
    /// Closes the frames and minutes that end before `at`, where the next event is.
    pub(super) fn close_before(&mut self, at: SimTime) {
        self.close(|boundary| boundary < at);
    }

    /// Closes what ends by `until`, where the clock stops; at the end of the run also
    /// the last, shorter frame.
    pub(super) fn close_until(&mut self, until: SimTime) {
        self.close(|boundary| boundary <= until);
        self.calendar.set_now(until);
        if until == self.calendar.end() && self.trace.recorder().is_some() {
            let (integrals, reading) = (self.integrals(), self.reading());
            self.trace.finish(until, integrals, &reading);
        }
    }

    fn close(&mut self, due: impl Fn(SimTime) -> bool) {
        while due(self.trace.boundary()) {
            let end = self.trace.boundary();
            self.calendar.set_now(end);
            self.scaler.forget_old(end);
            // The trace steps aside: the readings are of everything else.
            let mut trace = std::mem::replace(&mut self.trace, super::Trace::silent());
            trace.close_minute(end, || self.integrals());
            trace.close_frame(end, || self.reading());
            self.trace = trace;
        }
    }

    fn reading(&self) -> Reading {
        Reading {
            totals: self.edge.totals(),
            checks_failed: self.fleet.counts().checks_failed,
            held: self.edge.held(),
            loads: self.fleet.all().iter().map(|one| (one.id, one.held)).collect(),
            waiting: self.edge.waiting(),
            instances: self.fleet.count(|_| true),
            active: self.fleet.count(|one| one.phase.takes_requests()),
            wanted: self.wanted(),
            cost: self.meter.total(self.calendar.now()),
        }
    }

    pub(super) fn integrals(&self) -> Integrals {
        let now = self.calendar.now();
        let time = self.fleet.time(now);
        Integrals {
            active: time.active,
            held: self.edge.held_us(now),
            busy_cpu: self.fleet.busy_cpu(now),
            all_cpu: time.cpu,
            base_memory: time.base_memory,
            all_memory: time.memory,
            request_mb: self.deployer.serving().app.memory.per_request_mb,
        }
    }

    /// What can be seen now.
    pub(in crate::sim) fn view(&self) -> View {
        let mut service = self.deployer.serving().service.clone();
        service.auto_scaling = self.deployer.scaling();
        let newest = self.deployer.version(self.deployer.scale_out_version());
        View {
            at: self.calendar.now(),
            status: self.status(),
            operation: self.deployer.records().last().copied(),
            instances: self.fleet.all().iter().map(|one| self.view_instance(one)).collect(),
            wanted: self.wanted(),
            held: self.edge.held(),
            waiting: self.edge.waiting(),
            totals: self.edge.counts().totals,
            cost: self.meter.total(self.calendar.now()),
            service,
            app: self.deployer.serving().app.clone(),
            version: newest.name.clone(),
        }
    }

    fn view_instance(&self, one: &Instance) -> InstanceView {
        InstanceView {
            id: one.id,
            state: one.phase.state(self.throttles()),
            since: one.since,
            launched: one.launched,
            until: (one.until < SimTime::NEVER).then_some(one.until),
            held: one.held,
            slots: self.deployer.scaling().limit(),
            passes: one.checks.passes(),
            failures: one.checks.failures(),
            next_check: one.checks.due(),
            version: self.deployer.version(one.version).name.clone(),
            hung: one.hung,
        }
    }

    /// The figures so far, as far as they are recorded. Before the warm-up is over nothing
    /// counts yet: they are those of a measurement that begins now.
    pub(in crate::sim) fn summarize(&self) -> Option<Summary> {
        if self.calendar.now() >= self.scenario.measured_from {
            return self.measured();
        }
        let mut begun = self.clone();
        begun.begin_measuring();
        begun.measured()
    }

    /// The figures since the warm-up.
    fn measured(&self) -> Option<Summary> {
        let recorder = self.trace.recorder()?;
        let (now, requests, counts) =
            (self.calendar.now(), self.edge.counts(), self.measured_counts());
        let alarm = |(name, first): (&str, Option<SimTime>)| AlarmRaised {
            name: name.to_owned(),
            first_s: first.map(SimTime::as_secs_f64),
        };
        let seconds = |at: Option<SimTime>| at.map(SimTime::as_secs_f64);
        let has_cold_start = counts.cold_ready > 0;
        let mut summary = Summary {
            format_version: FORMAT_VERSION,
            scenario: self.scenario.name.clone(),
            rules: self.scenario.edition.name(),
            seed: self.scenario.seed,
            simulated_s: now.as_secs_f64(),
            measured_from_s: (self.scenario.measured_from > SimTime::ZERO)
                .then(|| self.scenario.measured_from.as_secs_f64()),
            requests: self.requests(),
            visitors: self.visitors(recorder),
            latency_ms: Latency {
                all: quantiles(&recorder.requests(), recorder),
                responses: quantiles(&recorder.responses, recorder),
            },
            wait_ms: self.waits(&recorder.wait),
            concurrency: Concurrency {
                mean: ratio(self.measured_held() as f64, self.measured_us()),
                peak: u64::from(requests.concurrency_peak),
            },
            instances: self.instances(),
            cold_starts: ColdStarts {
                instances: counts.cold_starts,
                requests_delayed: requests.delayed,
                mean_s: has_cold_start
                    .then(|| counts.cold_sum.as_secs_f64() / counts.cold_ready as f64),
                max_s: has_cold_start.then(|| counts.cold_max.as_secs_f64()),
            },
            health: Health {
                checks: counts.checks,
                failed: counts.checks_failed,
                unhealthy: counts.unhealthy,
            },
            background: self.background(),
            shutdown: self.shutdown(),
            operations: self.operations(),
            service_status: self.status().name(),
            first: First {
                scale_out: seconds(self.scaler.first_scale_out()),
                health_failed: seconds(counts.first_check_failed),
                unhealthy: seconds(counts.first_unhealthy),
                rejected: seconds(requests.first_rejected),
            },
            last: Last { rejected: seconds(requests.last_rejected) },
            cost_usd: self.measured_cost(),
            alarms: recorder.minutes.alarms().map(alarm).collect(),
            adapted: self.scenario.adapted.clone(),
            goals: Vec::new(),
            events: self.calendar.handled(),
        };
        summary.goals = self.goals(&summary);
        Some(summary)
    }

    fn requests(&self) -> Requests {
        let totals = self.edge.counts().totals;
        Requests {
            offered: totals.offered,
            succeeded: totals.succeeded,
            failed: totals.failed,
            failed_ratio: ratio(totals.failed as f64, totals.offered),
            lost_ratio: ratio((totals.failed + totals.abandoned) as f64, totals.offered),
            retried: totals.retried,
            by_status: self.edge.counts().by_status().collect(),
            abandoned: totals.abandoned,
            in_flight_at_end: u64::from(self.edge.measured_in_progress()),
            by_route: self.edge.by_route().into_iter().map(by_route).collect(),
        }
    }

    fn visitors(&self, recorder: &Recorder) -> Visitors {
        let (totals, ended) = (self.edge.counts().totals, self.edge.counts().visitors());
        let total = totals.offered - totals.retried;
        Visitors {
            total,
            succeeded: ended.succeeded,
            failed: ended.failed,
            gave_up: ended.gave_up,
            failed_ratio: ratio(ended.failed as f64, total),
            lost_ratio: ratio((ended.failed + ended.gave_up) as f64, total),
            in_progress_at_end: total - ended.succeeded - ended.failed - ended.gave_up,
            latency_ms: quantiles(&recorder.visitors(), recorder),
        }
    }

    fn instances(&self) -> Instances {
        let counts = self.measured_counts();
        let (all, active) = self.measured_instances();
        Instances {
            start: counts.start,
            peak: counts.peak,
            peak_active: counts.active_peak,
            mean: ratio(all as f64, self.measured_us()),
            mean_active: ratio(active as f64, self.measured_us()),
            end: self.fleet.count(|_| true),
            launched: counts.launched,
            replaced: counts.replaced,
            failed_to_start: counts.failed_to_start,
        }
    }

    /// Background work, where the application has any.
    fn background(&self) -> Option<BackgroundCpu> {
        let BackgroundWork { wanted, done } = self.measured_background();
        let has_any = wanted > 0 || self.scenario.app.background_millis > 0;
        let seconds = |millis_us: u128| millis_us as f64 / 1e9;
        has_any.then(|| BackgroundCpu {
            wanted_cpu_s: seconds(wanted),
            done_cpu_s: seconds(done),
            done_ratio: (wanted > 0).then(|| done as f64 / wanted as f64),
        })
    }

    /// What SIGTERM and SIGKILL ended, where a process ran on after SIGTERM or could.
    fn shutdown(&self) -> Option<Stops> {
        let InstanceCounts { stopping, killed, cut_at_stop, .. } = self.measured_counts();
        let scenario = &self.scenario;
        let can_be = scenario.app.shutdown != Shutdown::Drain
            || scenario.assume.stop_signal == StopSignal::AtOnce;
        (can_be || stopping > 0).then_some(Stops {
            instances: stopping,
            killed,
            requests_cut: cut_at_stop,
        })
    }

    fn operations(&self) -> Vec<Operation> {
        let operation = |record: &OperationView| Operation {
            kind: record.kind.name(),
            status: record.status.name(),
            started_s: record.started.as_secs_f64(),
            ended_s: record.ended.map(SimTime::as_secs_f64),
        };
        self.deployer.records().iter().map(operation).collect()
    }

    /// Times in the queue, of those included that still wait.
    fn waits(&self, ended: &DurationTally) -> Wait {
        let mut tally = ended.clone();
        self.edge.waits(self.calendar.now()).for_each(|wait| tally.add(wait));
        let at = |q| tally.quantile(q).map(millis);
        Wait {
            mean: tally.mean_ms(),
            p50: at(0.5),
            p99: at(0.99),
            max: tally.max().map(millis),
            waited_ratio: tally.positive_ratio(),
        }
    }

    fn goals(&self, summary: &Summary) -> Vec<GoalResult> {
        let goal = |goal: &Goal| {
            let value = summary.figure(goal.probe.metric);
            GoalResult {
                name: goal.name.clone(),
                metric: goal.probe.metric,
                value,
                passed: value.is_some_and(|value| goal.probe.bound.holds(value)),
                reason: value.is_none().then(|| Absence::of(goal.probe.metric)),
            }
        };
        self.scenario.goals.iter().map(goal).collect()
    }
}

fn millis(duration: SimDuration) -> f64 {
    duration.as_micros() as f64 / 1e3
}

/// The figures of a route.
fn by_route(count: RouteCount) -> RouteRequests {
    let RouteCount { route, ended, in_progress, latency } = count;
    let Totals { succeeded, failed, abandoned, .. } = ended;
    let offered = ended.offered + in_progress;
    RouteRequests {
        route,
        offered,
        succeeded,
        failed,
        failed_ratio: ratio(failed as f64, offered),
        lost_ratio: ratio((failed + abandoned) as f64, offered),
        abandoned,
        in_flight_at_end: in_progress,
        latency_ms: figures(Some(&latency)),
    }
}

/// Figures of `tally`, null without a response: then there is nothing whose latency
/// it would be.
fn quantiles(tally: &DurationTally, recorder: &Recorder) -> Quantiles {
    figures((!recorder.responses.is_empty()).then_some(tally))
}

fn figures(tally: Option<&DurationTally>) -> Quantiles {
    let at = |q| tally.and_then(|tally| tally.quantile(q)).map(millis);
    Quantiles {
        mean: tally.and_then(DurationTally::mean_ms),
        p50: at(0.5),
        p90: at(0.9),
        p95: at(0.95),
        p99: at(0.99),
        p999: at(0.999),
        max: tally.and_then(DurationTally::max).map(millis),
    }
}
