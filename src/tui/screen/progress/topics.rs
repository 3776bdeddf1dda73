//! How much is known of each topic, in the order of the course, and of each
//! domain of the exam: a bar and its figures a row.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::List;
use crate::report::stats;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list;
use crate::tui::widget::panel::{self, Focus};
use crate::tui::{Content, text};
use quizbank::progress::{LearnerProgress, StudyCounts};

/// The cells of the figures: known, right, due.
const FIGURES: usize = 23;
/// With less room than this there is no more than what is known.
const NARROW: usize = 50;
/// The shortest bar that is worth its room.
const BAR: usize = 6;

/// A topic or a domain.
pub(super) struct Row {
    /// Its id, where it is a topic that has a page.
    pub(super) topic: Option<String>,
    name: String,
    part: StudyCounts,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Topic,
    Domain,
}

/// Topics in the order of the course, those that it does not have at the end, then domains.
pub(super) fn parts(counted: &LearnerProgress, content: &Content) -> Vec<Row> {
    let place = |id: &str| content.course.topics.iter().position(|topic| topic.id == id);
    let mut topics: Vec<&(String, StudyCounts)> = counted.topics.iter().collect();
    topics.sort_by_key(|(id, _)| place(id).unwrap_or(usize::MAX));
    let topics = topics.into_iter().map(|(id, part)| {
        let page = content.course.topic(id);
        let name = page.map_or_else(|| id.clone(), |page| page.title.clone());
        Row { topic: page.map(|page| page.id.clone()), name, part: *part, kind: Kind::Topic }
    });
    let domains = counted.domains.iter().map(|(domain, part)| Row {
        topic: None,
        name: stats::domain_name(domain),
        part: *part,
        kind: Kind::Domain,
    });
    topics.chain(domains).collect()
}

/// A line of the pane: a head, or the row of this number.
enum Shown {
    Head(&'static str),
    Gap,
    Row(usize),
}

pub(super) fn draw(
    frame: &mut Frame,
    area: Rect,
    counted: &LearnerProgress,
    content: &Content,
    list: &List,
    focus: Focus,
    theme: Theme,
) {
    let rows = parts(counted, content);
    let first_domain = rows.iter().position(|row| row.kind == Kind::Domain).unwrap_or(rows.len());
    let mut lines = vec![Shown::Head("topic")];
    lines.extend((0..first_domain).map(Shown::Row));
    lines.extend([Shown::Gap, Shown::Head("domain of the exam")]);
    lines.extend((first_domain..rows.len()).map(Shown::Row));
    let chosen = list.cursor.position(rows.len());
    let at = lines.iter().position(|line| matches!(line, Shown::Row(number) if *number == chosen));
    let window = list::window(at.unwrap_or_default(), lines.len(), usize::from(area.height));
    track(area, &lines, &window, list);
    let width = usize::from(area.width);
    let drawn = lines.get(window).unwrap_or_default().iter().map(|line| match line {
        Shown::Head(name) => head(name, width, theme),
        Shown::Gap => Line::default(),
        Shown::Row(number) => rows.get(*number).map_or_else(Line::default, |row| {
            let is_chosen = focus == Focus::Here && *number == chosen;
            line_of(row, is_chosen, width, theme)
        }),
    });
    panel::lines(frame, area, drawn.collect());
}

/// Lets a click find the topics that are seen; heads and domains are not chosen by it.
fn track(area: Rect, lines: &[Shown], window: &std::ops::Range<usize>, list: &List) {
    let seen = lines.get(window.clone()).unwrap_or_default();
    let Some(above) = seen.iter().position(|line| matches!(line, Shown::Row(_))) else { return };
    let Some(Shown::Row(first)) = seen.get(above) else { return };
    let in_a_row = seen.iter().skip(above).take_while(|line| matches!(line, Shown::Row(_)));
    let above = u16::try_from(above).unwrap_or_default();
    let (_, place) = panel::split_top(area, above);
    list.rows.drawn(place, &(*first..first + in_a_row.count()));
}

/// The cells of the name and of the bar.
fn rooms(width: usize) -> (usize, usize) {
    if width < NARROW {
        return (width.saturating_sub(12), 0);
    }
    let name = width.saturating_sub(FIGURES + BAR).clamp(18, 36);
    (name, width.saturating_sub(name + FIGURES))
}

fn head(name: &str, width: usize, theme: Theme) -> Line<'static> {
    let (room, bar) = rooms(width);
    let figures = if bar > 0 {
        format!("{:>bar$}{:>8}{:>9}{:>6}", "", "known", "right", "due")
    } else {
        format!("{:>8}", "known")
    };
    Line::styled(text::pad(&format!("  {name}"), room) + &figures, theme.style(Role::Muted))
}

fn line_of(row: &Row, is_chosen: bool, width: usize, theme: Theme) -> Line<'static> {
    let (room, bar) = rooms(width);
    let StudyCounts { answers, questions, known, due, .. } = row.part;
    let sign = if is_chosen { "▸" } else { " " };
    let name = text::pad(&format!("{sign} {}", row.name), room.saturating_sub(1)) + " ";
    let full = (known * bar).div_ceil(questions.max(1)).min(bar);
    let known = format!(" {known:>3} of {questions:<3}");
    let more =
        if bar > 0 { format!("{:>6}{due:>6}", stats::right(answers)) } else { String::new() };
    let (full, rest) = ("█".repeat(full), "░".repeat(bar - full));
    if is_chosen {
        return Line::styled(name + &full + &rest + &known + &more, theme.style(Role::Selected));
    }
    Line::from(vec![
        Span::raw(name),
        Span::styled(full, theme.style(Role::Good)),
        Span::styled(rest, theme.style(Role::Muted)),
        Span::raw(known),
        Span::styled(more, theme.style(Role::Muted)),
    ])
}
