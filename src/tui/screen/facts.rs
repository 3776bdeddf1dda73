//! The ledger: what the course says beside what AWS documents.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::Header;
use super::filter::{Filter, Outcome};
use super::home::verdict_role;
use crate::tui::keys::Place;
use crate::tui::message::{Effect, Msg};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::{self, Cursor, Rows};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::{Content, text};
use quizbank::model::fact::{Fact, FactVerdict};

/// The ledger of facts.
#[derive(Clone, Debug)]
pub struct Facts {
    content: Arc<Content>,
    filter: Filter,
    shows: Shows,
    cursor: Cursor,
    rows: Rows,
}

/// Which facts are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shows {
    All,
    Contested,
}

impl Facts {
    /// All facts, the first one chosen.
    pub fn new(content: Arc<Content>) -> Self {
        Self {
            content,
            filter: Filter::default(),
            shows: Shows::All,
            cursor: Cursor::default(),
            rows: Rows::default(),
        }
    }

    /// All facts, the one called `id` chosen if there is one.
    pub fn at(content: Arc<Content>, id: &str) -> Self {
        let position = content.ledger.facts.iter().position(|fact| fact.id == id);
        let mut facts = Self::new(content);
        facts.cursor.set(position.unwrap_or_default());
        facts
    }

    /// Takes in a message and says what is to be done.
    pub fn update(&mut self, message: Msg) -> Vec<Effect> {
        match (self.filter.update(message), message) {
            (Outcome::Taken, _) => {}
            (Outcome::Changed, _) => self.cursor.reset(),
            (Outcome::Passed, Msg::Back) => return vec![Effect::Close],
            (Outcome::Passed, Msg::ToggleContested) => {
                self.shows = match self.shows {
                    Shows::All => Shows::Contested,
                    Shows::Contested => Shows::All,
                };
                self.cursor.reset();
            }
            (Outcome::Passed, Msg::Click(mouse)) => self.cursor.click(mouse, &self.rows),
            (Outcome::Passed, _) => {
                let length = self.listed().len();
                self.cursor.update(message, length);
            }
        }
        Vec::new()
    }

    /// Which keys hold.
    pub fn place(&self) -> Place {
        self.filter.place(Place::Facts)
    }

    fn listed(&self) -> Vec<&Fact> {
        let listed = |fact: &&Fact| {
            let note = fact.note.as_deref().unwrap_or_default();
            (self.shows == Shows::All || fact.verdict.is_contested())
                && self.filter.matches(&[&fact.id, &fact.chapter, &fact.aws, note])
        };
        self.content.ledger.facts.iter().filter(listed).collect()
    }

    /// The line at the top.
    pub fn header(&self, theme: Theme) -> Header {
        let contested = if self.shows == Shows::Contested { "contested only · " } else { "" };
        let count =
            format!("{contested}{} of {} ", self.listed().len(), self.content.ledger.facts.len());
        Header {
            left: self.filter.title("Facts", theme),
            right: Line::styled(count, theme.style(Role::Muted)),
        }
    }

    /// Draws the list, and the chosen fact beside or below it.
    pub fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let listed = self.listed();
        let chosen = self.cursor.position(listed.len());
        let Some(fact) = listed.get(chosen) else {
            return self.draw_list(frame, area, &listed, chosen, theme);
        };
        let layout = if area.width >= 110 {
            Layout::horizontal([Constraint::Length(50), Constraint::Fill(1)])
        } else {
            Layout::vertical([Constraint::Fill(2), Constraint::Fill(3)])
        };
        let [list, detail] = area.layout(&layout);
        self.draw_list(frame, list, &listed, chosen, theme);
        draw_fact(frame, detail, fact, theme);
    }

    fn draw_list(
        &self,
        frame: &mut Frame,
        area: Rect,
        listed: &[&Fact],
        chosen: usize,
        theme: Theme,
    ) {
        let inner = panel::panel(frame, area, Line::default(), Focus::Here, theme);
        if listed.is_empty() {
            let message = "no fact has these words";
            panel::lines(frame, inner, panel::wrapped(message, inner.width, Role::Muted, theme));
            return;
        }
        let window = list::window(chosen, listed.len(), usize::from(inner.height));
        self.rows.drawn(inner, &window);
        let room = usize::from(inner.width).saturating_sub(15);
        let lines = window.filter_map(|index| Some((index, listed.get(index)?)));
        let lines = lines.map(|(index, fact)| {
            let sign = if index == chosen { "▸" } else { " " };
            let name = text::pad(&format!("{sign} {}", fact.id), room);
            let verdict =
                format!("  {} {:<10}", verdict_sign(fact.verdict), fact.verdict.to_string());
            if index == chosen {
                return Line::styled(name + &verdict, theme.style(Role::Selected));
            }
            let verdict = Span::styled(verdict, theme.style(verdict_role(fact.verdict)));
            Line::from(vec![Span::raw(name), verdict])
        });
        panel::lines(frame, inner, lines.collect());
    }
}

fn verdict_sign(verdict: FactVerdict) -> &'static str {
    match verdict {
        FactVerdict::Agrees => "✓",
        FactVerdict::Differs => "✗",
        FactVerdict::Outdated => "◆",
        FactVerdict::Unverified => "○",
    }
}

fn draw_fact(frame: &mut Frame, area: Rect, fact: &Fact, theme: Theme) {
    let mut title = panel::title(&fact.id, "", theme);
    let verdict = format!("{} {} ", verdict_sign(fact.verdict), fact.verdict);
    title.push_span(Span::styled(verdict, theme.style(verdict_role(fact.verdict))));
    let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
    let rest = draw_sides(frame, inner, fact, theme);
    let mut lines = Vec::new();
    if let Some(note) = &fact.note {
        lines.extend(panel::wrapped(note, rest.width, Role::Plain, theme));
        lines.push(Line::default());
    }
    for source in &fact.source {
        let line = text::cut(source, usize::from(rest.width));
        lines.push(Line::styled(line, theme.style(Role::Muted)));
    }
    panel::lines(frame, rest, lines);
}

/// Draws the two claims beside each other, or below where it is narrow; gives what is left.
fn draw_sides(frame: &mut Frame, area: Rect, fact: &Fact, theme: Theme) -> Rect {
    let side = |name: &str, claim: &str, width: u16| {
        let mut lines = vec![Line::styled(name.to_owned(), theme.style(Role::Strong))];
        lines.extend(panel::wrapped(claim, width, Role::Plain, theme));
        lines
    };
    if area.width < 60 {
        let mut lines = side("The course", &fact.chapter, area.width);
        lines.extend(side("AWS", &fact.aws, area.width));
        let (top, rest) = panel::split_top(area, height(lines.len()));
        panel::lines(frame, top, lines);
        return rest;
    }
    let gap = Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]).spacing(3);
    let [left, right] = area.layout(&gap);
    let course = side("The course", &fact.chapter, left.width);
    let aws = side("AWS", &fact.aws, right.width);
    let (_, rest) = panel::split_top(area, height(course.len().max(aws.len()) + 1));
    panel::lines(frame, left, course);
    panel::lines(frame, right, aws);
    rest
}

fn height(lines: usize) -> u16 {
    u16::try_from(lines).unwrap_or(u16::MAX)
}
