//! A chart as lines of text, for commands that print: the chart of the live view, without
//! colors.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use super::theme::{Role, Theme};
use super::widget::chart::{Chart, Curve, DOT_COLUMNS, Dash, Scale};

/// Steps of a scale are no finer than this.
const LEAST_STEP: f64 = 1e-6;

/// What a chart shows. Places go from 0 at the left to 1 at the right; values from 0 up.
#[derive(Clone, Debug, Default)]
pub struct TextPlot {
    /// A line through these places and values.
    pub line: Vec<(f64, f64)>,
    /// Upright strokes: a place, and the values between which they stand.
    pub strokes: Vec<(f64, f64, f64)>,
    /// Single dots.
    pub dots: Vec<(f64, f64)>,
}

impl TextPlot {
    /// The lines of the chart, `width` columns wide and `height` lines high, scale included;
    /// `label` writes a value of the scale.
    pub fn lines(&self, width: u16, height: u16, label: fn(f64) -> String) -> Vec<String> {
        let area = Rect::new(0, 0, width, height);
        let columns = usize::from(Chart::plot_area(area).width) * DOT_COLUMNS;
        let tops = self.line.iter().map(|it| it.1).chain(self.dots.iter().map(|it| it.1));
        let most = tops.chain(self.strokes.iter().map(|it| it.2)).fold(0.0, f64::max);
        let mut curves = vec![self.joined(columns)];
        curves.extend(self.strokes.iter().map(|stroke| stroke_in(*stroke, columns)));
        curves.extend(self.dots.iter().map(|dot| dot_in(*dot, columns)));
        let curve = |values| Curve { role: Role::Plain, dash: Dash::Solid, values };
        let scale = Scale::fitting(most, height.into(), LEAST_STEP);
        let curves = curves.into_iter().map(curve).collect();
        let chart = Chart { curves, ..Chart::empty(scale, label) };
        let mut buffer = Buffer::empty(area);
        chart.render(&mut buffer, area, Theme::PLAIN);
        let row = |row: Rect| {
            let cells = row.columns().filter_map(|at| buffer.cell(at.as_position()));
            cells.map(Cell::symbol).collect::<String>().trim_end().to_owned()
        };
        area.rows().map(row).collect()
    }

    /// The column of text in which `place` stands in a chart that is `width` columns wide.
    pub fn column(place: f64, width: u16) -> usize {
        let plot = Chart::plot_area(Rect::new(0, 0, width, 1));
        usize::from(plot.x) + dot_column(place, usize::from(plot.width) * DOT_COLUMNS) / DOT_COLUMNS
    }

    /// The line with a value in each column of dots that it passes.
    fn joined(&self, columns: usize) -> Vec<Option<f64>> {
        if let [point] = self.line[..] {
            return dot_in(point, columns);
        }
        let mut values = vec![None; columns];
        for pair in self.line.windows(2) {
            let [(left, low), (right, high)] = pair else { continue };
            let (first, last) = (dot_column(*left, columns), dot_column(*right, columns));
            for (column, value) in values.iter_mut().enumerate().take(last + 1).skip(first) {
                let share = (column - first) as f64 / (last - first).max(1) as f64;
                *value = Some(low + (high - low) * share);
            }
        }
        values
    }
}

/// An upright stroke: a curve that goes from one value to the other in two columns of dots.
fn stroke_in((place, low, high): (f64, f64, f64), columns: usize) -> Vec<Option<f64>> {
    let mut values = vec![None; columns];
    let left = dot_column(place, columns).min(columns.saturating_sub(2));
    for (column, value) in [(left, low), (left + 1, high)] {
        if let Some(at) = values.get_mut(column) {
            *at = Some(value.max(0.0));
        }
    }
    values
}

fn dot_in((place, value): (f64, f64), columns: usize) -> Vec<Option<f64>> {
    let mut values = vec![None; columns];
    if let Some(at) = values.get_mut(dot_column(place, columns)) {
        *at = Some(value);
    }
    values
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to `columns`")]
fn dot_column(place: f64, columns: usize) -> usize {
    (place.clamp(0.0, 1.0) * columns.saturating_sub(1) as f64).round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(value: f64) -> String {
        format!("{value}")
    }

    #[test]
    fn a_line_goes_from_the_left_to_the_right() {
        let plot = TextPlot { line: vec![(0.0, 0.0), (1.0, 10.0)], ..TextPlot::default() };
        insta::assert_snapshot!(plot.lines(40, 6, plain).join("\n"));
    }

    #[test]
    fn strokes_and_dots_stand_at_their_places() {
        let plot = TextPlot {
            strokes: vec![(0.5, 2.0, 8.0)],
            dots: vec![(0.0, 5.0), (1.0, 10.0)],
            ..TextPlot::default()
        };
        insta::assert_snapshot!(plot.lines(40, 6, plain).join("\n"));
        assert_eq!((TextPlot::column(0.0, 40), TextPlot::column(1.0, 40)), (8, 39));
    }

    #[test]
    fn no_room_is_no_chart_and_no_failure() {
        let plot = TextPlot {
            line: vec![(0.5, 1.0)],
            strokes: vec![(1.0, 0.0, 2.0)],
            ..TextPlot::default()
        };
        for (width, height) in [(0, 0), (1, 1), (7, 2), (8, 1)] {
            assert_eq!(plot.lines(width, height, plain).len(), usize::from(height));
        }
    }
}
