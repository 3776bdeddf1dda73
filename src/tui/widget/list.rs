//! A list with a cursor: what can be chosen, between headings that cannot.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::panel::{self, Focus};
use super::scroll::{Bar, Scrollable};
use crate::tui::keys::Move;
use crate::tui::message::Wheel;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};

/// A line of a list.
#[derive(Clone, Debug)]
pub(in crate::tui) enum Item {
    /// It cannot be chosen.
    Heading(Line<'static>),
    /// It can: its texts from left to right, and how each looks unless it is chosen.
    Entry(Vec<(String, Role)>),
    /// More of the entry above it.
    Note(String),
}

/// A cursor in a list, and where the list was rendered last: only drawing knows the place,
/// and a click must find its entry.
#[derive(Clone, Debug, Default)]
pub(in crate::tui) struct List {
    position: usize,
    area: Cell<Rect>,
    /// The entry in each row that is seen.
    rows: RefCell<Vec<Option<usize>>>,
    /// The entry in each row, seen or not, where the list draws itself.
    all: RefCell<Vec<Option<usize>>>,
    bar: Bar,
}

impl List {
    /// The place of the cursor among `count` entries.
    pub(in crate::tui) fn position(&self, count: usize) -> usize {
        self.position.min(count.saturating_sub(1))
    }

    /// Moves the cursor among `count` entries.
    pub(in crate::tui) fn step(&mut self, to: Move, count: usize) {
        self.position = to.from(self.position, count.saturating_sub(1));
    }

    /// Puts the cursor at the entry of this place.
    pub(in crate::tui) fn set(&mut self, position: usize) {
        self.position = position;
    }

    /// Puts the cursor at the entry under the mouse. True when one is there.
    pub(in crate::tui) fn click(&mut self, mouse: Position) -> bool {
        let entry = self.entry_at(mouse);
        self.position = entry.unwrap_or(self.position);
        entry.is_some()
    }

    /// The entry under the mouse.
    pub(in crate::tui) fn entry_at(&self, mouse: Position) -> Option<usize> {
        let area = self.area.get();
        let row = usize::from(mouse.y.checked_sub(area.y)?);
        self.rows.borrow().get(row).copied().flatten().filter(|_| area.contains(mouse))
    }

    /// Forgets where it was rendered: it is not seen now.
    pub(in crate::tui) fn hide(&self) {
        self.area.set(Rect::default());
        self.bar.hide();
    }

    /// The entries of `window` are rendered from the top of `area`, one a row.
    pub(in crate::tui) fn drawn(&self, area: Rect, window: Range<usize>) {
        self.area.set(area);
        self.rows.replace(window.map(Some).collect());
    }

    /// Draws the bar of a list whose rows were given to [`Self::drawn_rows`] or
    /// [`Self::drawn`], the row `first` of `total` on top.
    pub(in crate::tui) fn draw_bar(
        &self,
        frame: &mut Frame,
        first: usize,
        total: usize,
        theme: Theme,
    ) {
        self.bar.draw(frame, self.area.get(), first, total, theme);
    }

    /// As [`Self::drawn`], with the entry of each row.
    pub(in crate::tui) fn drawn_rows(&self, area: Rect, rows: Vec<Option<usize>>) {
        self.area.set(area);
        self.rows.replace(rows);
    }

    /// As [`Self::draw`], where the keys have gone from the chosen entry to something about it.
    pub(in crate::tui) fn draw_left(
        &self,
        frame: &mut Frame,
        area: Rect,
        items: Vec<Item>,
        theme: Theme,
    ) {
        let count = items.iter().filter(|item| matches!(item, Item::Entry(_))).count();
        self.draw(frame, area, items, (0, Focus::Elsewhere), theme);
        let chosen = Some(self.position(count));
        let row = self.rows.borrow().iter().position(|entry| *entry == chosen);
        if let Some(row) = row.and_then(|row| u16::try_from(row).ok()) {
            let pointer = Line::styled("▸", theme.style(Role::Accent));
            frame.render_widget(pointer, Rect { y: area.y + row, width: 1, height: 1, ..area });
        }
    }

