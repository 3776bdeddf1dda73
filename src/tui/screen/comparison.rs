//! App Runner beside something else: a table, when to choose which, and the
//! questions about it.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Header;
use crate::tui::message::{Asked, Effect, Msg};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::scroll::Scroll;
use crate::tui::{Content, text};
use quizbank::model::course::ServiceComparison as Page;

/// The comparison pages, one at a time.
#[derive(Clone, Debug)]
pub struct Comparison {
    content: Arc<Content>,
    page: usize,
    scroll: Scroll,
}

impl Comparison {
    /// The first page.
    pub fn new(content: Arc<Content>) -> Self {
        Self { content, page: 0, scroll: Scroll::top() }
    }

    /// Takes in a message and says what is to be done.
    pub fn update(&mut self, message: Msg) -> Vec<Effect> {
        let pages = self.content.course.comparisons.len().max(1);
        match message {
            Msg::Back => return vec![Effect::Close],
            Msg::Accept => return self.study(),
            Msg::NextPane => (self.page, self.scroll) = ((self.page + 1) % pages, Scroll::top()),
            Msg::PreviousPane => {
                (self.page, self.scroll) = ((self.page + pages - 1) % pages, Scroll::top());
            }
            _ => self.scroll.update(message),
        }
        Vec::new()
    }

    fn study(&self) -> Vec<Effect> {
        let questions = self.shown().map(|page| page.questions.clone()).unwrap_or_default();
        if questions.is_empty() {
            return Vec::new();
        }
        vec![Effect::Study(Asked::Questions(questions))]
    }

    fn shown(&self) -> Option<&Page> {
        self.content.course.comparisons.get(self.page)
    }

    /// The line at the top.
    pub fn header(&self, theme: Theme) -> Header {
        let place = format!("{} of {} ", self.page + 1, self.content.course.comparisons.len());
        Header {
            left: Line::styled(" Compared", theme.style(Role::Strong)),
            right: Line::styled(place, theme.style(Role::Muted)),
        }
    }

    /// Draws the page.
    pub fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let Some(page) = self.shown() else { return };
        let title = panel::title(&page.title, "", theme);
        let inner = panel::panel(frame, area, title, Focus::Here, theme);
        let lines = lines(page, inner.width.min(110), theme);
        let height = usize::from(inner.height);
        let first = self.scroll.first(lines.len(), height);
        if lines.len() > height {
            let shown = format!(" {}–{} of {} ", first + 1, first + height, lines.len());
            let foot = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
            let foot = Rect { width: foot.width.saturating_sub(2), ..foot };
            let line = Line::styled(shown, theme.style(Role::Muted)).right_aligned();
            frame.render_widget(line, foot);
        }
        panel::lines(frame, inner, lines.into_iter().skip(first).take(height).collect());
    }
}

fn lines(page: &Page, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = panel::wrapped(&page.intro, width, Role::Plain, theme);
    lines.push(Line::default());
    let head = ["", "App Runner", &page.other].map(str::to_owned);
    lines.extend(row(&head, Role::Strong, width, theme));
    for cells in &page.rows {
        lines.extend(row(cells, Role::Plain, width, theme));
    }
    lines.push(Line::default());
    lines.extend(panel::wrapped(&page.choose, width, Role::Plain, theme));
    lines.push(Line::default());
    let asked =
        format!("{} questions of the bank are about this: Enter asks them", page.questions.len());
    lines.push(Line::styled(asked, theme.style(Role::Accent)));
    lines.push(Line::default());
    lines.extend(
        page.sources.iter().map(|source| Line::styled(source.clone(), theme.style(Role::Muted))),
    );
    lines
}

/// A row of three cells, each wrapped within its column.
fn row(cells: &[String; 3], role: Role, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let width = usize::from(width);
    let first = (width / 4).min(24);
    let other = width.saturating_sub(first + 4) / 2;
    let [what, ours, theirs] = cells;
    let columns = [(what, first), (ours, other), (theirs, other)]
        .map(|(cell, room)| (text::wrap(cell, room.max(8)), room.max(8)));
    let height = columns.iter().map(|(lines, _)| lines.len()).max().unwrap_or_default();
    let line = |index: usize| {
        let spans = columns.iter().enumerate().map(|(column, (lines, room))| {
            let cell = lines.get(index).map_or("", String::as_str);
            let role = if column == 0 { Role::Muted } else { role };
            Span::styled(text::pad(cell, *room) + "  ", theme.style(role))
        });
        Line::from(spans.collect::<Vec<_>>())
    };
    (0..height).map(line).collect()
}
