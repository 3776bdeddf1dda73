//! A run made by hand, so that panes are tested without the engine.

use super::picture::{Notice, Pane, PaneRows, Picture, Selection, Shown, Zoom};
use super::transport::Transport;
use crate::tui::content::Lazy;
use apprunner_sim::model::goal::Pause;
use apprunner_sim::model::money::MicroDollars;
use apprunner_sim::model::replay::Traces;
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::scenario::{Scenario, StoryChart};
use apprunner_sim::model::story::{Stop, Story, StoryText};
use apprunner_sim::model::time::{SimDuration, SimTime};
use apprunner_sim::sim::event::{Event, EventKind};
use apprunner_sim::sim::id::InstanceId;
use apprunner_sim::sim::operation::{OperationKind, OperationStatus, ServiceStatus};
use apprunner_sim::sim::reason::Reason;
use apprunner_sim::sim::recording::{Frame, Loads};
use apprunner_sim::sim::view::{InstanceState, InstanceView, OperationView, Totals, View};
use quizbank::model::fact::Ledger;

/// A run and what is seen of it at 02:31.
pub(super) struct Sample {
    pub(super) scenario: Scenario,
    pub(super) frames: Vec<Frame>,
    pub(super) loads: Loads,
    pub(super) events: Vec<Event>,
    pub(super) events_dropped: u64,
    pub(super) view: View,
    pub(super) transport: Transport,
    pub(super) pane: Pane,
    pub(super) selection: Selection,
    pub(super) notice: Option<Notice>,
    pub(super) rows: PaneRows,
    pub(super) ledger: Lazy<Ledger>,
}

impl Sample {
    pub(super) fn picture(&self) -> Picture<'_> {
        Picture {
            run: Shown {
                scenario: &self.scenario,
                label: "course rules",
                frames: &self.frames,
                frame_length: SimDuration::from_secs(1),
                loads: &self.loads,
                events: &self.events,
                events_dropped: self.events_dropped,
                view: &self.view,
                summary: None,
                at_stops: &[],
                changed_from: None,
            },
            beside: None,
            waits: None,
            coming: None,
            transport: self.transport,
            marked_until: self.transport.end(),
            pane: Some(self.pane),
            selection: self.selection,
            zoom: Zoom::Near,
            notice: self.notice.as_ref(),
            rows: &self.rows,
            ledger: &self.ledger,
        }
    }
}

/// A surge that is half under way.
pub(super) fn surge() -> Sample {
    let at = SimTime::from_secs(151);
    let scenario = scenario();
    let mut transport = Transport::paused_at(at, SimTime::ZERO + scenario.duration);
    transport.extend(SimTime::from_secs(600));
    Sample {
        frames: (0..600).map(frame).collect(),
        loads: Loads::default(),
        events: events(),
        events_dropped: 0,
        view: view(&scenario, at),
        scenario,
        transport,
        pane: Pane::Events,
        selection: Selection::Nothing,
        notice: None,
        rows: PaneRows::default(),
        ledger: Lazy::from(Ledger::default()),
    }
}

fn scenario() -> Scenario {
    let rules = Edition::Chapter.rules();
    Scenario {
        name: "surge-to-ceiling".to_owned(),
        title: "Campaign surge to the instance ceiling".to_owned(),
        edition: Edition::Chapter,
        duration: SimDuration::from_secs(900),
        measured_from: SimTime::ZERO,
        seed: 42,
        chart: StoryChart::default(),
        teaches: Vec::new(),
        service: rules.service(),
        app: rules.application(),
        assume: rules.assume.values(),
        traffic: Vec::new(),
        actions: Vec::new(),
        alarms: Vec::new(),
        fix: Vec::new(),
        lab: None,
        goals: Vec::new(),
        story: Story {
            symptom: said(SYMPTOM),
            debrief: None,
            stops: vec![Stop {
                at: SimTime::from_secs(145),
                say: said("The surge arrives. How many instances do you expect?"),
                pause: Pause::Yes,
                question: None,
            }],
        },
        traces: Traces::default(),
        adapted: Vec::new(),
    }
}

