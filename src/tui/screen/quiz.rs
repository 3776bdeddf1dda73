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

pub(super) mod beside;
pub(super) mod page;
pub(super) mod replay;

mod ending;
mod keys;
mod leads;

use std::sync::Arc;
use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::page::{Header, Page};
use crate::app::proof::run::ProofRun;
use crate::tui::content::Content;
use crate::tui::keys::Keymap;
use crate::tui::message::{Effect, Journal};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::field::Field;
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::scroll::{Scroll, Scrollable};
use quizbank::answer::{AnswerChange, Confidence};
use quizbank::model::question::Kind;
use quizbank::objection::KeyObjection;
use quizbank::score::{StudyScore, Tally};
use quizbank::session::Session;
use quizbank::session::{AnswerMode, Study};
use quizbank::slot::{Refusal, Slot};

use keys::Command;
use page::PageLines;

/// An attempt of study.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Quiz {
    content: Arc<Content>,
    session: Session,
    way: AnswerMode,
    /// The topic whose test this is, until its score is shown.
    topic_test: Option<String>,
    /// The option that the arrows have reached.
    cursor: usize,
    scroll: Scroll,
    /// How far the explanation is scrolled that stands beside its question.
    reasons: Scroll,
    stage: Stage,
    /// The run that proves the answered question.
    run: Option<ProofRun>,
    /// Whether the answer at hand is on disk.
    saved: bool,
    notice: Option<String>,
    /// What is wrong with the key, while that is typed.
    objection: Option<Field>,
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
    pub(in crate::tui) fn new(study: Study, content: Arc<Content>) -> Self {
        let Study { session, way, topic_test } = study;
        let stage = if session.slots().is_empty() { Stage::Ending } else { Stage::Asking };
        Self {
            content,
            session,
            way,
            topic_test,
            cursor: 0,
            scroll: Scroll::top(),
            reasons: Scroll::top(),
            stage,
            run: None,
            saved: false,
            notice: None,
            objection: None,
        }
    }

    /// Whether it is a test: nothing of it is explained before its end.
    pub fn is_test(&self) -> bool {
        self.session.is_test()
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
                    let replay = if self.run.is_some() { "; r shows the run" } else { "" };
                    self.notice =
                        Some(format!("you were sure: this question is due again today{replay}"));
                }
            }
            AnswerChange::TakenBack(_) => self.show_current(),
            AnswerChange::Rated(..) => {}
        }
        Vec::new()
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
            Some(_) => match ProofRun::new(&slot.item().question, slot.item().seed) {
                Ok(run) => Some(run),
                Err(error) => {
                    self.notice = Some(error.to_string());
                    None
                }
            },
        };
        (self.scroll, self.reasons) = (Scroll::top(), Scroll::top());
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
        self.scroll = Scroll::top();
        self.stage = Stage::Asking;
    }

    /// Shows the score. A topic test counts what was not answered as wrong.
    fn end(&mut self) -> Vec<Effect> {
        self.run = None;
        self.scroll = Scroll::top();
        self.stage = Stage::Ending;
        let score = StudyScore::of(self.session.slots());
        let held = Tally { answered: score.asked, ..score.total };
        self.topic_test
            .clone()
            .map(|topic| Effect::TopicTestTaken(topic, held))
            .into_iter()
            .collect()
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

    /// The page that the keys scroll.
    fn scrolled(&self) -> &Scroll {
        if self.reasons.has_more() { &self.reasons } else { &self.scroll }
    }

    /// What an explanation draws on.
    fn sources(&self) -> page::ExplanationSources<'_> {
        let Content { ledger, course, .. } = &*self.content;
        page::ExplanationSources { ledger, course, run: self.run.as_ref() }
    }

    /// What is typed against the key, if it is.
    fn objected(&self, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let typed = self.objection.as_ref();
        typed.map_or_else(Vec::new, |typed| page::objection(typed, width, theme))
    }

    /// Draws the question, and beside it how the session goes or why the answer is what it is.
    fn draw_beside(&self, frame: &mut Frame, [left, right]: [Rect; 2], slot: &Slot, theme: Theme) {
        let number = format!("{} of {}", self.session.number(), self.session.slots().len());
        let title = panel::title("Question", &number, theme);
        let left = panel::panel(frame, left, title, Focus::Here, theme);
        let asks = self.stage == Stage::Asking;
        let title = panel::title(if asks { "Session" } else { "Explanation" }, "", theme);
        let right = panel::panel(frame, right, title, Focus::Elsewhere, theme);
        let page = match (asks, self.way) {
            (true, AnswerMode::Recall) => PageLines::top(page::thinking(slot, left.width, theme)),
            (true, _) => page::question(slot, self.cursor, left.width, theme),
            (false, _) => PageLines::top(page::answered(slot, left.width, theme)),
        };
        self.draw_page(frame, left, page, theme);
        if asks {
            let course = &self.content.course;
            return panel::lines(
                frame,
                right,
                beside::session(&self.session, course, right.width, theme),
            );
        }
        let mut lines = self.objected(right.width, theme);
        let verdict = page::verdict(slot, theme);
        lines.extend(page::reasons(slot, verdict, self.sources(), right.width, theme));
        self.reasons.draw(frame, right, lines, theme);
    }

    /// Draws the part of `page` that fits, and in the last row what could not be
    /// done and which part it is.
    fn draw_page(&self, frame: &mut Frame, area: Rect, page: PageLines, theme: Theme) {
        let height = usize::from(area.height.saturating_sub(1));
        if let Some(cursor) = &page.cursor {
            self.scroll.follow(page.lines.len(), height, cursor);
        }
        let said = self.notice.as_deref().map(|notice| (Role::Warn, notice));
        self.scroll.draw_page(frame, area, page.lines, said, theme);
    }
}

