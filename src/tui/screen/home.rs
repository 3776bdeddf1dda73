//! The menu: what there is, and what App Runner is today.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::text::{Line, Span};

use super::exams::Journals;
use super::page::{Header, Page};
use crate::tui::content::Content;
use crate::tui::keys::{self, Keymap, MOVE, Move, Row};
use crate::tui::message::{Destination, Effect, StudyRequest};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::{Item, List};
use crate::tui::widget::panel::{self, Focus};
use apprunner_sim::model::rules::Edition;
use quizbank::model::fact::{FactVerdict, Ledger};
use quizbank::plan::StudyLoad;

const ABOUT: &str = "App Runner takes no new customers since 30 April 2026, so most learners can no \
    longer try it: this simulator is their lab. It is on the in-scope list of neither exam, DVA-C02 \
    nor DVA-C03, whatever the course says. Where course and AWS part ways, Facts shows both.";

/// The column of the names.
const NAMES: usize = 15;
/// The entry of the exams.
const EXAM: &str = "Practice exam";

/// The menu.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Home {
    list: List,
    entries: Vec<Entry>,
    verdicts: Vec<(FactVerdict, usize)>,
    /// The edition that is studied for; `None` for both.
    edition: Option<Edition>,
}

/// What its keys mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    Move(Move),
    Open,
    Edition,
    Progress,
    Quit,
}

const KEYS: &[Row<Command>] = &[
    keys::moves(MOVE, Command::Move, "choose", "choose"),
    keys::row(&[("Enter", Command::Open), ("l", Command::Open)], 1, "open", "open"),
    keys::row(
        &[("e", Command::Edition)],
        1,
        "edition",
        "study what is true in both editions and either, by the course, or by AWS",
    ),
    keys::row(&[("p", Command::Progress)], 1, "progress", "see your progress"),
];

/// A line of the menu.
#[derive(Clone, Debug)]
struct Entry {
    name: &'static str,
    detail: String,
    leads: Effect,
}

impl Default for Home {
    /// The menu; [`Home::count`] says how much there is of everything.
    fn default() -> Self {
        let open = Effect::Open;
        let entries = [
            ("Study", "", Effect::Study(StudyRequest::Everything)),
            ("Course", "", open(Destination::Course)),
            (EXAM, "", open(Destination::Exams)),
            ("Progress", "your results", Effect::ShowProgress),
            ("Scenarios", "", open(Destination::Scenarios)),
            ("Labs", "", open(Destination::Labs)),
            ("Facts", "", open(Destination::Facts)),
            ("Glossary", "", open(Destination::Glossary)),
            ("Compared", "", open(Destination::Comparisons)),
            ("Help", "keys and signs", open(Destination::Help)),
        ];
        let entry =
            |(name, detail, leads): (_, &str, _)| Entry { name, detail: detail.to_owned(), leads };
        Self {
            list: List::default(),
            entries: entries.into_iter().map(entry).collect(),
            verdicts: Vec::new(),
            edition: None,
        }
    }
}

impl Home {
    /// The pages that the menu names, and where they lead.
    pub(super) fn pages() -> impl Iterator<Item = (&'static str, Effect)> {
        Self::default().entries.into_iter().map(|entry| (entry.name, entry.leads))
    }

    /// Says how much there is of everything.
    pub(in crate::tui) fn count(&mut self, content: &Content) {
        let Content { ledger, course, .. } = content;
        let contested = ledger.facts.iter().filter(|fact| fact.verdict.is_contested()).count();
        for entry in &mut self.entries {
            let Effect::Open(destination) = &entry.leads else { continue };
            entry.detail = match destination {
                Destination::Course => {
                    format!("{} steps, {} topics", course.steps.len(), course.topics.len())
                }
                Destination::Scenarios => format!("{} to play", content.plays().count()),
                Destination::Labs => format!("{} to fix", content.labs().count()),
                Destination::Facts => format!("{contested}/{} contested", ledger.facts.len()),
                Destination::Glossary => format!("{} terms", course.terms.len()),
                Destination::Comparisons => format!("with {} others", course.comparisons.len()),
                _ => continue,
            };
        }
        self.verdicts = verdicts(ledger);
    }

    /// Says beside Study what there is to do; without a `load`, what there is at all.
    pub(in crate::tui) fn stands(&mut self, load: Option<StudyLoad>, content: &Content) {
        let detail = match load {
            Some(StudyLoad { due, new, .. }) => format!("{due} due · {new} new"),
            None => format!("{} questions", content.questions.len()),
        };
        for entry in self
            .entries
            .iter_mut()
            .filter(|entry| entry.leads == Effect::Study(StudyRequest::Everything))
        {
            entry.detail.clone_from(&detail);
        }
    }

