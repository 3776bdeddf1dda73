//! The practice exams that were sat, the latest first.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::report::{notice, stats};
use crate::tui::content::Content;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use crate::tui::widget::scroll::Scroll;
use quizbank::attempt;
use quizbank::model::blueprint::Pass;
use quizbank::progress::{LearnerProgress, PastExam};

/// The cells of date, score, right answers and time.
const DATE: usize = 16;
const SCORE: usize = 7;
const RIGHT: usize = 10;
const TIME: usize = 20;
/// With less room than this the weekday and the time there was are left out.
const NARROW: usize = 70;

pub(super) fn draw(
    frame: &mut Frame,
    area: Rect,
    counted: &LearnerProgress,
    content: &Content,
    scroll: &Scroll,
    theme: Theme,
) {
    let (head, lines) = head_and_lines((counted, content), area.width, theme);
    let (place, area) = panel::split_top(area, panel::height_of(&head));
    panel::lines(frame, place, head);
    scroll.draw(frame, area, lines, theme);
}

/// The rows of the pane, its frame included, in which all is in sight.
pub(super) fn height(
    counted: &LearnerProgress,
    content: &Content,
    width: u16,
    theme: Theme,
) -> u16 {
    let (head, lines) = head_and_lines((counted, content), width, theme);
    panel::height_of(&head) + panel::height_of(&lines) + 2
}

/// The names of the columns, where there are any, and what scrolls below them.
fn head_and_lines(
    (counted, content): (&LearnerProgress, &Content),
    width: u16,
    theme: Theme,
) -> (Vec<Line<'static>>, Vec<Line<'static>>) {
    if counted.exams.is_empty() {
        let none = "No exams yet. `coldstart exam` starts one.";
        return (Vec::new(), panel::wrapped(none, width, Role::Muted, theme));
    }
    let columns = Columns::of(usize::from(width));
    let name = |exam: &PastExam| content.identity(&exam.form);
    let names = counted.exams.iter().map(|exam| text::width(&name(exam)));
    // One blank behind the longest.
    let is_table = columns.form > names.max().unwrap_or_default();
    let head = Line::styled(columns.head(), theme.style(Role::Muted));
    let head = if is_table { vec![head] } else { Vec::new() };
    let rows = counted.exams.iter().flat_map(|exam| {
        if is_table {
            vec![columns.row(exam, &name(exam), theme)]
        } else {
            stacked(exam, &name(exam), width, theme)
        }
    });
    let mut lines: Vec<Line<'static>> = rows.collect();
    lines.push(Line::default());
    if counted.exams.iter().any(|exam| exam.points.is_none()) {
        let open = "`coldstart exam --resume` resumes the open attempt.";
        lines.extend(panel::wrapped(open, width, Role::Muted, theme));
    }
    if counted.exams.iter().any(|exam| matches!(exam.pass, Some(Pass::Scaled(_)))) {
        lines.extend(panel::wrapped(notice::SCALE, width, Role::Muted, theme));
    }
    (head, lines)
}

/// An exam in lines where a table has no room: its name and score, then the rest.
fn stacked(exam: &PastExam, name: &str, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let score = stats::score(exam);
    let room = usize::from(width).saturating_sub(text::width(&score));
    let role = if exam.points.is_some() { Role::Strong } else { Role::Accent };
    let right =
        exam.points.map_or_else(String::new, |_| format!(" · {} right", stats::right_of(exam)));
    let more = format!("{}{right} · {} used", exam.day, attempt::clock(exam.used));
    // One blank before the score.
    let mut lines: Vec<Line<'static>> =
        text::wrap(name, room.saturating_sub(1)).into_iter().map(Line::from).collect();
    if let Some(first) = lines.first_mut() {
        let blank = room.saturating_sub(first.width());
        first.push_span(Span::raw(" ".repeat(blank)));
        first.push_span(Span::styled(score, theme.style(role)));
    }
    lines.extend(text::hanging(Span::raw("  "), &more, width, theme.style(Role::Muted)));
    lines
}

/// How wide each column is.
struct Columns {
    date: usize,
    form: usize,
    time: usize,
}

impl Columns {
    fn of(width: usize) -> Self {
        let (date, time) = if width < NARROW { (12, 10) } else { (DATE, TIME) };
        Self { date, form: width.saturating_sub(date + SCORE + RIGHT + time), time }
    }

    fn is_narrow(&self) -> bool {
        self.time < TIME
    }

    fn head(&self) -> String {
        let (date, form) = (text::pad("begun", self.date), text::pad("exam", self.form));
        let time = if self.is_narrow() { "used" } else { "time used" };
        format!(
            "{date}{form}{:>SCORE$}{:>RIGHT$}{time:>width$}",
            "score",
            "right",
            width = self.time
        )
    }

    fn row(&self, exam: &PastExam, name: &str, theme: Theme) -> Line<'static> {
        let (date, time) = if self.is_narrow() {
            (exam.day.to_string(), attempt::clock(exam.used))
        } else {
            (format!("{} {}", exam.day.weekday(), exam.day), stats::time_used(exam))
        };
        let form = text::pad(name, self.form.saturating_sub(1));
        let role = if exam.points.is_some() { Role::Strong } else { Role::Accent };
        let more = format!("{:>RIGHT$}{time:>width$}", stats::right_of(exam), width = self.time);
        Line::from(vec![
            Span::styled(text::pad(&date, self.date), theme.style(Role::Muted)),
            Span::raw(form + " "),
            Span::styled(format!("{:>SCORE$}", stats::score(exam)), theme.style(role)),
            Span::styled(more, theme.style(Role::Muted)),
        ])
    }
}
