//! How the menu looks: alone on a small screen, beside the learner on another, beside a
//! dashboard on a large one.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::{CONTINUE, Home, Overview, standing, verdict_role};
use crate::report::countdown;
use crate::tui::screen::catalog::Detail;
use crate::tui::screen::labs;
use crate::tui::screen::progress::ahead;
use crate::tui::screen::related;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::gauge::Gauge;
use crate::tui::widget::list::Item;
use crate::tui::widget::panel::{self, Focus};
use apprunner_sim::model::rules::Edition;
use quizbank::model::fact::FactVerdict;

const ABOUT: &str = "App Runner has been closed to new customers since April 30, 2026, so most \
    learners can no longer try it: this simulator is their lab. It is on the in-scope list of neither exam, DVA-C02 \
    nor DVA-C03, whatever the course says. Where course and AWS disagree, Facts shows both.";

/// What a menu without saved data says of it.
const UNSAVED: &str = "Data is not saved. Your answers are lost when you quit.";

/// The column of the names.
const NAMES: usize = 15;
/// From this size on there is a column beside the menu for more than the learner.
const WIDE: (u16, u16) = (110, 30);
/// The least cells of the menu there.
const MENU: u16 = 50;
/// The rows below the menu that a low screen keeps for the next step.
const NEXT: u16 = 3;
/// The cells of what a fact comes to.
const VERDICT: usize = 12;
/// The least rows of a pane below the menu.
const LEAST: u16 = 4;
/// The rows from which topics have a pane of their own.
const HIGH: u16 = 48;

