//! The engine: clock, queue and world, and the order in which events are handed
//! to the nouns that know what to do with them.
//!
//! ```text
//! queue ─┬─ Completion, TimeOut, Deadline, Arrival ─ serving   ┐
//!        ├─ CpuDone ───────────────────────────────── serving, health
//!        ├─ CheckDue, CheckResult ─────────────────── health   ├─ world
//!        ├─ Transition ────────────────────────────── fleet    │
//!        ├─ Autoscaler ────────────────────────────── scaling  │
//!        └─ Action ────────────────────────────────── actions  │
//! open arrivals stand beside the queue ────────────── serving  ┘
//! ```
//!
//! Everything is in [`World`], which clones cheaply: a clone is a snapshot.

use std::sync::Arc;

use super::arrivals::OpenArrivals;
use super::billing::Meter;
use super::counters::Counters;
use super::demand::DemandWindow;
use super::deployment::{Operation, OperationRecord};
use super::event::{Event, EventKind, InstanceId};
use super::instance::Instance;
use super::operation::ServiceStatus;
use super::queue::{Class, Due, Queue, Stamp};
use super::random::{Generator, Sampler};
use super::recorder::Recorder;
use super::request::{Line, Requests};
use super::router::Router;
use super::version::Version;
use super::why::Why;
use crate::model::assume::Assumptions;
use crate::model::distribution::Distribution;
use crate::model::rules::Rules;
use crate::model::scenario::Scenario;
use crate::model::service::{AutoScaling, StartMode};
use crate::model::time::{SimDuration, SimTime};
use crate::model::traffic::{Load, Stream};

/// The state of a run between two events.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) scenario: Arc<Scenario>,
    pub(super) rules: &'static Rules,
    pub(super) now: SimTime,
    pub(super) end: SimTime,
    pub(super) queue: Queue,
    pub(super) sources: Vec<Source>,
    /// Every open stream's next arrival.
    pub(super) upcoming: Vec<SimTime>,
    /// The earliest next arrival of the open streams, and whose it is.
    pub(super) next_arrival: (SimTime, usize),
    pub(super) requests: Requests,
    pub(super) waiting: Line,
    pub(super) waiting_count: u32,
    /// Requests held by instances.
    pub(super) held: u32,
    /// Instances that are not gone, by id.
    pub(super) instances: Vec<Instance>,
    pub(super) next_id: u32,
    pub(super) router: Router,
    pub(super) provision: Sampler,
    pub(super) versions: Vec<Version>,
    /// The version that serves.
    pub(super) current: usize,
    pub(super) scaling: AutoScaling,
    pub(super) scaler: Scaler,
    pub(super) status: ServiceStatus,
    pub(super) operation: Option<Operation>,
    pub(super) operations: Vec<OperationRecord>,
    pub(super) refusing: Option<Refusing>,
    pub(super) counters: Counters,
    pub(super) meter: Meter,
    pub(super) log: Log,
    pub(super) recorder: Option<Box<Recorder>>,
}

/// A stream of traffic as it stands.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) open: Option<OpenArrivals>,
    /// Draws of requests' demands.
    pub(super) service: Generator,
    /// Draws of users' pauses.
    pub(super) think: Generator,
    pub(super) think_time: Sampler,
    /// From arrival until the edge cuts or the client gives up.
    pub(super) patience: SimDuration,
    /// Requests of unknown end, in order of their deadline.
    pub(super) deadlines: Line,
    pub(super) deadline_armed: bool,
}

/// What the autoscaler remembers.
#[derive(Clone, Debug, Default)]
pub(super) struct Scaler {
    pub(super) window: DemandWindow,
    /// Demand up to which no instance is missing.
    pub(super) enough_for: u32,
    /// The event for the next possible scale-in.
    pub(super) scale_in: Option<Stamp>,
    /// Since when there are more provisioned instances than wanted (aws).
    pub(super) surplus_since: Option<SimTime>,
    pub(super) last_removed: Option<SimTime>,
    /// Refused in this period (aws).
    pub(super) refused: u64,
    /// Answered by instances in this period, and their service time (aws).
    pub(super) answered: u64,
    pub(super) service_us: u128,
    /// Mean service time in µs of the last period that had an answer (aws).
    pub(super) mean_service_us: Option<f64>,
}

/// A spell of refusals.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refusing {
    pub(super) last: SimTime,
    pub(super) count: u64,
}

/// Whether events are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Telling {
    Everything,
    Nothing,
}

/// Events that nobody has fetched yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Log {
    pub(super) events: Vec<Event>,
    /// A replay needs no events: they are in the recording.
    pub(super) muted: bool,
}

impl World {
    /// The world at time 0, before its first event.
    pub(super) fn new(scenario: Arc<Scenario>, telling: Telling) -> Self {
        let rules = scenario.edition.rules();
        let version =
            Version::new("v1", scenario.app.clone(), scenario.service.clone(), &scenario.traffic);
        let mut world = Self {
            rules,
            now: SimTime::ZERO,
            end: SimTime::ZERO + scenario.duration,
            queue: Queue::default(),
            sources: sources(&scenario),
            upcoming: Vec::new(),
            next_arrival: (SimTime::NEVER, 0),
            requests: Requests::default(),
            waiting: Line::default(),
            waiting_count: 0,
            held: 0,
            instances: Vec::new(),
            next_id: 1,
            router: Router::default(),
            provision: Sampler::new(scenario.assume.provision),
            versions: vec![version],
            current: 0,
            scaling: scenario.service.auto_scaling,
            scaler: Scaler::default(),
            status: ServiceStatus::Running,
            operation: None,
            operations: Vec::new(),
            refusing: None,
            counters: Counters::default(),
            meter: Meter::new(&rules.prices),
            log: Log { events: Vec::new(), muted: telling == Telling::Nothing },
            recorder: None,
            scenario,
        };
        world.open();
        world
    }

