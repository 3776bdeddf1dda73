//! What if: one value of a question's scenario is changed, the outcome is
//! predicted, and the run says who is right.
//!
//! ```text
//!  choose a value ─▶ type another ─▶ predict ─▶ run ─▶ both outcomes
//! ```

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::page::{Header, Page};
use crate::app::proof::what_if::{self, PredictionVerdict};
use crate::tui::keys::{self, CHOOSE, Keymap, Move, Row};
use crate::tui::message::{Destination, Effect};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::field::Field;
use crate::tui::widget::list::{Item, List};
use crate::tui::widget::panel::{self, Focus};
use quizbank::model::question::Question;
use spanned_toml::setting;
use spanned_toml::setting::Setting;

/// A question's scenario, one value of which is changed.
#[derive(Clone, Debug)]
pub(in crate::tui) struct WhatIf {
    question: Question,
    seed: u64,
    values: Vec<Setting>,
    /// What came of the question's run, as `first.unhealthy = 50.000 s`.
    outcome: String,
    list: List,
    stage: Stage,
    notice: Option<String>,
}

/// How far the learner is.
#[derive(Clone, Debug)]
enum Stage {
    Choosing,
    /// Another value is typed.
    Changing(Field),
    /// The value is typed, the expected outcome is being typed.
    Predicting(Setting, Field),
    /// The run with the change.
    Running(Box<what_if::WhatIf>),
}

/// What its keys mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Move(Move),
    Accept,
    Replay,
    Back,
}

const CHOOSING: &[Row<Command>] = &[
    keys::moves(CHOOSE, Command::Move, "choose", "choose a value"),
    keys::row(&[("Enter", Command::Accept)], 1, "change", "type another value"),
];

const TYPING: &[Row<Command>] = &[
    keys::row(&[("Enter", Command::Accept)], 1, "go on", "take what is typed"),
    keys::row(&[("Esc", Command::Back)], 1, "back", "back to the list"),
];

const TOLD: &[Row<Command>] = &[
    keys::row(&[("Enter", Command::Accept)], 1, "another", "change another value"),
    keys::row(&[("r", Command::Replay)], 1, "replay", "watch the changed run"),
];

impl WhatIf {
    /// The `values` of the scenario behind `question`, whose own run came out as
    /// `outcome` says.
    pub(in crate::tui) fn new(
        question: Question,
        seed: u64,
        values: Vec<Setting>,
        outcome: String,
    ) -> Self {
        Self {
            question,
            seed,
            values,
            outcome,
            list: List::default(),
            stage: Stage::Choosing,
            notice: None,
        }
    }

    fn accept(&mut self) {
        let chosen = self.values.get(self.list.position(self.values.len()));
        match (&self.stage, chosen) {
            (Stage::Choosing, Some(_)) => self.stage = Stage::Changing(Field::default()),
            (Stage::Changing(typed), Some(value)) => {
                let typed = format!("{}={}", value.path, typed.text().trim());
                match setting::parse(&typed) {
                    Ok(change) => self.check(change),
                    Err(faults) => {
                        self.notice = Some(faults.in_a_line());
                    }
                }
            }
            (Stage::Predicting(change, typed), _) => {
                let (change, typed) = (change.clone(), typed.text().trim().to_owned());
                self.predict(change, &typed);
            }
            (Stage::Running(_), _) => self.stage = Stage::Choosing,
            (_, None) => {}
        }
    }

