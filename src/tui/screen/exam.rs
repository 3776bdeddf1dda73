//! An exam on the full screen: a question, all of them, the end, the score, and
//! the look back. What may be done is the attempt's business; each step is asked of
//! the loop, which has it written before it comes true here.
//!
//! ```text
//!  Exam · question 12 of 65 · 9 answered · ◆ flagged                 1:52:10 left
//!  stem …
//!
//! ▸ ● 1  an option
//!   – 2  one that is struck out (struck out)
//!
//!  saved: question 12: 1
//! ```

mod answer;
mod ask;
mod board;
mod closing;
mod grid;
mod keys;
mod look;
mod page;
mod score;
mod standing;
mod view;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use self::grid::Grid;
use self::keys::{Ask, Command, Confirm, Look, Review, Score};
use self::look::ReviewedQuestion;
use crate::report::attempt as words;
use crate::tui::content::Content;
use crate::tui::keys::Keymap;
use crate::tui::message::{Effect, Journal};
use crate::tui::screen::page::{Header, Page};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::field::Field;
use crate::tui::widget::list::List;
use crate::tui::widget::scroll::{Scroll, Scrollable};
use quizbank::attempt::{ActionKind, ExamAction, ExamAttempt, Notice, clock, left};
use quizbank::model::calendar::Millis;
use quizbank::slot::Slot;

/// With so much time left, clock and place cannot be hidden. Our choice.
const SHOWN_AT: Millis = Millis(5 * 60_000);

/// An exam that is sat, or reviewed.
#[derive(Clone, Debug)]
pub struct Exam {
    content: Arc<Content>,
    attempt: ExamAttempt,
    journal: Journal,
    /// How much of the time is used, as of the last look at the clock.
    used: Millis,
    stage: Stage,
    /// The options, at the one that the arrows have reached.
    options: List,
    /// Options that are picked where more are wanted: no answer yet, by question.
    drafts: BTreeMap<usize, Vec<usize>>,
    /// What stays picked once an answer is taken back.
    staying: Vec<usize>,
    /// Whether clock and place were asked to be hidden.
    hides: bool,
    typed: Field,
    grid: Grid,
    /// All questions beside the one at hand, on a wide screen.
    overview: Grid,
    scroll: Scroll,
    /// How far what stands beside it is scrolled.
    beside: Scroll,
    /// Whether the arrows were sent there at the score.
    reads_beside: bool,
    /// Whether the page follows the cursor, or was scrolled by hand.
    follows: bool,
    /// Whether the option at the cursor was below what was rendered last.
    is_before_options: Cell<bool>,
    look: Option<ReviewedQuestion>,
    /// What was last said of the time, and when.
    reminder: Option<(Notice, Millis)>,
    status: Option<(Role, String)>,
}

/// Which page of a running exam is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Board {
    Question,
    Review,
}

/// What is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Running(Board),
    Jumping(Board),
    Submitting,
    Leaving(Board),
    Scored,
    Looking,
    Objecting,
}

impl Exam {
    /// `attempt` at the question at hand, or at its score where it is submitted.
    pub fn new(content: Arc<Content>, attempt: ExamAttempt, journal: Journal) -> Self {
        let is_over = attempt.points().is_some();
        let stage = if is_over { Stage::Scored } else { Stage::Running(Board::Question) };
        let used = attempt.used();
        let mut exam = Self {
            content,
            attempt,
            journal,
            used,
            stage,
            options: List::default(),
            drafts: BTreeMap::new(),
            staying: Vec::new(),
            hides: false,
            typed: Field::default(),
            grid: Grid::default(),
            overview: Grid::default(),
            scroll: Scroll::top(),
            beside: Scroll::top(),
            reads_beside: false,
            follows: false,
            is_before_options: Cell::new(false),
            look: None,
            reminder: None,
            status: None,
        };
        exam.show();
        exam
    }

    /// The attempt itself, for the thread that keeps its journal.
    pub fn attempt_mut(&mut self) -> &mut ExamAttempt {
        &mut self.attempt
    }

    /// The attempt itself.
    pub fn attempt(&self) -> &ExamAttempt {
        &self.attempt
    }

    /// Whether its clock runs.
    pub fn runs(&self) -> bool {
        self.attempt.points().is_none()
    }

