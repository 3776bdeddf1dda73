//! A question of an exam that is over, every option explained, with the run that
//! settles it and the fact behind it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::keys::Look;
use super::score;
use crate::app::proof::run::ProofRun;
use crate::report::attempt as words;
use crate::tui::content::Content;
use crate::tui::keys::Turn;
use crate::tui::message::Effect;
use crate::tui::screen::catalog::Detail;
use crate::tui::screen::page::Header;
use crate::tui::screen::quiz::explanation::{self, Ahead, Answered};
use crate::tui::screen::quiz::page;
use crate::tui::screen::related;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::exhibit;
use crate::tui::widget::field::Field;
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::scroll::{Scroll, Scrollable};
use quizbank::attempt::ExamAttempt;
use quizbank::grade;
use quizbank::objection::KeyObjection;
use quizbank::slot::Slot;

/// Which questions the keys go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Through {
    Missed,
    All,
}

/// A look back at one question after the other.
#[derive(Clone, Debug)]
pub(super) struct ReviewedQuestion {
    number: usize,
    slot: Slot,
    through: Through,
    /// The run that proves the question, if one does.
    run: Option<ProofRun>,
    scroll: Scroll,
    /// How far the explanation is scrolled that stands beside the question.
    reasons: Scroll,
}

impl ReviewedQuestion {
    /// At the first question that was missed, or at the first where none was.
    pub(super) fn first(attempt: &ExamAttempt) -> Result<Self, String> {
        match words::missed(attempt).first() {
            Some(&number) => Self::at(attempt, number, Through::Missed),
            None => Self::at(attempt, 1, Through::All),
        }
    }

    fn at(attempt: &ExamAttempt, number: usize, through: Through) -> Result<Self, String> {
        let slot = attempt.answered(number);
        let slot = slot.ok_or_else(|| format!("there is no question `{number}`"))?;
        let run = ProofRun::of(slot.item()).map_err(|error| error.to_string())?;
        Ok(Self { number, slot, through, run, scroll: Scroll::top(), reasons: Scroll::top() })
    }

    fn numbers(&self, attempt: &ExamAttempt) -> Vec<usize> {
        match self.through {
            Through::Missed => words::missed(attempt),
            Through::All => (1..=attempt.count()).collect(),
        }
    }

    /// Whether a run proves the question.
    pub(super) fn has_run(&self) -> bool {
        self.run.is_some()
    }

    /// Whether more of its page is there than is seen.
    pub(super) fn scrolls(&self) -> bool {
        self.scroll.has_more() || self.reasons.has_more()
    }

    /// Whether there is another question where `command` leads to one.
    pub(super) fn leads(&self, command: Look, attempt: &ExamAttempt) -> bool {
        match command {
            Look::Go(_) => self.numbers(attempt).len() > 1,
            Look::All => self.through == Through::Missed || !words::missed(attempt).is_empty(),
            _ => true,
        }
    }

    /// The question, as it is explained.
    pub(super) fn answered<'a>(&'a self, content: &'a Content) -> Answered<'a> {
        let (slot, run) = (&self.slot, self.run.as_ref());
        Answered { slot, run, content, ahead: Ahead::Everything }
    }

    /// Does what a key means, and says what else is to be done; an error is for the user.
    pub(super) fn act(
        &mut self,
        command: Look,
        attempt: &ExamAttempt,
        content: &Content,
    ) -> Result<Vec<Effect>, String> {
        let numbers = self.numbers(attempt);
        match command {
            Look::Go(Turn::Next) => {
                let next = numbers.into_iter().find(|number| *number > self.number);
                let next = next.ok_or("this is the last question; Esc returns to the score")?;
                *self = Self::at(attempt, next, self.through)?;
            }
            Look::Go(Turn::Previous) => {
                let before = numbers.into_iter().rev().find(|number| *number < self.number);
                let before = before.ok_or("this is the first question")?;
                *self = Self::at(attempt, before, self.through)?;
            }
            Look::All if self.through == Through::All => {
                let missed = words::missed(attempt);
                let near = missed.iter().find(|number| **number >= self.number).or(missed.last());
                let near = *near.ok_or("no question was missed")?;
                *self = Self::at(attempt, near, Through::Missed)?;
            }
            Look::All => self.through = Through::All,
            Look::Replay => return Ok(self.answered(content).replay().into_iter().collect()),
            Look::Fact => return Ok(self.answered(content).open_fact().into_iter().collect()),
            Look::Copy => return Ok(vec![self.answered(content).copy()]),
            Look::Source => return Ok(vec![self.answered(content).source()]),
            Look::Scroll(to) if self.reasons.has_more() => self.reasons.step(to),
            Look::Scroll(to) => self.scroll.step(to),
            Look::Object | Look::Back => {}
        }
        Ok(Vec::new())
    }