    /// Goes on to the prediction, unless the scenario cannot have the value.
    fn check(&mut self, change: Setting) {
        match what_if::WhatIf::new(&self.question, self.seed, change.clone(), None) {
            Ok(_) => self.stage = Stage::Predicting(change, Field::default()),
            Err(error) => self.notice = Some(error.to_string()),
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

    fn draw_values(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let title = panel::title("Change one value", "", theme);
        let inner = panel::panel(frame, area, title, Focus::Here, theme);
        let entry = |value: &Setting| {
            Item::Entry(vec![(format!("{:<44} {}", value.path, value.value), Role::Plain)])
        };
        let items = self.values.iter().map(entry).collect();
        self.list.draw(frame, inner, items, (0, Focus::Here), theme);
    }

    fn lines(&self, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let entry = |label: String, typed: &Field| {
            let room = usize::from(width).saturating_sub(text::width(&label));
            let label = Span::styled(label, theme.style(Role::Accent));
            Line::from([vec![label], typed.spans(room, theme)].concat())
        };
        match &self.stage {
            Stage::Choosing => {
                let hint = "Which value would you change? Enter, type another, say what you \
                            expect, and see the run.";
                panel::wrapped(hint, width, Role::Muted, theme)
            }
            Stage::Changing(typed) => {
                let path = self.values.get(self.list.position(self.values.len()));
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
            Stage::Running(what_if) => reported(what_if, width, theme),
        }
    }
}

impl Page for WhatIf {
    type Command = Command;

    fn keys(&self) -> Keymap<Command> {
        match &self.stage {
            Stage::Choosing => Keymap::new("What if", CHOOSING).back(Command::Back),
            Stage::Changing(_) | Stage::Predicting(..) => {
                Keymap::new("While typing a value", TYPING)
            }
            Stage::Running(what_if) => {
                let is_running = what_if.verdict().is_none();
                let keymap = Keymap::new("What came of it", TOLD).back(Command::Back);
                keymap.without(|command| matches!(command, Command::Replay) && is_running)
            }
        }
    }

    fn act(&mut self, command: Command) -> Vec<Effect> {
        self.notice = None;
        match (command, &self.stage) {
            (Command::Move(to), _) => self.list.step(to, self.values.len()),
            (Command::Accept, _) => self.accept(),
            (Command::Replay, Stage::Running(what_if)) => return replay(what_if),
            (Command::Replay, _) => {}
            (Command::Back, Stage::Choosing) => return vec![Effect::Close],
            (Command::Back, _) => self.stage = Stage::Choosing,
        }
        Vec::new()
    }

    fn field(&mut self) -> Option<&mut Field> {
        match &mut self.stage {
            Stage::Changing(typed) | Stage::Predicting(_, typed) => Some(typed),
            Stage::Choosing | Stage::Running(_) => None,
        }
    }

    fn edited(&mut self) {
        self.notice = None;
    }

    fn click(&mut self, mouse: Position) {
        if matches!(self.stage, Stage::Choosing) {
            self.list.click(mouse);
        }
    }

    fn simulate(&mut self, events: u64) -> bool {
        match &mut self.stage {
            Stage::Running(what_if) => what_if.fill(events),
            _ => true,
        }
    }

    fn moves(&self) -> bool {
        matches!(&self.stage, Stage::Running(what_if) if what_if.verdict().is_none())
    }

    fn header(&self, theme: Theme) -> Header {
        Header {
            left: Line::from(vec![
                Span::styled(" What if", theme.style(Role::Strong)),
                Span::styled(format!(" · {}", self.question.id), theme.style(Role::Muted)),
            ]),
            right: Line::default(),
        }
    }

    /// Draws the values, and what is typed or reported below them.
    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
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
}

fn reported(what_if: &what_if::WhatIf, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let role = match what_if.verdict() {
        None => return panel::wrapped("running …", width, Role::Muted, theme),
        Some(PredictionVerdict::Right) => Role::Good,
        Some(PredictionVerdict::Wrong) => Role::Warn,
        Some(PredictionVerdict::Silent) => Role::Plain,
    };
    let reported = what_if.reported();
    let last = reported.len().saturating_sub(1);
    let lines = reported.iter().enumerate().flat_map(|(index, line)| {
        let role = if index == last { role } else { Role::Plain };
        panel::wrapped(line, width, role, theme)
    });
    lines.collect()
}

fn replay(what_if: &what_if::WhatIf) -> Vec<Effect> {
    let run = what_if.run();
    let banner = what_if.reported().pop().unwrap_or_default();
    vec![Effect::Open(Destination::Replay {
        scenario: run.scenario().name.clone(),
        changes: run.changes().to_vec(),
        at: run.replay_at(),
        banner,
    })]
}
