//! What is known of an exam before anybody has answered it: its domains, what its questions
//! test and of which types they are.

use std::collections::BTreeSet;

use ratatui::text::{Line, Span};

use super::catalog::Detail;
use crate::report::notice::{self, Authors};
use crate::tui::content::Content;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::gauge::Gauge;
use crate::tui::widget::panel;
use quizbank::attempt::{AttemptSummary, Points};
use quizbank::model::blueprint::{Blueprint, ExamDomain, Pass, Scope};
use quizbank::model::course::CourseTopic;
use quizbank::model::question::{Difficulty, Kind, Level, Question};
use spanned_toml::faults::counted;

/// The cells of a share, and of the longest bar.
const SHARE: usize = 9;
const BAR: usize = 40;
/// The cells of a topic and the number of its questions.
const NAMED: usize = 54;
const COUNT: usize = 4;

/// The domains of an exam, each with its share as a bar; none for a form on a topic.
pub(super) fn domains(form: &Blueprint, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let Scope::Domains(domains) = &form.scope else { return Vec::new() };
    let widest = domains.iter().map(|domain| text::width(&domain.name)).max().unwrap_or(0);
    let room = usize::from(width).saturating_sub(widest + SHARE);
    let row = |domain: &ExamDomain| {
        let part = domain.weight as usize;
        let bar = Gauge { part, whole: 100, cells: room.min(BAR) }.spans(Role::Good, theme);
        let name = [
            Span::raw(text::pad(&domain.name, widest)),
            Span::styled(format!("{:>4} %  ", domain.weight), theme.style(Role::Strong)),
        ];
        name.into_iter().chain(bar).collect()
    };
    [Line::default()].into_iter().chain(domains.iter().map(row)).collect()
}

/// The domains of an exam, and what to know of it.
pub(super) fn terms(form: &Blueprint, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = outline(form, width, theme);
    for words in conditions(form) {
        lines.push(Line::default());
        lines.extend(panel::wrapped(&words, width, Role::Muted, theme));
    }
    lines
}

/// The domains of an exam, how long it takes and what passes.
pub(super) fn outline(form: &Blueprint, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = panel::wrapped(&form.title, width, Role::Strong, theme);
    lines.extend(domains(form, width, theme));
    for words in notice::before_an_attempt(form, Authors::default()).iter().take(1) {
        lines.push(Line::default());
        lines.extend(panel::wrapped(words, width, Role::Muted, theme));
    }
    lines
}

/// What to know of an exam besides its outline.
pub(super) fn conditions(form: &Blueprint) -> impl Iterator<Item = String> {
    notice::before_an_attempt(form, Authors::default()).into_iter().skip(1)
}

/// Whether `form`, on `topic` where it is on one, can ask `question`.
pub(super) fn asks(form: &Blueprint, topic: Option<&str>, question: &Question) -> bool {
    match &form.scope {
        Scope::Domains(domains) => domains.iter().any(|domain| domain.number == question.domain),
        Scope::Topic { .. } => topic.is_none_or(|topic| topic == question.topic),
    }
}

/// What the questions of `form` test, by domain or by topic.
pub(super) fn tested(
    form: &Blueprint,
    content: &Content,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let part = |heading: &str, is_of: &dyn Fn(&Question) -> bool| {
        let questions = content.questions.iter().filter(|question| is_of(question));
        let objectives: BTreeSet<&str> = questions.map(|it| it.objective.as_str()).collect();
        let heading = Line::styled(heading.to_owned(), theme.style(Role::Strong));
        let style = theme.style(Role::Plain);
        let rows = objectives.into_iter().flat_map(|objective| {
            text::hanging(Span::styled("· ", style), objective, width, style)
        });
        [heading].into_iter().chain(rows).chain([Line::default()]).collect::<Vec<_>>()
    };
    let mut lines: Vec<_> = match &form.scope {
        Scope::Domains(domains) => {
            let of = |it: &ExamDomain| part(&it.name, &|one| one.domain == it.number);
            domains.iter().flat_map(of).collect()
        }
        Scope::Topic { .. } => {
            let of = |it: &CourseTopic| part(&it.title, &|one| one.topic == it.id);
            content.course.topics.iter().flat_map(of).collect()
        }
    };
    lines.pop();
    lines
}

