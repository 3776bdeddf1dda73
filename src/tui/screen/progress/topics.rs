//! How much is known of each topic, in the order of the course, and of each
//! domain of the exam: a bar and its figures a row.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::report::stats;
use crate::tui::content::Content;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list::{Item, List};
use crate::tui::widget::panel::Focus;
use quizbank::progress::{LearnerProgress, StudyCounts as Share};

/// The cells of the figures: known, right, due.
const FIGURES: usize = 23;
/// With less room than this there is no more than what is known.
const NARROW: usize = 50;
/// The shortest bar that is shown.
const BAR: usize = 6;

/// A topic or a domain.
pub(super) struct Part {
    /// Its id, where it is a topic that has a page.
    pub(super) topic: Option<String>,
    name: String,
    share: Share,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Topic,
    Domain,
}

/// Topics in the order of the course, those that it does not have at the end, then domains.
pub(super) fn parts(counted: &LearnerProgress, content: &Content) -> Vec<Part> {
    let place = |id: &str| content.course.topics.iter().position(|topic| topic.id == id);
    let mut topics: Vec<&(String, Share)> = counted.topics.iter().collect();
    topics.sort_by_key(|(id, _)| place(id).unwrap_or(usize::MAX));
    let topics = topics.into_iter().map(|(id, part)| {
        let page = content.course.topic(id);
        let name = page.map_or_else(|| id.clone(), |page| page.title.clone());
        Part { topic: page.map(|page| page.id.clone()), name, share: *part, kind: Kind::Topic }
    });
    let domains = counted.domains.iter().map(|(domain, part)| Part {
        topic: None,
        name: stats::domain_name(domain),
        share: *part,
        kind: Kind::Domain,
    });
    topics.chain(domains).collect()
}

pub(super) fn draw(
    frame: &mut Frame,
    area: Rect,
    counted: &LearnerProgress,
    content: &Content,
    (list, focus): (&List, Focus),
    theme: Theme,
) {
    let width = usize::from(area.width);
    let (topics, domains): (Vec<Part>, Vec<Part>) =
        parts(counted, content).into_iter().partition(|part| part.kind == Kind::Topic);
    let mut items = vec![Item::Heading(head("topic", width, theme))];
    items.extend(topics.iter().map(|part| entry(part, width)));
    let domain = head("domain of the exam", width, theme);
    items.extend([Line::default(), domain].map(Item::Heading));
    items.extend(domains.iter().map(|part| entry(part, width)));
    list.draw(frame, area, items, (0, focus), theme);
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

fn entry(part: &Part, width: usize) -> Item {
    let (room, bar) = rooms(width);
    let Share { answers, questions, known, due, .. } = part.share;
    let name = text::pad(&part.name, room.saturating_sub(3)) + " ";
    let full = (known * bar).div_ceil(questions.max(1)).min(bar);
    let known = format!(" {known:>3} of {questions:<3}");
    let more =
        if bar > 0 { format!("{:>6}{due:>6}", stats::right(answers)) } else { String::new() };
    Item::Entry(vec![
        (name, Role::Plain),
        ("█".repeat(full), Role::Good),
        ("░".repeat(bar - full), Role::Muted),
        (known, Role::Plain),
        (more, Role::Muted),
    ])
}
