//! A run for a room: the clock, what is served, refused and running in large
//! figures, what happens in a sentence, the instructor's words below.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use super::picture::Picture;
use super::{message_pane, timeline};
use crate::tui::format;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::{digits, panel};

/// A large figure with its name.
struct Figure {
    name: &'static str,
    value: String,
    role: Role,
}

/// Draws the run.
pub(super) fn draw(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    let rows = Rect::default();
    picture.rows.instances.drawn(rows, 0..0);
    picture.rows.events.drawn(rows, 0..0);
    picture.rows.charts.set([rows; 4]);
    let scale = (area.width / 78).min(area.height / 21).clamp(1, 4);
    let block = digits::height(scale) + 2;
    let is_low = area.height < 2 * block + 6;
    let [top, below, said, track] = area.layout(&Layout::vertical([
        Constraint::Length(block),
        Constraint::Length(if is_low { 0 } else { block }),
        Constraint::Fill(1),
        Constraint::Length(2),
    ]));
    let [time, served, refused, instances] = figures(picture);
    draw_pair(frame, top, [&time, &instances], scale, theme);
    draw_pair(frame, below, [&served, &refused], scale, theme);
    let speech = message_pane::says(picture, said.width.saturating_sub(4), theme);
    speech.draw(frame, said, &picture.rows.message, theme);
    timeline::draw(frame, track, picture, theme);
}

fn figures(picture: &Picture<'_>) -> [Figure; 4] {
    let view = picture.run.view;
    let last = picture.frames_past().last();
    let seconds = picture.run.frame_length.as_secs_f64().max(1e-6);
    let rate = |count: u64| format::figure(count as f64 / seconds);
    let failed = last.map_or(0, |frame| frame.failed + frame.abandoned);
    let serving = view.instances.iter().filter(|one| one.state.takes_requests()).count();
    [
        Figure { name: "time", value: format::clock_s(view.at), role: Role::Strong },
        Figure {
            name: "served per second",
            value: rate(last.map_or(0, |frame| frame.succeeded)),
            role: Role::Good,
        },
        Figure {
            name: if failed > 0 { "FAILED per second" } else { "failed per second" },
            value: rate(failed),
            role: if failed > 0 { Role::Bad } else { Role::Muted },
        },
        Figure {
            name: if serving == 0 { "NO instance serves" } else { "instances serving" },
            value: serving.to_string(),
            role: if serving == 0 { Role::Bad } else { Role::Good },
        },
    ]
}

/// Two figures beside each other, their names above them.
fn draw_pair(frame: &mut Frame, area: Rect, pair: [&Figure; 2], scale: u16, theme: Theme) {
    let halves = Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]);
    let halves: [Rect; 2] = area.layout(&halves);
    for (figure, half) in pair.into_iter().zip(halves) {
        let half =
            Rect { x: half.x + 2.min(half.width), width: half.width.saturating_sub(2), ..half };
        let (name, value) = panel::split_top(half, 1);
        frame.render_widget(Line::styled(figure.name, theme.style(figure.role)), name);
        // Wide figures are drawn smaller rather than cut.
        let fits = |scale: &u16| digits::width(&figure.value, *scale) <= value.width;
        if let Some(scale) = (1..=scale).rev().find(fits) {
            digits::draw(frame, value, &figure.value, scale, figure.role, theme);
        } else {
            let plain = Line::styled(figure.value.clone(), theme.style(figure.role));
            frame.render_widget(plain, Rect { height: value.height.min(1), ..value });
        }
    }
}
