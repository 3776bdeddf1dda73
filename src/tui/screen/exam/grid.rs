//! All questions of an exam at a glance: which are answered, open, flagged, late.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::standing::{self, OpenQuestions};
use crate::tui::keys::{Move, Turn};
use crate::tui::screen::catalog::Detail;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::list;
use crate::tui::widget::panel::{self, Focus};
use quizbank::attempt::ExamAttempt;
use quizbank::model::calendar::Millis;
use quizbank::slot::Flag;

/// The cells of a question in front of its answer: ` 12 ●◆! `.
const HEAD: usize = 8;
/// The most cells of a question and the blanks behind it.
const WIDE_CELL: usize = 18;
/// Questions in a row of a wide pane, or a multiple: the numbers below each other are easy to
/// find.
const ROUND: usize = 5;
/// The lines of a stem that are shown.
const STEM: usize = 3;
/// The rows below the questions and what their signs mean: a gap and the stem.
const BELOW: u16 = 4;

/// Which questions are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Listed {
    #[default]
    All,
    Unanswered,
    Flagged,
}

/// Where the stem of the chosen question is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stem {
    /// Below the questions.
    Here,
    /// Beside them, with its options.
    Beside,
}

/// On screens lower than this only the signs are explained.
const LOW: u16 = 16;

/// The page of all questions.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    /// The number of the question that is chosen.
    number: usize,
    listed: Listed,
    /// Questions in a row, as of the last drawing.
    columns: Cell<usize>,
    /// Where each question was rendered last.
    cells: RefCell<Vec<(Rect, usize)>>,
    /// The questions that are left to do, on a wide screen.
    pub(super) open: OpenQuestions,
}

/// The exam that is shown.
#[derive(Clone, Copy)]
pub(super) struct ShownExam<'a> {
    pub(super) attempt: &'a ExamAttempt,
    pub(super) drafts: &'a BTreeMap<usize, Vec<usize>>,
    /// How much of its time is used, unless that is hidden.
    pub(super) used: Option<Millis>,
    /// Whether the keys go through its questions here.
    pub(super) focus: Focus,
}

impl Grid {
    /// Chooses the question of this number, among all.
    pub(super) fn stand_at(&mut self, number: usize) {
        self.number = number;
        self.listed = Listed::All;
    }

    /// The number of the question under the mouse.
    pub(super) fn number_at(&self, mouse: Position) -> Option<usize> {
        let cells = self.cells.borrow();
        let cell = cells.iter().find_map(|(area, number)| area.contains(mouse).then_some(*number));
        cell.or_else(|| self.open.number_at(mouse))
    }

    /// Forgets where it was rendered: it is not seen now.
    pub(super) fn hide(&self) {
        self.cells.take();
        self.open.hide();
    }

    fn numbers(&self, attempt: &ExamAttempt) -> Vec<usize> {
        match self.listed {
            Listed::All => (1..=attempt.count()).collect(),
            Listed::Unanswered => attempt.unanswered(),
            Listed::Flagged => attempt.flagged(),
        }
    }

    /// The place of the chosen question among `numbers`, or of the next that is there.
    fn place(&self, numbers: &[usize]) -> usize {
        numbers.partition_point(|number| *number < self.number).min(numbers.len().saturating_sub(1))
    }

    /// The number of the question that is chosen, if any is listed.
    pub(super) fn chosen(&self, attempt: &ExamAttempt) -> Option<usize> {
        let numbers = self.numbers(attempt);
        numbers.get(self.place(&numbers)).copied()
    }

    /// Lists these questions only, or all.
    pub(super) fn toggle(&mut self, listed: Listed, attempt: &ExamAttempt) {
        self.listed = if self.listed == listed { Listed::All } else { listed };
        self.walk(attempt, |place, _| place);
    }

    /// To the question before or after.
    pub(super) fn go(&mut self, turn: Turn, attempt: &ExamAttempt) {
        self.walk(attempt, |place, last| match turn {
            Turn::Previous => place.saturating_sub(1),
            Turn::Next => (place + 1).min(last),
        });
    }

