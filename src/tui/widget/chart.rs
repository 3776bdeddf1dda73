//! A chart: areas that stand on each other, curves over them, the line of another run, a
//! scale with ticks at the left and a grid behind it all.
//!
//! Areas are rendered in eighths of a cell, curves and the other run in dots of a Braille cell, two
//! columns and four rows of them. Where a terminal has no colors, areas are distinguished by
//! pattern and curves by their dashes.

mod plot;
mod scale;
mod series;
mod sparkline;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

pub(in crate::tui) use self::plot::DOT_COLUMNS;
use self::plot::{Mark, Plot};
pub(in crate::tui) use self::scale::Scale;
pub(in crate::tui) use self::series::{
    Area, BEFORE_ROLE, Chart, Curve, Dash, Pattern, Reach, Upright, area_style,
};
pub(in crate::tui) use self::sparkline::sparkline;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};

/// Cells of the scale at the left, its line included.
const GUTTER: u16 = 8;
/// What the line of another run is called in a legend.
pub(in crate::tui) const BEFORE: &str = "⠂";

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
        let plot = Plot::of(self, inside.width.into(), inside.height.into(), theme);
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
        let room = usize::from(GUTTER.min(area.width)).saturating_sub(2);
        let style = theme.style(Role::Muted);
        for (row, place) in area.rows().enumerate() {
            let tick = self.scale.tick_at(height - 1 - row);
            let label = tick.map(self.label).unwrap_or_default();
            let line = if tick.is_some() { "▁│" } else { " │" };
            let label = format!("{:>room$}{line}", text::cut(&label, room));
            buffer.set_stringn(place.x, place.y, label, place.width.into(), style);
        }
    }
}

fn style(mark: Mark, theme: Theme) -> Style {
    let fill = |role| theme.fill(role).unwrap_or(Color::Reset);
    let style = match mark.ink {
        plot::Ink::Line(role) => theme.style(role),
        plot::Ink::Fill(role) => area_style(role, theme),
        plot::Ink::Gap => theme.style(Role::Plain).add_modifier(Modifier::REVERSED),
    };
    let Some(ground) = mark.ground else { return style };
    let style = style.bg(fill(ground));
    let line = theme.on_fill(ground).filter(|_| matches!(mark.ink, plot::Ink::Line(_)));
    line.map_or(style, |color| style.fg(color))
}