    /// What somebody who answered it says about its key.
    pub(super) fn objection(&self, words: &str) -> KeyObjection {
        KeyObjection::of(&self.slot, words)
    }

    /// Simulates on. True when nothing is left to do.
    pub(super) fn simulate(&mut self, events: u64) -> bool {
        self.run.as_mut().is_none_or(|run| run.fill(events))
    }

    /// Whether a run is on its way.
    pub(super) fn moves(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.outcome().is_none())
    }

    /// The line at the top.
    pub(super) fn header(&self, attempt: &ExamAttempt, content: &Content, theme: Theme) -> Header {
        let topic = content.course.topic_title(&self.slot.item().question.topic);
        let title = format!("question {} of {} · {topic}", self.number, attempt.count());
        let numbers = self.numbers(attempt);
        let place = numbers.iter().take_while(|number| **number <= self.number).count();
        let state = match self.through {
            Through::Missed => format!("missed question {place} of {}", numbers.len()),
            Through::All => "all questions".to_owned(),
        };
        Header::titled("Review", &title, &state, theme)
    }

    /// From its top again.
    pub(super) fn show_top(&mut self) {
        (self.scroll, self.reasons) = (Scroll::top(), Scroll::top());
    }

    /// The pages that the mouse scrolls.
    pub(super) fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        vec![&mut self.scroll, &mut self.reasons]
    }

    /// Draws the question, explained below it or beside it, and what is `said`.
    pub(super) fn draw(
        &self,
        frame: &mut Frame,
        area: Rect,
        (attempt, content, typed): (&ExamAttempt, &Content, Option<&Field>),
        said: Option<(Role, &str)>,
        theme: Theme,
    ) {
        let answered = self.answered(content);
        let objected =
            |width| typed.map_or_else(Vec::new, |typed| page::objection(typed, width, theme));
        self.reasons.hide();
        // An exhibit that half a screen would break is shown in one column with the reasons.
        let cells = exhibit::width(self.slot.item());
        let halves = panel::beside(area).filter(|[left, _]| cells + 4 <= left.width);
        if let Some([left, right]) = halves {
            let [width, beside] = [left, right].map(|area| area.width.saturating_sub(4));
            let run = self.run.as_ref().map(ProofRun::scenario);
            let [run, topic, terms] =
                related::rest(&self.slot, run, content, width.min(beside), theme);
            let lines = explanation::question(&self.slot, width, theme);
            // A row is for what is said below.
            let rows = panel::height_of(&lines) + 3;
            let room = (width, left.height.saturating_sub(rows));
            let basis = related::basis(&self.slot, content, room, theme);
            let more = vec![basis, topic];
            let more = related::and_steps(more, &content.course, (left, rows), theme);
            let left = related::draw_below(frame, (left, rows), more, theme);
            let title = panel::title("Question", &self.number.to_string(), theme);
            let left = panel::panel(frame, left, title, Focus::Elsewhere, theme);
            self.scroll.draw_page(frame, left, lines, said, theme);
            let verdict = self.verdict(attempt, beside, theme);
            let mut lines = objected(beside);
            lines.extend(explanation::beside(answered, verdict, beside, theme));
            let rows = panel::height_of(&lines) + 2;
            // Its first line is blank.
            let by_topic = score::topics(attempt, &content.course, beside, theme).split_off(1);
            let scored = Detail::new("Score", "", by_topic, theme);
            let by_question = score::questions(attempt, beside, theme);
            let questions = Detail::new("Questions", "", by_question, theme);
            let more = vec![run, terms, scored, questions];
            let right = related::draw_below(frame, (right, rows), more, theme);
            let title = panel::title("Explanation", "", theme);
            let right = panel::panel(frame, right, title, Focus::Here, theme);
            return self.reasons.draw(frame, right, lines, theme);
        }
        let column = panel::column(area);
        let verdict = self.verdict(attempt, column.width, theme);
        let mut lines = objected(column.width);
        lines.push(Line::default());
        lines.extend(explanation::lines(answered, verdict, column.width, theme));
        self.scroll.draw_page(frame, column, lines, said, theme);
    }

    fn verdict(&self, attempt: &ExamAttempt, width: u16, theme: Theme) -> Vec<Line<'static>> {
        let outcome = attempt.grade().outcomes.get(self.number - 1).copied();
        if outcome != Some(grade::ItemOutcome::Blank) {
            return explanation::verdict(&self.slot, width, theme);
        }
        let text = format!("✗ Result: {}", words::state(attempt, self.number));
        panel::wrapped(&text, width, Role::Bad, theme)
    }
}
