//! The look of a code for cameras: dark on light whatever the terminal's colors are.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier, Style};

use super::background::Background;
use super::role::Tier;

/// The ink of a code for cameras.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) enum CodeInk {
    /// Black on white.
    Colors { black: Color, white: Color },
    /// The terminal's text is dark: dark dots have its color.
    Dark,
    /// The terminal's text is light: light dots have its color.
    Light,
}

impl CodeInk {
    pub(super) fn of(tier: Tier, background: Background) -> Self {
        match (tier, background) {
            (Tier::None, Background::Light) => Self::Dark,
            (Tier::None, Background::Dark | Background::Unknown) => Self::Light,
            (Tier::Sixteen, _) => Self::Colors { black: Color::Black, white: Color::White },
            (Tier::Palette, _) => {
                Self::Colors { black: Color::Indexed(16), white: Color::Indexed(231) }
            }
            (Tier::True, _) => {
                Self::Colors { black: Color::Rgb(0, 0, 0), white: Color::Rgb(255, 255, 255) }
            }
        }
    }

    /// Whether a dot has the color of text.
    fn draws(self, is_dark: bool) -> bool {
        (self == Self::Light) != is_dark
    }

    /// Draws two dots above each other.
    pub(in crate::tui) fn draw_halves(self, cell: &mut Cell, upper: bool, lower: bool) {
        let sign = match (self.draws(upper), self.draws(lower)) {
            (true, true) => "█",
            (true, false) => "▀",
            (false, true) => "▄",
            (false, false) => " ",
        };
        let style = match self {
            Self::Colors { black, white } => Style::reset().fg(black).bg(white),
            Self::Dark | Self::Light => Style::reset(),
        };
        cell.set_symbol(sign).set_style(style);
    }

    /// Draws a part of one dot without any sign.
    pub(in crate::tui) fn draw_whole(self, cell: &mut Cell, is_dark: bool) {
        let style = match self {
            Self::Colors { black, white } => Style::reset().bg(if is_dark { black } else { white }),
            Self::Dark | Self::Light if self.draws(is_dark) => {
                Style::reset().add_modifier(Modifier::REVERSED)
            }
            Self::Dark | Self::Light => Style::reset(),
        };
        cell.set_symbol(" ").set_style(style);
    }
}
