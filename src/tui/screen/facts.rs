//! The ledger: what the course says beside what AWS documents.

use std::sync::Arc;

use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};

use super::catalog::{Catalog, Command, Detail, Listed, Source};
use super::filter::Filter;
use super::home::verdict_role;
use crate::report::facts::verdict_words;
use crate::tui::content::Content;
use crate::tui::keys::{self, Row};
use crate::tui::message::{Destination, Effect};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use quizbank::model::fact::{Fact, FactVerdict};
use quizbank::model::question::Question;
use spanned_toml::faults::counted;

/// The cells of a verdict's sign.
const SIGN: usize = 2;
/// The most rows of a fact below the list.
const DETAIL: u16 = 22;
/// The cells between the two sides.
const GAP: usize = 3;
/// From this width on the two sides stand beside each other.
const WIDE: u16 = 60;

/// The keys while all facts are listed.
const TO_CONTESTED: &[Row<Command<FactKey>>] =
    &[toggle("contested only", "show only facts on which the course and AWS disagree"), SOURCE];
/// The keys while only contested facts are listed.
const TO_ALL: &[Row<Command<FactKey>>] = &[toggle("all facts", "show all facts"), SOURCE];

const SOURCE: Row<Command<FactKey>> = keys::row(
    &[("o", Command::Own(FactKey::Source))],
    1,
    "source",
    "open the first source of the fact",
);

const fn toggle(hint: &'static str, help: &'static str) -> Row<Command<FactKey>> {
    keys::row(const { &[("c", Command::Own(FactKey::ToggleContested))] }, 1, hint, help)
}

/// The ledger of facts.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Facts {
    content: Arc<Content>,
    shows: Shows,
}

/// Which facts are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shows {
    All,
    Contested,
}

/// What the keys of the ledger mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum FactKey {
    /// Shows contested facts only, or all.
    ToggleContested,
    /// Opens the first source of a fact.
    Source,
}

impl Facts {
    /// All facts, the first one chosen.
    pub(in crate::tui) fn new(content: Arc<Content>) -> Catalog<Self> {
        Catalog::new(Self { content, shows: Shows::All }, 0)
    }

    /// All facts, the one called `id` chosen if there is one.
    pub(in crate::tui) fn at(content: Arc<Content>, id: &str) -> Catalog<Self> {
        let position = content.ledger.facts.iter().position(|fact| fact.id == id);
        Catalog::new(Self { content, shows: Shows::All }, position.unwrap_or_default())
    }

    /// The questions that rest on a fact.
    fn questions(&self, fact: &Fact) -> impl Iterator<Item = &Question> {
        self.content.questions.iter().filter(|it| it.facts.contains(&fact.id))
    }

    /// The topic of a fact, and how many questions rest on it.
    fn related(&self, fact: &Fact) -> String {
        let questions = self.questions(fact);
        let topic = self.content.course.topic_title(&fact.topic);
        format!("{topic} · {} · `{}`", counted(questions.count(), "question"), fact.id)
    }

    fn facts(&self) -> &[Fact] {
        &self.content.ledger.facts
    }
}

impl Source for Facts {
    type Own = FactKey;

