//! A service on App Runner and on ECS Express Mode: the runs are made here, and the report
//! is that of the command `migrate`.

use std::iter;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use super::page::{Header, Page as Screen};
use crate::app::migration::{MigrationReport, MigrationRuns};
use crate::report::table::Page;
use crate::report::{TreeFormat, migration};
use crate::tui::keys::{self, Keymap, MOVE, Move, Row};
use crate::tui::message::Effect;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use crate::tui::widget::scroll::Scroll;
use apprunner_sim::file::draft::Draft;
use spanned_toml::diagnostic::Diagnostics;
use spanned_toml::faults::counted;

/// From this width on what changes stands beside the figures.
const WIDE: u16 = 170;

/// The migration of the service that is played.
#[derive(Clone, Debug)]
pub(in crate::tui) struct MigrationScreen {
    runs: MigrationRuns,
    /// What the runs say together, once the last one is done.
    report: Option<MigrationReport>,
    scroll: Scroll,
}

/// Cells by which the rest of a broken line is indented further.
const FURTHER: usize = 2;

/// What its keys mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Scroll(Move),
    Copy,
    Close,
}

const KEYS: &[Row<Command>] = &[
    keys::moves(MOVE, Command::Scroll, "scroll", "scroll"),
    keys::row(&[("y", Command::Copy)], "copy", "copy the report, with its commands"),
    keys::row(&[("E", Command::Close)], "back", "back to where you were"),
];

impl MigrationScreen {
    /// The migration of the service that `draft` plays.
    ///
    /// # Errors
    ///
    /// The faults of the file in one of the editions.
    pub(in crate::tui) fn new(draft: &Draft) -> Result<Self, Diagnostics> {
        let runs = MigrationRuns::new(draft)?;
        Ok(Self { runs, report: None, scroll: Scroll::top() })
    }

    /// The report as lines of at most `width` columns.
    fn text(&self, width: u16) -> String {
        let mut text = Vec::new();
        let page = Page { width: width.min(120), ..Page::PIPE };
        if let Some(report) = &self.report {
            // Writing to memory does not fail.
            let _ = migration::write(&mut text, report, TreeFormat::Table, page);
        }
        String::from_utf8_lossy(&text).into_owned()
    }

    fn lines(&self, width: u16, theme: Theme) -> Vec<Line<'static>> {
        if self.report.is_none() {
            let text = "The same service and the same requests on App Runner and on ECS Express Mode. \
                        Nothing of your run changes.";
            return panel::wrapped(text, width, Role::Muted, theme);
        }
        // Further lines of what holds here look as its first.
        let mut is_here = false;
        let line = |line: &str| {
            let is_further = line.len() - line.trim_start().len() == migration::BESIDE;
            is_here = line.trim_start().starts_with("here ") || is_here && is_further;
            let is_heading = line.starts_with(' ') && !line.starts_with("  ");
            let role = match line.trim_start() {
                address if address.starts_with("https://") => Role::Muted,
                _ if is_here => Role::Accent,
                _ if is_heading => Role::Strong,
                _ => Role::Plain,
            };
            let pieces = broken(line, usize::from(width)).into_iter();
            pieces.map(|piece| Line::styled(piece, theme.style(role))).collect::<Vec<_>>()
        };
        self.text(width).lines().flat_map(line).collect()
    }
}

/// A line that the report does not wrap because it is copied, in lines of at most `width` cells:
/// an address goes on below its beginning, a command as a shell takes it.
fn broken(line: &str, width: usize) -> Vec<String> {
    if text::width(line) <= width {
        return vec![line.to_owned()];
    }
    let body = line.trim_start();
    let indent = (line.len() - body.len()).min(width / 2);
    let room = |indent| width.saturating_sub(indent);
    let (head, further, pieces) = match line.find("https://").map(|at| line.split_at(at)) {
        Some((head, address)) => (head, head.len(), text::wrap(address, room(head.len()))),
        None if body.starts_with("aws ") => ("", indent, text::command(body, room(indent))),
        None => ("", indent + FURTHER, text::pieces(body, room(indent + FURTHER))),
    };
    let head = format!("{head:indent$}");
    let heads = iter::once(head).chain(iter::repeat(" ".repeat(further)));
    heads.zip(pieces).map(|(head, piece)| head + &piece).collect()
}

impl Screen for MigrationScreen {
    type Command = Command;

    fn keys(&self) -> Keymap<Command> {
        Keymap::new("The way to ECS Express Mode", KEYS)
            .without(|command| matches!(command, Command::Copy) && self.report.is_none())
            .scrolling(&self.scroll, |command| matches!(command, Command::Scroll(_)))
            .back(Command::Close)
    }

