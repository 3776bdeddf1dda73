//! The rows of an instance on a line of time, from its launch to now: its life as a strip,
//! what it was doing and its failed checks, and its load as a sparkline.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::instance_sign::InstanceSign;
use super::picture::Picture;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::chart;
use crate::tui::{format, text};
use apprunner_sim::model::time::{SimDuration, SimTime};
use apprunner_sim::sim::event::{Event, EventKind};
use apprunner_sim::sim::view::{InstanceState, InstanceView};

/// What stands below an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    Nothing,
    /// Its load, or its life as long as it has served nothing.
    Load,
    LoadAndLife,
}

/// What a strip is rendered with.
pub(super) fn legend() -> String {
    let signs = InstanceSign::ALL
        .into_iter()
        .filter(|sign| !matches!(sign, InstanceSign::Failed | InstanceSign::ChecksPassed));
    let signs: Vec<String> = signs.map(|it| format!("{} {}", it.sign(), it.name())).collect();
    signs.join(" ")
}

/// The stretch of time that the rows of an instance show, from its launch to now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    from: SimTime,
    to: SimTime,
    cells: usize,
}

impl Stretch {
    /// What `instance` shows in `width` cells, with the times of both ends beside it.
    fn of(instance: &InstanceView, picture: &Picture<'_>, width: usize) -> (Self, [String; 2]) {
        let (from, to) = (instance.launched, picture.run.view.at);
        let ends = [format::clock_s(from), format::clock_s(to)];
        let around = text::width(&ends[0]) + text::width(&ends[1]) + 2;
        (Self { from, to, cells: width.saturating_sub(around) }, ends)
    }

    /// Whether it has no length that its ends would tell.
    fn is_short(self) -> bool {
        self.to.since(self.from) < SimDuration::from_secs(1)
    }

    /// Where a cell begins.
    fn edge(self, cell: usize) -> SimTime {
        let length = self.to.since(self.from).as_micros().max(1);
        let share = u128::from(length) * cell as u128 / self.cells.max(1) as u128;
        self.from + SimDuration::from_micros(u64::try_from(share).unwrap_or(u64::MAX))
    }
}

/// The rows below an instance in `width` cells: its load, or its load and its life on one line
/// of time, and the times of both ends beside the last.
pub(super) fn rows(
    instance: &InstanceView,
    picture: &Picture<'_>,
    width: usize,
    rows: Rows,
    theme: Theme,
) -> Vec<Line<'static>> {
    let (stretch, ends) = Stretch::of(instance, picture, width);
    let [from, to] = ends.map(|end| Span::styled(end, theme.style(Role::Muted)));
    let drawn = theme.fill(Role::Good).map_or_else(Style::new, |color| Style::new().fg(color));
    let load = || Span::styled(format!(" {} ", load(instance, picture, stretch)), drawn);
    let life = || {
        let life = format!(" {} ", life(instance, picture, stretch));
        Span::styled(life, theme.style(Role::Muted))
    };
    match rows {
        Rows::Nothing => Vec::new(),
        Rows::Load if stretch.is_short() => vec![Line::default()],
        Rows::LoadAndLife if stretch.is_short() => vec![Line::default(); 2],
        Rows::Load => {
            let load = load();
            // An instance that has served nothing has only its life to show.
            let row = if load.content.trim().is_empty() { life() } else { load };
            vec![Line::from(vec![from, row, to])]
        }
        Rows::LoadAndLife => {
            let below = " ".repeat(from.width());
            vec![Line::from(vec![Span::raw(below), load()]), Line::from(vec![from, life(), to])]
        }
    }
}

/// The life of `instance` as a strip in `width` cells, the times of both ends beside it; `None`
/// where it has only begun.
pub(super) fn of(instance: &InstanceView, picture: &Picture<'_>, width: usize) -> Option<String> {
    let (stretch, [from, to]) = Stretch::of(instance, picture, width);
    let strip = || format!("{from} {} {to}", life(instance, picture, stretch));
    (!stretch.is_short()).then(strip)
}