    /// A row up or down, or to an end.
    pub(super) fn step(&mut self, to: Move, attempt: &ExamAttempt) {
        let columns = self.columns.get().max(1);
        self.walk(attempt, |place, last| match to {
            Move::Up if place >= columns => place - columns,
            Move::Down if place + columns <= last => place + columns,
            Move::First => 0,
            Move::Last => last,
            Move::Up | Move::Down | Move::PageUp | Move::PageDown => place,
        });
    }

    /// Goes to the place that `to` finds from the one at hand and the last one.
    fn walk(&mut self, attempt: &ExamAttempt, to: impl Fn(usize, usize) -> usize) {
        let numbers = self.numbers(attempt);
        let place = to(self.place(&numbers), numbers.len().saturating_sub(1));
        self.number = numbers.get(place).copied().unwrap_or(self.number);
    }

    /// Draws the questions, what the signs mean, and the stem of the chosen one, or where that
    /// is beside them, how the time goes and which questions are left.
    pub(super) fn draw(
        &self,
        frame: &mut Frame,
        area: Rect,
        exam: ShownExam<'_>,
        stem: Stem,
        theme: Theme,
    ) {
        let attempt = exam.attempt;
        let numbers = self.numbers(attempt);
        let room = usize::from(area.width.saturating_sub(4));
        let answer = attempt.slots().map(|(_, slot)| answer_width(slot.item().wanted()));
        let answer = answer.max().unwrap_or_default();
        let least = HEAD + answer + 1;
        let most = (room / least).max(1);
        let width = area.width.saturating_sub(2);
        let counts = counts(exam, width, theme);
        let signs = panel::height_of(&counts);
        let (columns, size) = match stem {
            Stem::Beside if most >= ROUND => {
                let columns = most - most % ROUND;
                (columns, (room / columns).min(WIDE_CELL.max(least)))
            }
            Stem::Here | Stem::Beside => (most, least),
        };
        self.columns.set(columns);
        let below = if area.height < LOW { signs } else { BELOW + signs };
        let needed = u16::try_from(numbers.len().div_ceil(columns).max(1) + 2).unwrap_or(u16::MAX);
        let (upper, lower) = panel::split_top(area, needed.min(area.height.saturating_sub(below)));
        let (name, figures) = match self.listed {
            Listed::All => ("All questions", String::new()),
            Listed::Unanswered => {
                ("Not answered", format!("{} of {}", numbers.len(), attempt.count()))
            }
            Listed::Flagged => ("Flagged", format!("{} of {}", numbers.len(), attempt.count())),
        };
        let title = panel::title(name, &figures, theme);
        let inner = panel::panel(frame, upper, title, exam.focus, theme);
        let chosen = self.place(&numbers);
        let rows: Vec<&[usize]> = numbers.chunks(columns).collect();
        let window = list::window(chosen / columns, rows.len(), usize::from(inner.height));
        let shown = rows.get(window).unwrap_or_default();
        let cells = u16::try_from(size).unwrap_or(u16::MAX);
        let places = (0u16..).zip(shown).flat_map(|(down, row)| {
            (0u16..).zip(*row).map(move |(across, number)| {
                let (x, y) = (inner.x + across * cells, inner.y + down);
                (Rect { x, y, width: cells, height: 1 }, *number)
            })
        });
        self.cells.replace(places.collect());
        let mut lines: Vec<Line<'static>> = Vec::with_capacity(shown.len());
        for row in shown {
            let cell = |number: &usize| {
                let is_chosen = numbers.get(chosen) == Some(number);
                let cell = cell(exam, *number, answer, is_chosen, theme);
                Span::styled(text::pad(&cell.content, size), cell.style)
            };
            lines.push(Line::from(row.iter().map(cell).collect::<Vec<_>>()));
        }
        if numbers.is_empty() {
            lines = panel::wrapped("none", inner.width, Role::Muted, theme);
        }
        panel::lines(frame, inner, lines);
        let below = Rect { x: lower.x + 1, width, ..lower };
        let mut lines = counts;
        match stem {
            Stem::Here => {
                lines.push(Line::default());
                lines.extend(self.stem(attempt, width, theme));
                self.open.hide();
            }
            Stem::Beside => {
                let (_, rest) = panel::split_top(lower, signs);
                self.draw_standing(frame, rest, exam, theme);
            }
        }
        panel::lines(frame, below, lines);
    }