/// The topics of the questions that `form` can ask, on `topic` where it is on one, and what
/// each is about: less than what its questions test, which would help to answer them.
pub(super) fn topics(
    form: &Blueprint,
    topic: Option<&str>,
    content: &Content,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let of = |it: &CourseTopic| {
        let questions = content.questions.iter().filter(|one| one.topic == it.id);
        let count = questions.filter(|one| asks(form, topic, one)).count();
        if count == 0 {
            return Vec::new();
        }
        let count = format!("  {}", counted(count, "question"));
        let mut heading = panel::wrapped(&it.title, width, Role::Strong, theme);
        let has_room = |line: &Line<'_>| line.width() + text::width(&count) <= width.into();
        if !heading.last().is_some_and(has_room) {
            heading.push(Line::default());
        }
        let last = heading.last_mut().into_iter();
        last.for_each(|line| line.push_span(Span::styled(count.clone(), theme.style(Role::Muted))));
        let first = it.summary.split("\n\n").next().unwrap_or_default();
        let about = if topic.is_some() { &it.summary } else { first };
        let mut lines = heading;
        lines.extend(panel::wrapped(about, width, Role::Plain, theme));
        lines.push(Line::default());
        lines
    };
    let mut lines: Vec<_> = content.course.topics.iter().flat_map(of).collect();
    lines.pop();
    lines
}

/// How many questions the bank has, by topic, type, level and difficulty; without topics where
/// these have no place in `room` rows, the frame of the pane included.
pub(super) fn bank(content: &Content, (width, room): (u16, u16), theme: Theme) -> Detail {
    let questions = &content.questions;
    let count = |id: &str| questions.iter().filter(|question| question.topic == id).count();
    let topics = content.course.topics.iter();
    let topics: Vec<(&str, usize)> =
        topics.map(|topic| (topic.title.as_str(), count(&topic.id))).collect();
    let all: Vec<&Question> = questions.iter().collect();
    let makeup = makeup(&all, width, theme);
    let topics = counts(&topics, width, theme);
    let lines = [topics, vec![Line::default()], makeup.clone()].concat();
    if panel::height_of(&lines).saturating_add(2) > room {
        let title = panel::title("The bank", "questions by type and level", theme);
        return Detail { title, lines: makeup };
    }
    let title = panel::title("The bank", "questions by topic, type and level", theme);
    Detail { title, lines }
}

/// How many of `questions` are of which type, level and difficulty.
pub(super) fn makeup(questions: &[&Question], width: u16, theme: Theme) -> Vec<Line<'static>> {
    let count = |is_meant: &dyn Fn(&Question) -> bool| {
        questions.iter().filter(|question| is_meant(question)).count()
    };
    let kinds = [
        ("Multiple choice: one right answer", count(&|it| it.kind == Kind::Choice)),
        ("Multiple response: two or three", count(&|it| it.kind == Kind::Multiple)),
        ("With an exhibit", count(&|it| it.exhibit.is_some())),
        ("Proven by a run", count(&|it| it.proof.is_some())),
    ];
    let levels = [
        ("Recall: know it", count(&|it| it.level == Level::Recall)),
        ("Apply: use it", count(&|it| it.level == Level::Apply)),
        ("Analyze: take a situation apart", count(&|it| it.level == Level::Analyze)),
    ];
    let difficulties = [
        ("Easy", count(&|it| it.difficulty == Difficulty::Easy)),
        ("Medium", count(&|it| it.difficulty == Difficulty::Medium)),
        ("Hard", count(&|it| it.difficulty == Difficulty::Hard)),
    ];
    let mut lines = counts(&kinds, width, theme);
    for rows in [&levels, &difficulties] {
        lines.push(Line::default());
        lines.extend(counts(rows, width, theme));
    }
    lines
}

/// Numbers of questions, each as a bar beside the largest.
fn counts(rows: &[(&str, usize)], width: u16, theme: Theme) -> Vec<Line<'static>> {
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let room = usize::from(width).min(NAMED + BAR).saturating_sub(COUNT + 2);
    let cells = room.saturating_sub(NAMED - COUNT);
    let row = |&(name, part): &(&str, usize)| {
        let name = text::pad(name, room - cells);
        let bar = Gauge { part, whole: most, cells }.spans(Role::Good, theme);
        let count = Span::styled(format!("{part:>COUNT$}  "), theme.style(Role::Muted));
        [Span::raw(name), count].into_iter().chain(bar).collect()
    };
    rows.iter().map(row).collect()
}

/// The score of an attempt that is submitted.
pub(super) fn score_of(kept: &AttemptSummary, content: &Content) -> Option<String> {
    let form = content.blueprint(&kept.head.identity.blueprint);
    Some(score(form.map(|form| form.pass), kept.points?))
}

/// A score as `775 of 1000` or `81 %`.
pub(super) fn score(pass: Option<Pass>, points: Points) -> String {
    match pass {
        Some(Pass::Percent(_)) => format!("{} %", points.points),
        _ => format!("{} of 1000", points.points),
    }
}
