//! What a catalog lists: its entries, what there is to say of each, and what belongs to it.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::command::Command;
use crate::tui::content::stem;
use crate::tui::keys::Row;
use crate::tui::message::Effect;
use crate::tui::screen::filter::Filter;
use crate::tui::screen::page::Header;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel::{self, Focus};
use quizbank::model::question::Question;

/// The rows of a detail below a list that does not fit above it.
const DETAIL: u16 = 11;
/// The least rows of a detail below a list that fits above it whole.
const LOW_DETAIL: u16 = 8;

/// The widest detail, its frame included: lines of 92 cells.
const READING: u16 = 96;

/// What a catalog lists.
pub(in crate::tui) trait Source {
    /// What its own keys mean.
    type Own: Copy + 'static;

    /// What the line at the top calls the list.
    const TITLE: &'static str;
    /// What the help calls the list.
    const PLACE: &'static str;
    /// Its own keys.
    const KEYS: &'static [Row<Command<Self::Own>>];
    /// Cells from the left to the pointer.
    const INDENT: usize = 0;
    /// The least width of a detail beside its list.
    const LEAST_DETAIL: u16 = 36;

    /// What is listed of it, by the places of the entries in the source.
    fn listed(&self, filter: &Filter) -> Vec<Listed>;

    /// The texts of an entry in a row of `width` cells, and how each looks.
    fn row(&self, entry: usize, width: usize) -> Vec<(String, Role)>;

    /// What there is to say of an entry.
    fn detail(&self, entry: usize, width: u16, theme: Theme) -> Detail;

    /// What is said of an entry below its row in a list that has room for it, in a line.
    fn note(&self, _entry: usize) -> Option<String> {
        None
    }

    /// What belongs to an entry, the nearest first, for screens that have room below the list,
    /// or else below the detail.
    fn more(&self, _entry: usize, _width: u16, _theme: Theme) -> Vec<Detail> {
        Vec::new()
    }

    /// What belongs to an entry besides, for screens that have room below its detail.
    fn further(&self, _entry: usize, _width: u16, _theme: Theme) -> Vec<Detail> {
        Vec::new()
    }

    /// What the signs of the listed rows mean, for the frame of the list.
    fn legend(&self, _filter: &Filter, _theme: Theme) -> Vec<Span<'static>> {
        Vec::new()
    }

    /// The text of an entry, to be copied.
    fn copied(&self, entry: usize) -> String {
        let Detail { title, lines } = self.detail(entry, panel::UNWRAPPED, Theme::PLAIN);
        let lines = [title].into_iter().chain(lines).map(|line| line.to_string());
        lines.map(|line| line.trim().to_owned()).collect::<Vec<_>>().join("\n")
    }

    /// The addresses that an entry shows.
    fn links(&self, _entry: usize) -> &[String] {
        &[]
    }

    /// The cells that the longest row takes to be whole; 0 where rows have no end to lose.
    fn widest(&self) -> usize {
        0
    }

    /// Where list and detail stand one below the other, for this number of rows in the list.
    fn below(&self, area: Rect, rows: usize) -> [Constraint; 2] {
        let whole = u16::try_from(rows + 2).unwrap_or(u16::MAX);
        if whole.saturating_add(LOW_DETAIL) <= area.height {
            [Constraint::Length(whole), Constraint::Fill(1)]
        } else {
            [Constraint::Fill(1), Constraint::Length(DETAIL.min(area.height / 2))]
        }
    }

    /// Where list and detail stand, for this number of rows in the list: beside each other
    /// where that leaves every row of the list whole.
    fn layout(&self, area: Rect, rows: usize) -> Layout {
        let below = self.below(area, rows);
        let wide = [Constraint::Fill(2), Constraint::Fill(3)];
        let Some(widest) = u16::try_from(self.widest()).ok().filter(|widest| *widest > 0) else {
            return beside(area, 100, wide, below);
        };
        // A frame with air, and the pointer.
        let list = widest.saturating_add(8);
        // Lines that are too long are hard to read: what is left is the list's.
        let wide = if area.width.saturating_sub(list) > READING {
            [Constraint::Fill(1), Constraint::Length(READING)]
        } else {
            [Constraint::Length(list), Constraint::Fill(1)]
        };
        beside(area, list.saturating_add(Self::LEAST_DETAIL), wide, below)
    }

    /// Its own keys that depend on how it stands.
    fn more_keys(&self) -> &'static [Row<Command<Self::Own>>] {
        &[]
    }

    /// Whether a key of its own does something at the chosen entry, if there is one.
    fn offers(&self, _own: Self::Own, entry: Option<usize>) -> bool {
        entry.is_some()
    }

    /// What the Enter key asks for at an entry.
    fn open(&self, entry: usize) -> Vec<Effect>;

    /// Does what a key of its own means at the chosen entry, if there is one.
    fn act(&mut self, own: Self::Own, entry: Option<usize>) -> Vec<Effect>;

    /// Takes in that another entry is chosen, or this one opened.
    fn leave(&mut self) {}

    /// What is said where nothing is listed.
    fn nothing(&self) -> &'static str {
        "nothing to list here"
    }

    /// What is shown instead where the filter finds nothing: what is nearest to it, then what else
    /// helps, in `room`: its cells and rows.
    fn instead(&self, _filter: &Filter, _room: (u16, u16), _theme: Theme) -> Vec<Detail> {
        Vec::new()
    }

    /// How many entries are listed, or how things stand, for the line at the top.
    fn count(&self, listed: usize) -> String;

    /// The line at the top, for this number of listed entries.
    fn header(&self, listed: usize, filter: &Filter, theme: Theme) -> Header {
        Header {
            left: filter.title(Self::TITLE, theme),
            right: Line::styled(self.count(listed) + " ", theme.style(Role::Muted)),
        }
    }
}

/// A line of a list.
#[derive(Clone, Debug)]
pub(in crate::tui) enum Listed {
    /// Words above entries.
    Heading(String, Role),
    /// The entry of this place in the source.
    Entry(usize),
}

/// What there is to say of an entry.
#[derive(Clone, Debug, Default)]
pub(in crate::tui) struct Detail {
    pub(in crate::tui) title: Line<'static>,
    pub(in crate::tui) lines: Vec<Line<'static>>,
}

impl Detail {
    /// `lines` under this name and `figures`.
    pub(in crate::tui) fn new(
        name: &str,
        figures: &str,
        lines: Vec<Line<'static>>,
        theme: Theme,
    ) -> Self {
        Self { title: panel::title(name, figures, theme), lines }
    }

    /// Draws it in a pane that no key moves.
    pub(in crate::tui) fn draw(self, frame: &mut Frame, area: Rect, theme: Theme) {
        let inner = panel::panel(frame, area, self.title, Focus::Elsewhere, theme);
        panel::lines(frame, inner, self.lines);
    }

    /// The stems of `questions` below each other.
    pub(in crate::tui) fn questions<'a>(
        title: &str,
        questions: impl Iterator<Item = &'a Question>,
        width: u16,
        theme: Theme,
    ) -> Self {
        let stems: Vec<String> = questions.map(stem).collect();
        let lines = text::listed(stems.iter().map(String::as_str), width, theme.style(Role::Plain));
        Self::new(title, "", lines, theme)
    }
}

/// List and detail beside each other from `width` cells on, else one below the other.
pub(in crate::tui) fn beside(
    area: Rect,
    width: u16,
    beside: [Constraint; 2],
    below: [Constraint; 2],
) -> Layout {
    if area.width >= width { Layout::horizontal(beside) } else { Layout::vertical(below) }
}
