//! The instances, one row each: state as sign and word, active requests, health.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::symbols::merge::MergeStrategy;
use ratatui::text::{Line, Span};
use ratatui::widgets::Block;

use super::instance_sign::{self, InstanceSign};
use super::mark::{self, Mark};
use super::picture::{Pane, Picture, Selection};
use super::strip::{self, Rows};
use super::{setup, traffic};
use crate::tui::format;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::{chart, list};
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::view::{InstanceState, InstanceView};

/// The cells between two signs with their meanings in one line.
const GAP: usize = 3;
/// The least rows of both the traffic and the instances.
const WITH_TRAFFIC: u16 = 2 * (traffic::ROWS + 2);
/// How an instance is rendered, the fullest first: what stands below its row, and the gap below that.
const TILES: [(Rows, usize); 4] =
    [(Rows::LoadAndLife, 1), (Rows::LoadAndLife, 0), (Rows::Load, 0), (Rows::Nothing, 0)];

/// The rows of an instance rendered like that.
const fn tile((rows, gap): (Rows, usize)) -> usize {
    1 + gap
        + match rows {
            Rows::Nothing => 0,
            Rows::Load => 1,
            Rows::LoadAndLife => 2,
        }
}

/// Draws the pane.
pub(super) fn draw(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    draw_list(frame, area, picture, MergeStrategy::Replace, theme);
}

/// The rows of the picture of the traffic.
fn traffic_rows(picture: &Picture<'_>) -> u16 {
    traffic::ROWS + u16::from(setup::operation(picture).is_some())
}

/// The rows of the traffic and of every instance as a tile, in one frame.
pub(super) fn height(picture: &Picture<'_>) -> u16 {
    let tiles = picture.run.view.instances.len().max(1) * tile(TILES[0]);
    let tiles = u16::try_from(tiles).unwrap_or(u16::MAX);
    tiles.saturating_add(traffic_rows(picture) + 2).max(WITH_TRAFFIC)
}

/// Draws what the signs of instances and on the line of time mean, all of them; false where they
/// have no room.
pub(super) fn draw_legend(frame: &mut Frame, area: Rect, theme: Theme) -> bool {
    let inner = Block::bordered().inner(area);
    let fits = |lines: &Vec<Line<'_>>| lines.len() <= usize::from(inner.height);
    let rooms = [0, usize::from(inner.width)].into_iter();
    let Some(lines) = rooms.map(|room| signs(room, theme)).find(fits) else { return false };
    let title = panel::title("Signs", "", theme);
    let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
    panel::lines(frame, inner, lines);
    true
}

/// The signs with their meanings, as many in a line as `room` holds.
fn signs(room: usize, theme: Theme) -> Vec<Line<'static>> {
    let marks = Mark::ALL.into_iter().map(|it| (it.sign(), mark::role(it), it.meaning()));
    let marks = packed(marks, room, theme);
    let heading = Line::styled("Event markers", theme.style(Role::Strong));
    let own =
        InstanceSign::ALL.into_iter().map(|it| (it.sign(), instance_sign::role(it), it.meaning()));
    let mut lines = packed(own, room, theme);
    lines.extend([Line::default(), heading]);
    lines.extend(marks);
    lines
}

fn packed(
    signs: impl Iterator<Item = (&'static str, Role, &'static str)>,
    room: usize,
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    for (sign, role, meaning) in signs {
        let said = [
            Span::styled(format!("{sign}  "), theme.style(role)),
            Span::styled(meaning, theme.style(Role::Muted)),
        ];
        let width: usize = said.iter().map(Span::width).sum();
        match lines.last_mut().filter(|last| last.width() + GAP + width <= room) {
            Some(last) => {
                last.spans.extend([vec![Span::raw(" ".repeat(GAP))], said.into()].concat());
            }
            None => lines.push(Line::from(said.to_vec())),
        }
    }
    lines
}

