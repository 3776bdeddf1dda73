//! What a wide screen shows beside a question that waits for its answer: how the session
//! stands, and where the question belongs.

use ratatui::text::{Line, Span};

use crate::tui::content::Content;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use quizbank::answer::Outcome;
use quizbank::countdown::ExamCountdown;
use quizbank::score::StudyScore;
use quizbank::session::Session;

/// The cells of a label.
const LABEL: usize = 11;

/// The pane in lines of `width` cells; `exam` says by which guide skills are named.
pub(super) fn lines(
    session: &Session,
    content: &Content,
    exam: Option<&ExamCountdown>,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let Some(slot) = session.current() else { return Vec::new() };
    let question = &slot.item().question;
    let mut lines = marks(session, width, theme);
    lines.push(Line::default());
    let topic = content.course.topic(&question.topic);
    let topic = topic.map_or_else(|| question.topic.clone(), |page| page.title.clone());
    let mut rows = vec![("Topic", topic), ("Edition", question.authority.to_string())];
    if let Some(exam) = exam {
        let skill = exam.code.skill(&question.task);
        let blueprint = exam.blueprint(&content.blueprints);
        let domain = blueprint.and_then(|one| one.domain_name(question.domain));
        let of = domain.map(|name| format!(", {name}")).unwrap_or_default();
        rows.push(("Exam skill", format!("{} {skill}{of}", exam.code.name())));
    }
    for (label, said) in rows {
        let label = Span::styled(text::pad(label, LABEL), theme.style(Role::Muted));
        lines.extend(text::hanging(label, &said, width, theme.style(Role::Plain)));
    }
    lines
}

/// A sign for each question, and how many were right; of a test only what is answered.
fn marks(session: &Session, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let here = session.number();
    let sign = |(number, slot): (usize, &quizbank::slot::Slot)| {
        let (sign, role) = match slot.outcome() {
            Some(_) if session.is_test() => ("■", Role::Plain),
            Some(Outcome::Right) => ("✓", Role::Good),
            Some(Outcome::Wrong) => ("✗", Role::Bad),
            None if number == here => ("▸", Role::Accent),
            None => ("·", Role::Muted),
        };
        Span::styled(format!("{sign} "), theme.style(role))
    };
    let signs: Vec<Span<'static>> = (1..).zip(session.slots()).map(sign).collect();
    let mut lines: Vec<Line<'static>> =
        signs.chunks(usize::from(width / 2).max(1)).map(|row| Line::from(row.to_vec())).collect();
    let total = StudyScore::of(session.slots()).total;
    let said = if session.is_test() {
        format!("{} of {} answered", total.answered, session.slots().len())
    } else {
        format!("{} of {} right so far", total.right, total.answered)
    };
    lines.push(Line::styled(said, theme.style(Role::Muted)));
    lines
}
