//! The line at the top of a run.

use ratatui::text::Span;

use super::picture::Picture;
use crate::report::projection::Playback;
use crate::tui::format;
use crate::tui::screen::page::Header;
use crate::tui::theme::{Role, Theme};
use apprunner_sim::sim::operation::ServiceStatus;
use spanned_toml::faults::counted;

/// What goes, one after the other, before the title of a run is cut: figures that stand
/// elsewhere first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum LeftOut {
    Nothing,
    Seed,
    /// It stands below the line of time.
    Length,
    /// That the service runs.
    Status,
    /// That they are rules.
    Rules,
    Edition,
    Cost,
}

impl LeftOut {
    const ALL: [Self; 7] = [
        Self::Nothing,
        Self::Seed,
        Self::Length,
        Self::Status,
        Self::Rules,
        Self::Edition,
        Self::Cost,
    ];
}

/// The whole header, or as much of it as leaves the title in `width` cells whole. No title
/// has less than half of them.
pub(super) fn header(
    picture: &Picture<'_>,
    title: &[Span<'static>],
    width: u16,
    theme: Theme,
) -> Header {
    let all = || LeftOut::ALL.into_iter().map(|left_out| with(picture, title, left_out, theme));
    let width = usize::from(width);
    let fits = |it: &Header| it.left.width() + it.right.width() <= width;
    // What is said behind a title goes before its words.
    let is_title = |span: &Span<'_>| span.content.contains(&picture.run.scenario.title);
    let end = title.iter().position(is_title).map_or(title.len(), |at| at + 1);
    let bare = title.get(..end).unwrap_or_default();
    let bare = || Some(with(picture, bare, LeftOut::Cost, theme)).filter(fits);
    let whole = all().find(fits).or_else(bare);
    let half = || all().find(|it| it.right.width() <= width / 2);
    let shortest = || with(picture, title, LeftOut::Cost, theme);
    whole.or_else(half).unwrap_or_else(shortest)
}

/// The title of what is played, and how many changes were made to it.
pub(super) fn title(picture: &Picture<'_>, changes: usize, theme: Theme) -> Vec<Span<'static>> {
    let title = format!(" {}", picture.run.scenario.title);
    let mut spans = vec![Span::styled(title, theme.style(Role::Strong))];
    if changes > 0 {
        spans.push(Span::styled(
            format!(" · {}", counted(changes, "change")),
            theme.style(Role::Accent),
        ));
    }
    spans
}

/// What is played, by which rules; the service; the clock; the cost.
fn with(picture: &Picture<'_>, title: &[Span<'static>], left_out: LeftOut, theme: Theme) -> Header {
    let (scenario, view, transport) = (picture.run.scenario, picture.run.view, &picture.transport);
    let mut left = title.to_vec();
    if left_out < LeftOut::Seed {
        let seed = format!(" · seed {}", scenario.seed);
        left.push(Span::styled(seed, theme.style(Role::Muted)));
    }
    let status = match view.status {
        ServiceStatus::Running | ServiceStatus::Active => Role::Good,
        ServiceStatus::OperationInProgress => Role::Warn,
        ServiceStatus::Paused | ServiceStatus::CreateFailed => Role::Bad,
    };
    let sign = match transport.playback() {
        Playback::Waiting => "…",
        Playback::Playing => "▶",
        Playback::Paused => "┃",
    };
    let mut right = Vec::new();
    let mut say = |text: String, role| right.push(Span::styled(text, theme.style(role)));
    if left_out < LeftOut::Edition {
        let label = scenario.edition.label();
        let short = label.trim_end_matches(" rules");
        let label = if left_out < LeftOut::Rules { label } else { short };
        say(format!("  {label}"), Role::Muted);
    }
    if left_out < LeftOut::Status || status != Role::Good {
        say(format!("  {}", short_status(view.status)), status);
    }
    say(format!("  {}", format::clock(view.at)), Role::Strong);
    if left_out < LeftOut::Length {
        say(format!(" / {}", format::clock_s(transport.end())), Role::Strong);
    }
    say(format!("  {sign} {}", transport.speed()), Role::Accent);
    if left_out < LeftOut::Cost {
        say(format!("  {}", view.cost), Role::Plain);
    }
    say(" ".to_owned(), Role::Plain);
    Header { left: left.into(), right: right.into() }
}

/// The operation itself is named in the line below, so the long status is cut.
fn short_status(status: ServiceStatus) -> &'static str {
    match status {
        ServiceStatus::OperationInProgress => "IN PROGRESS",
        other => other.name(),
    }
}
