//! What a wide screen shows below all questions of an exam: how the time goes, and how the
//! questions begin that are left to do. Nothing of it depends on the key.

use std::cell::{Cell, RefCell};

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::gauge::Gauge;
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::scroll::Scroll;
use quizbank::attempt::{ExamAttempt, clock, left};
use quizbank::model::calendar::Millis;
use quizbank::slot::Flag;

/// The cells of a label.
const LABEL: usize = 10;
/// The cells of figures behind a bar.
const FIGURES: usize = 24;
/// The longest bar.
const BAR: usize = 40;
/// The most lines of a stem: more than any takes where it is shown.
const STEM: usize = 24;
/// The least rows of the list of questions, with its frame.
pub(super) const LEAST: u16 = 5;

/// How the time goes, in lines of `width` cells; nothing once it is over.
pub(super) fn pace(
    attempt: &ExamAttempt,
    used: Millis,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let (limit, count) = (attempt.head().limit, attempt.count());
    let open = attempt.unanswered().len();
    let answered = count - open;
    if used > limit || count == 0 {
        return Vec::new();
    }
    let cells = usize::from(width).saturating_sub(LABEL + FIGURES).min(BAR);
    let seconds = |time: Millis| usize::try_from(time.0 / 1_000).unwrap_or(usize::MAX);
    let row = |label: &str, part, whole, figures: String| {
        let bar = Gauge { part, whole, cells }.spans(Role::Accent, theme);
        let label = Span::styled(text::pad(label, LABEL), theme.style(Role::Muted));
        Line::from([vec![label], bar.to_vec(), vec![Span::raw(format!("  {figures}"))]].concat())
    };
    let said = |label: &str, words: &str| {
        let label = Span::styled(text::pad(label, LABEL), theme.style(Role::Muted));
        text::hanging(label, words, width, theme.style(Role::Plain))
    };
    let each = |time: Millis, questions: usize| Millis(time.0 / questions.max(1) as u64);
    let even = each(limit, count);
    let mut lines = vec![
        row(
            "Time used",
            seconds(used),
            seconds(limit),
            format!("{} of {}", clock(used), clock(limit)),
        ),
        row("Answered", answered, count, format!("{answered} of {count}")),
    ];
    let rest = left(limit, used);
    let words = match open {
        0 => format!("{} to review the answers", clock(rest)),
        open => format!(
            "{} for each question not answered, {} at the start",
            clock(each(rest, open)),
            clock(even)
        ),
    };
    lines.extend(said("Time left", &words));
    let planned = Millis(even.0 * answered as u64);
    let words = match (planned.0.checked_sub(used.0), answered) {
        (_, 0) => "no question is answered yet".to_owned(),
        (Some(ahead), _) => format!("{} ahead of {} a question", clock(Millis(ahead)), clock(even)),
        (None, _) => {
            let behind = Millis(used.0 - planned.0);
            format!("{} behind {} a question", clock(behind), clock(even))
        }
    };
    lines.extend(said("Pace", &words));
    lines
}

/// The questions that are not answered or flagged, as they begin.
#[derive(Clone, Debug, Default)]
pub(super) struct OpenQuestions {
    pub(super) scroll: Scroll,
    /// The number of the question of each line.
    numbers: RefCell<Vec<usize>>,
    /// The question that the list was moved to last.
    followed: Cell<usize>,
}

impl OpenQuestions {
    /// The number of the question under the mouse.
    pub(super) fn number_at(&self, mouse: Position) -> Option<usize> {
        self.numbers.borrow().get(self.scroll.line_at(mouse)?).copied()
    }

    /// Forgets where it was rendered: it is not seen now.
    pub(super) fn hide(&self) {
        self.scroll.hide();
    }

    /// Draws the list, the question `chosen` or the next one of the list in sight once it is
    /// another: the keys that go from question to question move it too.
    pub(super) fn draw(
        &self,
        frame: &mut Frame,
        area: Rect,
        (attempt, chosen): (&ExamAttempt, usize),
        theme: Theme,
    ) {
        if area.height < LEAST {
            return self.hide();
        }
        let mut open: Vec<usize> = attempt.unanswered();
        open.extend(attempt.flagged());
        open.sort_unstable();
        open.dedup();
        let title = panel::title("Not answered or flagged", &open.len().to_string(), theme);
        let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
        if open.is_empty() {
            self.hide();
            let said = "Every question is answered and none is flagged. v lists all questions; \
                        there you submit.";
            let lines = panel::wrapped(said, inner.width, Role::Muted, theme);
            return panel::lines(frame, inner, lines);
        }
        let page = |most| listed(attempt, &open, (inner.width, most), theme);
        let fits = |page: &Vec<_>| page.len() <= usize::from(inner.height);
        let page = (2..=STEM).rev().map(page).find(fits).unwrap_or_else(|| page(1));
        let (numbers, lines): (Vec<usize>, Vec<Line<'static>>) = page.into_iter().unzip();
        if self.followed.replace(chosen) != chosen {
            let first = numbers.partition_point(|number| *number < chosen);
            let first = first.min(numbers.len() - 1);
            self.scroll.follow(lines.len(), usize::from(inner.height), &(first..first + 1));
        }
        self.numbers.replace(numbers);
        self.scroll.draw(frame, inner, lines, theme);
    }
}

/// How the `open` questions begin, each in at most `most` lines, with its number.
fn listed(
    attempt: &ExamAttempt,
    open: &[usize],
    (width, most): (u16, usize),
    theme: Theme,
) -> Vec<(usize, Line<'static>)> {
    let of = |&number: &usize| {
        let slot = attempt.slot(number)?;
        let (sign, role) =
            if slot.flag() == Flag::Raised { ("◆", Role::Plain) } else { ("○", Role::Warn) };
        let head = format!("{number:>2} {sign}  ");
        let room = usize::from(width).saturating_sub(text::width(&head));
        let lines = begin(&slot.item().stem, room, most).into_iter().enumerate();
        let lines = lines.map(move |(row, line)| {
            let head = if row == 0 { head.clone() } else { " ".repeat(text::width(&head)) };
            let line = Span::styled(line, theme.style(Role::Muted));
            (number, Line::from(vec![Span::styled(head, theme.style(role)), line]))
        });
        Some(lines.collect::<Vec<_>>())
    };
    open.iter().filter_map(of).flatten().collect()
}

/// How `stem` begins, in at most `most` lines of `width` cells.
pub(super) fn begin(stem: &str, width: usize, most: usize) -> Vec<String> {
    let mut lines = text::wrap(stem, width);
    if lines.len() > most {
        lines.truncate(most);
        let last = lines.pop().map(|line| text::cut(&(line + " …"), width));
        lines.extend(last);
    }
    lines
}
