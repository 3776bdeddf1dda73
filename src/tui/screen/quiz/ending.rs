//! The end of an attempt: the score by topic and by confidence, what was missed.

use ratatui::text::{Line, Span};

use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use quizbank::answer::Confidence;
use quizbank::model::course::Course;
use quizbank::path;
use quizbank::score::{StudyScore, Tally};
use quizbank::session::Session;

const BAR: usize = 20;

/// The page of the score.
pub(super) fn lines(
    session: &Session,
    topic_test: Option<&str>,
    course: &Course,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let score = StudyScore::of(session.slots());
    let answered = score.total.answered;
    let title = match score.total.percent() {
        None => "Nothing was answered".to_owned(),
        Some(percent) => format!("{} of {answered} right, {percent} %", score.total.right),
    };
    let left = format!("   {answered} of {} questions answered", score.asked);
    let mut lines = vec![
        Line::default(),
        Line::from(vec![
            Span::styled(title, theme.style(Role::Strong)),
            Span::styled(left, theme.style(Role::Muted)),
        ]),
        Line::default(),
    ];
    lines.extend(topic_test.map(|topic| verdict(topic, &score, theme)));
    for (topic, tally) in &score.topics {
        lines.push(bar(topic, *tally, theme));
    }
    if !score.confidence.is_empty() {
        lines.push(Line::default());
        for said in Confidence::ALL.into_iter().rev() {
            let Some(tally) = score.confidence.get(&said) else { continue };
            lines.push(bar(&format!("when {}", said.name()), *tally, theme));
        }
    }
    lines.extend(missed(session, &score.missed, width, theme));
    lines.extend(mistakes(&score, course, width, theme));
    lines
}

/// Whether the topic test is passed.
fn verdict(topic: &str, score: &StudyScore, theme: Theme) -> Line<'static> {
    let held = Tally { answered: score.asked, ..score.total };
    let wanted = path::TOPIC_TEST_PASS;
    if path::passes(held) {
        let text = format!("✓ The topic test of {topic} is passed: the next topic is unlocked");
        return Line::styled(text, theme.style(Role::Good));
    }
    let text = format!(
        "✗ The topic test of {topic} is not passed: {wanted} % of {} are required",
        score.asked
    );
    Line::styled(text, theme.style(Role::Warn))
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

/// A line such as `scaling   ████████░░  4 of 5`.
fn bar(name: &str, tally: Tally, theme: Theme) -> Line<'static> {
    let full = (tally.right * BAR).checked_div(tally.answered).unwrap_or(0);
    let role = if full * 2 < BAR { Role::Warn } else { Role::Good };
    Line::from(vec![
        Span::raw(text::pad(name, 22)),
        Span::styled("█".repeat(full), theme.style(role)),
        Span::styled("░".repeat(BAR - full), theme.style(Role::Muted)),
        Span::raw(format!("{:>4} of {}", tally.right, tally.answered)),
    ])
}

fn missed(session: &Session, missed: &[usize], width: u16, theme: Theme) -> Vec<Line<'static>> {
    if missed.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::default(), Line::styled("Missed", theme.style(Role::Strong))];
    for &number in missed {
        let Some(slot) = session.slots().get(number - 1) else { continue };
        let question = &slot.item().question;
        let line = format!("{number}  {} · {}", question.objective, question.id);
        lines.extend(panel::wrapped(&line, width, Role::Plain, theme));
    }
    lines
}
