//! One attempt of study: where the learner is, what is picked, what was
//! answered and how sure it felt.
//!
//! The full screen and the plain dialogue call the same functions and show the
//! same rejections. An answer is final until it is undone.

use super::answer::{AnswerChange, Confidence, NewAnswer, Recall};
use super::present::{Unfit, present};
use super::slot::{Refusal, Slot};
use crate::model::question::{Kind, Question};

/// An attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    slots: Vec<Slot>,
    at: usize,
    answered: Vec<usize>,
    /// Whether first answers count and nothing is explained before the end.
    is_test: bool,
}

impl Session {
    /// An attempt over `questions`, shown as `seed` decides; an empty
    /// list makes an attempt whose [`Self::current`] is `None`.
    ///
    /// # Errors
    ///
    /// [`Unfit`] where a text cannot be filled in with the numbers sampled.
    pub fn new<'a>(
        questions: impl IntoIterator<Item = &'a Question>,
        seed: u64,
    ) -> Result<Self, Unfit> {
        let slot = |question| present(question, seed).map(Slot::new);
        let slots = questions.into_iter().map(slot).collect::<Result<_, _>>()?;
        Ok(Self { slots, at: 0, answered: Vec::new(), is_test: false })
    }

    /// The same as a topic test: first answers count, and nothing is explained before the end.
    #[must_use]
    pub fn as_test(self) -> Self {
        Self { is_test: true, ..self }
    }

    /// Whether it is a topic test.
    pub fn is_test(&self) -> bool {
        self.is_test
    }

    /// Every question of the attempt, in order.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The question at hand; `None` only in an empty attempt.
    pub fn current(&self) -> Option<&Slot> {
        self.slots.get(self.at)
    }

    /// Its number, counted from 1.
    pub fn number(&self) -> usize {
        self.at + 1
    }

    /// Whether the question at hand is the last.
    pub fn is_last(&self) -> bool {
        self.number() >= self.slots.len()
    }

    /// Picks `option` (an index): instead of what was picked, or, where several
    /// are wanted, in addition; picking it again takes it back.
    ///
    /// # Errors
    ///
    /// [`Refusal`] where the question is answered or has no such option.
    pub fn pick(&mut self, option: usize) -> Result<(), Refusal> {
        let slot = self.open_mut(option)?;
        match (slot.item.question.kind, slot.picked.iter().position(|&picked| picked == option)) {
            (Kind::Choice, _) => slot.picked = vec![option],
            (Kind::Multiple, Some(place)) => {
                slot.picked.remove(place);
            }
            (Kind::Multiple, None) => {
                slot.picked.push(option);
                slot.picked.sort_unstable();
            }
        }
        Ok(())
    }

    /// Strikes `option` (an index) out, or takes that back.
    ///
    /// # Errors
    ///
    /// [`Refusal`] where the question is answered or has no such option.
    pub fn strike(&mut self, option: usize) -> Result<(), Refusal> {
        let slot = self.open_mut(option)?;
        if !slot.struck.remove(&option) {
            slot.struck.insert(option);
        }
        Ok(())
    }

    /// Marks the question at hand for another look, or takes the mark away.
    pub fn toggle_flag(&mut self) {
        if let Some(slot) = self.slots.get_mut(self.at) {
            slot.flag = slot.flag.turned();
        }
    }

    /// Returns how sure the learner is, before or after the answer is shown, as a change
    /// to [apply](Self::apply).
    pub fn rate(&self, confidence: Confidence) -> AnswerChange {
        AnswerChange::Rated(self.number(), confidence)
    }

    /// Returns the answer to the question at hand with what is picked, as a change to
    /// [apply](Self::apply) once it is kept.
    ///
    /// # Errors
    ///
    /// [`Refusal`] where it is answered, or too few or too many options are picked.
    pub fn answer(&self) -> Result<AnswerChange, Refusal> {
        let picked = self.current().map(Slot::picked).unwrap_or_default();
        self.answer_with(picked)
    }

    /// The same with `options` (indices) instead of what is picked.
    ///
    /// # Errors
    ///
    /// As [`Self::answer`], and where there is no such option.
    pub fn answer_with(&self, options: &[usize]) -> Result<AnswerChange, Refusal> {
        let mut picked = options.to_vec();
        picked.sort_unstable();
        picked.dedup();
        let slot = self.open(picked.last().copied().unwrap_or_default())?;
        slot.is_complete(picked.len())?;
        let draft = NewAnswer::chosen(&slot.item, &picked, slot.confidence);
        Ok(AnswerChange::Answered(self.number(), draft))
    }

    /// The same with the learner's own mark as the answer.
    ///
    /// # Errors
    ///
    /// [`Refusal`] where it is answered.
    pub fn mark(&self, recall: Recall) -> Result<AnswerChange, Refusal> {
        let slot = self.open(0)?;
        let draft = NewAnswer::marked(&slot.item, recall, slot.confidence);
        Ok(AnswerChange::Answered(self.number(), draft))
    }

    /// Returns that the answer to the question at hand and its picks are taken back, as a
    /// change to [apply](Self::apply).
    ///
    /// # Errors
    ///
    /// [`Refusal::Final`] in a topic test once it is answered.
    pub fn clear(&self) -> Result<AnswerChange, Refusal> {
        match self.current() {
            Some(slot) if slot.answered && self.is_test => Err(Refusal::Final),
            _ => Ok(AnswerChange::TakenBack(self.number())),
        }
    }

    /// The same for the last answer; `None` when there is none.
    ///
    /// # Errors
    ///
    /// As [`Self::clear`].
    pub fn undo(&self) -> Result<Option<AnswerChange>, Refusal> {
        match self.answered.last() {
            Some(_) if self.is_test => Err(Refusal::Final),
            last => Ok(last.map(|last| AnswerChange::TakenBack(last + 1))),
        }
    }

    /// Lets a change come true, once it is kept where anything is; taking an answer back
    /// goes to its question.
    pub fn apply(&mut self, change: &AnswerChange) {
        let (AnswerChange::Answered(number, _)
        | AnswerChange::Rated(number, _)
        | AnswerChange::TakenBack(number)) = change;
        let Some(at) = number.checked_sub(1) else { return };
        let Some(slot) = self.slots.get_mut(at) else { return };
        match change {
            AnswerChange::Answered(_, draft) => {
                slot.picked = draft.picked(&slot.item);
                slot.recall = draft.recall();
                slot.answered = true;
                self.answered.push(at);
            }
            AnswerChange::Rated(_, confidence) => slot.confidence = Some(*confidence),
            AnswerChange::TakenBack(_) => {
                slot.answered = false;
                slot.recall = None;
                slot.picked.clear();
                self.answered.retain(|&answered| answered != at);
                self.at = at;
            }
        }
    }

    /// Goes to the question after this one.
    ///
    /// # Errors
    ///
    /// [`Refusal::AtLast`].
    pub fn advance(&mut self) -> Result<(), Refusal> {
        if self.is_last() {
            return Err(Refusal::AtLast);
        }
        self.at += 1;
        Ok(())
    }

    /// Goes to the question before this one.
    ///
    /// # Errors
    ///
    /// [`Refusal::AtFirst`].
    pub fn back(&mut self) -> Result<(), Refusal> {
        self.at = self.at.checked_sub(1).ok_or(Refusal::AtFirst)?;
        Ok(())
    }

    /// Goes to question `number`, counted from 1.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoSuchQuestion`].
    pub fn go(&mut self, number: usize) -> Result<(), Refusal> {
        let count = self.slots.len();
        if number == 0 || number > count {
            return Err(Refusal::NoSuchQuestion { question: number, count });
        }
        self.at = number - 1;
        Ok(())
    }

    /// The question at hand, if it is not answered and has such an option.
    fn open(&self, option: usize) -> Result<&Slot, Refusal> {
        let none = Refusal::NoSuchOption { option: option.saturating_add(1), count: 0 };
        let slot = self.current().ok_or(none)?;
        match slot.answered {
            true if self.is_test => Err(Refusal::Final),
            true => Err(Refusal::Answered),
            false => slot.has_option(option).map(|()| slot),
        }
    }

    fn open_mut(&mut self, option: usize) -> Result<&mut Slot, Refusal> {
        self.open(option)?;
        self.slots.get_mut(self.at).ok_or(Refusal::AtLast)
    }
}

