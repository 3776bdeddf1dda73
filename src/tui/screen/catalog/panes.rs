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

/// The least rows of what belongs to an entry, its frame included.
const LEAST_MORE: u16 = 8;

impl<S: Source + fmt::Debug> Catalog<S> {
    /// Draws the list and what there is to say of its chosen entry.
    pub(super) fn draw_panes(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let Some(entry) = self.chosen() else {
            self.detail.hide();
            self.more.hide();
            return self.draw_list(frame, area, theme);
        };
        let rows = self.source.listed(&self.filter).len();
        let [list, detail] = area.layout(&self.source.layout(area, rows));
        let mut said = self.source.detail(entry, detail.width.saturating_sub(4), theme);
        said.lines.splice(..0, panel::left_of(&said.title, detail.width));
        let more = self.source.more(entry, detail.width.saturating_sub(4), theme);
        let is_beside = list.y == detail.y;
        let list_rows = u16::try_from(rows + 2).unwrap_or(u16::MAX);
        let detail_rows = panel::height_of(&said.lines).saturating_add(2);
        let fits = |area: Rect, rows: u16| area.height.saturating_sub(rows) >= LEAST_MORE;
        let (list, detail, more) = if more.lines.is_empty() {
            (list, detail, Rect::default())
        } else if is_beside && fits(list, list_rows) {
            let (list, more) = panel::split_top(list, list_rows);
            (list, detail, more)
        } else if fits(detail, detail_rows) {
            let (detail, more) = panel::split_top(detail, detail_rows);
            (list, detail, more)
        } else {
            (list, detail, Rect::default())
        };
        // Which pane has the arrows is known once the others are measured; the list comes last.
        self.draw_detail(frame, detail, said, theme);
        self.draw_more(frame, more, entry, theme);
        self.draw_list(frame, list, theme);
    }

    fn focus(&self, pane: Pane) -> Focus {
        if self.pane() == pane { Focus::Here } else { Focus::Elsewhere }
    }

    fn draw_list(&self, frame: &mut Frame, area: Rect, theme: Theme) {
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
        let items = listed.into_iter().map(|line| match line {
            Listed::Heading(words, role) => Item::Heading(Line::styled(words, theme.style(role))),
            Listed::Entry(entry) => Item::Entry(self.source.row(entry, width)),
        });
        // The pointer stays where the detail has the keys: it shows what that is of.
        self.list.draw(frame, inner, items.collect(), (S::INDENT, Focus::Here), theme);
    }

    fn draw_detail(&self, frame: &mut Frame, area: Rect, detail: Detail, theme: Theme) {
        self.detail.measure(detail.lines.len(), area);
        let inner = panel::panel(frame, area, detail.title, self.focus(Pane::Detail), theme);
        self.detail.draw(frame, inner, detail.lines, theme);
    }

    fn draw_more(&self, frame: &mut Frame, area: Rect, entry: usize, theme: Theme) {
        let more = self.source.more(entry, area.width.saturating_sub(4), theme);
        if area.is_empty() || more.lines.is_empty() {
            return self.more.hide();
        }
        self.more.measure(more.lines.len(), area);
        let inner = panel::panel(frame, area, more.title, self.focus(Pane::More), theme);
        self.more.draw(frame, inner, more.lines, theme);
    }
}
