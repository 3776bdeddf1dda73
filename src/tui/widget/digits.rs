//! Figures that are read from the last row of a room: digits of blocks.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::theme::{Role, Theme};

/// Rows of a digit at scale 1.
const HEIGHT: u16 = 5;
/// Cells of a dot at scale 1; about as wide as high.
const DOT: u16 = 2;

/// Rows that figures take at `scale`.
pub(in crate::tui) fn height(scale: u16) -> u16 {
    HEIGHT * scale
}

/// Cells that `text` takes at `scale`, the gap behind it left out.
pub(in crate::tui) fn width(text: &str, scale: u16) -> u16 {
    let dots = text.chars().map(|sign| dots(sign)[0].len() + 1).sum::<usize>().saturating_sub(1);
    u16::try_from(dots).unwrap_or(u16::MAX).saturating_mul(DOT * scale)
}

/// Draws `text`, of digits and the signs of clocks and rates, from the left edge.
pub(in crate::tui) fn draw(
    frame: &mut Frame,
    area: Rect,
    text: &str,
    scale: u16,
    role: Role,
    theme: Theme,
) {
    for (row, place) in area.rows().enumerate().take(usize::from(height(scale))) {
        let dot_row = row / usize::from(scale.max(1));
        let mut line = String::new();
        for sign in text.chars() {
            for dot in dots(sign)[dot_row].chars() {
                let cell = if dot == '#' { "█" } else { " " };
                line.push_str(&cell.repeat(usize::from(DOT * scale)));
            }
            line.push_str(&" ".repeat(usize::from(DOT * scale)));
        }
        frame.render_widget(Line::styled(line, theme.style(role)), place);
    }
}

/// The dots of a sign, row by row; a sign that is not known is a gap.
fn dots(sign: char) -> [&'static str; HEIGHT as usize] {
    match sign {
        '0' => ["###", "# #", "# #", "# #", "###"],
        '1' => [" # ", "## ", " # ", " # ", "###"],
        '2' => ["###", "  #", "###", "#  ", "###"],
        '3' => ["###", "  #", "###", "  #", "###"],
        '4' => ["# #", "# #", "###", "  #", "  #"],
        '5' => ["###", "#  ", "###", "  #", "###"],
        '6' => ["###", "#  ", "###", "# #", "###"],
        '7' => ["###", "  #", "  #", "  #", "  #"],
        '8' => ["###", "# #", "###", "# #", "###"],
        '9' => ["###", "# #", "###", "  #", "###"],
        ':' => [" ", "#", " ", "#", " "],
        '<' => ["  #", " # ", "#  ", " # ", "  #"],
        '.' => [" ", " ", " ", " ", "#"],
        'k' => ["#  ", "# #", "## ", "# #", "# #"],
        'M' => ["# #", "###", "# #", "# #", "# #"],
        'd' => ["  #", "  #", "###", "# #", "###"],
        _ => ["  "; HEIGHT as usize],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_is_as_wide_in_all_its_rows_and_like_no_other() {
        let signs = "0123456789:<.kMd";
        for sign in signs.chars() {
            let rows = dots(sign);
            assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{sign}");
            assert_eq!(signs.chars().filter(|other| dots(*other) == rows).count(), 1, "{sign}");
        }
    }

    #[test]
    fn width_counts_dots_and_the_gaps_between_them() {
        assert_eq!(width("10", 1), 14);
        assert_eq!(width("10", 2), 28);
        assert_eq!(width("", 1), 0);
    }
}
