//! A framed pane with its title in the frame, and text in lines.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::symbols::merge::MergeStrategy;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Paragraph};

use crate::tui::text;
use crate::tui::theme::{Role, Theme};

/// Lines longer than this are hard to read.
pub(in crate::tui) const WIDEST: u16 = 98;

/// From this width on two panes have room beside each other.
const BESIDE: u16 = 110;

/// The narrowest of two panes beside each other.
const LEAST_BESIDE: u16 = 36;

/// Cells of a pane beside its text.
const SIDES: u16 = 4;

/// The width of text that is not wrapped: what is copied is wrapped where it is pasted.
pub(in crate::tui) const UNWRAPPED: u16 = 2_000;

/// Whether the keys of a list go to this pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Focus {
    /// They do.
    Here,
    /// They go elsewhere.
    Elsewhere,
}

/// Draws a frame with `title` and gives the room inside, a cell of air at both sides.
pub(in crate::tui) fn panel(
    frame: &mut Frame,
    area: Rect,
    title: Line<'_>,
    focus: Focus,
    theme: Theme,
) -> Rect {
    panel_with_foot(frame, area, title, Line::default(), focus, theme)
}

/// As [`panel`], with a line in the lower frame.
pub(in crate::tui) fn panel_with_foot(
    frame: &mut Frame,
    area: Rect,
    title: Line<'_>,
    foot: Line<'_>,
    focus: Focus,
    theme: Theme,
) -> Rect {
    panel_merged(frame, area, title, foot, focus, MergeStrategy::Replace, theme)
}

/// As [`panel_with_foot`], its borders `merge`d with those that are there already.
pub(in crate::tui) fn panel_merged(
    frame: &mut Frame,
    area: Rect,
    title: Line<'_>,
    foot: Line<'_>,
    focus: Focus,
    merge: MergeStrategy,
    theme: Theme,
) -> Rect {
    let role = if focus == Focus::Here { Role::Accent } else { Role::Muted };
    let title = fitted(title, area.width);
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .merge_borders(merge)
        .border_style(theme.style(role))
        .title(title)
        .title_bottom(foot);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    Rect {
        x: inner.x.saturating_add(1).min(inner.right()),
        width: inner.width.saturating_sub(2),
        ..inner
    }
}

/// A title: a strong word, then figures in muted text.
pub(in crate::tui) fn title(name: &str, figures: &str, theme: Theme) -> Line<'static> {
    let mut spans = vec![Span::styled(format!(" {name} "), theme.style(Role::Strong))];
    if !figures.is_empty() {
        spans.push(Span::styled(format!(" {figures} "), theme.style(Role::Muted)));
    }
    Line::from(spans)
}