    /// Whether the clock is in sight, and so has to go on.
    pub fn shows_clock(&self) -> bool {
        self.runs() && !self.is_hidden()
    }

    fn left(&self) -> Millis {
        left(self.attempt.head().limit, self.used)
    }

    fn is_hidden(&self) -> bool {
        self.hides && !self.is_always_shown()
    }

    /// Whether so little time is left that it cannot be hidden.
    fn is_always_shown(&self) -> bool {
        self.left() <= SHOWN_AT
    }

    /// Takes in how much of the time is used.
    pub fn passes(&mut self, used: Millis) {
        self.used = used;
    }

    /// Takes in what is to be said of the time.
    pub fn remind(&mut self, notice: Notice) {
        self.reminder = Some((notice, self.used));
    }

    /// How `act` went: it is true by now, or an error is for the user.
    pub fn kept(&mut self, act: &ExamAction, result: Result<(), String>) {
        let staying = std::mem::take(&mut self.staying);
        self.status = None;
        if let Err(message) = result {
            self.status = Some((Role::Bad, message));
            return;
        }
        match (act.kind, act.question) {
            (ActionKind::Go, _) => {
                self.stage = Stage::Running(Board::Question);
                self.show();
            }
            (ActionKind::Submit, _) => {
                self.stage = Stage::Scored;
                self.scroll = Scroll::top();
            }
            (ActionKind::Clear, Some(number)) if !staying.is_empty() => {
                self.drafts.insert(number, staying);
            }
            (ActionKind::Pick | ActionKind::Clear, Some(number)) => {
                self.drafts.remove(&number);
            }
            _ => {}
        }
        if let Some(done) = words::done(&self.attempt, act) {
            let word = match self.journal {
                Journal::Kept => "saved",
                Journal::Unkept => "noted",
            };
            self.status = Some((Role::Muted, format!("{word}: {done}")));
        }
    }

    /// What is said once the exam is left.
    pub fn farewell(&self) -> String {
        let (id, left) = (&self.attempt.head().id, clock(self.left()));
        match self.journal {
            Journal::Kept => format!("paused with {left} left; you can resume attempt {id} here"),
            Journal::Unkept => "left; the exam was not saved".to_owned(),
        }
    }

    /// The question at hand, from its top.
    fn show(&mut self) {
        let picked = self.picked(self.attempt.at());
        self.options.set(picked.first().copied().unwrap_or_default());
        self.scroll = Scroll::top();
        self.follows = false;
        self.overview.stand_at(self.attempt.at());
    }

    /// Indices of the options that are picked, answer or not.
    fn picked(&self, number: usize) -> Vec<usize> {
        match self.attempt.slot(number).map(Slot::picked) {
            Some(answer) if !answer.is_empty() => answer.to_vec(),
            _ => self.drafts.get(&number).cloned().unwrap_or_default(),
        }
    }

    fn refuse(&mut self, message: impl Into<String>) -> Vec<Effect> {
        self.status = Some((Role::Warn, message.into()));
        Vec::new()
    }
}

impl Page for Exam {
    type Command = Command;

    fn keys(&self) -> Keymap<Command> {
        const LEAVE: &str = "leave the exam; asks for confirmation";
        let confirm = |place, rows| Keymap::new(place, rows).back(Confirm::No);
        match self.stage {
            Stage::Running(Board::Question) => Keymap::new("A question of an exam", keys::QUESTION)
                .scrolling(&self.scroll, |ask| matches!(ask, Ask::Scroll(_)))
                .out_of_footer(|ask| matches!(ask, Ask::Clock) && self.is_always_shown())
                .back_by("back", LEAVE, Ask::Leave)
                .map(Command::Ask),
            Stage::Running(Board::Review) => Keymap::new("All questions of an exam", keys::REVIEW)
                .back(Review::Back)
                .map(Command::Review),
            Stage::Jumping(_) => {
                Keymap::new("While typing a number", keys::JUMP).map(Command::Jump)
            }
            Stage::Submitting => confirm("Before an exam ends", keys::SUBMIT).map(Command::Submit),
            Stage::Leaving(_) => confirm("Before an exam is left", keys::LEAVE).map(Command::Leave),
            Stage::Objecting => {
                Keymap::new("While typing a report", keys::OBJECTING).map(Command::Object)
            }
            Stage::Scored => Keymap::new("The score of an exam", keys::SCORE)
                .scrolling(self.scored_scroll(), |score| matches!(score, Score::Scroll(_)))
                .without(|score| matches!(score, Score::OtherPane) && !self.has_two_to_read())
                .back(Score::Back)
                .map(Command::Score),
            Stage::Looking => {
                let keymap = Keymap::new("A question, reviewed", keys::LOOK).back(Look::Back);
                let Some(look) = &self.look else { return keymap.map(Command::Look) };
                let has_fact = look.answered(&self.content).fact().is_some();
                let keymap = keymap.without(|command| match command {
                    Look::Replay => !look.has_run(),
                    Look::Fact => !has_fact,
                    Look::Scroll(_) => !look.scrolls(),
                    _ => false,
                });
                let is_idle = |command| !look.leads(command, &self.attempt);
                keymap.out_of_footer(is_idle).map(Command::Look)
            }
        }
    }

