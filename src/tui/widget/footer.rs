//! The last line: what can be pressed here, with a key or with the mouse.

use std::iter;

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
    let general = labels.general.iter().map(|label| Entry::of(label, 1));
    let right = row(general, width, theme);
    let room = width.saturating_sub(right.line.width());
    let own = labels.own.iter().filter(|label| !label.hint.is_empty());
    let own = row(own.map(|label| Entry::of(label, usize::MAX)), room, theme);
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

/// A few keys, and what they do.
struct Entry<'a> {
    keys: &'a [String],
    hint: &'static str,
}

impl<'a> Entry<'a> {
    /// The first `most` keys of `label`.
    fn of(label: &'a Label, most: usize) -> Self {
        let keys = label.keys();
        Self { keys: keys.get(..most.min(keys.len())).unwrap_or_default(), hint: label.hint }
    }
}

/// Entries beside each other, and the cells of each key from the left.
struct Row {
    line: Line<'static>,
    keys: Vec<(u16, u16, KeyEvent)>,
}

/// As many of `entries` as fit, a gap of two cells between them.
fn row<'a>(entries: impl Iterator<Item = Entry<'a>>, room: usize, theme: Theme) -> Row {
    let (mut spans, mut keys) = (vec![Span::raw(" ")], Vec::new());
    let mut used = 1;
    for Entry { keys: names, hint } in entries {
        let gap = if used > 1 { 2 } else { 0 };
        let between = keys::between(names);
        let joined = names.join(between);
        let wanted = gap + text::width(&joined) + 1 + text::width(hint);
        if used + wanted > room {
            break;
        }
        let mut at = used + gap;
        used += wanted;
        for (name, last) in names.iter().zip(lasts(names.len())) {
            // The word behind several keys belongs to the last of them.
            let width = if last { used - at } else { text::width(name) };
            keys.extend(keys::event(name).map(|key| (cells(at), cells(width), key)));
            at += text::width(name) + text::width(between);
        }
        spans.push(Span::raw(" ".repeat(gap)));
        spans.push(Span::styled(joined, theme.style(Role::Accent)));
        spans.push(Span::styled(format!(" {hint}"), theme.style(Role::Muted)));
    }
    Row { line: Line::from(spans), keys }
}

/// For each of `count`, whether it is the last one.
fn lasts(count: usize) -> impl Iterator<Item = bool> {
    iter::repeat_n(false, count.saturating_sub(1)).chain([true])
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
