//! What stands in place of the charts before a run has begun: the traffic to come, and what the
//! charts are going to show.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Block;

use super::offered;
use super::picture::Picture;
use super::series::{SPECS, Series, Spec};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel::{self, Focus};

/// Rows that the traffic has at least.
const TRAFFIC: u16 = 9;
/// Cells between the columns of what the charts show.
const GAP: usize = 2;
/// Charts in a column.
const CHARTS: usize = 2;

/// Draws both, or only the traffic where both have no room.
pub(super) fn draw(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    let columns = SPECS.chunks(CHARTS).map(|specs| shown(specs, theme));
    let columns: Vec<Vec<Line<'_>>> = columns.collect();
    let highest = columns.iter().map(|lines| panel::height_of(lines)).max().unwrap_or_default();
    let widest = columns.iter().flatten().map(Line::width).max().unwrap_or_default();
    let half = usize::from(Block::bordered().inner(area).width / 2);
    let has_room = half >= widest + GAP && area.height >= TRAFFIC + highest + 2;
    let height = if has_room { highest + 2 } else { 0 };
    let (upper, lower) = panel::split_top(area, area.height - height);
    offered::draw(frame, upper, picture.run.scenario, theme);
    if has_room {
        let title = panel::title("What the charts will show", "", theme);
        let inner = panel::panel(frame, lower, title, Focus::Elsewhere, theme);
        let halves = inner.layout::<2>(&Layout::horizontal([Constraint::Fill(1); 2]));
        for (lines, half) in columns.into_iter().zip(halves) {
            panel::lines(frame, half, lines);
        }
    }
}

/// Each chart with its series and what these count.
fn shown(specs: &[Spec], theme: Theme) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    for spec in specs {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Line::styled(spec.subject.name(), theme.style(Role::Strong)));
        let all: Vec<(&Series, _, _)> = spec.looks(theme).collect();
        let names = all.iter().map(|(series, ..)| text::width(series.name));
        let widest = names.max().unwrap_or_default();
        lines.extend(all.into_iter().map(|(series, sign, look)| {
            let name = format!(" {}  ", text::pad(series.name, widest));
            Line::from(vec![
                Span::styled(sign, look),
                Span::styled(name, theme.style(Role::Plain)),
                Span::styled(series.meaning, theme.style(Role::Muted)),
            ])
        }));
    }
    lines
}