    /// Says beside the exams how they stand.
    pub(in crate::tui) fn keeps(&mut self, journals: &Journals, content: &Content) {
        let open = journals.kept.iter().filter(|kept| kept.points.is_none()).count();
        let last = journals.kept.iter().find_map(|kept| kept.points);
        let detail = match (open, last) {
            (1.., _) => format!("{open} to go on with"),
            (0, Some(points)) => format!("last score {}", points.points),
            (0, None) => forms(content),
        };
        for entry in self.entries.iter_mut().filter(|entry| entry.name == EXAM) {
            entry.detail.clone_from(&detail);
        }
    }

    /// Takes in which edition is studied for.
    pub(in crate::tui) fn studies(&mut self, edition: Option<Edition>) {
        self.edition = edition;
    }

    fn draw_menu(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let title = panel::title("Today", studied_for(self.edition), theme);
        let inner = panel::panel(frame, area, title, Focus::Here, theme);
        let (_, rows) = panel::split_top(inner, 1);
        let width = usize::from(inner.width).saturating_sub(NAMES + 3);
        let items = self.entries.iter().map(|entry| {
            let name = text::pad(entry.name, NAMES);
            Item::Entry(vec![(name, Role::Plain), (text::pad(&entry.detail, width), Role::Muted)])
        });
        self.list.draw(frame, rows, items.collect(), (1, Focus::Here), theme);
    }

    fn draw_ledger(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let title = panel::title("The course beside AWS", "", theme);
        let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
        let total = self.verdicts.iter().map(|(_, count)| count).sum::<usize>().max(1);
        let room = usize::from(inner.width).saturating_sub(18);
        let mut lines = vec![Line::default()];
        lines.extend(self.verdicts.iter().map(|&(verdict, count)| {
            let full = (count * room).div_ceil(total);
            let role = verdict_role(verdict);
            Line::from(vec![
                Span::raw(text::pad(&format!(" {verdict}"), 13)),
                Span::styled("█".repeat(full), theme.style(role)),
                Span::styled("░".repeat(room.saturating_sub(full)), theme.style(Role::Muted)),
                Span::raw(format!("{count:>4}")),
            ])
        }));
        panel::lines(frame, inner, lines);
    }
}

impl Page for Home {
    type Command = Command;

    fn keys(&self) -> Keymap<Command> {
        let help = "close what is on top; at home, quit";
        Keymap::new("Home", KEYS).back_by("quit", help, Command::Quit)
    }

    fn act(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Move(to) => self.list.step(to, self.entries.len()),
            Command::Open => {
                let entry = self.entries.get(self.list.position(self.entries.len()));
                return entry.map(|entry| entry.leads.clone()).into_iter().collect();
            }
            Command::Edition => return vec![Effect::NextEdition],
            Command::Progress => return vec![Effect::ShowProgress],
            Command::Quit => return vec![Effect::Close],
        }
        Vec::new()
    }

    fn click(&mut self, mouse: Position) -> Vec<Effect> {
        self.list.click(mouse);
        Vec::new()
    }

    fn header(&self, theme: Theme) -> Header {
        Header {
            left: Line::styled(" coldstart", theme.style(Role::Strong)),
            right: Line::styled("AWS App Runner · DVA-C02 / C03 ", theme.style(Role::Muted)),
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let height = u16::try_from(self.entries.len().max(self.verdicts.len()) + 4).unwrap_or(8);
        let [upper, lower] =
            area.layout(&Layout::vertical([Constraint::Length(height), Constraint::Fill(1)]));
        if area.width < 70 {
            self.draw_menu(frame, upper, theme);
        } else {
            let [menu, ledger] =
                upper.layout(&Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]));
            self.draw_menu(frame, menu, theme);
            self.draw_ledger(frame, ledger, theme);
        }
        draw_about(frame, lower, theme);
    }
}

fn forms(content: &Content) -> String {
    format!("{} forms", content.blueprints.len())
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

fn draw_about(frame: &mut Frame, area: Rect, theme: Theme) {
    let width = area.width.saturating_sub(6).min(92);
    let body = Rect { x: area.x + 3, y: area.y, width, height: area.height };
    let mut lines = vec![Line::default()];
    lines.extend(panel::wrapped(ABOUT, width, Role::Muted, theme));
    panel::lines(frame, body, lines);
}

fn verdicts(ledger: &Ledger) -> Vec<(FactVerdict, usize)> {
    let count = |verdict| ledger.facts.iter().filter(|fact| fact.verdict == verdict).count();
    let shown = [
        FactVerdict::Agrees,
        FactVerdict::Differs,
        FactVerdict::Outdated,
        FactVerdict::Unverified,
        FactVerdict::NotCovered,
    ];
    shown.map(|verdict| (verdict, count(verdict))).into()
}

/// How a verdict looks here and in the ledger.
pub(super) fn verdict_role(verdict: FactVerdict) -> Role {
    match verdict {
        FactVerdict::Agrees => Role::Good,
        FactVerdict::Differs => Role::Bad,
        FactVerdict::Outdated => Role::Warn,
        FactVerdict::Unverified | FactVerdict::NotCovered => Role::Muted,
    }
}
