//! A question and its explanation as lines.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::field::Field;
use crate::tui::widget::list::List;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::{exhibit, panel};
use quizbank::answer::Confidence;
use quizbank::model::question::Kind;
use quizbank::present::PresentedQuestion;
use quizbank::slot::Slot;

/// Where an option's text begins.
const INDENT: usize = 5;

/// Lines, some of which must be seen.
pub(in crate::tui::screen) struct PageLines {
    pub(in crate::tui::screen) lines: Vec<Line<'static>>,
    /// The lines of the cursor, where there is one.
    cursor: Option<Range<usize>>,
    /// The entry that each line belongs to, as far as there are any: a click finds it.
    entries: Vec<Option<usize>>,
    /// Whether its entries are the options of a question, to which a line below leads.
    is_asking: bool,
}

impl PageLines {
    /// Lines that are read from the top.
    pub(in crate::tui::screen) fn top(lines: Vec<Line<'static>>) -> Self {
        Self { lines, cursor: None, entries: Vec::new(), is_asking: false }
    }

    /// The stem of a question, to which its options are added.
    pub(in crate::tui::screen) fn asking(
        item: &PresentedQuestion,
        width: u16,
        theme: Theme,
    ) -> Self {
        let stem = exhibit::stem(item, width, Role::Strong, theme);
        let lines = [vec![Line::default()], stem, vec![Line::default()]].concat();
        Self { is_asking: true, ..Self::top(lines) }
    }

    /// Adds an entry below, highlighted whole where the cursor `is_here`.
    pub(in crate::tui::screen) fn add(
        &mut self,
        entry: usize,
        (head, text): (Span<'static>, &str),
        is_here: bool,
        width: u16,
        style: Style,
    ) {
        let above = self.lines.len();
        self.entries.resize(above, None);
        let hanging = if is_here { text::hanging_row } else { text::hanging };
        self.lines.extend(hanging(head, text, width, style));
        self.entries.resize(self.lines.len(), Some(entry));
        if is_here {
            self.cursor = Some(above..self.lines.len());
        }
    }

    /// Without the empty line at its top.
    pub(super) fn tight(mut self) -> Self {
        self.lines.drain(..1);
        self.entries.drain(..1.min(self.entries.len()));
        self.cursor = self.cursor.map(|it| it.start.saturating_sub(1)..it.end.saturating_sub(1));
        self
    }

    /// Draws the part that fits, with the cursor where it `follows`, and in the last row what is
    /// `said` or the way to the options; `list` learns where the entries are. True where the option
    /// at the cursor is below what is seen.
    pub(in crate::tui::screen) fn draw(
        self,
        frame: &mut Frame,
        area: Rect,
        (scroll, list, follows): (&Scroll, &List, bool),
        said: Option<(Role, &str)>,
        theme: Theme,
    ) -> bool {
        let seen = Rect { height: area.height.saturating_sub(1), ..area };
        let height = usize::from(seen.height);
        if let Some(cursor) = self.cursor.as_ref().filter(|_| follows) {
            scroll.follow(self.lines.len(), height, cursor);
        }
        let first = scroll.first(self.lines.len(), height);
        list.drawn_rows(seen, self.entries.into_iter().skip(first).take(height).collect());
        let is_below = self.cursor.is_some_and(|cursor| cursor.start >= first + height);
        let hint = (self.is_asking && is_below).then_some((Role::Accent, "↓ to the options"));
        scroll.draw_page(frame, area, self.lines, said.or(hint), theme);
        hint.is_some()
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
    let mut page = PageLines::asking(slot.item(), width, theme);
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
        page.add(index, (head, &option.text), at_cursor, width, theme.style(role));
    }
    if slot.item().question.kind == Kind::Multiple {
        let picked = slot.picked().len();
        let count = format!("{picked} of {} picked", slot.item().wanted());
        page.lines.push(Line::default());
        page.lines.push(Line::styled(count, theme.style(Role::Muted)));
    }
    page
}

/// A question that is thought about, its options hidden.
pub(in crate::tui::screen) fn thinking(
    slot: &Slot,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut lines = PageLines::asking(slot.item(), width, theme).lines;
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
