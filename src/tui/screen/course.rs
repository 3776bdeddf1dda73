//! The path of the course: six steps, their topics, and how far one has come.

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::layout::{Constraint, Rect};
use ratatui::text::Line;

use super::catalog::{Catalog, Command as Key, Detail, Listed, Source};
use super::facts;
use super::filter::Filter;
use crate::report::learn;
use crate::tui::content::Content;
use crate::tui::keys::{self, Row};
use crate::tui::message::{Destination, Effect, StudyRequest};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use quizbank::model::course::CourseTopic;
use quizbank::path::{CourseProgress, TopicStatus};
use quizbank::progress::StudyCounts;

/// What is said of a locked test. Its page can be read.
const LOCKED: &str = "this test is locked: pass the test before it, or press s to unlock it";
/// With less room than this there is no more than the result of the test.
const NARROW: usize = 58;
/// The cells of a sign and the blank behind it, of how much is known, of the result of a test, and
/// between those two.
const SIGN: usize = 2;
const WIDE_KNOWN: usize = 15;
const RESULT: usize = 14;
const GAP: usize = 2;

/// The path of the course.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Course {
    content: Arc<Content>,
    progress: CourseProgress,
    /// How the questions of each topic stand.
    counts: BTreeMap<String, StudyCounts>,
    notice: Option<String>,
}

/// What its own keys mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command {
    /// Take the test of the topic.
    TopicTest,
    Skip,
    TakeSkipBack,
}

impl Course {
    /// The path, at the first topic that is not passed.
    pub(in crate::tui) fn new(content: Arc<Content>, progress: CourseProgress) -> Catalog<Self> {
        let topics = &content.course.topics;
        let next = topics.iter().position(|topic| !progress.passed.contains_key(&topic.id));
        let next = next.unwrap_or_default();
        let counts = BTreeMap::new();
        Catalog::new(Self { content, progress, counts, notice: None }, next)
    }

    /// Takes in how far the learner has come.
    pub(in crate::tui) fn learn(&mut self, progress: &CourseProgress) {
        self.progress.clone_from(progress);
    }

    /// Takes in how the questions of each topic stand.
    pub(in crate::tui) fn counts(&mut self, counts: BTreeMap<String, StudyCounts>) {
        self.counts = counts;
    }

    /// How many of the questions of a topic are known.
    fn known(&self, topic: &CourseTopic) -> String {
        let all = self.content.questions.iter().filter(|one| one.topic == topic.id).count();
        let known = self.counts.get(&topic.id).map_or(0, |part| part.known);
        format!("{known} of {all} known")
    }

    /// The result of a topic's test, in words.
    fn result(&self, topic: &CourseTopic) -> String {
        let Content { course, questions, .. } = &*self.content;
        learn::test_result(&self.progress, course, questions, &topic.id)
    }

    fn topic(&self, entry: usize) -> Option<&CourseTopic> {
        self.content.course.topics.get(entry)
    }

    /// Whether the test of a topic was unlocked and can be locked again.
    fn is_unlocked(&self, topic: &CourseTopic) -> bool {
        let is_passed = matches!(self.standing(topic), TopicStatus::Passed(_));
        !is_passed && self.progress.skipped.contains(&topic.id)
    }

    fn standing(&self, topic: &CourseTopic) -> TopicStatus {
        self.progress.standing(&self.content.course, &self.content.questions, &topic.id)
    }
}

impl Source for Course {
    type Own = Command;

