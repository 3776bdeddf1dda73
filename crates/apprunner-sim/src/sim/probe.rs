//! Small runs that measure how a service reacts: to a burst, and to a deployment. The
//! service is that of a scenario; its traffic, story and events stay away.
//!
//! ```text
//! burst       nothing ─▶ at a full minute 1.5 times what the minimum takes ─▶ decision ─▶ ready
//! deployment  nothing, a new version of the same application ─▶ its end
//! ```

use serde::Serialize;

use super::event::{Event, EventKind};
use super::summary::{Operation, Summary};
use crate::model::action::{Action, Patch, ScheduledAction, Version};
use crate::model::scenario::Scenario;
use crate::model::service::StartMode;
use crate::model::story::Story;
use crate::model::time::{SimDuration, SimTime};
use crate::model::traffic::{Arrivals, Load, Profile, Stream};

/// When a burst or a deployment begins.
const BEGIN: SimTime = SimTime::from_secs(120);
/// How long a service is given to react.
const PATIENCE: SimDuration = SimDuration::from_secs(30 * 60);
/// A deployment may wait for tasks that never become healthy.
const LONGEST_DEPLOYMENT: SimDuration = SimDuration::from_secs(3 * 3_600);
/// A burst as a multiple of what the minimum of instances takes.
const EXCESS: f64 = 1.5;
/// The highest rate of a burst, in requests per second: the run stays short.
const HIGHEST_RATE: f64 = 2_000.0;

/// A burst of requests.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Burst {
    /// The route that it asks for.
    pub route: String,
    /// Requests per second, up to 2,000.
    pub rate: f64,
    /// The rate by the rule where that is higher than [`Self::rate`].
    pub full_rate: Option<f64>,
    #[serde(skip)]
    stream: Stream,
}

/// How a service reacts to a [`Burst`], in seconds from its begin; `None` where it does not
/// within half an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct BurstResponse {
    /// When the scaler decided on more instances.
    pub decided_s: Option<f64>,
    /// When the first of them took requests.
    pub ready_s: Option<f64>,
}

impl Burst {
    /// The burst that suits the service of `scenario`: its busiest stream at 1.5 times the
    /// rate that keeps the CPUs of its minimum busy, or, where a request needs no CPU, that
    /// fills their concurrency. `None` without a stream or without a minimum.
    pub fn of(scenario: &Scenario) -> Option<Self> {
        let stream = scenario.traffic.iter().max_by(|a, b| weight(a).total_cmp(&weight(b)))?;
        let route = scenario.app.routes.get(&stream.route)?;
        let (service, minimum) = (&scenario.service, scenario.service.auto_scaling.min_size);
        let seconds = |time: SimDuration| time.as_secs_f64();
        let cpu = route.cpu.map_or(0.0, |cpu| seconds(cpu.typical()));
        let vcpus = f64::from(minimum) * f64::from(service.instance.cpu_millis) / 1_000.0;
        let slots = f64::from(minimum) * f64::from(service.auto_scaling.max_concurrency);
        let takes = if cpu > 0.0 { vcpus / cpu } else { slots / seconds(route.latency.typical()) };
        let full = EXCESS * takes;
        let rate = full.min(HIGHEST_RATE);
        let full_rate = (full > rate && full.is_finite()).then_some(full);
        let points = vec![(SimTime::ZERO, 0.0), (BEGIN, 0.0), (BEGIN, rate)];
        let load = Load::Open { arrivals: Arrivals::Even, profile: Profile { points } };
        let stream = Stream { load, retry: None, ..stream.clone() };
        (rate > 0.0).then(|| Self { route: stream.route.clone(), rate, full_rate, stream })
    }

    /// The service of `scenario` under this burst.
    pub fn scenario(&self, scenario: &Scenario) -> Scenario {
        let duration = BEGIN.since(SimTime::ZERO) + PATIENCE;
        Scenario { traffic: vec![self.stream.clone()], ..bare(scenario, duration) }
    }
}

impl BurstResponse {
    /// Takes in the next events of the run. True when nothing more is to be seen.
    pub fn see(&mut self, events: &[Event]) -> bool {
        for event in events.iter().filter(|event| event.at > BEGIN) {
            let seen = Some(event.at.since(BEGIN).as_secs_f64());
            match event.kind {
                EventKind::ScaleOut => self.decided_s = self.decided_s.or(seen),
                EventKind::InstanceReady if self.decided_s.is_some() => {
                    self.ready_s = self.ready_s.or(seen);
                }
                _ => {}
            }
        }
        self.ready_s.is_some()
    }
}

/// The service of `scenario` without traffic while a new version of the same application is
/// deployed.
pub fn deployment(scenario: &Scenario) -> Scenario {
    let version = Version { name: "next".to_owned(), patch: Patch::default() };
    let action = ScheduledAction { at: BEGIN, action: Action::Deploy(version) };
    Scenario { actions: vec![action], ..bare(scenario, LONGEST_DEPLOYMENT) }
}

/// How long the deployment of [`deployment`] took in seconds, and how it ended; `None` where
/// it did not end.
pub fn deployed(summary: &Summary) -> Option<(f64, &'static str)> {
    let Operation { started_s, ended_s, status, .. } = summary.operations.first()?;
    Some(((*ended_s)? - started_s, status))
}

/// How much a stream asks for, for comparison: its highest rate, the mean one of a log, or
/// its users.
fn weight(stream: &Stream) -> f64 {
    match &stream.load {
        Load::Open { profile, .. } => {
            profile.points.iter().map(|&(_, rate)| rate).fold(0.0, f64::max)
        }
        Load::Replay(replay) => {
            let span = replay.arrivals.span().as_secs_f64().max(1.0);
            replay.speed * replay.arrivals.count() as f64 / span
        }
        Load::Closed { users, .. } => f64::from(*users),
    }
}

/// The service of `scenario`, running, with nothing that happens to it.
fn bare(scenario: &Scenario, duration: SimDuration) -> Scenario {
    let mut bare = scenario.clone();
    bare.service.start = StartMode::Running;
    Scenario {
        duration,
        traffic: Vec::new(),
        actions: Vec::new(),
        alarms: Vec::new(),
        goals: Vec::new(),
        story: Story { stops: Vec::new(), ..bare.story.clone() },
        ..bare
    }
}
