//! Moving in a run: the playhead, the selection, the mouse.

use ratatui::layout::Position;

use super::Live;
use super::mark::Mark;
use super::picture::{Pane, Selection};
use super::point::Subject;
use super::stage::Notice;
use super::timeline;
use crate::tui::message::Msg;
use crate::tui::widget::list::Cursor;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::event::Event;

/// Which way in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Forward,
    Back,
}

impl Live {
    /// Moving on ends what was said and what was selected of the log; an
    /// instance or a chart stays selected, to be watched.
    pub(super) fn move_playhead(&mut self, message: Msg) {
        match message {
            Msg::Slower => return self.transport.slower(),
            Msg::Faster => return self.transport.faster(),
            Msg::NextEvent => return self.go_to_marked(Direction::Forward),
            Msg::PreviousEvent => return self.go_to_marked(Direction::Back),
            Msg::NextOfKind => return self.go_to_kind(Direction::Forward),
            Msg::PreviousOfKind => return self.go_to_kind(Direction::Back),
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
        let at_end = self.transport.at_end() && self.history.now().is_filled();
        self.notice = at_end.then_some(Notice::Result);
    }

    /// To the nearest marked event after the playhead, or before it.
    fn go_to_marked(&mut self, direction: Direction) {
        self.go_to_event(direction, |event| Mark::of(event.kind).is_some());
    }

    /// As [`Self::go_to_marked`], of the kind of the event that is selected, or of
    /// the last marked one.
    fn go_to_kind(&mut self, direction: Direction) {
        let here = self.transport.playhead();
        let events = self.history.now().recording().events();
        let selected = if let Selection::Event(index) = self.selection {
            events.get(index)
        } else {
            let past = events.partition_point(|event| event.at <= here);
            let past = events.get(..past).unwrap_or_default();
            past.iter().rev().find(|event| Mark::of(event.kind).is_some())
        };
        if let Some(kind) = selected.map(|event| event.kind) {
            self.go_to_event(direction, |event| event.kind == kind);
        }
    }

    /// To the nearest event that is `wanted`; of several at one instant, one after
    /// the other.
    fn go_to_event(&mut self, direction: Direction, wanted: impl Fn(&Event) -> bool) {
        let here = self.transport.playhead();
        let events = self.history.now().recording().events();
        let is_wanted = |index: &usize| events.get(*index).is_some_and(&wanted);
        let selected = match self.selection {
            Selection::Event(index) if events.get(index).is_some_and(|it| it.at == here) => {
                Some(index)
            }
            _ => None,
        };
        let found = match direction {
            Direction::Forward => {
                let after = events.partition_point(|event| event.at <= here);
                (selected.map_or(after, |index| index + 1)..events.len()).find(is_wanted)
            }
            Direction::Back => {
                let before = events.partition_point(|event| event.at < here);
                (0..selected.unwrap_or(before)).rev().find(is_wanted)
            }
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
        let beats = &self.history.now().scenario().stops;
        let next = beats.partition_point(|beat| beat.at <= here);
        if let Some(beat) = beats.get(next) {
            self.transport.pause();
            self.transport.seek(beat.at);
            self.stop_at_beat(next);
        }
    }

    fn go_to_selected(&mut self) {
        if let Selection::Event(index) = self.selection
            && let Some(event) = self.history.now().recording().events().get(index)
        {
            self.transport.pause();
            self.transport.seek(event.at);
        }
    }

    /// Moves the selection in the pane that has the keys; from nothing it
    /// starts at the first instance or chart, or the latest event.
    pub(super) fn select(&mut self, message: Msg) {
        let past = self.picture().past();
        let ids: Vec<_> =
            self.history.now().view().instances.iter().map(|instance| instance.id).collect();
        let charts = Subject::ALL;
        let mut cursor = Cursor::default();
        match (self.pane, self.selection) {
            (Pane::Instances, Selection::Instance(id)) => {
                cursor.set(ids.iter().position(|&other| other == id).unwrap_or(0));
                cursor.update(message, ids.len());
            }
            (Pane::Charts, Selection::Chart(subject)) => {
                cursor.set(charts.iter().position(|&other| other == subject).unwrap_or(0));
                cursor.update(message, charts.len());
            }
            (Pane::Events, Selection::Event(index)) => {
                cursor.set(index);
                cursor.update(message, past);
            }
            (Pane::Events, _) => cursor.set(past),
            (Pane::Instances | Pane::Charts, _) => {}
        }
        self.selection = match self.pane {
            Pane::Instances => {
                ids.get(cursor.position(ids.len())).copied().map(Selection::Instance)
            }
            Pane::Charts => {
                charts.get(cursor.position(charts.len())).copied().map(Selection::Chart)
            }
            Pane::Events => (past > 0).then(|| Selection::Event(cursor.position(past))),
        }
        .unwrap_or(Selection::Nothing);
    }

    /// Selects the instance or the event under the mouse, or goes to the instant.
    pub(super) fn click(&mut self, mouse: Position) {
        let instance = self.rows.instances.at(mouse);
        if let Some(one) = instance.and_then(|row| self.history.now().view().instances.get(row)) {
            (self.pane, self.selection) = (Pane::Instances, Selection::Instance(one.id));
        } else if let Some(index) = self.rows.events.at(mouse) {
            (self.pane, self.selection) = (Pane::Events, Selection::Event(index));
        } else if let Some(subject) = self.chart_at(mouse) {
            (self.pane, self.selection) = (Pane::Charts, Selection::Chart(subject));
        } else if let Some(at) =
            timeline::instant_at(mouse, self.rows.track.get(), self.transport.end())
        {
            self.selection = Selection::Nothing;
            self.notice = None;
            self.transport.seek(at);
        }
    }

    fn chart_at(&self, mouse: Position) -> Option<Subject> {
        let drawn = self.rows.charts.get();
        let found = drawn.iter().position(|area| area.contains(mouse))?;
        Subject::ALL.get(found).copied()
    }
}
