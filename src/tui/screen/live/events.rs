//! Events as lines: the log, and the few that the message pane shows.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::explain;
use super::mark::{self, Mark};
use super::picture::{Pane, Picture, Selection};
use crate::tui::format;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list;
use crate::tui::widget::panel::{self, Focus};
use apprunner_sim::sim::event::{Event, EventKind};

/// Draws the log up to the playhead, the newest at the bottom.
pub(super) fn draw(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    let is_here = picture.pane == Some(Pane::Events);
    let focus = if is_here { Focus::Here } else { Focus::Elsewhere };
    let past = picture.past();
    let dropped = picture.run.events_dropped;
    let count = if dropped > 0 && past == picture.run.events.len() {
        format!("{past}, {dropped} later ones not kept")
    } else {
        past.to_string()
    };
    let title = panel::title("Events", &count, theme);
    // An event that was selected stays in sight when the playhead goes back before it.
    let (chosen, length) = match picture.selection {
        Selection::Event(index) => (index, past.max(index + 1).min(picture.run.events.len())),
        _ => (past.saturating_sub(1), past),
    };
    let height = usize::from(area.height.saturating_sub(2));
    let width = panel::inner_width(area);
    if let Some(whole) = whole(length, width, height, picture, theme) {
        let inner = panel::panel(frame, area, title, focus, theme);
        let entries = whole.iter().enumerate();
        let entries = entries.flat_map(|(at, lines)| std::iter::repeat_n(Some(at), lines.len()));
        picture.rows.events.drawn_rows(inner, entries.collect());
        picture.rows.events.draw_bar(frame, 0, 0, theme);
        return panel::lines(frame, inner, whole.concat());
    }
    // No key leads here while something else takes them all.
    let way = match picture.pane {
        Some(Pane::Events) => " ↑↓ select: whole text ",
        Some(Pane::Instances | Pane::Charts) => " Tab, ↑↓ select: whole text ",
        None => "",
    };
    let foot = Line::styled(way, theme.style(Role::Muted)).right_aligned();
    let inner = panel::panel_with_foot(frame, area, title, foot, focus, theme);
    let window = list::window(chosen, length, usize::from(inner.height));
    picture.rows.events.drawn(inner, window.clone());
    picture.rows.events.draw_bar(frame, window.start, length, theme);
    let lines = window.filter_map(|index| Some((index, picture.run.events.get(index)?)));
    let lines = lines.map(|(index, event)| {
        let selected = picture.selection == Selection::Event(index);
        line(event, usize::from(inner.width), selected.then_some(Role::Selected), theme)
    });
    panel::lines(frame, inner, lines.collect());
}

/// The first `length` events, each in as many lines as it takes, where `height` rows hold them all.
fn whole(
    length: usize,
    width: u16,
    height: usize,
    picture: &Picture<'_>,
    theme: Theme,
) -> Option<Vec<Vec<Line<'static>>>> {
    let events = picture.run.events.get(..length).filter(|_| length <= height)?;
    let whole = events.iter().enumerate().map(|(index, event)| {
        let lines = spoken(event, width, Role::Plain, theme);
        if picture.selection != Selection::Event(index) {
            return lines;
        }
        let selected = |line: Line<'static>| {
            let row = text::pad(&line.to_string(), width.into());
            Line::styled(row, theme.style(Role::Selected))
        };
        lines.into_iter().map(selected).collect()
    });
    let whole: Vec<Vec<Line<'static>>> = whole.collect();
    (whole.iter().map(Vec::len).sum::<usize>() <= height).then_some(whole)
}

/// One event in one line; `over` replaces the look of all of it.
fn line(event: &Event, width: usize, over: Option<Role>, theme: Theme) -> Line<'static> {
    let (sign, role) = sign(event);
    let clock = format!("{:>8} ", format::clock(event.at));
    let kind = format!("{sign} {}", what(event));
    let rest = explain::reason(&event.reason);
    let room = width.saturating_sub(text::width(&clock) + text::width(&kind));
    let rest = text::pad(&rest, room);
    match over {
        Some(over) => Line::styled(clock + &kind + &rest, theme.style(over)),
        None => Line::from(vec![
            Span::styled(clock, theme.style(Role::Muted)),
            Span::styled(kind, theme.style(role)),
            Span::raw(rest),
        ]),
    }
}

/// One event in as many lines as its reason takes.
pub(super) fn spoken(event: &Event, width: u16, role: Role, theme: Theme) -> Vec<Line<'static>> {
    let (sign, sign_role) = sign(event);
    let clock = format!("{:>8} ", format::clock(event.at));
    let said = format!("{}{}", what(event), explain::reason(&event.reason));
    let sign = Span::styled(format!("{sign} "), theme.style(sign_role));
    let room = width.saturating_sub(u16::try_from(text::width(&clock)).unwrap_or(0));
    let clock = Span::styled(clock, theme.style(Role::Muted));
    let blank = Span::raw(" ".repeat(clock.width()));
    let heads = std::iter::once(clock).chain(std::iter::repeat(blank));
    let body = text::hanging(sign, &said, room, theme.style(role)).into_iter().zip(heads);
    body.map(|(line, head)| Line::from([vec![head], line.spans].concat())).collect()
}

/// What happened to whom, to be followed by why: `instance ready #7: `. A stop is its reason.
fn what(event: &Event) -> String {
    if event.kind == EventKind::Stop {
        return String::new();
    }
    let words = explain::kind_in_words(event.kind);
    let who = event.instance.map_or_else(String::new, |id| format!(" #{id}"));
    format!("{words}{who}: ")
}

fn sign(event: &Event) -> (&'static str, Role) {
    Mark::of(event.kind).map_or((" ", Role::Plain), |mark| (mark.sign(), mark::role(mark)))
}
