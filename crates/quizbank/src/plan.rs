//! What to study today: what is due, then what is new, of every topic in turn,
//! the weakest first.
//!
//! A topic's turn comes in rounds, so that a learner still has to tell types of
//! problem apart. The seed decides between equals and nothing else.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rand::seq::SliceRandom;

use super::answer::QuestionRev;
use super::random;
use super::schedule::{Card, Cards, Rating};
use super::select::{self, Selection, UnknownTopic};
use crate::model::calendar::Day;
use crate::model::question::{Question, QuestionId};

/// Where a learner stands today.
#[derive(Clone, Debug, PartialEq)]
pub struct LearnerState {
    /// What is remembered, and how well.
    pub cards: Cards,
    /// The day it is.
    pub today: Day,
    /// The day of the exam, if one is set.
    pub exam: Option<Day>,
    /// Questions that are not asked until the learner takes them back.
    pub set_aside: BTreeSet<QuestionId>,
}

/// What a learner does to a question beside answering it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardMark {
    /// It is not asked until it is taken back.
    SetAside,
    /// It is to be looked at again.
    Flagged,
}

impl CardMark {
    /// Its name where it is kept.
    pub fn name(self) -> &'static str {
        match self {
            Self::SetAside => "set-aside",
            Self::Flagged => "flagged",
        }
    }

    /// What happened to a question that has it now, or has it no more.
    pub fn message(self, is_set: bool) -> &'static str {
        match (self, is_set) {
            (Self::SetAside, true) => "set aside; it is not asked until you restore it",
            (Self::SetAside, false) => "restored; it is asked again",
            (Self::Flagged, true) => "flagged; `quiz --flagged` asks it",
            (Self::Flagged, false) => "not flagged",
        }
    }
}

/// How much there is to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StudyLoad {
    /// Questions that are due today or were before.
    pub due: usize,
    /// Questions never answered at their revision.
    pub new: usize,
    /// The day of the next one, when none is due.
    pub next: Option<Day>,
}

impl LearnerState {
    /// Where a learner stands who has answered nothing.
    pub fn new(today: Day) -> Self {
        Self { cards: Cards::new(), today, exam: None, set_aside: BTreeSet::new() }
    }

    /// The card of `question` at its revision.
    pub fn card(&self, question: &Question) -> Option<&Card> {
        self.cards.get(&QuestionRev::of(question))
    }

    /// The day on which `question` is due; `None` when it is new.
    pub fn due(&self, question: &Question) -> Option<Day> {
        self.card(question).map(|card| card.due_by(self.exam))
    }

    /// The questions of a session begun on the day `begun` that are still to be answered, of
    /// those that were `left` of it: what was answered since, in another way, is not.
    pub fn left(&self, begun: Day, left: Vec<QuestionId>, bank: &[Question]) -> Vec<QuestionId> {
        let is_left = |id: &QuestionId| {
            let question = bank.iter().find(|question| question.id == *id);
            question.is_some_and(|it| self.card(it).is_none_or(|card| card.reviewed < begun))
        };
        left.into_iter().filter(is_left).collect()
    }

    /// How much of `questions` there is to do.
    pub fn load<'a>(&self, questions: impl IntoIterator<Item = &'a Question>) -> StudyLoad {
        let mut load = StudyLoad::default();
        for question in questions.into_iter().filter(|it| !self.set_aside.contains(&it.id)) {
            match self.due(question) {
                None => load.new += 1,
                Some(day) if day <= self.today => load.due += 1,
                Some(day) => load.next = Some(load.next.map_or(day, |next| next.min(day))),
            }
        }
        if load.due > 0 {
            load.next = None;
        }
        load
    }

    /// Of a thousand answers of a learner like this one, how many are right, by
    /// the last answers to `questions`; 500 where there are none.
    fn strength(&self, questions: &[&Question]) -> usize {
        let cards: Vec<&Card> =
            questions.iter().filter_map(|question| self.card(question)).collect();
        let known = cards.iter().filter(|card| card.last > Rating::Again).count();
        // One right and one wrong on top: a single answer is no verdict on a topic.
        (known + 1) * 1_000 / (cards.len() + 2)
    }
}

/// The questions to study, in order; empty when nothing is due and nothing new.
///
/// # Errors
///
/// [`UnknownTopic`] where no question is on a topic that is asked for.
pub fn plan<'a>(
    bank: &'a [Question],
    wanted: &Selection,
    standing: &LearnerState,
) -> Result<Vec<&'a Question>, UnknownTopic> {
    let mut topics: Vec<Pile> = select::piles(bank, wanted)?
        .into_iter()
        .map(|(topic, questions)| Pile::of(topic, questions, standing, wanted.seed))
        .collect();
    topics.shuffle(&mut random::stream(wanted.seed, "plan/topics"));
    topics.sort_by_key(|pile| pile.strength);
    let due = topics.iter_mut().map(|pile| std::mem::take(&mut pile.due)).collect();
    let new = topics.into_iter().map(|pile| pile.new).collect();
    let mut dealt = deal(due);
    dealt.extend(deal(new));
    dealt.truncate(wanted.count);
    Ok(dealt)
}

/// What there is to do on a topic, in the order from last to first.
struct Pile<'a> {
    strength: usize,
    due: Vec<&'a Question>,
    new: Vec<&'a Question>,
}

