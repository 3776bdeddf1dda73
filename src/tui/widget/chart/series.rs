//! What a chart is made of.

use ratatui::style::{Modifier, Style};
use ratatui::text::Span;

use super::scale::Scale;
use crate::tui::theme::{Role, Symbols, Theme, Tier};

/// How an area looks where there are no colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Pattern {
    /// Filled.
    Solid,
    /// Every other dot.
    Checked,
    /// A dot here and there.
    Dotted,
}

impl Pattern {
    /// What an area is called in a legend.
    pub(in crate::tui) fn sign(self, theme: Theme) -> &'static str {
        match self {
            Self::Checked if theme.tier == Tier::None => "▒",
            Self::Dotted if theme.tier == Tier::None => "░",
            Self::Solid | Self::Checked | Self::Dotted => "■",
        }
    }

    /// An area in `role` in the legend of a chart: its sign and its name.
    pub(in crate::tui) fn named(self, name: &str, role: Role, theme: Theme) -> [Span<'static>; 2] {
        let sign = Span::styled(self.sign(theme), area_style(role, theme));
        [sign, Span::styled(format!(" {name}  "), theme.style(Role::Plain))]
    }
}

/// How the line of a curve looks where there are no colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Dash {
    /// Without a gap.
    Solid,
    /// Dashes of two cells.
    Long,
    /// Dashes of one cell.
    Short,
}

impl Dash {
    /// What a curve is called in a legend.
    pub(in crate::tui) fn sign(self, theme: Theme) -> &'static str {
        match (self, theme.symbols) {
            _ if theme.tier != Tier::None => "━",
            (Self::Solid, Symbols::Unicode) => "━",
            (Self::Solid, Symbols::Ascii) => "-",
            (Self::Long, Symbols::Unicode) => "╍",
            (Self::Long, Symbols::Ascii) => "o",
            (Self::Short, Symbols::Unicode) => "┅",
            (Self::Short, Symbols::Ascii) => "*",
        }
    }

    /// The letter that its cells are made of where there are neither colors nor dots.
    pub(super) fn letter(self, theme: Theme) -> Option<char> {
        let is_plain = theme.tier == Tier::None && theme.symbols == Symbols::Ascii;
        let letter = self.sign(theme).chars().next();
        letter.filter(|_| is_plain && self != Self::Solid)
    }

    /// Whether the line goes through a column of cells.
    pub(super) fn covers(self, cell: usize) -> bool {
        match self {
            Self::Solid => true,
            Self::Long => cell % 3 < 2,
            Self::Short => cell.is_multiple_of(2),
        }
    }
}

/// The look of the line of another run.
pub(in crate::tui) const BEFORE_ROLE: Role = Role::Muted;

/// The look of an area in `role`, in a chart and in its legend.
pub(in crate::tui) fn area_style(role: Role, theme: Theme) -> Style {
    match theme.fill(role) {
        // In a border it is not dim itself.
        Some(color) => Style::new().fg(color).remove_modifier(Modifier::DIM),
        None => theme.style(role),
    }
}

/// A series that is rendered as an area on the ones below it.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Area {
    pub(in crate::tui) role: Role,
    pub(in crate::tui) pattern: Pattern,
    /// Its own height in each column of cells, not that of its top.
    pub(in crate::tui) values: Vec<f64>,
}

/// A series that is rendered as a line.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Curve {
    pub(in crate::tui) role: Role,
    pub(in crate::tui) dash: Dash,
    /// Its value in each column of dots; `None` where nothing was measured.
    pub(in crate::tui) values: Vec<Option<f64>>,
}

/// How far a line goes down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Reach {
    /// To the ground.
    Whole,
    /// Through the highest row: where there are many, they leave the chart to its series.
    Top,
}

/// A column of cells that stands for an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) struct Upright {
    pub(in crate::tui) column: usize,
    pub(in crate::tui) reach: Reach,
    pub(in crate::tui) sign: char,
    pub(in crate::tui) role: Role,
}

/// What is rendered.
pub(in crate::tui) struct Chart {
    pub(in crate::tui) scale: Scale,
    /// The lowest first.
    pub(in crate::tui) areas: Vec<Area>,
    /// The last one over the others.
    pub(in crate::tui) curves: Vec<Curve>,
    /// The line of another run in columns of dots: below everything, and no cell that it
    /// crosses changes its color for it.
    pub(in crate::tui) before: Vec<Option<f64>>,
    /// The columns of the grid.
    pub(in crate::tui) grid: Vec<usize>,
    /// Lines down from the top where nothing else is rendered.
    pub(in crate::tui) uprights: Vec<Upright>,
    /// Writes a value of the scale.
    pub(in crate::tui) label: fn(f64) -> String,
}

impl Chart {
    /// A chart without a series.
    pub(in crate::tui) const fn empty(scale: Scale, label: fn(f64) -> String) -> Self {
        Self {
            scale,
            areas: Vec::new(),
            curves: Vec::new(),
            before: Vec::new(),
            grid: Vec::new(),
            uprights: Vec::new(),
            label,
        }
    }
}
