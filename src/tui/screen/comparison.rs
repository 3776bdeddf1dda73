//! App Runner beside one service or two: a table, when to choose which, and the
//! questions about it.

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use super::catalog::{Catalog, Command, Detail, Listed, NoKey, Source, beside};
use super::facts;
use super::filter::Filter;
use crate::tui::content::Content;
use crate::tui::keys::Row;
use crate::tui::message::{Effect, StudyRequest};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use quizbank::model::course::{CourseTopic, ServiceComparison};
use quizbank::model::question::Question;
use spanned_toml::faults::counted;

/// Longer lines are hard to read, and wider tables.
const WIDEST: u16 = 110;
const WIDEST_TABLE: u16 = 150;
/// Blanks between columns.
const GAP: usize = 2;

/// The comparisons.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Comparisons {
    content: Arc<Content>,
}

impl Comparisons {
    /// All of them, the first one chosen.
    pub(in crate::tui) fn new(content: Arc<Content>) -> Catalog<Self> {
        Catalog::new(Self { content }, 0)
    }

    /// All of them, the one called `id` chosen if there is one.
    pub(in crate::tui) fn at(content: Arc<Content>, id: &str) -> Catalog<Self> {
        let position = content.course.comparisons.iter().position(|page| page.id == id);
        Catalog::new(Self { content }, position.unwrap_or_default())
    }

    /// The questions about `page`.
    fn questions(&self, page: &ServiceComparison) -> impl Iterator<Item = &Question> {
        page.questions.iter().filter_map(|id| self.content.question(&id.0))
    }

    fn comparison(&self, entry: usize) -> Option<&ServiceComparison> {
        self.content.course.comparisons.get(entry)
    }
}

impl Source for Comparisons {
    type Own = NoKey;

    const TITLE: &'static str = "Comparisons";
    const PLACE: &'static str = "Comparisons";
    const KEYS: &'static [Row<Command<NoKey>>] = &[
        Command::choose("choose a comparison"),
        Command::open("answer questions", "answer the questions about it"),
    ];

    fn listed(&self, _: &Filter) -> Vec<Listed> {
        (0..self.content.course.comparisons.len()).map(Listed::Entry).collect()
    }

    fn row(&self, entry: usize, width: usize) -> Vec<(String, Role)> {
        let title = self.comparison(entry).map(|it| text::pad(&it.title, width));
        title.map(|title| (title, Role::Plain)).into_iter().collect()
    }

    fn detail(&self, entry: usize, width: u16, theme: Theme) -> Detail {
        let Some(page) = self.comparison(entry) else { return Detail::default() };
        let lines = lines(page, width, theme);
        Detail::new(&page.title, "", lines, theme)
    }

    fn more(&self, entry: usize, width: u16, theme: Theme) -> Vec<Detail> {
        let Some(page) = self.comparison(entry) else { return Vec::new() };
        let behind: BTreeSet<&str> =
            self.questions(page).flat_map(|it| &it.facts).map(String::as_str).collect();
        let facts = self.content.ledger.facts.iter();
        let facts = facts.filter(|fact| behind.contains(fact.id.as_str()));
        let lines = facts::claims_with_sides(facts, width, theme);
        vec![
            Detail::questions("Questions about it", self.questions(page), width, theme),
            Detail::new("Facts behind them", "", lines, theme),
        ]
    }

    fn further(&self, entry: usize, width: u16, theme: Theme) -> Vec<Detail> {
        let Some(page) = self.comparison(entry) else { return Vec::new() };
        let asked: BTreeSet<&str> = self.questions(page).map(|it| it.topic.as_str()).collect();
        let topics = self.content.course.topics.iter();
        let topics = topics.filter(|topic| asked.contains(topic.id.as_str()));
        let detail = |topic: &CourseTopic| {
            Detail::new(
                "Topic",
                &topic.title,
                panel::wrapped(&topic.summary, width.min(WIDEST), Role::Plain, theme),
                theme,
            )
        };
        topics.map(detail).collect()
    }

    fn links(&self, entry: usize) -> &[String] {
        self.comparison(entry).map_or(&[], |page| &page.sources)
    }

    fn layout(&self, area: Rect, rows: usize) -> Layout {
        let rows = u16::try_from(rows + 2).unwrap_or(u16::MAX).min(area.height / 3);
        let (narrow, rest) = (Constraint::Length(56), Constraint::Fill(1));
        beside(area, 150, [narrow, rest], [Constraint::Length(rows), rest])
    }

    fn open(&self, entry: usize) -> Vec<Effect> {
        let questions = self.comparison(entry).map(|page| page.questions.clone());
        let questions = questions.filter(|questions| !questions.is_empty());
        questions.map(|it| Effect::Study(StudyRequest::Questions(it))).into_iter().collect()
    }

    fn act(&mut self, own: NoKey, _: Option<usize>) -> Vec<Effect> {
        match own {}
    }

    fn count(&self, listed: usize) -> String {
        counted(listed, "comparison")
    }
}

fn lines(page: &ServiceComparison, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let prose = |text: &str, role| panel::wrapped(text, width.min(WIDEST), role, theme);
    let mut lines = prose(&page.intro, Role::Plain);
    lines.push(Line::default());
    let table = width.min(WIDEST_TABLE);
    let named = ["", "App Runner"].map(str::to_owned);
    let head: Vec<String> = named.into_iter().chain(page.others.iter().cloned()).collect();
    lines.extend(row(&head, Role::Strong, table, theme));
    for cells in &page.rows {
        lines.extend(row(cells, Role::Plain, table, theme));
    }
    lines.push(Line::default());
    lines.extend(prose(&page.choose, Role::Plain));
    lines.push(Line::default());
    let asked = format!(
        "{} questions of the bank are about this. Press Enter to answer them.",
        page.questions.len()
    );
    lines.extend(prose(&asked, Role::Accent));
    lines.push(Line::default());
    lines.extend(page.sources.iter().flat_map(|source| prose(source, Role::Muted)));
    lines
}

/// A row of cells, each wrapped within its column.
fn row(cells: &[String], role: Role, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let Some((what, values)) = cells.split_first() else { return Vec::new() };
    let (muted, style) = (theme.style(Role::Muted), theme.style(role));
    let first = usize::from(width / 4).clamp(8, 24);
    let gaps = GAP * values.len();
    let each = usize::from(width).saturating_sub(first + gaps) / values.len().max(1);
    let values = values.iter().map(|value| (value.as_str(), each.max(8), style));
    let columns: Vec<_> = [(what.as_str(), first, muted)].into_iter().chain(values).collect();
    text::columns(GAP, &columns)
}