    const TITLE: &'static str = "Course";
    const PLACE: &'static str = "The course";
    const KEYS: &'static [Row<Key<Command>>] = &[
        Key::choose("choose a topic"),
        Key::open("open", "open the topic"),
        keys::row(&[("t", Key::Own(Command::TopicTest))], "test", "take the topic test"),
        keys::row(
            &[("s", Key::Own(Command::Skip))],
            "unlock",
            "unlock a test without passing the one before",
        ),
        keys::row(
            &[("u", Key::Own(Command::TakeSkipBack))],
            "lock",
            "lock a test again that was unlocked with s",
        ),
    ];
    const INDENT: usize = 1;

    fn offers(&self, own: Command, entry: Option<usize>) -> bool {
        let Some(topic) = entry.and_then(|entry| self.topic(entry)) else { return false };
        let is_locked = self.standing(topic) == TopicStatus::Closed;
        match own {
            Command::TopicTest => !is_locked,
            Command::Skip => is_locked,
            Command::TakeSkipBack => self.is_unlocked(topic),
        }
    }

    fn listed(&self, _: &Filter) -> Vec<Listed> {
        let mut topics = 0..self.content.course.topics.len();
        let mut lines = Vec::new();
        for (number, step) in (1..).zip(&self.content.course.steps) {
            lines.push(Listed::Heading(format!("{number}  {}", step.title), Role::Accent));
            lines.extend(topics.by_ref().take(step.topics.len()).map(Listed::Entry));
        }
        lines
    }

    fn row(&self, entry: usize, width: usize) -> Vec<(String, Role)> {
        let Some(topic) = self.topic(entry) else { return Vec::new() };
        let is_read = self.progress.read.contains(&topic.id);
        let (sign, role) = match self.standing(topic) {
            TopicStatus::Passed(_) => ("✓", Role::Good),
            _ if is_read => ("●", Role::Plain),
            TopicStatus::Open => ("○", Role::Plain),
            TopicStatus::Closed => ("·", Role::Muted),
        };
        let wide = format!("{:>WIDE_KNOWN$}  {:<RESULT$}", self.known(topic), self.result(topic));
        let narrow = format!(" {:<RESULT$}", self.result(topic));
        let figures = if width < NARROW { narrow } else { wide };
        let room = width.saturating_sub(text::width(&figures));
        vec![(text::pad(&format!("{sign} {}", topic.title), room), role), (figures, Role::Muted)]
    }

    fn detail(&self, entry: usize, width: u16, theme: Theme) -> Detail {
        let Some(topic) = self.topic(entry) else { return Detail::default() };
        let step = self.content.course.steps.iter().find(|step| step.topics.contains(&topic.id));
        let Some(step) = step else { return Detail::default() };
        let aim = format!("After this step, you can {}.", step.aim);
        let mut lines = panel::wrapped(&aim, width, Role::Plain, theme);
        if let Some(notice) = &self.notice {
            lines.extend(panel::wrapped(notice, width, Role::Warn, theme));
        }
        let read = if self.progress.read.contains(&topic.id) { "read" } else { "not read yet" };
        let stands = format!("{read} · {} · {}", self.known(topic), self.result(topic));
        lines.extend(panel::wrapped(&stands, width, Role::Strong, theme));
        lines.push(Line::default());
        lines.extend(panel::wrapped(&topic.summary, width, Role::Plain, theme));
        let of_name = |name: &String| self.content.scenarios.iter().find(|one| one.name == *name);
        let plays: Vec<_> = topic.scenarios.iter().filter_map(of_name).collect();
        if !plays.is_empty() {
            lines.extend([Line::default(), Line::styled("Scenarios", theme.style(Role::Strong))]);
            let titles = plays.into_iter().map(|scenario| &scenario.title);
            lines.extend(titles.flat_map(|it| panel::wrapped(it, width, Role::Plain, theme)));
        }
        Detail::new(&topic.title, &step.title, lines, theme)
    }

    fn more(&self, entry: usize, width: u16, theme: Theme) -> Vec<Detail> {
        let Some(topic) = self.topic(entry) else { return Vec::new() };
        let facts = self.content.ledger.facts.iter().filter(|fact| fact.topic == topic.id);
        let lines = facts::claims_with_sides(facts, width, theme);
        vec![Detail::new("Facts", &topic.title, lines, theme)]
    }

    fn further(&self, entry: usize, width: u16, theme: Theme) -> Vec<Detail> {
        let Some(topic) = self.topic(entry) else { return Vec::new() };
        let questions = self.content.questions.iter().filter(|it| it.topic == topic.id);
        vec![Detail::questions("Questions of this topic", questions, width, theme)]
    }

    fn widest(&self) -> usize {
        let titles = self.content.course.topics.iter().map(|topic| text::width(&topic.title));
        titles.max().unwrap_or_default() + SIGN + WIDE_KNOWN + RESULT + GAP
    }

    fn below(&self, area: Rect, _: usize) -> [Constraint; 2] {
        [Constraint::Fill(1), Constraint::Length(7.min(area.height / 3))]
    }

    fn open(&self, entry: usize) -> Vec<Effect> {
        let Some(topic) = self.topic(entry) else { return Vec::new() };
        vec![Effect::Open(Destination::Topic(topic.id.clone()))]
    }

    fn act(&mut self, own: Command, entry: Option<usize>) -> Vec<Effect> {
        self.notice = None;
        let Some(topic) = entry.and_then(|entry| self.topic(entry)) else { return Vec::new() };
        let (id, standing) = (topic.id.clone(), self.standing(topic));
        let refusal = match (own, standing) {
            (Command::Skip, TopicStatus::Closed) => return vec![Effect::Skip(id)],
            (Command::Skip, _) => "this topic is already unlocked".to_owned(),
            (Command::TakeSkipBack, TopicStatus::Passed(_)) => {
                format!("the topic test is passed; `coldstart learn --reset {id}` resets it")
            }
            (Command::TakeSkipBack, _) if self.progress.skipped.contains(&id) => {
                return vec![Effect::TakeSkipBack(id)];
            }
            (Command::TakeSkipBack, _) => "this topic was not unlocked with s".to_owned(),
            (Command::TopicTest, TopicStatus::Closed) => LOCKED.to_owned(),
            (Command::TopicTest, TopicStatus::Open | TopicStatus::Passed(_)) => {
                return vec![Effect::Study(StudyRequest::TopicTest(id))];
            }
        };
        self.notice = Some(refusal);
        Vec::new()
    }

    fn leave(&mut self) {
        self.notice = None;
    }

    fn count(&self, _: usize) -> String {
        format!(
            "{} of {} topic tests passed",
            self.progress.passed.len(),
            self.content.course.topics.len()
        )
    }
}
