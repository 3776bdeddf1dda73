//! The line in which the day of the exam is typed, on the menu and at the first start.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::message::Effect;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::field::Field;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::{panel, popup};
use quizbank::model::calendar::Day;

/// The cells of the box.
const WIDTH: u16 = 60;
const HINT: &str = "Enter the date as 2026-12-20, or leave it empty to remove it. It decides which \
                    exam you prepare for, and no question is scheduled after it.";

/// A day that is being typed.
#[derive(Clone, Debug, Default)]
pub(super) struct ExamDateField {
    pub(super) field: Field,
    refusal: Option<String>,
}

impl ExamDateField {
    /// A line that holds the day that is set.
    pub(super) fn holding(date: Option<Day>) -> Self {
        let field = Field::holding(date.map(|date| date.to_string()).unwrap_or_default());
        Self { field, refusal: None }
    }

    /// Has the day that is typed kept, or none; nothing where it is no day, or before `today`.
    pub(super) fn accept(&mut self, today: Option<Day>) -> Option<Effect> {
        let typed = self.field.text().trim();
        if typed.is_empty() {
            return Some(Effect::SetExamDate(None));
        }
        match typed.parse::<Day>() {
            Ok(day) if today.is_some_and(|today| day < today) => {
                self.refusal = Some(format!("{day} is in the past; enter a later date"));
                None
            }
            Ok(day) => Some(Effect::SetExamDate(Some(day))),
            Err(error) => {
                self.refusal = Some(error.to_string());
                None
            }
        }
    }

    /// Takes in that the text is another one.
    pub(super) fn edited(&mut self) {
        self.refusal = None;
    }

    /// Whether what is typed was rejected.
    pub(super) fn is_refused(&self) -> bool {
        self.refusal.is_some()
    }

    /// Draws the box over the screen.
    pub(super) fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let lines = |width: u16| {
            let mut lines = vec![Line::from(self.field.spans(usize::from(width), theme))];
            if let Some(refusal) = &self.refusal {
                lines.extend(panel::wrapped(refusal, width, Role::Warn, theme));
            }
            lines.push(Line::default());
            lines.extend(panel::wrapped(HINT, width, Role::Muted, theme));
            lines
        };
        popup::draw(frame, area, "Exam date", WIDTH, lines, &Scroll::top(), theme);
    }
}
