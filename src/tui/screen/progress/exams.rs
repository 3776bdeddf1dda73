//! The practice exams that were sat, the latest first.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::report::{notice, stats};
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
    scroll: &Scroll,
    theme: Theme,
) {
    if counted.exams.is_empty() {
        let none = "No exams yet. `coldstart exam` starts one.";
        panel::lines(frame, area, panel::wrapped(none, area.width, Role::Muted, theme));
        return;
    }
    let columns = Columns::of(usize::from(area.width));
    let (head, area) = panel::split_top(area, 1);
    frame.render_widget(Line::styled(columns.head(), theme.style(Role::Muted)), head);
    let mut lines: Vec<Line<'static>> =
        counted.exams.iter().map(|exam| columns.row(exam, theme)).collect();
    lines.push(Line::default());
    if counted.exams.iter().any(|exam| exam.points.is_none()) {
        let open = "`coldstart exam --resume` resumes the open attempt.";
        lines.extend(panel::wrapped(open, area.width, Role::Muted, theme));
    }
    if counted.exams.iter().any(|exam| matches!(exam.pass, Some(Pass::Scaled(_)))) {
        lines.extend(panel::wrapped(notice::SCALE, area.width, Role::Muted, theme));
    }
    scroll.draw(frame, area, lines, theme);
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
        let (date, form) = (text::pad("begun", self.date), text::pad("form", self.form));
        let time = if self.is_narrow() { "used" } else { "time used" };
        format!(
            "{date}{form}{:>SCORE$}{:>RIGHT$}{time:>width$}",
            "score",
            "right",
            width = self.time
        )
    }

    fn row(&self, exam: &PastExam, theme: Theme) -> Line<'static> {
        let (date, time) = if self.is_narrow() {
            (exam.day.to_string(), attempt::clock(exam.used))
        } else {
            (format!("{} {}", exam.day.weekday(), exam.day), stats::time_used(exam))
        };
        let form = text::pad(&stats::form(exam), self.form.saturating_sub(1));
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
