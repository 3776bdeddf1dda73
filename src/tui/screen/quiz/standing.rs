//! What a wide screen shows beside a question that waits for its answer: how the session and the
//! learner stand, and where the question belongs. Nothing of it depends on the key.

use std::collections::BTreeSet;

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
use quizbank::progress::LearnerProgress;
use quizbank::score::StudyScore;
use quizbank::session::{AnswerMode, Session};
use quizbank::slot::Slot;

/// The cells of a label.
const LABEL: usize = 11;

/// How the session stands in lines of `width` cells, at most `height` of them where that can be;
/// `exam` says by which guide domains are named.
pub(super) fn lines(
    session: &Session,
    content: &Content,
    exam: Option<&ExamCountdown>,
    (width, height): (u16, u16),
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut lines = vec![score(session, theme), Line::default()];
    let room = usize::from(height).saturating_sub(lines.len());
    if session.slots().len() <= room {
        lines.extend(listed(session, content, exam, theme));
    } else {
        lines.extend(marks(session, width, theme));
    }
    lines
}

/// Where the question at hand belongs, and of which type it is: nothing that its answer depends on.
pub(super) fn about(
    session: &Session,
    content: &Content,
    exam: Option<&ExamCountdown>,
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
    rows.push(match slot.item().wanted() {
        1 => ("Type", "multiple choice: one right answer".to_owned()),
        wanted => ("Type", format!("multiple response: {wanted} right answers")),
    });
    let level = match question.level {
        Level::Recall => "recall: know it",
        Level::Apply => "apply: use it",
        Level::Analyze => "analyze: take a situation apart",
    };
    rows.push(("Level", level.to_owned()));
    let row = |(label, said): (&str, String)| {
        let label = Span::styled(text::pad(label, LABEL), theme.style(Role::Muted));
        text::hanging(label, &said, width, theme.style(Role::Plain))
    };
    let lines = rows.into_iter().flat_map(row).collect();
    Detail { title: panel::title("About this question", "", theme), lines }
}

/// How much of each topic is known.
pub(super) fn topics(
    progress: &LearnerProgress,
    content: &Content,
    width: u16,
    theme: Theme,
) -> Detail {
    let lines = learner::parts(&learner::topics(progress, content), width, theme);
    Detail { title: panel::title("Topics", "known", theme), lines }
}

/// How much of each domain is known.
pub(super) fn domains(progress: &LearnerProgress, width: u16, theme: Theme) -> Detail {
    let lines = learner::parts(&learner::domains(progress), width, theme);
    Detail { title: panel::title("Domains", "known", theme), lines }
}

/// What an answer counts for.
pub(super) fn counts(session: &Session, way: AnswerMode, width: u16, theme: Theme) -> Detail {
    let said: &[&str] = if session.is_test() {
        &[
            "A topic test explains nothing before its end.",
            "u takes the last answer back until the test ends.",
        ]
    } else if way == AnswerMode::Recall {
        &[
            "Enter shows the answer. Then you grade yourself: knew, partly or missed.",
            "Questions are due later, the better they are known.",
        ]
    } else {
        &[
            "s says how sure you are: guess, unsure, sure.",
            "A right guess does not count as known.",
            "A question that you were sure of and got wrong is due again today; others are due \
             later, the better they are known.",
        ]
    };
    let lines = text::listed(said.iter().copied(), width, theme.style(Role::Muted));
    Detail { title: panel::title("How answers count", "", theme), lines }
}

/// Every question, one a row, with its topic, or with its domain where all are of one topic.
fn listed(
    session: &Session,
    content: &Content,
    exam: Option<&ExamCountdown>,
    theme: Theme,
) -> Vec<Line<'static>> {
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
        let (sign, role) = mark(session, number, slot);
        let is_here = number == session.number();
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
fn marks(session: &Session, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let sign = |(number, slot): (usize, &Slot)| {
        let (sign, role) = mark(session, number, slot);
        Span::styled(format!("{sign} "), theme.style(role))
    };
    let signs: Vec<Span<'static>> = (1..).zip(session.slots()).map(sign).collect();
    signs.chunks(usize::from(width / 2).max(1)).map(|row| Line::from(row.to_vec())).collect()
}

/// How the question of this number came out; in a test only whether it is answered.
fn mark(session: &Session, number: usize, slot: &Slot) -> (&'static str, Role) {
    match slot.outcome() {
        Some(_) if session.is_test() => ("■", Role::Plain),
        Some(Outcome::Right) => ("✓", Role::Good),
        Some(Outcome::Wrong) => ("✗", Role::Bad),
        None if number == session.number() => ("▸", Role::Accent),
        None => ("·", Role::Muted),
    }
}

/// How many were right so far; in a test how many are answered.
fn score(session: &Session, theme: Theme) -> Line<'static> {
    let total = StudyScore::of(session.slots()).total;
    let said = if session.is_test() {
        format!("{} of {} answered", total.answered, session.slots().len())
    } else {
        format!("{} of {} right so far", total.right, total.answered)
    };
    Line::styled(said, theme.style(Role::Muted))
}