impl Home {
    /// The menu, and beside it what the size has room for.
    pub(super) fn draw_whole(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let height = u16::try_from(self.entries.len() + 2).unwrap_or(u16::MAX);
        if area.width >= WIDE.0 && area.height >= WIDE.1 {
            let labs = if area.height >= HIGH { self.labs_width() } else { 0 };
            let menu = self.menu_width().max(labs).clamp(MENU, area.width / 2 + 8);
            let columns = Layout::horizontal([Constraint::Length(menu), Constraint::Fill(1)]);
            let [left, right] = area.layout(&columns);
            let (menu, below) = panel::split_top(left, height);
            let said = panel::height_of(&self.about(about_width(below), theme)) + 1;
            let (about, rest) = panel::split_top(below, said);
            self.draw_about(frame, about, theme);
            self.draw_menu(frame, menu, theme);
            self.draw_rest(frame, rest, theme);
            self.draw_dashboard(frame, right, theme);
        } else {
            // However low the screen, the next step is said whole.
            let (upper, lower) =
                panel::split_top(area, height.min(area.height.saturating_sub(NEXT)));
            // What the arrows move is known once the words are measured.
            self.draw_about(frame, lower, theme);
            if area.width < 70 {
                self.draw_menu(frame, upper, theme);
            } else {
                let halves = Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]);
                let [menu, beside] = upper.layout(&halves);
                self.draw_menu(frame, menu, theme);
                self.draw_learner(frame, beside, theme);
            }
        }
        self.date.draw(frame, area, theme);
    }

    /// The cells in which no line of the menu is cut.
    fn menu_width(&self) -> u16 {
        let longest = self.entries.iter().map(|entry| text::width(&entry.detail)).max();
        u16::try_from(longest.unwrap_or_default() + NAMES + 7).unwrap_or(u16::MAX)
    }

    /// The cells in which no title of a lab is cut.
    fn labs_width(&self) -> u16 {
        let labs = self.content.iter().flat_map(|content| content.labs());
        let longest = labs.map(|(lab, _)| text::width(&lab.title)).max();
        u16::try_from(longest.unwrap_or_default() + labs::END + 4).unwrap_or(u16::MAX)
    }

    fn draw_menu(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let title = panel::title("Menu", studied_for(self.edition), theme);
        let focus = if self.reads_about() { Focus::Elsewhere } else { Focus::Here };
        let inner = panel::panel(frame, area, title, focus, theme);
        let width = usize::from(inner.width).saturating_sub(NAMES + 3);
        let items = self.entries.iter().map(|entry| {
            let name = text::pad(entry.name, NAMES);
            let role = if entry.name == CONTINUE { Role::Accent } else { Role::Muted };
            Item::Entry(vec![(name, Role::Plain), (text::pad(&entry.detail, width), role)])
        });
        self.list.draw(frame, inner, items.collect(), (1, Focus::Here), theme);
    }

    fn draw_ledger(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let total = self.verdicts.iter().map(|(_, count)| count).sum::<usize>().max(1);
        let cells = usize::from(panel::inner_width(area)).saturating_sub(VERDICT + 4);
        let row = |&(verdict, part): &(FactVerdict, usize)| {
            let bar = Gauge { part, whole: total, cells }.spans(verdict_role(verdict), theme);
            let name = Span::raw(text::pad(&verdict.to_string(), VERDICT));
            let count = Span::raw(format!("{part:>4}"));
            [name].into_iter().chain(bar).chain([count]).collect()
        };
        let rows = self.verdicts.iter().map(row).collect();
        Detail::new("The course beside AWS", "", rows, theme).draw(frame, area, theme);
    }

    /// What the column of the menu has room for: labs, practice exams, and how course and AWS
    /// agree; the steps of the course where nothing is kept of a learner.
    fn draw_rest(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let Some(content) = &self.content else { return };
        let Some(overview) = &self.overview else {
            let room = (area.width.saturating_sub(4), area.height);
            let steps = related::steps(&content.course, room, theme);
            related::draw_below(frame, (area, 0), vec![steps], theme);
            return;
        };
        let ledger = self.ledger_height();
        if area.height < ledger {
            return;
        }
        let (above, ledger) = panel::split_top(area, area.height - ledger);
        self.draw_ledger(frame, ledger, theme);
        let labs = u16::try_from(content.labs().count() + 2).unwrap_or(u16::MAX);
        let (labs, exams) = panel::split_top(above, labs);
        if labs.height >= LEAST {
            standing::draw_labs(frame, labs, content, &overview.labs, theme);
        }
        if exams.height >= LEAST {
            standing::draw_exams(frame, exams, (&overview.progress, content), theme);
        }
    }

    /// How the learner stands, or where nothing is kept how course and AWS agree.
    fn draw_learner(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let (Some(overview), Some(content)) = (&self.overview, &self.content) else {
            return self.draw_ledger(frame, area, theme);
        };
        let title = panel::title("You", "", theme);
        let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
        let lines = standing::lines(&overview.progress, content, inner.as_size().into(), theme);
        panel::lines(frame, inner, lines);
    }

    /// What a large screen shows beside the menu.
    fn draw_dashboard(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let (Some(Overview { progress, .. }), Some(content)) = (&self.overview, &self.content)
        else {
            return self.draw_unsaved(frame, area, theme);
        };
        let topics = standing::topics(progress, content);
        let domains = standing::domains(progress);
        let room = |rows: usize| Constraint::Length(u16::try_from(rows + 2).unwrap_or(u16::MAX));
        let you =
            standing::lines(progress, content, (area.width.saturating_sub(4), area.height), theme);
        let rows = Layout::vertical([room(you.len()), room(domains.len()), Constraint::Fill(1)]);
        let [you, of_domains, rest] = area.layout(&rows);
        self.draw_learner(frame, you, theme);
        standing::draw_parts(frame, of_domains, "Domains", &domains, theme);
        let due = |frame: &mut Frame, area: Rect| {
            let area = self.draw_steps(frame, area, theme);
            let title = panel::title("Due", &ahead::figures(progress, area), theme);
            let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
            ahead::draw(frame, inner, progress, theme);
        };
        if area.height < HIGH {
            return due(frame, rest);
        }
        let rows = Layout::vertical([room(topics.len()), Constraint::Fill(1)]);
        let [of_topics, forecast] = rest.layout(&rows);
        standing::draw_parts(frame, of_topics, "Topics", &topics, theme);
        due(frame, forecast);
    }

    /// Draws the steps of the course at the bottom of `area` while nothing is due that would need
    /// it, and gives the rest.
    fn draw_steps(&self, frame: &mut Frame, area: Rect, theme: Theme) -> Rect {
        let (Some(Overview { progress, .. }), Some(content)) = (&self.overview, &self.content)
        else {
            return area;
        };
        if progress.forecast.iter().any(|(_, count)| *count > 0) {
            return area;
        }
        let room = (area.width.saturating_sub(4), area.height.saturating_sub(LEAST));
        let steps = related::steps(&content.course, room, theme);
        related::draw_below(frame, (area, LEAST), vec![steps], theme)
    }

    /// What a large screen shows beside the menu where nothing is kept of a learner.
    fn draw_unsaved(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let (ledger, below) = panel::split_top(area, self.ledger_height());
        self.draw_ledger(frame, ledger, theme);
        let Some(content) = &self.content else { return };
        let labs = content.labs().map(|(lab, _)| lab.title.clone()).collect::<Vec<_>>();
        let plays = content.plays().map(|play| play.title.clone()).collect();
        if area.width < 2 * MENU {
            let rows = u16::try_from(labs.len() + 2).unwrap_or(u16::MAX);
            let (of_labs, below) = panel::split_top(below, rows);
            standing::draw_titles(frame, of_labs, "Labs", labs, theme);
            if below.height >= LEAST {
                standing::draw_titles(frame, below, "Scenarios", plays, theme);
            }
            return;
        }
        let halves = Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]);
        let [mut left, right] = below.layout(&halves);
        standing::draw_titles(frame, right, "Scenarios", plays, theme);
        let topics = content.course.topics.iter().map(|topic| topic.title.clone());
        let exams = content.blueprints.iter().map(|exam| exam.title.clone());
        let lists =
            [("Labs", labs), ("Topics", topics.collect()), ("Practice exams", exams.collect())];
        for (name, titles) in lists {
            let rows = u16::try_from(titles.len() + 2).unwrap_or(u16::MAX);
            let (place, rest) = panel::split_top(left, rows);
            if place.height >= LEAST {
                standing::draw_titles(frame, place, name, titles, theme);
            }
            left = rest;
        }
    }

    /// The rows of the pane that says how course and AWS agree.
    fn ledger_height(&self) -> u16 {
        u16::try_from(self.verdicts.len() + 2).unwrap_or(u16::MAX)
    }

    /// The next step and why, which exam is held when, and what App Runner is today.
    fn draw_about(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let width = about_width(area);
        let body = Rect { x: area.x + 2, width, ..area };
        self.about.draw(frame, body, self.about(width, theme), theme);
    }

    fn about(&self, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        if self.overview.is_none() {
            lines.extend(panel::wrapped(UNSAVED, width, Role::Warn, theme));
        }
        if let Some(Overview { progress, next, .. }) = &self.overview {
            let said = format!("Next: {}; {}.", next.title(), next.reason());
            lines.extend(panel::wrapped(&said, width, Role::Accent, theme));
            if let Some(switch) = countdown::switch(&progress.exam) {
                lines.extend(panel::wrapped(&switch, width, Role::Plain, theme));
            }
        }
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(panel::wrapped(ABOUT, width, Role::Muted, theme));
        lines
    }
}

/// The cells of the words below the menu.
fn about_width(area: Rect) -> u16 {
    area.width.saturating_sub(4).min(92)
}

/// What the title says of the edition that is studied for.
fn studied_for(edition: Option<Edition>) -> &'static str {
    match edition {
        None => "",
        Some(Edition::Chapter) => "by the course",
        Some(Edition::Aws) => "by AWS",
        Some(Edition::Express) => "for Express Mode",
    }
}
