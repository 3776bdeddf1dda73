//! Study on the full screen: a question, then every option explained, in the
//! end the score. What may be done and what counts is the session's business.
//!
//! ```text
//!  Study · 7 of 20 · course and AWS · Health checks        confidence? ○○○
//!  stem …
//!
//!  ✓ 3  50 seconds
//!       right · five failures, one every 10 s
//!  ✗ 4  75 seconds
//!       wrong, your answer · adds the time-out to every check
//! ```

pub(super) mod explanation;
pub(super) mod page;

mod closing;
mod ending;
mod keys;
mod leads;
mod standing;
mod view;

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::page::{Header, Page};
use crate::app::proof::run::ProofRun;
use crate::tui::content::Content;
use crate::tui::keys::Keymap;
use crate::tui::message::{Destination, Effect, Journal, Wheel};
use crate::tui::theme::Theme;
use crate::tui::widget::field::Field;
use crate::tui::widget::list::List;
use crate::tui::widget::scroll::{Scroll, Scrollable};
use quizbank::answer::{AnswerChange, Confidence};
use quizbank::countdown::ExamCountdown;
use quizbank::model::question::{Kind, QuestionId};
use quizbank::objection::KeyObjection;
use quizbank::progress::LearnerProgress;
use quizbank::session::Session;
use quizbank::session::{AnswerMode, Study};
use quizbank::slot::{Refusal, Slot};

use keys::Command;

/// A session of study.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Quiz {
    content: Arc<Content>,
    session: Session,
    way: AnswerMode,
    /// The topic whose test this is, until its score is shown.
    topic_test: Option<String>,
    /// The options, at the one that the arrows have reached.
    options: List,
    /// The questions that were missed, once the score is shown.
    missed: List,
    /// Whether the page keeps the cursor in sight: after a key that moves it.
    follows: bool,
    /// Whether the option at the cursor was below what was rendered last.
    is_before_options: Cell<bool>,
    scroll: Scroll,
    stage: Stage,
    /// The run that proves the answered question.
    run: Option<ProofRun>,
    /// Whether the answer at hand is on disk.
    saved: bool,
    notice: Option<String>,
    /// What is wrong with the key, while that is typed.
    objection: Option<Field>,
    /// The exam that is prepared for, as far as that is known.
    exam: Option<ExamCountdown>,
    /// How the learner stands, as far as that is known.
    progress: Option<LearnerProgress>,
    /// The run that is watched after the first answer, at the first start.
    guide: Option<Destination>,
    /// Whether this is the first start: the course comes next.
    is_first: bool,
}

/// What is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Asking,
    /// The answer to what was thought about is shown and waits for a mark.
    Marking,
    Explaining,
    Ending,
    /// A question that was missed, after the end.
    Reviewing,
}

impl Quiz {
    /// The first question of `study`.
    pub(in crate::tui) fn new(study: Study, content: Arc<Content>) -> Self {
        let Study { session, way, topic_test } = study;
        let stage = if session.slots().is_empty() { Stage::Ending } else { Stage::Asking };
        Self {
            content,
            session,
            way,
            topic_test,
            options: List::default(),
            missed: List::default(),
            follows: false,
            is_before_options: Cell::new(false),
            scroll: Scroll::top(),
            stage,
            run: None,
            saved: false,
            notice: None,
            objection: None,
            exam: None,
            progress: None,
            guide: None,
            is_first: false,
        }
    }

    /// The same at the first start: `run` is watched after the answer, the course comes next.
    #[must_use]
    pub(in crate::tui) fn guided(self, run: Destination) -> Self {
        Self { guide: Some(run), is_first: true, ..self }
    }

    /// The questions that are not answered, where the session can go on another time: a test
    /// cannot.
    pub(in crate::tui) fn unanswered(&self) -> Option<Vec<QuestionId>> {
        let is_kept = !self.session.is_test() && self.way == AnswerMode::Options && !self.is_first;
        let slots = self.session.slots().iter().filter(|slot| slot.outcome().is_none());
        is_kept.then(|| slots.map(|slot| slot.item().question.id.clone()).collect())
    }

    /// Takes in which exam is prepared for: its guide names the skills.
    pub(in crate::tui) fn prepares_for(&mut self, exam: ExamCountdown) {
        self.exam = Some(exam);
    }

