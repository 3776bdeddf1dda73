//! The pane that speaks: what to look for, the instructor's words, the selection
//! explained, the latest events with their reasons, the result.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::mark::Mark;
use super::picture::{Notice, Picture, Selection};
use super::{events, explain, next, point, story};
use crate::report::lab::{self, MetricLabel};
use crate::report::number;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::chart;
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::scroll::Scroll;
use crate::tui::{format, text};
use apprunner_sim::model::goal::Goal;
use apprunner_sim::model::metric::Unit;
use apprunner_sim::sim::summary::{GoalResult, Summary};
use spanned_toml::faults::counted;

/// The longest line; longer ones are hard to read.
const WIDEST: u16 = 92;

/// The cells of a line in a pane of `width` cells.
pub(super) fn room(width: u16) -> u16 {
    width.saturating_sub(4).min(WIDEST)
}

/// What the pane says.
pub(super) struct MessagePane {
    title: String,
    lines: Vec<Line<'static>>,
    /// The latest reasons, each shown below where all of it has room.
    latest: Vec<Vec<Line<'static>>>,
    /// How its title looks: what was just said stands out.
    look: Role,
}

impl MessagePane {
    /// The rows it would like, frame included.
    pub(super) fn height(&self) -> u16 {
        u16::try_from(self.lines.len() + 2).unwrap_or(u16::MAX)
    }

    /// All that it says, as text.
    pub(super) fn text(&self) -> String {
        let lines = self.lines.iter().map(|line| line.to_string().trim().to_owned());
        [self.title.clone()].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
    }

    /// Draws it; what does not fit scrolls.
    pub(super) fn draw(self, frame: &mut Frame, area: Rect, scroll: &Scroll, theme: Theme) {
        let title = Line::styled(format!(" {} ", self.title), theme.style(self.look));
        let mut lines = panel::left_of(&title, area.width);
        let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
        lines.extend(self.lines);
        let mut left = usize::from(inner.height).saturating_sub(lines.len() + 1);
        let fits = |reason: &Vec<Line<'static>>| {
            let rest = left.checked_sub(reason.len());
            left = rest.unwrap_or(left);
            rest.is_some()
        };
        let mut latest = self.latest.into_iter().take_while(fits).flatten().peekable();
        if latest.peek().is_some() {
            lines.push(Line::default());
            lines.extend(latest);
        }
        scroll.draw(frame, inner, lines, theme);
    }
}

/// What is to be said in lines of `width` cells, metrics of goals under their `label`.
pub(super) fn says(
    picture: &Picture<'_>,
    width: u16,
    label: MetricLabel,
    theme: Theme,
) -> MessagePane {
    let prose = |title: &str, text: &str| prose(title, text, width, theme);
    match (picture.selection, picture.notice) {
        (Selection::Event(index), _) => match picture.run.events.get(index) {
            Some(event) => prose("Why", &explain::event(event, picture)),
            None => latest(picture, width, theme),
        },
        (Selection::Instance(id), _) => {
            match picture.run.view.instances.iter().find(|instance| instance.id == id) {
                Some(instance) => prose("Why", &explain::instance(instance, picture, width)),
                None => prose("Why", &format!("Instance {id} does not exist at this time.")),
            }
        }
        (Selection::Chart(subject), _) => {
            prose(subject.name(), &point::explained(subject, picture))
        }
        (Selection::Nothing, Some(notice)) => said(notice, picture, width, label, theme),
        (Selection::Nothing, None) => match picture.waits {
            Some((predict, settled)) => {
                let until = format::clock(settled);
                let text = format!("Locked: {}. The result is known at {until}.", predict.locked());
                let latest = reasons(picture, width, theme);
                MessagePane { latest, ..prose("Predicted", &text) }
            }
            None => latest(picture, width, theme),
        },
    }
}

fn prose(title: &str, text: &str, width: u16, theme: Theme) -> MessagePane {
    MessagePane {
        title: title.to_owned(),
        lines: panel::wrapped(text, width, Role::Plain, theme),
        latest: Vec::new(),
        look: Role::Accent,
    }
}

