//! What a wide screen shows beside a question that waits for its answer: how the session and the
//! learner stand, and where the question belongs. Nothing of it depends on the key.

use std::collections::BTreeSet;
use std::iter;

use ratatui::text::{Line, Span};

use crate::tui::content::Content;
use crate::tui::screen::catalog::Detail;
use crate::tui::screen::home::standing as learner;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use quizbank::answer::Outcome;
use quizbank::countdown::ExamCountdown;
use quizbank::model::question::{Level, Question};
use quizbank::progress::{LearnerProgress, StudyCounts};
use quizbank::score::StudyScore;
use quizbank::session::{AnswerMode, Session};
use quizbank::slot::Slot;
use spanned_toml::faults::counted;

/// The cells of a label.
const LABEL: usize = 11;

/// A session as it is shown: while it goes on, a question is at hand, and a test does not say how
/// its answers came out.
#[derive(Clone, Copy)]
pub(super) enum Shown<'a> {
    Going(&'a Session),
    Over(&'a Session),
}

impl<'a> Shown<'a> {
    fn session(self) -> &'a Session {
        let (Self::Going(session) | Self::Over(session)) = self;
        session
    }

    /// The number of the question at hand.
    fn number(self) -> Option<usize> {
        if let Self::Going(session) = self { Some(session.number()) } else { None }
    }

    /// Whether nothing says yet how an answer came out.
    fn is_silent(self) -> bool {
        matches!(self, Self::Going(session) if session.is_test())
    }
}

/// How the session stands in lines of `width` cells, at most `height` of them where that can be;
/// `exam` says by which guide domains are named.
pub(super) fn lines(
    shown: Shown<'_>,
    content: &Content,
    exam: Option<&ExamCountdown>,
    (width, height): (u16, u16),
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut lines = vec![score(shown, theme), Line::default()];
    let room = usize::from(height).saturating_sub(lines.len());
    if shown.session().slots().len() <= room {
        lines.extend(listed(shown, content, exam, theme));
    } else {
        lines.extend(marks(shown, width, theme));
    }
    lines
}

/// How the session stands in the rows of [`about`], where it has no pane of its own.
pub(super) fn so_far(session: &Session, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let room = width.saturating_sub(u16::try_from(LABEL).unwrap_or_default());
    let heads = iter::once("So far").chain(iter::repeat(""));
    let lines = marks(Shown::Going(session), room, theme).into_iter().zip(heads);
    let line = |(mut line, head): (Line<'static>, &str)| {
        line.spans.insert(0, Span::styled(text::pad(head, LABEL), theme.style(Role::Muted)));
        line
    };
    lines.map(line).collect()
}

/// Where the question at hand belongs, and of which type it is: nothing that its answer depends on.
pub(super) fn about(
    session: &Session,
    content: &Content,
    (exam, learner): (Option<&ExamCountdown>, Option<&LearnerProgress>),
    width: u16,
    theme: Theme,
) -> Detail {
    let Some(slot) = session.current() else { return Detail::default() };
    let question = &slot.item().question;
    let topic = content.course.topic_title(&question.topic).to_owned();
    let mut rows = vec![("Topic", topic), ("Edition", question.authority.to_string())];
    if let Some(exam) = exam {
        let skill = exam.code.skill(&question.task);
        let blueprint = exam.blueprint(&content.blueprints);
        let domain = blueprint.and_then(|one| one.domain_name(question.domain));
        let of = domain.map(|name| format!(", {name}")).unwrap_or_default();
        rows.push(("Exam skill", format!("{} {skill}{of}", exam.code.name())));
    }
    rows.push(("Type", answers_wanted(slot)));
    let level = match question.level {
        Level::Recall => "recall: know it",
        Level::Apply => "apply: use it",
        Level::Analyze => "analyze: take a situation apart",
    };
    rows.push(("Level", level.to_owned()));
    let known = learner.and_then(|it| it.topics.iter().find(|(id, _)| *id == question.topic));
    if let Some((_, StudyCounts { known, questions, due, .. })) = known {
        rows.push(("Known", format!("{known} of {questions} questions on this topic, {due} due")));
    }
    let lines = rows.iter().flat_map(|(label, said)| labeled(label, said, width, theme)).collect();
    Detail::new("About this question", "", lines, theme)
}

fn answers_wanted(slot: &Slot) -> String {
    match slot.item().wanted() {
        1 => "multiple choice: one right answer".to_owned(),
        wanted => format!("multiple response: {wanted} right answers"),
    }
}

/// What is said behind a label.
fn labeled(label: &str, said: &str, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let label = Span::styled(text::pad(label, LABEL), theme.style(Role::Muted));
    text::hanging(label, said, width, theme.style(Role::Plain))
}

/// How much of each topic is known.
pub(super) fn topics(
    progress: &LearnerProgress,
    content: &Content,
    width: u16,
    theme: Theme,
) -> Detail {
    let lines = learner::parts(&learner::topics(progress, content), width, theme);
    Detail::new("Topics", "known", lines, theme)
}

