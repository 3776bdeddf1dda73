//! Time travel over a run: simulate it in slices, keep sparse snapshots, and
//! return to any instant by replaying from the snapshot before it.

use std::sync::Arc;

use super::engine::Engine;
use super::event::Event;
use super::metrics::{Minutes, Point};
use super::recorder::{Frames, Recorder};
use super::recording::Recording;
use super::summary::Summary;
use super::trace::{Logging, Trace};
use super::view::View;
use crate::model::scenario::Scenario;
use crate::model::time::{SimDuration, SimTime};

/// Events between two snapshots at first; it doubles when they become too many.
const FIRST_SPACING: u64 = 20_000;
/// More snapshots than this are thinned out.
const MOST_SNAPSHOTS: usize = 128;
/// Simulated time after which a player hands out its points: some thousands.
const STRETCH: SimDuration = SimDuration::from_secs(6 * 3_600);
/// Most requests that all snapshots contain together, approximately.
const MOST_REQUESTS: usize = 1_000_000;

/// A run that can be looked at at any instant that has been simulated.
#[derive(Clone, Debug)]
pub struct Player {
    head: Engine,
    /// Shown should the head have no recorder.
    nothing: Recording,
    purpose: Purpose,
    /// Snapshots in order of time, the first at the start.
    snapshots: Vec<Engine>,
    spacing: u64,
    /// The state last looked at: playing on goes from there.
    cursor: Option<Engine>,
    summary: Option<Summary>,
    /// The figures at the stops whose words name any, as far as the run has come: the place
    /// of the stop and the run up to it.
    at_stops: Vec<(usize, Summary)>,
}

/// What the run is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// To be looked at, forwards and backwards.
    Viewing,
    /// To hand out its events.
    Streaming,
    /// Its figures alone.
    Figures,
}

impl Player {
    /// A player at the start of `scenario`; nothing is simulated yet.
    pub fn new(scenario: Scenario) -> Self {
        Self::for_purpose(scenario, Purpose::Viewing)
    }

    /// A player that keeps no snapshots and hands every event out.
    pub fn streaming(scenario: Scenario) -> Self {
        Self::for_purpose(scenario, Purpose::Streaming)
    }

    /// This player, handing out CloudWatch's points too.
    #[must_use]
    pub fn with_points(mut self) -> Self {
        if let Some(minutes) = self.head.trace_mut().minutes_mut() {
            minutes.want_points();
        }
        self
    }

    /// A player that keeps nothing but the figures: the cheapest way to run.
    pub fn figures(scenario: Scenario) -> Self {
        Self::for_purpose(scenario, Purpose::Figures)
    }

    fn for_purpose(scenario: Scenario, purpose: Purpose) -> Self {
        let (logging, frames) = match purpose {
            Purpose::Viewing | Purpose::Streaming => (Logging::On, Frames::Kept),
            Purpose::Figures => (Logging::Off, Frames::Unwanted),
        };
        let recorder = Recorder::new(Minutes::new(&scenario.alarms), frames, &scenario);
        let head = Engine::new(Arc::new(scenario), Trace::new(logging, recorder));
        let mut player = Self {
            head,
            nothing: Recording::default(),
            purpose,
            snapshots: Vec::new(),
            spacing: FIRST_SPACING,
            cursor: None,
            summary: None,
            at_stops: Vec::new(),
        };
        player.keep_events();
        if purpose == Purpose::Viewing {
            player.keep_snapshot();
        }
        player
    }

    /// The events since the last call; only a streaming player has any.
    pub fn drain_events(&mut self) -> Vec<Event> {
        self.head.trace_mut().take_events()
    }

    /// CloudWatch's points since the last call; only a player made with
    /// [`Self::with_points`] has any.
    pub fn drain_points(&mut self) -> Vec<Point> {
        self.head.trace_mut().minutes_mut().map(Minutes::take_points).unwrap_or_default()
    }

    /// The scenario that is played.
    pub fn scenario(&self) -> &Scenario {
        self.head.scenario()
    }

