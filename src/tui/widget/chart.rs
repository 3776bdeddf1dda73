//! A column chart of stacked bands, told apart by pattern and by colour.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::text;
use crate::tui::theme::{Role, Theme};

const EIGHTHS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const LABELS: usize = 7;

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
        let top = self.columns.iter().flatten().copied().fold(0.0, f64::max);
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
            spans.extend(self.columns.iter().map(|column| {
                let (sign, role) =
                    self.cell(column, level, height as f64 / top.max(f64::MIN_POSITIVE));
                Span::styled(sign, theme.style(role))
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

#[cfg(test)]
mod tests {
    use super::*;

    const BANDS: [Band; 2] =
        [Band { pattern: "█", role: Role::Good }, Band { pattern: "▒", role: Role::Bad }];

    fn stack(column: &[f64]) -> String {
        let chart = Chart { bands: &BANDS, columns: vec![], label: |value| value.to_string() };
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
}
