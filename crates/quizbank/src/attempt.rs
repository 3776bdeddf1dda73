//! One sitting of an exam: what is answered, flagged and struck out, how much of
//! the time is used, and when it is over.
//!
//! It is the sum of its records. [`ExamAttempt::act`] only says what the next record
//! would be; [`ExamAttempt::take`] lets it come true, once it was written, and reads a
//! journal again by the same rules. Time used and wall time come in from outside.

mod paper;
mod record;
mod timing;

use std::collections::BTreeSet;

pub use self::paper::{SatPaper, SatQuestion};
pub use self::record::{ActionKind, AttemptHead, AttemptRecord, AttemptSummary, Points};
pub use self::timing::{Gap, Notice, TOLERANCE, clock, left, next_notice, notice};
use super::form::{Form, FormQuestion};
use super::grade::{self, ExamGrade};
use super::session::{self, Flag};
use crate::model::calendar::{Millis, Moment};
use crate::model::paper::{AnswerKey, Answers};

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

/// Why something cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// As in study.
    #[error(transparent)]
    Study(#[from] session::Refusal),
    /// The sitting was submitted.
    #[error("this sitting is submitted; nothing in it changes any more")]
    Over,
    /// It begins once, and first of all.
    #[error("a sitting begins once")]
    OutOfOrder,
}

/// Why a record does not belong where it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// One is missing, or there twice.
    #[error("record {found} stands where record {expected} should")]
    Sequence {
        /// The number it should have.
        expected: u64,
        /// The number it has.
        found: u64,
    },
    /// Its hash does not follow.
    #[error("record {0} was changed, or does not follow from the one before")]
    Link(u64),
    /// Used time was given back.
    #[error("record {0} has less time used than the one before")]
    Time(u64),
    /// It names what is not on the form.
    #[error("record {0} does not fit the form")]
    Form(u64),
    /// It cannot be done at that point.
    #[error("record {0} tells of something that could not be done: {1}")]
    Refused(u64, Refusal),
    /// The score in it is another one.
    #[error("record {0} has a score that the answers do not give")]
    Points(u64),
}

/// How one question of the form stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    places: Vec<usize>,
    in_time: Vec<usize>,
    struck: BTreeSet<usize>,
    flag: Flag,
    was_answered: bool,
    changes: usize,
    spent: Millis,
}

impl Slot {
    /// Places of the options picked, late or not; none while it has no answer.
    pub fn places(&self) -> &[usize] {
        &self.places
    }

    /// Those that were picked when the time was over: what counts.
    pub fn in_time(&self) -> &[usize] {
        &self.in_time
    }

    /// Whether the answer was given or changed after the time.
    pub fn is_late(&self) -> bool {
        self.places != self.in_time
    }

    /// Whether the option at `place` is struck out.
    pub fn is_struck(&self, place: usize) -> bool {
        self.struck.contains(&place)
    }

    /// Whether it is marked for another look.
    pub fn flag(&self) -> Flag {
        self.flag
    }

    /// How often its answer became another one.
    pub fn changes(&self) -> usize {
        self.changes
    }

    /// How much time was used while it was looked at.
    pub fn spent(&self) -> Millis {
        self.spent
    }

    fn answer(&mut self, places: &[usize], late: bool) {
        let changed = self.was_answered && !places.is_empty() && self.places != places;
        self.changes += usize::from(changed);
        self.was_answered |= !places.is_empty();
        places.clone_into(&mut self.places);
        if !late {
            places.clone_into(&mut self.in_time);
        }
    }
}

/// A sitting.
#[derive(Clone, Debug, PartialEq)]
pub struct ExamAttempt {
    head: AttemptHead,
    form: Form,
    key: AnswerKey,
    slots: Vec<Slot>,
    at: usize,
    sequence: u64,
    link: String,
    last: ClockReading,
    gaps: Vec<Gap>,
    points: Option<Points>,
}

impl ExamAttempt {
    /// A sitting of `form` before its first record.
    pub fn new(head: AttemptHead, form: Form, key: AnswerKey) -> Self {
        let slots = vec![Slot::default(); form.entries.len()];
        let link = head.link();
        let last = ClockReading { used: Millis(0), wall: head.begun };
        let gaps = Vec::new();
        Self { head, form, key, slots, at: 1, sequence: 0, link, last, gaps, points: None }
    }

    /// Takes a whole journal.
    pub fn replay(
        mut self,
        records: impl IntoIterator<Item = AttemptRecord>,
    ) -> Result<Self, RecordError> {
        records.into_iter().try_for_each(|record| self.take(&record))?;
        Ok(self)
    }

    /// The record that `act` makes, which takes effect when it is [taken](Self::take).
    pub fn act(&self, act: &ExamAction, now: ClockReading) -> Result<AttemptRecord, Refusal> {
        self.check(act)?;
        // A clock that goes back gives no time back.
        let used = now.used.max(self.last.used);
        let id = |number: usize| Some(self.entry(number)?.item.question.id.clone());
        let mut record = AttemptRecord {
            sequence: self.sequence + 1,
            used,
            wall: now.wall,
            kind: act.kind,
            question: act.question,
            id: act.question.and_then(id),
            places: act.places.clone(),
            points: (act.kind == ActionKind::Submit).then(|| self.worth()),
            link: String::new(),
        };
        record.link = record.link_after(&self.link);
        Ok(record)
    }

