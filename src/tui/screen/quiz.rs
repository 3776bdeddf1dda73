//! Study on the full screen: a question, then every option explained, in the
//! end the score. What may be done and what counts is the session's business.
//!
//! ```text
//!  Study · health-check · 7 of 20                        both editions agree
//!  stem …
//!
//!  ✓ 3  50 seconds
//!       right · five failures, one every 10 s
//!  ✗ 4  75 seconds
//!       wrong, your answer · adds the time-out to every check
//! ```

mod ending;
pub(super) mod leads;
pub(super) mod page;

use std::cell::Cell;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Header;
use super::exam::Journal;
use crate::app::proof::run::Run;
use crate::tui::Content;
use crate::tui::keys::Place;
use crate::tui::message::{Effect, Msg};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel;
use quizbank::answer::AnswerChange;
use quizbank::answer::Confidence;
use quizbank::model::question::Kind;
use quizbank::score::{StudyScore, Tally};
use quizbank::session::{AnswerMode, Study};
use quizbank::session::{Refusal, Session, Slot};

use page::Page;

const SCROLL_PAGE: usize = 10;

/// A sitting of study.
#[derive(Clone, Debug)]
pub struct Quiz {
    content: Arc<Content>,
    session: Session,
    way: AnswerMode,
    /// The topic whose gate this is, until its score is told.
    gate: Option<String>,
    /// The option that the arrows have reached.
    cursor: usize,
    /// The first line in sight.
    scroll: usize,
    /// How far the page drawn last can scroll: only drawing knows the width, and
    /// a key must not count lines that are not there.
    reach: Cell<usize>,
    stage: Stage,
    /// The run that proves the answered question.
    run: Option<Run>,
    /// Whether the answer at hand is on disk.
    saved: bool,
    notice: Option<String>,
}

/// What is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Asking,
    /// The answer to what was thought about is shown and waits for a mark.
    Marking,
    Explaining,
    Ending,
}

impl Quiz {
    /// The first question of `study`.
    pub fn new(study: Study, content: Arc<Content>) -> Self {
        let Study { session, way, gate } = study;
        let stage = if session.slots().is_empty() { Stage::Ending } else { Stage::Asking };
        Self {
            content,
            session,
            way,
            gate,
            cursor: 0,
            scroll: 0,
            reach: Cell::default(),
            stage,
            run: None,
            saved: false,
            notice: None,
        }
    }

    /// The number of the question that waits for its answer.
    pub fn asking(&self) -> Option<usize> {
        let waits = matches!(self.stage, Stage::Asking | Stage::Marking);
        waits.then(|| self.session.number())
    }

