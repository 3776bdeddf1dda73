//! The parameter sheet of a run: every value that the engine works with, and
//! whether it is documented, observed, assumed or the course's.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::Header;
use crate::report::table::Page;
use crate::report::{Format, explain};
use crate::tui::message::{Effect, Msg};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use crate::tui::widget::scroll::Scroll;
use apprunner_sim::model::scenario::Scenario;

/// The sheet of a scenario.
#[derive(Clone, Debug)]
pub struct Sheet {
    scenario: Scenario,
    scroll: Scroll,
}

impl Sheet {
    /// The sheet of `scenario`.
    pub fn new(scenario: Scenario) -> Self {
        Self { scenario, scroll: Scroll::top() }
    }

    /// Takes in a message and says what is to be done.
    pub fn update(&mut self, message: Msg) -> Vec<Effect> {
        if matches!(message, Msg::Back | Msg::Parameters) {
            return vec![Effect::Close];
        }
        self.scroll.update(message);
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
        let page = Page { width: area.width.min(120), ..Page::PIPE };
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
        let first = self.scroll.first(lines.len(), height);
        panel::lines(frame, area, lines.into_iter().skip(first).take(height).collect());
    }
}