    /// Simulates on by at most `events` engine events, and by a stretch at most where
    /// points are handed out. True when the end is reached.
    pub fn fill(&mut self, events: u64) -> bool {
        if self.summary.is_some() {
            return true;
        }
        let stop = self.handled().saturating_add(events);
        loop {
            let left = stop - self.handled();
            let slice =
                if self.purpose == Purpose::Viewing { left.min(self.spacing) } else { left };
            let stretch = self.stretch();
            let reported = self.next_metric_stop();
            let until = reported.map_or(stretch, |(_, at)| at.min(stretch));
            let reached = self.head.run(until, slice);
            self.keep_events();
            if let Some((place, at)) = reported
                && reached
                && at == until
            {
                self.at_stops.extend(self.head.summarize().map(|figures| (place, figures)));
                if until < stretch {
                    continue;
                }
            }
            if reached && until == self.end() {
                self.summary = self.head.summarize();
                return true;
            }
            if self.purpose == Purpose::Viewing {
                self.keep_snapshot_if_due();
            }
            if reached || self.handled() >= stop {
                return false;
            }
        }
    }

    /// The next stop whose words name figures of the run so far.
    fn next_metric_stop(&self) -> Option<(usize, SimTime)> {
        if self.purpose == Purpose::Figures {
            return None;
        }
        let stops = self.scenario().story.stops.iter().enumerate();
        let reported = stops.filter(|(_, stop)| stop.say.figures().next().is_some());
        reported.map(|(place, stop)| (place, stop.at)).nth(self.at_stops.len())
    }

    /// The figures of the run up to each stop whose words name any, with the place of the
    /// stop, as far as the run has come; a player of figures alone has none.
    pub fn figures_at_stops(&self) -> &[(usize, Summary)] {
        &self.at_stops
    }

    fn handled(&self) -> u64 {
        self.head.calendar().handled()
    }

    /// Where the next slice ends at the latest: years without an event are many
    /// points, and nobody fetches them while one slice runs.
    fn stretch(&self) -> SimTime {
        let recorder = self.head.trace().recorder();
        let has_points = recorder.is_some_and(|recorder| recorder.minutes.has_points());
        if has_points { self.end().min(self.extent() + STRETCH) } else { self.end() }
    }

    /// How far the run has been simulated.
    pub fn extent(&self) -> SimTime {
        self.head.calendar().now()
    }

    /// Where the run ends.
    pub fn end(&self) -> SimTime {
        self.head.calendar().end()
    }

    /// Frames and events up to [`Self::extent`].
    pub fn recording(&self) -> &Recording {
        self.head.trace().recorder().map_or(&self.nothing, |recorder| &recorder.recording)
    }

    /// The run at `at`, after everything that happens at that instant; past the
    /// extent, the extent.
    pub fn view_at(&mut self, at: SimTime) -> View {
        let at = at.min(self.extent());
        let time = |engine: &Engine| engine.calendar().now();
        let before = self.snapshots.partition_point(|snapshot| time(snapshot) <= at);
        let snapshot = before.checked_sub(1).and_then(|last| self.snapshots.get(last));
        let usable = |cursor: &Engine| {
            time(cursor) <= at && snapshot.is_none_or(|snapshot| time(snapshot) <= time(cursor))
        };
        let mut engine = match (self.cursor.take().filter(usable), snapshot) {
            (Some(cursor), _) => cursor,
            (None, Some(snapshot)) => snapshot.clone(),
            (None, None) => self.head.snapshot(),
        };
        engine.run(at, u64::MAX);
        let view = engine.view();
        self.cursor = Some(engine);
        view
    }

    /// The figures of the run, once the end is reached.
    pub fn summary(&self) -> Option<&Summary> {
        self.summary.as_ref()
    }

    fn keep_events(&mut self) {
        if self.purpose == Purpose::Viewing {
            self.head.trace_mut().keep_events();
        }
    }

    fn keep_snapshot_if_due(&mut self) {
        let last = self.snapshots.last().map_or(0, |snapshot| snapshot.calendar().handled());
        if self.handled() - last >= self.spacing {
            self.keep_snapshot();
        }
    }

    fn keep_snapshot(&mut self) {
        self.snapshots.push(self.head.snapshot());
        let requests: usize = self.snapshots.iter().map(Engine::places).sum();
        if self.snapshots.len() > MOST_SNAPSHOTS
            || (requests > MOST_REQUESTS && self.snapshots.len() > 2)
        {
            let mut index = 0;
            self.snapshots.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.spacing *= 2;
        }
    }
}

/// Runs `scenario` to its end and gives its figures.
pub fn run(scenario: Scenario) -> Summary {
    let mut player = Player::figures(scenario);
    loop {
        if player.fill(u64::MAX)
            && let Some(summary) = player.summary.take()
        {
            return summary;
        }
    }
}
