//! One attempt of an exam: what is answered, flagged and struck out, how much of
//! the time is used, and when it is over.
//!
//! It is the sum of its records. [`ExamAttempt::act`] only says what the next record
//! would be; [`ExamAttempt::take`] lets it come true, once it was written, and reads a
//! journal again by the same rules. Time used and wall time come in from outside.

mod exam_slot;
mod paper;
pub mod plausibility;
mod record;
mod timing;

use std::sync::Arc;

pub use self::exam_slot::ExamSlot;
pub use self::paper::{SatPaper, SatQuestion};
pub use self::record::{ActionKind, AttemptHead, AttemptRecord, AttemptSummary, Points};
pub use self::timing::{Gap, Notice, clock, left, next_notice, notice};
use super::form::Form;
use super::grade::{self, ExamGrade};
use super::slot::{Flag, Refusal, Slot};
use crate::model::calendar::{Millis, Moment};
use crate::model::paper::{AnswerKey, GivenAnswers};

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExamAction {
    /// What.
    pub kind: ActionKind,
    /// To which question, counted from 1, where it is done to one.
    pub question: Option<usize>,
    /// With which options: their places in the file, counted from 1.
    pub places: Vec<usize>,
}

impl ExamAction {
    /// Something that is done to no question.
    pub fn plain(kind: ActionKind) -> Self {
        Self { kind, question: None, places: Vec::new() }
    }

    /// Something that is done to a question.
    pub fn on(kind: ActionKind, question: usize) -> Self {
        Self { kind, question: Some(question), places: Vec::new() }
    }

    /// The same, with options.
    #[must_use]
    pub fn with(self, places: impl IntoIterator<Item = usize>) -> Self {
        let mut places: Vec<usize> = places.into_iter().collect();
        places.sort_unstable();
        places.dedup();
        Self { places, ..self }
    }
}

/// What the clocks say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockReading {
    /// How much of the time is used.
    pub used: Millis,
    /// The wall clock.
    pub wall: Moment,
}

/// Why a record does not belong where it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// One is missing, or there twice.
    #[error("record {found} is in place of record {expected}")]
    Sequence {
        /// The number it should have.
        expected: u64,
        /// The number it has.
        found: u64,
    },
    /// Its hash does not follow.
    #[error("record {0} was changed or does not follow the record before it")]
    Link(u64),
    /// Used time was given back.
    #[error("record {0} has less time used than the record before it")]
    Time(u64),
    /// It names what is not on the form.
    #[error("record {0} does not match the exam")]
    Form(u64),
    /// It cannot be done at that point.
    #[error("record {0} reports an impossible step: {1}")]
    Refused(u64, Refusal),
    /// The score in it is another one.
    #[error("record {0} has a score that does not match the answers")]
    Points(u64),
}

/// An attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct ExamAttempt {
    head: AttemptHead,
    key: Arc<AnswerKey>,
    slots: Vec<ExamSlot>,
    at: usize,
    sequence: u64,
    link: String,
    last: ClockReading,
    /// What was granted on top of the time limit.
    granted: Millis,
    gaps: Vec<Gap>,
    points: Option<Points>,
}

impl ExamAttempt {
    /// An attempt of `form` before its first record.
    pub fn new(head: AttemptHead, form: Form, key: impl Into<Arc<AnswerKey>>) -> Self {
        let slots = form.entries.into_iter().map(ExamSlot::new).collect();
        let link = head.link();
        let last = ClockReading { used: Millis(0), wall: head.begun };
        let (granted, gaps) = (Millis(0), Vec::new());
        let key = key.into();
        Self { head, key, slots, at: 1, sequence: 0, link, last, granted, gaps, points: None }
    }

    /// Returns an attempt of `form` and its first record, which is still to be
    /// [taken](Self::take), once it was written.
    ///
    /// # Errors
    ///
    /// [`Refusal`] where the first action is rejected; a new attempt takes it.
    pub fn begin(
        head: AttemptHead,
        form: Form,
        key: impl Into<Arc<AnswerKey>>,
    ) -> Result<(Self, AttemptRecord), Refusal> {
        let now = ClockReading { used: Millis(0), wall: head.begun };
        let attempt = Self::new(head, form, key);
        let first = attempt.act(&ExamAction::plain(ActionKind::Begin), now)?;
        Ok((attempt, first))
    }

    /// Grants more time from now on; what was late before stays late.
    pub fn grant(&mut self, more: Millis) {
        self.granted.0 = self.granted.0.saturating_add(more.0);
    }