impl Page for Quiz {
    type Command = Command;

    fn keys(&self) -> Keymap<Command> {
        let leads = |keymap: Keymap<Command>| {
            let has_run = self.run.is_some();
            let has_fact = self.has_fact();
            keymap.without(|command| match command {
                Command::Replay | Command::WhatIf => !has_run,
                Command::Fact => !has_fact,
                _ => false,
            })
        };
        if self.objection.is_some() {
            return Keymap::new("While typing a report", keys::OBJECTING);
        }
        let keymap = match self.stage {
            Stage::Asking if self.way == AnswerMode::Recall => {
                Keymap::new("A question without options", keys::THINKING)
            }
            Stage::Asking => {
                let kind = self.session.current().map(|slot| slot.item().question.kind);
                let is_multiple = kind == Some(Kind::Multiple);
                Keymap::new("A question", keys::QUESTION)
                    .without(|command| matches!(command, Command::Toggle) && !is_multiple)
            }
            Stage::Marking => leads(Keymap::new("Its answer", keys::MARKING)),
            Stage::Explaining => leads(Keymap::new("A question, answered", keys::EXPLANATION)),
            Stage::Ending => Keymap::new("The score", keys::SCORE),
        };
        keymap
            .scrolling(self.scrolled(), |command| matches!(command, Command::Scroll(_)))
            .back(Command::Back)
    }

    fn act(&mut self, command: Command) -> Vec<Effect> {
        self.notice = None;
        let last = self.session.current().map_or(0, |slot| slot.item().options.len());
        match command {
            Command::Choose(to) => self.cursor = to.from(self.cursor, last.saturating_sub(1)),
            Command::Scroll(to) if self.reasons.has_more() => self.reasons.step(to),
            Command::Scroll(to) => self.scroll.step(to),
            Command::Pick(option) => self.pick(option),
            Command::Toggle => self.pick(self.cursor),
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
            Command::Copy => return self.copy(),
            Command::Source => {
                return self.session.current().map_or_else(Vec::new, |slot| self.source(slot));
            }
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
            Command::Back => return self.leave(),
            Command::Done => return vec![Effect::Close],
        }
        Vec::new()
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.objection.as_mut()
    }

    /// A click on an option goes there; where several are right it picks.
    fn click(&mut self, mouse: Position) -> Vec<Effect> {
        let (Stage::Asking, Some(slot)) = (self.stage, self.session.current()) else {
            return Vec::new();
        };
        if self.way == AnswerMode::Recall {
            return Vec::new();
        }
        let page = page::question(slot, self.cursor, self.scroll.width(), Theme::PLAIN);
        let line = self.scroll.line_at(mouse);
        if let Some(option) = line.and_then(|line| page.option_at(line)) {
            return self.act(Command::Pick(option));
        }
        Vec::new()
    }

    fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        vec![&mut self.scroll, &mut self.reasons]
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

    fn header(&self, theme: Theme) -> Header {
        let muted = theme.style(Role::Muted);
        let title = match &self.topic_test {
            Some(topic) => format!(" Topic test of {topic}"),
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
    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        self.reasons.hide();
        let current = self.session.current().filter(|_| self.stage != Stage::Ending);
        if let (Some(columns), Some(slot)) = (beside::columns(area), current) {
            return self.draw_beside(frame, columns, slot, theme);
        }
        let column = panel::column(area);
        let page = match (self.stage, self.session.current()) {
            (Stage::Ending, _) | (_, None) => {
                let topic_test = self.topic_test.as_deref();
                let course = &self.content.course;
                PageLines::top(ending::lines(
                    &self.session,
                    topic_test,
                    course,
                    column.width,
                    theme,
                ))
            }
            (Stage::Asking, Some(slot)) if self.way == AnswerMode::Recall => {
                PageLines::top(page::thinking(slot, column.width, theme))
            }
            (Stage::Asking, Some(slot)) => page::question(slot, self.cursor, column.width, theme),
            (Stage::Marking | Stage::Explaining, Some(slot)) => {
                let mut lines = self.objected(column.width, theme);
                let verdict = page::verdict(slot, theme);
                let sources = self.sources();
                lines.extend(page::explanation(slot, verdict, sources, column.width, theme));
                PageLines::top(lines)
            }
        };
        self.draw_page(frame, column, page, theme);
    }
}

#[cfg(test)]
mod tests;
