//! The room that follows a run: how people join it, what it votes, what it gets to know.

use std::mem;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::Live;
use crate::app::demo::{AskedQuestion, DemoEvent};
use crate::report::columns::ChartColumns;
use crate::report::projection::RunPicture;
use crate::tui::message::Effect;
use crate::tui::room::{Invitation, RoomStanding};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::code;

/// A room as a run knows it.
#[derive(Clone, Debug)]
pub(super) struct FollowedBy {
    invitation: Invitation,
    standing: RoomStanding,
    /// The number of the round that is on, or was last: what is said of earlier ones is old.
    round: u32,
    /// Whether the screen shows the code, and not the run.
    shows_code: bool,
    /// Steps to send to it.
    news: Vec<DemoEvent>,
}

impl FollowedBy {
    fn new(invitation: Invitation) -> Self {
        let standing = RoomStanding::default();
        Self { invitation, standing, round: 0, shows_code: false, news: Vec::new() }
    }

    /// Begins a round with this question; gives the number of people who will be asked.
    pub(super) fn begin_round(&mut self, question: Box<AskedQuestion>) -> usize {
        // A room that is behind has not begun the one before yet.
        let last = self.standing.round.as_ref().map_or(0, |round| round.number);
        self.round = last.max(self.round).saturating_add(1);
        self.news.push(DemoEvent::Asked { question });
        self.standing.joined
    }

    /// The steps to send it since this was last called.
    pub(super) fn take_news(&mut self) -> Vec<DemoEvent> {
        mem::take(&mut self.news)
    }

    pub(super) fn shows_code(&self) -> bool {
        self.shows_code
    }

    /// Draws how to join in the first row of `area`; gives the rest.
    pub(super) fn draw_line(&self, frame: &mut Frame, area: Rect, theme: Theme) -> Rect {
        let [row, rest] =
            area.layout(&Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]));
        let line = match &self.standing.trouble {
            Some(trouble) => Line::styled(format!(" Room: {trouble}"), theme.style(Role::Warn)),
            None => self.join_line(row.width, theme),
        };
        frame.render_widget(line, row);
        rest
    }

    /// How to join in a row of `width` cells: the address and the code before the rest.
    fn join_line(&self, width: u16, theme: Theme) -> Line<'static> {
        let Invitation { address, code, .. } = &self.invitation;
        let span = |text: String, role| Span::styled(text, theme.style(role));
        let joined = self.standing.joined;
        let spans = |at: &str, of: &str, joined: String| {
            Line::from(vec![
                span(format!(" {at}"), Role::Muted),
                span(address.clone(), Role::Accent),
                span(format!(" · {of}"), Role::Muted),
                span(code.clone(), Role::Strong),
                span(" · ".to_owned(), Role::Muted),
                span(joined, Role::Good),
            ])
        };
        let whole = spans("Join at ", "code ", format!("{joined} joined"));
        let fits = whole.width() <= usize::from(width);
        if fits { whole } else { spans("", "", joined.to_string()) }
    }

    /// Draws the code for cameras as large as it fits, and below it what to type without one.
    pub(super) fn draw_code(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let [drawn, below] =
            area.layout(&Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]));
        if !code::draw(frame, drawn, &self.invitation.link, theme) {
            let note = "The screen is too small for the QR code. Open the address below.";
            let lines = text::wrap(note, usize::from(drawn.width));
            for (line, row) in lines.into_iter().zip(drawn.rows()) {
                frame.render_widget(Line::raw(line).centered(), row);
            }
        }
        frame.render_widget(self.join_line(below.width, theme).centered(), below);
    }
}

impl Live {
    /// Has the run followed by the room of `invitation`.
    pub(in crate::tui) fn invite(&mut self, invitation: Invitation) {
        self.room = Some(FollowedBy::new(invitation));
    }

    /// Takes in how the room stands, and says what is to be done.
    pub(in crate::tui) fn attend_room(&mut self, standing: RoomStanding) -> Vec<Effect> {
        let Some(room) = &mut self.room else { return Vec::new() };
        room.standing = standing;
        let round = room.standing.round.as_ref().filter(|round| round.number >= room.round);
        let Some(predict) = &mut self.predict else { return Vec::new() };
        let step = predict.attend(&room.standing, round);
        let effects = self.follow(step);
        self.settled(effects)
    }

    /// The run at the playhead for a page that a hall sees.
    pub(in crate::tui) fn projection(&self) -> RunPicture {
        let picture = self.picture();
        let (view, transport) = (picture.run.view, picture.transport);
        RunPicture {
            title: self.scenario().title.clone(),
            edition: self.scenario().edition,
            at: transport.playhead(),
            end: transport.end(),
            motion: transport.playback(),
            speed: transport.speed(),
            status: view.status,
            cost: view.cost,
            desired: view.wanted,
            instances: view.instances.clone(),
            columns: ChartColumns::of(picture.frames_past()),
            stops: self.scenario().story.stops.iter().map(|stop| stop.at).collect(),
            message: self.said().lines().map(str::to_owned).collect(),
        }
    }

    pub(super) fn shows_code(&self) -> bool {
        self.room.as_ref().is_some_and(FollowedBy::shows_code)
    }

    /// The code, or the run again.
    pub(super) fn turn_code(&mut self) {
        if let Some(room) = &mut self.room {
            room.shows_code = !room.shows_code;
        }
    }

    /// Sends the room, where there is one, its next step.
    pub(super) fn notify_room(&mut self, event: DemoEvent) {
        if let Some(room) = &mut self.room {
            room.news.push(event);
        }
    }
}
