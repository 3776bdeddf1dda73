//! A topic: a page to read, and what can be done with it.

use std::iter;
use std::sync::Arc;

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::catalog::{Catalog, Command, Detail, Listed, NoKey, Source, beside};
use super::facts;
use super::filter::Filter;
use super::page::Header;
use super::related;
use crate::tui::content::Content;
use crate::tui::keys::{self, CHOOSE, PAGE, Row};
use crate::tui::message::{Destination, Effect, StudyRequest};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use quizbank::model::course::CourseTopic as TopicPage;
use quizbank::model::question::Question;
use quizbank::path::{
    CourseProgress, TOPIC_TEST_FEWEST, TOPIC_TEST_PASS, TOPIC_TEST_QUESTIONS, TopicStatus,
};
use quizbank::session::AnswerMode;

/// The column of what can be done.
const NAMES: usize = 18;
/// Lines longer than this are hard to read.
const WIDEST: u16 = 90;

/// A topic of the course.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Topic {
    content: Arc<Content>,
    page: TopicPage,
    progress: CourseProgress,
}

/// What can be done with a topic.
struct Entry {
    name: &'static str,
    detail: String,
    leads: Option<Effect>,
}

impl Topic {
    /// The page on `page`.
    pub(in crate::tui) fn new(
        content: Arc<Content>,
        page: TopicPage,
        progress: CourseProgress,
    ) -> Catalog<Self> {
        Catalog::new(Self { content, page, progress }, 0)
    }

    /// Takes in how far the learner has come.
    pub(in crate::tui) fn learn(&mut self, progress: &CourseProgress) {
        self.progress.clone_from(progress);
    }

    /// What the Enter key asks for at an entry.
    fn leads(&self, entry: usize) -> Option<Effect> {
        self.entries().into_iter().nth(entry)?.leads
    }

    fn entries(&self) -> Vec<Entry> {
        let questions = self.questions().count();
        let open = self.questions().filter(|one| one.can_be_recalled()).count();
        let study = |way, questions: usize| {
            let asked = StudyRequest::Topic { topic: self.page.id.clone(), way };
            (questions > 0).then_some(Effect::Study(asked))
        };
        let mut entries = vec![
            Entry {
                name: "Study",
                detail: format!("{questions} questions, with every option explained"),
                leads: study(AnswerMode::Options, questions),
            },
            Entry {
                name: "Think and reveal",
                detail: format!("{open} of them without options; you grade yourself"),
                leads: study(AnswerMode::Recall, open),
            },
            self.topic_test(questions),
        ];
        entries.extend(self.scenarios());
        entries.push(self.facts());
        entries
    }

    fn questions(&self) -> impl Iterator<Item = &Question> {
        self.content.questions.iter().filter(|one| one.topic == self.page.id)
    }

    fn topic_test(&self, questions: usize) -> Entry {
        let standing =
            self.progress.standing(&self.content.course, &self.content.questions, &self.page.id);
        let detail = match standing {
            _ if questions < TOPIC_TEST_FEWEST => {
                format!("requires {TOPIC_TEST_FEWEST} questions; this topic has too few")
            }
            TopicStatus::Passed(percent) => format!("passed with {percent} %"),
            TopicStatus::Closed => "locked until the test before it is passed".to_owned(),
            TopicStatus::Open => {
                let failed = self.progress.failed.get(&self.page.id);
                let failed = failed.map(|it| format!(", failed with {it} %")).unwrap_or_default();
                let asked = questions.min(TOPIC_TEST_QUESTIONS);
                format!("{asked} questions, {TOPIC_TEST_PASS} % pass{failed}")
            }
        };
        let leads = Effect::Study(StudyRequest::TopicTest(self.page.id.clone()));
        let is_open = questions >= TOPIC_TEST_FEWEST && standing != TopicStatus::Closed;
        let leads = is_open.then_some(leads);
        Entry { name: "Topic test", detail, leads }
    }

    fn scenarios(&self) -> impl Iterator<Item = Entry> + '_ {
        let named = |name: &String| self.content.scenarios.iter().find(|one| one.name == *name);
        self.page.scenarios.iter().filter_map(named).map(|scenario| Entry {
            name: "Play",
            detail: scenario.title.clone(),
            leads: Some(Effect::Open(Destination::Play(scenario.name.clone()))),
        })
    }

    fn facts(&self) -> Entry {
        let of_topic = self.content.ledger.facts.iter().filter(|fact| fact.topic == self.page.id);
        let first = of_topic.clone().next();
        let contested = of_topic.clone().filter(|fact| fact.verdict.is_contested()).count();
        Entry {
            name: "Facts",
            detail: format!("{} claims, {contested} contested", of_topic.count()),
            leads: first.map(|fact| Effect::Open(Destination::Fact(fact.id.clone()))),
        }
    }
}

