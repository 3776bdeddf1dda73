//! A column chart of stacked bands, told apart by pattern and by colour.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use crate::tui::text;
use crate::tui::theme::{Role, Theme};

const EIGHTHS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const LABELS: usize = 7;
/// What a chart is held against.
pub(in crate::tui) const LINE: &str = "╌";

/// How a band looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) struct Band {
    /// Its pattern; `█` is drawn in eighths of a cell.
    pub(in crate::tui) pattern: &'static str,
    /// Its colour.
    pub(in crate::tui) role: Role,
}

/// Columns from left to right; each holds the top of every band, the lowest first.
pub(in crate::tui) struct Chart<'a> {
    pub(in crate::tui) bands: &'a [Band],
    pub(in crate::tui) columns: Vec<Vec<f64>>,
    /// The tops of another chart that it is held against: a line over the columns
    /// where they differ by a row or more; empty where there is none.
    pub(in crate::tui) beside: Vec<f64>,
    /// The scale goes at least as high as this.
    pub(in crate::tui) least_top: f64,
    /// Writes a value of the scale.
    pub(in crate::tui) label: fn(f64) -> String,
}

impl Chart<'_> {
    /// The columns that fit into `width` cells beside the scale.
    pub(in crate::tui) fn columns(width: u16) -> usize {
        usize::from(width).saturating_sub(LABELS)
    }

    /// Draws the chart; the highest value is the top of the scale.
    pub(in crate::tui) fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let values = self.columns.iter().flatten().chain(&self.beside);
        let top = values.copied().fold(self.least_top, f64::max);
        let scale = f64::from(area.height) / top.max(f64::MIN_POSITIVE);
        let height = usize::from(area.height);
        for (row, place) in area.rows().enumerate() {
            let level = height - 1 - row;
            let label = match (row, level) {
                (0, _) => (self.label)(top),
                (_, 0) => (self.label)(0.0),
                _ => String::new(),
            };
            let label = format!("{:>width$} ", text::cut(&label, LABELS - 1), width = LABELS - 1);
            let mut spans = vec![Span::styled(label, theme.style(Role::Muted))];
            let columns = self.columns.len().max(self.beside.len());
            spans.extend((0..columns).map(|index| {
                let column = self.columns.get(index).map(Vec::as_slice).unwrap_or_default();
                let (sign, role) = self.cell(column, level, scale);
                let top = column.iter().copied().fold(0.0, f64::max);
                let line = self.beside.get(index).is_some_and(|value| {
                    lies_at(*value, level, scale) && !lies_at(top, level, scale)
                });
                if line { over(sign, role, theme) } else { Span::styled(sign, theme.style(role)) }
            }));
            frame.render_widget(Line::from(spans), place);
        }
    }

    /// The sign at `level` rows above the ground, `scale` rows to a unit.
    fn cell(&self, column: &[f64], level: usize, scale: f64) -> (&'static str, Role) {
        let floor = level as f64;
        let height = column.iter().copied().fold(0.0, f64::max) * scale;
        // What is there at all is seen, however small beside the top of the scale.
        let height = if height > 0.0 { height.max(0.125) } else { 0.0 };
        if height <= floor {
            return (" ", Role::Plain);
        }
        let middle = floor + (height - floor).min(1.0) / 2.0;
        let at = column.iter().position(|top| top * scale >= middle).unwrap_or(0);
        let Some(band) = self.bands.get(at) else { return (" ", Role::Plain) };
        if band.pattern == "█" && height < floor + 1.0 {
            let eighths = EIGHTHS.iter().enumerate();
            let filled = height - floor;
            let sign = eighths.rev().find(|(index, _)| (*index + 1) as f64 / 8.0 <= filled + 0.001);
            return (sign.map_or("▁", |(_, sign)| sign), band.role);
        }
        (band.pattern, band.role)
    }
}

/// Whether a line at `value` runs through the row at `level`; nothing has no line.
fn lies_at(value: f64, level: usize, scale: f64) -> bool {
    let height = value * scale;
    let floor = level as f64;
    value > 0.0 && height > floor && height <= floor + 1.0
}

/// The line over a cell that holds `sign`: dim where the cell is empty, cut out of
/// it where it is filled.
fn over(sign: &str, role: Role, theme: Theme) -> Span<'static> {
    match sign {
        " " => Span::styled(LINE, theme.style(Role::Muted)),
        _ => Span::styled(LINE, theme.style(role).add_modifier(Modifier::REVERSED)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BANDS: [Band; 2] =
        [Band { pattern: "█", role: Role::Good }, Band { pattern: "▒", role: Role::Bad }];

    fn stack(column: &[f64]) -> String {
        let chart = Chart {
            bands: &BANDS,
            columns: vec![],
            beside: vec![],
            least_top: 0.0,
            label: |value| value.to_string(),
        };
        (0..4).map(|level| chart.cell(column, level, 1.0).0).collect()
    }

    #[test]
    fn bands_stand_on_each_other() {
        assert_eq!(stack(&[2.0, 3.0]), "██▒ ");
        assert_eq!(stack(&[1.5, 1.5]), "█▄  ");
        assert_eq!(stack(&[0.0, 4.0]), "▒▒▒▒");
    }

    #[test]
    fn little_is_more_than_nothing() {
        assert_eq!(stack(&[0.001, 0.001]), "▁   ");
        assert_eq!(stack(&[0.0, 0.0]), "    ");
    }

    #[test]
    fn a_line_runs_through_one_row_of_its_column() {
        for value in [0.1, 1.0, 1.01, 3.9, 4.0] {
            let rows = (0..4).filter(|&level| lies_at(value, level, 1.0)).count();
            assert_eq!(rows, 1, "{value}");
        }
        assert!((0..4).all(|level| !lies_at(0.0, level, 1.0)));
    }
}
