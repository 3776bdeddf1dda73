//! The engine: it owns the parts and hands each event to the flow that knows what
//! to do with it.
//!
//! ```text
//! Calendar ─┬─ Completion, TimeOut, Deadline, Arrival ─ requests
//!           ├─ CpuDone ───────────────────────────────── requests, health
//!           ├─ CheckDue, CheckResult ─────────────────── health
//!           ├─ Transition, Loss, StartRetry ──────────── lifecycle, stopping
//!           ├─ Autoscaler ────────────────────────────── scaling, tracking
//!           └─ Action ────────────────────────────────── actions, operations
//! Clients ───── open arrivals stand beside the queue ─── requests
//! ```
//!
//! A part keeps its state to itself and knows no other: what crosses a border goes
//! through a flow. The whole clones cheaply: a clone is a snapshot.

mod actions;
mod canary;
mod health;
mod lifecycle;
mod measuring;
mod operations;
mod phases;
mod placement;
mod readings;
mod requests;
mod scaling;
mod stopping;
mod targets;
mod tracking;

use std::sync::Arc;

use super::billing::Meter;
use super::calendar::Calendar;
use super::clients::Clients;
use super::deployer::Deployer;
use super::edge::Edge;
use super::event::EventKind;
use super::fleet::Fleet;
use super::id::InstanceId;
use super::queue::{Class, Due};
use super::reason::Reason;
use super::retries::StartRetries;
use super::rollout::Rollout;
use super::scaler::Scaler;
use super::trace::Trace;
use super::tracking::TargetTracking;
use super::version::Version;
use super::warm_up::WarmUp;
use crate::model::rules::Rules;
use crate::model::scenario::Scenario;
use crate::model::service::StartMode;
use crate::model::time::SimTime;

/// A run between two events.
#[derive(Clone, Debug)]
pub(super) struct Engine {
    scenario: Arc<Scenario>,
    rules: &'static Rules,
    calendar: Calendar,
    clients: Clients,
    edge: Edge,
    fleet: Fleet,
    scaler: Scaler,
    tracking: TargetTracking,
    rollout: Rollout,
    retries: StartRetries,
    deployer: Deployer,
    meter: Meter,
    trace: Trace,
    warm_up: WarmUp,
    /// Whether anything is done when a request has ended: its client goes on, or its route counts.
    follows: bool,
}

impl Engine {
    /// The run of `scenario` at time 0, before its first event.
    pub(super) fn new(scenario: Arc<Scenario>, trace: Trace) -> Self {
        let rules = scenario.edition.rules();
        let version =
            Version::new("v1", scenario.app.clone(), scenario.service.clone(), &scenario.traffic);
        let (clients, edge) = (Clients::new(&scenario), Edge::new(&scenario));
        let follows = clients.go_on() || edge.counts_routes();
        let mut engine = Self {
            rules,
            calendar: Calendar::new(scenario.duration),
            clients,
            edge,
            follows,
            fleet: Fleet::new(scenario.seed, &scenario.assume),
            scaler: Scaler::new(rules.behaviour.scaling.value, &scenario.assume),
            tracking: TargetTracking::new(&scenario.assume, scenario.service.auto_scaling.min_size),
            rollout: Rollout::default(),
            retries: StartRetries::new(&scenario.assume),
            deployer: Deployer::new(version),
            meter: Meter::new(rules, &scenario),
            trace,
            warm_up: WarmUp::default(),
            scenario,
        };
        engine.open();
        engine
    }

    /// A copy that records nothing, to be replayed from.
    pub(super) fn snapshot(&mut self) -> Self {
        let trace = std::mem::replace(&mut self.trace, Trace::silent());
        let routes = self.edge.take_routes();
        let copy = self.clone();
        self.edge.put_routes(routes);
        self.trace = trace;
        copy
    }

    /// Schedules what is known from the start.
    fn open(&mut self) {
        let scenario = Arc::clone(&self.scenario);
        let actions = scenario.actions.iter().map(|action| action.at);
        let stops = scenario.story.stops.iter().map(|stop| stop.at);
        let measured = Some(scenario.measured_from).filter(|&from| from > SimTime::ZERO);
        for (index, at) in (0u32..).zip(actions.chain(stops).chain(measured)) {
            self.calendar.schedule(at, Class::Action, index);
        }
        self.send_users();
        match scenario.service.start {
            StartMode::Running => self.begin_running(),
            StartMode::Create => self.begin_create(),
        }
        self.fleet.count_start();
        self.plan_look();
    }

    /// The scenario that is run.
    pub(super) fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The clock.
    pub(super) fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The log and the recording.
    pub(super) fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The log and the recording, to take from.
    pub(super) fn trace_mut(&mut self) -> &mut Trace {
        &mut self.trace
    }

    /// Places for requests, which a snapshot consists of for the most part.
    pub(super) fn places(&self) -> usize {
        self.edge.places()
    }

    /// Runs until everything up to and including `until` has happened, or
    /// `budget` events have. True when the former.
    pub(super) fn run(&mut self, until: SimTime, budget: u64) -> bool {
        let until = until.min(self.calendar.end());
        let stop = self.calendar.handled().saturating_add(budget);
        let mut boundary = self.trace.boundary().min(until);
        while self.calendar.handled() < stop {
            let queued = self.calendar.next_at();
            let (arrival, stream) = self.clients.next_arrival();
            let at = queued.min(arrival);
            if at > boundary {
                if at > until {
                    self.close_until(until);
                    return true;
                }
                self.close_before(at);
                boundary = self.trace.boundary().min(until);
            }
            self.calendar.set_now(at);
            if arrival < queued {
                self.calendar.count(true);
                self.open_arrival(stream);
            } else if let Some(completion) = self.calendar.pop_completion() {
                let meant = self.on_completion(completion);
                self.calendar.count(meant);
            } else if let Some(due) = self.calendar.pop_other() {
                let meant = self.handle(due);
                self.calendar.count(meant);
            }
        }
        false
    }

    /// Hands `due` to its flow; false if it is stale.
    fn handle(&mut self, due: Due) -> bool {
        match due.class {
            Class::CpuDone => self.on_cpu_done(InstanceId(due.slot), due.stamp),
            Class::TimeOut => self.on_time_out(due.slot, due.stamp),
            Class::Deadline => self.on_deadline(due.slot as usize),
            Class::CheckResult => self.on_check_result(InstanceId(due.slot), due.stamp),
            Class::CheckDue => self.on_check_due(InstanceId(due.slot), due.stamp),
            Class::Transition => self.on_transition(InstanceId(due.slot), due.stamp),
            Class::Loss => self.on_loss(InstanceId(due.slot)),
            Class::StartRetry => self.on_start_retry(due.slot),
            Class::Operation => self.on_operation(due.stamp),
            Class::Action => self.on_action(due.slot as usize),
            Class::Autoscaler => self.on_autoscaler(due.slot, due.stamp),
            Class::RejectionWatch => self.on_rejection_watch(),
            Class::Arrival => self.on_parked_arrival(due.slot, due.stamp),
        }
    }

    /// Logs what happens now.
    fn log(&mut self, kind: EventKind, instance: Option<InstanceId>, reason: Reason) {
        self.trace.log(self.calendar.now(), kind, instance, reason);
    }
}
