//! The words of the field, and App Runner beside its neighbours.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::Header;
use super::filter::{Filter, Outcome};
use crate::tui::keys::Place;
use crate::tui::message::{Destination, Effect, Msg};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::{self, Cursor, Rows};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::{Content, text};
use quizbank::model::course::Term;

/// The column of the terms: the longest name, its sign and a blank.
const NAMES: usize = 32;

/// The glossary.
#[derive(Clone, Debug)]
pub struct Glossary {
    content: Arc<Content>,
    filter: Filter,
    cursor: Cursor,
    rows: Rows,
}

impl Glossary {
    /// All terms, the first one chosen.
    pub fn new(content: Arc<Content>) -> Self {
        Self {
            content,
            filter: Filter::default(),
            cursor: Cursor::default(),
            rows: Rows::default(),
        }
    }

    /// Takes in a message and says what is to be done.
    pub fn update(&mut self, message: Msg) -> Vec<Effect> {
        let listed = self.listed();
        let chosen = listed.get(self.cursor.position(listed.len()));
        let fact = chosen.and_then(|term| term.fact.clone());
        let length = listed.len();
        match (self.filter.update(message), message, fact) {
            (Outcome::Taken, ..) => {}
            (Outcome::Changed, ..) => self.cursor.reset(),
            (Outcome::Passed, Msg::Back, _) => return vec![Effect::Close],
            (Outcome::Passed, Msg::Accept, Some(fact)) => {
                return vec![Effect::Open(Destination::Fact(fact))];
            }
            (Outcome::Passed, Msg::Click(mouse), _) => self.cursor.click(mouse, &self.rows),
            (Outcome::Passed, ..) => self.cursor.update(message, length),
        }
        Vec::new()
    }

    /// Which keys hold.
    pub fn place(&self) -> Place {
        self.filter.place(Place::Glossary)
    }

    fn listed(&self) -> Vec<&Term> {
        let listed = |term: &&Term| self.filter.matches(&[&term.name, &term.meaning]);
        self.content.course.terms.iter().filter(listed).collect()
    }

    /// The line at the top.
    pub fn header(&self, theme: Theme) -> Header {
        let count = format!("{} of {} ", self.listed().len(), self.content.course.terms.len());
        Header {
            left: self.filter.title("Glossary", theme),
            right: Line::styled(count, theme.style(Role::Muted)),
        }
    }

    /// Draws the terms, and what the chosen one means.
    pub fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let listed = self.listed();
        let chosen = self.cursor.position(listed.len());
        let [list, detail] =
            area.layout(&Layout::vertical([Constraint::Fill(1), Constraint::Length(6)]));
        let inner = panel::panel(frame, list, Line::default(), Focus::Here, theme);
        if listed.is_empty() {
            let message = "no term has these words";
            panel::lines(frame, inner, panel::wrapped(message, inner.width, Role::Muted, theme));
        }
        let window = list::window(chosen, listed.len(), usize::from(inner.height));
        self.rows.drawn(inner, &window);
        let width = usize::from(inner.width);
        let lines = window.filter_map(|index| Some((index, listed.get(index)?)));
        let lines = lines.map(|(index, term)| {
            let sign = if index == chosen { "▸" } else { " " };
            let name = text::pad(&format!("{sign} {}", term.name), NAMES.min(width));
            let meaning = text::pad(&term.meaning, width.saturating_sub(NAMES));
            if index == chosen {
                return Line::styled(name + &meaning, theme.style(Role::Selected));
            }
            Line::from(vec![Span::raw(name), Span::styled(meaning, theme.style(Role::Muted))])
        });
        panel::lines(frame, inner, lines.collect());
        if let Some(term) = listed.get(chosen) {
            draw_term(frame, detail, term, theme);
        }
    }
}

fn draw_term(frame: &mut Frame, area: Rect, term: &Term, theme: Theme) {
    let title = panel::title(&term.name, "", theme);
    let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
    let mut lines = panel::wrapped(&term.meaning, inner.width, Role::Plain, theme);
    if let Some(fact) = &term.fact {
        let fact = format!("Enter: the fact `{fact}`");
        lines.extend(panel::wrapped(&fact, inner.width, Role::Muted, theme));
    }
    panel::lines(frame, inner, lines);
}