/// Draws the pane below the picture of the traffic, in one frame.
pub(super) fn draw_with_traffic(
    frame: &mut Frame,
    area: Rect,
    picture: &Picture<'_>,
    theme: Theme,
) {
    if area.height < WITH_TRAFFIC {
        draw(frame, area, picture, theme);
        return;
    }
    let rows = traffic_rows(picture);
    let (top, below) = panel::split_top(area, rows + 1);
    let top = Rect { height: top.height + 1, ..top };
    let service = setup::line(picture, usize::from(top.width).saturating_sub(15));
    let title = panel::title("Traffic", &service, theme);
    let inner = panel::panel(frame, top, title, Focus::Elsewhere, theme);
    let mut lines = traffic::lines(picture, inner.width, theme);
    if let Some((said, role)) = setup::operation(picture) {
        lines.push(Line::styled(text::cut(&said, inner.width.into()), theme.style(role)));
    }
    panel::lines(frame, inner, lines);
    draw_list(frame, below, picture, MergeStrategy::Fuzzy, theme);
}

/// Draws the instances in a frame that may share its upper border.
fn draw_list(
    frame: &mut Frame,
    area: Rect,
    picture: &Picture<'_>,
    merge: MergeStrategy,
    theme: Theme,
) {
    let focus = if picture.pane == Some(Pane::Instances) { Focus::Here } else { Focus::Elsewhere };
    let room = usize::from(area.width).saturating_sub(15);
    let title = panel::title("Instances", &figures(picture, room), theme);
    let foot = picture.turned().map_or_else(Line::default, |before| {
        let room = usize::from(area.width).saturating_sub(6);
        let reported = figures(&before, room.saturating_sub(20));
        let reported = format!("{} before: {reported} · {}", chart::BEFORE, before.run.view.cost);
        Line::styled(format!(" {} ", text::cut(&reported, room)), theme.style(Role::Muted))
    });
    let inner = panel::panel_merged(frame, area, title, foot, focus, merge, theme);
    let instances = &picture.run.view.instances;
    if instances.is_empty() {
        picture.rows.instances.hide();
        let line = "none: no instance is running, and compute costs nothing";
        panel::lines(frame, inner, panel::wrapped(line, inner.width, Role::Muted, theme));
        return;
    }
    let chosen =
        instances.iter().position(|instance| picture.selection == Selection::Instance(instance.id));
    let height = usize::from(inner.height);
    let fits = |it: &&(Rows, usize)| instances.len() * tile(**it) <= height + it.1;
    let (below, gap) = TILES.iter().find(fits).copied().unwrap_or((Rows::Nothing, 0));
    let each = tile((below, gap));
    let hidden = instances.len() * each > height + each - 1;
    let rows = if hidden { height.saturating_sub(1) } else { instances.len() };
    let window = list::window(chosen.unwrap_or(0), instances.len(), rows);
    let left_out = instances.len() - window.len();
    let several = instances.windows(2).any(|pair| matches!(pair, [a, b] if a.version != b.version));
    let widest = instances.iter().map(|instance| text::width(&instance.version)).max();
    let version_width = if several { widest.unwrap_or(0).min(8) } else { 0 };
    let seen = instances.get(window.clone()).unwrap_or_default();
    let width = usize::from(inner.width);
    let mut lines: Vec<Line<'_>> = seen
        .iter()
        .flat_map(|instance| {
            let chosen = picture.selection == Selection::Instance(instance.id);
            let look = Look { width, version_width, chosen };
            let mut lines = vec![row(instance, picture.run.view.at, look, theme)];
            let rows = strip::rows(instance, picture, width.saturating_sub(4), below, theme);
            lines.extend(rows.into_iter().map(|mut row| {
                row.spans.insert(0, Span::raw("    "));
                row
            }));
            lines.extend(std::iter::repeat_n(Line::default(), gap));
            lines
        })
        .collect();
    let first = window.start;
    let entries = window.flat_map(|index| std::iter::repeat_n(Some(index), each));
    picture.rows.instances.drawn_rows(inner, entries.collect());
    picture.rows.instances.draw_bar(frame, first, instances.len(), theme);
    if hidden {
        lines.push(Line::styled(format!("  … {left_out} more"), theme.style(Role::Muted)));
    }
    panel::lines(frame, inner, lines);
}

