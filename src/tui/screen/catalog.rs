//! A list beside what there is to say of its chosen entry: facts, terms, scenarios,
//! labs, topics, comparisons and exams are all shown by this one screen.

mod command;
mod panes;
mod source;

use std::fmt;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

pub(in crate::tui) use self::command::{Command, NoKey};
pub(in crate::tui) use self::source::{Detail, Listed, Source, beside};
use super::filter::{Filter, Typing};
use super::page::{Header, Page};
use crate::tui::keys::{Keymap, Move};
use crate::tui::message::Effect;
use crate::tui::theme::Theme;
use crate::tui::widget::field::Field;
use crate::tui::widget::list::List;
use crate::tui::widget::scroll::{Scroll, Scrollable};

/// Panes of what belongs to an entry, at most.
const MORE: usize = 4;

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
            let keymap = Keymap::new("While typing a filter", Command::TYPING);
            let is_idle = |it| matches!(it, Command::Move(_)) && self.chosen().is_none();
            return keymap.out_of_footer(is_idle);
        }
        let chosen = self.chosen();
        let is_idle = |own: S::Own| !self.source.offers(own, chosen);
        let keymap = Keymap::new(S::PLACE, S::KEYS);
        let keymap = if Self::others().any(|pane| self.can_scroll(pane)) {
            keymap.and(Command::READING)
        } else {
            keymap
        };
        let keymap = keymap.and(self.source.more_keys());
        let keymap = keymap.out_of_footer(|it| matches!(it, Command::Own(own) if is_idle(own)));
        let opens = chosen.is_some_and(|entry| !self.source.open(entry).is_empty());
        let keymap = keymap
            .out_of_footer(|it| matches!(it, Command::Open) && !opens)
            .scrolling(&self.detail, |it| matches!(it, Command::Read(_)));
        let keymap = match chosen {
            Some(_) => keymap.and(Command::COPYING),
            None => keymap.out_of_footer(|it| matches!(it, Command::Move(_))),
        };
        let keymap = if self.filter.is_empty() { keymap } else { keymap.and(Command::CLEARING) };
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
                self.source.leave();
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