    /// A copy that records and tells nothing, to be replayed from.
    pub(super) fn snapshot(&mut self) -> Self {
        let recorder = self.recorder.take();
        let mut copy = self.clone();
        self.recorder = recorder;
        copy.log.muted = true;
        copy
    }

    /// Schedules what is known from the start.
    fn open(&mut self) {
        let scenario = Arc::clone(&self.scenario);
        for (index, action) in (0u32..).zip(&scenario.actions) {
            self.schedule(action.at, Class::Action, index);
        }
        let first_beat = u32::try_from(scenario.actions.len()).unwrap_or(u32::MAX);
        for (index, beat) in (first_beat..).zip(&scenario.beats) {
            self.schedule(beat.at, Class::Action, index);
        }
        self.start_traffic();
        match scenario.service.start {
            StartMode::Running => self.begin_running(),
            StartMode::Create => self.begin_create(),
        }
        self.counters.instances_start = u32::try_from(self.instances.len()).unwrap_or(u32::MAX);
        self.start_autoscaler();
    }

    /// The assumed parameters of this run.
    pub(super) fn assume(&self) -> &Assumptions {
        &self.scenario.assume
    }

    /// Runs until everything up to and including `until` has happened, or
    /// `budget` events have. True when the former.
    pub(super) fn run(&mut self, until: SimTime, budget: u64) -> bool {
        let until = until.min(self.end);
        let stop = self.counters.events.saturating_add(budget);
        while self.counters.events < stop {
            let queued = self.queue.next_at();
            let (arrival, source) = self.next_arrival;
            let at = queued.min(arrival);
            if at > until {
                self.now = until;
                self.close_frames(until);
                return true;
            }
            if at > self.now {
                self.close_frames_before(at);
                self.now = at;
            }
            if arrival < queued {
                self.counters.events += 1;
                self.open_arrival(source);
            } else if let Some(due) = self.queue.pop() {
                self.handle(due);
            }
        }
        false
    }

    fn handle(&mut self, due: Due) {
        let meant = match due.class {
            Class::Completion => self.on_completion(due.slot, due.stamp),
            Class::CpuDone => self.on_cpu_done(InstanceId(due.slot), due.stamp),
            Class::TimeOut => self.on_time_out(due.slot, due.stamp),
            Class::Deadline => self.on_deadline(due.slot as usize),
            Class::CheckResult => self.on_check_result(InstanceId(due.slot), due.stamp),
            Class::CheckDue => self.on_check_due(InstanceId(due.slot), due.stamp),
            Class::Transition => self.on_transition(InstanceId(due.slot), due.stamp),
            Class::Action => self.on_action(due.slot as usize),
            Class::Autoscaler => self.on_autoscaler(due.stamp),
            Class::RefusalWatch => self.on_refusal_watch(),
            Class::Arrival => self.on_parked_arrival(due.slot, due.stamp),
        };
        self.counters.events += u64::from(meant);
    }

    /// Schedules an event, unless it lies beyond the end of the run.
    pub(super) fn schedule(&mut self, at: SimTime, class: Class, slot: u32) -> Stamp {
        if at > self.end {
            return Stamp::NONE;
        }
        self.queue.push(at, class, slot)
    }

    /// Writes an event into the log.
    pub(super) fn tell(&mut self, kind: EventKind, instance: Option<InstanceId>, why: Why) {
        self.tell_at(self.now, kind, instance, why);
    }

    /// Writes an event into the log that happened `at`.
    pub(super) fn tell_at(
        &mut self,
        at: SimTime,
        kind: EventKind,
        instance: Option<InstanceId>,
        why: Why,
    ) {
        if !self.log.muted {
            self.log.events.push(Event { at, kind, instance, why });
        }
    }
}

/// The streams of `scenario` before their first request.
fn sources(scenario: &Scenario) -> Vec<Source> {
    let seed = scenario.seed;
    let source = |(index, stream): (usize, &Stream)| {
        let (open, think) = match &stream.load {
            Load::Open { arrivals, profile } => {
                let generator = Generator::new(seed, "arrivals", index);
                (Some(OpenArrivals::new(*arrivals, profile, generator)), None)
            }
            Load::Closed { think, .. } => (None, *think),
        };
        let limit = scenario.assume.request_limit;
        Source {
            open,
            service: Generator::new(seed, "service", index),
            think: Generator::new(seed, "think", index),
            think_time: Sampler::new(think.unwrap_or(Distribution::ZERO)),
            patience: stream.client_timeout.map_or(limit, |timeout| timeout.min(limit)),
            deadlines: Line::default(),
            deadline_armed: false,
        }
    };
    scenario.traffic.iter().enumerate().map(source).collect()
}