/// `title` as it fits in the frame of a pane of `width` cells, a cut one with an ellipsis.
fn fitted(mut title: Line<'_>, width: u16) -> Line<'_> {
    const LEAST: usize = 12;
    let room = usize::from(width.saturating_sub(2));
    while title.width() > room {
        let Some(last) = title.spans.pop() else { break };
        let left = room.saturating_sub(title.width());
        // What is left of its figures would not be understood.
        if left >= LEAST || title.spans.is_empty() {
            let cut = text::cut(last.content.trim_end(), left.saturating_sub(1)) + " ";
            title.spans.push(Span::styled(cut, last.style));
            break;
        }
    }
    title
}

/// What the frame of a pane of `width` cells has no room for of its `title`, for its first lines.
pub(in crate::tui) fn left_of(title: &Line<'_>, width: u16) -> Vec<Line<'static>> {
    let room = usize::from(width.saturating_sub(2));
    let mut taken = 0;
    let left = title.spans.iter().skip_while(|span| {
        taken += span.width();
        taken <= room
    });
    let lines = left.flat_map(|span| {
        let lines = text::wrap(span.content.trim(), room.saturating_sub(2));
        lines.into_iter().map(|line| Line::styled(line, span.style))
    });
    lines.collect()
}

/// Draws lines from the top; what does not fit is cut.
pub(in crate::tui) fn lines(frame: &mut Frame, area: Rect, lines: Vec<Line<'_>>) {
    frame.render_widget(Paragraph::new(lines), area);
}

/// `content` wrapped to `width` cells, all of it in one role.
pub(in crate::tui) fn wrapped(
    content: &str,
    width: u16,
    role: Role,
    theme: Theme,
) -> Vec<Line<'static>> {
    let lines = text::wrap_spans(content, usize::from(width), theme.style(role));
    lines.into_iter().map(Line::from).collect()
}

/// The cells of a line inside of a pane.
pub(in crate::tui) fn inner_width(area: Rect) -> u16 {
    area.width.saturating_sub(SIDES)
}

/// The first `height` rows of `area`, and what is below them.
pub(in crate::tui) fn split_top(area: Rect, height: u16) -> (Rect, Rect) {
    let height = height.min(area.height);
    let top = Rect { height, ..area };
    (top, Rect { y: area.y + height, height: area.height - height, ..area })
}

/// The rows that `lines` take.
pub(in crate::tui) fn height_of(lines: &[Line<'_>]) -> u16 {
    u16::try_from(lines.len()).unwrap_or(u16::MAX)
}

/// Two panes of a full screen beside each other, of which the first is read; `None` where the
/// screen is too narrow.
pub(in crate::tui) fn beside(area: Rect) -> Option<[Rect; 2]> {
    beside_with(area, [0; 2])
}

/// As [`beside`], with at least this number of cells inside each pane.
pub(in crate::tui) fn beside_with(area: Rect, inside: [u16; 2]) -> Option<[Rect; 2]> {
    let [left, right] = inside.map(|cells| cells.saturating_add(SIDES).max(LEAST_BESIDE));
    let most = area.width.checked_sub(right).filter(|most| *most >= left)?;
    if area.width < BESIDE {
        return None;
    }
    let first = (area.width / 2).min(WIDEST + SIDES).clamp(left, most);
    let first = Constraint::Length(first);
    Some(area.layout(&Layout::horizontal([first, Constraint::Fill(1)])))
}

/// Draws the line between two columns, in the gap of three cells that is left for it.
pub(in crate::tui) fn draw_divider(frame: &mut Frame, gap: Rect, theme: Theme) {
    let bar = Line::styled(" │", theme.style(Role::Muted));
    lines(frame, gap, vec![bar; gap.height.into()]);
}

/// The part of a full screen that is read, a blank between it and the bar at its right.
pub(in crate::tui) fn column(area: Rect) -> Rect {
    Rect { x: area.x + 1, width: area.width.saturating_sub(3).min(WIDEST), ..area }
}

/// The part of a full screen that is read, in the middle of a wide one.
pub(in crate::tui) fn middle(area: Rect) -> Rect {
    let column = column(area);
    let left = if area.width < BESIDE { 0 } else { (area.width - column.width) / 2 - 1 };
    Rect { x: column.x + left, ..column }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_does_not_fit_is_cut_and_whole_in_the_pane() {
        let title = title("The bill of a hobby site", "bill-of-a-hobby", Theme::PLAIN);
        let shown = |width| fitted(title.clone(), width).to_string();
        let left = |width| -> Vec<String> {
            left_of(&title, width).iter().map(ToString::to_string).collect()
        };
        assert_eq!(shown(60), " The bill of a hobby site  bill-of-a-hobby ");
        assert!(left(60).is_empty());
        assert_eq!(shown(42), " The bill of a hobby site  bill-of-a-h… ");
        assert_eq!(shown(36), " The bill of a hobby site ");
        assert_eq!(left(36), ["bill-of-a-hobby"]);
        assert_eq!(shown(20), " The bill of a h… ");
        assert_eq!(left(20), ["The bill of a", "hobby site", "bill-of-a-hobby"]);
    }
}