/// How many there are of each kind that exists, as much of it as `room` holds.
fn figures(picture: &Picture<'_>, room: usize) -> String {
    let view = picture.run.view;
    let waiting = view.waiting;
    let kinds = [
        (view.count(|state| state < InstanceState::Ready), "starting"),
        (view.count(|state| state == InstanceState::Idle), "idle"),
        (view.count(|state| state == InstanceState::Draining), "draining"),
        (view.count(|state| state == InstanceState::Stopping), "stopping"),
    ];
    let mut parts = vec![format!("{} serving", view.count(InstanceState::takes_requests))];
    parts.push(format!("desired {}", view.wanted));
    let there = kinds.into_iter().filter(|&(count, _)| count > 0);
    parts.extend(there.map(|(count, name)| format!("{count} {name}")));
    if waiting > 0 {
        parts.push(format!("{waiting} waiting"));
    }
    text::joined_in(parts, room)
}

/// How one row is rendered.
#[derive(Clone, Copy)]
struct Look {
    width: usize,
    /// Nothing where all run one version.
    version_width: usize,
    chosen: bool,
}

fn row(instance: &InstanceView, now: SimTime, look: Look, theme: Theme) -> Line<'static> {
    let own = InstanceSign::of(instance);
    let (sign, role) = (own.sign(), instance_sign::role(own));
    let pointer = if look.chosen { "▸" } else { " " };
    let head = format!("{pointer}{:>2} ", instance.id.to_string());
    // Words of instances that start are longer than the column of the others.
    let word = format!("{sign} {}", instance.word());
    let state = text::pad(&word, text::width(&word).max(10)) + " ";
    let version = match look.version_width {
        0 => String::new(),
        cells => format!("  {}", text::pad(&instance.version, cells)),
    };
    let used = text::width(&head) + text::width(&state) + text::width(&version);
    let room = look.width.saturating_sub(used);
    let (body, body_role) = if instance.state < InstanceState::Ready {
        (text::pad(&start(instance, now, room), room), Role::Muted)
    } else {
        (load(instance, room), role)
    };
    if look.chosen {
        return Line::styled(head + &state + &body + &version, theme.style(Role::Selected));
    }
    Line::from(vec![
        Span::raw(head),
        Span::styled(state, theme.style(role)),
        Span::styled(body, theme.style(body_role)),
        Span::styled(version, theme.style(Role::Accent)),
    ])
}

/// The cells of a number of active requests without a limit.
const LEAST_COUNT: usize = 3;

/// How far a starting instance is, in words that fit in `room` cells.
fn start(instance: &InstanceView, now: SimTime, room: usize) -> String {
    match (instance.state, instance.until, instance.next_check) {
        (InstanceState::Checking, _, Some(check)) => {
            let (streak, wait) = (streak(instance), format::wait(check.since(now)));
            let said = [", next check in", ", next in"].map(|it| format!("{streak}{it} {wait}"));
            let fitting = said.into_iter().find(|said| text::width(said) <= room);
            fitting.unwrap_or_else(|| format!("{streak}, next {wait}"))
        }
        (_, Some(until), _) => {
            let wait = format::wait(until.since(now));
            let said = format!("about {wait} left");
            if text::width(&said) <= room { said } else { format!("{wait} left") }
        }
        _ => format!("for {}", format::wait(now.since(instance.since))),
    }
}

/// The active requests as a bar and in figures, and the health streak.
fn load(instance: &InstanceView, room: usize) -> String {
    let (used, width) = match instance.slots {
        None => (instance.held.to_string(), LEAST_COUNT),
        Some(slots) => (format!("{}/{slots}", instance.held), 2 * slots.to_string().len() + 1),
    };
    let figures = format!(" {used:>width$} {:>4}", streak(instance));
    let bar = room.saturating_sub(text::width(&figures));
    let slots = instance.slots.map_or(u64::MAX, |slots| u64::from(slots.max(1)));
    let eighths = u64::from(instance.held) * (bar as u64 * 8) / slots;
    let eighths = usize::try_from(eighths).unwrap_or(0).max(usize::from(instance.held > 0));
    let full = eighths.div_ceil(8).min(bar);
    // Lower than its row, so that the bars of neighbors do not touch.
    let drawn = "▆".repeat(full) + &"·".repeat(bar - full);
    text::cut(&(drawn + &figures), room)
}

/// The health streak: checks passed or failed in a row.
fn streak(instance: &InstanceView) -> String {
    match (instance.failures, instance.passes) {
        (0, 100..) => "♥99+".to_owned(),
        (0, passes) => format!("♥{passes}"),
        (failures, _) => format!("×{failures}"),
    }
}