    /// Draws what fits of `items`, the chosen entry near the middle; its pointer stands
    /// `indent` cells from the left, where the keys go to this list.
    pub(in crate::tui) fn draw(
        &self,
        frame: &mut Frame,
        area: Rect,
        items: Vec<Item>,
        (indent, focus): (usize, Focus),
        theme: Theme,
    ) {
        let count = items.iter().filter(|item| matches!(item, Item::Entry(_))).count();
        let chosen = self.position(count);
        let mut before = None;
        let number = |item: &Item| match item {
            Item::Heading(_) => None,
            Item::Entry(_) => {
                before = Some(before.map_or(0, |before| before + 1));
                before
            }
            Item::Note(_) => before,
        };
        let entries: Vec<Option<usize>> = items.iter().map(number).collect();
        let at = entries.iter().position(|entry| *entry == Some(chosen)).unwrap_or_default();
        let count = items.len();
        let window = window(at, count, usize::from(area.height));
        self.bar.draw(frame, area, window.start, count, theme);
        self.area.set(area);
        self.rows.replace(entries.get(window.clone()).unwrap_or_default().to_vec());
        self.all.replace(entries.clone());
        let width = usize::from(area.width);
        let seen = items.into_iter().zip(entries).skip(window.start).take(window.len());
        let last = window.len().checked_sub(1).filter(|_| window.end < count);
        let lines = seen.enumerate().map(|(row, (item, entry))| match item {
            // A heading stands above something, or is the end.
            Item::Heading(_) if Some(row) == last => Line::default(),
            Item::Heading(line) => line,
            Item::Entry(cells) if focus == Focus::Here && entry == Some(chosen) => {
                selected(&cells, (indent, width), theme)
            }
            Item::Note(note) => {
                let note = text::cut(&format!("{}  {note}", " ".repeat(indent)), width);
                Line::styled(note, theme.style(Role::Muted))
            }
            Item::Entry(cells) => {
                let pointer = Span::raw(" ".repeat(indent + 2));
                let cells = cells.into_iter();
                let cells = cells.map(|(text, role)| Span::styled(text, theme.style(role)));
                Line::from([pointer].into_iter().chain(cells).collect::<Vec<_>>())
            }
        });
        panel::lines(frame, area, lines.collect());
    }
}

/// The chosen row: its letters that match stay marked.
fn selected(
    cells: &[(String, Role)],
    (indent, width): (usize, usize),
    theme: Theme,
) -> Line<'static> {
    let text: String = cells.iter().map(|(text, _)| text.as_str()).collect();
    let row = text::pad(&format!("{}▸ {text}", " ".repeat(indent)), width);
    let style = theme.style(Role::Selected);
    let mut letters = row.chars();
    let mut span = |count: usize, role| {
        let style = if role == Role::Match { style.underlined() } else { style };
        Span::styled(letters.by_ref().take(count).collect::<String>(), style)
    };
    let mut spans = vec![span(indent + 2, Role::Selected)];
    spans.extend(cells.iter().map(|(text, role)| span(text.chars().count(), *role)));
    spans.push(span(width, Role::Selected));
    Line::from(spans).style(style)
}

impl Scrollable for List {
    fn bar(&self) -> &Bar {
        &self.bar
    }

    /// Puts the cursor at the entry that has this row on top: the first with the first, the
    /// last with the last.
    fn put(&mut self, first: usize) {
        let all = self.all.borrow();
        let height = usize::from(self.area.get().height);
        let middle = match first {
            0 => 0,
            first if first + height >= all.len() => all.len(),
            first => first + height / 2,
        };
        let before = all.iter().take(middle + 1).rev().find_map(|entry| *entry);
        let entry = before.or_else(|| all.iter().find_map(|entry| *entry));
        self.position = entry.unwrap_or(self.position);
    }

    fn is_at(&self, mouse: Position) -> bool {
        self.area.get().contains(mouse)
    }

    fn turn(&mut self, wheel: Wheel) {
        let count = self.all.borrow().iter().flatten().max().map_or(0, |last| last + 1);
        self.step(wheel.step(), count);
    }
}

/// The part of a list of `length` that `height` rows show, `position` near its middle.
pub(in crate::tui) fn window(position: usize, length: usize, height: usize) -> Range<usize> {
    let start = position.saturating_sub(height / 2).min(length.saturating_sub(height));
    start..(start + height).min(length)
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;

    #[test]
    fn a_heading_without_its_entries_is_not_drawn() {
        let entry = |text: &str| Item::Entry(vec![(text.to_owned(), Role::Plain)]);
        let items = vec![entry("one"), Item::Heading(Line::raw("Others")), entry("two")];
        let drawn = |height| {
            let mut terminal = Terminal::new(TestBackend::new(10, height)).unwrap();
            let draw = |frame: &mut Frame| {
                let (area, items) = (frame.area(), items.clone());
                List::default().draw(frame, area, items, (0, Focus::Here), Theme::PLAIN);
            };
            terminal.draw(draw).unwrap();
            terminal.backend().to_string()
        };
        assert!(!drawn(2).contains("Others") && drawn(3).contains("Others"));
    }

    #[test]
    fn a_note_belongs_to_the_entry_above_it() {
        let entry = |text: &str| Item::Entry(vec![(text.to_owned(), Role::Plain)]);
        let items = vec![
            entry("one"),
            Item::Note("more of one".to_owned()),
            Item::Heading(Line::default()),
            entry("two"),
            Item::Note("more of two".to_owned()),
        ];
        let mut list = List::default();
        let mut terminal = Terminal::new(TestBackend::new(20, 5)).unwrap();
        let draw = |frame: &mut Frame| {
            list.draw(frame, frame.area(), items, (0, Focus::Here), Theme::PLAIN);
        };
        terminal.draw(draw).unwrap();
        let at = |y| list.entry_at(Position { x: 3, y });
        assert_eq!([0, 1, 2, 3, 4].map(at), [Some(0), Some(0), None, Some(1), Some(1)]);
        (0..9).for_each(|_| list.turn(Wheel::Down));
        assert_eq!(list.position(2), 1);
        assert_eq!(list.position, 1, "the wheel stops at the last entry");
    }
}
