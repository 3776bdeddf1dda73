//! The panes of a catalog: the list, the detail of its chosen entry, and what belongs to
//! that where one of the two leaves room.

use std::fmt;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Catalog, Detail, Listed, Source};
use crate::tui::screen::filter::Filter;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::Item;
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::scroll::Scroll;

/// The rows of what is said where nothing is listed, its frame and that of what is below included.
const SAID: u16 = 6;
/// The least rows of what belongs to an entry, its frame included.
const LEAST_MORE: u16 = 8;

impl<S: Source + fmt::Debug> Catalog<S> {
    /// Draws the list and what there is to say of its chosen entry.
    pub(super) fn draw_panes(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let Some(entry) = self.chosen() else {
            return self.draw_nothing(frame, area, theme);
        };
        let rows = self.source.listed(&self.filter).len();
        let [list, detail] = area.layout(&self.source.layout(area, rows));
        let is_beside = list.y == detail.y;
        let mut said = self.source.detail(entry, panel::inner_width(detail), theme);
        said.lines.splice(..0, panel::left_of(&said.title, detail.width));
        let detail_rows = height_of(said.lines.len());
        // A row, its note, and a blank.
        let spacing = match self.source.note(entry) {
            Some(_) if is_beside && height_of(3 * rows) <= list.height => Spacing::Wide,
            _ => Spacing::Close,
        };
        let list_rows = if spacing == Spacing::Wide { list.height } else { height_of(rows) };
        let (mut below_list, mut below_detail) = (Vec::new(), Vec::new());
        if is_beside && has_room(list, list_rows) {
            below_list = self.source.more(entry, panel::inner_width(list), theme);
        } else if has_room(detail, detail_rows) {
            below_detail = self.source.more(entry, panel::inner_width(detail), theme);
        }
        if has_room(detail, detail_rows) {
            below_detail.extend(self.source.further(entry, panel::inner_width(detail), theme));
        }
        let (list, left) = stacked(list, list_rows, below_list);
        let (detail, right) = stacked(detail, detail_rows, below_detail);
        // Which pane has the arrows is known once the others are measured; the list comes last.
        self.draw_texts(frame, 0, [vec![(said, detail)], left, right].concat(), theme);
        self.draw_list(frame, list, spacing, theme);
    }

    /// Draws what is said where nothing is listed, and what is shown instead.
    fn draw_nothing(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let halves = panel::beside(area).unwrap_or([area, Rect::default()]);
        let room = (panel::inner_width(halves[0]), area.height.saturating_sub(SAID));
        let mut instead = self.source.instead(&self.filter, room, theme);
        if instead.is_empty() {
            return self.draw_everything(frame, area, theme);
        }
        let [list, other] = halves;
        let beside = if other.is_empty() { Vec::new() } else { instead.split_off(1) };
        let said = text::wrap(self.source.nothing(), panel::inner_width(list).into());
        let (list, mut places) = stacked(list, height_of(said.len()), instead);
        let mut beside = beside.into_iter();
        if let Some(first) = beside.next() {
            let rows = height_of(first.lines.len());
            let (place, below) = stacked(other, rows, beside.collect());
            places.push((first, place));
            places.extend(below);
        }
        self.draw_texts(frame, 1, places, theme);
        self.draw_list(frame, list, Spacing::Close, theme);
    }

    /// Draws what is said where nothing is listed, and below it all that would be listed without
    /// the filter: each entry with the first line of what there is to say of it.
    fn draw_everything(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        self.draw_texts(frame, 1, Vec::new(), theme);
        let width = panel::inner_width(area);
        let said = height_of(text::wrap(self.source.nothing(), width.into()).len());
        let (list, below) = panel::split_top(area, said + 2);
        let all = self.source.listed(&Filter::default());
        let entries: Vec<usize> = (all.into_iter())
            .filter_map(|line| if let Listed::Entry(entry) = line { Some(entry) } else { None })
            .collect();
        if entries.is_empty() || below.height < LEAST_MORE {
            return self.draw_list(frame, area, Spacing::Close, theme);
        }
        self.draw_list(frame, list, Spacing::Close, theme);
        let title = panel::title("Without the filter", &entries.len().to_string(), theme);
        let inner = panel::panel(frame, below, title, Focus::Elsewhere, theme);
        let room = usize::from(inner.height);
        let shown =
            if 2 * entries.len() > room { room.saturating_sub(1) / 2 } else { entries.len() };
        let mut lines: Vec<Line<'_>> = Vec::new();
        for &entry in entries.iter().take(shown) {
            let row = self.source.row(entry, usize::from(inner.width));
            lines.push(
                row.into_iter().map(|(cell, role)| Span::styled(cell, theme.style(role))).collect(),
            );
            let detail = self.source.detail(entry, inner.width.saturating_sub(4), theme);
            let mut words = detail.lines.iter().map(Line::to_string);
            let first = words.next().unwrap_or_default();
            let more = if words.next().is_some_and(|it| !it.is_empty()) { " …" } else { "" };
            lines.push(Line::styled(format!("  {first}{more}"), theme.style(Role::Muted)));
        }
        let rest = entries.len() - shown;
        if rest > 0 {
            lines.push(Line::styled(format!("and {rest} more"), theme.style(Role::Muted)));
        }
        panel::lines(frame, inner, lines);
    }

