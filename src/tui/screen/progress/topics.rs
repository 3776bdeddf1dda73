//! How much is known of each topic, in the order of the course, and of each
//! domain of the exam: a bar and its figures a row.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::report::stats;
use crate::tui::content::Content;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::gauge::Gauge;
use crate::tui::widget::list::{Item, List};
use crate::tui::widget::panel::Focus;
use quizbank::progress::{LearnerProgress, StudyCounts as Share};

/// The cells around a name: the pointer, and air behind it.
const NAME: usize = 3;
/// The cells of the figures: known, right, due.
const FIGURES: usize = 24;
/// With less room than this there is no more than what is known.
const NARROW: usize = 50;
/// The shortest bar that is shown.
const BAR: usize = 5;

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

/// The rows of the pane, its frame included, in which all is in sight: the parts, a heading for
/// each type of them, and a blank between.
pub(super) fn height(counted: &LearnerProgress, content: &Content) -> u16 {
    u16::try_from(parts(counted, content).len() + 5).unwrap_or(u16::MAX)
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
    let named = topics.iter().chain(&domains).map(|part| text::width(&part.name) + NAME);
    let rooms = rooms(width, named.max().unwrap_or_default());
    let mut items = vec![Item::Heading(head("topic", rooms, theme))];
    let chosen = list.position(topics.len() + domains.len());
    let mut entries = topics.iter().chain(&domains).enumerate().map(|(place, part)| {
        // What has no column is said of the chosen one.
        let note = (place == chosen && rooms.1 == 0).then(|| note(part));
        [entry(part, rooms)].into_iter().chain(note)
    });
    items.extend(entries.by_ref().take(topics.len()).flatten());
    let domain = head("domain (weight in the exam)", rooms, theme);
    items.extend([Line::default(), domain].map(Item::Heading));
    items.extend(entries.flatten());
    list.draw(frame, area, items, (0, focus), theme);
}

/// The cells of the name, the longest of which takes `widest`, and of the bar.
fn rooms(width: usize, widest: usize) -> (usize, usize) {
    if width < NARROW {
        return (width.saturating_sub(12), 0);
    }
    let name = widest.min(width.saturating_sub(FIGURES + BAR));
    (name, width.saturating_sub(name + FIGURES))
}

fn head(name: &str, (room, bar): (usize, usize), theme: Theme) -> Line<'static> {
    let figures = if bar > 0 {
        format!("{:>bar$}{:>11}{:>7}{:>6}", "", "known", "right", "due")
    } else {
        format!("{:>11}", "known")
    };
    Line::styled(text::pad(&format!("  {name}"), room) + &figures, theme.style(Role::Muted))
}

fn note(part: &Part) -> Item {
    let Share { answers, due, .. } = part.share;
    Item::Note(format!("right {} · due {due}", stats::right(answers)))
}

fn entry(part: &Part, (room, bar): (usize, usize)) -> Item {
    let Share { answers, questions, known, due, .. } = part.share;
    let name = text::pad(&part.name, room.saturating_sub(3)) + " ";
    let gauge = Gauge { part: known, whole: questions, cells: bar }.cells(Role::Good);
    let known = format!(" {known:>3} of {questions:>3}");
    let more =
        if bar > 0 { format!("{:>7}{due:>6}", stats::right(answers)) } else { String::new() };
    let cells = [(name, Role::Plain)].into_iter().chain(gauge);
    Item::Entry(cells.chain([(known, Role::Plain), (more, Role::Muted)]).collect())
}