    /// Takes in how the learner stands.
    pub(in crate::tui) fn learn(&mut self, progress: LearnerProgress) {
        self.progress = Some(progress);
    }

    /// Whether a test is taken: nothing of it is explained before its end.
    pub(in crate::tui) fn takes_test(&self) -> bool {
        self.session.is_test() && !matches!(self.stage, Stage::Ending | Stage::Reviewing)
    }

    /// The number of the question that waits for its answer.
    pub(in crate::tui) fn asking(&self) -> Option<usize> {
        let waits = matches!(self.stage, Stage::Asking | Stage::Marking);
        waits.then(|| self.session.number())
    }

    /// How keeping `change` went: it comes true now, or an error is for the user.
    pub(in crate::tui) fn kept(
        &mut self,
        change: &AnswerChange,
        result: Result<Journal, String>,
    ) -> Vec<Effect> {
        let journal = match result {
            Ok(journal) => journal,
            Err(message) => {
                self.notice = Some(format!("not saved: {message}"));
                return Vec::new();
            }
        };
        self.session.apply(change);
        match change {
            AnswerChange::Answered(..)
                if self.session.is_test() || self.way == AnswerMode::Recall =>
            {
                return self.go_on();
            }
            AnswerChange::Answered(_, draft) => {
                self.explain();
                self.saved = journal == Journal::Kept;
                if self.saved && draft.is_sure_but_wrong() {
                    let replay = if self.run.is_some() { "; press r for the run" } else { "" };
                    self.notice = Some(format!(
                        "you were sure but wrong: this question is due again today{replay}"
                    ));
                }
            }
            AnswerChange::TakenBack(_) => self.show_current(),
            AnswerChange::Rated(..) => {}
        }
        Vec::new()
    }

    fn pick(&mut self, option: usize) {
        match self.session.pick(option) {
            Ok(()) => self.options.set(option),
            Err(refusal) => self.notice = Some(refusal.to_string()),
        }
    }

    /// Answers with the option under the cursor, or with all that are picked
    /// where several are wanted.
    fn answer(&mut self) -> Vec<Effect> {
        let Some(slot) = self.session.current() else { return Vec::new() };
        let answered = match slot.item().question.kind {
            Kind::Choice => {
                let cursor = self.options.position(slot.item().options.len());
                self.session.answer_with(&[cursor])
            }
            Kind::Multiple => self.session.answer(),
        };
        match answered {
            Ok(change) => return vec![Effect::Keep(change)],
            Err(refusal @ Refusal::WrongCount { .. }) => {
                self.notice = Some(format!("{refusal}; press space to pick"));
            }
            Err(refusal) => self.notice = Some(refusal.to_string()),
        }
        Vec::new()
    }

    /// Shows the answer to what the learner has thought about.
    fn reveal(&mut self) {
        self.explain();
        self.stage = Stage::Marking;
    }

    fn explain(&mut self) {
        let Some(slot) = self.session.current() else { return };
        self.run = ProofRun::of(slot.item()).unwrap_or_else(|error| {
            self.notice = Some(error.to_string());
            None
        });
        self.scroll = Scroll::top();
        self.saved = false;
        self.stage = Stage::Explaining;
    }

    fn go_on(&mut self) -> Vec<Effect> {
        if let Some(run) = self.guide.take() {
            return vec![Effect::Open(run)];
        }
        if self.session.advance().is_err() {
            return self.end();
        }
        self.show_current();
        Vec::new()
    }

    fn show_current(&mut self) {
        self.run = None;
        self.options.set(0);
        self.follows = false;
        self.scroll = Scroll::top();
        self.stage = Stage::Asking;
    }

    fn undo(&mut self) -> Vec<Effect> {
        match self.session.undo() {
            Ok(Some(change)) => return vec![Effect::Keep(change)],
            Ok(None) => self.notice = Some("there is no answer to clear".to_owned()),
            Err(refusal) => self.notice = Some(refusal.to_string()),
        }
        Vec::new()
    }

    /// Has what is typed written to a file; nothing typed is nothing said.
    fn report(&mut self) -> Vec<Effect> {
        let typed = self.objection.take().unwrap_or_default();
        let words = typed.text().trim();
        let Some(slot) = self.session.current().filter(|_| !words.is_empty()) else {
            return Vec::new();
        };
        vec![Effect::Object(Box::new(KeyObjection::of(slot, words)))]
    }