fn frame(second: u64) -> Frame {
    let offered = if second < 120 { 20 } else { (20 + (second - 120) * 30).min(900) };
    let rejected = if second > 140 { offered / 4 } else { 0 };
    let answered = offered - rejected;
    let ready = if second < 130 { 1 } else { 7 };
    Frame {
        end: SimTime::from_secs(second + 1),
        offered,
        succeeded: answered,
        failed: rejected,
        rejected,
        held: u32::try_from(answered).unwrap_or(0),
        waiting: u32::try_from(rejected / 2).unwrap_or(0),
        instances: if second < 125 { 1 } else { 9 },
        active: ready,
        wanted: 9,
        p50: Some(SimDuration::from_millis(84)),
        p95: Some(SimDuration::from_millis(300 + second)),
        p99: Some(SimDuration::from_millis(600 + 4 * second)),
        cost: MicroDollars(second * 100),
        ..Frame::default()
    }
}

fn events() -> Vec<Event> {
    let event = |tenths: u64, kind, instance: Option<u32>, why: &str| Event {
        at: SimTime::from_micros(tenths * 100_000),
        kind,
        instance: instance.map(InstanceId),
        reason: Reason::Said(why.to_owned()),
    };
    vec![
        event(0, EventKind::ServiceStatus, None, "the service runs"),
        event(
            1213,
            EventKind::ScaleOut,
            None,
            "1 → 7: 612 active + 88 waiting = 700 > 1 × 100; desired ceil(700/100) = 7",
        ),
        event(1213, EventKind::InstanceProvisioning, Some(2), "scale-out"),
        event(1298, EventKind::InstanceReady, Some(2), "1 passed check of 1"),
        event(
            1410,
            EventKind::RejectingStarted,
            None,
            "every instance is at its concurrency limit and 1000 of 1000 wait",
        ),
        event(1450, EventKind::Stop, None, "The surge arrives."),
        event(1480, EventKind::HealthFailed, Some(2), "503 on /health"),
        event(
            1504,
            EventKind::ScaleOut,
            None,
            "7 → 9: 731 active + 88 waiting = 819 > 7 × 100; desired ceil(819/100) = 9",
        ),
        event(3000, EventKind::InstanceUnhealthy, Some(2), "5 consecutive failed checks"),
    ]
}

fn view(scenario: &Scenario, at: SimTime) -> View {
    let instance = |id: u32, state, held| InstanceView {
        id: InstanceId(id),
        state,
        since: SimTime::from_secs(130),
        launched: SimTime::from_secs(121),
        until: None,
        held,
        slots: Some(100),
        passes: 3,
        failures: 0,
        next_check: Some(SimTime::from_micros(154_500_000)),
        version: "v1".to_owned(),
        hung: false,
    };
    let mut instances: Vec<InstanceView> =
        (1..=7).map(|id| instance(id, InstanceState::Ready, 100 - 9 * (id - 1))).collect();
    instances[1].failures = 1;
    instances.push(InstanceView {
        until: Some(SimTime::from_micros(155_200_000)),
        passes: 0,
        next_check: None,
        ..instance(8, InstanceState::Booting, 0)
    });
    instances.push(InstanceView { passes: 0, ..instance(9, InstanceState::Checking, 0) });
    View {
        at,
        status: ServiceStatus::Running,
        operation: Some(OperationView {
            kind: OperationKind::StartDeployment,
            status: OperationStatus::Succeeded,
            started: SimTime::from_secs(30),
            ended: Some(SimTime::from_secs(95)),
        }),
        instances,
        wanted: 9,
        held: 511,
        waiting: 88,
        totals: Totals::default(),
        cost: MicroDollars(14_700),
        service: scenario.service.clone(),
        app: scenario.app.clone(),
        version: "v1".to_owned(),
    }
}

const SYMPTOM: &str = "A campaign sends forty-five times the usual traffic within half a minute. Watch how \
                  demand turns into instances, how long the new ones take, and where the ceiling cuts.";

fn said(text: &str) -> StoryText {
    StoryText::parse(text).unwrap()
}
