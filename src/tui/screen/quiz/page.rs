//! A question and its explanation as lines.

use std::ops::Range;

use ratatui::text::{Line, Span};

use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::field::Field;
use crate::tui::widget::{exhibit, panel};
use quizbank::answer::Confidence;
use quizbank::model::question::Kind;
use quizbank::slot::Slot;

/// Where an option's text begins.
const INDENT: usize = 5;

/// Lines, some of which must be seen.
pub(in crate::tui::screen) struct PageLines {
    pub(in crate::tui::screen) lines: Vec<Line<'static>>,
    /// The lines of the cursor, where there is one.
    pub(in crate::tui::screen) cursor: Option<Range<usize>>,
    /// The entry that each line belongs to, as far as there are any: a click finds it.
    pub(in crate::tui::screen) entries: Vec<Option<usize>>,
}

impl PageLines {
    /// Lines that are read from the top.
    pub(in crate::tui::screen) fn top(lines: Vec<Line<'static>>) -> Self {
        Self { lines, cursor: None, entries: Vec::new() }
    }

    /// Without the empty line at its top.
    pub(super) fn tight(mut self) -> Self {
        self.lines.drain(..1);
        self.entries.drain(..1.min(self.entries.len()));
        self.cursor = self.cursor.map(|it| it.start.saturating_sub(1)..it.end.saturating_sub(1));
        self
    }

    /// Where the way to the cursor is, if it is below the `height` lines from `first` on.
    pub(in crate::tui::screen) fn hint(
        &self,
        first: usize,
        height: usize,
    ) -> Option<(Role, &'static str)> {
        let is_below = self.cursor.as_ref().is_some_and(|cursor| cursor.start >= first + height);
        is_below.then_some((Role::Accent, "↓ to the options"))
    }

    /// Adds the lines of `other` below.
    pub(super) fn append(&mut self, other: Self) {
        let above = self.lines.len();
        self.entries.resize(above, None);
        self.lines.extend(other.lines);
        self.entries.extend(other.entries);
        let moved = other.cursor.map(|cursor| cursor.start + above..cursor.end + above);
        self.cursor = moved.or(self.cursor.take());
    }
}

/// How sure, as dots and a word: `sure ●●●`.
pub(in crate::tui::screen) fn confidence(
    said: Option<Confidence>,
    theme: Theme,
) -> Vec<Span<'static>> {
    let level = said.and_then(|said| Confidence::ALL.iter().position(|&level| level == said));
    let full = level.map_or(0, |level| level + 1);
    let word = said.map_or("confidence?", Confidence::name);
    vec![
        Span::styled(format!("  {word} "), theme.style(Role::Muted)),
        Span::styled("●".repeat(full), theme.style(Role::Accent)),
        Span::styled("○".repeat(3 - full), theme.style(Role::Muted)),
        Span::raw(" "),
    ]
}

/// A question that waits for its answer.
pub(in crate::tui::screen) fn question(
    slot: &Slot,
    cursor: usize,
    width: u16,
    theme: Theme,
) -> PageLines {
    let mut lines = vec![Line::default()];
    lines.extend(exhibit::stem(slot.item(), width, Role::Strong, theme));
    lines.push(Line::default());
    let mut entries = vec![None; lines.len()];
    let mut at = 0..0;
    for (index, option) in slot.item().options.iter().enumerate() {
        let at_cursor = index == cursor;
        let sign = match (slot.item().question.kind, slot.picked().contains(&index)) {
            (Kind::Choice, _) if at_cursor => "▸ ",
            (Kind::Choice, _) => "  ",
            (Kind::Multiple, true) => "● ",
            (Kind::Multiple, false) => "○ ",
        };
        let role = if at_cursor { Role::Selected } else { Role::Plain };
        let head = text::pad(&format!("{sign}{}", index + 1), INDENT);
        let head = Span::styled(head, theme.style(role));
        let hanging = if at_cursor { text::hanging_row } else { text::hanging };
        let shown = hanging(head, &option.text, width, theme.style(role));
        if at_cursor {
            at = lines.len()..lines.len() + shown.len();
        }
        lines.extend(shown);
        entries.resize(lines.len(), Some(index));
    }
    if slot.item().question.kind == Kind::Multiple {
        let picked = slot.picked().len();
        let count = format!("{picked} of {} picked", slot.item().wanted());
        lines.push(Line::default());
        lines.push(Line::styled(count, theme.style(Role::Muted)));
    }
    PageLines { lines, cursor: Some(at), entries }
}

/// A question that is thought about, its options hidden.
pub(in crate::tui::screen) fn thinking(
    slot: &Slot,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut lines = vec![Line::default()];
    lines.extend(exhibit::stem(slot.item(), width, Role::Strong, theme));
    lines.push(Line::default());
    let hint = "Recall the answer and its reason. Then press Enter.";
    lines.extend(panel::wrapped(hint, width, Role::Muted, theme));
    lines
}

/// The line in which a learner says what is wrong with the key.
pub(in crate::tui::screen) fn objection(
    typed: &Field,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let hint = "What is wrong with the key? The report is written to a file in this folder; nothing is \
         sent.";
    let mut lines = panel::wrapped(hint, width, Role::Accent, theme);
    lines.push(Line::from(typed.spans(usize::from(width), theme)));
    lines.push(Line::default());
    lines
}

/// A text with a head of [`INDENT`] cells, its further lines under the first.
pub(super) fn entry(
    head: &str,
    content: &str,
    role: Role,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let head = Span::styled(text::pad(head, INDENT), theme.style(role));
    text::hanging(head, content, width, theme.style(role))
}