    /// Draws how the time goes, unless it is hidden, and which questions are left; where there
    /// is no room for both, the questions where they are chosen.
    fn draw_standing(&self, frame: &mut Frame, area: Rect, exam: ShownExam<'_>, theme: Theme) {
        let width = area.width.saturating_sub(4);
        let pace = exam.used.map(|used| standing::pace(exam.attempt, used, width, theme));
        let pace = pace.filter(|lines| !lines.is_empty()).unwrap_or_default();
        let height = if pace.is_empty() { 0 } else { panel::height_of(&pace) + 2 };
        let least = if exam.focus == Focus::Here { standing::LEAST } else { 0 };
        let is_shown = height > 0 && height + least <= area.height;
        let (above, rest) = panel::split_top(area, if is_shown { height } else { 0 });
        if is_shown {
            Detail::new("Time", "", pace, theme).draw(frame, above, theme);
        }
        self.open.draw(frame, rest, (exam.attempt, self.number), theme);
    }

    /// The stem of the chosen question, as far as it is shown.
    fn stem(&self, attempt: &ExamAttempt, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let Some(slot) = self.chosen(attempt).and_then(|number| attempt.slot(number)) else {
            return Vec::new();
        };
        let stem = standing::begin(&slot.item().stem, usize::from(width), STEM);
        let role = theme.style(Role::Muted);
        stem.into_iter().map(|line| Line::styled(line, role)).collect()
    }
}

/// How many questions are in which state, each with its sign.
fn counts(exam: ShownExam<'_>, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let ShownExam { attempt, drafts, .. } = exam;
    let open = attempt.unanswered();
    let in_part = open.iter().filter(|number| drafts.contains_key(number)).count();
    let mut counts = vec![
        (format!("● {} answered", attempt.count() - open.len()), Role::Plain),
        (
            format!("○ {} not answered", open.len()),
            if open.is_empty() { Role::Muted } else { Role::Warn },
        ),
        (format!("◆ {} flagged", attempt.flagged().len()), Role::Plain),
    ];
    if in_part > 0 {
        counts.push((format!("◐ {in_part} incomplete"), Role::Warn));
    }
    if !attempt.late().is_empty() {
        counts.push((format!("! {} late", attempt.late().len()), Role::Warn));
    }
    counts.push(("▸ current".to_owned(), Role::Muted));
    if open.len() < attempt.count() {
        counts.push(("1, 2 the options you picked".to_owned(), Role::Muted));
    }
    let mut lines = vec![Line::default()];
    for (words, role) in counts {
        let room = usize::from(width).saturating_sub(text::width(&words));
        if lines.last().is_some_and(|line| line.width() > room) {
            lines.push(Line::default());
        }
        let count = Span::styled(format!("{words}   "), theme.style(role));
        lines.last_mut().into_iter().for_each(|line| line.push_span(count.clone()));
    }
    lines
}

/// The cells of an answer of this number of options: `1, 2`.
const fn answer_width(options: usize) -> usize {
    (3 * options).saturating_sub(2)
}

/// One question: where one is, its number, its state, its answer, its marks.
fn cell(
    exam: ShownExam<'_>,
    number: usize,
    width: usize,
    is_chosen: bool,
    theme: Theme,
) -> Span<'static> {
    let attempt = exam.attempt;
    let Some(slot) = attempt.exam_slot(number) else { return Span::default() };
    let picked = slot.slot().picked();
    let pointer = if attempt.at() == number { "▸" } else { " " };
    let is_answered = !picked.is_empty();
    let sign = match (is_answered, exam.drafts.get(&number).is_some_and(|draft| !draft.is_empty()))
    {
        (true, _) => "●",
        (false, true) => "◐",
        (false, false) => "○",
    };
    let answer: Vec<String> = picked.iter().map(|index| (index + 1).to_string()).collect();
    let answer = answer.join(", ");
    let flag = if slot.slot().flag() == Flag::Raised { "◆" } else { " " };
    let late = if slot.is_late() { "!" } else { " " };
    let cell = format!("{pointer}{number:>2} {sign}{flag}{late} {}", text::pad(&answer, width));
    let role = match (is_chosen, is_answered) {
        (true, _) => Role::Selected,
        (false, true) => Role::Plain,
        (false, false) => Role::Warn,
    };
    Span::styled(cell, theme.style(role))
}