    /// Guess, unsure, sure, and round again.
    fn next_rating(&self) -> AnswerChange {
        let said = self.session.current().and_then(Slot::confidence);
        self.session.rate(match said {
            None | Some(Confidence::Sure) => Confidence::Guess,
            Some(Confidence::Guess) => Confidence::Unsure,
            Some(Confidence::Unsure) => Confidence::Sure,
        })
    }
}

impl Page for Quiz {
    type Command = Command;

    fn keys(&self) -> Keymap<Command> {
        self.keymap()
    }

    fn act(&mut self, command: Command) -> Vec<Effect> {
        self.notice = None;
        self.follows = !matches!(command, Command::Scroll(_));
        let options = self.session.current().map_or(0, |slot| slot.item().options.len());
        match command {
            // The first key leads to the options where they are out of sight.
            Command::Choose(_) if self.is_before_options.replace(false) => {}
            Command::Choose(to) => self.options.step(to, options),
            Command::Scroll(to) => self.scroll.step(to),
            Command::Pick(option) => self.pick(option),
            Command::Toggle => self.pick(self.options.position(options)),
            Command::Answer => return self.answer(),
            Command::Sure if self.stage == Stage::Explaining => {
                return vec![Effect::Keep(self.next_rating())];
            }
            Command::Sure => self.session.apply(&self.next_rating()),
            Command::Reveal => self.reveal(),
            Command::Mark(recall) => {
                return self.session.mark(recall).map(Effect::Keep).into_iter().collect();
            }
            Command::Next => return self.go_on(),
            Command::Replay => return self.replay(),
            Command::WhatIf => return self.what_if(),
            Command::Fact => return self.fact(),
            Command::Topic => return self.topic(),
            Command::Copy => return self.copy(),
            Command::Source => return self.source(),
            Command::Missed(to) => self.missed.step(to, self.missed_numbers().len()),
            Command::Review => self.review(),
            Command::ReviewNext(turn) => self.review_next(turn),
            Command::Undo => return self.undo(),
            Command::Turn(mark) => {
                let question = self.session.current().map(|slot| slot.item().question.id.clone());
                return question.map(|id| Effect::Mark(mark, id)).into_iter().collect();
            }
            Command::Object => {
                self.scroll = Scroll::top();
                self.objection = Some(Field::default());
            }
            Command::Report => return self.report(),
            Command::Forget => self.objection = None,
            Command::Back if self.stage == Stage::Ending => return vec![Effect::Close],
            Command::Back if self.stage == Stage::Reviewing => self.show_score(),
            Command::Back => return self.leave(),
            Command::Done if self.is_first => return self.to_course(),
            Command::Done => return vec![Effect::Close],
        }
        Vec::new()
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.objection.as_mut()
    }

    fn tick(&mut self, _: Duration) -> Vec<Effect> {
        vec![Effect::Simulate]
    }

    fn simulate(&mut self, events: u64) -> bool {
        self.run.as_mut().is_none_or(|run| run.fill(events))
    }

    fn moves(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.outcome().is_none())
    }

    fn click(&mut self, mouse: Position) -> Vec<Effect> {
        self.notice = None;
        match (self.stage, self.session.current().map(|slot| slot.item().question.kind)) {
            (Stage::Asking, Some(kind)) if self.way == AnswerMode::Options => {
                let clicked = self.options.entry_at(mouse);
                if self.options.click(mouse)
                    && kind == Kind::Multiple
                    && let Some(option) = clicked
                {
                    self.pick(option);
                }
            }
            (Stage::Ending, _) if self.missed.click(mouse) => self.review(),
            _ => {}
        }
        Vec::new()
    }

    fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        vec![&mut self.scroll]
    }

    fn moved(&mut self, _: usize) {
        self.follows = false;
    }

    fn turn_wheel(&mut self, _: Position, wheel: Wheel) -> bool {
        self.follows = false;
        self.scroll.turn(wheel);
        true
    }

    fn header(&self, theme: Theme) -> Header {
        self.title(theme)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        self.draw_stage(frame, area, theme);
    }
}

#[cfg(test)]
mod tests;
