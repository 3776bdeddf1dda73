//! What a learner expects of a change to a lab, goal by goal, before the run is simulated.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::tui::keys::{CHOOSE, Move, Row, moves, row};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::{panel, popup};
use apprunner_sim::file::draft::Draft;
use apprunner_sim::sim::summary::GoalResult;
use spanned_toml::faults::counted;

/// The widest that it gets.
const WIDEST: u16 = 78;

/// What its keys mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Choose(Move),
    /// Met, missed, or nothing said.
    Turn,
    Run,
    /// Back without the change.
    Leave,
}

pub(super) const KEYS: &[Row<Command>] = &[
    row(&[("Enter", Command::Run)], "run", "run the change; what is not marked is not predicted"),
    moves(CHOOSE, Command::Choose, "choose", "choose a goal"),
    row(&[("space", Command::Turn)], "met, missed", "predict that the goal is met, or missed"),
];

/// What is predicted of a goal before the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Forecast {
    None,
    Met,
    Missed,
}

/// A change that waits until it is said what to expect of it.
#[derive(Clone, Debug)]
pub(super) struct Expectation {
    draft: Draft,
    said: String,
    forecasts: Vec<Forecast>,
    cursor: usize,
    scroll: Scroll,
}

/// What was expected of the goals of a run.
#[derive(Clone, Debug)]
pub(super) struct Expected {
    /// The file of the run.
    file: String,
    forecasts: Vec<Forecast>,
}

impl Expectation {
    /// Of the goals of `draft`, which is changed as `said`.
    pub(super) fn new(draft: Draft, said: String) -> Self {
        let forecasts = vec![Forecast::None; draft.scenario().goals.len()];
        Self { draft, said, forecasts, cursor: 0, scroll: Scroll::top() }
    }

    /// To another goal; from the first one up to the words above it.
    pub(super) fn choose(&mut self, to: Move) {
        let cursor = to.from(self.cursor, self.forecasts.len().saturating_sub(1));
        if cursor == self.cursor {
            self.scroll.step(to);
        }
        self.cursor = cursor;
    }

    /// Takes a click: it chooses a goal, and turns what is said of the chosen one.
    pub(super) fn click(&mut self, mouse: Position) {
        let lines = self.lines(self.scroll.width(), Theme::PLAIN);
        let line = self.scroll.line_at(mouse);
        let goal = lines.goals.iter().position(|goal| line.is_some_and(|it| goal.contains(&it)));
        match goal {
            Some(goal) if goal == self.cursor => self.turn(),
            Some(goal) => self.cursor = goal,
            None => {}
        }
    }

    /// How far it is scrolled, for the mouse.
    pub(super) fn scroll_mut(&mut self) -> &mut Scroll {
        &mut self.scroll
    }

    /// Says the next thing of the chosen goal.
    pub(super) fn turn(&mut self) {
        let Some(forecast) = self.forecasts.get_mut(self.cursor) else { return };
        *forecast = match forecast {
            Forecast::None => Forecast::Met,
            Forecast::Met => Forecast::Missed,
            Forecast::Missed => Forecast::None,
        };
    }

    /// The change, its words, and what is expected of it.
    pub(super) fn run(self) -> (Draft, String, Expected) {
        let expected = Expected { file: self.draft.text().to_owned(), forecasts: self.forecasts };
        (self.draft, self.said, expected)
    }

    /// Draws the goals over the run.
    pub(super) fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let lines = |width| {
            let GoalLines { lines, goals } = self.lines(width, theme);
            (lines, goals.get(self.cursor).cloned())
        };
        popup::draw_with_cursor(frame, area, "Predict", WIDEST, lines, &self.scroll, theme);
    }

    fn lines(&self, width: u16, theme: Theme) -> GoalLines {
        let asked = format!("{}: which goals will the run meet?", self.said);
        let mut lines = panel::wrapped(&asked, width, Role::Strong, theme);
        lines.push(Line::default());
        let mut places = Vec::new();
        let goals = self.draft.scenario().goals.iter().zip(&self.forecasts).enumerate();
        for (place, (goal, forecast)) in goals {
            let is_here = place == self.cursor;
            let (word, role) = match forecast {
                Forecast::None => ("○ not predicted", Role::Muted),
                Forecast::Met => ("✓ met", Role::Good),
                Forecast::Missed => ("✗ missed", Role::Bad),
            };
            let pointer = if is_here { "▸ " } else { "  " };
            let role_of_name = if is_here { Role::Selected } else { Role::Plain };
            let head = Span::styled(pointer, theme.style(role_of_name));
            let first = lines.len();
            lines.extend(text::hanging(head, &goal.name, width, theme.style(role_of_name)));
            lines.push(Line::styled(format!("    {word}"), theme.style(role)));
            places.push(first..lines.len());
        }
        GoalLines { lines, goals: places }
    }
}

/// The popup as lines.
struct GoalLines {
    lines: Vec<Line<'static>>,
    /// Which of them are of each goal.
    goals: Vec<Range<usize>>,
}

impl Expected {
    /// Whether it was said of the run of `draft`.
    pub(super) fn is_of(&self, draft: &Draft) -> bool {
        self.file == draft.text()
    }

    /// How it came out, in a sentence; `None` where nothing was predicted.
    pub(super) fn outcome(&self, goals: &[GoalResult]) -> Option<String> {
        let said = self.forecasts.iter().zip(goals);
        let said = said.filter(|(forecast, _)| **forecast != Forecast::None);
        let (held, failed): (Vec<_>, Vec<_>) =
            said.partition(|(forecast, goal)| (**forecast == Forecast::Met) == goal.passed);
        let all = held.len() + failed.len();
        let wrong = failed.iter().map(|(_, goal)| {
            let came = if goal.passed { "it is met" } else { "it is missed" };
            format!("{}: {came}", goal.name)
        });
        let wrong: Vec<String> = wrong.collect();
        let counts =
            format!("Your prediction was right for {} of {}", held.len(), counted(all, "goal"));
        match (all, wrong.is_empty()) {
            (0, _) => None,
            (_, true) => Some(format!("{counts}.")),
            (_, false) => Some(format!("{counts}; wrong for: {}.", wrong.join("; "))),
        }
    }
}
