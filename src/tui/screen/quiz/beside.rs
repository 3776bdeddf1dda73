//! What stands beside a question on a wide screen: while it is asked how the session goes,
//! once it is answered why.

use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use quizbank::answer::Outcome;
use quizbank::model::course::Course;
use quizbank::score::StudyScore;
use quizbank::session::Session;
use quizbank::slot::Slot;

/// From this width on question and explanation stand beside each other.
const WIDE: u16 = 110;
/// The widest column of text, its frame included.
const WIDEST: u16 = 102;
/// The cells of one question: `▸12 ✓`.
const CELL: usize = 7;

/// The question's place and the one beside it; `None` where the screen is too narrow.
pub(in crate::tui::screen) fn columns(area: Rect) -> Option<[Rect; 2]> {
    if area.width < WIDE {
        return None;
    }
    let left = Constraint::Length((area.width / 2).min(WIDEST));
    Some(area.layout(&Layout::horizontal([left, Constraint::Fill(1)])))
}

/// How the session goes: its questions by number, how many are right, the topic at hand.
pub(super) fn session(
    session: &Session,
    course: &Course,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let cells: Vec<Span<'static>> = (session.slots().iter().enumerate())
        .map(|(index, slot)| cell(session, index + 1, slot, theme))
        .collect();
    let columns = (usize::from(width) / CELL).max(1);
    let mut lines: Vec<Line<'static>> =
        cells.chunks(columns).map(|row| Line::from(row.to_vec())).collect();
    let legend = if session.is_test() {
        "● answered   ○ to come   ▸ this one"
    } else {
        "✓ right   ✗ wrong   ○ to come   ▸ this one"
    };
    lines.push(Line::default());
    lines.extend(panel::wrapped(legend, width, Role::Muted, theme));
    let total = StudyScore::of(session.slots()).total;
    if let Some(percent) = total.percent().filter(|_| !session.is_test()) {
        let right = format!("{} of {} right so far, {percent} %", total.right, total.answered);
        lines.push(Line::default());
        lines.extend(panel::wrapped(&right, width, Role::Plain, theme));
    }
    let topic = session.current().and_then(|slot| course.topic(&slot.item().question.topic));
    if let Some(topic) = topic.filter(|_| !session.is_test()) {
        lines.push(Line::default());
        lines.extend(panel::wrapped(&topic.title, width, Role::Strong, theme));
    }
    lines
}

/// One question: whether it is the one at hand, its number, how it was answered.
fn cell(session: &Session, number: usize, slot: &Slot, theme: Theme) -> Span<'static> {
    let (sign, role) = match slot.outcome() {
        None => ("○", Role::Muted),
        Some(_) if session.is_test() => ("●", Role::Plain),
        Some(Outcome::Right) => ("✓", Role::Good),
        Some(Outcome::Wrong) => ("✗", Role::Bad),
    };
    let is_here = session.number() == number;
    let pointer = if is_here { "▸" } else { " " };
    let role = if is_here { Role::Selected } else { role };
    Span::styled(
        text::pad(&format!("{pointer}{number:>2} {sign}"), CELL - 1) + " ",
        theme.style(role),
    )
}
