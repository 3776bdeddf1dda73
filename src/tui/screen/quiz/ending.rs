//! The end of a sitting: the score by topic and by confidence, what was missed.

use ratatui::text::{Line, Span};

use crate::quiz::score::Tally;
use crate::quiz::session::{Confidence, Session};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;

const BAR: usize = 20;

/// The page of the score.
pub(super) fn lines(session: &Session, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let score = session.score();
    let answered = score.total.answered;
    let title = match score.total.percent() {
        None => "Nothing was answered".to_owned(),
        Some(percent) => format!("{} of {answered} right, {percent} %", score.total.right),
    };
    let left = format!("   {answered} of {} questions answered", score.asked);
    let mut lines = vec![
        Line::default(),
        Line::from(vec![
            Span::styled(title, theme.style(Role::Strong)),
            Span::styled(left, theme.style(Role::Muted)),
        ]),
        Line::default(),
    ];
    for (topic, tally) in &score.topics {
        lines.push(bar(topic, *tally, theme));
    }
    if !score.confidence.is_empty() {
        lines.push(Line::default());
        for said in Confidence::ALL.into_iter().rev() {
            let Some(tally) = score.confidence.get(&said) else { continue };
            lines.push(bar(&format!("when {}", said.name()), *tally, theme));
        }
    }
    lines.extend(missed(session, &score.missed, width, theme));
    lines
}

/// A line such as `scaling   ████████░░  4 of 5`.
fn bar(name: &str, tally: Tally, theme: Theme) -> Line<'static> {
    let full = (tally.right * BAR).checked_div(tally.answered).unwrap_or(0);
    let role = if full * 2 < BAR { Role::Warn } else { Role::Good };
    Line::from(vec![
        Span::raw(text::pad(name, 22)),
        Span::styled("█".repeat(full), theme.style(role)),
        Span::styled("░".repeat(BAR - full), theme.style(Role::Muted)),
        Span::raw(format!("{:>4} of {}", tally.right, tally.answered)),
    ])
}

fn missed(session: &Session, missed: &[usize], width: u16, theme: Theme) -> Vec<Line<'static>> {
    if missed.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::default(), Line::styled("Missed", theme.style(Role::Strong))];
    for &number in missed {
        let Some(slot) = session.slots().get(number - 1) else { continue };
        let question = &slot.item().question;
        let line = format!("{number}  {} · {}", question.objective, question.id);
        lines.extend(panel::wrapped(&line, width, Role::Plain, theme));
    }
    lines
}