/// How much is known of the topics in the question's step of the course.
pub(super) fn step_topics(
    session: &Session,
    (progress, content): (&LearnerProgress, &Content),
    width: u16,
    theme: Theme,
) -> Detail {
    let course = &content.course;
    let topic = session.current().map(|slot| &slot.item().question.topic);
    let step = topic.and_then(|topic| course.steps.iter().find(|it| it.topics.contains(topic)));
    let Some(step) = step else { return Detail::default() };
    let titles: Vec<&str> = step.topics.iter().map(|id| course.topic_title(id)).collect();
    let mut parts = learner::topics(progress, content);
    parts.retain(|(title, _)| titles.contains(&title.as_str()));
    let title = panel::title("Topics of this step", "known", theme);
    Detail { title, lines: learner::parts(&parts, width, theme) }
}

/// How much of each domain is known.
pub(super) fn domains(progress: &LearnerProgress, width: u16, theme: Theme) -> Detail {
    let lines = learner::parts(&learner::domains(progress), width, theme);
    Detail::new("Domains", "known", lines, theme)
}

/// What an answer counts for, as a list where `room` rows have room for one, the frame of the
/// pane included.
pub(super) fn counts(
    session: &Session,
    way: AnswerMode,
    (width, room): (u16, u16),
    theme: Theme,
) -> Detail {
    let said = rules(session, way);
    let listed = text::listed(said.iter().copied(), width, theme.style(Role::Muted));
    let lines = if panel::height_of(&listed).saturating_add(2) <= room {
        listed
    } else {
        panel::wrapped(&said.join(" "), width, Role::Muted, theme)
    };
    Detail::new("How answers count", "", lines, theme)
}

/// The first of what an answer counts for, where it has no pane of its own.
pub(super) fn counts_in_brief(
    session: &Session,
    way: AnswerMode,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let first: Vec<&str> = rules(session, way).iter().take(2).copied().collect();
    panel::wrapped(&first.join(" "), width, Role::Muted, theme)
}

/// How answers count, the most useful first.
fn rules(session: &Session, way: AnswerMode) -> &'static [&'static str] {
    match way {
        _ if session.is_test() => &[
            "A topic test explains nothing before its end.",
            "u takes the last answer back until the test ends.",
        ],
        AnswerMode::Recall => &[
            "Enter shows the answer. Then you grade yourself: knew, partly or missed.",
            "Questions are due later, the better they are known.",
        ],
        AnswerMode::Options => &[
            "Press s to say how sure you are.",
            "A right guess does not count as known.",
            "A question that you were sure of and got wrong is due again today; others are due \
             later, the better they are known.",
        ],
    }
}

/// Every question, one a row, with its topic, or with its domain where all are of one topic.
fn listed(
    shown: Shown<'_>,
    content: &Content,
    exam: Option<&ExamCountdown>,
    theme: Theme,
) -> Vec<Line<'static>> {
    let session = shown.session();
    let topics: BTreeSet<&str> =
        (session.slots().iter()).map(|slot| slot.item().question.topic.as_str()).collect();
    let blueprint = exam.and_then(|exam| exam.blueprint(&content.blueprints));
    let name = |question: &Question| {
        let domain = blueprint.and_then(|one| one.domain_name(question.domain));
        match domain.filter(|_| topics.len() == 1) {
            Some(domain) => domain.to_owned(),
            None => content.course.topic_title(&question.topic).to_owned(),
        }
    };
    let row = |(number, slot): (usize, &Slot)| {
        let (sign, role) = mark(shown, number, slot);
        let is_here = shown.number() == Some(number);
        let words = if is_here { Role::Strong } else { Role::Muted };
        Line::from(vec![
            Span::styled(format!("{sign} "), theme.style(role)),
            Span::styled(
                format!("{number:>2}  {}", name(&slot.item().question)),
                theme.style(words),
            ),
        ])
    };
    (1..).zip(session.slots()).map(row).collect()
}

/// A sign for each question.
fn marks(shown: Shown<'_>, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let sign = |(number, slot): (usize, &Slot)| {
        let (sign, role) = mark(shown, number, slot);
        Span::styled(format!("{sign} "), theme.style(role))
    };
    let signs: Vec<Span<'static>> = (1..).zip(shown.session().slots()).map(sign).collect();
    signs.chunks(usize::from(width / 2).max(1)).map(|row| Line::from(row.to_vec())).collect()
}

/// How the question of this number came out; while a test goes on, whether it is answered.
fn mark(shown: Shown<'_>, number: usize, slot: &Slot) -> (&'static str, Role) {
    match slot.outcome() {
        Some(_) if shown.is_silent() => ("■", Role::Plain),
        Some(Outcome::Right) => ("✓", Role::Good),
        Some(Outcome::Wrong) => ("✗", Role::Bad),
        None if shown.number() == Some(number) => ("▸", Role::Accent),
        None => ("·", Role::Muted),
    }
}

/// How many were right so far; while a test goes on, how many are answered.
fn score(shown: Shown<'_>, theme: Theme) -> Line<'static> {
    let slots = shown.session().slots();
    let total = StudyScore::of(slots).total;
    let said = match shown {
        _ if total.answered == 0 => format!("{}, none answered", counted(slots.len(), "question")),
        _ if shown.is_silent() => format!("{} of {} answered", total.answered, slots.len()),
        Shown::Going(_) => format!("{} of {} right so far", total.right, total.answered),
        Shown::Over(_) => format!("{} of {} right", total.right, total.answered),
    };
    Line::styled(said, theme.style(Role::Muted))
}
