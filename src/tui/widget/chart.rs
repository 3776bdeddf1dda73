//! A chart: areas that stand on each other, curves over them, the line of another run, a
//! scale with ticks at the left and a grid behind it all.
//!
//! Areas are rendered in eighths of a cell, curves and the other run in dots of a Braille cell, two
//! columns and four rows of them. Where a terminal has no colors, areas are distinguished by
//! pattern.

mod plot;
mod scale;
mod sparkline;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

use self::plot::{Mark, Plot};
pub(in crate::tui) use self::scale::Scale;
pub(in crate::tui) use self::sparkline::sparkline;
use crate::tui::text;
use crate::tui::theme::{Role, Theme, Tier};

/// Cells of the scale at the left, its line included.
const GUTTER: u16 = 7;
/// What the line of another run is called in a legend.
pub(in crate::tui) const BEFORE: &str = "╌";
/// What a curve is called in a legend.
pub(in crate::tui) const CURVE: &str = "━";

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
    /// Its value in each column of dots; `None` where nothing was measured.
    pub(in crate::tui) values: Vec<Option<f64>>,
}

/// A column of cells that stands for an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) struct Upright {
    pub(in crate::tui) column: usize,
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
    /// Lines from top to bottom where nothing else is rendered.
    pub(in crate::tui) uprights: Vec<Upright>,
    /// Writes a value of the scale.
    pub(in crate::tui) label: fn(f64) -> String,
}

impl Chart {
    /// The part of `area` beside the scale.
    pub(in crate::tui) fn plot_area(area: Rect) -> Rect {
        let gutter = GUTTER.min(area.width);
        Rect { x: area.x + gutter, width: area.width - gutter, ..area }
    }

    /// Draws the chart with its scale.
    pub(in crate::tui) fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        self.render(frame.buffer_mut(), area, theme);
    }

    /// Draws it into `buffer`.
    pub(in crate::tui) fn render(&self, buffer: &mut Buffer, area: Rect, theme: Theme) {
        let inside = Self::plot_area(area);
        self.draw_scale(buffer, area, theme);
        let plot = Plot::of(self, inside.width.into(), inside.height.into(), theme.tier);
        for (row, place) in inside.rows().enumerate() {
            for (column, at) in place.columns().enumerate() {
                let mark = plot.mark(column, row);
                if let (Some(mark), Some(cell)) = (mark, buffer.cell_mut(at.as_position())) {
                    cell.set_char(mark.sign).set_style(style(mark, theme));
                }
            }
        }
    }

    /// The ticks with their values, and the line beside them.
    fn draw_scale(&self, buffer: &mut Buffer, area: Rect, theme: Theme) {
        let height = usize::from(area.height);
        let room = usize::from(GUTTER.min(area.width)).saturating_sub(1);
        let style = theme.style(Role::Muted);
        for (row, place) in area.rows().enumerate() {
            let tick = self.scale.tick_at(height - 1 - row, height);
            let label = tick.map(self.label).unwrap_or_default();
            let line = if tick.is_some() { "┤" } else { "│" };
            let label = format!("{:>room$}{line}", text::cut(&label, room));
            buffer.set_stringn(place.x, place.y, label, place.width.into(), style);
        }
    }
}

fn style(mark: Mark, theme: Theme) -> Style {
    let fill = |role| theme.fill(role).unwrap_or(Color::Reset);
    let style = match mark.ink {
        plot::Ink::Line(role) => theme.style(role),
        plot::Ink::Fill(role) => match theme.fill(role) {
            Some(color) => Style::new().fg(color),
            None => theme.style(role),
        },
    };
    mark.ground.map_or(style, |role| style.bg(fill(role)))
}