fn life(instance: &InstanceView, picture: &Picture<'_>, stretch: Stretch) -> String {
    let past = picture.events_past();
    let own: Vec<&Event> = past.iter().filter(|it| it.instance == Some(instance.id)).collect();
    // Who was there from the start of the run has never been seen to start.
    let first = match instance.state {
        InstanceState::Idle if own.iter().all(|it| InstanceSign::begun_by(it.kind).is_none()) => {
            InstanceSign::Idle
        }
        _ => InstanceSign::Serving,
    };
    cells_of(&own, first, stretch)
}

/// The active requests of `instance` as a sparkline; full is its concurrency limit, or the
/// most it ever had where there is none.
fn load(instance: &InstanceView, picture: &Picture<'_>, stretch: Stretch) -> String {
    let samples = picture.run.loads.of(instance.id).take_while(|(end, _)| *end <= stretch.to);
    let samples: Vec<(SimTime, u32)> = samples.collect();
    let most = || samples.iter().map(|(_, active)| *active).max().unwrap_or(1);
    let top = instance.slots.unwrap_or_else(most);
    chart::sparkline(loads_of(&samples, stretch), top)
}

/// The most active requests in each cell, or those of the sample that covers it.
fn loads_of(samples: &[(SimTime, u32)], stretch: Stretch) -> Vec<Option<u32>> {
    let ends_by = |at: SimTime| samples.partition_point(|(end, _)| *end <= at);
    let cell = |cell: usize| {
        let (first, last) = (ends_by(stretch.edge(cell)), ends_by(stretch.edge(cell + 1)));
        let within = samples.get(first..last.max(first + 1))?;
        within.iter().map(|(_, active)| *active).max()
    };
    (0..stretch.cells).map(cell).collect()
}

/// Each cell shows how its stretch ended, or the check that failed in it; `first` is the state
/// before all events.
fn cells_of(own: &[&Event], first: InstanceSign, stretch: Stretch) -> String {
    let strip = (0..stretch.cells).map(|cell| {
        let (begin, end) = (stretch.edge(cell), stretch.edge(cell + 1));
        let within = own.iter().filter(|event| event.at < end && (event.at >= begin || cell == 0));
        if within.into_iter().any(|event| event.kind == EventKind::HealthFailed) {
            return InstanceSign::ChecksFailed.sign();
        }
        let before = own.iter().take_while(|event| event.at < end);
        before.filter_map(|event| InstanceSign::begun_by(event.kind)).last().unwrap_or(first).sign()
    });
    strip.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use apprunner_sim::sim::reason::{Reason, Rule};

    /// From the start of the run on.
    fn until(seconds: u64, cells: usize) -> Stretch {
        Stretch { from: SimTime::ZERO, to: SimTime::from_secs(seconds), cells }
    }

    fn event(seconds: u64, kind: EventKind) -> Event {
        let at = SimTime::from_secs(seconds);
        Event { at, kind, instance: None, reason: Reason::Rule(Rule::ScaleOut) }
    }

    #[test]
    fn a_life_goes_from_state_to_state_with_its_failures() {
        let own = [
            event(0, EventKind::InstanceProvisioning),
            event(2, EventKind::InstanceBooting),
            event(5, EventKind::InstanceChecking),
            event(6, EventKind::InstanceReady),
            event(8, EventKind::HealthFailed),
        ];
        let own: Vec<&Event> = own.iter().collect();
        let drawn = |cells| cells_of(&own, InstanceSign::Serving, until(10, cells));
        assert_eq!(drawn(10), "◌◌◐◐◐◇●●×●");
        assert_eq!(drawn(0), "");
        assert_eq!(cells_of(&[], InstanceSign::Idle, until(3, 3)), "○○○");
    }

    #[test]
    fn each_cell_has_the_peak_of_its_stretch() {
        let samples: Vec<_> = [0, 3, 9, 4]
            .into_iter()
            .zip(1..)
            .map(|(load, end)| (SimTime::from_secs(end), load))
            .collect();
        let drawn = |to, cells| loads_of(&samples, until(to, cells));
        assert_eq!(drawn(4, 4), [Some(0), Some(3), Some(9), Some(4)]);
        assert_eq!(drawn(4, 2), [Some(3), Some(9)]);
        assert_eq!(drawn(6, 3), [Some(3), Some(9), None]);
        assert_eq!(loads_of(&[], until(4, 2)), [None, None]);
    }
}