impl Source for Topic {
    type Own = NoKey;

    const TITLE: &'static str = "Course";
    const PLACE: &'static str = "A topic";
    const KEYS: &'static [Row<Command<NoKey>>] = &[
        keys::moves(CHOOSE, Command::Move, "choose", "choose an action"),
        Command::open("open", "open what is chosen"),
        keys::moves(PAGE, Command::Read, "scroll", "scroll down, up"),
    ];

    fn listed(&self, _: &Filter) -> Vec<Listed> {
        (0..self.entries().len()).map(Listed::Entry).collect()
    }

    fn row(&self, entry: usize, width: usize) -> Vec<(String, Role)> {
        let entries = self.entries();
        let Some(entry) = entries.get(entry) else { return Vec::new() };
        let role = if entry.leads.is_some() { Role::Plain } else { Role::Muted };
        let detail = text::pad(&entry.detail, width.saturating_sub(NAMES));
        vec![(text::pad(entry.name, NAMES), role), (detail, Role::Muted)]
    }

    fn detail(&self, entry: usize, width: u16, theme: Theme) -> Detail {
        let width = width.min(WIDEST);
        let mut lines = Vec::new();
        // A title that its row may cut.
        if let Some(Effect::Open(Destination::Play(_))) = self.leads(entry) {
            let title = self.entries().into_iter().nth(entry).map(|it| it.detail);
            lines.extend(panel::wrapped(&title.unwrap_or_default(), width, Role::Strong, theme));
            lines.push(Line::default());
        }
        lines.extend(panel::wrapped(&self.page.summary, width, Role::Plain, theme));
        let of_topic = self.content.ledger.facts.iter().filter(|fact| fact.topic == self.page.id);
        let mut head = vec![Span::styled("Facts ", theme.style(Role::Strong))];
        head.extend(facts::legend(of_topic.clone(), theme));
        lines.extend([Line::default(), Line::from(head)]);
        lines.extend(of_topic.flat_map(|fact| facts::claim(fact, width, theme)));
        Detail::new(&self.page.title, "", lines, theme)
    }

    fn more(&self, _: usize, width: u16, theme: Theme) -> Vec<Detail> {
        vec![Detail::questions("Questions of this topic", self.questions(), width, theme)]
    }

    fn further(&self, _: usize, width: u16, theme: Theme) -> Vec<Detail> {
        let of_topic = self.content.ledger.facts.iter().filter(|fact| fact.topic == self.page.id);
        let texts = iter::once(&self.page.summary).chain(of_topic.map(|fact| &fact.title));
        vec![related::terms_in(texts, &self.content.course, width, theme)]
    }

    /// The text is read, so it has the width of a page before the few lines of the list have it.
    fn layout(&self, area: Rect, rows: usize) -> Layout {
        let wide = [Constraint::Fill(1), Constraint::Length(WIDEST + 6)];
        beside(area, 170, wide, self.below(area, rows))
    }

    fn below(&self, area: Rect, rows: usize) -> [Constraint; 2] {
        let height = u16::try_from(rows + 2).unwrap_or(u16::MAX).min(area.height / 2);
        [Constraint::Length(height), Constraint::Fill(1)]
    }

    fn open(&self, entry: usize) -> Vec<Effect> {
        self.leads(entry).into_iter().collect()
    }

    fn act(&mut self, own: NoKey, _: Option<usize>) -> Vec<Effect> {
        match own {}
    }

    fn count(&self, _: usize) -> String {
        let steps = &self.content.course.steps;
        let step = steps.iter().find(|step| step.topics.contains(&self.page.id));
        step.map(|step| step.title.clone()).unwrap_or_default()
    }

    fn header(&self, listed: usize, filter: &Filter, theme: Theme) -> Header {
        let mut left = filter.title(Self::TITLE, theme);
        left.push_span(Span::styled(format!(" · {}", self.page.title), theme.style(Role::Muted)));
        let right = Line::styled(self.count(listed) + " ", theme.style(Role::Muted));
        Header { left, right }
    }
}
