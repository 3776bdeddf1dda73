//! What the menu says of the learner: the exam, what is known and due, the days in a row, the
//! last score, and where it is weak; domains, topics and what is due when on a large screen.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::lab_score::LabRecord;
use crate::report::{countdown, stats};
use crate::tui::content::Content;
use crate::tui::screen::catalog::Detail;
use crate::tui::screen::{blueprint, labs};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::gauge::Gauge;
use crate::tui::widget::panel;
use quizbank::progress::{LearnerProgress, PastExam, StudyCounts};
use spanned_toml::faults::counted;

/// The cells of a label.
const LABEL: usize = 11;
/// Topics that are named as weak.
const WEAK: usize = 3;
/// The cells of figures behind a bar, and of what is due behind these.
const FIGURES: usize = 12;
const DUE: usize = 8;
/// The shortest bar, and the shortest before a name is cut.
const BAR: usize = 6;
const LEAST_BAR: usize = 3;
/// Days of the week ahead.
const WEEK: usize = 7;

/// The learner in lines of `width` cells: as many weak topics as `room` rows hold, one at least.
pub(super) fn lines(
    progress: &LearnerProgress,
    content: &Content,
    (width, room): (u16, u16),
    theme: Theme,
) -> Vec<Line<'static>> {
    let standing =
        |weak| standing((progress, content), &self::weak(progress, content, weak), width, theme);
    let fits = |lines: &Vec<Line<'_>>| lines.len() <= usize::from(room);
    (2..=WEAK).rev().map(standing).find(fits).unwrap_or_else(|| standing(1))
}

/// The learner, of whose weak topics `weak` speaks, in lines of `width` cells.
fn standing(
    (progress, content): (&LearnerProgress, &Content),
    weak: &str,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let StudyCounts { due, new, known, questions, .. } = progress.total;
    let days_ahead: usize = progress.forecast.iter().take(WEEK).map(|(_, count)| count).sum();
    let streak = progress.streak;
    let last = progress.exams.iter().find_map(|exam| Some((exam, exam.points?)));
    let last = last.map_or_else(
        || "no practice exam yet".to_owned(),
        |(exam, points)| {
            let score = blueprint::score(exam.pass, points);
            format!("{score} in {}", content.identity(&exam.form))
        },
    );
    let weak = if weak.is_empty() { "not known yet" } else { weak };
    let rows = [
        ("Exam", countdown::headline(&progress.exam), Role::Strong),
        ("Known", format!("{known} of {questions} questions"), Role::Plain),
        ("Due", format!("{due} today, {days_ahead} in {WEEK} days · {new} new"), Role::Plain),
        ("Streak", streak_words(streak.current, streak.days), Role::Plain),
        ("Last score", last, Role::Plain),
        ("Weak", weak.to_owned(), Role::Plain),
    ];
    let row = |(label, said, role): &(&str, String, Role)| {
        let label = Span::styled(text::pad(label, LABEL), theme.style(Role::Muted));
        text::hanging(label, said, width, theme.style(*role))
    };
    rows.iter().flat_map(row).collect()
}

fn streak_words(current: u32, days: u32) -> String {
    let many = |count| counted(count, "day");
    match (current, days) {
        (0, 0) => "begins with your first answer".to_owned(),
        (0, days) => format!("{} of study; the row is broken", many(days)),
        (current, days) => format!("{} in a row, {} in all", many(current), many(days)),
    }
}

/// At most `most` topics of which the smallest share is known, among those that were begun.
fn weak(progress: &LearnerProgress, content: &Content, most: usize) -> String {
    let mut begun: Vec<&(String, StudyCounts)> = (progress.topics.iter())
        .filter(|(_, part)| part.new < part.questions && part.known < part.questions)
        .collect();
    // Shares of those that were asked, compared without rounding.
    let asked = |part: &StudyCounts| part.questions - part.new;
    begun.sort_by(|(_, a), (_, b)| (a.known * asked(b)).cmp(&(b.known * asked(a))));
    let titles = begun.into_iter().take(most).map(|(id, _)| content.course.topic_title(id));
    titles.collect::<Vec<_>>().join(", ")
}

/// The domains of the exam that is prepared for.
pub(in crate::tui::screen) fn domains(progress: &LearnerProgress) -> Vec<(String, StudyCounts)> {
    progress.domains.iter().map(|(domain, part)| (stats::domain_name(domain), *part)).collect()
}

/// The topics in the order of the course.
pub(in crate::tui::screen) fn topics(
    progress: &LearnerProgress,
    content: &Content,
) -> Vec<(String, StudyCounts)> {
    let part = |id: &str| progress.topics.iter().find(|(topic, _)| topic == id);
    let topics = content.course.topics.iter();
    topics.filter_map(|topic| Some((topic.title.clone(), part(&topic.id)?.1))).collect()
}

