//! A list beside what there is to say of its chosen entry: facts, terms, scenarios,
//! labs, topics, comparisons and exams are all shown by this one screen.

mod panes;

use std::fmt;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::text::Line;

use super::filter::{Filter, Typing};
use super::page::{Header, Page};
use crate::tui::content::stem;
use crate::tui::keys::{self, Keymap, MOVE, Move, Row};
use crate::tui::message::Effect;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::field::Field;
use crate::tui::widget::list::List;
use crate::tui::widget::panel;
use crate::tui::widget::scroll::{Scroll, Scrollable};
use quizbank::model::question::Question;

/// The rows of a detail below a list that does not fit above it.
const DETAIL: u16 = 11;
/// The least rows of a detail below a list that fits above it whole.
const LOW_DETAIL: u16 = 8;

/// The widest detail, its frame included: lines of 92 cells.
const READING: u16 = 96;

/// Panes of what belongs to an entry, at most.
const MORE: usize = 4;

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

    /// Does what the Enter key means at an entry.
    fn open(&mut self, entry: usize) -> Vec<Effect>;

    /// Does what a key of its own means at the chosen entry, if there is one.
    fn act(&mut self, own: Self::Own, entry: Option<usize>) -> Vec<Effect>;

    /// Takes in that another entry is chosen.
    fn leave(&mut self) {}

    /// What is said where nothing is listed.
    fn nothing(&self) -> &'static str;

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

/// The own keys of a source that has none.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum NoKey {}

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
    /// The stems of `questions` below each other.
    pub(in crate::tui) fn questions<'a>(
        title: &str,
        questions: impl Iterator<Item = &'a Question>,
        width: u16,
        theme: Theme,
    ) -> Self {
        let stems: Vec<String> = questions.map(stem).collect();
        let lines = text::listed(stems.iter().map(String::as_str), width, theme.style(Role::Plain));
        Self { title: panel::title(title, "", theme), lines }
    }
}

/// What the keys of a catalog mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command<C> {
    Move(Move),
    /// To the other pane.
    OtherPane,
    /// A page up or down in the detail, whichever pane has the keys.
    Read(Move),
    Open,
    /// Type a filter, keep it, clear it.
    Filter,
    Keep,
    Clear,
    Copy,
    Back,
    Own(C),
}

/// A source as it is looked at.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Catalog<S> {
    source: S,
    filter: Filter,
    list: List,
    detail: Scroll,
    more: [Scroll; MORE],
    pane: Pane,
}

/// The pane that has the arrows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Pane {
    List,
    Detail,
    More(usize),
}

impl<S: Source + fmt::Debug> Catalog<S> {
    /// The list of `source`, the entry of this place chosen.
    pub(in crate::tui) fn new(source: S, chosen: usize) -> Self {
        let mut catalog = Self {
            source,
            filter: Filter::default(),
            list: List::default(),
            detail: Scroll::top(),
            more: Default::default(),
            pane: Pane::List,
        };
        catalog.choose(Some(chosen));
        catalog
    }

    /// What is listed.
    pub(in crate::tui) fn source_mut(&mut self) -> &mut S {
        &mut self.source
    }

    /// Chooses the entry of this place, if there is one and it is listed.
    pub(in crate::tui) fn choose(&mut self, entry: Option<usize>) {
        let Some(entry) = entry else { return };
        let place = self.entries().into_iter().position(|listed| listed == entry);
        self.list.set(place.unwrap_or_default());
    }

    fn entries(&self) -> Vec<usize> {
        let listed = self.source.listed(&self.filter).into_iter();
        listed
            .filter_map(|line| match line {
                Listed::Entry(entry) => Some(entry),
                Listed::Heading(..) => None,
            })
            .collect()
    }

    fn chosen(&self) -> Option<usize> {
        let entries = self.entries();
        entries.get(self.list.position(entries.len())).copied()
    }

    /// From the top of what is listed now.
    fn start_over(&mut self) {
        self.list.set(0);
        self.chosen_anew();
    }

    fn chosen_anew(&mut self) {
        self.detail = Scroll::top();
        self.more = Default::default();
        self.source.leave();
    }

    /// The pane that has the arrows: the list where the chosen one has nothing out of sight.
    fn pane(&self) -> Pane {
        Some(self.pane).filter(|pane| self.can_scroll(*pane)).unwrap_or(Pane::List)
    }

    /// Whether a pane beside the list has more than is in sight.
    fn can_scroll(&self, pane: Pane) -> bool {
        match pane {
            Pane::List => false,
            Pane::Detail => self.detail.has_more(),
            Pane::More(place) => self.more.get(place).is_some_and(Scroll::has_more),
        }
    }

    /// The panes beside the list.
    fn others() -> impl Iterator<Item = Pane> {
        [Pane::Detail].into_iter().chain((0..MORE).map(Pane::More))
    }

    fn step(&mut self, to: Move) {
        // Whose arrows moved in the list stays there, whatever comes next.
        self.pane = self.pane();
        match self.pane {
            Pane::Detail => return self.detail.step(to),
            Pane::More(place) => {
                return self.more.iter_mut().skip(place).take(1).for_each(|more| more.step(to));
            }
            Pane::List => {}
        }
        self.list.step(to, self.entries().len());
        self.chosen_anew();
    }
}

