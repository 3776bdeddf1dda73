//! A list beside what there is to say of its chosen entry: facts, terms, scenarios,
//! labs, topics, comparisons and exams are all shown by this one screen.

mod command;
mod panes;
mod source;

use std::{fmt, iter};

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
    /// The detail of the chosen entry, and what belongs to it.
    texts: [Scroll; 1 + MORE],
    /// Which of these has the arrows; `None` where the list has them.
    pane: Option<usize>,
}

impl<S: Source + fmt::Debug> Catalog<S> {
    /// The list of `source`, the entry of this place chosen.
    pub(in crate::tui) fn new(source: S, chosen: usize) -> Self {
        let mut catalog = Self {
            source,
            filter: Filter::default(),
            list: List::default(),
            texts: Default::default(),
            pane: None,
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
        self.texts = Default::default();
        self.source.leave();
    }

    /// The pane beside the list that has the arrows: none where it has nothing out of sight.
    fn pane(&self) -> Option<usize> {
        self.pane.filter(|pane| self.can_scroll(*pane))
    }

    /// Whether a pane beside the list has more than is in sight.
    fn can_scroll(&self, pane: usize) -> bool {
        self.texts.get(pane).is_some_and(Scroll::has_more)
    }

    fn step(&mut self, to: Move) {
        // Whose arrows moved in the list stays there, whatever comes next.
        self.pane = self.pane();
        if let Some(text) = self.pane.and_then(|pane| self.texts.get_mut(pane)) {
            return text.step(to);
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
        let has_more = self.texts.iter().any(Scroll::has_more);
        let keymap = if has_more { keymap.and(Command::READING) } else { keymap };
        let keymap = keymap.and(self.source.more_keys());
        let keymap = keymap.out_of_footer(|it| matches!(it, Command::Own(own) if is_idle(own)));
        let opens = chosen.is_some_and(|entry| !self.source.open(entry).is_empty());
        let keymap = keymap
            .out_of_footer(|it| matches!(it, Command::Open) && !opens)
            .scrolling(&self.texts[0], |it| matches!(it, Command::Read(_)));
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
            Command::Read(to) => self.texts[0].step(to),
            Command::OtherPane => {
                let mut after = self.pane().map_or(0, |pane| pane + 1)..self.texts.len();
                self.pane = after.find(|pane| self.can_scroll(*pane));
            }
            Command::Open => {
                self.source.leave();
                return self.chosen().map_or_else(Vec::new, |entry| self.source.open(entry));
            }
            Command::Filter => {
                self.pane = None;
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
            self.pane = None;
            if self.chosen() == before {
                return self.act(Command::Open);
            }
            self.chosen_anew();
        } else {
            let mut texts = self.texts.iter();
            let clicked = texts.position(|text| text.is_at(mouse) && text.has_more());
            self.pane = clicked.or(self.pane);
        }
        Vec::new()
    }

    fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        let texts = self.texts.iter_mut().map(|text| text as &mut dyn Scrollable);
        iter::once(&mut self.list as &mut dyn Scrollable).chain(texts).collect()
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