    /// Lets a record come true.
    pub fn take(&mut self, record: &AttemptRecord) -> Result<(), RecordError> {
        let number = record.sequence;
        if number != self.sequence + 1 {
            return Err(RecordError::Sequence { expected: self.sequence + 1, found: number });
        }
        if record.link != record.link_after(&self.link) {
            return Err(RecordError::Link(number));
        }
        if record.used < self.last.used {
            return Err(RecordError::Time(number));
        }
        let AttemptRecord { kind, question, places, .. } = record.clone();
        let act = ExamAction { kind, question, places };
        let there = question.and_then(|number| self.entry(number));
        let fits = there.map(|entry| &entry.item.question.id) == record.id.as_ref();
        if !fits || act.kind.is_on_a_question() != question.is_some() {
            return Err(RecordError::Form(number));
        }
        self.check(&act).map_err(|refusal| RecordError::Refused(number, refusal))?;
        let expected = (act.kind == ActionKind::Submit).then(|| self.worth());
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
        let Some(entry) = self.entry(number) else {
            return Err(session::Refusal::NoSuchQuestion { question: number, count }.into());
        };
        let (options, wanted) = (entry.item.options.len(), entry.item.wanted());
        let beyond = act.places.iter().find(|place| !(1..=options).contains(*place));
        if let Some(&option) = beyond {
            return Err(session::Refusal::NoSuchOption { option, count: options }.into());
        }
        let wanted = match act.kind {
            ActionKind::Pick => wanted,
            ActionKind::Strike | ActionKind::Restore => 1,
            _ => 0,
        };
        let picked = act.places.len();
        if picked == wanted {
            return Ok(());
        }
        Err(session::Refusal::WrongCount { picked, wanted }.into())
    }

    fn apply(&mut self, act: &ExamAction, record: &AttemptRecord) {
        let passed = record.used.0 - self.last.used.0;
        let wall = record.wall.0.saturating_sub(self.last.wall.0);
        self.gaps.extend(Gap::between(record.sequence, wall, passed));
        if let Some(slot) = self.slots.get_mut(self.at - 1) {
            slot.spent.0 += passed;
        }
        (self.sequence, self.link) = (record.sequence, record.link.clone());
        self.last = ClockReading { used: record.used, wall: record.wall };
        self.points = record.points;
        let late = self.is_over();
        let Some(number) = act.question else { return };
        let Some(slot) = self.slots.get_mut(number - 1) else { return };
        match act.kind {
            ActionKind::Go => self.at = number,
            ActionKind::Pick | ActionKind::Clear => slot.answer(&act.places, late),
            ActionKind::Strike => slot.struck.extend(&act.places),
            ActionKind::Restore => slot.struck.retain(|place| !act.places.contains(place)),
            ActionKind::Flag => slot.flag = Flag::Raised,
            ActionKind::Unflag => slot.flag = Flag::Down,
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
        SatPaper::of(&self.form, &self.key)
    }

    /// The question of this number on the form, counted from 1.
    pub fn entry(&self, number: usize) -> Option<&FormQuestion> {
        self.form.entries.get(number.checked_sub(1)?)
    }

    /// How the question of this number stands.
    pub fn slot(&self, number: usize) -> Option<&Slot> {
        self.slots.get(number.checked_sub(1)?)
    }

    /// Indices, in the order shown, of the options of a question at `places`.
    pub fn shown(&self, number: usize, places: &[usize]) -> Vec<usize> {
        let Some(entry) = self.entry(number) else { return Vec::new() };
        let shown = entry.item.options.iter().enumerate();
        let named = shown.filter(|(_, option)| places.contains(&(option.position + 1)));
        named.map(|(index, _)| index).collect()
    }

    /// The question of this number with what counts of its answer, to be explained.
    pub fn answered(&self, number: usize) -> Option<session::Slot> {
        let (entry, slot) = self.entry(number).zip(self.slot(number))?;
        let picked = self.shown(number, &slot.in_time);
        Some(session::Slot::answered(entry.item.clone(), picked))
    }

    /// How every question stands, with its number.
    pub fn slots(&self) -> impl Iterator<Item = (usize, &Slot)> {
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

    /// Whether the time was over at the last record: what comes now is late.
    pub fn is_over(&self) -> bool {
        self.last.used > self.head.limit
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
        self.numbers(|slot| slot.places.is_empty())
    }

    /// Numbers of the questions that are marked.
    pub fn flagged(&self) -> Vec<usize> {
        self.numbers(|slot| slot.flag == Flag::Raised)
    }

    /// Numbers of the questions whose answer became another one.
    pub fn changed(&self) -> Vec<usize> {
        self.numbers(|slot| slot.changes > 0)
    }

    /// Numbers of the questions answered, or answered otherwise, after the time.
    pub fn late(&self) -> Vec<usize> {
        self.numbers(Slot::is_late)
    }

    fn numbers(&self, is: impl Fn(&Slot) -> bool) -> Vec<usize> {
        self.slots().filter(|(_, slot)| is(slot)).map(|(number, _)| number).collect()
    }

    /// The grade of what was answered in time.
    pub fn grade(&self) -> ExamGrade {
        grade::grade(&self.key, &self.answers(Slot::in_time))
    }

    /// What the grade would be if late answers counted.
    pub fn grade_with_late(&self) -> ExamGrade {
        grade::grade(&self.key, &self.answers(Slot::places))
    }

    fn answers(&self, of: impl Fn(&Slot) -> &[usize]) -> Answers {
        let answered = self.slots().filter(|(_, slot)| !of(slot).is_empty());
        answered.map(|(number, slot)| (number, of(slot).to_vec())).collect()
    }

    fn worth(&self) -> Points {
        let ExamGrade { scored, score, .. } = self.grade();
        Points { right: scored.right, scored: scored.questions, points: score.points }
    }
}

#[cfg(test)]
mod tests;
