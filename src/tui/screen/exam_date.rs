//! The line in which the day of the exam is typed, on the menu and at the first start.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::keys::{self, Keymap, Row};
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

/// What its keys mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Keep,
    Leave,
}

const KEYS: &[Row<Command>] = &[
    keys::row(&[("Enter", Command::Keep)], "save", "save the date"),
    keys::row(&[("Esc", Command::Leave)], "cancel", "leave the date as it was"),
];

/// The line, while it is open.
#[derive(Clone, Debug, Default)]
pub(super) struct ExamDateEntry(Option<ExamDateField>);

/// A day that is being typed.
#[derive(Clone, Debug)]
struct ExamDateField {
    field: Field,
    refusal: Option<String>,
}

impl ExamDateEntry {
    /// Opens the line; it holds the `date` that is set.
    pub(super) fn open(&mut self, date: Option<Day>) {
        let field = Field::holding(date.map(|date| date.to_string()).unwrap_or_default());
        self.0 = Some(ExamDateField { field, refusal: None });
    }

    /// The keys that hold while it is open.
    pub(super) fn keys(&self) -> Option<Keymap<Command>> {
        let is_refused = self.0.as_ref()?.refusal.is_some();
        let keymap = Keymap::new("While typing the exam date", KEYS);
        Some(keymap.out_of_footer(|it| matches!(it, Command::Keep) && is_refused))
    }

    /// Has the day that is typed kept, or leaves the one that was set; stays open where what is
    /// typed is no day, or one before `today`.
    pub(super) fn act(&mut self, command: Command, today: Option<Day>) -> Vec<Effect> {
        let Some(typed) = &mut self.0 else { return Vec::new() };
        let kept = match (command, typed.day(today)) {
            (Command::Leave, _) => None,
            (Command::Keep, Ok(day)) => Some(Effect::SetExamDate(day)),
            (Command::Keep, Err(refusal)) => {
                typed.refusal = Some(refusal);
                return Vec::new();
            }
        };
        self.0 = None;
        kept.into_iter().collect()
    }

    /// The line in which it is typed.
    pub(super) fn field(&mut self) -> Option<&mut Field> {
        self.0.as_mut().map(|typed| &mut typed.field)
    }

    /// Takes in that the text is another one.
    pub(super) fn edited(&mut self) {
        if let Some(typed) = &mut self.0 {
            typed.refusal = None;
        }
    }

    /// Draws the box over the screen, if it is open.
    pub(super) fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let Some(ExamDateField { field, refusal }) = &self.0 else { return };
        let lines = |width: u16| {
            let mut lines = vec![Line::from(field.spans(usize::from(width), theme))];
            if let Some(refusal) = refusal {
                lines.extend(panel::wrapped(refusal, width, Role::Warn, theme));
            }
            lines.push(Line::default());
            lines.extend(panel::wrapped(HINT, width, Role::Muted, theme));
            lines
        };
        popup::draw(frame, area, "Exam date", WIDTH, lines, &Scroll::top(), theme);
    }
}

impl ExamDateField {
    /// The day that is typed, if there is one; an error is for the user.
    fn day(&self, today: Option<Day>) -> Result<Option<Day>, String> {
        let typed = self.field.text().trim();
        if typed.is_empty() {
            return Ok(None);
        }
        match typed.parse::<Day>() {
            Ok(day) if today.is_some_and(|today| day < today) => {
                Err(format!("{day} is in the past; enter a later date"))
            }
            Ok(day) => Ok(Some(day)),
            Err(error) => Err(error.to_string()),
        }
    }
}