    fn act(&mut self, command: Command) -> Vec<Effect> {
        self.status = None;
        match (command, self.stage) {
            (Command::Ask(ask), _) => self.ask(ask),
            (Command::Review(review), _) => self.review(review),
            (Command::Jump(Confirm::Yes), Stage::Jumping(board)) => self.jump(board),
            (Command::Submit(Confirm::Yes), _) => {
                vec![Effect::ExamStep(ExamAction::plain(ActionKind::Submit))]
            }
            (Command::Submit(Confirm::No), _) => self.turn_to(Board::Review),
            (Command::Leave(Confirm::Yes), _) => vec![Effect::LeaveExam],
            (_, Stage::Jumping(board) | Stage::Leaving(board)) => self.turn_to(board),
            (Command::Score(score), _) => self.scored(score),
            (Command::Look(look), _) => self.look_back(look),
            (Command::Object(confirm), _) => self.object(confirm),
            (Command::Jump(_) | Command::Leave(_), _) => Vec::new(),
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        matches!(self.stage, Stage::Jumping(_) | Stage::Objecting).then_some(&mut self.typed)
    }

    /// No exam has enough questions to need more digits; a report takes any letter.
    fn edited(&mut self) {
        const DIGITS: usize = 3;
        if self.stage == Stage::Objecting {
            return;
        }
        let typed = self.typed.text();
        let digits: String = typed.chars().filter(char::is_ascii_digit).take(DIGITS).collect();
        // Another text has its cursor at the end: a number is corrected where it stands.
        if digits != typed {
            self.typed = Field::holding(digits);
        }
    }

    /// A click picks an option, or goes to a question.
    fn click(&mut self, mouse: Position) -> Vec<Effect> {
        let grid = match self.stage {
            Stage::Running(Board::Question) => &self.overview,
            Stage::Running(Board::Review) => &self.grid,
            _ => return Vec::new(),
        };
        if let Some(number) = grid.number_at(mouse) {
            return self.go(number);
        }
        match self.options.entry_at(mouse).filter(|_| self.scroll.is_at(mouse)) {
            Some(option) => self.act(Command::Ask(Ask::Pick(option))),
            None => Vec::new(),
        }
    }

    fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        match (self.stage, &mut self.look) {
            (Stage::Looking, Some(look)) => look.panes(),
            (Stage::Running(Board::Question), _) => {
                vec![&mut self.scroll, &mut self.overview.open.scroll]
            }
            (Stage::Running(Board::Review), _) => {
                vec![&mut self.grid.open.scroll, &mut self.beside]
            }
            (Stage::Scored, _) => vec![&mut self.scroll, &mut self.beside],
            _ => Vec::new(),
        }
    }

    fn moved(&mut self, _: usize) {
        self.follows = false;
    }

    fn tick(&mut self, _: Duration) -> Vec<Effect> {
        vec![Effect::Simulate]
    }

    fn simulate(&mut self, events: u64) -> bool {
        self.look.as_mut().is_none_or(|look| look.simulate(events))
    }

    fn moves(&self) -> bool {
        self.look.as_ref().is_some_and(ReviewedQuestion::moves)
    }

    fn header(&self, theme: Theme) -> Header {
        self.draw_header(theme)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        self.draw_stage(frame, area, theme);
    }
}

#[cfg(test)]
mod tests;
