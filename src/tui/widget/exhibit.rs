//! A stem and, in a box, what it refers to.

use ratatui::text::{Line, Span};

use super::panel;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use quizbank::model::question::Exhibit;
use quizbank::present::PresentedQuestion;

/// Columns of the box beside its text: a line and a space at each side.
const FRAME: usize = 4;

/// The cells that the exhibit of `item` takes in its box, if it has one.
pub(in crate::tui) fn width(item: &PresentedQuestion) -> u16 {
    let exhibit = item.question.exhibit.as_ref();
    let cells = exhibit.map_or(0, |exhibit| widest(exhibit) + FRAME);
    u16::try_from(cells).unwrap_or(u16::MAX)
}

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

fn widest(exhibit: &Exhibit) -> usize {
    exhibit.text.lines().map(text::width).max().unwrap_or(0)
}

/// The text as it stands in a box, of which the sides go where only its lines fit; longer ones
/// go on below.
fn boxed(exhibit: &Exhibit, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let widest = widest(exhibit);
    let sides = if (width.saturating_sub(FRAME) + 1..=width).contains(&widest) {
        ["", ""]
    } else {
        ["│ ", " │"]
    };
    let frame_width = sides.map(text::width).iter().sum();
    let room = widest.max(exhibit.kind.name().len() + 2).min(width.saturating_sub(frame_width));
    let frame = |text: String| Span::styled(text, theme.style(Role::Muted));
    let title = format!(" {} ", exhibit.kind.name());
    let rule = "─".repeat((room + frame_width).saturating_sub(text::width(&title) + 3));
    let mut lines = vec![Line::from(frame(format!("╭─{title}{rule}╮")))];
    for line in exhibit.text.lines().flat_map(|line| text::pieces(line, room)) {
        let content = Span::styled(text::pad(&line, room), theme.style(Role::Plain));
        let [left, right] = sides.map(|side| frame(side.to_owned()));
        lines.push(Line::from(vec![left, content, right]));
    }
    let rule = "─".repeat((room + frame_width).saturating_sub(2));
    lines.push(Line::from(frame(format!("╰{rule}╯"))));
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
    fn the_sides_of_a_box_go_before_a_line_is_broken() {
        let text = "x".repeat(14);
        let expected = ["╭─ json ─────╮", "xxxxxxxxxxxxxx", "╰────────────╯"];
        assert_eq!(shown(&text, 14), expected);
        assert_eq!(shown(&text, 17)[1], text);
        assert_eq!(shown(&text, 18)[1], format!("│ {text} │"));
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
