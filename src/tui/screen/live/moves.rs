//! Moving in a run: the playhead, the selection, the mouse.

use ratatui::layout::Position;

use super::Live;
use super::mark::Mark;
use super::picture::{Pane, Selection};
use super::stage::Notice;
use crate::model::time::SimTime;
use crate::tui::message::Msg;
use crate::tui::widget::list::Cursor;

impl Live {
    /// Moving on ends what was said and what was selected of the log; an
    /// instance stays selected, to be watched.
    pub(super) fn move_playhead(&mut self, message: Msg) {
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
        let at_end = self.transport.at_end() && self.history.now().is_filled();
        self.notice = at_end.then_some(Notice::Result);
    }

    /// To the nearest marked event after the playhead, or before it.
    fn go_to_event(&mut self, direction: i8) {
        let here = self.transport.playhead();
        let events = self.history.now().recording().events();
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
        let beats = &self.history.now().scenario().beats;
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
    /// starts at the first instance, or the latest event.
    pub(super) fn select(&mut self, message: Msg) {
        let past = self.picture().past();
        let ids: Vec<_> =
            self.history.now().view().instances.iter().map(|instance| instance.id).collect();
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
    pub(super) fn click(&mut self, mouse: Position) {
        let instance = self.rows.instances.at(mouse);
        if let Some(one) = instance.and_then(|row| self.history.now().view().instances.get(row)) {
            (self.pane, self.selection) = (Pane::Instances, Selection::Instance(one.id));
        } else if let Some(index) = self.rows.events.at(mouse) {
            (self.pane, self.selection) = (Pane::Events, Selection::Event(index));
        }
    }
}