    fn act(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Scroll(to) => self.scroll.step(to),
            Command::Copy => return vec![Effect::Copy(self.text(Page::PIPE.width))],
            Command::Close => return vec![Effect::Close],
        }
        Vec::new()
    }

    fn simulate(&mut self, events: u64) -> bool {
        if self.report.is_none() && self.runs.advance(events) {
            self.report = self.runs.report();
        }
        !self.moves()
    }

    fn moves(&self) -> bool {
        let (done, runs) = self.runs.progress();
        self.report.is_none() && done < runs
    }

    fn links(&self) -> Vec<String> {
        let Some(report) = &self.report else { return Vec::new() };
        let changes = report.changes.iter().map(|change| change.source);
        let steps = report.steps.iter().map(|step| step.source);
        changes.chain(steps).map(str::to_owned).collect()
    }

    fn header(&self, theme: Theme) -> Header {
        let (done, runs) = self.runs.progress();
        let state = if self.report.is_some() {
            counted(runs, "run")
        } else {
            format!("run {} of {runs}", (done + 1).min(runs))
        };
        Header::new("App Runner → ECS Express Mode", &state, theme)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        if self.report.is_none() {
            let column = panel::column(area);
            return panel::lines(frame, column, self.lines(column.width, theme));
        }
        let area = Rect { width: area.width.saturating_sub(2), ..area };
        if area.width >= WIDE {
            // The figures take what their tables need, the texts all the rest.
            let rule = |line: &Line<'_>| line.to_string().starts_with('─').then(|| line.width());
            let half = self.lines(area.width / 2, theme);
            let needed = half.iter().filter_map(rule).max().unwrap_or_default() + 3;
            let needed = u16::try_from(needed).unwrap_or(u16::MAX).min(area.width / 2);
            let sides = Layout::horizontal([Constraint::Length(needed), Constraint::Fill(1)]);
            let [left, right] = area.layout(&sides);
            let mut figures = self.lines(left.width.saturating_sub(2), theme);
            let changes =
                figures.iter().position(|line| line.to_string().trim() == migration::CHANGES);
            if let Some(changes) = changes.filter(|&at| at <= usize::from(area.height)) {
                figures.truncate(changes);
                panel::lines(frame, left, figures);
                let mut changes = self.lines(right.width, theme);
                let is_heading = |line: &Line<'_>| line.to_string().trim() == migration::CHANGES;
                let first = changes.iter().position(is_heading).unwrap_or_default();
                return self.scroll.draw(frame, right, changes.split_off(first), theme);
            }
        }
        self.scroll.draw(frame, area, self.lines(area.width, theme), theme);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::builtin;
    use crate::tui::theme::{Symbols, Tier};

    #[test]
    fn the_runs_are_made_a_slice_at_a_time_and_then_reported() {
        let draft = builtin::draft("health-503", Vec::new()).unwrap().unwrap();
        let mut screen = MigrationScreen::new(&draft).unwrap();
        assert!(screen.moves() && !screen.simulate(1));
        while !screen.simulate(1 << 20) {}
        assert!(!screen.moves());
        let lines = screen.lines(80, Theme::new(Tier::None, Symbols::Unicode));
        let text: Vec<String> = lines.iter().map(ToString::to_string).collect();
        for part in ["$10.22", "$67.07", "aws ecs create-express-gateway-service"] {
            assert!(text.iter().any(|line| line.contains(part)), "{part}: {text:?}");
        }
        for width in [38, 58, 78, 118] {
            let wide = |line: &Line<'_>| line.width() > usize::from(width);
            let lines = screen.lines(width, Theme::PLAIN);
            assert!(!lines.iter().any(wide), "{width}: {lines:#?}");
            let text: Vec<String> = lines
                .iter()
                .flat_map(|line| line.spans.iter())
                .map(|it| it.content.trim().to_owned())
                .collect();
            let text = text.concat().replace([' ', '\\'], "");
            for part in ["$10.22", "$67.07", "awsecscreate-express-gateway-service"] {
                assert!(text.contains(part), "{part} at {width}: {text}");
            }
        }
        let copied = screen.act(Command::Copy);
        let command = "aws ecs create-express-gateway-service --cli-input-json file://health-503.json \
                       --monitor-resources";
        let [Effect::Copy(copied)] = &copied[..] else { panic!("{copied:?}") };
        assert!(copied.contains("minTaskCount") && copied.contains(command), "{copied}");
    }
}
