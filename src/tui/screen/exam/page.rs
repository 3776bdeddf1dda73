//! A question of an exam as lines.

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::tui::screen::quiz::page::PageLines;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use quizbank::attempt::ExamAttempt;

/// Where an option's text begins.
const INDENT: usize = 7;

/// The question at hand, `picked` of its options picked.
pub(super) fn question(
    (attempt, number): (&ExamAttempt, usize),
    picked: &[usize],
    cursor: usize,
    width: u16,
    theme: Theme,
) -> PageLines {
    let Some(slot) = attempt.exam_slot(number) else { return PageLines::top(Vec::new()) };
    let item = slot.item();
    let mut page = PageLines::asking(item, width, theme);
    for (index, option) in item.options.iter().enumerate() {
        let (is_here, is_picked) = (index == cursor, picked.contains(&index));
        let is_struck = slot.slot().is_struck(index);
        let sign = match (is_picked, is_struck) {
            (true, _) => "●",
            (false, true) => "–",
            (false, false) => "○",
        };
        let pointer = if is_here { "▸" } else { " " };
        let head = format!("{pointer} {sign} {}", index + 1);
        let words = match (is_struck, is_picked) {
            (false, _) => option.text.clone(),
            (true, false) => format!("{} (struck out)", option.text),
            (true, true) => format!("{} (struck out, but picked: the pick counts)", option.text),
        };
        let (of_head, of_words) = look(is_here, is_struck, is_picked, theme);
        let head = Span::styled(text::pad(&head, INDENT), of_head);
        page.add(index, (head, &words), is_here, width, of_words);
    }
    let wanted = item.wanted();
    if wanted > 1 {
        let is_saved = !slot.slot().picked().is_empty();
        let rest = if is_saved || picked.is_empty() { "" } else { "; incomplete until all are" };
        let count = format!("Select {wanted}: {} picked{rest}", picked.len());
        page.lines.push(Line::default());
        page.lines.extend(panel::wrapped(&count, width, Role::Muted, theme));
    }
    if slot.is_late() {
        let late = "Answered late: not scored.";
        page.lines.push(Line::default());
        page.lines.extend(panel::wrapped(late, width, Role::Warn, theme));
    }
    page
}

/// Head and text of an option.
fn look(is_here: bool, is_struck: bool, is_picked: bool, theme: Theme) -> (Style, Style) {
    let role = match (is_here, is_struck, is_picked) {
        (true, ..) => Role::Selected,
        (false, true, false) => Role::Muted,
        (false, _, true) => Role::Strong,
        (false, false, false) => Role::Plain,
    };
    let head = theme.style(role);
    let is_crossed = is_struck && !is_picked;
    let words = if is_crossed { head.add_modifier(Modifier::CROSSED_OUT) } else { head };
    (head, words)
}
