//! A run as a page: its keys, its mouse, its time and its panes.

use std::mem;
use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::change::Change;
use super::history::Arrival;
use super::keys::{self, Command, Run};
use super::lab::LabAttempt;
use super::layout::RunLayout;
use super::picture::Notice;
use super::predictions::Stop;
use super::{Live, PLACE, compare, header, layout, present};
use crate::tui::keys::Keymap;
use crate::tui::message::{Effect, Wheel};
use crate::tui::screen::page::{Header, Page};
use crate::tui::theme::Theme;
use crate::tui::widget::field::Field;
use crate::tui::widget::scroll::Scrollable;
use apprunner_sim::model::time::SimTime;

impl Page for Live {
    type Command = Command;

    fn keys(&self) -> Keymap<Command> {
        let room = if self.room.is_some() { keys::ROOM } else { &[] };
        if self.shows_code() {
            return Keymap::new("The code of a room", room).back(Command::Code);
        }
        if let Some(change) = &self.change {
            return change.keys().map(Command::Change);
        }
        if let Some(popup) = self.lab.as_deref().and_then(LabAttempt::popup_keys) {
            return popup.map(Command::Popup);
        }
        if let Some(predict) = self.open_prediction() {
            return predict.keys().map(Command::Predict).and(room);
        }
        let rows = &self.rows;
        let has_stops = !self.scenario().story.stops.is_empty();
        let has_debrief = self.scenario().story.debrief.is_some() && self.lab.is_none();
        let run = Keymap::new(PLACE, keys::RUN)
            .without(|run| matches!(run, Run::ToStop(_)) && !has_stops)
            .without(|run| run == Run::Debrief && !has_debrief)
            .out_of_footer(|run| !self.offers(run))
            .scrolling(&rows.message, |run| matches!(run, Run::Scroll(_)))
            .back(Run::Back);
        if self.lab.is_none() {
            return Keymap::new(PLACE, room).beside(run.map(Command::Run));
        }
        // A lab has changes of its own, and one edition.
        let run = run.without(|run| {
            matches!(run, Run::Change | Run::NextEdition | Run::Migration | Run::AllMarks)
        });
        let lab = Keymap::new("A lab", keys::LAB).out_of_footer(|it| !self.offers_in_lab(it));
        lab.map(Command::Lab).beside(run.map(Command::Run))
    }

    fn act(&mut self, command: Command) -> Vec<Effect> {
        // Whatever the key, the room sees the run again.
        if mem::take(&mut self.is_blank) {
            return Vec::new();
        }
        let mut effects = Vec::new();
        match command {
            Command::Run(run) => effects = self.act_on_run(run),
            Command::Predict(predict) => effects = self.answer(predict),
            Command::Code => self.turn_code(),
            Command::Change(change) => self.choose_change(change),
            Command::Popup(popup) => self.act_in_popup(popup),
            Command::Lab(lab) => self.act_in_lab(lab),
        }
        self.settled(effects)
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.change.as_mut().and_then(Change::field)
    }

    fn edited(&mut self) {
        if let Some(change) = &mut self.change {
            change.edited();
        }
    }

    fn click(&mut self, mouse: Position) -> Vec<Effect> {
        if self.change.is_some() {
            self.click_change(mouse);
        } else if let Some(predict) = self.open_prediction_mut() {
            predict.click(mouse);
        } else if let Some(lab) = self.lab.as_deref_mut().filter(|lab| lab.has_popup()) {
            lab.click(mouse);
        } else {
            self.click_run(mouse);
        }
        self.settled(Vec::new())
    }

    fn drag(&mut self, mouse: Position) {
        if self.is_free() {
            self.seek_at(mouse);
            self.settled(Vec::new());
        }
    }

    fn turn_wheel(&mut self, mouse: Position, wheel: Wheel) -> bool {
        self.is_free() && self.turn_wheel_over_rows(mouse, wheel)
    }

    fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        if self.is_free() {
            return self.rows.panes();
        }
        let predict = self.predict.as_mut().filter(|it| it.is_open());
        match (&mut self.change, predict, &mut self.lab) {
            (Some(change), ..) => change.panes(),
            (None, Some(predict), _) => vec![predict.scroll_mut()],
            (None, None, Some(lab)) => vec![lab.scroll_mut()],
            (None, None, None) => Vec::new(),
        }
    }

    fn moved(&mut self, pane: usize) {
        if self.is_free() {
            self.select_moved(pane);
        }
    }

    fn tick(&mut self, elapsed: Duration) -> Vec<Effect> {
        let stops = self.stops();
        let times: Vec<SimTime> = stops.iter().map(|&(at, _)| at).collect();
        let was_playing = self.transport.is_playing();
        if let Some(stop) = self.transport.advance(elapsed, &times) {
            match stops.get(stop) {
                Some((_, Stop::Instructor(index))) => self.stop_at(*index),
                Some((_, Stop::Watched)) => {
                    self.notice = self.watched.take().map(|(_, outcome)| Notice::Replay(outcome));
                }
                Some((_, Stop::Settled)) | None => {}
            }
        } else if was_playing && self.transport.at_end() {
            self.notice = Some(Notice::Result);
        }
        let mut effects = Vec::new();
        let is_done =
            self.history.is_filled() && self.lab.as_deref().is_none_or(LabAttempt::is_done);
        if !is_done {
            effects.push(Effect::Simulate);
        }
        self.settled(effects)
    }

    fn simulate(&mut self, events: u64) -> bool {
        let frontier = self.transport.extent();
        match self.history.simulate(events, self.transport.destination()) {
            Arrival::Another => self.arrive(),
            Arrival::Same => self.transport.extend(self.history.now().extent()),
        }
        // A slice may end in the midst of an instant: what is seen there was not all of it.
        if self.transport.playhead() >= frontier {
            self.look();
        }
        let now = self.history.now();
        if now.is_filled() && self.transport.at_end() && self.notice.is_none() {
            self.notice = Some(Notice::Result);
        }
        self.history.is_filled() && self.simulate_lab(events)
    }

    fn moves(&self) -> bool {
        let lab_moves = self.lab.as_deref().is_some_and(LabAttempt::moves);
        self.transport.is_playing() || !self.history.is_filled() || lab_moves
    }

    /// What is played, and how it stands.
    fn header(&self, theme: Theme) -> Header {
        self.header_in(u16::MAX, theme)
    }

    fn header_in(&self, width: u16, theme: Theme) -> Header {
        let picture = self.picture();
        let title = match self.lab.as_deref() {
            Some(lab) => lab.title(self.scenario(), theme),
            None => header::title(&picture, self.draft().interventions().len(), theme),
        };
        header::header(&picture, &title, width, theme)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        self.rows.hide();
        if self.is_blank {
            return;
        }
        let area = match &self.room {
            Some(room) if room.shows_code() => return room.draw_code(frame, area, theme),
            Some(room) => room.draw_line(frame, area, theme),
            None => area,
        };
        let picture = self.picture();
        let form = self.change.as_ref().map(|change| (change, Change::places(area)));
        let area = form.map_or(area, |(_, [_, run])| run);
        if let (None, Some(predict)) = (form, self.open_prediction()) {
            let above = predict.draw(frame, area, theme);
            match self.layout {
                RunLayout::Presenting => present::draw_above(frame, above, &picture, theme),
                _ => layout::draw_above(frame, above, &picture, theme),
            }
            return;
        }
        match (self.layout, &picture.beside) {
            (RunLayout::Beside, Some(_)) => compare::draw(frame, area, &picture, theme),
            (RunLayout::Presenting, _) => present::draw(frame, area, &picture, theme),
            _ => layout::draw(frame, area, &picture, theme),
        }
        if let Some((change, [form, _])) = form {
            change.draw(frame, form, theme);
        } else if let Some(lab) = &self.lab {
            lab.draw(frame, area, theme);
        }
    }
}
