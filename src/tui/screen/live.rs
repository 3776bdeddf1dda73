//! A run, played: everything on the screen comes from the player's recording
//! and its view at the playhead, so it is what `run --events` writes.
//!
//! ```text
//!  player ──fill, a slice a frame──▶ recording ──┐
//!  transport ──playhead──▶ view_at ──▶ view ─────┴─▶ Picture ──▶ panes
//! ```

pub(in crate::tui) mod instances;
pub(in crate::tui) mod mark;

mod charts;
mod events;
mod explain;
mod layout;
mod minutes;
mod picture;
mod stage;
mod timeline;
mod transport;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::Header;
use crate::model::action::Setting;
use crate::model::goal::Pause;
use crate::model::scenario::Scenario;
use crate::model::time::SimTime;
use crate::sim::metrics::Point;
use crate::sim::operation::ServiceStatus;
use crate::sim::player::Player;
use crate::sim::view::View;
use crate::tui::format;
use crate::tui::message::{Destination, Effect, Msg};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::Cursor;

use mark::Mark;
use picture::{Pane, PaneRows, Picture, Selection, Zoom};
use stage::Notice;
use transport::Transport;

/// A run and how it is looked at.
#[derive(Clone, Debug)]
pub struct Live {
    player: Player,
    /// CloudWatch's points so far.
    points: Vec<Point>,
    /// What a replay changed in its scenario.
    changes: Vec<Setting>,
    view: View,
    filled: Filled,
    transport: Transport,
    pane: Pane,
    selection: Selection,
    zoom: Zoom,
    notice: Option<Notice>,
    rows: PaneRows,
}

/// Whether the whole run is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filled {
    Partly,
    Wholly,
}

impl Live {
    /// A run at its start, with what to look for.
    pub fn new(scenario: Scenario) -> Self {
        let mut live = Self::at(scenario, SimTime::ZERO);
        live.notice = Some(Notice::Intro);
        live
    }

    /// A run stopped at an instant.
    pub fn at(scenario: Scenario, at: SimTime) -> Self {
        let mut player = Player::new(scenario).with_points();
        let view = player.view_at(SimTime::ZERO);
        let transport = Transport::paused_at(at, player.end());
        Self {
            player,
            points: Vec::new(),
            changes: Vec::new(),
            view,
            filled: Filled::Partly,
            transport,
            pane: Pane::Events,
            selection: Selection::Nothing,
            zoom: Zoom::Near,
            notice: None,
            rows: PaneRows::default(),
        }
    }

    /// A run of a scenario with `changes` in it, stopped at an instant, with
    /// what the reader is to see there.
    pub fn replay(scenario: Scenario, changes: Vec<Setting>, at: SimTime, banner: String) -> Self {
        let notice = Some(Notice::Banner(banner));
        Self { changes, notice, ..Self::at(scenario, at) }
    }

    /// What is played.
    pub fn scenario(&self) -> &Scenario {
        self.player.scenario()
    }

    /// What was changed in it for a replay.
    pub fn changes(&self) -> &[Setting] {
        &self.changes
    }

    /// Goes on with another reading of the scenario, at the same instant.
    pub fn replace(&mut self, scenario: Scenario) {
        let notice = Some(Notice::Replayed(scenario.adapted.clone()));
        let other = Self::at(scenario, self.transport.destination());
        let transport = other.transport.as_fast_as(&self.transport);
        let changes = std::mem::take(&mut self.changes);
        let (zoom, pane) = (self.zoom, self.pane);
        *self = Self { changes, transport, pane, zoom, notice, ..other };
    }

    /// Simulates on by `events` engine events. True when the run is complete.
    pub fn simulate(&mut self, events: u64) -> bool {
        let frontier = self.transport.extent();
        if self.filled == Filled::Partly && self.player.fill(events) {
            self.filled = Filled::Wholly;
        }
        minutes::keep(&mut self.points, self.player.drain_points());
        self.transport.extend(self.player.extent());
        // A slice may end in the midst of an instant: what is seen there was not all of it.
        if self.transport.playhead() >= frontier {
            self.view = self.player.view_at(self.transport.playhead());
        }
        let complete = self.filled == Filled::Wholly;
        if complete && self.transport.at_end() && self.notice.is_none() {
            self.notice = Some(Notice::Result);
        }
        complete
    }

    /// Whether something moves without a key.
    pub fn moves(&self) -> bool {
        self.transport.is_playing() || self.filled == Filled::Partly
    }

