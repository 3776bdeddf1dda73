//! What belongs to a question, for the room that a wide screen leaves beside it: the facts, the
//! page of the course, the terms and the run of one that is answered, and the way through the
//! course, which says nothing of any key.

use std::iter;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::catalog::Detail;
use super::facts;
use super::live::offered;
use crate::tui::content::Content;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use apprunner_sim::model::scenario::Scenario;
use quizbank::explain;
use quizbank::model::course::{Course, Term};
use quizbank::present::PresentedQuestion;
use quizbank::slot::Slot;

/// The fewest rows of claims that have a pane. Our choice.
const LEAST_CLAIMS: usize = 3;

/// The facts that an answered question rests on, in `room` rows at most, the frame of the pane
/// included: each with both sides, with one, or alone. Those are left out that its explanation
/// shows as contested.
pub(super) fn basis(
    slot: &Slot,
    content: &Content,
    (width, room): (u16, u16),
    theme: Theme,
) -> Detail {
    let stated =
        || explain::facts(slot, &content.ledger).filter(|fact| !fact.verdict.is_contested());
    let mut whole: Vec<_> =
        stated().flat_map(|fact| facts::claim_and_sides(fact, width, theme)).collect();
    whole.pop();
    let brief = facts::claims_with_sides(stated(), width, theme);
    let claims = stated().flat_map(|fact| facts::claim(fact, width, theme)).collect();
    let fits = |lines: &Vec<Line<'_>>| panel::height_of(lines).saturating_add(2) <= room;
    let lines = [whole, brief, claims].into_iter().find(fits).unwrap_or_default();
    Detail::new("What it rests on", "", lines, theme)
}

/// The page of the course on a topic.
pub(super) fn topic(id: &str, course: &Course, width: u16, theme: Theme) -> Detail {
    let Some(topic) = course.topic(id) else { return Detail::default() };
    let lines = panel::wrapped(&topic.summary, width, Role::Plain, theme);
    Detail::new("The course", &topic.title, lines, theme)
}

/// The terms of the glossary that stand in an answered question.
pub(super) fn terms(item: &PresentedQuestion, course: &Course, width: u16, theme: Theme) -> Detail {
    let texts = iter::once(&item.stem).chain(item.options.iter().map(|option| &option.text));
    terms_in(texts, course, width, theme)
}

/// The terms of the glossary that stand in `texts`.
pub(super) fn terms_in<'a>(
    texts: impl Iterator<Item = &'a String>,
    course: &Course,
    width: u16,
    theme: Theme,
) -> Detail {
    let said = texts.map(|text| text.to_lowercase()).collect::<Vec<_>>().join("\n");
    let of = |term: &Term| {
        let name = Span::styled(format!("{}  ", term.name), theme.style(Role::Strong));
        text::hanging(name, &term.meaning, width, theme.style(Role::Muted))
    };
    let named = course.terms.iter().filter(|term| is_named(&said, &term.name.to_lowercase()));
    let lines = named.flat_map(of).collect();
    Detail::new("Terms", "", lines, theme)
}

/// Whether `name` stands in `text` as a word, or as the beginning of its plural.
fn is_named(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (text.get(..at), text.get(at + name.len()..));
        let after = after.map(|it| it.strip_prefix('s').unwrap_or(it));
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        !before.is_some_and(|it| it.ends_with(is_part))
            && !after.is_some_and(|it| it.starts_with(is_part))
    })
}

/// All that belongs to an answered question but its facts, `run` the scenario that proves it.
pub(super) fn rest(
    slot: &Slot,
    run: Option<&Scenario>,
    content: &Content,
    width: u16,
    theme: Theme,
) -> [Detail; 3] {
    let course = &content.course;
    let run = run.map(|run| offered::detail(run, width, theme)).unwrap_or_default();
    let topic = topic(&slot.item().question.topic, course, width, theme);
    [run, topic, terms(slot.item(), course, width, theme)]
}

/// How much is said of a step of the course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StepDetail {
    Topics,
    Aim,
    Title,
}

/// The steps of the course, with as much of each as `room` rows have room for, the frame of the
/// pane included; nothing where they have none.
pub(super) fn steps(course: &Course, (width, room): (u16, u16), theme: Theme) -> Detail {
    let said = |detail| steps_in(course, detail, width, theme);
    let fits = |lines: &Vec<Line<'_>>| panel::height_of(lines).saturating_add(2) <= room;
    let details = [StepDetail::Topics, StepDetail::Aim, StepDetail::Title].into_iter();
    let lines = details.map(said).find(fits).unwrap_or_default();
    Detail::new("All steps of the course", "", lines, theme)
}

