//! The end of a session: the score by topic and by confidence, the mistakes that were made,
//! and the questions that were missed, each of which opens.

use ratatui::text::{Line, Span};

use super::page::PageLines;
use crate::tui::content::Content;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::gauge::Gauge;
use crate::tui::widget::panel;
use quizbank::answer::Confidence;
use quizbank::model::course::Course;
use quizbank::path;
use quizbank::score::{StudyScore, Tally};
use quizbank::session::Session;

const BAR: usize = 20;
const LEAST_BAR: usize = 8;
/// The cells of the figures behind a bar, and of the blank before it.
const FIGURES: usize = 11;
/// The cells of a topic's name in front of its bar.
const NAME: usize = 44;
/// The cells of the pointer and the number in front of a question that was missed.
const HEAD: usize = 6;

/// How the session went.
pub(super) fn score(
    score: &StudyScore,
    topic_test: Option<&str>,
    course: &Course,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let answered = score.total.answered;
    let title = match score.total.percent() {
        None => "No question was answered".to_owned(),
        Some(percent) => format!("{} of {answered} right, {percent} %", score.total.right),
    };
    let left = format!("{answered} of {} questions answered", score.asked);
    let title = Span::styled(title, theme.style(Role::Strong));
    let left = Span::styled(left, theme.style(Role::Muted));
    let mut lines = vec![Line::default()];
    if title.width() + 3 + left.width() <= usize::from(width) {
        lines.push(Line::from(vec![title, Span::raw("   "), left]));
    } else {
        lines.extend([title.into(), left.into()]);
    }
    if let Some(topic) = topic_test {
        lines.push(Line::default());
        let (said, role) = verdict(course.topic_title(topic), score);
        lines.extend(panel::wrapped(&said, width, role, theme));
    }
    lines
}

/// The score by topic and by confidence, and the mistakes.
pub(super) fn parts(
    score: &StudyScore,
    course: &Course,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let mut lines = vec![Line::default()];
    let names = score.topics.keys().map(|id| text::width(course.topic_title(id)));
    let room = (width, names.max().unwrap_or_default());
    lines.extend(
        score.topics.iter().map(|(id, tally)| bar(course.topic_title(id), *tally, room, theme)),
    );
    if !score.confidence.is_empty() {
        lines.push(Line::default());
        for said in Confidence::ALL.into_iter().rev() {
            let Some(tally) = score.confidence.get(&said) else { continue };
            lines.push(bar(&format!("when {}", said.name()), *tally, room, theme));
        }
    }
    lines.extend(mistakes(score, course, width, theme));
    lines
}

/// The questions that were missed, the one at `chosen` under the cursor.
pub(super) fn missed(
    session: &Session,
    (missed, chosen): (&[usize], usize),
    content: &Content,
    width: u16,
    theme: Theme,
) -> PageLines {
    if missed.is_empty() {
        return PageLines::top(Vec::new());
    }
    let title = format!("Missed: {}", missed.len());
    let mut page =
        PageLines::top(vec![Line::default(), Line::styled(title, theme.style(Role::Strong))]);
    let hint = "Enter explains each, with its run and its page.";
    page.lines.extend(panel::wrapped(hint, width, Role::Muted, theme));
    for (place, &number) in missed.iter().enumerate() {
        let Some(slot) = session.slots().get(number - 1) else { continue };
        let question = &slot.item().question;
        let (pointer, role) =
            if place == chosen { ("▸", Role::Selected) } else { (" ", Role::Plain) };
        let topic = content.course.topic_title(&question.topic);
        let head = text::pad(&format!("{pointer} {number}"), HEAD);
        let head = Span::styled(head, theme.style(role));
        let said = format!("{} · {topic}", question.objective);
        page.add(place, (head, &said), place == chosen, width, theme.style(role));
    }
    page
}

/// Whether the topic test is passed.
fn verdict(topic: &str, score: &StudyScore) -> (String, Role) {
    let held = Tally { answered: score.asked, ..score.total };
    let wanted = path::TOPIC_TEST_PASS;
    if path::passes(held) {
        let text = format!("✓ The topic test of {topic} is passed: the next topic is unlocked");
        return (text, Role::Good);
    }
    let text = format!(
        "✗ The topic test of {topic} is not passed: {wanted} % of {} is required",
        score.asked
    );
    (text, Role::Bad)
}

/// The mistakes that were made, most frequent first.
fn mistakes(score: &StudyScore, course: &Course, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let mut made: Vec<(&String, usize)> =
        score.mistakes.iter().map(|(id, &times)| (id, times)).collect();
    made.sort_by_key(|&(_, times)| std::cmp::Reverse(times));
    let named = made.into_iter().filter_map(|(id, times)| Some((course.misconception(id)?, times)));
    let reported: Vec<Line<'static>> = named
        .flat_map(|(mistake, times)| {
            let text = format!("{times} × {}. {}", mistake.name, mistake.correction);
            panel::wrapped(&text, width, Role::Plain, theme)
        })
        .collect();
    if reported.is_empty() {
        return reported;
    }
    let title = Line::styled("Mistakes", theme.style(Role::Strong));
    [Line::default(), title].into_iter().chain(reported).collect()
}

/// A line such as `Auto scaling   ━━━━━━━━──  4 of 5`.
fn bar(name: &str, tally: Tally, (width, names): (u16, usize), theme: Theme) -> Line<'static> {
    let Tally { right, answered } = tally;
    let role = if right * 2 < answered { Role::Warn } else { Role::Good };
    // The bar gives way to the names.
    let left = usize::from(width).saturating_sub(FIGURES);
    let room = left.saturating_sub(LEAST_BAR).min(NAME);
    let room = room.min(names.max(left.saturating_sub(BAR)));
    let cells = left.saturating_sub(room).min(BAR);
    let [full, rest] = Gauge { part: right, whole: answered, cells }.spans(role, theme);
    Line::from(vec![
        Span::raw(text::pad(name, room) + " "),
        full,
        rest,
        Span::raw(format!("{right:>4} of {answered}")),
    ])
}
