//! The pane that speaks: what to look for, the instructor's words, the selection
//! explained, the latest events with their reasons, the result.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::picture::{Picture, Selection};
use super::{events, explain};
use crate::sim::summary::GoalResult;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel::{self, Focus};

/// Something said at a moment, until the playhead moves on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// What to look for.
    Intro,
    /// The instructor's words, by the beat's place.
    Beat(usize),
    /// What a replay shows.
    Banner(String),
    /// The run goes on under other rules; what was adapted for that.
    Replayed(Vec<String>),
    /// How the goals came out.
    Result,
}

/// What the pane says.
pub(super) struct Speech {
    title: String,
    lines: Vec<Line<'static>>,
    focus: Focus,
}

impl Speech {
    /// The rows it would like, frame included.
    pub(super) fn height(&self) -> u16 {
        u16::try_from(self.lines.len() + 2).unwrap_or(u16::MAX)
    }

    /// Draws it; what does not fit is cut.
    pub(super) fn draw(self, frame: &mut Frame, area: Rect, theme: Theme) {
        let title = panel::title(&self.title, "", theme);
        let inner = panel::panel(frame, area, title, self.focus, theme);
        panel::lines(frame, inner, self.lines);
    }
}

/// What is to be said in lines of `width` cells.
pub(super) fn speech(picture: &Picture<'_>, width: u16, theme: Theme) -> Speech {
    let prose = |title: &str, text: &str| Speech {
        title: title.to_owned(),
        lines: panel::wrapped(text, width, Role::Plain, theme),
        focus: Focus::Here,
    };
    match (picture.selection, picture.notice) {
        (Selection::Event(index), _) => match picture.events.get(index) {
            Some(event) => prose("Why", &explain::event(event)),
            None => latest(picture, width, theme),
        },
        (Selection::Instance(id), _) => {
            match picture.view.instances.iter().find(|instance| instance.id == id) {
                Some(instance) => prose("Why", &explain::instance(instance, picture)),
                None => prose("Why", &format!("Instance {id} does not exist now.")),
            }
        }
        (Selection::Nothing, Some(notice)) => match notice {
            Notice::Intro => prose("What to look for", &picture.scenario.summary),
            Notice::Banner(text) => prose("Replay", text),
            Notice::Beat(index) => match picture.scenario.beats.get(*index) {
                Some(beat) => {
                    let count = picture.scenario.beats.len();
                    prose(&format!("● Stop {} of {count}", index + 1), &beat.say)
                }
                None => latest(picture, width, theme),
            },
            Notice::Replayed(adapted) => {
                let mut text = format!("The same seed under {} rules.", picture.scenario.edition);
                for change in adapted {
                    text.push_str("\nadapted: ");
                    text.push_str(change);
                }
                prose("Replayed", &text)
            }
            Notice::Result => result(picture, width, theme),
        },
        (Selection::Nothing, None) => latest(picture, width, theme),
    }
}

/// The latest events that explain something, the newest first and strong.
fn latest(picture: &Picture<'_>, width: u16, theme: Theme) -> Speech {
    let past = picture.events.get(..picture.past()).unwrap_or_default();
    let mut lines = Vec::new();
    for (age, event) in past.iter().rev().filter(|e| explain::explains(e.kind)).take(4).enumerate()
    {
        let role = if age == 0 { Role::Plain } else { Role::Muted };
        lines.extend(events::spoken(event, width, role, theme));
    }
    if lines.is_empty() {
        lines = panel::wrapped("nothing has happened yet", width, Role::Muted, theme);
    }
    Speech { title: "Why".to_owned(), lines, focus: Focus::Elsewhere }
}

/// How every goal came out.
fn result(picture: &Picture<'_>, width: u16, theme: Theme) -> Speech {
    let mut lines = Vec::new();
    if let Some(summary) = picture.summary {
        let requests = &summary.requests;
        let text = format!(
            "{} offered, {} succeeded, {} failed, {} abandoned; p99 {:.0} ms; at most {} instances; \
             {:.4} USD.",
            requests.offered,
            requests.succeeded,
            requests.failed,
            requests.abandoned,
            summary.latency_ms.p99,
            summary.instances.peak,
            summary.cost_usd.total
        );
        lines.extend(panel::wrapped(&text, width, Role::Plain, theme));
        let goals = summary.goals.iter().zip(&picture.scenario.goals);
        lines.extend(
            goals.map(|(result, goal)| goal_line(result, &goal.probe.bound.to_string(), theme)),
        );
    }
    Speech { title: "Result".to_owned(), lines, focus: Focus::Here }
}

fn goal_line(goal: &GoalResult, bound: &str, theme: Theme) -> Line<'static> {
    let (sign, role) =
        if goal.passed { ("✓ met   ", Role::Good) } else { ("✗ missed", Role::Bad) };
    let value = goal.value.map_or_else(|| "no value".to_owned(), |value| format!("{value}"));
    Line::from(vec![
        Span::styled(format!("{sign} "), theme.style(role)),
        Span::raw(goal.name.clone()),
        Span::styled(format!(" · {} {value}, {bound}", goal.metric), theme.style(Role::Muted)),
    ])
}
