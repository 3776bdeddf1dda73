//! The last line: what can be pressed here, with a key or with the mouse.

use ratatui::Frame;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::tui::keys::{self, Label, Labels};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};

/// Where the keys of the last line stand.
#[derive(Clone, Debug, Default)]
pub(in crate::tui) struct FooterKeys(Vec<(Rect, KeyEvent)>);

impl FooterKeys {
    /// The key under the mouse.
    pub(in crate::tui) fn key_at(&self, mouse: Position) -> Option<KeyEvent> {
        self.0.iter().find_map(|(area, key)| area.contains(mouse).then_some(*key))
    }
}

/// Draws the keys of a screen, and gives where they stand; narrow terminals lose entries from
/// the end, help and the way back last of all.
pub(in crate::tui) fn draw(
    frame: &mut Frame,
    area: Rect,
    labels: &Labels,
    theme: Theme,
) -> FooterKeys {
    // The last cell stays free, as the first one does.
    let area = Rect { width: area.width.saturating_sub(1), ..area };
    let width = usize::from(area.width);
    // The first key alone says enough for what every screen has.
    let right = row(labels.general.iter(), 1, width, theme);
    let room = width.saturating_sub(right.line.width());
    let own = labels.own.iter().filter(|label| !label.hint.is_empty());
    let own = row(own, usize::MAX, room, theme);
    let start = area.right().saturating_sub(cells(right.line.width()));
    let placed = [(area.x, own.keys), (start, right.keys)].into_iter();
    let placed = placed.flat_map(|(x, keys)| {
        keys.into_iter().map(move |(at, width, key)| (Rect { x: x + at, width, ..area }, key))
    });
    let keys = FooterKeys(placed.collect());
    frame.render_widget(own.line, area);
    frame.render_widget(right.line.right_aligned(), area);
    keys
}

/// Entries beside each other, and the cells of each key from the left.
struct Row {
    line: Line<'static>,
    keys: Vec<(u16, u16, KeyEvent)>,
}

/// As many of `labels` as fit with their first `most` keys, a gap of two cells between them.
fn row<'a>(labels: impl Iterator<Item = &'a Label>, most: usize, room: usize, theme: Theme) -> Row {
    let (mut spans, mut keys) = (vec![Span::raw(" ")], Vec::new());
    let mut used = 1;
    for Label { names, hint, .. } in labels {
        let names = names.get(..most.min(names.len())).unwrap_or_default();
        let gap = if used > 1 { 2 } else { 0 };
        let between = keys::between(names);
        let joined = names.join(between);
        let wanted = gap + text::width(&joined) + 1 + text::width(hint);
        if used + wanted > room {
            break;
        }
        let mut at = used + gap;
        used += wanted;
        for (index, name) in names.iter().enumerate() {
            // The word behind several keys belongs to the last of them.
            let width = if index + 1 == names.len() { used - at } else { text::width(name) };
            keys.extend(keys::event(name).map(|key| (cells(at), cells(width), key)));
            at += text::width(name) + text::width(between);
        }
        spans.push(Span::raw(" ".repeat(gap)));
        spans.push(Span::styled(joined, theme.style(Role::Accent)));
        spans.push(Span::styled(format!(" {hint}"), theme.style(Role::Muted)));
    }
    Row { line: Line::from(spans), keys }
}

fn cells(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;
    use crate::tui::keys::Keymap;

    fn drawn(width: u16) -> String {
        let rows = [keys::row(&[("a", ())], "one", ""), keys::row(&[("b", ())], "two", "")];
        let labels = Keymap::new("here", &rows).back(()).labels();
        let mut terminal = Terminal::new(TestBackend::new(width, 1)).unwrap();
        let drawn = |frame: &mut Frame| drop(draw(frame, frame.area(), &labels, Theme::PLAIN));
        terminal.draw(drawn).unwrap();
        terminal.backend().to_string()
    }

    #[test]
    fn an_entry_is_left_out_only_where_it_does_not_fit() {
        let lines = [
            (38, " a one  b two  : find  ? help  q back "),
            (37, " a one  b two : find  ? help  q back "),
            (36, " a one       : find  ? help  q back "),
        ];
        for (width, line) in lines {
            assert_eq!(drawn(width).trim_end().trim_matches('"'), line);
        }
    }
}
