//! The parameter sheet of a run: every value that the engine works with, and
//! whether it is documented, observed, assumed or the course's.

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::Header;
use crate::model::scenario::Scenario;
use crate::report::table::{Ink, Page};
use crate::report::{Format, explain};
use crate::tui::message::{Effect, Msg};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;

const SCROLL_PAGE: usize = 10;

/// The sheet of a scenario.
#[derive(Clone, Debug)]
pub struct Sheet {
    scenario: Scenario,
    scroll: usize,
    reach: Cell<usize>,
}

impl Sheet {
    /// The sheet of `scenario`.
    pub fn new(scenario: Scenario) -> Self {
        Self { scenario, scroll: 0, reach: Cell::default() }
    }

    /// Takes in a message and says what is to be done.
    pub fn update(&mut self, message: Msg) -> Vec<Effect> {
        let last = self.reach.get();
        let first = self.scroll.min(last);
        self.scroll = match message {
            Msg::Back | Msg::Parameters => return vec![Effect::Close],
            Msg::Up => first.saturating_sub(1),
            Msg::Down => (first + 1).min(last),
            Msg::PageUp => first.saturating_sub(SCROLL_PAGE),
            Msg::PageDown => (first + SCROLL_PAGE).min(last),
            Msg::First => 0,
            Msg::Last => last,
            _ => first,
        };
        Vec::new()
    }

    /// The line at the top.
    pub fn header(&self, theme: Theme) -> Header {
        Header {
            left: Line::styled(" Parameters", theme.style(Role::Strong)),
            right: Line::styled(
                "documented · observed · assumed · chapter ",
                theme.style(Role::Muted),
            ),
        }
    }

    /// Draws what fits of the sheet that `run --explain` prints.
    pub fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let page = Page { width: area.width.min(120), ink: Ink::Plain };
        let mut text = Vec::new();
        // Writing to memory does not fail.
        let _ =
            explain::write(&mut text, std::slice::from_ref(&self.scenario), Format::Table, page);
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<Line<'_>> = text
            .lines()
            .map(|line| {
                let role = if line.contains(" assumed ") { Role::Warn } else { Role::Plain };
                Line::styled(line.to_owned(), theme.style(role))
            })
            .collect();
        let height = usize::from(area.height);
        self.reach.set(lines.len().saturating_sub(height));
        let first = self.scroll.min(self.reach.get());
        panel::lines(frame, area, lines.into_iter().skip(first).take(height).collect());
    }
}
