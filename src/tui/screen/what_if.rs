//! What if: one value of a question's scenario is changed, the outcome is
//! predicted, and the run says who is right.
//!
//! ```text
//!  choose a value ─▶ type another ─▶ predict ─▶ run ─▶ both outcomes
//! ```

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Header;
use crate::app::proof::what_if::{self, Verdict};
use crate::tui::keys::Place;
use crate::tui::message::{Destination, Effect, Msg};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::{self, Cursor};
use crate::tui::widget::panel::{self, Focus};
use quizbank::model::question::Question;
use spanned_toml::setting;
use spanned_toml::setting::Setting;

/// A question's scenario, one value of which is changed.
#[derive(Clone, Debug)]
pub struct WhatIf {
    question: Question,
    seed: u64,
    values: Vec<Setting>,
    /// What came of the question's run, as `first.unhealthy = 50.000 s`.
    outcome: String,
    cursor: Cursor,
    stage: Stage,
    notice: Option<String>,
}

/// How far the learner is.
#[derive(Clone, Debug)]
enum Stage {
    Choosing,
    /// Another value is typed.
    Changing(String),
    /// The value is typed, the expected outcome is being typed.
    Predicting(Setting, String),
    /// The run with the change.
    Running(Box<what_if::WhatIf>),
}

impl WhatIf {
    /// The `values` of the scenario behind `question`, whose own run came out as
    /// `outcome` says.
    pub fn new(question: Question, seed: u64, values: Vec<Setting>, outcome: String) -> Self {
        Self {
            question,
            seed,
            values,
            outcome,
            cursor: Cursor::default(),
            stage: Stage::Choosing,
            notice: None,
        }
    }

    /// Takes in a message and says what is to be done.
    pub fn update(&mut self, message: Msg) -> Vec<Effect> {
        if let Msg::Tick(_) = message {
            return vec![Effect::Simulate];
        }
        self.notice = None;
        match (&mut self.stage, message) {
            (Stage::Choosing, Msg::Back) => return vec![Effect::Close],
            (_, Msg::Back) => self.stage = Stage::Choosing,
            (Stage::Changing(typed) | Stage::Predicting(_, typed), Msg::Type(letter)) => {
                typed.push(letter);
            }
            (Stage::Changing(typed) | Stage::Predicting(_, typed), Msg::Erase) => {
                typed.pop();
            }
            (_, Msg::Accept) => self.accept(),
            (Stage::Running(what_if), Msg::Replay) => return replay(what_if),
            (Stage::Choosing, _) => self.cursor.update(message, self.values.len()),
            _ => {}
        }
        Vec::new()
    }

    fn accept(&mut self) {
        let chosen = self.values.get(self.cursor.position(self.values.len()));
        match (&self.stage, chosen) {
            (Stage::Choosing, Some(_)) => self.stage = Stage::Changing(String::new()),
            (Stage::Changing(typed), Some(value)) => {
                let typed = format!("{}={}", value.path, typed.trim());
                match setting::parse(&typed) {
                    Ok(change) => self.stage = Stage::Predicting(change, String::new()),
                    Err(faults) => {
                        self.notice = Some(faults.in_a_line());
                    }
                }
            }
            (Stage::Predicting(change, typed), _) => {
                let (change, typed) = (change.clone(), typed.trim().to_owned());
                self.predict(change, &typed);
            }
            (Stage::Running(_), _) => self.stage = Stage::Choosing,
            (_, None) => {}
        }
    }

    fn predict(&mut self, change: Setting, typed: &str) {
        let predicted = typed.parse::<f64>().ok().filter(|number| number.is_finite());
        if predicted.is_none() && !typed.is_empty() {
            self.notice =
                Some(format!("`{typed}` is no number; leave it empty to predict nothing"));
            return;
        }
        match what_if::WhatIf::new(&self.question, self.seed, change, predicted) {
            Ok(what_if) => self.stage = Stage::Running(Box::new(what_if)),
            Err(error) => {
                self.notice = Some(error.to_string());
                self.stage = Stage::Choosing;
            }
        }
    }

    /// Simulates on by `events` engine events. True when nothing is left to do.
    pub fn simulate(&mut self, events: u64) -> bool {
        match &mut self.stage {
            Stage::Running(what_if) => what_if.fill(events),
            _ => true,
        }
    }