    /// Takes a whole journal.
    ///
    /// # Errors
    ///
    /// [`RecordError`] at the first record that does not follow.
    pub fn replay(
        mut self,
        records: impl IntoIterator<Item = AttemptRecord>,
    ) -> Result<Self, RecordError> {
        records.into_iter().try_for_each(|record| self.take(&record))?;
        Ok(self)
    }

    /// The record that `act` makes, which takes effect when it is [taken](Self::take).
    ///
    /// # Errors
    ///
    /// [`Refusal`] where it cannot be done now.
    pub fn act(&self, act: &ExamAction, now: ClockReading) -> Result<AttemptRecord, Refusal> {
        self.check(act)?;
        // A clock that goes back gives no time back.
        let used = now.used.max(self.last.used);
        let id = |number: usize| Some(self.slot(number)?.item().question.id.clone());
        let mut record = AttemptRecord {
            sequence: self.sequence + 1,
            used,
            wall: now.wall,
            kind: act.kind,
            question: act.question,
            id: act.question.and_then(id),
            places: act.places.clone(),
            points: (act.kind == ActionKind::Submit).then(|| self.total()),
            link: String::new(),
        };
        record.link = record.link_after(&self.link);
        Ok(record)
    }

    /// Lets a record come true.
    ///
    /// # Errors
    ///
    /// [`RecordError`] where the record does not follow from those before; nothing is
    /// changed then.
    pub fn take(&mut self, record: &AttemptRecord) -> Result<(), RecordError> {
        let number = record.sequence;
        if number != self.sequence + 1 {
            return Err(RecordError::Sequence { expected: self.sequence + 1, found: number });
        }
        if !record.follows(&self.link) {
            return Err(RecordError::Link(number));
        }
        if record.used < self.last.used {
            return Err(RecordError::Time(number));
        }
        let AttemptRecord { kind, question, ref places, .. } = *record;
        let act = ExamAction { kind, question, places: places.clone() };
        let there = question.and_then(|number| self.slot(number));
        let fits = there.map(|slot| &slot.item().question.id) == record.id.as_ref();
        if !fits || act.kind.is_on_a_question() != question.is_some() {
            return Err(RecordError::Form(number));
        }
        self.check(&act).map_err(|refusal| RecordError::Refused(number, refusal))?;
        let expected = (act.kind == ActionKind::Submit).then(|| self.total());
        if record.points != expected {
            return Err(RecordError::Points(number));
        }
        self.apply(&act, record);
        Ok(())
    }

    fn check(&self, act: &ExamAction) -> Result<(), Refusal> {
        if self.points.is_some() {
            return Err(Refusal::Over);
        }
        if (act.kind == ActionKind::Begin) != (self.sequence == 0) {
            return Err(Refusal::OutOfOrder);
        }
        let Some(number) = act.question else { return Ok(()) };
        let count = self.slots.len();
        let none = Refusal::NoSuchQuestion { question: number, count };
        let slot = self.slot(number).ok_or(none)?;
        for place in &act.places {
            // Places count from 1; there is no option before the first.
            slot.has_option(place.wrapping_sub(1))?;
        }
        let picked = act.places.len();
        let wanted = match act.kind {
            ActionKind::Pick => return slot.is_complete(picked),
            ActionKind::Strike | ActionKind::Restore => 1,
            _ => 0,
        };
        if picked == wanted { Ok(()) } else { Err(Refusal::WrongCount { picked, wanted }) }
    }

    fn apply(&mut self, act: &ExamAction, record: &AttemptRecord) {
        let passed = record.used.0 - self.last.used.0;
        let wall = record.wall.0.saturating_sub(self.last.wall.0);
        self.gaps.extend(Gap::between(record.sequence, wall, passed));
        if let Some(slot) = self.slots.get_mut(self.at - 1) {
            slot.spend(passed);
        }
        self.sequence = record.sequence;
        self.link.clone_from(&record.link);
        self.last = ClockReading { used: record.used, wall: record.wall };
        self.points = record.points;
        let late = self.is_over();
        let Some(number) = act.question else { return };
        let Some(slot) = self.slots.get_mut(number - 1) else { return };
        if act.kind != ActionKind::Go {
            slot.touch(record.sequence);
        }
        match act.kind {
            ActionKind::Go => self.at = number,
            ActionKind::Pick | ActionKind::Clear => slot.answer(&act.places, late),
            ActionKind::Strike => slot.strike(&act.places),
            ActionKind::Restore => slot.restore(&act.places),
            ActionKind::Flag => slot.flag(Flag::Raised),
            ActionKind::Unflag => slot.flag(Flag::Down),
            ActionKind::Begin
            | ActionKind::Resume
            | ActionKind::Tick
            | ActionKind::Leave
            | ActionKind::Submit => {}
        }
    }

