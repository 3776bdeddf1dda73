//! The ledger: what the course says beside what AWS documents.

use std::cmp::Reverse;
use std::collections::BTreeSet;
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
/// The fewest letters of a word that a near fact holds: shorter ones are in most texts. Our choice.
const LEAST_WORD: usize = 4;
/// The cells of a number of facts.
const NUMBER: usize = 5;
/// From this width on the two sides stand beside each other.
const WIDE: u16 = 60;

/// The keys while all facts are listed.
const TO_CONTESTED: &[Row<Command<FactKey>>] =
    &[toggle("contested only", "show only facts on which the course and AWS disagree"), SOURCE];
/// The keys while only contested facts are listed.
const TO_ALL: &[Row<Command<FactKey>>] = &[toggle("show all", "show all facts"), SOURCE];

const SOURCE: Row<Command<FactKey>> = keys::row(
    &[("o", Command::Own(FactKey::Source))],
    "source",
    "open the first source of the fact",
);

const fn toggle(hint: &'static str, help: &'static str) -> Row<Command<FactKey>> {
    keys::row(const { &[("c", Command::Own(FactKey::ToggleContested))] }, hint, help)
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

    /// Whether `fact` is among those that are listed without a search.
    fn lists(&self, fact: &Fact) -> bool {
        self.shows == Shows::All || fact.verdict.is_contested()
    }

    /// The places of the facts that are listed.
    fn shown(&self, filter: &Filter) -> impl Iterator<Item = usize> {
        let found = self.content.ledger.search(filter.text()).into_iter();
        found.filter(|place| self.facts().get(*place).is_some_and(|fact| self.lists(fact)))
    }

    /// The facts that hold most of the words of a search that found none with all of them, with what
    /// the course or AWS says where `room` rows have room for that.
    fn nearest(&self, filter: &Filter, (width, room): (u16, u16), theme: Theme) -> Detail {
        let typed = filter.text().to_lowercase();
        let words: Vec<&str> =
            typed.split_whitespace().filter(|word| word.chars().count() >= LEAST_WORD).collect();
        let held = |fact: &Fact| words.iter().filter(|word| fact.holds(word)).count();
        let facts = self.facts().iter().filter(|fact| self.lists(fact));
        let mut near: Vec<(usize, &Fact)> = facts.map(|fact| (held(fact), fact)).collect();
        near.retain(|(held, _)| *held > 0);
        near.sort_by_key(|(held, _)| Reverse(*held));
        let near = || near.iter().map(|(_, fact)| *fact);
        let sides = claims_with_sides(near(), width, theme);
        let lines = if panel::height_of(&sides) <= room {
            sides
        } else {
            near().flat_map(|fact| claim(fact, width, theme)).collect()
        };
        Detail::new("Nearest facts", "with some of the words", lines, theme)
    }

    /// How many facts each topic has, in the order of the course.
    fn by_topic(&self, width: u16, theme: Theme) -> Detail {
        let count = |id: &str| self.facts().iter().filter(|fact| fact.topic == id).count();
        let row = |(title, count): (&str, usize)| {
            let room = usize::from(width).saturating_sub(NUMBER);
            Line::from(format!("{}{count:>NUMBER$}", text::pad(title, room)))
        };
        let topics = self.content.course.topics.iter();
        let topics = topics.map(|topic| (topic.title.as_str(), count(&topic.id)));
        let lines = topics.filter(|(_, count)| *count > 0).map(row).collect();
        Detail::new("Facts of each topic", "", lines, theme)
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

    fn legend(&self, filter: &Filter, theme: Theme) -> Vec<Span<'static>> {
        let listed = self.shown(filter);
        legend(listed.filter_map(|place| self.facts().get(place)), theme)
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
        self.shown(filter).map(Listed::Entry).collect()
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
        let listed = self.facts().iter().filter(|fact| self.lists(fact));
        SIGN + listed.map(|fact| text::width(&fact.title)).max().unwrap_or_default()
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
        "No fact contains all of these words. Claims of the course and of AWS, reports of users, \
         symptoms and notes are searched. Esc clears the search."
    }

    fn instead(&self, filter: &Filter, (width, room): (u16, u16), theme: Theme) -> Vec<Detail> {
        vec![
            self.nearest(filter, (width, room), theme),
            signs(width, theme),
            self.by_topic(width, theme),
        ]
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

/// The signs of the verdicts of `facts` in their colors, each with its word.
pub(super) fn legend<'a>(
    facts: impl Iterator<Item = &'a Fact>,
    theme: Theme,
) -> Vec<Span<'static>> {
    let given: BTreeSet<FactVerdict> = facts.map(|fact| fact.verdict).collect();
    let named = FactVerdict::ALL.into_iter().filter(|verdict| given.contains(verdict));
    let entry = |verdict: FactVerdict| {
        let sign = Span::styled(
            format!(" {} ", verdict_sign(verdict)),
            theme.style(verdict_role(verdict)),
        );
        [sign, Span::styled(format!("{verdict} "), theme.style(Role::Muted))]
    };
    named.flat_map(entry).collect()
}

/// What the sign of each verdict says.
fn signs(width: u16, theme: Theme) -> Detail {
    let said = |verdict: FactVerdict| match verdict {
        FactVerdict::Agrees => "the course and AWS say the same.",
        FactVerdict::Differs => "an AWS page contradicts the course.",
        FactVerdict::Outdated => "the course may have been right and no longer is.",
        FactVerdict::Unverified => "no AWS page about it was found.",
        FactVerdict::NotCovered => "AWS says it, and the course does not mention it.",
    };
    let row = |verdict: FactVerdict| {
        let sign = format!("{} ", verdict_sign(verdict));
        let sign = Span::styled(sign, theme.style(verdict_role(verdict)));
        let text = format!("{verdict}: {}", said(verdict));
        text::hanging(sign, &text, width, theme.style(Role::Plain))
    };
    let lines = FactVerdict::ALL.into_iter().flat_map(row).collect();
    Detail::new("What the signs mean", "", lines, theme)
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
