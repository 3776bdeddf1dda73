//! What an exam looks like: the line at the top, the page, what is asked over it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::grid::{ShownExam, Stem};
use super::{Board, Exam, Stage, ask, page, score};
use crate::report::attempt as words;
use crate::tui::screen::blueprint;
use crate::tui::screen::catalog::Detail;
use crate::tui::screen::page::Header;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::exhibit;
use crate::tui::widget::panel::{self, Focus};
use quizbank::attempt::{Notice, clock};
use quizbank::model::calendar::Millis;
use quizbank::slot::Flag;

/// How long what is said of the time stays in sight. Our choice.
const SAID_FOR: Millis = Millis(20_000);

impl Exam {
    /// The line at the top.
    pub(super) fn draw_header(&self, theme: Theme) -> Header {
        if let (Stage::Looking | Stage::Objecting, Some(look)) = (self.stage, &self.look) {
            return look.header(&self.attempt, &self.content, theme);
        }
        let muted = theme.style(Role::Muted);
        if !self.runs() {
            let identity = self.content.identity(&self.attempt.head().identity);
            return Header::titled("Exam", &identity, "", theme);
        }
        let mut left = vec![Span::styled(" Exam", theme.style(Role::Strong))];
        let (at, count) = (self.attempt.at(), self.attempt.count());
        let is_flagged = self.attempt.slot(at).is_some_and(|slot| slot.flag() == Flag::Raised);
        if !self.is_hidden() {
            let answered = count - self.attempt.unanswered().len();
            let place = format!(" · question {at} of {count} · {answered} answered");
            left.push(Span::styled(place, muted));
        }
        if is_flagged && self.stage == Stage::Running(Board::Question) {
            left.push(Span::styled(" · ◆ flagged", theme.style(Role::Warn)));
        }
        let right =
            if self.is_hidden() { Line::styled("time hidden ", muted) } else { self.clock(theme) };
        Header { left: Line::from(left), right }
    }