    /// What it is of.
    pub fn head(&self) -> &AttemptHead {
        &self.head
    }

    /// What settles its answers.
    pub fn key(&self) -> &AnswerKey {
        &self.key
    }

    /// The paper and key that are sat, as they are kept.
    pub fn paper(&self) -> SatPaper {
        let questions = self.slots.iter().map(|slot| (slot.item(), slot.counts()));
        SatPaper::of(questions, &self.key)
    }

    /// The question of this number on the form, counted from 1, and how it stands.
    pub fn slot(&self, number: usize) -> Option<&Slot> {
        self.exam_slot(number).map(ExamSlot::slot)
    }

    /// The same with how it stands against the clock.
    pub fn exam_slot(&self, number: usize) -> Option<&ExamSlot> {
        self.slots.get(number.checked_sub(1)?)
    }

    /// The question of this number with what counts of its answer, to be explained.
    pub fn answered(&self, number: usize) -> Option<Slot> {
        let slot = self.exam_slot(number)?;
        Some(Slot::answered(slot.shared_item(), slot.in_time().to_vec()))
    }

    /// How every question stands, with its number.
    pub fn slots(&self) -> impl Iterator<Item = (usize, &ExamSlot)> {
        (1..).zip(&self.slots)
    }

    /// The number of the question at hand.
    pub fn at(&self) -> usize {
        self.at
    }

    /// How many questions there are.
    pub fn count(&self) -> usize {
        self.slots.len()
    }

    /// How many records there are.
    pub fn records(&self) -> u64 {
        self.sequence
    }

    /// The hash of the last record.
    pub fn link(&self) -> &str {
        &self.link
    }

    /// How much of the time was used at the last record.
    pub fn used(&self) -> Millis {
        self.last.used
    }

    /// What the clocks said at the last record.
    pub fn last(&self) -> ClockReading {
        self.last
    }

    /// The time that there is: the limit, and what was granted on top of it.
    pub fn limit(&self) -> Millis {
        Millis(self.head.limit.0.saturating_add(self.granted.0))
    }

    /// Whether the time was over at the last record: what comes now is late.
    pub fn is_over(&self) -> bool {
        self.last.used > self.limit()
    }

    /// What it came to, once it was submitted.
    pub fn points(&self) -> Option<Points> {
        self.points
    }

    /// Where wall clock and used time parted.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// Numbers of the questions without an answer.
    pub fn unanswered(&self) -> Vec<usize> {
        self.numbers(|slot| slot.slot().picked().is_empty())
    }

    /// Numbers of the questions that are marked.
    pub fn flagged(&self) -> Vec<usize> {
        self.numbers(|slot| slot.slot().flag() == Flag::Raised)
    }

    /// Numbers of the questions whose answer became another one.
    pub fn changed(&self) -> Vec<usize> {
        self.numbers(|slot| slot.changes() > 0)
    }

    /// Numbers of the questions answered, or answered otherwise, after the time.
    pub fn late(&self) -> Vec<usize> {
        self.numbers(ExamSlot::is_late)
    }

    fn numbers(&self, is: impl Fn(&ExamSlot) -> bool) -> Vec<usize> {
        self.slots().filter(|(_, slot)| is(slot)).map(|(number, _)| number).collect()
    }

    /// The grade of what was answered in time.
    pub fn grade(&self) -> ExamGrade {
        grade::grade(&self.key, &self.answers_in_time())
    }

    /// What the grade would be if late answers counted.
    pub fn grade_with_late(&self) -> ExamGrade {
        grade::grade(&self.key, &self.answers(|slot| slot.slot().picked()))
    }

    /// What was answered in time.
    pub fn answers_in_time(&self) -> GivenAnswers {
        self.answers(ExamSlot::in_time)
    }

    fn answers(&self, of: impl Fn(&ExamSlot) -> &[usize]) -> GivenAnswers {
        self.slots().map(|(number, slot)| (number, slot.places(of(slot)))).collect()
    }

    fn total(&self) -> Points {
        let ExamGrade { scored, score, .. } = self.grade();
        Points { right: scored.right, scored: scored.questions, points: score.points }
    }
}

#[cfg(test)]
mod tests;