impl<S: Source + fmt::Debug> Page for Catalog<S> {
    type Command = Command<S::Own>;

    fn keys(&self) -> Keymap<Self::Command> {
        if self.filter.typing == Typing::Yes {
            return Keymap::new("While typing a filter", Command::TYPING);
        }
        let keymap = Keymap::new(S::PLACE, S::KEYS);
        let keymap = if Self::others().any(|pane| self.can_scroll(pane)) {
            keymap.and(Command::READING)
        } else {
            keymap
        };
        let keymap = if self.chosen().is_some() {
            keymap.and(Command::COPYING)
        } else {
            keymap.out_of_footer(|it| matches!(it, Command::Move(_) | Command::Open))
        };
        keymap.back(Command::Back)
    }

    fn act(&mut self, command: Self::Command) -> Vec<Effect> {
        match command {
            Command::Move(to) => self.step(to),
            Command::Read(to) => self.detail.step(to),
            Command::OtherPane => {
                let here = self.pane();
                let mut after = Self::others().filter(|pane| *pane > here);
                self.pane = after.find(|pane| self.can_scroll(*pane)).unwrap_or(Pane::List);
            }
            Command::Open => {
                return self.chosen().map_or_else(Vec::new, |entry| self.source.open(entry));
            }
            Command::Filter => {
                self.pane = Pane::List;
                self.filter.typing = Typing::Yes;
            }
            Command::Keep => self.filter.typing = Typing::No,
            Command::Clear => {
                self.filter.clear();
                self.start_over();
            }
            Command::Copy => {
                let text = self.chosen().map(|entry| self.source.copied(entry));
                return text.map(Effect::Copy).into_iter().collect();
            }
            // A filter that was kept is what lies on top: the way back clears it first.
            Command::Back if self.filter.clear() => self.start_over(),
            Command::Back => return vec![Effect::Close],
            Command::Own(own) => {
                let chosen = self.chosen();
                let before = self.entries().len();
                let effects = self.source.act(own, chosen);
                if self.entries().len() != before {
                    self.start_over();
                }
                return effects;
            }
        }
        Vec::new()
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.filter.field()
    }

    fn edited(&mut self) {
        self.start_over();
    }

    /// A click chooses, and opens what is chosen already.
    fn click(&mut self, mouse: Position) -> Vec<Effect> {
        let before = self.chosen();
        if self.list.click(mouse) {
            self.pane = Pane::List;
            if self.chosen() == before {
                return self.act(Command::Open);
            }
            self.chosen_anew();
        } else {
            let is_at = |pane: &Pane| match *pane {
                Pane::List => false,
                Pane::Detail => self.detail.is_at(mouse),
                Pane::More(place) => self.more.get(place).is_some_and(|more| more.is_at(mouse)),
            };
            let clicked = Self::others().find(|pane| is_at(pane) && self.can_scroll(*pane));
            self.pane = clicked.unwrap_or(self.pane);
        }
        Vec::new()
    }

    fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        let more = self.more.iter_mut().map(|more| more as &mut dyn Scrollable);
        [&mut self.list as &mut dyn Scrollable, &mut self.detail].into_iter().chain(more).collect()
    }

    fn moved(&mut self, pane: usize) {
        if pane == 0 {
            self.chosen_anew();
        }
    }

    fn links(&self) -> Vec<String> {
        self.chosen().map_or_else(Vec::new, |entry| self.source.links(entry).to_vec())
    }

    fn header(&self, theme: Theme) -> Header {
        self.source.header(self.entries().len(), &self.filter, theme)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        self.draw_panes(frame, area, theme);
    }
}

impl<C: Copy + 'static> Command<C> {
    /// The keys of the line in which a filter is typed.
    const TYPING: &'static [Row<Self>] = &[
        keys::row(&[("Enter", Self::Keep)], 1, "apply filter", "apply the filter"),
        keys::row(&[("Esc", Self::Clear)], 1, "clear", "clear the filter"),
        keys::moves(&[("↑", Move::Up), ("↓", Move::Down)], Self::Move, "choose", "choose"),
    ];
    /// The key of a chosen entry.
    const COPYING: &'static [Row<Self>] =
        &[keys::row(&[("y", Self::Copy)], 1, "copy", "copy the details of the entry")];
    /// The keys of a detail that does not fit.
    const READING: &'static [Row<Self>] = &[keys::row(
        &[("Tab", Self::OtherPane), ("shift-Tab", Self::OtherPane)],
        1,
        "pane",
        "go to the list, to the details, and to what belongs to them",
    )];

    /// The keys that move in a list.
    pub(in crate::tui) const fn choose(help: &'static str) -> Row<Self> {
        keys::moves(MOVE, Self::Move, "choose", help)
    }

    /// The key that opens an entry.
    pub(in crate::tui) const fn open(hint: &'static str, help: &'static str) -> Row<Self> {
        keys::row(const { &[("Enter", Self::Open)] }, 1, hint, help)
    }

    /// The key that begins a filter.
    pub(in crate::tui) const fn filter(hint: &'static str, help: &'static str) -> Row<Self> {
        keys::row(const { &[("/", Self::Filter)] }, 1, hint, help)
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
