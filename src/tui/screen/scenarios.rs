//! The list of scenarios: what each shows, and a way to play it.

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
use apprunner_sim::model::scenario::Scenario;

/// The list of scenarios.
#[derive(Clone, Debug)]
pub struct Scenarios {
    content: Arc<Content>,
    filter: Filter,
    cursor: Cursor,
    rows: Rows,
}

impl Scenarios {
    /// All of them, the first one chosen.
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
        match self.filter.update(message) {
            Outcome::Changed => self.cursor.reset(),
            Outcome::Taken => {}
            Outcome::Passed => return self.act(message),
        }
        Vec::new()
    }

    fn act(&mut self, message: Msg) -> Vec<Effect> {
        let shown = self.shown();
        let (length, chosen) = (shown.len(), self.chosen(&shown).cloned());
        match (message, chosen) {
            (Msg::Back, _) => vec![Effect::Close],
            (Msg::Accept, Some(scenario)) => {
                vec![Effect::Open(Destination::Play(scenario.name))]
            }
            (Msg::Click(mouse), _) => {
                self.cursor.click(mouse, &self.rows);
                Vec::new()
            }
            _ => {
                self.cursor.update(message, length);
                Vec::new()
            }
        }
    }

    /// Which keys hold.
    pub fn place(&self) -> Place {
        self.filter.place(Place::Scenarios)
    }

    fn shown(&self) -> Vec<&Scenario> {
        let matches = |scenario: &&Scenario| {
            self.filter.matches(&[&scenario.name, &scenario.title, &scenario.summary])
        };
        let mut shown: Vec<&Scenario> = self.content.plays().filter(matches).collect();
        // Who types a whole name means that one.
        shown.sort_by_key(|scenario| !self.filter.is(&scenario.name));
        shown
    }

    fn chosen<'a>(&self, shown: &[&'a Scenario]) -> Option<&'a Scenario> {
        shown.get(self.cursor.position(shown.len())).copied()
    }

    /// The line at the top.
    pub fn header(&self, theme: Theme) -> Header {
        let count = format!("{} of {} ", self.shown().len(), self.content.plays().count());
        Header {
            left: self.filter.title("Scenarios", theme),
            right: Line::styled(count, theme.style(Role::Muted)),
        }
    }

    /// Draws the list, and the chosen one beside or below it.
    pub fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let shown = self.shown();
        let Some(chosen) = self.chosen(&shown) else {
            return self.draw_list(frame, area, &shown, theme);
        };
        let wide = area.width >= 100;
        let layout = if wide {
            Layout::horizontal([Constraint::Fill(2), Constraint::Fill(3)])
        } else {
            Layout::vertical([Constraint::Fill(1), Constraint::Length(11.min(area.height / 2))])
        };
        let [list, detail] = area.layout(&layout);
        self.draw_list(frame, list, &shown, theme);
        draw_detail(frame, detail, chosen, theme);
    }

    fn draw_list(&self, frame: &mut Frame, area: Rect, shown: &[&Scenario], theme: Theme) {
        let inner = panel::panel(frame, area, Line::default(), Focus::Here, theme);
        if shown.is_empty() {
            let message = if self.content.plays().next().is_none() {
                "no scenarios here"
            } else {
                "no scenario has these words; Esc in the filter clears it"
            };
            panel::lines(frame, inner, panel::wrapped(message, inner.width, Role::Muted, theme));
            return;
        }
        let chosen = self.cursor.position(shown.len());
        let window = list::window(chosen, shown.len(), usize::from(inner.height));
        self.rows.drawn(inner, &window);
        let width = usize::from(inner.width);
        let lines = window.filter_map(|index| Some((index, shown.get(index)?)));
        let lines = lines.map(|(index, scenario)| {
            let sign = if index == chosen { "▸" } else { " " };
            let length = format!(" {:>7}", scenario.duration.to_string());
            let room = width.saturating_sub(text::width(&length));
            let title = text::pad(&format!("{sign} {}", scenario.title), room);
            if index == chosen {
                Line::styled(title + &length, theme.style(Role::Selected))
            } else {
                let length = Span::styled(length, theme.style(Role::Muted));
                Line::from(vec![Span::raw(title), length])
            }
        });
        panel::lines(frame, inner, lines.collect());
    }
}

fn draw_detail(frame: &mut Frame, area: Rect, scenario: &Scenario, theme: Theme) {
    let title = panel::title(&scenario.name, "", theme);
    let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
    let mut lines = panel::wrapped(&scenario.summary, inner.width, Role::Plain, theme);
    lines.push(Line::default());
    let run =
        format!("{} rules · {} · seed {}", scenario.edition, scenario.duration, scenario.seed);
    for facts in [run, settings(scenario)] {
        lines.extend(panel::wrapped(&facts, inner.width, Role::Muted, theme));
    }
    for goal in &scenario.goals {
        let goal = format!("◇ {}: {} {}", goal.name, goal.probe.metric, goal.probe.bound);
        lines.extend(panel::wrapped(&goal, inner.width, Role::Muted, theme));
    }
    panel::lines(frame, inner, lines);
}

fn settings(scenario: &Scenario) -> String {
    let scaling = &scenario.service.auto_scaling;
    format!(
        "{} to {} instances of {} slots, {}",
        scaling.min_size, scaling.max_size, scaling.max_concurrency, scenario.service.instance
    )
}
