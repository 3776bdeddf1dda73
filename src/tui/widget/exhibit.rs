//! A stem and, in a box, what it refers to.

use ratatui::text::{Line, Span};

use super::panel;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use quizbank::model::question::Exhibit;
use quizbank::present::PresentedQuestion;

/// Columns of the box beside its text: a line and a space at each side.
const FRAME: usize = 4;

/// The stem of `item` in `role`, and its exhibit.
pub(in crate::tui) fn stem(
    item: &PresentedQuestion,
    width: u16,
    role: Role,
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut lines = panel::wrapped(&item.stem, width, role, theme);
    if let Some(exhibit) = &item.question.exhibit {
        lines.push(Line::default());
        lines.extend(boxed(exhibit, usize::from(width), theme));
    }
    lines
}

/// The text as it stands in a box; lines that do not fit go on below.
fn boxed(exhibit: &Exhibit, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let widest = exhibit.text.lines().map(text::width).max().unwrap_or(0);
    let room = widest.max(exhibit.kind.name().len() + 2).min(width.saturating_sub(FRAME));
    let frame = |text: String| Span::styled(text, theme.style(Role::Muted));
    let title = format!(" {} ", exhibit.kind.name());
    let rule = "─".repeat((room + 1).saturating_sub(text::width(&title)));
    let mut lines = vec![Line::from(frame(format!("╭─{title}{rule}╮")))];
    for line in exhibit.text.lines().flat_map(|line| text::pieces(line, room)) {
        let content = Span::styled(text::pad(&line, room), theme.style(Role::Plain));
        lines.push(Line::from(vec![frame("│ ".to_owned()), content, frame(" │".to_owned())]));
    }
    lines.push(Line::from(frame(format!("╰{}╯", "─".repeat(room + 2)))));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::{Symbols, Tier};
    use quizbank::model::question::ExhibitKind;

    const THEME: Theme = Theme::new(Tier::None, Symbols::Unicode);

    fn shown(text: &str, width: usize) -> Vec<String> {
        let exhibit = Exhibit { kind: ExhibitKind::Json, text: text.to_owned() };
        boxed(&exhibit, width, THEME).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_box_is_as_wide_as_its_text_and_keeps_the_indent() {
        let lines = shown("{\n    \"a\": 1\n}", 80);
        let expected = [
            "╭─ json ─────╮",
            "│ {          │",
            "│     \"a\": 1 │",
            "│ }          │",
            "╰────────────╯",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_line_that_does_not_fit_goes_on_below() {
        let lines = shown(&"x".repeat(20), 16);
        assert_eq!(
            lines,
            ["╭─ json ───────╮", "│ xxxxxxxxxxxx │", "│ xxxxxxxx     │", "╰──────────────╯"]
        );
    }
}