    fn clock(&self, theme: Theme) -> Line<'static> {
        let limit = self.attempt.head().limit;
        if self.used > limit {
            let over = clock(Millis(self.used.0 - limit.0));
            return Line::styled(format!("late by {over} "), theme.style(Role::Bad));
        }
        let role = if self.is_always_shown() { Role::Warn } else { Role::Strong };
        Line::styled(format!("{} left ", clock(self.left())), theme.style(role))
    }

    /// Draws the page, and over it what is asked.
    pub(super) fn draw_stage(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        self.options.hide();
        match self.stage {
            Stage::Running(board) | Stage::Jumping(board) | Stage::Leaving(board) => {
                self.draw_board(frame, area, board, theme);
            }
            Stage::Submitting => self.draw_board(frame, area, Board::Review, theme),
            Stage::Scored => self.draw_score(frame, area, theme),
            Stage::Looking | Stage::Objecting => {
                let Some(look) = &self.look else { return };
                let typed = (self.stage == Stage::Objecting).then_some(&self.typed);
                let shown = (&self.attempt, &*self.content, typed);
                look.draw(frame, area, shown, self.said(), theme);
            }
        }
        match self.stage {
            Stage::Jumping(_) => ask::jump(frame, area, &self.typed, self.attempt.count(), theme),
            Stage::Submitting => ask::submit(frame, area, &self.attempt, &self.drafts, theme),
            Stage::Leaving(_) => ask::leave(frame, area, self, theme),
            Stage::Running(_) | Stage::Scored | Stage::Looking | Stage::Objecting => {}
        }
    }

    fn draw_board(&self, frame: &mut Frame, area: Rect, board: Board, theme: Theme) {
        let area = self.draw_reminder(frame, area, theme);
        self.beside.hide();
        match board {
            Board::Question => self.draw_asked(frame, area, theme),
            Board::Review => {
                let (body, status) = panel::split_top(area, area.height.saturating_sub(1));
                self.draw_review(frame, body, theme);
                self.draw_status(frame, status, theme);
            }
        }
    }

    /// All questions; on a wide screen the chosen one stands beside them, as it is answered.
    fn draw_review(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let exam = self.shown(Focus::Here);
        let chosen = self.grid.chosen(&self.attempt);
        let cells = chosen.map_or(0, |number| self.exhibit(number));
        let Some(([left, right], number)) = panel::beside_with(area, [0, cells]).zip(chosen) else {
            return self.grid.draw(frame, area, exam, Stem::Here, theme);
        };
        self.grid.draw(frame, left, exam, Stem::Beside, theme);
        let title = panel::title("Question", &number.to_string(), theme);
        let answer = (&self.attempt, number);
        let width = right.width.saturating_sub(4);
        let page = page::question(answer, &self.picked(number), usize::MAX, width, theme);
        let right = self.draw_terms(frame, right, page.lines.len(), theme);
        let right = panel::panel(frame, right, title, Focus::Elsewhere, theme);
        self.beside.draw(frame, right, page.lines, theme);
    }

    /// The question at hand; on a wide screen all questions stand beside it.
    fn draw_asked(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let cells = self.exhibit(self.attempt.at());
        let Some([left, right]) = panel::beside_with(area, [cells, 0]) else {
            self.overview.hide();
            return self.draw_question(frame, panel::column(area), theme);
        };
        let title = panel::title("Question", "", theme);
        let (at, width) = (self.attempt.at(), left.width.saturating_sub(4));
        let page = page::question((&self.attempt, at), &self.picked(at), 0, width, theme);
        // A row is for what is said below.
        let left = self.draw_terms(frame, left, page.lines.len() + 1, theme);
        let left = panel::panel(frame, left, title, Focus::Here, theme);
        self.draw_question(frame, left, theme);
        let exam = self.shown(Focus::Elsewhere);
        self.overview.draw(frame, right, exam, Stem::Beside, theme);
    }

    fn shown(&self, focus: Focus) -> ShownExam<'_> {
        let used = (!self.is_hidden()).then_some(self.used);
        ShownExam { attempt: &self.attempt, drafts: &self.drafts, used, focus }
    }

    /// Draws what is known of the exam at the bottom of `area`, where the question leaves room,
    /// and gives the part above it.
    fn draw_terms(&self, frame: &mut Frame, area: Rect, lines: usize, theme: Theme) -> Rect {
        let name = &self.attempt.head().identity.blueprint;
        let Some(form) = self.content.blueprint(name) else { return area };
        let terms = blueprint::terms(form, area.width.saturating_sub(4), theme);
        let height = panel::height_of(&terms) + 2;
        let question = u16::try_from(lines + 2).unwrap_or(u16::MAX);
        if height.saturating_add(question) > area.height {
            return area;
        }
        let (upper, place) = panel::split_top(area, area.height - height);
        Detail::new("This exam", "", terms, theme).draw(frame, place, theme);
        upper
    }

    /// The cells that the exhibit of a question takes.
    fn exhibit(&self, number: usize) -> u16 {
        self.attempt.slot(number).map_or(0, |slot| exhibit::width(slot.item()))
    }

    /// What is said of the time, in the first line while it is new; that it is over, for good.
    fn draw_reminder(&self, frame: &mut Frame, area: Rect, theme: Theme) -> Rect {
        let said = self.reminder.filter(|(notice, at)| {
            *notice == Notice::Over || self.used.0.saturating_sub(at.0) < SAID_FOR.0
        });
        let over = (self.used > self.attempt.head().limit).then_some(Notice::Over);
        let Some(notice) = over.or(said.map(|(notice, _)| notice)) else { return area };
        let width = area.width.saturating_sub(2);
        let lines = panel::wrapped(&words::reminder(notice), width, Role::Warn, theme);
        let (top, rest) = panel::split_top(area, u16::try_from(lines.len()).unwrap_or(1));
        panel::lines(frame, Rect { x: top.x + 1, width, ..top }, lines);
        rest
    }

    fn draw_question(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let number = self.attempt.at();
        let picked = self.picked(number);
        let answer = (&self.attempt, number);
        let page = page::question(answer, &picked, self.cursor(), area.width, theme);
        let moved = (&self.scroll, &self.options, self.follows);
        self.is_before_options.set(page.draw(frame, area, moved, self.said(), theme));
    }

    /// The score; on a wide screen its questions stand beside it.
    fn draw_score(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        self.beside.hide();
        let score = |part, width| score::lines(&self.attempt, self.journal, part, width, theme);
        if let Some([left, right]) = panel::beside(area) {
            let width = left.width.saturating_sub(4);
            let mut lines = score(score::Part::Score, width);
            lines.extend(score::topics(&self.attempt, &self.content.course, width, theme));
            let questions = score(score::Part::Questions, right.width.saturating_sub(4));
            // A row below is for what is said.
            let shown = Rect { height: left.height.saturating_sub(1), ..left };
            self.scroll.measure(lines.len(), shown);
            self.beside.measure(questions.len(), right);
            let [of_score, of_questions] = if self.reads_questions() {
                [Focus::Elsewhere, Focus::Here]
            } else {
                [Focus::Here, Focus::Elsewhere]
            };
            let title = panel::title("Score", "", theme);
            let left = panel::panel(frame, left, title, of_score, theme);
            self.scroll.draw_page(frame, left, lines, self.said(), theme);
            let title = panel::title("Questions", "", theme);
            let right = panel::panel(frame, right, title, of_questions, theme);
            return self.beside.draw(frame, right, questions, theme);
        }
        let column = panel::column(area);
        let lines = score(score::Part::Whole, column.width);
        self.scroll.draw_page(frame, column, lines, self.said(), theme);
    }

    /// What could not be done, or was.
    fn said(&self) -> Option<(Role, &str)> {
        self.status.as_ref().map(|(role, said)| (*role, said.as_str()))
    }

    fn draw_status(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let Some((role, message)) = &self.status else { return };
        let message = text::cut(message, usize::from(area.width));
        frame.render_widget(Line::styled(message, theme.style(*role)), area);
    }
}