    /// How keeping `change` went: it comes true now, or an error is for the user.
    pub fn kept(&mut self, change: &AnswerChange, result: Result<Journal, String>) -> Vec<Effect> {
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
                    let replay = if self.run.is_some() { "; r shows the run" } else { "" };
                    self.notice =
                        Some(format!("you were sure: this question comes back today{replay}"));
                }
            }
            AnswerChange::TakenBack(_) => self.show_current(),
            AnswerChange::Rated(..) => {}
        }
        Vec::new()
    }

    /// Takes in a message and says what is to be done.
    pub fn update(&mut self, message: Msg) -> Vec<Effect> {
        if let Msg::Tick(_) = message {
            return vec![Effect::Simulate];
        }
        self.notice = None;
        match (self.stage, message) {
            (Stage::Ending, Msg::Back | Msg::Accept) => return vec![Effect::Close],
            (_, Msg::Back) => return self.leave(),
            (_, Msg::Undo) => return self.undo(),
            (Stage::Asking, Msg::Accept) if self.way == AnswerMode::Recall => self.reveal(),
            (Stage::Asking, _) if self.way == AnswerMode::Recall => self.scroll(message),
            (Stage::Asking, Msg::Accept) => return self.answer(),
            (Stage::Asking, _) => self.ask(message),
            (Stage::Marking, Msg::Recall(recall)) => {
                return self.session.mark(recall).map(Effect::Keep).into_iter().collect();
            }
            (Stage::Explaining, Msg::Accept) => return self.go_on(),
            (Stage::Explaining, Msg::Sure) => return vec![Effect::Keep(self.next_rating())],
            (Stage::Explaining | Stage::Marking, Msg::Replay) => return self.replay(),
            (Stage::Explaining, Msg::WhatIf) => return self.what_if(),
            (Stage::Explaining | Stage::Marking, Msg::Fact) => return self.fact(),
            (Stage::Explaining | Stage::Marking | Stage::Ending, _) => self.scroll(message),
        }
        Vec::new()
    }

    /// Simulates on with the run that proves the answer. True when nothing is left to do.
    pub fn simulate(&mut self, events: u64) -> bool {
        self.run.as_mut().is_none_or(|run| run.fill(events))
    }

    /// Whether a run is on its way.
    pub fn moves(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.outcome().is_none())
    }

    /// Which keys hold.
    pub fn place(&self) -> Place {
        match self.stage {
            Stage::Asking if self.way == AnswerMode::Recall => Place::Thinking,
            Stage::Asking => Place::Question,
            Stage::Marking => Place::Marking,
            Stage::Explaining => Place::Explanation,
            Stage::Ending => Place::Score,
        }
    }

    fn ask(&mut self, message: Msg) {
        let Some(slot) = self.session.current() else { return };
        let last = slot.item().options.len().saturating_sub(1);
        match message {
            Msg::Up => self.cursor = self.cursor.saturating_sub(1),
            Msg::Down => self.cursor = (self.cursor + 1).min(last),
            Msg::First => self.cursor = 0,
            Msg::Last => self.cursor = last,
            Msg::Pick(option) => self.pick(option),
            Msg::Toggle => self.pick(self.cursor),
            Msg::Sure => self.session.apply(&self.next_rating()),
            _ => {}
        }
    }

    fn pick(&mut self, option: usize) {
        match self.session.pick(option) {
            Ok(()) => self.cursor = option,
            Err(refusal) => self.notice = Some(refusal.to_string()),
        }
    }

    /// Answers with the option under the cursor, or with all that are picked
    /// where several are wanted.
    fn answer(&mut self) -> Vec<Effect> {
        let Some(slot) = self.session.current() else { return Vec::new() };
        let answered = match slot.item().question.kind {
            Kind::Choice => self.session.answer_with(&[self.cursor]),
            Kind::Multiple => self.session.answer(),
        };
        match answered {
            Ok(change) => return vec![Effect::Keep(change)],
            Err(refusal @ Refusal::WrongCount { .. }) => {
                self.notice = Some(format!("{refusal}; space picks"));
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
        self.run = match &slot.item().question.proof {
            None => None,
            Some(_) => match Run::new(&slot.item().question, slot.item().seed) {
                Ok(run) => Some(run),
                Err(error) => {
                    self.notice = Some(error.to_string());
                    None
                }
            },
        };
        self.scroll = 0;
        self.saved = false;
        self.stage = Stage::Explaining;
    }

    fn go_on(&mut self) -> Vec<Effect> {
        if self.session.advance().is_err() {
            return self.end();
        }
        self.show_current();
        Vec::new()
    }

    fn show_current(&mut self) {
        self.run = None;
        self.cursor = 0;
        self.scroll = 0;
        self.stage = Stage::Asking;
    }

    /// Shows the score. A gate counts what was not answered as wrong.
    fn end(&mut self) -> Vec<Effect> {
        self.run = None;
        self.scroll = 0;
        self.stage = Stage::Ending;
        let score = StudyScore::of(self.session.slots());
        let held = Tally { answered: score.asked, ..score.total };
        self.gate.clone().map(|topic| Effect::Held(topic, held)).into_iter().collect()
    }

    /// Leaving shows the score first, if there is any.
    fn leave(&mut self) -> Vec<Effect> {
        if StudyScore::of(self.session.slots()).total.answered == 0 {
            return vec![Effect::Close];
        }
        self.end()
    }

    fn undo(&mut self) -> Vec<Effect> {
        match self.session.undo() {
            Ok(Some(change)) => return vec![Effect::Keep(change)],
            Ok(None) => self.notice = Some("there is no answer to take back".to_owned()),
            Err(refusal) => self.notice = Some(refusal.to_string()),
        }
        Vec::new()
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

    fn scroll(&mut self, message: Msg) {
        let last = self.reach.get();
        let first = self.scroll.min(last);
        self.scroll = match message {
            Msg::Up => first.saturating_sub(1),
            Msg::Down => (first + 1).min(last),
            Msg::PageUp => first.saturating_sub(SCROLL_PAGE),
            Msg::PageDown => (first + SCROLL_PAGE).min(last),
            Msg::First => 0,
            Msg::Last => last,
            _ => first,
        };
    }

    /// The line at the top.
    pub fn header(&self, theme: Theme) -> Header {
        let muted = theme.style(Role::Muted);
        let title = match &self.gate {
            Some(topic) => format!(" Gate of {topic}"),
            None => " Study".to_owned(),
        };
        let title = Span::styled(title, theme.style(Role::Strong));
        let Some(slot) = self.session.current().filter(|_| self.stage != Stage::Ending) else {
            return Header { left: Line::from(title), right: Line::default() };
        };
        let place = format!(
            " · {} · {} of {} · {}",
            slot.item().question.topic,
            self.session.number(),
            self.session.slots().len(),
            slot.item().question.authority
        );
        let mut right = page::confidence(slot.confidence(), theme);
        if self.saved && self.stage == Stage::Explaining {
            right.insert(0, Span::styled("  saved", muted));
        }
        Header {
            left: Line::from(vec![title, Span::styled(place, muted)]),
            right: Line::from(right),
        }
    }

    /// Draws the question, its explanation or the score.
    pub fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let column =
            Rect { x: area.x + 1, width: area.width.saturating_sub(2).min(page::WIDEST), ..area };
        let page = match (self.stage, self.session.current()) {
            (Stage::Ending, _) | (_, None) => {
                let gate = self.gate.as_deref();
                let course = &self.content.course;
                Page::top(ending::lines(&self.session, gate, course, column.width, theme))
            }
            (Stage::Asking, Some(slot)) if self.way == AnswerMode::Recall => {
                Page::top(page::thinking(slot, column.width, theme))
            }
            (Stage::Asking, Some(slot)) => page::question(slot, self.cursor, column.width, theme),
            (Stage::Marking | Stage::Explaining, Some(slot)) => {
                let Content { ledger, course, .. } = &*self.content;
                let told = page::Told { ledger, course, run: self.run.as_ref() };
                Page::top(page::explanation(
                    slot,
                    page::verdict(slot, theme),
                    told,
                    column.width,
                    theme,
                ))
            }
        };
        self.draw_page(frame, column, page, theme);
    }

    /// Draws the part of `page` that fits, and in the last row what could not be
    /// done and which part it is.
    fn draw_page(&self, frame: &mut Frame, area: Rect, page: Page, theme: Theme) {
        let height = area.height.saturating_sub(1);
        let (body, status) = panel::split_top(area, height);
        let total = page.lines.len();
        let height = usize::from(height);
        let first = page.first(self.scroll, height);
        self.reach.set(total.saturating_sub(height));
        let shown = page.lines.into_iter().skip(first).take(height).collect();
        panel::lines(frame, body, shown);
        if let Some(notice) = &self.notice {
            let line = Line::styled(notice.clone(), theme.style(Role::Warn));
            frame.render_widget(line, status);
        }
        if total > height {
            let last = (first + height).min(total);
            let position = format!("↑↓ lines {}–{last} of {total}", first + 1);
            let line = Line::styled(position, theme.style(Role::Muted)).right_aligned();
            frame.render_widget(line, status);
        }
    }
}

#[cfg(test)]
mod tests;