    const TITLE: &'static str = "Facts";
    const PLACE: &'static str = "Facts";
    const KEYS: &'static [Row<Command<FactKey>>] = &[
        Command::choose("choose a fact"),
        Command::open("topic", "open the topic of the fact"),
        Command::filter("search", "search claims, symptoms, notes and names"),
    ];

    fn legend(&self) -> String {
        FactVerdict::ALL.map(|verdict| format!("{} {verdict}", verdict_sign(verdict))).join("   ")
    }

    fn more_keys(&self) -> &'static [Row<Command<FactKey>>] {
        match self.shows {
            Shows::All => TO_CONTESTED,
            Shows::Contested => TO_ALL,
        }
    }

    fn offers(&self, own: FactKey, entry: Option<usize>) -> bool {
        let fact = entry.and_then(|entry| self.facts().get(entry));
        match own {
            FactKey::Source => fact.is_some_and(|fact| !fact.source.is_empty()),
            // Where a search finds nothing, fewer facts are nothing too.
            FactKey::ToggleContested => fact.is_some() || self.shows == Shows::Contested,
        }
    }

    fn listed(&self, filter: &Filter) -> Vec<Listed> {
        let is_shown = |place: &usize| {
            let is_contested = |fact: &Fact| fact.verdict.is_contested();
            self.shows == Shows::All || self.facts().get(*place).is_some_and(is_contested)
        };
        let found = self.content.ledger.search(filter.text()).into_iter();
        found.filter(is_shown).map(Listed::Entry).collect()
    }

    fn row(&self, entry: usize, width: usize) -> Vec<(String, Role)> {
        let Some(fact) = self.facts().get(entry) else { return Vec::new() };
        let sign = format!("{} ", verdict_sign(fact.verdict));
        let title = text::pad(&fact.title, width.saturating_sub(SIGN));
        vec![(sign, verdict_role(fact.verdict)), (title, Role::Plain)]
    }

    fn detail(&self, entry: usize, width: u16, theme: Theme) -> Detail {
        let Some(fact) = self.facts().get(entry) else { return Detail::default() };
        let mut title = panel::title("Fact", "", theme);
        let verdict = format!("{} {} ", verdict_sign(fact.verdict), verdict_words(fact.verdict));
        title.push_span(Span::styled(verdict, theme.style(verdict_role(fact.verdict))));
        let mut lines = claim_and_sides(fact, width, theme);
        let observed = fact.observed.as_ref().map(|text| format!("Users report: {text}"));
        for text in observed.iter().chain(&fact.note) {
            lines.extend(panel::wrapped(text, width, Role::Plain, theme));
            lines.push(Line::default());
        }
        let related = self.related(fact);
        let below = fact.source.iter().chain([&related]);
        lines.extend(below.flat_map(|it| panel::wrapped(it, width, Role::Muted, theme)));
        Detail { title, lines }
    }

    fn more(&self, entry: usize, width: u16, theme: Theme) -> Vec<Detail> {
        let Some(fact) = self.facts().get(entry) else { return Vec::new() };
        let questions = self.questions(fact);
        vec![Detail::questions("Questions on this fact", questions, width, theme)]
    }

    fn copied(&self, entry: usize) -> String {
        let Some(fact) = self.facts().get(entry) else { return String::new() };
        let sides = [("The course: ", &fact.chapter), ("AWS: ", &fact.aws)].into_iter();
        let sides = sides.filter(|(_, claim)| !claim.is_empty());
        let sides = sides.map(|(name, claim)| format!("{name}{claim}"));
        let rest = fact.observed.iter().chain(&fact.note).chain(&fact.source).cloned();
        let lines: Vec<String> =
            [fact.title.clone()].into_iter().chain(sides).chain(rest).collect();
        lines.join("\n")
    }

    fn links(&self, entry: usize) -> &[String] {
        self.facts().get(entry).map_or(&[], |fact| &fact.source)
    }

    fn widest(&self) -> usize {
        SIGN + self.facts().iter().map(|fact| text::width(&fact.title)).max().unwrap_or_default()
    }

    fn below(&self, area: Rect, _: usize) -> [Constraint; 2] {
        [Constraint::Fill(1), Constraint::Length(DETAIL.min(area.height * 3 / 5))]
    }

    fn open(&self, entry: usize) -> Vec<Effect> {
        let topic = self.facts().get(entry).map(|fact| fact.topic.clone());
        topic.map(|topic| Effect::Open(Destination::Topic(topic))).into_iter().collect()
    }

    fn act(&mut self, key: FactKey, entry: Option<usize>) -> Vec<Effect> {
        if let FactKey::Source = key {
            let fact = entry.and_then(|entry| self.facts().get(entry));
            let open = |fact: &Fact| {
                let address = fact.source.first().cloned();
                Effect::OpenSource { question: None, address }
            };
            return fact.map(open).into_iter().collect();
        }
        self.shows = match self.shows {
            Shows::All => Shows::Contested,
            Shows::Contested => Shows::All,
        };
        Vec::new()
    }

    fn nothing(&self) -> &'static str {
        "no fact contains these words; Esc clears the filter"
    }

    fn count(&self, listed: usize) -> String {
        let contested = if self.shows == Shows::Contested { "contested only · " } else { "" };
        format!("{contested}{listed} of {}", self.facts().len())
    }
}

fn verdict_sign(verdict: FactVerdict) -> &'static str {
    match verdict {
        FactVerdict::Agrees => "✓",
        FactVerdict::Differs => "≠",
        FactVerdict::Outdated => "◆",
        FactVerdict::Unverified => "○",
        FactVerdict::NotCovered => "+",
    }
}

/// The claim of a fact, and what the course and AWS say.
pub(super) fn claim_and_sides(fact: &Fact, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = panel::wrapped(&fact.title, width, Role::Strong, theme);
    lines.extend(sides(fact, width, theme));
    lines
}

/// The claim of a fact behind the sign of its verdict, a contested one with its word.
pub(super) fn claim(fact: &Fact, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let sign = format!("{} ", verdict_sign(fact.verdict));
    let sign = Span::styled(sign, theme.style(verdict_role(fact.verdict)));
    let said = if fact.verdict.is_contested() {
        format!("{} ({})", fact.title, verdict_words(fact.verdict))
    } else {
        fact.title.clone()
    };
    text::hanging(sign, &said, width, theme.style(Role::Plain))
}

/// The claims of `facts`, below each what AWS documents, or the course where both agree.
pub(super) fn claims_with_sides<'a>(
    facts: impl Iterator<Item = &'a Fact>,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let lines = facts.flat_map(|fact| {
        let indent = Span::raw(" ".repeat(SIGN));
        let agrees = fact.verdict == FactVerdict::Agrees && !fact.chapter.is_empty();
        let side = if agrees { ("Course", &fact.chapter) } else { ("AWS", &fact.aws) };
        let side = Some(side).filter(|(_, said)| !said.is_empty());
        let side = side.map(|(who, said)| format!("{who}: {said}")).unwrap_or_default();
        let side = text::hanging(indent, &side, width, theme.style(Role::Muted));
        claim(fact, width, theme).into_iter().chain(side).chain([Line::default()])
    });
    let mut lines: Vec<_> = lines.collect();
    lines.pop();
    lines
}

/// The two claims beside each other, or one below the other where it is narrow.
fn sides(fact: &Fact, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let (strong, plain) = (theme.style(Role::Strong), theme.style(Role::Plain));
    if width < WIDE || fact.chapter.is_empty() || fact.aws.is_empty() {
        let claims = [("The course", &fact.chapter), ("AWS", &fact.aws)];
        let side = |(name, claim): (&'static str, &String)| {
            let head = Line::styled(name, strong);
            [head].into_iter().chain(panel::wrapped(claim, width, Role::Plain, theme))
        };
        let stated = claims.into_iter().filter(|(_, claim)| !claim.is_empty());
        return stated.flat_map(side).chain([Line::default()]).collect();
    }
    let right = usize::from(width).saturating_sub(GAP) / 2;
    let left = usize::from(width).saturating_sub(right + GAP);
    let mut lines = text::columns(GAP, &[("The course", left, strong), ("AWS", right, strong)]);
    lines.extend(text::columns(GAP, &[(&fact.chapter, left, plain), (&fact.aws, right, plain)]));
    lines.push(Line::default());
    lines
}