/// What a notice says.
fn said(
    notice: &Notice,
    picture: &Picture<'_>,
    width: u16,
    label: MetricLabel,
    theme: Theme,
) -> MessagePane {
    let prose = |title: &str, text: &str| prose(title, text, width, theme);
    let of_lines = |title: &str, lines| MessagePane { lines, ..prose(title, "") };
    let with_reasons =
        |pane: MessagePane| MessagePane { latest: reasons(picture, width, theme), ..pane };
    match notice {
        Notice::Intro => {
            let title = format!("What happens: {}", picture.run.scenario.title);
            of_lines(&title, story::symptom(picture, width, theme))
        }
        Notice::Debrief => of_lines("Cause and fix", story::debrief(picture, width, theme)),
        Notice::Banner(text) => with_reasons(prose("Note", text)),
        Notice::NotSaved(text) => {
            with_reasons(of_lines("Not saved", panel::wrapped(text, width, Role::Warn, theme)))
        }
        Notice::Replay(text) => with_reasons(prose("Replay", text)),
        Notice::Instructor { stop, after } => {
            let mut lines = Vec::new();
            if let Some(after) = after {
                lines.extend(story::words(*after, picture, width, theme));
                lines.push(Line::default());
            }
            lines.extend(story::words(*stop, picture, width, theme));
            with_reasons(of_lines(&stop_title(*stop, picture), lines))
        }
        Notice::Changed { said, adapted } => {
            let mut text = changed(picture, said);
            for change in adapted {
                text.push_str("\nadapted: ");
                text.push_str(change);
            }
            with_reasons(prose("Changed", &text))
        }
        Notice::Back(label) => {
            with_reasons(prose("Back", &format!("Showing an earlier run: {label}.")))
        }
        Notice::Leaving => prose(
            "Not saved",
            "The changes of this run are not saved. Press q or Esc again to leave it, x to \
             save it.",
        ),
        Notice::Exported { path, commands } => {
            let mut speech = prose("Saved", &format!("`coldstart run ./{path}` repeats this run."));
            for command in commands {
                let lines = text::command(command, width.into()).into_iter();
                let style = theme.style(Role::Muted);
                speech.lines.extend(lines.map(|line| Line::styled(line, style)));
            }
            speech
        }
        Notice::Result => result(picture, width, label, theme),
        Notice::Lab { title, text } => {
            let mut speech = prose(title, text);
            speech.lines.extend(lab_goals(picture, width, label, theme));
            speech
        }
    }
}

/// Which stop speaks, and of when, where the run has gone on since.
fn stop_title(index: usize, picture: &Picture<'_>) -> String {
    let stops = &picture.run.scenario.story.stops;
    let title = format!("{} Stop {} of {}", Mark::Stop.sign(), index + 1, stops.len());
    match stops.get(index) {
        Some(stop) if stop.at != picture.transport.playhead() => {
            format!("{title}, at {}", format::clock_s(stop.at))
        }
        _ => title,
    }
}

/// What was changed, and where the run before has gone.
fn changed(picture: &Picture<'_>, said: &str) -> String {
    match (picture.coming, picture.beside) {
        (Some(extent), _) => format!("{said}: simulating, {} so far.", format::clock_s(extent)),
        (None, None) => format!("{said}. The seed is the same. Press u to undo, x to save."),
        (None, Some(_)) => format!(
            "{said}. The seed is the same. In the charts, the dotted line {} is the earlier run. \
             Press u to undo, c to compare, x to save.",
            chart::BEFORE
        ),
    }
}

/// The latest events that explain something, or that there are none.
fn latest(picture: &Picture<'_>, width: u16, theme: Theme) -> MessagePane {
    let mut lines = Vec::new();
    // One line, so that what has happened keeps its place: as much of it as is whole.
    let head = "next: ";
    let soon = text::joined_in(next::soon(picture), usize::from(width).saturating_sub(head.len()));
    if !soon.is_empty() {
        lines.push(Line::styled(format!("{head}{soon}"), theme.style(Role::Accent)));
    }
    lines.extend(reasons(picture, width, theme).into_iter().flatten());
    if lines.is_empty() {
        lines = panel::wrapped("no events yet", width, Role::Muted, theme);
    }
    MessagePane { title: "Why".to_owned(), lines, latest: Vec::new(), look: Role::Strong }
}