    /// Looks at the run where the playhead is now.
    fn look(&mut self) {
        if self.view.at != self.transport.playhead() {
            self.view = self.player.view_at(self.transport.playhead());
        }
    }

    /// Takes in a message and says what is to be done.
    pub fn update(&mut self, message: Msg) -> Vec<Effect> {
        let effects = match message {
            Msg::Tick(elapsed) => self.tick(elapsed),
            Msg::Back => self.back(),
            Msg::Metrics => self.metrics(),
            Msg::Parameters => {
                vec![Effect::Open(Destination::Parameters(Box::new(self.scenario().clone())))]
            }
            Msg::OtherEdition => vec![Effect::Reload(self.scenario().edition.other())],
            Msg::Up | Msg::Down | Msg::PageUp | Msg::PageDown => {
                self.select(message);
                Vec::new()
            }
            Msg::Click(mouse) => {
                self.click(mouse);
                Vec::new()
            }
            Msg::NextPane | Msg::PreviousPane => {
                self.pane = self.pane.other();
                Vec::new()
            }
            Msg::Zoom => {
                self.zoom = self.zoom.next();
                Vec::new()
            }
            _ => {
                self.move_playhead(message);
                Vec::new()
            }
        };
        self.look();
        effects
    }

    fn tick(&mut self, elapsed: Duration) -> Vec<Effect> {
        let beats = &self.player.scenario().beats;
        let pausing: Vec<(usize, SimTime)> = beats
            .iter()
            .enumerate()
            .filter(|(_, beat)| beat.pause == Pause::Yes)
            .map(|(index, beat)| (index, beat.at))
            .collect();
        let stops: Vec<SimTime> = pausing.iter().map(|&(_, at)| at).collect();
        let was_playing = self.transport.is_playing();
        if let Some(stop) = self.transport.advance(elapsed, &stops) {
            self.notice = pausing.get(stop).map(|&(index, _)| Notice::Beat(index));
        } else if was_playing && self.transport.at_end() {
            self.notice = Some(Notice::Result);
        }
        if self.filled == Filled::Partly { vec![Effect::Simulate] } else { Vec::new() }
    }

    fn metrics(&self) -> Vec<Effect> {
        let minutes =
            minutes::until(&self.points, self.player.recording(), self.transport.playhead());
        let name = self.scenario().name.clone();
        vec![Effect::Open(Destination::Metrics { name, minutes })]
    }

    /// Takes the selection away first, then the screen.
    fn back(&mut self) -> Vec<Effect> {
        if self.selection == Selection::Nothing {
            return vec![Effect::Close];
        }
        self.selection = Selection::Nothing;
        Vec::new()
    }

    /// Moving on ends what was said and what was selected of the log; an
    /// instance stays selected, to be watched.
    fn move_playhead(&mut self, message: Msg) {
        match message {
            Msg::Slower => return self.transport.slower(),
            Msg::Faster => return self.transport.faster(),
            Msg::NextEvent => return self.go_to_event(1),
            Msg::PreviousEvent => return self.go_to_event(-1),
            Msg::Accept => return self.go_to_selected(),
            _ => {}
        }
        if matches!(self.selection, Selection::Event(_)) {
            self.selection = Selection::Nothing;
        }
        match message {
            Msg::PlayPause => self.transport.toggle(),
            Msg::Seek(seconds) => self.transport.seek_by(seconds),
            Msg::First => self.transport.seek(SimTime::ZERO),
            Msg::Last => self.transport.seek(self.transport.end()),
            Msg::NextBeat => return self.go_to_next_beat(),
            _ => return,
        }
        let at_end = self.transport.at_end() && self.filled == Filled::Wholly;
        self.notice = at_end.then_some(Notice::Result);
    }

    /// To the nearest marked event after the playhead, or before it.
    fn go_to_event(&mut self, direction: i8) {
        let here = self.transport.playhead();
        let events = self.player.recording().events();
        let marked = |index: &usize| events.get(*index).is_some_and(|e| Mark::of(e.kind).is_some());
        let found = if direction > 0 {
            (events.partition_point(|event| event.at <= here)..events.len()).find(marked)
        } else {
            (0..events.partition_point(|event| event.at < here)).rev().find(marked)
        };
        if let Some((index, event)) = found.and_then(|index| Some((index, events.get(index)?))) {
            self.transport.pause();
            self.transport.seek(event.at);
            self.notice = None;
            self.pane = Pane::Events;
            self.selection = Selection::Event(index);
        }
    }