    fn focus(&self, pane: Option<usize>) -> Focus {
        if self.pane() == pane { Focus::Here } else { Focus::Elsewhere }
    }

    fn draw_list(&self, frame: &mut Frame, area: Rect, spacing: Spacing, theme: Theme) {
        let legend = self.source.legend(&self.filter, theme);
        let inner = panel::panel(frame, area, Line::from(legend), self.focus(None), theme);
        let listed = self.source.listed(&self.filter);
        if !listed.iter().any(|line| matches!(line, Listed::Entry(_))) {
            let none = self.source.nothing();
            self.list.hide();
            return panel::lines(
                frame,
                inner,
                panel::wrapped(none, inner.width, Role::Muted, theme),
            );
        }
        let width = usize::from(inner.width).saturating_sub(S::INDENT + 2);
        let items = listed.into_iter().flat_map(|line| {
            let (item, note) = match line {
                Listed::Heading(words, role) => {
                    (Item::Heading(Line::styled(words, theme.style(role))), None)
                }
                Listed::Entry(entry) => {
                    (Item::Entry(self.source.row(entry, width)), self.source.note(entry))
                }
            };
            let note = note.filter(|_| spacing == Spacing::Wide).map(Item::Note);
            let blank = note.is_some().then(|| Item::Heading(Line::default()));
            [item].into_iter().chain(note).chain(blank)
        });
        // The pointer stays where the detail has the keys: it shows what that is of.
        self.list.draw(frame, inner, items.collect(), (S::INDENT, Focus::Here), theme);
    }

    /// Draws texts at their places, the first as the text of this place; no other one is seen.
    fn draw_texts(
        &self,
        frame: &mut Frame,
        first: usize,
        texts: Vec<(Detail, Rect)>,
        theme: Theme,
    ) {
        self.texts.iter().for_each(Scroll::hide);
        let scrolls = self.texts.iter().enumerate().skip(first);
        for ((place, scroll), (text, area)) in scrolls.zip(texts) {
            scroll.measure(text.lines.len(), area);
            let inner = panel::panel(frame, area, text.title, self.focus(Some(place)), theme);
            scroll.draw(frame, inner, text.lines, theme);
        }
    }
}

/// Whether rows of a list have their notes below them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spacing {
    Close,
    Wide,
}

/// The rows of a pane of this number of lines, its frame included.
fn height_of(lines: usize) -> u16 {
    u16::try_from(lines + 2).unwrap_or(u16::MAX)
}

/// Whether `area` has room for what belongs to an entry below `rows` of its own.
fn has_room(area: Rect, rows: u16) -> bool {
    area.height.saturating_sub(rows) >= LEAST_MORE
}

/// A pane of `rows` rows in `area`, and below it as many of `more` as leave room for one more; the
/// last has what is left.
fn stacked(area: Rect, rows: u16, more: Vec<Detail>) -> (Rect, Vec<(Detail, Rect)>) {
    let (mut rest, mut rows, mut places, mut shown) = (area, rows, Vec::new(), Vec::new());
    for detail in more.into_iter().filter(|it| !it.lines.is_empty()) {
        if !has_room(rest, rows) {
            break;
        }
        let (place, below) = panel::split_top(rest, rows);
        places.push(place);
        (rest, rows) = (below, height_of(detail.lines.len()));
        shown.push(detail);
    }
    places.push(rest);
    let first = places.remove(0);
    (first, shown.into_iter().zip(places).collect())
}
