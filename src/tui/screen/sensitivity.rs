//! Which assumption decides each goal of a run: the runs are made here, and ranked.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::page::{self, Header, Page as Screen};
use crate::app::screening::{Screening, ScreeningError};
use crate::report::sensitivity;
use crate::report::table::Page;
use crate::tui::keys::{self, Keymap, MOVE, Move, Row};
use crate::tui::message::Effect;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use crate::tui::widget::scroll::{Scroll, Scrollable};
use apprunner_sim::file::draft::Draft;
use apprunner_sim::sim::player::Player;
use apprunner_sim::sim::summary::GoalResult;
use spanned_toml::faults::counted;

/// The screening of what a run assumes.
#[derive(Clone, Debug)]
pub(in crate::tui) struct SensitivityScreen {
    /// The title of the scenario.
    title: String,
    screening: Screening,
    /// The goals of each run that is done.
    done: Vec<Vec<GoalResult>>,
    /// The run that is under way.
    player: Option<Player>,
    /// Why it cannot go on.
    fault: Option<String>,
    scroll: Scroll,
}

/// What its keys mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Scroll(Move),
    Close,
}

const KEYS: &[Row<Command>] = &[
    keys::moves(MOVE, Command::Scroll, "scroll", "scroll"),
    keys::row(&[("s", Command::Close)], 1, "parameters", "back to the parameters"),
];

impl SensitivityScreen {
    /// The screening of what `draft` plays.
    ///
    /// # Errors
    ///
    /// It cannot be screened.
    pub(in crate::tui) fn new(draft: &Draft) -> Result<Self, ScreeningError> {
        let screening = Screening::new(draft)?;
        let title = draft.scenario().title.clone();
        let (done, player, fault) = (Vec::new(), None, None);
        Ok(Self { title, screening, done, player, fault, scroll: Scroll::top() })
    }

    fn is_over(&self) -> bool {
        self.fault.is_some() || self.done.len() == self.screening.runs()
    }

    /// Begins the next run.
    fn begin(&mut self) {
        match self.screening.scenario(self.done.len()) {
            Ok(scenario) => self.player = Some(Player::figures(scenario)),
            Err(faults) => self.fault = Some(faults.in_a_line()),
        }
    }

    /// What is found, once every run is done.
    fn lines(&self, width: u16, theme: Theme) -> Vec<Line<'static>> {
        if let Some(fault) = &self.fault {
            return panel::wrapped(fault, width, Role::Bad, theme);
        }
        if !self.is_over() {
            let text = "Each assumption is varied over its plausible range, with the same random \
             numbers, to find which one decides a goal. Your run does not change.";
            return panel::wrapped(text, width, Role::Muted, theme);
        }
        let mut text = Vec::new();
        let page = Page { width: width.min(120), ..Page::PIPE };
        let found = self.screening.found(&self.done);
        // Writing to memory does not fail.
        let _ = sensitivity::write_goals(&mut text, &found, page);
        let text = String::from_utf8_lossy(&text);
        let line = |line: &str| {
            let role = match line {
                _ if line.contains("depends on") => Role::Warn,
                _ if line.contains('█') => Role::Accent,
                _ => Role::Plain,
            };
            Line::styled(line.to_owned(), theme.style(role))
        };
        text.lines().map(line).collect()
    }
}

impl Screen for SensitivityScreen {
    type Command = Command;

    fn keys(&self) -> Keymap<Command> {
        Keymap::new("Which assumption decides a goal", KEYS)
            .scrolling(&self.scroll, |command| matches!(command, Command::Scroll(_)))
            .back(Command::Close)
    }

    fn act(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Scroll(to) => self.scroll.step(to),
            Command::Close => return vec![Effect::Close],
        }
        Vec::new()
    }

    fn simulate(&mut self, events: u64) -> bool {
        if self.is_over() {
            return true;
        }
        if self.player.is_none() {
            self.begin();
        }
        if let Some(player) = &mut self.player
            && player.fill(events)
        {
            self.done.extend(player.summary().map(|summary| summary.goals.clone()));
            self.player = None;
        }
        self.is_over()
    }

    fn moves(&self) -> bool {
        !self.is_over()
    }

    fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        vec![&mut self.scroll]
    }

    fn header(&self, theme: Theme) -> Header {
        let (done, runs) = (self.done.len(), self.screening.runs());
        let state = if self.is_over() {
            format!("{} ", counted(runs, "run"))
        } else {
            format!("run {} of {runs} ", done + 1)
        };
        Header {
            left: page::titled("Sensitivity", &self.title, theme),
            right: Line::styled(state, theme.style(Role::Muted)),
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let area = Rect { x: area.x + 1, width: area.width.saturating_sub(3), ..area };
        self.scroll.draw(frame, area, self.lines(area.width, theme), theme);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::builtin;
    use crate::tui::theme::{Symbols, Tier};

    #[test]
    fn the_runs_are_made_a_slice_at_a_time_and_then_ranked() {
        let draft = builtin::draft("health-302", Vec::new()).unwrap().unwrap();
        let mut screen = SensitivityScreen::new(&draft).unwrap();
        assert!(screen.moves() && !screen.simulate(1));
        while !screen.simulate(1 << 20) {}
        assert!(!screen.moves());
        let lines = screen.lines(80, Theme::new(Tier::None, Symbols::Unicode));
        let text: Vec<String> = lines.iter().map(ToString::to_string).collect();
        assert!(text.iter().any(|line| line.contains("depends on `healthy_status`")), "{text:?}");
    }
}