    fn go_to_next_beat(&mut self) {
        let here = self.transport.destination();
        let beats = &self.player.scenario().beats;
        let next = beats.partition_point(|beat| beat.at <= here);
        if let Some(beat) = beats.get(next) {
            self.transport.pause();
            self.transport.seek(beat.at);
            self.notice = Some(Notice::Beat(next));
        }
    }

    fn go_to_selected(&mut self) {
        if let Selection::Event(index) = self.selection
            && let Some(event) = self.player.recording().events().get(index)
        {
            self.transport.pause();
            self.transport.seek(event.at);
        }
    }

    /// Moves the selection in the pane that has the keys; from nothing it
    /// starts at the first instance, or the latest event.
    fn select(&mut self, message: Msg) {
        let past = self.picture().past();
        let ids: Vec<_> = self.view.instances.iter().map(|instance| instance.id).collect();
        let mut cursor = Cursor::default();
        match (self.pane, self.selection) {
            (Pane::Instances, Selection::Instance(id)) => {
                cursor.set(ids.iter().position(|&other| other == id).unwrap_or(0));
                cursor.update(message, ids.len());
            }
            (Pane::Events, Selection::Event(index)) => {
                cursor.set(index);
                cursor.update(message, past);
            }
            (Pane::Events, _) => cursor.set(past),
            (Pane::Instances, _) => {}
        }
        self.selection = match self.pane {
            Pane::Instances => {
                ids.get(cursor.position(ids.len())).copied().map(Selection::Instance)
            }
            Pane::Events => (past > 0).then(|| Selection::Event(cursor.position(past))),
        }
        .unwrap_or(Selection::Nothing);
    }

    /// Selects the instance or the event under the mouse.
    fn click(&mut self, mouse: Position) {
        let instance = self.rows.instances.at(mouse);
        if let Some(one) = instance.and_then(|row| self.view.instances.get(row)) {
            (self.pane, self.selection) = (Pane::Instances, Selection::Instance(one.id));
        } else if let Some(index) = self.rows.events.at(mouse) {
            (self.pane, self.selection) = (Pane::Events, Selection::Event(index));
        }
    }

    /// Everything that the panes draw from.
    fn picture(&self) -> Picture<'_> {
        let recording = self.player.recording();
        Picture {
            scenario: self.player.scenario(),
            frames: recording.frames(),
            frame_length: recording.frame_length(),
            events: recording.events(),
            view: &self.view,
            summary: self.player.summary(),
            transport: self.transport,
            pane: self.pane,
            selection: self.selection,
            zoom: self.zoom,
            notice: self.notice.as_ref(),
            rows: &self.rows,
        }
    }

    /// The line at the top: what is played, and how it stands.
    pub fn header(&self, theme: Theme) -> Header {
        header(&self.picture(), theme)
    }

    /// Draws the run.
    pub fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        layout::draw(frame, area, &self.picture(), theme);
    }
}

/// What is played, by which rules; the service; the clock; the cost.
fn header(picture: &Picture<'_>, theme: Theme) -> Header {
    let (scenario, view, transport) = (picture.scenario, picture.view, &picture.transport);
    let rules = format!(" · {} · seed {}", scenario.edition, scenario.seed);
    let status = match view.status {
        ServiceStatus::Running => Role::Good,
        ServiceStatus::OperationInProgress => Role::Warn,
        ServiceStatus::Paused | ServiceStatus::CreateFailed => Role::Bad,
    };
    let sign = match (transport.is_waiting(), transport.is_playing()) {
        (true, _) => "…",
        (false, true) => "▶",
        (false, false) => "┃",
    };
    let clock = format!("{} / {}", format::clock(view.at), format::clock_s(transport.end()));
    Header {
        left: Line::from(vec![
            Span::styled(format!(" {}", scenario.name), theme.style(Role::Strong)),
            Span::styled(rules, theme.style(Role::Muted)),
        ]),
        right: Line::from(vec![
            Span::styled(format!("  {}", short_status(view.status)), theme.style(status)),
            Span::styled(format!("  {clock}"), theme.style(Role::Strong)),
            Span::styled(format!("  {sign} {}", transport.speed()), theme.style(Role::Accent)),
            Span::raw(format!("  {} ", view.cost)),
        ]),
    }
}

/// The operation itself is named in the line below, so the long status is cut.
fn short_status(status: ServiceStatus) -> &'static str {
    match status {
        ServiceStatus::OperationInProgress => "IN PROGRESS",
        other => other.name(),
    }
}
