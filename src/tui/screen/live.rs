//! A run, played: everything on the screen comes from the recordings of its
//! tracks and their views at the playhead, so it is what `run --events` writes.
//!
//! ```text
//!  change ─▶ draft ─▶ history of tracks ─ simulate, a slice a frame ─▶ recordings ─┐
//!                      transport ─ playhead ─▶ look ─▶ views ──────────────────────┴─▶ Picture ─▶ panes
//! ```

pub(in crate::tui) mod instance_sign;
mod instances;
pub(in crate::tui) mod mark;
pub(in crate::tui) mod offered;
pub(in crate::tui) mod setup;

mod change;
mod charts;
mod compare;
mod events;
mod expectation;
mod explain;
mod header;
mod history;
mod interventions;
mod keys;
mod lab;
mod layout;
mod message_pane;
mod minutes;
mod moves;
mod next;
mod offers;
mod page;
mod picture;
mod point;
mod predict;
mod predictions;
mod present;
mod room;
mod series;
mod story;
mod strip;
mod timeline;
mod to_come;
mod track;
mod traffic;
mod transport;
mod window;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::tui::content::Content;
use crate::tui::message::{Destination, Effect};
use crate::tui::options::LiveView;
use crate::tui::widget::scroll::Scrollable as _;
use apprunner_sim::file::draft::Draft;
use apprunner_sim::model::intervention::Intervention;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;

use change::Change;
use history::History;
use keys::Run;
use lab::LabAttempt;
use layout::RunLayout;
use picture::{Notice, Pane, PaneRows, Picture, Selection, Shown, Zoom};
use predict::Predict;
use room::FollowedBy;
use track::Track;
use transport::Transport;

/// What the help calls a run.
pub(in crate::tui) const PLACE: &str = "A run";

/// A run, those it is held against, and how they are looked at.
#[derive(Clone, Debug)]
pub struct Live {
    history: History,
    transport: Transport,
    pane: Pane,
    selection: Selection,
    zoom: Zoom,
    layout: RunLayout,
    notice: Option<Notice>,
    /// The changes of the run that was saved last.
    saved: Option<Vec<Intervention>>,
    /// The form of what can be changed, while it is open.
    change: Option<Change>,
    /// What is to be fixed in it, when that is asked.
    lab: Option<Box<LabAttempt>>,
    /// The prediction that is made, waited for or reported.
    predict: Option<Predict>,
    /// The stops whose question was asked already, in the order of asking.
    asked: Vec<usize>,
    /// Where a run that is only to be watched stops, and what is said there.
    watched: Option<(SimTime, String)>,
    /// How far this run has been looked at.
    played_until: SimTime,
    /// Whether event markers after the playhead are shown too, for instructors.
    shows_all_marks: bool,
    /// Whether nothing is rendered, so that everybody looks at the speaker.
    is_blank: bool,
    /// The room that follows it, where one does.
    room: Option<FollowedBy>,
    content: Arc<Content>,
    rows: PaneRows,
}

impl Live {
    /// A run at its start, with its symptom.
    pub fn new(draft: Draft, content: Arc<Content>) -> Self {
        let mut live = Self::at(draft, SimTime::ZERO, content);
        live.notice = Some(Notice::Intro);
        live
    }

    /// A run stopped at an instant.
    pub fn at(draft: Draft, at: SimTime, content: Arc<Content>) -> Self {
        let label = draft.scenario().edition.label().to_owned();
        let track = Track::new(draft, label);
        let transport = Transport::paused_at(at, track.end());
        Self {
            history: History::new(track),
            transport,
            pane: Pane::Events,
            selection: Selection::Nothing,
            zoom: Zoom::Near,
            layout: RunLayout::One,
            notice: None,
            saved: None,
            change: None,
            lab: None,
            predict: None,
            asked: Vec::new(),
            watched: None,
            played_until: SimTime::ZERO,
            shows_all_marks: false,
            is_blank: false,
            room: None,
            content,
            rows: PaneRows::default(),
        }
    }

