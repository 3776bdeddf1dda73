//! The panes of a catalog: the list, the detail of its chosen entry, and what belongs to
//! that where one of the two leaves room.

use std::fmt;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Catalog, Detail, Listed, Pane, Source};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::Item;
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::scroll::Scroll;

/// The least rows of what belongs to an entry, its frame included.
const LEAST_MORE: u16 = 8;

impl<S: Source + fmt::Debug> Catalog<S> {
    /// Draws the list and what there is to say of its chosen entry.
    pub(super) fn draw_panes(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let Some(entry) = self.chosen() else {
            self.detail.hide();
            self.more.iter().for_each(Scroll::hide);
            return self.draw_list(frame, area, Spacing::Close, theme);
        };
        let rows = self.source.listed(&self.filter).len();
        let [list, detail] = area.layout(&self.source.layout(area, rows));
        let is_beside = list.y == detail.y;
        let inner = |area: Rect| area.width.saturating_sub(4);
        let mut said = self.source.detail(entry, inner(detail), theme);
        said.lines.splice(..0, panel::left_of(&said.title, detail.width));
        // A row, its note, and a blank.
        let high = Self::height_of(3 * rows);
        let spacing = match self.source.note(entry) {
            Some(_) if is_beside && high <= list.height => Spacing::Wide,
            _ => Spacing::Close,
        };
        let list_rows = if spacing == Spacing::Wide { list.height } else { Self::height_of(rows) };
        let is_below_list = is_beside && list.height.saturating_sub(list_rows) >= LEAST_MORE;
        let below = if is_below_list { list } else { detail };
        let mut more = self.source.more(entry, inner(below), theme);
        let mut further = self.source.further(entry, inner(detail), theme);
        for all in [&mut more, &mut further] {
            all.retain(|it| !it.lines.is_empty());
        }
        let (left, right) = if is_below_list {
            (more, further)
        } else {
            (Vec::new(), more.into_iter().chain(further).collect())
        };
        let heights = |first: u16, more: &[Detail]| -> Vec<u16> {
            let more = more.iter().map(|more| Self::height_of(more.lines.len()));
            [first].into_iter().chain(more).collect()
        };
        let mut below = Vec::new();
        let list = if is_below_list {
            let parts = stacked(list, &heights(list_rows, &left));
            below.extend(left.into_iter().zip(parts.get(1..).unwrap_or_default().to_vec()));
            parts.first().copied().unwrap_or(list)
        } else {
            list
        };
        let parts = stacked(detail, &heights(Self::height_of(said.lines.len()), &right));
        below.extend(right.into_iter().zip(parts.get(1..).unwrap_or_default().to_vec()));
        let detail = parts.first().copied().unwrap_or(detail);
        // Which pane has the arrows is known once the others are measured; the list comes last.
        self.draw_detail(frame, detail, said, theme);
        self.draw_more(frame, below, theme);
        self.draw_list(frame, list, spacing, theme);
    }

    /// The rows of a pane of this number of lines, its frame included.
    fn height_of(lines: usize) -> u16 {
        u16::try_from(lines + 2).unwrap_or(u16::MAX)
    }

    fn focus(&self, pane: Pane) -> Focus {
        if self.pane() == pane { Focus::Here } else { Focus::Elsewhere }
    }

    fn draw_list(&self, frame: &mut Frame, area: Rect, spacing: Spacing, theme: Theme) {
        let inner = panel::panel(frame, area, Line::default(), self.focus(Pane::List), theme);
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

    fn draw_detail(&self, frame: &mut Frame, area: Rect, detail: Detail, theme: Theme) {
        self.detail.measure(detail.lines.len(), area);
        let inner = panel::panel(frame, area, detail.title, self.focus(Pane::Detail), theme);
        self.detail.draw(frame, inner, detail.lines, theme);
    }

    fn draw_more(&self, frame: &mut Frame, below: Vec<(Detail, Rect)>, theme: Theme) {
        self.more.iter().skip(below.len()).for_each(Scroll::hide);
        for (place, ((more, area), scroll)) in below.into_iter().zip(&self.more).enumerate() {
            scroll.measure(more.lines.len(), area);
            let focus = self.focus(Pane::More(place));
            let inner = panel::panel(frame, area, more.title, focus, theme);
            scroll.draw(frame, inner, more.lines, theme);
        }
    }
}

/// Whether rows of a list have their notes below them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spacing {
    Close,
    Wide,
}

/// `area` in parts of these `heights`, as many from the first on as leave room for one more; the
/// last part has what is left.
fn stacked(area: Rect, heights: &[u16]) -> Vec<Rect> {
    let (mut rest, mut parts) = (area, Vec::new());
    for (place, height) in heights.iter().enumerate() {
        let is_last = place + 1 == heights.len();
        if is_last || rest.height.saturating_sub(*height) < LEAST_MORE {
            parts.push(rest);
            break;
        }
        let (part, left) = panel::split_top(rest, *height);
        parts.push(part);
        rest = left;
    }
    parts
}
