//! The list of labs: what is broken, how much may be changed, and the best score.

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::Header;
use crate::tui::message::{Destination, Effect, Msg};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::{self, Cursor, Rows};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::{Content, text};
use apprunner_sim::model::lab::Lab;
use apprunner_sim::model::scenario::Scenario;

/// The list of labs.
#[derive(Clone, Debug)]
pub struct Labs {
    content: Arc<Content>,
    /// The best score of each lab that was solved.
    best: BTreeMap<String, u32>,
    cursor: Cursor,
    rows: Rows,
}

impl Labs {
    /// All of them, the first one chosen.
    pub fn new(content: Arc<Content>, best: BTreeMap<String, u32>) -> Self {
        Self { content, best, cursor: Cursor::default(), rows: Rows::default() }
    }

    /// Takes in the best scores.
    pub fn mended(&mut self, best: BTreeMap<String, u32>) {
        self.best = best;
    }

    /// Takes in a message and says what is to be done.
    pub fn update(&mut self, message: Msg) -> Vec<Effect> {
        let count = self.content.labs().count();
        match message {
            Msg::Back => return vec![Effect::Close],
            Msg::Accept => {
                let chosen = self.content.labs().nth(self.cursor.position(count));
                let open = |(scenario, _): (&Scenario, &Lab)| {
                    Effect::Open(Destination::Lab(scenario.name.clone()))
                };
                return chosen.map(open).into_iter().collect();
            }
            Msg::Click(mouse) => self.cursor.click(mouse, &self.rows),
            _ => self.cursor.update(message, count),
        }
        Vec::new()
    }

    /// The line at the top.
    pub fn header(&self, theme: Theme) -> Header {
        let labs = || self.content.labs();
        let solved = labs().filter(|(lab, _)| self.best.contains_key(&lab.name)).count();
        let count = format!("{solved} of {} solved ", labs().count());
        Header {
            left: Line::styled(" Labs", theme.style(Role::Strong)),
            right: Line::styled(count, theme.style(Role::Muted)),
        }
    }

    /// Draws the list, and the chosen one beside or below it.
    pub fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let labs: Vec<_> = self.content.labs().collect();
        let position = self.cursor.position(labs.len());
        let Some((scenario, lab)) = labs.get(position).copied() else {
            let inner = panel::panel(frame, area, Line::default(), Focus::Here, theme);
            let none = panel::wrapped("no labs here", inner.width, Role::Muted, theme);
            return panel::lines(frame, inner, none);
        };
        let layout = if area.width >= 100 {
            Layout::horizontal([Constraint::Fill(2), Constraint::Fill(3)])
        } else {
            Layout::vertical([Constraint::Fill(1), Constraint::Length(11.min(area.height / 2))])
        };
        let [list, detail] = area.layout(&layout);
        self.draw_list(frame, list, &labs, theme);
        self.draw_detail(frame, detail, scenario, lab, theme);
    }

    fn draw_list(&self, frame: &mut Frame, area: Rect, labs: &[(&Scenario, &Lab)], theme: Theme) {
        let inner = panel::panel(frame, area, Line::default(), Focus::Here, theme);
        let chosen = self.cursor.position(labs.len());
        let window = list::window(chosen, labs.len(), usize::from(inner.height));
        self.rows.drawn(inner, &window);
        let width = usize::from(inner.width);
        let rows = window.filter_map(|index| Some((index, labs.get(index)?)));
        let lines = rows.map(|(index, (scenario, _))| {
            let sign = if index == chosen { "▸" } else { " " };
            let best = self.best.get(&scenario.name);
            let score = best.map_or_else(|| "   ".to_owned(), |score| format!("{score:>3}"));
            let solved = if best.is_some() { "✓" } else { " " };
            let end = format!(" {solved} {score}");
            let room = width.saturating_sub(text::width(&end));
            let title = text::pad(&format!("{sign} {}", scenario.title), room);
            if index == chosen {
                return Line::styled(title + &end, theme.style(Role::Selected));
            }
            Line::from(vec![Span::raw(title), Span::styled(end, theme.style(Role::Good))])
        });
        panel::lines(frame, inner, lines.collect());
    }

    fn draw_detail(
        &self,
        frame: &mut Frame,
        area: Rect,
        scenario: &Scenario,
        lab: &Lab,
        theme: Theme,
    ) {
        let title = panel::title(&scenario.name, "", theme);
        let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
        let mut lines = panel::wrapped(&lab.symptom, inner.width, Role::Plain, theme);
        lines.push(Line::default());
        let best = self
            .best
            .get(&scenario.name)
            .map_or_else(|| "not solved yet".to_owned(), |score| format!("best score {score}"));
        let changes = match lab.budget {
            1 => "1 change".to_owned(),
            many => format!("at most {many} changes"),
        };
        let facts = format!("{} rules · {changes} · {best}", scenario.edition);
        lines.extend(panel::wrapped(&facts, inner.width, Role::Muted, theme));
        for goal in &scenario.goals {
            let goal = format!("◇ {}", goal.name);
            lines.extend(panel::wrapped(&goal, inner.width, Role::Muted, theme));
        }
        panel::lines(frame, inner, lines);
    }
}