    /// This run, looked at in another way.
    #[must_use]
    pub fn looked_at(mut self, view: LiveView) -> Self {
        if view == LiveView::Presenting {
            self.present();
        }
        self
    }

    /// A run stopped at an instant, with what the reader is to see there.
    pub fn replay(draft: Draft, at: SimTime, banner: String, content: Arc<Content>) -> Self {
        let notice = Some(Notice::Replay(banner));
        Self { notice, ..Self::at(draft, at, content) }
    }

    /// A run that plays from one instant and stops at another, asking nothing on the way: what
    /// the reader is to see is said first, and what was seen where it stops.
    pub fn watch(
        draft: Draft,
        (from, until): (SimTime, SimTime),
        [banner, outcome]: [String; 2],
        content: Arc<Content>,
    ) -> Self {
        let mut live = Self::replay(draft, from, banner, content);
        live.asked = (0..live.scenario().story.stops.len()).collect();
        live.watched = Some((until, outcome));
        live.transport.play();
        live
    }

    /// What is played.
    pub fn scenario(&self) -> &Scenario {
        self.history.now().scenario()
    }

    /// The file that gives the run that is looked at.
    pub fn draft(&self) -> &Draft {
        self.history.now().draft()
    }

    /// Goes on in another run, where the playhead is.
    fn arrive(&mut self) {
        let now = self.history.now();
        self.transport.change_run(now.extent(), now.end());
        self.selection = Selection::Nothing;
        self.played_until = self.transport.playhead();
        self.look();
    }

    /// Looks at the runs where the playhead is now.
    fn look(&mut self) {
        self.history.look(self.transport.playhead());
        self.played_until = self.played_until.max(self.transport.playhead());
    }

    /// Does what a key of the run means.
    fn act_on_run(&mut self, run: Run) -> Vec<Effect> {
        if run.speaks() {
            self.selection = Selection::Nothing;
        }
        match run {
            Run::PlayPause => self.move_playhead(Transport::toggle),
            Run::Seek(seconds) => self.move_playhead(|it| it.seek_by(seconds)),
            Run::ToStart => self.move_playhead(|it| it.seek(SimTime::ZERO)),
            Run::ToEnd => self.move_playhead(|it| it.seek(it.end())),
            Run::ToMarked(way) => self.go_to_marked(way),
            Run::ToKind(way) => self.go_to_kind(way),
            Run::ToSelected => self.go_to_selected(),
            Run::ToStop(way) => self.go_to_stop(way),
            Run::Debrief => self.notice = Some(Notice::Debrief),
            Run::AllMarks => self.shows_all_marks = !self.shows_all_marks,
            Run::Blank => self.is_blank = true,
            Run::Restart => self.restart(),
            Run::Slower => self.transport.slower(),
            Run::Faster => self.transport.faster(),
            Run::Change => self.open_change(),
            Run::Compare => self.compare(),
            Run::CompareNext => self.compare_next(),
            Run::Predict => self.predict_here(),
            Run::NextEdition => self.next_edition(),
            Run::Undo => self.undo(),
            Run::Redo => self.redo(),
            Run::Export => return self.export(),
            Run::Pane(turn) => self.pane = self.pane.turned(turn),
            Run::Select(to) => self.select(to),
            Run::Scroll(way) => self.rows.message.turn(way),
            Run::Metrics => return self.metrics(),
            Run::Parameters => return self.open(Destination::Parameters),
            Run::Migration => return self.open(Destination::Migration),
            Run::Copy => return vec![Effect::Copy(self.said())],
            Run::Present => self.present(),
            Run::Zoom => self.zoom = self.zoom.next(),
            Run::Back => return self.back(),
        }
        Vec::new()
    }

    /// The prediction that has the screen.
    fn open_prediction(&self) -> Option<&Predict> {
        self.predict.as_ref().filter(|predict| predict.is_open())
    }

