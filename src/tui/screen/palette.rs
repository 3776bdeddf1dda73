//! The command palette: one line that finds questions, facts, terms, scenarios, labs, pages
//! and what the keys of the screen below do, by letters in their order (fuzzy).

mod found;
mod row;

use ratatui::Frame;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::{Constraint, Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use self::found::{Candidate, Leads, Searcher};
use super::page;
use crate::tui::content::Content;
use crate::tui::keys::{self, Keymap, Labels, Move, Row};
use crate::tui::message::{Effect, Msg};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::field::Field;
use crate::tui::widget::list::{Item, List};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::scroll::Scrollable as _;

pub(in crate::tui) use self::found::Reach;

const WIDEST: u16 = 110;
/// Rows in which the chosen thing is said whole.
const WHOLE: u16 = 3;

/// The palette, while it is open.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Palette {
    field: Field,
    list: List,
    candidates: Vec<Candidate>,
    /// What matches, the best first, by its place among all.
    found: Vec<usize>,
}

/// What somebody has led to in the palette.
#[derive(Clone, Debug)]
pub(in crate::tui) enum Outcome {
    Open(Palette),
    Closed,
    /// It asks for this.
    Ask(Effect),
    /// The screen below gets this key.
    Press(KeyEvent),
}

/// What its keys mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Move(Move),
    Accept,
    Close,
}

const KEYS: &[Row<Command>] = &[
    keys::moves(
        &[
            ("↑", Move::Up),
            ("↓", Move::Down),
            ("PgUp", Move::PageUp),
            ("PgDn", Move::PageDown),
            ("ctrl-p", Move::Up),
            ("ctrl-n", Move::Down),
        ],
        Command::Move,
        "choose",
        "choose a result",
    ),
    keys::row(&[("Enter", Command::Accept)], "open", "open the result or run the command"),
    keys::row(&[("Esc", Command::Close)], "close", "close the palette"),
];

/// Rows of the palette where nothing is found.
const NOTHING: u16 = 8;

impl Palette {
    /// The palette over a screen whose keys are `labels`, with what is within `reach`.
    pub(in crate::tui) fn new(content: &Content, labels: &Labels, reach: Reach) -> Self {
        let candidates = found::candidates(content, labels, reach);
        let found = (0..candidates.len()).collect();
        Self { field: Field::default(), list: List::default(), candidates, found }
    }

    /// The keys that hold.
    pub(in crate::tui) fn keys(&self) -> Keymap<Command> {
        let is_idle = |it| self.found.is_empty() && !matches!(it, Command::Close);
        Keymap::new("The palette", KEYS).out_of_footer(is_idle)
    }

    /// Takes in a message.
    pub(in crate::tui) fn update(mut self, message: &Msg) -> Outcome {
        match message {
            Msg::Key(key) => match self.keys().command(*key) {
                Some(Command::Move(to)) => self.list.step(to, self.found.len()),
                Some(Command::Accept) => return self.accept(),
                Some(Command::Close) => return Outcome::Closed,
                None => self.edit(|field| field.press(*key)),
            },
            Msg::Paste(text) => self.edit(|field| field.paste(text)),
            Msg::Click(mouse) => {
                if page::pressed(vec![&mut self.list], *mouse).is_none() {
                    return self.click(*mouse);
                }
            }
            Msg::Drag(mouse) => drop(page::dragged(vec![&mut self.list], *mouse)),
            Msg::Release => self.list.bar().release(),
            Msg::Wheel(_, wheel) => self.list.turn(*wheel),
            Msg::Tick(_) => {}
        }
        Outcome::Open(self)
    }

    fn click(mut self, mouse: Position) -> Outcome {
        if self.list.click(mouse) { self.accept() } else { Outcome::Open(self) }
    }

    fn chosen(&self) -> Option<&Candidate> {
        let place = self.found.get(self.list.position(self.found.len()))?;
        self.candidates.get(*place)
    }

    fn accept(self) -> Outcome {
        match self.chosen().map(|candidate| candidate.leads.clone()) {
            Some(Leads::To(effect)) => Outcome::Ask(*effect),
            Some(Leads::Press(key)) => Outcome::Press(key),
            None => Outcome::Open(self),
        }
    }

    fn edit(&mut self, change: impl FnOnce(&mut Field)) {
        let before = self.field.text().to_owned();
        change(&mut self.field);
        if self.field.text() != before {
            self.found = Searcher::new(self.field.text()).search(&self.candidates);
            self.list.set(0);
        }
    }

    /// Draws the palette over `area`.
    pub(in crate::tui) fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let height = match self.found.len() {
            0 => NOTHING,
            _ => (area.height * 3 / 4).max(12),
        };
        let height = height.min(area.height);
        let width = WIDEST.min(area.width);
        let area = area.centered(Constraint::Length(width), Constraint::Length(height));
        frame.render_widget(Clear, area);
        let count = format!("{} of {}", self.found.len(), self.candidates.len());
        let title = panel::title("Find", &count, theme);
        let inner = panel::panel(frame, area, title, Focus::Here, theme);
        let (line, rest) = panel::split_top(inner, 1);
        let mut spans = vec![Span::styled(": ", theme.style(Role::Accent))];
        spans.extend(self.field.spans(usize::from(line.width).saturating_sub(2), theme));
        panel::lines(frame, line, vec![Line::from(spans)]);
        let (rows, whole) = panel::split_top(rest, rest.height.saturating_sub(WHOLE + 1));
        self.draw_rows(frame, rows, theme);
        self.draw_chosen(frame, whole, theme);
    }

    fn draw_rows(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        if self.found.is_empty() {
            self.list.hide();
            let none = "Nothing contains these words. Shorten them, or press Esc to close.";
            return panel::lines(frame, area, panel::wrapped(none, area.width, Role::Muted, theme));
        }
        let room = usize::from(area.width).saturating_sub(2);
        // What is not in sight needs no texts.
        let chosen = self.list.position(self.found.len());
        let seen = usize::from(area.height).max(1);
        let mut searcher = Searcher::new(self.field.text());
        let items = self.found.iter().enumerate().map(|(place, &candidate)| {
            if place.abs_diff(chosen) > seen {
                return Item::Entry(Vec::new());
            }
            let Some(candidate) = self.candidates.get(candidate) else {
                return Item::Entry(Vec::new());
            };
            Item::Entry(row::cells(candidate, &searcher.marks(candidate), room))
        });
        self.list.draw(frame, area, items.collect(), (0, Focus::Here), theme);
    }

    /// Says the chosen thing whole: its row may be cut.
    fn draw_chosen(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let Some(candidate) = self.chosen() else { return };
        let mut lines = vec![Line::default()];
        lines.extend(panel::wrapped(&candidate.title, area.width, Role::Plain, theme));
        lines.extend(panel::wrapped(&candidate.about, area.width, Role::Muted, theme));
        panel::lines(frame, area, lines);
    }
}
