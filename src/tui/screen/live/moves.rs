//! Moving in a run: the playhead, the selection, the mouse.

use ratatui::layout::Position;

use super::Live;
use super::mark::Mark;
use super::picture::{Notice, Pane, Selection, Subject};
use super::timeline;
use super::transport::Transport;
use crate::tui::keys::{Move, Turn};
use crate::tui::message::Wheel;
use crate::tui::widget::scroll::{Scroll, Scrollable};
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::event::Event;

impl Live {
    /// Moving on ends what was said and what was selected of the log; an
    /// instance or a chart stays selected, to be watched.
    pub(super) fn move_playhead(&mut self, to: impl FnOnce(&mut Transport)) {
        if matches!(self.selection, Selection::Event(_)) {
            self.selection = Selection::Nothing;
        }
        self.rows.message = Scroll::top();
        to(&mut self.transport);
        let at_end = self.transport.at_end() && self.history.now().is_filled();
        self.notice = at_end.then_some(Notice::Result);
    }

    /// To the nearest marked event after the playhead, or before it.
    pub(super) fn go_to_marked(&mut self, way: Turn) {
        self.go_to_event(way, |event| Mark::of(event.kind).is_some());
    }

    /// As [`Self::go_to_marked`], of the type of the event that is selected, or of
    /// the last marked one.
    pub(super) fn go_to_kind(&mut self, way: Turn) {
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
            self.go_to_event(way, |event| event.kind == kind);
        }
    }

    /// To the nearest event that is `wanted`; of several at one instant, one after
    /// the other.
    fn go_to_event(&mut self, way: Turn, wanted: impl Fn(&Event) -> bool) {
        let here = self.transport.playhead();
        let events = self.history.now().recording().events();
        let is_wanted = |index: &usize| events.get(*index).is_some_and(&wanted);
        let selected = match self.selection {
            Selection::Event(index) if events.get(index).is_some_and(|it| it.at == here) => {
                Some(index)
            }
            _ => None,
        };
        let found = match way {
            Turn::Next => {
                let after = events.partition_point(|event| event.at <= here);
                (selected.map_or(after, |index| index + 1)..events.len()).find(is_wanted)
            }
            Turn::Previous => {
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

    /// To the stop after the playhead, or before it.
    pub(super) fn go_to_stop(&mut self, way: Turn) {
        let here = self.transport.destination();
        let stops = &self.history.now().scenario().story.stops;
        let place = match way {
            Turn::Next => Some(stops.partition_point(|stop| stop.at <= here)),
            Turn::Previous => stops.partition_point(|stop| stop.at < here).checked_sub(1),
        };
        if let Some((place, stop)) = place.and_then(|place| Some((place, stops.get(place)?))) {
            self.transport.pause();
            self.transport.seek(stop.at);
            self.stop_at(place);
        }
    }

    /// Back to the start, as if nothing had been asked yet.
    pub(super) fn restart(&mut self) {
        self.transport.pause();
        self.move_playhead(|it| it.seek(SimTime::ZERO));
        self.asked.clear();
        self.end_prediction();
        self.selection = Selection::Nothing;
        self.played_until = SimTime::ZERO;
        self.notice = Some(Notice::Intro);
    }

    pub(super) fn go_to_selected(&mut self) {
        if let Selection::Event(index) = self.selection
            && let Some(event) = self.history.now().recording().events().get(index)
        {
            self.transport.pause();
            self.transport.seek(event.at);
        }
    }

    /// Moves the selection in the pane that has the keys; from nothing it
    /// starts at the first instance or chart, or the latest event.
    pub(super) fn select(&mut self, to: Move) {
        self.rows.message = Scroll::top();
        let past = self.picture().past();
        let ids: Vec<_> =
            self.history.now().view().instances.iter().map(|instance| instance.id).collect();
        let charts = Subject::ALL;
        let at = |place: Option<usize>, count: usize| {
            // From nothing it starts at the first.
            place.map_or(0, |place| to.from(place, count.saturating_sub(1)))
        };
        self.selection = match (self.pane, self.selection) {
            (Pane::Instances, selection) => {
                let place = ids.iter().position(|id| selection == Selection::Instance(*id));
                ids.get(at(place, ids.len())).copied().map(Selection::Instance)
            }
            (Pane::Charts, selection) => {
                let place = charts.iter().position(|it| selection == Selection::Chart(*it));
                charts.get(at(place, charts.len())).copied().map(Selection::Chart)
            }
            (Pane::Events, Selection::Event(index)) => {
                Some(Selection::Event(at(Some(index), past))).filter(|_| past > 0)
            }
            (Pane::Events, _) => past.checked_sub(1).map(Selection::Event),
        }
        .unwrap_or(Selection::Nothing);
    }

    /// Selects the instance or the event under the mouse, or goes to the instant.
    pub(super) fn click_run(&mut self, mouse: Position) {
        let instance = self.rows.instances.entry_at(mouse);
        if let Some(one) = instance.and_then(|row| self.history.now().view().instances.get(row)) {
            (self.pane, self.selection) = (Pane::Instances, Selection::Instance(one.id));
        } else if let Some(index) = self.rows.events.entry_at(mouse) {
            (self.pane, self.selection) = (Pane::Events, Selection::Event(index));
        } else if let Some(subject) = self.chart_at(mouse) {
            (self.pane, self.selection) = (Pane::Charts, Selection::Chart(subject));
        } else {
            self.seek_at(mouse);
        }
    }

    /// Goes to the instant of the time line that is under the mouse.
    pub(super) fn seek_at(&mut self, mouse: Position) {
        let (track, end) = (self.rows.track.get(), self.transport.end());
        if let Some(at) = timeline::instant_at(mouse, track, end) {
            self.selection = Selection::Nothing;
            self.notice = None;
            self.transport.seek(at);
        }
    }

    /// The wheel over instances or events goes through them. False over anything else.
    pub(super) fn turn_wheel_over_rows(&mut self, mouse: Position, wheel: Wheel) -> bool {
        let panes = [(&self.rows.instances, Pane::Instances), (&self.rows.events, Pane::Events)];
        let Some((_, pane)) = panes.into_iter().find(|(list, _)| list.is_at(mouse)) else {
            return false;
        };
        self.pane = pane;
        self.select(wheel.step());
        true
    }

    /// Takes in that the bar of a pane was moved, counted as the rows of all panes are.
    pub(super) fn select_moved(&mut self, pane: usize) {
        let now = self.history.now();
        let (instances, events) = (&now.view().instances, now.recording().events());
        let selection = match pane {
            1 => {
                let place = self.rows.instances.position(instances.len());
                let id = instances.get(place).map(|it| Selection::Instance(it.id));
                id.map(|it| (Pane::Instances, it))
            }
            2 => {
                let place = self.rows.events.position(events.len());
                (!events.is_empty()).then_some((Pane::Events, Selection::Event(place)))
            }
            _ => None,
        };
        if let Some((pane, selection)) = selection {
            (self.pane, self.selection) = (pane, selection);
        }
    }

    fn chart_at(&self, mouse: Position) -> Option<Subject> {
        let drawn = self.rows.charts.get();
        let found = drawn.iter().position(|area| area.contains(mouse))?;
        Subject::ALL.get(found).copied()
    }
}
