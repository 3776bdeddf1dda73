//! What a learner expects of a change to a lab, goal by goal, before the run is simulated.

use ratatui::Frame;
use ratatui::layout::Rect;
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
    row(
        &[("Enter", Command::Run)],
        1,
        "run",
        "run the change; what is not marked is not predicted",
    ),
    moves(CHOOSE, Command::Choose, "choose", "choose a goal"),
    row(&[("space", Command::Turn)], 1, "met, missed", "predict that the goal is met, or missed"),
];

/// What is said of a goal before the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Forecast {
    Unsaid,
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
pub(super) struct Expected(Vec<Forecast>);

impl Expectation {
    /// Of the goals of `draft`, which is changed as `said`.
    pub(super) fn new(draft: Draft, said: String) -> Self {
        let forecasts = vec![Forecast::Unsaid; draft.scenario().goals.len()];
        Self { draft, said, forecasts, cursor: 0, scroll: Scroll::top() }
    }

    /// To another goal.
    pub(super) fn choose(&mut self, to: Move) {
        self.cursor = to.from(self.cursor, self.forecasts.len().saturating_sub(1));
    }

    /// Says the next thing of the chosen goal.
    pub(super) fn turn(&mut self) {
        let Some(forecast) = self.forecasts.get_mut(self.cursor) else { return };
        *forecast = match forecast {
            Forecast::Unsaid => Forecast::Met,
            Forecast::Met => Forecast::Missed,
            Forecast::Missed => Forecast::Unsaid,
        };
    }

    /// The change, its words, and what is expected of it.
    pub(super) fn run(self) -> (Draft, String, Expected) {
        (self.draft, self.said, Expected(self.forecasts))
    }

    /// Draws the goals over the run.
    pub(super) fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let lines = |width| self.lines(width, theme);
        popup::draw(frame, area, "Predict", WIDEST, lines, &self.scroll, theme);
    }

    fn lines(&self, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let asked = format!("{}: which goals will the run meet?", self.said);
        let mut lines = panel::wrapped(&asked, width, Role::Strong, theme);
        lines.push(Line::default());
        let goals = self.draft.scenario().goals.iter().zip(&self.forecasts).enumerate();
        for (place, (goal, forecast)) in goals {
            let is_here = place == self.cursor;
            let (word, role) = match forecast {
                Forecast::Unsaid => ("○ not predicted", Role::Muted),
                Forecast::Met => ("✓ met", Role::Good),
                Forecast::Missed => ("✗ missed", Role::Bad),
            };
            let pointer = if is_here { "▸ " } else { "  " };
            let role_of_name = if is_here { Role::Selected } else { Role::Plain };
            let head = Span::styled(pointer, theme.style(role_of_name));
            lines.extend(text::hanging(head, &goal.name, width, theme.style(role_of_name)));
            lines.push(Line::styled(format!("    {word}"), theme.style(role)));
        }
        lines
    }
}

impl Expected {
    /// How it came out, in a sentence; `None` where nothing was predicted.
    pub(super) fn outcome(&self, goals: &[GoalResult]) -> Option<String> {
        let said = self.0.iter().zip(goals).filter(|(forecast, _)| **forecast != Forecast::Unsaid);
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