/// Draws how each lab stands.
pub(super) fn draw_labs(
    frame: &mut Frame,
    area: Rect,
    content: &Content,
    records: &BTreeMap<String, LabRecord>,
    theme: Theme,
) {
    let rows = content.labs().map(|(lab, _)| {
        let record = records.get(&lab.name).copied().unwrap_or_default();
        let (end, role) = labs::standing(&record);
        let room = usize::from(panel::inner_width(area)).saturating_sub(text::width(&end));
        let title = Span::raw(text::pad(&lab.title, room));
        Line::from(vec![title, Span::styled(end, theme.style(role))])
    });
    let solved = labs::solved(content, records);
    Detail::new("Labs", &solved, rows.collect(), theme).draw(frame, area, theme);
}

/// Draws the titles of what there is, as far as there is room, and how many more there are.
pub(in crate::tui::screen) fn draw_titles(
    frame: &mut Frame,
    area: Rect,
    name: &str,
    titles: Vec<String>,
    theme: Theme,
) {
    let count = titles.len().to_string();
    let room = usize::from(area.height.saturating_sub(2));
    let shown = if titles.len() > room { room.saturating_sub(1) } else { room };
    let rest = titles.len().saturating_sub(shown);
    let more =
        (rest > 0).then(|| Line::styled(format!("and {rest} more"), theme.style(Role::Muted)));
    let lines = titles.into_iter().take(shown).map(Line::from).chain(more).collect();
    Detail::new(name, &count, lines, theme).draw(frame, area, theme);
}

/// Draws what the latest practice exams came to.
pub(super) fn draw_exams(
    frame: &mut Frame,
    area: Rect,
    (progress, content): (&LearnerProgress, &Content),
    theme: Theme,
) {
    let width = panel::inner_width(area);
    let row = |exam: &PastExam| {
        let (day, score) = (format!("{}  ", exam.day), format!("  {}", stats::score(exam)));
        let room = usize::from(width).saturating_sub(text::width(&day) + text::width(&score));
        let role = if exam.points.is_some() { Role::Strong } else { Role::Accent };
        Line::from(vec![
            Span::styled(day, theme.style(Role::Muted)),
            Span::raw(text::pad(&content.identity(&exam.form), room)),
            Span::styled(score, theme.style(role)),
        ])
    };
    let lines = match progress.exams.as_slice() {
        [] => panel::wrapped("none yet", width, Role::Muted, theme),
        exams => exams.iter().map(row).collect(),
    };
    Detail::new("Practice exams", "the latest", lines, theme).draw(frame, area, theme);
}

const fn whole(title: &str) -> &str {
    title
}

/// A name without its weight.
fn unweighted(title: &str) -> &str {
    title.split(" (").next().unwrap_or(title)
}

/// Draws how much is known of each part.
pub(super) fn draw_parts(
    frame: &mut Frame,
    area: Rect,
    title: &str,
    parts: &[(String, StudyCounts)],
    theme: Theme,
) {
    let lines = self::parts(parts, panel::inner_width(area), theme);
    Detail::new(title, "known", lines, theme).draw(frame, area, theme);
}

/// How much is known of each part, a bar and its figures a row. A weight in parentheses goes
/// before a name is cut.
pub(in crate::tui::screen) fn parts(
    parts: &[(String, StudyCounts)],
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let is_due = parts.iter().any(|(_, part)| part.due > 0);
    let figures = if is_due { FIGURES + DUE } else { FIGURES };
    let width = usize::from(width);
    let room = width.saturating_sub(figures + BAR);
    let widest = |short: fn(&str) -> &str| {
        parts.iter().map(|(title, _)| text::width(short(title)) + 1).max().unwrap_or_default()
    };
    let short = if widest(whole) <= room { whole } else { unweighted };
    let name = widest(short).min(width.saturating_sub(figures));
    let cells = width.saturating_sub(name + figures);
    // A bar of so few cells shows nothing: its cells are the name's.
    let (name, cells) = if cells < LEAST_BAR { (name + cells, 0) } else { (name, cells) };
    let row = |(title, part): &(String, StudyCounts)| {
        let bar = Gauge { part: part.known, whole: part.questions, cells };
        let due = if part.due > 0 { format!("{:>3} due", part.due) } else { String::new() };
        let due = if is_due { format!("{due:>DUE$}") } else { due };
        let title = Span::raw(text::pad(short(title), name.saturating_sub(1)) + " ");
        let figures = [
            Span::raw(format!(" {:>3} of {:>4}", part.known, part.questions)),
            Span::styled(due, theme.style(Role::Muted)),
        ];
        let bar = bar.spans(Role::Good, theme);
        [title].into_iter().chain(bar).chain(figures).collect()
    };
    parts.iter().map(row).collect()
}
