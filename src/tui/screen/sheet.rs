//! The parameter sheet of a run: every value that the engine works with, and
//! whether it is documented, observed, assumed or the course's.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::page::{self, Header, Page as Screen};
use crate::report::explain;
use crate::report::table::Page;
use crate::tui::keys::{self, Keymap, MOVE, Move, Row};
use crate::tui::message::{Destination, Effect};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::scroll::{Scroll, Scrollable};
use apprunner_sim::file::draft::Draft;

/// The parameters of what is played.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Sheet {
    draft: Draft,
    scroll: Scroll,
}

/// What its keys mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Scroll(Move),
    Sensitivity,
    Close,
}

const KEYS: &[Row<Command>] = &[
    keys::moves(MOVE, Command::Scroll, "scroll", "scroll"),
    keys::row(
        &[("s", Command::Sensitivity)],
        1,
        "sensitivity",
        "run over the ranges of the assumed values to find which one decides each goal",
    ),
    keys::row(&[("a", Command::Close)], 1, "the run", "return to the run"),
];

impl Sheet {
    /// The parameters of what `draft` plays.
    pub(in crate::tui) fn new(draft: Draft) -> Self {
        Self { draft, scroll: Scroll::top() }
    }
}

impl Screen for Sheet {
    type Command = Command;

    fn keys(&self) -> Keymap<Command> {
        let has_goals = !self.draft.scenario().goals.is_empty();
        Keymap::new("The parameters of a run", KEYS)
            .without(|command| matches!(command, Command::Sensitivity) && !has_goals)
            .scrolling(&self.scroll, |command| matches!(command, Command::Scroll(_)))
            .back(Command::Close)
    }

    fn act(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Scroll(to) => self.scroll.step(to),
            Command::Sensitivity => {
                let draft = Box::new(self.draft.clone());
                return vec![Effect::Open(Destination::Sensitivity(draft))];
            }
            Command::Close => return vec![Effect::Close],
        }
        Vec::new()
    }

    fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        vec![&mut self.scroll]
    }

    fn header(&self, theme: Theme) -> Header {
        Header {
            left: page::titled("Parameters", &self.draft.scenario().title, theme),
            right: Line::styled(
                "documented · observed · assumed · chapter ",
                theme.style(Role::Muted),
            ),
        }
    }

    /// Draws what fits of the parameter sheet that `run --explain` prints.
    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let page = Page { width: area.width.saturating_sub(2).min(120), ..Page::PIPE };
        let mut text = Vec::new();
        // Writing to memory does not fail.
        let _ = explain::write_groups(&mut text, self.draft.scenario(), page);
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<Line<'_>> = text
            .lines()
            .map(|line| {
                let role = if line.contains(" assumed ") { Role::Warn } else { Role::Plain };
                Line::styled(line.to_owned(), theme.style(role))
            })
            .collect();
        let area = Rect { width: area.width.saturating_sub(2), ..area };
        self.scroll.draw(frame, area, lines, theme);
    }
}
