//! What an exam asks over its page: a number to go to, whether to submit, whether to leave.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::Exam;
use crate::report::attempt as words;
use crate::tui::message::Journal;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::field::Field;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::{panel, popup};
use quizbank::attempt::{ExamAttempt, clock};

/// A box wider than this is hard to read.
const WIDEST: u16 = 64;

/// Which question to go to.
pub(super) fn jump(frame: &mut Frame, area: Rect, typed: &Field, count: usize, theme: Theme) {
    let entered = Line::from(typed.spans(usize::from(WIDEST), theme));
    let range = Line::styled(format!("1 to {count}, then Enter"), theme.style(Role::Muted));
    let lines = |_| vec![entered, range];
    popup::draw(frame, area, "Go to question", WIDEST, lines, &Scroll::top(), theme);
}

/// Whether the exam is to end, and what is still open.
pub(super) fn submit(
    frame: &mut Frame,
    area: Rect,
    attempt: &ExamAttempt,
    drafts: &BTreeMap<usize, Vec<usize>>,
    theme: Theme,
) {
    let lines = |width| {
        let ask = "Press y to submit. You cannot change anything after that. Press Esc to continue \
         the exam.";
        let mut lines = panel::wrapped(ask, width, Role::Strong, theme);
        lines.push(Line::default());
        for remark in words::open_ends(attempt) {
            let role = if remark.text.starts_with("none") { Role::Plain } else { Role::Warn };
            lines.extend(panel::wrapped(&remark.to_string(), width, role, theme));
        }
        let open = attempt.unanswered();
        let in_part: Vec<usize> =
            open.into_iter().filter(|number| drafts.contains_key(number)).collect();
        if !in_part.is_empty() {
            let part = format!("Incomplete, counts as not answered: {}", words::numbers(&in_part));
            lines.extend(panel::wrapped(&part, width, Role::Warn, theme));
        }
        lines
    };
    popup::draw(frame, area, "Submit?", WIDEST, lines, &Scroll::top(), theme);
}

/// Whether the exam is to be left, and what happens to it.
pub(super) fn leave(frame: &mut Frame, area: Rect, exam: &Exam, theme: Theme) {
    let fate = match exam.journal {
        Journal::Kept => format!(
            "Every complete answer is on disk, and the clock stops. Incomplete answers are not \
             saved. To resume with {1} left, run `coldstart exam --resume {0}` or use the list of \
             exams.",
            exam.attempt.head().id,
            clock(exam.left())
        ),
        Journal::Unkept => "Nothing is saved: your answers are lost when you leave.".to_owned(),
    };
    let lines = |width| {
        let mut lines = panel::wrapped(&fate, width, Role::Plain, theme);
        lines.push(Line::default());
        let ask = "Press y to leave. Press Esc to continue the exam.";
        lines.extend(panel::wrapped(ask, width, Role::Strong, theme));
        lines
    };
    popup::draw(frame, area, "Leave the exam?", WIDEST, lines, &Scroll::top(), theme);
}
