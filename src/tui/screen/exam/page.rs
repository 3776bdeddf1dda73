//! A question of an exam as lines.

use std::ops::Range;

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::{exhibit, panel};
use quizbank::attempt::ExamAttempt;

/// Where an option's text begins.
const INDENT: usize = 7;

/// A question, and the lines of the option under the cursor.
pub(super) struct Page {
    pub(super) lines: Vec<Line<'static>>,
    pub(super) cursor: Range<usize>,
}

/// The question at hand, `picked` of its options picked.
pub(super) fn question(
    sitting: &ExamAttempt,
    picked: &[usize],
    cursor: usize,
    width: u16,
    theme: Theme,
) -> Page {
    let number = sitting.at();
    let both = sitting.entry(number).zip(sitting.slot(number));
    let Some((entry, slot)) = both else { return Page { lines: Vec::new(), cursor: 0..0 } };
    let mut lines = vec![Line::default()];
    lines.extend(exhibit::stem(&entry.item, width, Role::Strong, theme));
    lines.push(Line::default());
    let mut at = 0..0;
    for (index, option) in entry.item.options.iter().enumerate() {
        let (is_here, is_picked) = (index == cursor, picked.contains(&index));
        let is_struck = slot.is_struck(option.position + 1);
        let sign = match (is_picked, is_struck) {
            (true, _) => "●",
            (false, true) => "–",
            (false, false) => "○",
        };
        let pointer = if is_here { "▸" } else { " " };
        let head = format!("{pointer} {sign} {}", index + 1);
        let words =
            if is_struck { format!("{} (struck out)", option.text) } else { option.text.clone() };
        let shown = entry_lines(&head, &words, look(is_here, is_struck, is_picked, theme), width);
        if is_here {
            at = lines.len()..lines.len() + shown.len();
        }
        lines.extend(shown);
    }
    let wanted = entry.item.wanted();
    if wanted > 1 {
        let is_saved = !slot.places().is_empty();
        let rest = if is_saved || picked.is_empty() { "" } else { "; no answer until all are" };
        let count = format!("Select {wanted}: {} picked{rest}", picked.len());
        lines.push(Line::default());
        lines.extend(panel::wrapped(&count, width, Role::Muted, theme));
    }
    if slot.is_late() {
        let late = "Answered late: this does not count.";
        lines.push(Line::default());
        lines.extend(panel::wrapped(late, width, Role::Warn, theme));
    }
    Page { lines, cursor: at }
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
    let words = if is_struck { head.add_modifier(Modifier::CROSSED_OUT) } else { head };
    (head, words)
}

fn entry_lines(
    head: &str,
    content: &str,
    (of_head, of_words): (Style, Style),
    width: u16,
) -> Vec<Line<'static>> {
    let room = usize::from(width).saturating_sub(INDENT).max(1);
    let wrapped = text::wrap(content, room).into_iter().enumerate();
    let lines = wrapped.map(|(index, line)| {
        let head = text::pad(if index == 0 { head } else { "" }, INDENT);
        Line::from(vec![Span::styled(head, of_head), Span::styled(line, of_words)])
    });
    lines.collect()
}