/// An attempt of study.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// The questions and how they stand.
    pub session: Session,
    /// How they are answered.
    pub way: AnswerMode,
    /// The topic whose topic test this is, if it is one.
    pub topic_test: Option<String>,
}

/// How questions are answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AnswerMode {
    /// By picking options.
    #[default]
    Options,
    /// By thinking, revealing and marking oneself.
    Recall,
}

impl Study {
    /// Study of `session` by options, without a topic test.
    pub fn new(session: Session) -> Self {
        Self { session, way: AnswerMode::Options, topic_test: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Outcome;
    use crate::sample;

    fn session() -> Session {
        let questions = [sample::choice("one", "scaling"), sample::multiple("two", "pricing")];
        Session::new(&questions, 1).unwrap()
    }

    /// Lets what a session proposes come true.
    fn apply(session: &mut Session, change: Result<AnswerChange, Refusal>) {
        session.apply(&change.unwrap());
    }

    /// Takes the last answer back, if there is one.
    fn undo(session: &mut Session) -> bool {
        let change = session.undo().unwrap();
        change.inspect(|change| session.apply(change)).is_some()
    }

    fn pick_keys(session: &mut Session) {
        let keys: Vec<usize> = session.current().unwrap().item().keys().collect();
        for key in keys {
            session.pick(key).unwrap();
        }
    }

    #[test]
    fn a_choice_keeps_the_last_pick_only() {
        let mut session = session();
        session.pick(0).unwrap();
        session.pick(2).unwrap();
        assert_eq!(session.current().unwrap().picked(), [2]);
    }

    #[test]
    fn picks_of_several_are_toggled_and_counted() {
        let mut session = session();
        session.go(2).unwrap();
        session.pick(3).unwrap();
        session.pick(1).unwrap();
        assert_eq!(session.current().unwrap().picked(), [1, 3]);
        session.pick(3).unwrap();
        assert_eq!(session.answer(), Err(Refusal::WrongCount { picked: 1, wanted: 2 }));
    }

    #[test]
    fn all_keys_and_nothing_else_is_right() {
        let mut session = session();
        session.go(2).unwrap();
        pick_keys(&mut session);
        assert_eq!(session.current().unwrap().outcome(), None);
        let change = session.answer();
        apply(&mut session, change);
        assert_eq!(session.current().unwrap().outcome(), Some(Outcome::Right));
    }

    #[test]
    fn an_answer_is_final_until_it_is_undone() {
        let mut session = session();
        session.pick(0).unwrap();
        let change = session.answer();
        apply(&mut session, change);
        assert_eq!(session.pick(1), Err(Refusal::Answered));
        assert_eq!(session.answer(), Err(Refusal::Answered));
        session.advance().unwrap();
        assert!(undo(&mut session));
        assert_eq!((session.number(), session.current().unwrap().picked().len()), (1, 0));
        session.pick(1).unwrap();
        assert!(!undo(&mut session));
    }

    #[test]
    fn an_answer_in_one_step_is_taken_whole_or_not_at_all() {
        let mut session = session();
        session.go(2).unwrap();
        let too_few = Refusal::WrongCount { picked: 1, wanted: 2 };
        assert_eq!(session.answer_with(&[3, 3]), Err(too_few));
        assert_eq!(
            session.answer_with(&[1, 9]),
            Err(Refusal::NoSuchOption { option: 10, count: 5 })
        );
        assert!(session.current().unwrap().picked().is_empty());
        let change = session.answer_with(&[4, 0]);
        apply(&mut session, change);
        assert_eq!(session.current().unwrap().picked(), [0, 4]);
        let change = session.clear();
        apply(&mut session, change);
        assert_eq!((session.current().unwrap().outcome(), undo(&mut session)), (None, false));
    }

    #[test]
    fn only_what_was_all_known_is_right_by_ones_own_mark() {
        let mut session = session();
        let change = session.mark(Recall::Partly);
        apply(&mut session, change);
        assert_eq!(session.current().unwrap().outcome(), Some(Outcome::Wrong));
        assert_eq!(session.mark(Recall::Knew), Err(Refusal::Answered));
        assert!(undo(&mut session));
        let change = session.mark(Recall::Knew);
        apply(&mut session, change);
        assert_eq!(session.current().unwrap().outcome(), Some(Outcome::Right));
    }

    #[test]
    fn there_is_no_way_past_either_end() {
        let mut session = session();
        assert_eq!(session.back(), Err(Refusal::AtFirst));
        session.advance().unwrap();
        assert_eq!(session.advance(), Err(Refusal::AtLast));
        assert_eq!(session.go(0), Err(Refusal::NoSuchQuestion { question: 0, count: 2 }));
        assert_eq!(session.go(3), Err(Refusal::NoSuchQuestion { question: 3, count: 2 }));
        assert_eq!(session.pick(9), Err(Refusal::NoSuchOption { option: 10, count: 5 }));
    }

    #[test]
    fn confidence_may_be_said_before_or_after_the_answer() {
        let mut session = session();
        session.apply(&session.rate(Confidence::Guess));
        session.pick(0).unwrap();
        let change = session.answer();
        apply(&mut session, change);
        assert_eq!(session.current().unwrap().confidence(), Some(Confidence::Guess));
        session.apply(&session.rate(Confidence::Sure));
        assert_eq!(session.current().unwrap().confidence(), Some(Confidence::Sure));
    }

    #[test]
    fn an_empty_attempt_refuses_and_does_not_fall_over() {
        let mut session = Session::new(&[], 1).unwrap();
        assert!(session.current().is_none());
        assert!(session.pick(0).is_err());
        assert_eq!(session.advance(), Err(Refusal::AtLast));
        assert!(session.answer().is_err());
    }

    #[test]
    fn a_proposed_answer_changes_nothing_before_it_is_applied() {
        let mut session = session();
        let before = session.clone();
        let change = session.answer_with(&[2]).unwrap();
        assert_eq!(session, before);
        session.apply(&change);
        assert_eq!(session.current().unwrap().picked(), [2]);
    }

    #[test]
    fn the_first_answer_counts_in_a_topic_test() {
        let mut session = session().as_test();
        let change = session.answer_with(&[0]);
        apply(&mut session, change);
        assert_eq!(session.clear(), Err(Refusal::Final));
        assert_eq!(session.undo(), Err(Refusal::Final));
        assert_eq!(session.pick(1), Err(Refusal::Final));
        assert_eq!(session.answer_with(&[1]), Err(Refusal::Final));
        session.advance().unwrap();
        assert_eq!(session.clear(), Ok(AnswerChange::TakenBack(2)));
    }
}