/// The latest events that explain something, the newest first and strong. What
/// the instructor said is shown at the stop.
fn reasons(picture: &Picture<'_>, width: u16, theme: Theme) -> Vec<Vec<Line<'static>>> {
    let past = picture.events_past();
    let explaining = past.iter().rev().filter(|e| explain::explains(e.kind)).take(4);
    let spoken = explaining.enumerate().map(|(age, event)| {
        let role = if age == 0 { Role::Plain } else { Role::Muted };
        events::spoken(event, width, role, theme)
    });
    spoken.collect()
}

/// How every goal came out.
fn result(picture: &Picture<'_>, width: u16, label: MetricLabel, theme: Theme) -> MessagePane {
    let mut lines = Vec::new();
    if let Some(summary) = picture.run.summary {
        let requests = &summary.requests;
        let open = match requests.in_flight_at_end {
            0 => String::new(),
            open => format!(", {} in progress", number::count(open)),
        };
        let text = format!(
            "{} offered, {} succeeded, {} failed, {} timed out{open}; p99 {}; at most {}; {}.",
            number::count(requests.offered),
            number::count(requests.succeeded),
            number::count(requests.failed),
            number::count(requests.abandoned),
            summary
                .latency_ms
                .all
                .p99
                .map_or_else(|| "none".to_owned(), |p99| number::figure(Unit::Milliseconds, p99)),
            counted(summary.instances.peak, "instance"),
            number::figure(Unit::Dollars, summary.cost_usd.total)
        );
        lines.extend(panel::wrapped(&text, width, Role::Plain, theme));
        lines.extend(goal_results(summary, &picture.run.scenario.goals, width, label, theme));
    }
    let debrief = story::debrief(picture, width, theme);
    if !debrief.is_empty() {
        lines.push(Line::default());
        lines.extend(debrief);
    }
    MessagePane { title: "Result".to_owned(), lines, latest: Vec::new(), look: Role::Accent }
}

/// The goals of a lab with their figures, once the run is at its end.
fn lab_goals(
    picture: &Picture<'_>,
    width: u16,
    label: MetricLabel,
    theme: Theme,
) -> Vec<Line<'static>> {
    // A small screen has no row to spare: the signs part them from the symptom.
    let mut lines = match label {
        MetricLabel::Full => vec![Line::default()],
        MetricLabel::Short => Vec::new(),
    };
    let goals = &picture.run.scenario.goals;
    if let Some(summary) = picture.run.summary {
        lines.extend(goal_results(summary, goals, width, label, theme));
    } else {
        for goal in goals {
            let said = format!("◇ {}", lab::describe_goal(goal, label));
            lines.extend(panel::wrapped(&said, width, Role::Muted, theme));
        }
    }
    lines
}

/// How each of `goals` came out.
fn goal_results(
    summary: &Summary,
    goals: &[Goal],
    width: u16,
    label: MetricLabel,
    theme: Theme,
) -> Vec<Line<'static>> {
    let results = summary.goals.iter().zip(goals);
    results.flat_map(|(result, goal)| goal_lines(result, goal, width, label, theme)).collect()
}

/// A goal, what its figure is of, what it is and what is expected, further lines below the first.
fn goal_lines(
    result: &GoalResult,
    goal: &Goal,
    width: u16,
    label: MetricLabel,
    theme: Theme,
) -> Vec<Line<'static>> {
    let (sign, role) =
        if result.passed { ("✓ met    ", Role::Good) } else { ("✗ missed ", Role::Bad) };
    let said = lab::describe_result(result, goal, label);
    text::hanging(Span::styled(sign, theme.style(role)), &said, width, theme.style(Role::Plain))
}