impl<'a> Pile<'a> {
    fn of(topic: &str, questions: Vec<&'a Question>, standing: &LearnerState, seed: u64) -> Self {
        let strength = standing.strength(&questions);
        let mut by_day: BTreeMap<Option<Day>, Vec<&Question>> = BTreeMap::new();
        for question in questions.into_iter().filter(|it| !standing.set_aside.contains(&it.id)) {
            by_day.entry(standing.due(question)).or_default().push(question);
        }
        for pile in by_day.values_mut() {
            pile.shuffle(&mut random::stream(seed, &format!("plan/{topic}")));
        }
        let new = by_day.remove(&None).unwrap_or_default();
        let overdue = by_day.into_iter().filter(|(day, _)| *day <= Some(standing.today));
        let mut due: Vec<(Option<Day>, &Question)> = overdue
            .flat_map(|(day, pile)| pile.into_iter().map(move |question| (day, question)))
            .collect();
        due.sort_by_key(|(day, _)| Reverse(*day));
        Self { strength, due: due.into_iter().map(|(_, question)| question).collect(), new }
    }
}

/// Takes one of every pile in turn until all are empty.
fn deal(mut piles: Vec<Vec<&Question>>) -> Vec<&Question> {
    let mut dealt = Vec::new();
    while !piles.is_empty() {
        dealt.extend(piles.iter_mut().filter_map(Vec::pop));
        piles.retain(|pile| !pile.is_empty());
    }
    dealt
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{self, Given, answer};
    use crate::session::AnswerMode;

    fn day(number: i32) -> Day {
        Day::new(20_780 + number).unwrap()
    }

    fn bank() -> Vec<Question> {
        let of = |topic: &str| -> Vec<Question> {
            (0..3).map(|index| sample::choice(&format!("{topic}-{index}"), topic)).collect()
        };
        ["iam", "pricing", "scaling"].into_iter().flat_map(of).collect()
    }

    fn standing(answers: &[(&str, Given, i32)], today: i32) -> LearnerState {
        let mut cards = Cards::new();
        for &(id, given, on) in answers {
            let answer = answer(id, given, day(on));
            let card = Card::after(cards.get(&answer.draft.question), &answer);
            cards.insert(answer.draft.question, card);
        }
        LearnerState { cards, ..LearnerState::new(day(today)) }
    }

    fn ids(standing: &LearnerState, topics: &[&str], count: usize, seed: u64) -> Vec<String> {
        let topics = topics.iter().map(|&topic| topic.to_owned()).collect();
        let bank = bank();
        let way = AnswerMode::Options;
        let wanted = Selection { topics, count, edition: None, way, seed };
        let planned = plan(&bank, &wanted, standing).unwrap();
        planned.iter().map(|question| question.id.to_string()).collect()
    }

    const RIGHT: Given = Given::Right(None);
    const WRONG: Given = Given::Wrong(None);

    #[test]
    fn what_is_due_comes_first_and_the_longest_overdue_before_the_rest() {
        // Right is due on day 2, wrong on day 1.
        let standing =
            standing(&[("iam-0", RIGHT, 0), ("iam-1", WRONG, 0), ("iam-2", RIGHT, 9)], 9);
        let ids = ids(&standing, &[], 20, 1);
        assert_eq!(ids[..2], ["iam-1", "iam-0"]);
        assert_eq!(ids.len(), 8, "iam-2 is not due: {ids:?}");
    }

    #[test]
    fn a_weak_topic_leads_and_a_strong_one_comes_last() {
        let answers = [("iam-0", RIGHT, 0), ("pricing-0", WRONG, 0)];
        for seed in 0..10 {
            let ids = ids(&standing(&answers, 0), &[], 20, seed);
            let topics: Vec<&str> =
                ids[..3].iter().map(|id| id.split('-').next().unwrap()).collect();
            assert_eq!(topics, ["pricing", "scaling", "iam"], "seed {seed}");
        }
    }

    #[test]
    fn the_seed_decides_between_equals_and_the_topic_may_be_chosen() {
        let new = standing(&[], 0);
        assert_eq!(ids(&new, &[], 9, 4), ids(&new, &[], 9, 4));
        assert!((0..9).any(|seed| ids(&new, &[], 9, seed) != ids(&new, &[], 9, 4)));
        assert!(ids(&new, &["iam"], 9, 1).iter().all(|id| id.starts_with("iam")));
        assert_eq!(ids(&new, &["iam"], 2, 1).len(), 2);
    }

    #[test]
    fn a_question_of_another_revision_is_new() {
        let standing = standing(&[("iam-0", RIGHT, 0)], 1);
        let mut bank = bank();
        assert_eq!(standing.load(&bank), StudyLoad { due: 0, new: 8, next: Some(day(2)) });
        bank[0].rev = 2;
        assert_eq!(standing.load(&bank), StudyLoad { due: 0, new: 9, next: None });
    }

    #[test]
    fn an_exam_brings_everything_forward() {
        let mut standing = standing(&[("iam-0", RIGHT, 0)], 1);
        assert_eq!(standing.load(&bank()).due, 0);
        standing.exam = Some(day(1));
        assert_eq!(standing.load(&bank()), StudyLoad { due: 1, new: 8, next: None });
    }

    #[test]
    fn with_everything_answered_and_nothing_due_there_is_nothing_to_do() {
        let bank = bank();
        let answers: Vec<(&str, Given, i32)> =
            bank.iter().map(|question| (question.id.0.as_str(), RIGHT, 0)).collect();
        assert!(ids(&standing(&answers, 0), &[], 20, 1).is_empty());
        assert_eq!(ids(&standing(&answers, 2), &[], 20, 1).len(), 9);
    }
}
