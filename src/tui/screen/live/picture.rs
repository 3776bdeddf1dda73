//! What the panes draw from: the run at the playhead and how it is looked at.

use std::cell::Cell;

use ratatui::layout::Rect;

use super::predict::Predict;
use super::transport::Transport;
use crate::tui::content::Lazy;
use crate::tui::keys::Turn;
use crate::tui::widget::list::List;
use crate::tui::widget::scroll::{Scroll, Scrollable};
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::{SimDuration, SimTime};
use apprunner_sim::sim::event::Event;
use apprunner_sim::sim::id::InstanceId;
use apprunner_sim::sim::recording::{Frame, Loads};
use apprunner_sim::sim::summary::Summary;
use apprunner_sim::sim::view::View;
use quizbank::model::fact::Ledger;

/// A run at the playhead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Picture<'a> {
    pub(super) run: Shown<'a>,
    /// The run that this one is held against.
    pub(super) beside: Option<Shown<'a>>,
    /// What was predicted, and when the run settles it.
    pub(super) waits: Option<(&'a Predict, SimTime)>,
    /// How far the run has come that is to take the place of this one.
    pub(super) coming: Option<SimTime>,
    pub(super) transport: Transport,
    pub(super) pane: Option<Pane>,
    pub(super) selection: Selection,
    pub(super) zoom: Zoom,
    /// Up to where marks are shown: as far as the run was played, or all of it.
    pub(super) marked_until: SimTime,
    pub(super) notice: Option<&'a Notice>,
    pub(super) rows: &'a PaneRows,
    /// What the sources of rules claim; read where a rule is explained.
    pub(super) ledger: &'a Lazy<Ledger>,
}

/// One run at an instant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown<'a> {
    /// What sets it apart from the one beside it.
    pub(super) label: &'a str,
    pub(super) scenario: &'a Scenario,
    pub(super) frames: &'a [Frame],
    pub(super) frame_length: SimDuration,
    /// How busy each instance was.
    pub(super) loads: &'a Loads,
    pub(super) events: &'a [Event],
    /// Number of later events, which are not kept.
    pub(super) events_dropped: u64,
    pub(super) view: &'a View,
    pub(super) summary: Option<&'a Summary>,
    /// Metrics up to each stop whose words name any, with the place of the stop.
    pub(super) at_stops: &'a [(usize, Summary)],
    /// From when on the run may differ from that of its file.
    pub(super) changed_from: Option<SimTime>,
}

/// Where the rows of both panes were rendered.
#[derive(Clone, Debug, Default)]
pub(super) struct PaneRows {
    pub(super) instances: List,
    pub(super) events: List,
    /// How far what is said is scrolled.
    pub(super) message: Scroll,
    /// Where the charts were rendered, those that were.
    pub(super) charts: Cell<[Rect; 4]>,
    /// Where the line of time was rendered.
    pub(super) track: Cell<Rect>,
}

impl PaneRows {
    /// Forgets where everything was rendered, before what is seen now is.
    pub(super) fn hide(&self) {
        self.instances.hide();
        self.events.hide();
        self.message.hide();
        self.charts.set([Rect::default(); 4]);
        self.track.set(Rect::default());
    }

    /// What the wheel and a bar move: what is said, the instances, the events.
    pub(super) fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        vec![&mut self.message, &mut self.instances, &mut self.events]
    }
}

/// The pane that has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pane {
    Instances,
    Charts,
    Events,
}

impl Pane {
    /// The pane after or before it.
    pub(super) fn turned(self, turn: Turn) -> Self {
        let all = [Self::Instances, Self::Charts, Self::Events];
        all[turn.from(self as usize, all.len())]
    }
}

/// What is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Selection {
    Nothing,
    Instance(InstanceId),
    /// By its place in the log.
    Event(usize),
    /// A chart, at the playhead.
    Chart(Subject),
}

/// The charts, in the order in which they are rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Requests,
    Latency,
    Instances,
    Demand,
}

impl Subject {
    pub(super) const ALL: [Self; 4] =
        [Self::Requests, Self::Latency, Self::Instances, Self::Demand];

    /// What it is called.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Requests => "Requests per second",
            Self::Latency => "Latency",
            Self::Instances => "Instances",
            Self::Demand => "Requests in progress",
        }
    }
}

/// Something said at a moment, until the playhead moves on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// The symptom.
    Intro,
    /// The instructor's words.
    Instructor {
        /// The place of the stop.
        stop: usize,
        /// That of a stop whose prediction has just been settled here: its words come first.
        after: Option<usize>,
    },
    /// What a replay shows.
    Replay(String),
    /// What could not be done, or needs a word.
    Banner(String),
    /// The run goes on with a change; what was adapted to an edition for it.
    Changed {
        /// What was changed.
        said: String,
        /// What was adapted.
        adapted: Vec<String>,
    },
    /// Another run, made before, is looked at again; what sets it apart.
    Back(String),
    /// Why the file of the run could not be saved.
    NotSaved(String),
    /// The run is about to be left with changes that are in no file.
    Leaving,
    /// The run was saved.
    Exported {
        /// Where.
        path: String,
        /// The same as calls.
        commands: Vec<String>,
    },
    /// Cause and fix, before the end.
    Debrief,
    /// How the goals came out; cause and fix.
    Result,
    /// What a lab has to say, above its goals.
    Lab {
        /// What it is about.
        title: String,
        /// What is said.
        text: String,
    },
}

/// How much time the charts show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zoom {
    Near,
    Far,
    Whole,
}

impl Zoom {
    pub(super) fn next(self) -> Self {
        match self {
            Self::Near => Self::Far,
            Self::Far => Self::Whole,
            Self::Whole => Self::Near,
        }
    }

    /// The time shown, or `None` for all of it.
    pub(super) fn length(self) -> Option<SimDuration> {
        match self {
            Self::Near => Some(SimDuration::from_secs(120)),
            Self::Far => Some(SimDuration::from_secs(600)),
            Self::Whole => None,
        }
    }
}

impl<'a> Picture<'a> {
    /// How many events have happened.
    pub(super) fn past(&self) -> usize {
        let here = self.transport.playhead();
        self.run.events.partition_point(|event| event.at <= here)
    }

    /// The events up to the playhead.
    pub(super) fn events_past(&self) -> &'a [Event] {
        self.run.events.get(..self.past()).unwrap_or_default()
    }

    /// The frames up to the playhead.
    pub(super) fn frames_past(&self) -> &'a [Frame] {
        let here = self.transport.playhead();
        let past = self.run.frames.partition_point(|frame| frame.end <= here);
        self.run.frames.get(..past).unwrap_or_default()
    }

    /// What `count` of the last frame is per second.
    pub(super) fn last_rate(&self, count: fn(&Frame) -> u64) -> f64 {
        let seconds = self.run.frame_length.as_secs_f64().max(1e-6);
        self.frames_past().last().map_or(0.0, |frame| count(frame) as f64 / seconds)
    }

    /// Whether the charts show something: who chooses one sees it, also while it is empty.
    pub(super) fn has_charts(&self) -> bool {
        !self.frames_past().is_empty() || matches!(self.selection, Selection::Chart(_))
    }

    /// The other run as if it were this one, held against this one.
    pub(super) fn turned(&self) -> Option<Self> {
        Some(Self { run: self.beside?, beside: Some(self.run), ..*self })
    }
}