/// `more`, which is to stand below a pane of `rows` rows in `area`, and the steps of the course
/// where they have room below that.
pub(super) fn and_steps(
    mut more: Vec<Detail>,
    course: &Course,
    (area, rows): (Rect, u16),
    theme: Theme,
) -> Vec<Detail> {
    let room = room_below(&more, (area, rows));
    more.push(steps(course, (area.width.saturating_sub(4), room), theme));
    more
}

/// The rows that are left in `area` below a pane of `rows` rows and `more`.
fn room_below(more: &[Detail], (area, rows): (Rect, u16)) -> u16 {
    let (_, places) = stacked(area, rows, more.to_vec());
    let taken = places.iter().map(|(detail, _)| panel::height_of(&detail.lines) + 2);
    area.height.saturating_sub(rows).saturating_sub(taken.sum())
}

/// `more`, which is to stand below a pane of `rows` rows in `area`, and below that the claims on the
/// topic of a question that it does not rest on itself, as many as have room.
pub(super) fn and_claims(
    mut more: Vec<Detail>,
    slot: &Slot,
    content: &Content,
    (area, rows): (Rect, u16),
    theme: Theme,
) -> Vec<Detail> {
    let question = &slot.item().question;
    let room = usize::from(room_below(&more, (area, rows)).saturating_sub(2));
    let width = area.width.saturating_sub(4);
    let others = content.ledger.facts.iter();
    let others = others.filter(|it| it.topic == question.topic && !question.facts.contains(&it.id));
    let mut lines = Vec::new();
    for claim in others.map(|fact| facts::claim(fact, width, theme)) {
        if lines.len() + claim.len() > room {
            break;
        }
        lines.extend(claim);
    }
    if lines.len() >= LEAST_CLAIMS {
        let topic = content.course.topic_title(&question.topic);
        more.push(Detail::new("More facts", topic, lines, theme));
    }
    more
}

fn steps_in(course: &Course, detail: StepDetail, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for (number, step) in (1..).zip(&course.steps) {
        let head = Span::styled(format!("{number}  "), theme.style(Role::Muted));
        lines.extend(text::hanging(head, &step.title, width, theme.style(Role::Strong)));
        let aim = format!("You can {}.", step.aim.trim_end_matches('.'));
        let topics = step.topics.iter().map(|id| course.topic_title(id));
        let topics = topics.collect::<Vec<_>>().join(" · ");
        let said = [(aim, Role::Plain, StepDetail::Title), (topics, Role::Muted, StepDetail::Aim)];
        let is_said = |(_, _, without): &(String, Role, StepDetail)| match detail {
            StepDetail::Topics => true,
            StepDetail::Aim => *without == StepDetail::Title,
            StepDetail::Title => false,
        };
        for (said, role, _) in said.into_iter().filter(is_said) {
            lines.extend(text::hanging(Span::raw("   "), &said, width, theme.style(role)));
        }
        if detail == StepDetail::Topics {
            lines.push(Line::default());
        }
    }
    if detail == StepDetail::Topics {
        lines.pop();
    }
    lines
}

/// Where a pane of `rows` rows stands in `area`, its frame included, and below it those of `more`
/// that are whole there; the last has what is left.
fn stacked(area: Rect, rows: u16, more: Vec<Detail>) -> (Rect, Vec<(Detail, Rect)>) {
    let height = |detail: &Detail| panel::height_of(&detail.lines).saturating_add(2);
    let mut left = area.height.saturating_sub(rows);
    let mut shown: Vec<Detail> = Vec::new();
    for detail in more.into_iter().filter(|it| !it.lines.is_empty()) {
        if height(&detail) <= left {
            left -= height(&detail);
            shown.push(detail);
        }
    }
    let last = shown.len();
    let first = if last == 0 { area.height } else { rows };
    let (first, mut below) = panel::split_top(area, first);
    let places = shown.into_iter().enumerate().map(|(place, detail)| {
        let rows = if place + 1 == last { below.height } else { height(&detail) };
        let (area, rest) = panel::split_top(below, rows);
        below = rest;
        (detail, area)
    });
    (first, places.collect())
}

/// Draws those of `more` that are whole below a pane of `rows` rows in `area`, the last in what is
/// left, and gives the place of that pane.
pub(super) fn draw_below(
    frame: &mut Frame,
    (area, rows): (Rect, u16),
    more: Vec<Detail>,
    theme: Theme,
) -> Rect {
    let (place, below) = stacked(area, rows, more);
    for (detail, place) in below {
        detail.draw(frame, place, theme);
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_named_by_its_word_and_its_plural_alone() {
        assert!(is_named("two cold starts in a row", "cold start"));
        assert!(is_named("max_size", "max_size"));
        assert!(!is_named("a restart policy", "start"));
        assert!(!is_named("start_limit", "start"));
    }
}