    fn open_prediction_mut(&mut self) -> Option<&mut Predict> {
        self.predict.as_mut().filter(|predict| predict.is_open())
    }

    /// Whether nothing lies over the run.
    fn is_free(&self) -> bool {
        let has_popup = self.lab.as_deref().is_some_and(LabAttempt::has_popup);
        self.change.is_none() && !has_popup && self.open_prediction().is_none()
    }

    /// Looks at the runs where a key has led, and at what they settle there.
    fn settled(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        self.look();
        if self.history.is_filled() && self.lab.as_deref().is_some_and(LabAttempt::is_done) {
            self.simulate_lab(0);
        }
        let mut effects = effects;
        effects.extend(self.settle());
        effects.extend(self.lab.iter_mut().flat_map(|lab| lab.take_news()));
        effects.extend(self.room.iter_mut().flat_map(FollowedBy::take_news).map(Effect::Room));
        effects
    }

    /// Says what could not be done, or needs a word.
    fn note(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice::Banner(text.into()));
    }

    /// Few and large figures, or everything.
    fn present(&mut self) {
        self.layout = match self.layout {
            RunLayout::Presenting => RunLayout::One,
            RunLayout::One | RunLayout::Beside => RunLayout::Presenting,
        };
    }

    /// Opens a screen on the file of the run.
    fn open(&self, of: fn(Box<Draft>) -> Destination) -> Vec<Effect> {
        vec![Effect::Open(of(Box::new(self.draft().clone())))]
    }

    fn metrics(&self) -> Vec<Effect> {
        let now = self.history.now();
        let minutes = minutes::until(now.points(), now.recording(), self.transport.playhead());
        let title = self.scenario().title.clone();
        vec![Effect::Open(Destination::Metrics { title, minutes })]
    }

    /// Takes away what is on its way, then the selection, then the runs side by
    /// side, then the screen.
    fn back(&mut self) -> Vec<Effect> {
        if self.history.give_up() {
            self.notice = None;
        } else if self.selection != Selection::Nothing {
            self.selection = Selection::Nothing;
        } else if self.layout != RunLayout::One {
            self.layout = RunLayout::One;
        } else if self.is_unsaved() && !matches!(self.notice, Some(Notice::Leaving)) {
            self.notice = Some(Notice::Leaving);
        } else {
            return vec![Effect::Close];
        }
        Vec::new()
    }

    /// Whether the run has changes that were made here, and are not in a file.
    fn is_unsaved(&self) -> bool {
        let now = self.draft().interventions();
        let is_saved = self.saved.as_deref() == Some(now);
        // A lab remembers its attempts, and has no file.
        self.lab.is_none() && !is_saved && now != self.history.opened()
    }

    /// Everything that the panes draw from.
    fn picture(&self) -> Picture<'_> {
        Picture {
            run: run(self.history.now()),
            beside: self.history.before().map(run),
            waits: self.predict.as_ref().and_then(|it| Some((it, it.waits_for()?))),
            coming: self.history.coming().map(Track::extent),
            transport: self.transport,
            pane: self.change.is_none().then_some(self.pane),
            selection: self.selection,
            zoom: self.zoom,
            marked_until: if self.shows_all_marks {
                self.transport.end()
            } else {
                self.played_until
            },
            notice: self.notice.as_ref(),
            rows: &self.rows,
            ledger: &self.content.ledger,
        }
    }
}

/// What a track has to show.
fn run(track: &Track) -> Shown<'_> {
    let recording = track.recording();
    Shown {
        label: track.label(),
        scenario: track.scenario(),
        frames: recording.frames(),
        frame_length: recording.frame_length(),
        loads: recording.loads(),
        events: recording.events(),
        events_dropped: recording.events_dropped(),
        view: track.view(),
        summary: track.summary(),
        at_stops: track.figures_at_stops(),
        changed_from: track.changed_from(),
    }
}