    /// Whether the run is on its way.
    pub fn moves(&self) -> bool {
        matches!(&self.stage, Stage::Running(what_if) if what_if.verdict().is_none())
    }

    /// Which keys hold.
    pub fn place(&self) -> Place {
        match self.stage {
            Stage::Choosing => Place::WhatIf,
            Stage::Changing(_) | Stage::Predicting(..) => Place::Entering,
            Stage::Running(_) => Place::Told,
        }
    }

    /// The line at the top.
    pub fn header(&self, theme: Theme) -> Header {
        Header {
            left: Line::from(vec![
                Span::styled(" What if", theme.style(Role::Strong)),
                Span::styled(format!(" · {}", self.question.id), theme.style(Role::Muted)),
            ]),
            right: Line::default(),
        }
    }

    /// Draws the values, and what is typed or told below them.
    pub fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let rows = u16::try_from(self.values.len() + 2).unwrap_or(u16::MAX);
        let (list, below) = panel::split_top(area, rows.min(area.height.saturating_sub(6)));
        self.draw_values(frame, list, theme);
        let title = panel::title("As asked", &self.outcome, theme);
        let inner = panel::panel(frame, below, title, Focus::Elsewhere, theme);
        let mut lines = self.lines(inner.width, theme);
        if let Some(notice) = &self.notice {
            lines.extend(panel::wrapped(notice, inner.width, Role::Warn, theme));
        }
        panel::lines(frame, inner, lines);
    }

    fn draw_values(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let title = panel::title("Change one value", "", theme);
        let inner = panel::panel(frame, area, title, Focus::Here, theme);
        let chosen = self.cursor.position(self.values.len());
        let height = usize::from(inner.height);
        let window = list::window(chosen, self.values.len(), height);
        let lines = window.filter_map(|index| Some((index, self.values.get(index)?)));
        let lines = lines.map(|(index, value)| {
            let sign = if index == chosen { "▸" } else { " " };
            let row = format!("{sign} {:<44} {}", value.path, value.value);
            let row = text::pad(&row, usize::from(inner.width));
            let role = if index == chosen { Role::Selected } else { Role::Plain };
            Line::styled(row, theme.style(role))
        });
        panel::lines(frame, inner, lines.collect());
    }

    fn lines(&self, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let entry = |label: String, typed: &str| {
            Line::from(vec![
                Span::styled(label, theme.style(Role::Accent)),
                Span::raw(typed.to_owned()),
                Span::styled(" ", theme.style(Role::Selected)),
            ])
        };
        match &self.stage {
            Stage::Choosing => {
                let hint = "Which value would you change? Enter, type another, say what you \
                            expect, and see the run.";
                panel::wrapped(hint, width, Role::Muted, theme)
            }
            Stage::Changing(typed) => {
                let path = self.values.get(self.cursor.position(self.values.len()));
                let path = path.map(|value| value.path.clone()).unwrap_or_default();
                vec![entry(format!("{path} = "), typed)]
            }
            Stage::Predicting(change, typed) => {
                let figure = self.outcome.split(" = ").next().unwrap_or_default();
                let change = format!("with {} = {}", change.path, change.value);
                let mut lines = panel::wrapped(&change, width, Role::Plain, theme);
                lines.push(entry(format!("{figure} will be "), typed));
                lines
            }
            Stage::Running(what_if) => told(what_if, width, theme),
        }
    }
}

fn told(what_if: &what_if::WhatIf, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let role = match what_if.verdict() {
        None => return panel::wrapped("running …", width, Role::Muted, theme),
        Some(Verdict::Right) => Role::Good,
        Some(Verdict::Wrong) => Role::Warn,
        Some(Verdict::Silent) => Role::Plain,
    };
    let told = what_if.told();
    let last = told.len().saturating_sub(1);
    let lines = told.iter().enumerate().flat_map(|(index, line)| {
        let role = if index == last { role } else { Role::Plain };
        panel::wrapped(line, width, role, theme)
    });
    lines.collect()
}

fn replay(what_if: &what_if::WhatIf) -> Vec<Effect> {
    let run = what_if.run();
    let banner = what_if.told().pop().unwrap_or_default();
    vec![Effect::Open(Destination::Replay {
        scenario: run.scenario().name.clone(),
        changes: run.changes().to_vec(),
        at: run.replay_at(),
        banner,
    })]
}
