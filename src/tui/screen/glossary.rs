//! The words of the field.

use std::sync::Arc;

use ratatui::layout::{Constraint, Layout, Rect};

use super::catalog::{Catalog, Command, Detail, Listed, NoKey, Source};
use super::filter::Filter;
use crate::tui::content::Content;
use crate::tui::keys::Row;
use crate::tui::message::{Destination, Effect};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use quizbank::model::course::Term;

/// The cells between a term and its meaning.
const GAP: usize = 2;

/// The glossary.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Glossary {
    content: Arc<Content>,
}

impl Glossary {
    /// All terms, the first one chosen.
    pub(in crate::tui) fn new(content: Arc<Content>) -> Catalog<Self> {
        Catalog::new(Self { content }, 0)
    }

    /// All terms, the one called `name` chosen if there is one.
    pub(in crate::tui) fn at(content: Arc<Content>, name: &str) -> Catalog<Self> {
        let position = content.course.terms.iter().position(|term| term.name == name);
        Catalog::new(Self { content }, position.unwrap_or_default())
    }

    fn terms(&self) -> &[Term] {
        &self.content.course.terms
    }
}

impl Source for Glossary {
    type Own = NoKey;

    const TITLE: &'static str = "Glossary";
    const PLACE: &'static str = "The glossary";
    const KEYS: &'static [Row<Command<NoKey>>] = &[
        Command::choose("choose a term"),
        Command::filter("search", "search terms and meanings"),
        Command::open("fact", "the fact behind the term"),
    ];

    fn listed(&self, filter: &Filter) -> Vec<Listed> {
        let terms = self.terms().iter().enumerate();
        let terms = terms.filter(|(_, term)| filter.matches(&[&term.name, &term.meaning]));
        terms.map(|(place, _)| Listed::Entry(place)).collect()
    }

    fn row(&self, entry: usize, width: usize) -> Vec<(String, Role)> {
        let Some(term) = self.terms().get(entry) else { return Vec::new() };
        let longest = self.terms().iter().map(|term| text::width(&term.name)).max();
        let names = longest.unwrap_or_default().min(width / 2);
        let name = text::pad(&term.name, names) + &" ".repeat(GAP);
        let meaning = text::pad(&term.meaning, width.saturating_sub(names + GAP));
        vec![(name, Role::Plain), (meaning, Role::Muted)]
    }

    fn detail(&self, entry: usize, width: u16, theme: Theme) -> Detail {
        let Some(term) = self.terms().get(entry) else { return Detail::default() };
        let mut lines = panel::wrapped(&term.meaning, width, Role::Plain, theme);
        if let Some(fact) = &term.fact {
            let title = self.content.ledger.facts.iter().find(|it| it.id == *fact);
            let title = title.map_or(fact, |fact| &fact.title);
            let fact = format!("Press Enter for the fact: {title}");
            lines.extend(panel::wrapped(&fact, width, Role::Muted, theme));
        }
        Detail::new(&term.name, "", lines, theme)
    }

    fn layout(&self, _: Rect, _: usize) -> Layout {
        Layout::vertical([Constraint::Fill(1), Constraint::Length(6)])
    }

    fn open(&self, entry: usize) -> Vec<Effect> {
        let fact = self.terms().get(entry).and_then(|term| term.fact.clone());
        fact.map(|fact| Effect::Open(Destination::Fact(fact))).into_iter().collect()
    }

    fn act(&mut self, own: NoKey, _: Option<usize>) -> Vec<Effect> {
        match own {}
    }

    fn nothing(&self) -> &'static str {
        "no term contains these words; Esc clears the filter"
    }

    fn count(&self, listed: usize) -> String {
        format!("{listed} of {}", self.terms().len())
    }
}
