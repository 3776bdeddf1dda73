//! What is counted of answers: in all, by topic, by domain, by misconception and by how sure
//! they felt.

use std::collections::BTreeMap;

use super::answers::QuestionCounts;
use super::{RepeatedMistake, StudyCounts};
use crate::answer::Confidence;
use crate::model::calendar::Day;
use crate::model::question::Question;
use crate::plan::LearnerState;
use crate::schedule::Rating;
use crate::score::Tally;

/// What is counted question by question.
pub(super) struct Counted<'a> {
    pub(super) total: StudyCounts,
    pub(super) topics: BTreeMap<&'a str, StudyCounts>,
    pub(super) domains: BTreeMap<u8, StudyCounts>,
    pub(super) mistakes: BTreeMap<&'a str, RepeatedMistake>,
    pub(super) calibration: BTreeMap<Option<Confidence>, Tally>,
}

impl<'a> Counted<'a> {
    /// Nothing answered of `questions`, whose cards are those of `standing`.
    pub(super) fn new(questions: &[&'a Question], standing: &LearnerState) -> Self {
        let mut counted = Self {
            total: StudyCounts::default(),
            topics: BTreeMap::new(),
            domains: BTreeMap::new(),
            mistakes: BTreeMap::new(),
            calibration: BTreeMap::new(),
        };
        for &question in questions {
            let card = standing.card(question);
            let is_due = standing.due(question).is_some_and(|day| day <= standing.today);
            counted.each(question, |part| {
                part.questions += 1;
                part.known += usize::from(card.is_some_and(|card| card.last > Rating::Again));
                part.due += usize::from(is_due);
                part.new += usize::from(card.is_none());
            });
        }
        counted
    }

    /// Does `change` to every part that `question` belongs to.
    fn each(&mut self, question: &'a Question, change: impl Fn(&mut StudyCounts)) {
        change(&mut self.total);
        change(self.topics.entry(&question.topic).or_default());
        change(self.domains.entry(question.domain).or_default());
    }

    /// Adds what the answers to `question` at the revision `rev` add up to.
    pub(super) fn count(&mut self, question: &'a Question, rev: u32, counts: &QuestionCounts) {
        let total = counts.total();
        self.each(question, |part| part.answers.add(total));
        for (said, tally) in counts.by_confidence() {
            self.calibration.entry(said).or_default().add(tally);
        }
        // The options of another revision may be others.
        if rev != question.rev {
            return;
        }
        for (position, times, last) in counts.wrong() {
            let option = question.options.get(position);
            if let Some(misconception) = option.and_then(|option| option.role.misconception()) {
                self.make(misconception, question, times, last);
            }
        }
    }

    /// The misconception `name` was chosen at `question` this number of `times`, the last time on the
    /// day `last`.
    fn make(&mut self, name: &'a str, question: &Question, times: usize, last: Day) {
        let mistake = self.mistakes.entry(name).or_insert_with(|| RepeatedMistake {
            name: name.to_owned(),
            times: 0,
            last,
            topics: Vec::new(),
        });
        mistake.times += times;
        mistake.last = mistake.last.max(last);
        if let Err(place) = mistake.topics.binary_search(&question.topic) {
            mistake.topics.insert(place, question.topic.clone());
        }
    }
}
